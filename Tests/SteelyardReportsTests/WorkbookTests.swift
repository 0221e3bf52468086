import Foundation
import SteelyardDomain
import SteelyardScoring
import SteelyardTestSupport
import Testing

@testable import SteelyardReports

/// Texts that XML, spreadsheets or the format itself would make something of.
private let hostileCells =
  hostileTexts + HostileTexts.all + [
    "=cmd|'/c calc'!A1", "=HYPERLINK(\"http://x\",\"y\")", "]]>", "<![CDATA[x]]>", "a\u{1}b", "a\u{FFFE}b", "\u{FFFF}",
    "_x0041_", "_x005F_", "x_x000D_y", "line\nline", "cr\rlf\r\n", "\ttab\t", " blank ", "\u{7F}", "药\u{0}店",
    String(repeating: "长", count: 40_000), String(repeating: "\u{1F600}", count: 20_000),
    String(repeating: "_x0041_", count: 6_000), "#N/A", "1E5", "00123", "2025-03-01", "TRUE", "http://example.org/",
  ]

@Suite("Workbooks") struct WorkbookTests {
  @Test("The sheets are those of the language, in the order an auditor reads them", arguments: Language.allCases)
  func sheets(language: Language) throws {
    let book = try XlsxParts(exportDocument(language: language).workbook())
    #expect(
      book.sheetNames
        == (language == .zh
          ? ["汇总", "排名", "约谈名单", "观察名单", "分组汇总", "参保人", "方法说明", "数据质量"]
          : [
            "Summary", "Ranking", "Interview list", "Watch list", "Groups", "Insured persons", "Methods",
            "Data quality",
          ]))
  }

  @Test(
    "Every sheet keeps its header in sight, filters by it, repeats it on paper, and prints A4 landscape one page wide")
  func layout() throws {
    let book = try XlsxParts(exportDocument().workbook())
    let names = book.texts["xl/workbook.xml"] ?? ""
    for (place, name) in book.sheetNames.enumerated() {
      let sheet = book.sheet(name)
      #expect(
        sheet.contains(#/<pane (?:xSplit="\d+" )?ySplit="3" topLeftCell="[A-D]4"[^>]* state="frozen"/>/#), "\(name)")
      #expect(sheet.contains(#/<autoFilter ref="A3:[A-Z]+\d+"/>/#), "\(name)")
      #expect(sheet.contains("<pageSetup paperSize=\"9\" fitToHeight=\"0\" orientation=\"landscape\"/>"), "\(name)")
      #expect(sheet.contains("<pageSetUpPr fitToPage=\"1\"/>"), "\(name)")
      #expect(sheet.contains("第 &amp;P 页 共 &amp;N 页"), "\(name)")
      #expect(
        names.contains("<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"\(place)\">'\(name)'!$1:$3<"), "\(name)"
      )
    }
  }

  @Test("Codes are texts, figures are numbers with all their digits, and money stands in the unit asked for")
  func cells() throws {
    let book = try XlsxParts(exportDocument(unit: .wan).workbook())
    let cells = book.cells("约谈名单")
    let titles = Dictionary(
      uniqueKeysWithValues: (0..<33).map {
        ((cells["\(WorkbookSheet.letters($0))3"]?.text ?? ""), WorkbookSheet.letters($0))
      })
    func cell(_ title: String) -> XlsxParts.Cell? { titles[title].flatMap { cells["\($0)4"] } }
    #expect(cell("机构编码") == .init(text: "P33010600001", isText: true))
    #expect(cell("区划") == .init(text: "330106", isText: true))
    #expect(cell("名次/总数") == .init(text: "1/4", isText: true))
    #expect(cell("就诊人头") == .init(text: "120", isText: false))
    #expect(cell("人均费用指数") == .init(text: "1.5", isText: false))
    #expect(cell("基金支付（万元）") == .init(text: "18.000006", isText: false))
    #expect(cell("人均费用（元）") == .init(text: "3000", isText: false))
    #expect(cell("建议") == .init(text: "约谈", isText: true))
    #expect(book.cells("观察名单")["B5"]?.text == "330106000882" && book.cells("观察名单")["B5"]?.isText == true)
    #expect(book.cells("参保人")["A4"]?.isText == true)
  }

  @Test("What auditors fill in takes dates and the words of a list alone")
  func validation() throws {
    let sheet = try XlsxParts(exportDocument().workbook()).sheet("约谈名单")
    let rules = sheet.matches(of: #/<dataValidation type="(\w+)".*?</dataValidation>/#)
    #expect(rules.map(\.1) == ["list", "date", "list", "date", "list"])
    #expect(rules[2].0.contains("原因合理,继续观察,需要改进,转入核实"))
    #expect(rules.allSatisfy { $0.0.contains("allowBlank=\"1\"") && $0.0.contains(#/sqref="[A-Z]+4[:"]/#) })
  }

  @Test("The same run gives the same bytes, and other bytes with another watermark")
  func sameBytes() throws {
    let first = try exportDocument().workbook()
    #expect(try exportDocument().workbook() == first)
    // The second of two runs may fall into the same second of the clock: what it says itself is looked at.
    let core = try #require(XlsxParts(first).texts["docProps/core.xml"])
    #expect(core.matches(of: #/2000-01-01T00:00:00Z/#).count == 2)
    #expect(try exportDocument(run: runStatement { $0.watermark = "2" }).workbook() != first)
  }

  @Test("More rows than a sheet holds stand on several sheets, each with its header, and none is lost or twice")
  func split() throws {
    let names = (1...25).map { "药店\($0)" }
    let book = try XlsxParts(exportDocument(exportRows(names)).workbook(rowsPerSheet: 13))
    #expect(book.sheetNames.filter { $0.hasPrefix("排名") } == ["排名", "排名 2", "排名 3"])
    #expect(book.sheetNames.filter { $0.hasPrefix("约谈名单") } == ["约谈名单", "约谈名单 2", "约谈名单 3"])
    var found: [String] = []
    for name in book.sheetNames where name.hasPrefix("约谈名单") {
      let cells = book.cells(name)
      #expect(cells["B3"]?.text == "机构编码")
      found += (4...13).compactMap { cells["C\($0)"]?.text }.filter { !$0.isEmpty }
    }
    #expect(found == names)
    #expect(book.cells("约谈名单 2")["A1"]?.text.hasPrefix("约谈名单 2/3") == true)
  }

  @Test("Hostile texts stay the texts they are, the file stays well formed, and nothing becomes a formula")
  func hostile() throws {
    let book = try XlsxParts(exportDocument(exportRows(hostileCells)).workbook())
    #expect(book.formulaCount == 0)
    #expect(!book.texts.keys.contains { $0.contains("_rels/sheet") }, "no text has become a link")
    let cells = book.cells("约谈名单")
    for (place, text) in hostileCells.enumerated() where !text.isEmpty {
      let cell = cells["C\(place + 4)"]
      #expect(cell?.isText == true)
      #expect(cell.map { Array($0.text.utf8) } == Array(WorkbookText.cell(text).utf8), "\(text.prefix(30))")
    }
  }

  @Test("A cell's text has no character that XML forbids, at most 32,767 units, and no escape that was not meant")
  func cellTexts() {
    #expect(WorkbookText.cell("药店") == "药店")
    #expect(WorkbookText.cell("a\u{1}b\u{FFFE}\u{FFFF}\u{0}") == "a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}")
    #expect(Array(WorkbookText.cell("a\r\nb\rc\nd\te").utf8) == Array("a\nb\nc\nd\te".utf8))
    #expect(WorkbookText.cell("_x0041_ _x00G1_ _x0041") == "_x005F_x0041_ _x00G1_ _x0041")
    for text in hostileCells {
      let cell = WorkbookText.cell(text)
      #expect(cell.utf16.count <= WorkbookText.unitsMaximum)
      #expect(text.utf16.count <= WorkbookText.unitsMaximum || cell.hasSuffix("…"))
    }
    let full = String(repeating: "x", count: WorkbookText.unitsMaximum)
    #expect(WorkbookText.cell(full) == full)
  }

  @Test("A watermark stands on every sheet and every printed page, whatever is in it")
  func watermark() throws {
    let mark = "检查处 & 第2份 " + String(repeating: "长", count: 300)
    let book = try XlsxParts(exportDocument(run: runStatement { $0.watermark = mark }).workbook())
    for name in book.sheetNames {
      #expect(book.cells(name)["A3"]?.text == "水印：" + mark, "\(name)")
      #expect(book.sheet(name).contains("<oddHeader>&amp;L检查处 &amp;&amp; 第2份 长"), "\(name)")
    }
  }

  @Test("Columns are called as spreadsheets call them")
  func letters() {
    #expect([0, 25, 26, 51, 52, 701, 702].map(WorkbookSheet.letters) == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"])
  }
}
