import SteelyardDomain

/// Which formats of cells show a number as a date.
final class WorkbookStyles: XmlHandler {
  /// What a format shows of a number.
  enum Kind: UInt8 {
    /// The number.
    case number
    /// A day.
    case day
    /// A day and a time, or a time.
    case time
  }

  /// The most formats that are held; a spreadsheet knows 65,490.
  static let countMaximum = 1 << 20

  private var custom: [Int: Kind] = [:]
  private var kinds: [Kind] = []
  private var isInCells = false

  /// The formats of a workbook without such a part.
  init() {}

  /// Reads the part.
  ///
  /// - Throws: ``IntakeFailure``.
  init(_ part: WorkbookPart) throws(IntakeFailure) { try XmlStream(part, self).run() }

  /// What a cell's format shows.
  subscript(style: Int) -> Kind { kinds.indices.contains(style) ? kinds[style] : .number }

  /// What a format known by its number alone shows; 27–36 and 50–58 are those of Chinese, Japanese and Korean.
  static func builtin(_ number: Int) -> Kind {
    switch number {
    case 14...17, 27...31, 36, 50...54, 57, 58: .day
    case 18...22, 32...35, 45...47, 55, 56: .time
    default: .number
    }
  }

  /// What a format's code shows: a date where y, m or d stand outside quotes, brackets and escapes, in any section.
  static func kind(ofCode code: some Collection<UInt8>) -> Kind {
    var hasDate = false
    var hasTime = false
    var closing: UInt8?
    var isEscaped = false
    for byte in code {
      if isEscaped {
        isEscaped = false
      } else if let mark = closing {
        if byte == mark { closing = nil }
      } else {
        switch byte {
        case UInt8(ascii: "\""): closing = byte
        case UInt8(ascii: "["): closing = UInt8(ascii: "]")
        // A backslash, a width to leave, a mark to fill with: the next character is none of the format.
        case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"): isEscaped = true
        case UInt8(ascii: "y"), UInt8(ascii: "m"), UInt8(ascii: "d"), UInt8(ascii: "Y"), UInt8(ascii: "M"),
          UInt8(ascii: "D"):
          hasDate = true
        case UInt8(ascii: "h"), UInt8(ascii: "s"), UInt8(ascii: "H"), UInt8(ascii: "S"): hasTime = true
        default: break
        }
      }
    }
    return hasDate ? hasTime ? .time : .day : .number
  }

  func start(_ element: XmlName, _ attributes: XmlAttributes, _ stream: XmlStream) {
    if custom.count + kinds.count > Self.countMaximum { return stream.stop(.workbookTooLarge) }
    if element == "numFmt" {
      guard let number = attributes.number("numFmtId"), let code = attributes["formatCode"] else { return }
      custom[number] = Self.kind(ofCode: code)
    } else if element == "cellXfs" {
      isInCells = true
    } else if element == "xf", isInCells {
      let number = attributes.number("numFmtId") ?? 0
      kinds.append(custom[number] ?? Self.builtin(number))
    }
  }

  func end(_ element: XmlName, _ stream: XmlStream) { if element == "cellXfs" { isInCells = false } }
  func text(_ bytes: UnsafeRawBufferPointer, _ stream: XmlStream) {}
}
