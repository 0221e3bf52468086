import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Workbooks") struct WorkbookScannerTests {
  private static let head = ["claim_id", "total_fee"]

  private func scan(_ workbook: SmallWorkbook, sheet: String? = nil) throws -> ScannedWorkbook {
    var options = ReadingOptions()
    options.sheet = sheet
    return try ScannedWorkbook(workbook.bytes, options)
  }

  private func refused(_ workbook: SmallWorkbook, sheet: String? = nil) -> [Diagnostic]? {
    refusal { _ = try scan(workbook, sheet: sheet) }
  }

  @Test("A sheet gives its header, its rows with their numbers, and how it was read; the hash is that of the file")
  func wholeSheet() throws {
    var workbook = SmallWorkbook(table: [Self.head, ["S1", "1"], ["药", "2.50"]])
    workbook.sheets[0].name = "结算"
    let bytes = workbook.bytes
    let scanned = try ScannedWorkbook(bytes)
    #expect(scanned.header == Self.head)
    #expect(scanned.cells == [["S1", "1"], ["药", "2.50"]])
    #expect(scanned.lines == [2, 3])
    #expect(scanned.format == FileFormat(compression: "xlsx", separator: "", quote: "", headerLine: 1, part: "结算"))
    #expect(scanned.notes == [:])
    #expect(scanned.sha256 == ContentHash.of(bytes))
    #expect(scanned.bytesRead == bytes.count)
    guard case .record(_, _, let offset) = scanned.items[1], let part = workbook.parts["xl/sheets/0.xml"] else {
      Issue.record("no second row")
      return
    }
    #expect(Array(part.utf8)[offset...].starts(with: "<row r=\"3\"".utf8))
  }

  @Test("The strict form, prefixed elements, a byte order mark, UTF-16 and a stale name's case are read alike")
  func forms() throws {
    let plain = SmallWorkbook(table: [Self.head, ["S1", "药"]])
    var strict = plain
    strict.space = SmallWorkbook.strict
    strict.relationSpace = SmallWorkbook.strictRelations
    let sheet = try #require(plain.parts["xl/sheets/0.xml"])
    let body = String(sheet.split(separator: "\n", maxSplits: 1)[1])
    var prefixed = plain
    prefixed.replaced["xl/sheets/0.xml"] = body.replacing("</", with: "</x:").replacing(/<(\w)/) { "<x:\($0.1)" }
      .replacing("xmlns=", with: "xmlns:x=")
    var marked = plain
    marked.replaced["xl/sheets/0.xml"] = "\u{FEFF}" + body
    for workbook in [plain, strict, prefixed, marked] {
      #expect(try scan(workbook).cells == [["S1", "药"]])
    }
    let wide: [UInt8] = [0xFF, 0xFE] + body.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let others = plain.entries.filter { $0.name != "xl/sheets/0.xml" }
    for name in ["xl/sheets/0.xml", "XL/Sheets/0.XML", "xl\\sheets\\0.xml", "/xl/sheets/0.xml"] {
      #expect(
        try ScannedWorkbook(WorkbookZip.archive(others + [WorkbookZip.Entry(name, wide)])).cells == [["S1", "药"]])
    }
  }

  @Test("A row with known names below others is the header, and what stands above is no row")
  func preamble() throws {
    let above = [["2025 年门诊慢特病"], ["制表", "claim_id"], []]
    let scanned = try scan(SmallWorkbook(table: above + [["", "claim_id", "总费用 ", "x"], ["1", "S1", "2", ""]]))
    #expect(scanned.header == ["", "claim_id", "总费用", "x"])
    #expect(scanned.format.headerLine == 4)
    #expect(scanned.cells == [["1", "S1", "2", ""]])
    #expect(scanned.lines == [5])
  }

  @Test("The header is sought in the first fifty rows with content")
  func headerDepth() throws {
    for (count, isFound) in [(49, true), (50, false)] {
      let above = (1...count).map { SmallWorkbook.row(2 * $0, [SmallWorkbook.text("x")]) }.joined()
      let table = [Self.head, ["S1", "1"]].enumerated().map { position, cells in
        SmallWorkbook.row(200 + position, cells.map(SmallWorkbook.text))
      }
      let workbook = SmallWorkbook(above + table.joined())
      if isFound { #expect(try scan(workbook).cells == [["S1", "1"]]) }
      if !isFound { #expect(refused(workbook)?.map(\.code) == [.requiredColumnMissing]) }
    }
  }

  @Test("The first of two headers alike is the header, and the second is a header among the rows")
  func headerAgain() throws {
    let scanned = try scan(
      SmallWorkbook(table: [["claim_id"], Self.head, ["S1", "1"], Self.head, ["claim_id", "total"]]))
    #expect(scanned.cells == [["S1", "1"], ["IN310"], ["claim_id", "total"]])
  }

  @Test("A merged header of two rows is joined where neither row alone has all names")
  func mergedHeader() throws {
    let rows = [["汇总"], ["结算ID", "费用", "", "备注"], ["", "医疗费总额", "基金支付总额", ""], ["S1", "2", "1", ""]]
    let folder = try TemporaryFolder()
    var input = try TableInput(folder.file(SmallWorkbook(table: rows).bytes), ReadingOptions())
    let scanner = try #require(try input.next())
    let request = Header.Request(table: .claims, required: ["claim_id", "total_fee"], optional: [], mapping: [:])
    #expect(try scanner.readHeader(request).names == ["结算ID", "医疗费总额", "基金支付总额", "备注"])
    #expect(scanner.format.headerLine == 3)
    guard case .record(let record) = try scanner.next() else {
      Issue.record("no row")
      return
    }
    #expect(record.line == 4)
    #expect(record.fields.count == 4)
  }

  @Test("Rows without content are no rows; cells behind the header count where they hold something")
  func widths() throws {
    let empty = SmallWorkbook.row(2, ["<c s=\"1\"/>", "<c t=\"s\"/>"]) + "<row r=\"3\"/><row r=\"4\" s=\"1\"></row>"
    let head = SmallWorkbook.row(1, Self.head.map(SmallWorkbook.text))
    func row(_ number: Int, _ more: String...) -> String {
      SmallWorkbook.row(number, [SmallWorkbook.text("S\(number)"), SmallWorkbook.number("1")] + more)
    }
    let rows =
      row(5, "<c s=\"1\"/>", SmallWorkbook.text(" ")) + row(6, SmallWorkbook.text("x"))
      + row(7, "<c r=\"XFD7\" t=\"e\"><v>#N/A</v></c>") + SmallWorkbook.row(9, [SmallWorkbook.text("S9")])
      + SmallWorkbook.row(10, ["<c r=\"B10\"><v>1</v></c>"]) + SmallWorkbook.row(11, [SmallWorkbook.text(" ")])
      + SmallWorkbook.row(12, ["<c r=\"B12\"><v>4</v></c>", "<c r=\"A12\"><v>3</v></c>"])
      + SmallWorkbook.row(13, [String](repeating: "<c t=\"str\"><f>IF(A1=1,1,\"\")</f><v></v></c>", count: 3))
    let scanned = try scan(SmallWorkbook(head + empty + rows))
    #expect(scanned.cells == [["S5", "1"], ["IN201"], ["IN201"], ["S9", ""], ["", "1"], [" ", ""], ["3", "4"]])
    #expect(scanned.lines == [5, 6, 7, 9, 10, 11, 12])
  }

  @Test("Rows and cells without a place of their own follow each other")
  func unnumbered() throws {
    let cells = Self.head.map(SmallWorkbook.text).joined()
    let scanned = try scan(
      SmallWorkbook("<row>\(cells)</row><row><c><v>1</v></c><c><v>2</v></c></row><row r=\"7\"><c><v>3</v></c></row>"))
    #expect(scanned.cells == [["1", "2"], ["3", ""]])
    #expect(scanned.lines == [2, 7])
  }

  @Test("A total row whose sum was never computed is a total row, any other row without a value is rejected")
  func totalRows() throws {
    let sum = "<c><f>SUM(B2:B3)</f></c>"
    let rows =
      SmallWorkbook.row(1, Self.head.map(SmallWorkbook.text))
      + SmallWorkbook.row(2, [SmallWorkbook.text("合计"), sum]) + SmallWorkbook.row(3, [SmallWorkbook.text("S1"), sum])
      + SmallWorkbook.row(4, [SmallWorkbook.text("合计"), "<c t=\"e\"><v>#REF!</v></c>"])
    #expect(try scan(SmallWorkbook(rows)).cells == [["合计", ""], ["IN220"], ["IN221"]])
  }

  @Test("Hidden and filtered rows are read as all others, and counted")
  func hiddenRows() throws {
    let cells = [SmallWorkbook.text("S"), SmallWorkbook.number("1")]
    let rows =
      SmallWorkbook.row(1, Self.head.map(SmallWorkbook.text)) + SmallWorkbook.row(2, cells, "hidden=\"1\"")
      + SmallWorkbook.row(3, cells, "hidden=\"0\"") + SmallWorkbook.row(4, cells, "hidden=\"true\"")
      + SmallWorkbook.row(5, ["<c/>"], "hidden=\"1\"")
    let scanned = try scan(SmallWorkbook(rows))
    #expect(scanned.cells.count == 3)
    #expect(scanned.notes == [.hiddenRowRead: ["Sheet1": 2]])
  }

  @Test("Shortened numbers are counted by column, in the columns that are used")
  func shortenedNumbers() throws {
    let noisy = SmallWorkbook.number("123.45000000000002")
    let rows =
      SmallWorkbook.row(1, ["claim_id", "总费用", "x"].map(SmallWorkbook.text))
      + (2...4).map { SmallWorkbook.row($0, [SmallWorkbook.text("S"), noisy, noisy]) }.joined()
    let scanned = try scan(SmallWorkbook(rows))
    #expect(scanned.cells.last == ["S", "123.45", "123.45"])
    #expect(scanned.notes == [.numberShortened: ["总费用": 3]])
  }

  @Test("A sheet that ends at a spreadsheet's last row may have been cut; a row less or more was not")
  func rowLimits() throws {
    for (last, isLimit) in [(65_535, false), (65_536, true), (65_537, false), (1_048_575, false), (1_048_576, true)] {
      let rows =
        SmallWorkbook.row(1, Self.head.map(SmallWorkbook.text))
        + SmallWorkbook.row(last, [SmallWorkbook.text("S"), SmallWorkbook.number("1")])
      #expect(try scan(SmallWorkbook(rows)).notes == (isLimit ? [.rowLimitReached: ["Sheet1": 1]] : [:]))
      #expect(SpreadsheetLimit.isReached(lastRow: last) == isLimit)
    }
  }

  // MARK: Sheets

  private func workbook(_ sheets: (name: String, state: String, head: String)...) -> SmallWorkbook {
    var workbook = SmallWorkbook()
    workbook.sheets = sheets.map { sheet in
      let table = SmallWorkbook(table: [[sheet.head, "total_fee"], ["in \(sheet.name)", "1"]])
      return .init(name: sheet.name, rows: table.sheets[0].rows, attributes: sheet.state)
    }
    return workbook
  }

  @Test("The only visible sheet with the header is read; which were not is said")
  func sheetChoice() throws {
    let workbook = workbook(
      ("cover", "", "title"), ("old", "state=\"hidden\"", "claim_id"), ("data", "state=\"visible\"", "claim_id"),
      ("older", "state=\"veryHidden\"", "claim_id"))
    let scanned = try scan(workbook)
    #expect(scanned.cells == [["in data", "1"]])
    #expect(scanned.format.part == "data")
    #expect(scanned.notes == [.sheetHidden: ["old": 1, "older": 1], .sheetNotRead: ["cover": 1]])
    let asked = try scan(workbook, sheet: "old")
    #expect(asked.cells == [["in old", "1"]])
    #expect(asked.notes == [.sheetHidden: ["older": 1], .sheetNotRead: ["cover": 1, "data": 1]])
    let unknown = refused(workbook, sheet: "Data")
    #expect(unknown?.map(\.code) == [.sheetUnknown])
    #expect(unknown?.map(\.location.field) == ["Data"])
  }

  @Test("Several visible sheets with the header are refused by name until one is asked for")
  func ambiguousSheets() throws {
    let workbook = workbook(("1月", "", "claim_id"), ("cover", "", "title"), ("2月", "", "setl_id"))
    let diagnostics = try #require(refused(workbook))
    #expect(diagnostics.map(\.code) == [.sheetAmbiguous, .sheetAmbiguous])
    #expect(diagnostics.map(\.location.field) == ["1月", "2月"])
    #expect(try scan(workbook, sheet: "2月").cells == [["in 2月", "1"]])
  }

  @Test("Where no sheet has the header the nearest one says what is missing; where none has a row that is said")
  func noHeader() throws {
    let workbook = workbook(("cover", "", "title"), ("hidden", "state=\"hidden\"", "claim_id"))
    #expect(refused(workbook)?.map(\.code) == [.requiredColumnMissing])
    #expect(refused(workbook)?.map(\.location.field) == ["claim_id"])
    #expect(refused(workbook, sheet: "cover")?.map(\.code) == [.requiredColumnMissing])
    var empty = workbook
    empty.sheets[0].rows = "<row r=\"1\"><c s=\"1\"/></row>"
    #expect(refused(empty)?.map(\.code) == [.sheetsEmpty])
    empty.sheets = []
    #expect(refused(empty)?.map(\.code) == [.sheetsEmpty])
  }

  @Test("A sheet that is a chart is none, whatever it is called")
  func chartSheets() throws {
    var workbook = SmallWorkbook(table: [Self.head, ["S1", "1"]])
    workbook.sheets.append(.init(name: "chart"))
    let relations = try #require(workbook.parts["xl/_rels/workbook.xml.rels"])
    workbook.replaced["xl/_rels/workbook.xml.rels"] = relations.replacing(
      "/worksheet\" Target=\"sheets/1.xml", with: "/chartsheet\" Target=\"chartsheets/1.xml")
    #expect(try scan(workbook).notes == [:])
    #expect(refused(workbook, sheet: "chart")?.map(\.code) == [.sheetUnknown])
  }
}
