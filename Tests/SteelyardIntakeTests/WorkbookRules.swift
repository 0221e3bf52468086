import SteelyardDomain

@testable import SteelyardIntake

/// For each rule about workbooks the smallest one that breaks it, and all that is said of it.
enum WorkbookRules {
  struct Example {
    let code: Diagnostic.Code
    let workbook: SmallWorkbook
    let said: String

    init(_ code: Diagnostic.Code, _ said: String, _ workbook: SmallWorkbook) {
      (self.code, self.workbook, self.said) = (code, workbook, said)
    }
  }

  private static let header = SmallClaims.header.split(separator: ",").map(String.init)
  private static let cells = ["S1", "P1", "H1", "2025-07-01", "M"].map { SmallWorkbook.text($0) }

  /// A header and one row with an amount of its own kind.
  private static func book(
    _ amount: String = SmallWorkbook.number("1"), row: Int = 2, hidden: Bool = false, properties: String = "",
    replacing parts: [String: String] = [:], more: [SmallWorkbook.Sheet] = []
  ) -> SmallWorkbook {
    var workbook = SmallWorkbook(
      SmallWorkbook.row(1, header.map { SmallWorkbook.text($0) })
        + SmallWorkbook.row(row, cells + [amount], hidden ? "hidden=\"1\"" : ""))
    workbook.properties = properties
    workbook.replaced = parts
    workbook.sheets += more
    return workbook
  }

  private static let root = "<x xmlns=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>"

  static let cases: [Example] = [
    Example(.workbookDamaged, "1 xl/sheets/0.xml", book(replacing: ["xl/sheets/0.xml": "<worksheet"])),
    Example(.workbookDocumentType, "1 xl/texts.xml", book(replacing: ["xl/texts.xml": "<!DOCTYPE sst><sst/>"])),
    Example(
      .workbookTooLarge, "1 xl/workbook.xml",
      book(more: (1...WorkbookPackage.sheetsMaximum).map { SmallWorkbook.Sheet(name: "s\($0)") })),
    Example(.workbookKindUnsupported, "1 xl/workbook.xml", book(replacing: ["xl/workbook.xml": root])),
    Example(.sheetsEmpty, "1 -", SmallWorkbook()),
    Example(.formulaWithoutValue, "2 total_fee", book("<c><f>1</f></c>")),
    Example(.cellError, "2 total_fee", book("<c t=\"e\"><v>#N/A</v></c>")),
    Example(.cellUnreadable, "2 total_fee", book("<c t=\"s\"><v>0</v></c>")),
    Example(
      .sheetHidden, "old ×1", book(more: [SmallWorkbook.Sheet(name: "old", attributes: "state=\"hidden\"")])),
    Example(.sheetNotRead, "cover ×1", book(more: [SmallWorkbook.Sheet(name: "cover")])),
    Example(.hiddenRowRead, "Sheet1 ×1", book(hidden: true)),
    Example(.numberShortened, "total_fee ×1", book(SmallWorkbook.number("0.30000000000000004"))),
    Example(.rowLimitReached, "Sheet1 ×1", book(row: 65_536)),
    Example(.dateSystem1904, "workbook ×1", book(properties: "<workbookPr date1904=\"true\"/>")),
  ]
}
