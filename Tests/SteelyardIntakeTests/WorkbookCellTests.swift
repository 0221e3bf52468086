import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Cells of workbooks") struct WorkbookCellTests {
  /// What becomes of a cell in a column that is used, beside a column that is not.
  private func read(_ cell: String, _ workbook: SmallWorkbook = .init()) throws -> [String] {
    var workbook = workbook
    workbook.sheets[0].rows =
      SmallWorkbook.row(1, [SmallWorkbook.text("claim_id"), SmallWorkbook.text("total_fee"), SmallWorkbook.text("x")])
      + SmallWorkbook.row(2, [SmallWorkbook.text("S1"), cell, SmallWorkbook.text("y")])
    let cells = try ScannedWorkbook(workbook.bytes).cells
    try #require(cells.count == 1)
    return cells[0]
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let cell: String
    let text: String
    var testDescription: String { cell }

    init(_ cell: String, _ text: String) { (self.cell, self.text) = (cell, text) }
  }

  private static let texts = SmallWorkbook.self

  private static let strings = """
    <si><t>shared</t></si><si><r><rPr><b/></rPr><t>医</t></r><r><t xml:space="preserve">保 </t></r>\
    <rPh sb="0" eb="1"><t>yi</t></rPh><phoneticPr fontId="1"/></si><si/><si><t>a_x000D_b_x005F_x0041_</t></si>\
    <si><t>&lt;&amp;&#x836F;</t></si>
    """

  @Test(
    "A cell is the text it shows, whatever it is written as",
    arguments: [
      Case("<c t=\"s\"><v>0</v></c>", "shared"), Case("<c t=\"s\"><v> 1\n</v></c>", "医保 "),
      Case("<c t=\"s\"><v>2</v></c>", ""), Case("<c t=\"s\"><v>3</v></c>", "a\rb_x0041_"),
      Case("<c t=\"s\"><v>4</v></c>", "<&药"), Case("<c t=\"s\"/>", ""), Case("<c/>", ""), Case("<c s=\"1\"></c>", ""),
      Case("<c t=\"inlineStr\"><is><t> a </t></is></c>", " a "),
      Case("<c t=\"inlineStr\"><is><r><t>a</t></r><rPh><t>c</t></rPh><r><t>b</t></r></is></c>", "ab"),
      Case("<c t=\"str\"><f>A1&amp;\"\"</f><v>S1</v></c>", "S1"), Case("<c t=\"str\"><f>\"\"</f><v></v></c>", ""),
      Case("<c t=\"str\"><v>_x4E2D__xD83D__</v></c>", "中_xD83D__"),
      Case("<c><f>1+1</f><v>2</v></c>", "2"), Case("<c><v>12.5</v></c>", "12.5"), Case("<c t=\"n\"><v/></c>", ""),
      Case("<c t=\"b\"><v>1</v></c>", "TRUE"), Case("<c t=\"b\"><v>0</v></c>", "FALSE"),
      Case("<c t=\"d\"><v>2025-07-01T12:30:00</v></c>", "2025-07-01T12:30:00"),
      Case("<c s=\"2\"><v>45839</v></c>", "2025-07-01 00:00:00"), Case("<c s=\"99\"><v>45839</v></c>", "45839"),
      Case("<c xmlns:x=\"urn:x\"><x:v>7</x:v><extLst><ext><v>8</v></ext></extLst><v>9</v></c>", "9"),
    ])
  func kinds(_ example: Case) throws {
    var workbook = SmallWorkbook()
    workbook.strings = Self.strings
    #expect(try read(example.cell, workbook) == ["S1", example.text, "y"])
  }

  @Test(
    "A cell that has no text takes its row out by a rule",
    arguments: [
      Case("<c><f>1+1</f></c>", "IN220"), Case("<c><f>1+1</f><v></v></c>", "IN220"),
      Case("<c t=\"str\"><f>A1</f></c>", "IN220"), Case("<c t=\"s\"><f>A1</f><v/></c>", "IN220"),
      Case("<c t=\"e\"><v>#N/A</v></c>", "IN221"), Case("<c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>", "IN221"),
      Case("<c t=\"s\"><v>9</v></c>", "IN222"), Case("<c t=\"s\"><v>-1</v></c>", "IN222"),
      Case("<c t=\"s\"><v>1x</v></c>", "IN222"), Case("<c t=\"s\"><v>99999999999999999999</v></c>", "IN222"),
      Case("<c><v>1,5</v></c>", "IN222"), Case("<c><v>inf</v></c>", "IN222"), Case("<c><v>0x10</v></c>", "IN222"),
      Case("<c><v>1e999</v></c>", "IN222"), Case("<c t=\"b\"><v>2</v></c>", "IN222"),
      Case("<c t=\"zz\"><v>2</v></c>", "IN222"), Case("<c><v>1</v><v>2</v></c>", "IN222"),
      Case("<c r=\"B2\"><v>1</v></c><c r=\"B2\"><v>2</v></c>", "IN222"), Case("<c r=\"XFE2\"><v>1</v></c>", "IN222"),
      Case("<c r=\"12\"><v>1</v></c>", "IN222"), Case("<c t=\"str\"><v>a_x0000_</v></c>", "IN209"),
    ])
  func faults(_ example: Case) throws {
    #expect(try read(example.cell) == [example.text])
  }

  @Test("What is wrong in a column that nobody asked for does not matter, and its cell is empty")
  func ignoredColumns() throws {
    for cell in ["<c t=\"e\"><v>#N/A</v></c>", "<c><f>1</f></c>", "<c t=\"s\"><v>9</v></c>", "<c><v>1,5</v></c>"] {
      let workbook = SmallWorkbook(
        SmallWorkbook.row(1, [SmallWorkbook.text("claim_id"), SmallWorkbook.text("x")])
          + SmallWorkbook.row(2, [SmallWorkbook.text("S1"), cell]))
      #expect(try ScannedWorkbook(workbook.bytes).cells == [["S1", ""]])
    }
  }

  @Test("Formulas of a workbook whose values are stale by its own word have no value")
  func staleFormulas() throws {
    var workbook = SmallWorkbook()
    workbook.properties = "<calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/>"
    #expect(try read("<c><f>1+1</f><v>0</v></c>", workbook) == ["IN220"])
    #expect(try read("<c><v>2</v></c>", workbook) == ["S1", "2", "y"])
    workbook.properties = "<calcPr calcId=\"1\"/>"
    #expect(try read("<c><f>1+1</f><v>0</v></c>", workbook) == ["S1", "0", "y"])
  }

  @Test("A text of more than 1 MiB takes its row out, one of 1 MiB does not; a row has 8 MiB at most")
  func longTexts() throws {
    let most = String(repeating: "x", count: 1 << 20)
    var workbook = SmallWorkbook()
    workbook.strings = "<si><t>\(most)</t></si><si><t>\(most)x</t></si>"
    #expect(try read("<c t=\"s\"><v>0</v></c>", workbook).map(\.utf8.count) == [2, 1 << 20, 1])
    #expect(try read("<c t=\"s\"><v>1</v></c>", workbook) == ["IN212"])
    #expect(try read("<c t=\"str\"><v>\(most)x</v></c>", workbook) == ["IN212"])
    let names = ["claim_id", "person_id", "inst_code", "settle_time", "disease_code", "total_fee", "a", "b", "c"]
    for (count, isKept) in [(7, true), (9, false)] {
      workbook.sheets[0].rows =
        SmallWorkbook.row(1, names.map(SmallWorkbook.text))
        + SmallWorkbook.row(2, [String](repeating: "<c t=\"s\"><v>0</v></c>", count: count))
      let cells = try ScannedWorkbook(workbook.bytes, required: Array(names[..<6])).cells
      // Of the nine columns the last three are not asked for: their texts are left out of a row that is too long.
      #expect(cells.map(\.count) == [9])
      #expect(cells[0].map(\.utf8.count).reduce(0, +) == (isKept ? 7 : 8) << 20)
    }
    let cells = [String](repeating: "<c t=\"str\"><v>\(most)</v></c>", count: 9)
    workbook.sheets[0].rows = SmallWorkbook.row(1, names.map(SmallWorkbook.text)) + SmallWorkbook.row(2, cells)
    #expect(try ScannedWorkbook(workbook.bytes).cells == [["IN212"]])
  }

  @Test("A column is told by its letters", arguments: [("A1", 0), ("z9", 25), ("AA1", 26), ("XFD1048576", 16_383)])
  func columns(reference: String, column: Int) {
    #expect(withBytes(reference, WorkbookRow.column(of:)) == column)
    #expect(withBytes("XFE1", WorkbookRow.column(of:)) == nil)
    #expect(withBytes("1", WorkbookRow.column(of:)) == nil)
    #expect(withBytes(String(repeating: "Z", count: 100), WorkbookRow.column(of:)) == nil)
  }
}
