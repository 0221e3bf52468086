import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

extension WorkbookZip.Entry {
  /// An entry deflated by the gzip program.
  init(deflating bytes: [UInt8], as name: String) throws {
    let folder = try TemporaryFolder()
    let program = Process()
    program.executableURL = URL(filePath: "/usr/bin/gzip")
    program.arguments = ["-9n", try folder.file(bytes, name: "plain")]
    try program.run()
    program.waitUntilExit()
    let gzip = try Array(Data(contentsOf: URL(filePath: folder.path("plain.gz"))))
    self.init(name, Array(gzip[10..<(gzip.count - 8)]))
    (size, method) = (bytes.count, 8)
    checksum = gzip[(gzip.count - 8)..<(gzip.count - 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}

/// A workbook as the XML of its parts, each of which can be replaced.
struct SmallWorkbook {
  struct Sheet {
    var name = "Sheet1"
    var rows = ""
    var attributes = ""
  }

  static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  static let strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
  static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  static let strictRelations = "http://purl.oclc.org/ooxml/officeDocument/relationships"

  var sheets: [Sheet] = [Sheet()]
  /// The shared texts as `si` elements.
  var strings = ""
  /// Own formats from number 164 on, each the one of a style from 1 on.
  var formats: [String] = []
  var properties = ""
  var space = SmallWorkbook.main
  var relationSpace = SmallWorkbook.relations
  /// Parts that stand in place of those made here; an empty one is left out.
  var replaced: [String: String] = [:]

  init(_ rows: String = "") { sheets[0].rows = rows }

  /// A table of inline texts below a header, rows from `first` on.
  init(table: [[String]], first: Int = 1) {
    self.init(
      table.enumerated().map { position, cells in
        SmallWorkbook.row(first + position, cells.map { SmallWorkbook.text($0) })
      }.joined())
  }

  static func row(_ number: Int, _ cells: [String], _ attributes: String = "") -> String {
    "<row r=\"\(number)\" \(attributes)>\(cells.joined())</row>"
  }

  static func text(_ text: String) -> String {
    "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">\(escaped(text))</t></is></c>"
  }

  static func number(_ text: String, style: Int = 0) -> String { "<c s=\"\(style)\"><v>\(text)</v></c>" }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
  }

  var parts: [String: String] {
    var parts: [String: String] = [:]
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    let package = "http://schemas.openxmlformats.org/package/2006"
    parts["[Content_Types].xml"] = head + "<Types xmlns=\"\(package)/content-types\"/>"
    parts["_rels/.rels"] =
      head + "<Relationships xmlns=\"\(package)/relationships\">"
      + "<Relationship Id=\"r\" Type=\"\(relationSpace)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    var list = ""
    var relations = ""
    for (position, sheet) in sheets.enumerated() {
      list += "<sheet name=\"\(sheet.name)\" sheetId=\"\(position + 1)\" r:id=\"s\(position)\" \(sheet.attributes)/>"
      relations +=
        "<Relationship Id=\"s\(position)\" Type=\"\(relationSpace)/worksheet\" Target=\"sheets/\(position).xml\"/>"
      parts["xl/sheets/\(position).xml"] =
        head + "<worksheet xmlns=\"\(space)\"><sheetData>\(sheet.rows)</sheetData></worksheet>"
    }
    relations +=
      "<Relationship Id=\"t\" Type=\"\(relationSpace)/sharedStrings\" Target=\"/xl/texts.xml\"/>"
      + "<Relationship Id=\"f\" Type=\"\(relationSpace)/styles\" Target=\"../xl/formats.xml\"/>"
    parts["xl/workbook.xml"] =
      head
      + "<workbook xmlns=\"\(space)\" xmlns:r=\"\(relationSpace)\">\(properties)<sheets>\(list)</sheets></workbook>"
    parts["xl/_rels/workbook.xml.rels"] =
      head + "<Relationships xmlns=\"\(package)/relationships\">\(relations)</Relationships>"
    parts["xl/texts.xml"] = head + "<sst xmlns=\"\(space)\">\(strings)</sst>"
    let codes = formats.enumerated().map { "<numFmt numFmtId=\"\(164 + $0)\" formatCode=\"\(Self.attribute($1))\"/>" }
    let styles = formats.indices.map { "<xf numFmtId=\"\(164 + $0)\"/>" }
    parts["xl/formats.xml"] =
      head + "<styleSheet xmlns=\"\(space)\"><numFmts>\(codes.joined())</numFmts>"
      + "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>\(styles.joined())"
      + "<xf numFmtId=\"14\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"
    for (name, text) in replaced { parts[name] = text.isEmpty ? nil : text }
    return parts
  }

  private static func attribute(_ text: String) -> String { escaped(text).replacing("\"", with: "&quot;") }

  var entries: [WorkbookZip.Entry] { parts.sorted { $0.key < $1.key }.map { WorkbookZip.Entry($0.key, $0.value) } }

  var bytes: [UInt8] { WorkbookZip.archive(entries) }
}

/// A whole sheet as the scanner gives it.
struct ScannedWorkbook {
  var header: [String] = []
  var items: [TableItem] = []
  var format: FileFormat
  var notes: [Diagnostic.Code: [String: Int64]]
  var sha256 = ""
  var bytesRead = 0

  init(_ bytes: [UInt8], _ options: ReadingOptions = .init(), required: [String] = ["claim_id"]) throws {
    let folder = try TemporaryFolder()
    try self.init(file: folder.file(bytes, name: "claims.csv"), options, required: required)
  }

  init(
    file: String, _ options: ReadingOptions = .init(), required: [String] = ["claim_id"],
    whileReading: () throws -> Void = {}
  ) throws {
    var input = try TableInput(file, options)
    let scanner = try #require(try input.next())
    let fields = ["person_id", "inst_code", "settle_time", "disease_code", "total_fee"]
    let request = Header.Request(
      table: .claims, required: required, optional: fields.filter { !required.contains($0) }, mapping: [:])
    header = try scanner.readHeader(request).names
    reading: while true {
      switch try scanner.next() {
      case .end: break reading
      case .damaged(let code, let line, let byteOffset):
        items.append(.damaged(code, line: line, byteOffset: byteOffset))
      case .record(let record):
        let cells = record.fields.map { String(decoding: record.buffer[$0.start..<$0.end], as: UTF8.self) }
        items.append(.record(cells, line: record.line, byteOffset: record.byteOffset))
      }
      try whileReading()
    }
    let account = try scanner.account("claims", nil, Reconciliation())
    (format, notes, sha256, bytesRead) = (scanner.format, scanner.notes, account.sha256, account.bytes)
  }

  /// The cells of each record; of a damaged row its rule's number.
  var cells: [[String]] {
    items.map { item in
      switch item {
      case .record(let cells, _, _): cells
      case .damaged(let code, _, _): [code.rawValue]
      }
    }
  }

  var lines: [Int] {
    items.map { item in
      switch item {
      case .record(_, let line, _), .damaged(_, let line, _): line
      }
    }
  }
}
