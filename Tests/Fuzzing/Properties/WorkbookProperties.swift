import SteelyardDomain
import SteelyardTestSupport

@testable import SteelyardIntake

/// What holds of any bytes that are read as a workbook, and of any text that stands in a cell.
enum WorkbookProperties {
  /// The sheet's rows above the input: a header, so that most of it is rows.
  private static let header =
    "<row r=\"1\">"
    + ["claim_id", "person_id", "inst_code", "settle_time", "disease_code", "total_fee"].map {
      "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>"
    }.joined() + "</row>"

  static func check(_ bytes: [UInt8], _ choice: UInt8, _ report: inout Violations) {
    switch choice & 3 {
    case 0: checkFile(bytes, isScanned: choice & 8 != 0, &report)
    case 1, 2: checkFile(workbook(bytes, choice), isScanned: choice & 8 != 0, &report)
    default: checkCell(bytes, from1904: choice & 4 != 0, &report)
    }
  }

  /// A workbook whose parts are cut from the input at its NULs: rows, shared texts, styles, properties.
  static func workbook(_ bytes: [UInt8], _ choice: UInt8) -> [UInt8] {
    let pieces = bytes.split(separator: 0, maxSplits: 3, omittingEmptySubsequences: false)
    func piece(_ number: Int) -> [UInt8] { pieces.indices.contains(number) ? Array(pieces[number]) : [] }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let package = "http://schemas.openxmlformats.org/package/2006"
    let above = choice & 3 == 1 ? header : ""
    func relation(_ id: String, _ kind: String, _ target: String) -> String {
      "<Relationship Id=\"\(id)\" Type=\"\(relations)/\(kind)\" Target=\"\(target)\"/>"
    }
    func part(_ before: String, _ content: [UInt8], _ after: String) -> [UInt8] {
      Array(before.utf8) + content + Array(after.utf8)
    }
    return WorkbookZip.archive([
      .init("[Content_Types].xml", "<Types xmlns=\"\(package)/content-types\"/>"),
      .init(
        "_rels/.rels",
        "<Relationships xmlns=\"\(package)/relationships\">\(relation("r", "officeDocument", "xl/workbook.xml"))</Relationships>"
      ),
      .init(
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\"\(package)/relationships\">" + relation("s", "worksheet", "sheet.xml")
          + relation("t", "sharedStrings", "texts.xml") + relation("f", "styles", "styles.xml") + "</Relationships>"),
      .init(
        "xl/workbook.xml",
        part(
          "<workbook xmlns=\"\(main)\" xmlns:r=\"\(relations)\">", piece(3),
          "<sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>")),
      .init(
        "xl/sheet.xml", part("<worksheet xmlns=\"\(main)\"><sheetData>\(above)", piece(0), "</sheetData></worksheet>")),
      .init("xl/texts.xml", part("<sst xmlns=\"\(main)\">", piece(1), "</sst>")),
      .init("xl/styles.xml", part("<styleSheet xmlns=\"\(main)\">", piece(2), "</styleSheet>")),
    ])
  }

  /// A workbook is refused with a reason, or each row of it is accounted for; scanned, each row is well-formed.
  private static func checkFile(_ bytes: [UInt8], isScanned: Bool, _ report: inout Violations) {
    guard isScanned else {
      _ = ClaimAccount.reading(bytes, &report)
      return
    }
    let file = MemoryFile(bytes)
    var sentences: [String] = []
    let rows = Reading {
      var input = try TableInput(file.path, ReadingOptions())
      guard let scanner = try input.next(), scanner is WorkbookScanner else { return 0 }
      let header = try scanner.readHeader(
        .init(table: .claims, required: ["claim_id"], optional: ["total_fee"], mapping: [:]))
      return try scan(scanner, header.names.count, &sentences)
    }
    report.expect(rows.isAccounted, "what cannot be read is refused with a reason")
    for sentence in sentences { report.expect(false, sentence) }
  }

  private static func scan(
    _ scanner: any RecordScanner, _ columns: Int, _ sentences: inout [String]
  ) throws -> Int {
    var (rows, lastLine) = (0, 0)
    while true {
      let line: Int
      switch try scanner.next() {
      case .end: return rows
      case .damaged(_, let place, _): line = place
      case .record(let record):
        line = record.line
        if record.fields.count != columns { sentences.append("a row is as wide as its header") }
        for column in record.fields.indices where !Utf8.isValid(record.field(column)) {
          sentences.append("a cell's text is UTF-8")
        }
      }
      rows += 1
      if line <= lastLine { sentences.append("rows come one below another: \(line) after \(lastLine)") }
      lastLine = line
    }
  }

  /// A number is shown as one that is the same to fifteen digits and is shown alike again; a date as a day.
  private static func checkCell(_ bytes: [UInt8], from1904: Bool, _ report: inout Violations) {
    let shown = WorkbookBytes()
    let number = bytes.withUnsafeBytes { WorkbookNumber.double($0) }
    let outcome = bytes.withUnsafeBytes { WorkbookNumber.append($0, to: shown) }
    report.expectEqual(outcome == .unreadable, number == nil, "a number is one whichever way it is asked")
    guard let number, outcome != .unreadable else { return }
    let text = String(decoding: shown.all, as: UTF8.self)
    guard let again = Double(text) else {
      report.expect(false, "what is shown is a number: \(text)")
      return
    }
    report.expect(
      abs(again - number) <= abs(number) * 5e-15 + .leastNonzeroMagnitude, "\(text) is \(number) to fifteen digits")
    let second = WorkbookBytes()
    _ = WorkbookNumber.append(shown.all, to: second)
    report.expectEqual(String(decoding: second.all, as: UTF8.self), text, "what is shown is shown alike again")
    for showsTime in [false, true] {
      let date = WorkbookBytes()
      guard WorkbookDate.append(number, from1904: from1904, showsTime: showsTime, to: date) else { continue }
      guard case .clean(let day) = FieldDecoder.day(date.all) else {
        report.expect(false, "a date is read as one: \(String(decoding: date.all, as: UTF8.self))")
        continue
      }
      let serial = (number + (from1904 ? 1462 : 0)).rounded(.down) - 25_569
      report.expect(0...1 ~= Double(day.number) - serial, "\(day) is the day of \(number)")
    }
  }
}
