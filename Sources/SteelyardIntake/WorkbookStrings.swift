import SteelyardDomain

/// The texts that cells of a workbook share, read once.
final class WorkbookStrings: XmlHandler {
  /// The most bytes of text that are held, 1 GiB.
  static let bytesMaximum = 1 << 30
  /// The most texts that are held, 2^26: more than the cells of three full sheets of 20 columns.
  static let countMaximum = 1 << 26

  private enum Place {
    case top, list, item, text, run, runText
  }

  private let bytes = WorkbookBytes()
  private var ends: [Int] = []
  private var place = Place.top
  private var skipped = 0

  /// The texts of a workbook without such a part.
  init() {}

  /// Reads the part.
  ///
  /// - Throws: ``IntakeFailure``; more than the caps is ``Diagnostic/Code/workbookTooLarge``.
  init(_ part: WorkbookPart) throws(IntakeFailure) { try XmlStream(part, self).run() }

  /// How many texts there are.
  var count: Int { ends.count }

  /// A text by its number, `nil` where there is none.
  subscript(number: Int) -> UnsafeRawBufferPointer? {
    guard ends.indices.contains(number) else { return nil }
    return bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
  }

  func start(_ element: XmlName, _ attributes: XmlAttributes, _ stream: XmlStream) {
    if skipped > 0 {
      skipped += 1
      return
    }
    switch place {
    case .top where element == "sst": place = .list
    case .top: stream.stop(.workbookDamaged)
    case .list where element == "si": place = .item
    case .item where element == "t": place = .text
    case .item where element == "r": place = .run
    case .run where element == "t": place = .runText
    // How a run looks, and how the text is read aloud, are none of its content.
    default: skipped = 1
    }
  }

  func end(_ element: XmlName, _ stream: XmlStream) {
    if skipped > 0 {
      skipped -= 1
      return
    }
    switch place {
    case .top, .list: place = .top
    case .item:
      bytes.unescape(from: ends.last ?? 0)
      ends.append(bytes.count)
      if ends.count >= Self.countMaximum { stream.stop(.workbookTooLarge) }
      place = .list
    case .text, .run: place = .item
    case .runText: place = .run
    }
  }

  func text(_ text: UnsafeRawBufferPointer, _ stream: XmlStream) {
    guard skipped == 0, place == .text || place == .runText else { return }
    bytes.append(text)
    if bytes.count > Self.bytesMaximum { stream.stop(.workbookTooLarge) }
  }
}
