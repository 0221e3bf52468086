import SteelyardDomain

/// What a workbook says of itself: its sheets, and where its texts and formats lie.
struct WorkbookPackage {
  /// The most sheets a workbook may have.
  static let sheetsMaximum = 1000

  /// A sheet of cells; sheets that are charts are none.
  struct Sheet {
    let name: String
    /// Whether it is hidden, in either of the two degrees there are.
    let isHidden: Bool
    /// The part it is written in.
    let part: String
  }

  private(set) var sheets: [Sheet] = []
  /// Whether days are counted from 1904 rather than from 1900.
  let countsFrom1904: Bool
  /// Whether the values of formulas are said to be stale: whoever wrote the file did not compute them.
  let hasStaleFormulas: Bool
  /// The parts with the shared texts and the formats of cells, where there are such.
  let stringsPart, stylesPart: String?

  /// Whether a file that begins with these bytes is a workbook rather than another archive, damaged or not.
  static func looksLikeWorkbook(_ head: UnsafeRawBufferPointer) -> Bool {
    // The name in the first local header: after 30 bytes, its length in two of them.
    guard head.count > 30, head.starts(with: zipMark) else { return false }
    let name = String(decoding: head[30..<min(head.count, 30 + Int(head[26]) + Int(head[27]) << 8)], as: UTF8.self)
    return ["[Content_Types].xml", "_rels/", "xl/", "xl\\", "docProps/"].contains(where: name.hasPrefix)
  }

  /// The first bytes of a zip archive.
  static let zipMark: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

  /// Reads the directory of a workbook.
  ///
  /// - Throws: ``IntakeFailure`` where a part is missing or damaged, or where the archive is of another kind.
  init(_ archive: WorkbookArchive) throws(IntakeFailure) {
    let root = try Relationships.read(archive, of: "")
    guard let main = root.first(where: { $0.kind == "officeDocument" })?.target else {
      throw workbookRefusal(.workbookDamaged, archive.file, "_rels/.rels")
    }
    if main.lowercased().hasSuffix(".bin") { throw workbookRefusal(.workbookKindUnsupported, archive.file, main) }
    let handler = WorkbookHandler()
    try XmlStream(try archive.part(main), handler).run()
    let parts = try Relationships.read(archive, of: main)
    if handler.sheets.count > Self.sheetsMaximum { throw workbookRefusal(.workbookTooLarge, archive.file, main) }
    for sheet in handler.sheets {
      guard let part = parts.first(where: { $0.id == sheet.relationship }) else {
        throw workbookRefusal(.workbookDamaged, archive.file, main)
      }
      if part.kind == "worksheet" {
        sheets.append(Sheet(name: sheet.name, isHidden: sheet.isHidden, part: part.target))
      }
    }
    countsFrom1904 = handler.countsFrom1904
    hasStaleFormulas = handler.hasStaleFormulas
    stringsPart = parts.first { $0.kind == "sharedStrings" }?.target
    stylesPart = parts.first { $0.kind == "styles" }?.target
  }
}

/// How a part points to another.
struct Relationship: Equatable {
  let id: String
  /// The last word of its type, the same in the transitional and the strict form.
  let kind: String
  /// The part's name from the root of the archive.
  let target: String
}

/// Reads the part that says where another one points to.
final class Relationships: XmlHandler {
  private let base: String
  private var list: [Relationship] = []

  private init(_ base: String) { self.base = base }

  /// What a part points to; the archive's root is the part without a name.
  ///
  /// - Throws: ``IntakeFailure``.
  static func read(_ archive: WorkbookArchive, of part: String) throws(IntakeFailure) -> [Relationship] {
    let folder = part.lastIndex(of: "/").map { part[...$0] } ?? ""
    let handler = Relationships(String(folder))
    try XmlStream(try archive.part("\(folder)_rels/\(part.dropFirst(folder.count)).rels"), handler).run()
    return handler.list
  }

  /// A target relative to a folder, or from the root where it begins with a slash.
  static func resolved(_ target: String, in folder: String) -> String {
    var parts = target.hasPrefix("/") ? [] : folder.split(separator: "/")
    for part in target.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }

  func start(_ element: XmlName, _ attributes: XmlAttributes, _ stream: XmlStream) {
    guard element == "Relationship", attributes.text("TargetMode") != "External", let id = attributes.text("Id"),
      let type = attributes.text("Type"), let target = attributes.text("Target")
    else { return }
    // No more than a workbook of the most sheets, each with its own, can want.
    if list.count > 8 * WorkbookPackage.sheetsMaximum { return stream.stop(.workbookTooLarge) }
    let kind = type.split(separator: "/").last.map(String.init) ?? ""
    list.append(Relationship(id: id, kind: kind, target: Self.resolved(target, in: base)))
  }

  func end(_ element: XmlName, _ stream: XmlStream) {}
  func text(_ bytes: UnsafeRawBufferPointer, _ stream: XmlStream) {}
}

/// Reads the part that lists the sheets.
private final class WorkbookHandler: XmlHandler {
  private(set) var sheets: [(name: String, relationship: String, isHidden: Bool)] = []
  private(set) var countsFrom1904 = false
  private(set) var hasStaleFormulas = false
  private var hasRoot = false

  func start(_ element: XmlName, _ attributes: XmlAttributes, _ stream: XmlStream) {
    if !hasRoot {
      // A text document or a presentation is packed in the same way.
      guard element == "workbook" else { return stream.stop(.workbookKindUnsupported) }
      hasRoot = true
    } else if element == "sheet" {
      guard let name = attributes.text("name"), let id = attributes.relationship else {
        return stream.stop(.workbookDamaged)
      }
      if sheets.count > WorkbookPackage.sheetsMaximum { return stream.stop(.workbookTooLarge) }
      let state = attributes.text("state") ?? "visible"
      sheets.append((name, id, state != "visible"))
    } else if element == "workbookPr" {
      countsFrom1904 = attributes.flag("date1904") ?? false
    } else if element == "calcPr" {
      hasStaleFormulas = attributes.flag("fullCalcOnLoad") ?? false
    }
  }

  func end(_ element: XmlName, _ stream: XmlStream) {}
  func text(_ bytes: UnsafeRawBufferPointer, _ stream: XmlStream) {}
}
