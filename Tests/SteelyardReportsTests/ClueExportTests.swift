import SteelyardComparison
import SteelyardDomain
import SteelyardScoring
import SteelyardTestSupport
import Testing

@testable import SteelyardReports

/// An export of clues of two rules about made-up persons.
private func clueDocument(_ profile: ExportProfile = .auditor, language: Language = .zh) -> ExportDocument {
  let clues = (0..<12).map { number in
    Clue(
      model: "fund/model", modelVersion: "1.0", rule: number < 11 ? "late" : "dead", subject: .person("=p\(number)"),
      period: "2025", occasion: "2025-0\(number % 9 + 1)", amountFen: Int64(number) * 101,
      severity: number < 11 ? .minor : .serious, evidence: [.init(name: "count", value: "1", threshold: "0")],
      records: [Clue.Record(register: "payments", file: 0, line: 2, values: [])])
  }
  var account = Reconciliation()
  for _ in 0..<5 { account.read.add(fen: 100) }
  for _ in 0..<5 { account.accepted.add(fen: 100) }
  var quality = QualityReport()
  quality.registers = ["payments": account, "deaths": account]
  let rules = [
    (id: "late", title: LocalizedText(zh: "迟发", en: "Late")),
    (id: "dead", title: LocalizedText(zh: "死亡后", en: "After death")),
  ]
  let source = ExportSource(
    hash: String(repeating: "ab", count: 32), engine: "0.1.0", governance: governance, modelHash: "feedface",
    period: "2025", asOf: "2025-12-31", currency: TableMapping.yuan,
    rules: rules.map { MethodStatement(role: $0.title.text(language), id: $0.id, constants: ["sha256 = cafe"]) },
    inputs: [], watermark: nil)
  return ExportDocument(
    comparison: source, clues: ClueTable.rows(clues, rules: []), rules: rules, quality: quality, profile: profile,
    language: language, unit: .yuan)
}

@Suite("Exports of comparison runs") struct ClueExportTests {
  @Test("A comparison run leaves as summary, clues, methods and quality, with the columns of its file")
  func tables() throws {
    let document = clueDocument()
    #expect(document.tables.map(\.name) == [.summary, .clues, .methods, .quality])
    #expect(document.table(.clues)?.columns.map(\.name) == ClueTable.table().columns.map(\.name))
    #expect(document.column("clues", of: .summary) == ["11", "1", "12"])
    #expect(document.column("amount", of: .summary) == ["55.55", "11.11", "66.66"])
    #expect(document.column("subject", of: .quality).contains("deaths"))
    let book = try XlsxParts(document.workbook())
    #expect(book.sheetNames == ["汇总", "线索", "方法说明", "数据质量"])
    #expect(book.cells("线索")["A4"]?.text == document.column("key", of: .clues)[0])
    #expect(book.formulaCount == 0)
    #expect(book.cells("线索").values.contains { $0.text == "=p11" && $0.isText })
    let texts = book.texts.values.joined()
    for part in [Wording.clueSentence.zh, "sha256 = cafe", "2025-12-31"] { #expect(texts.contains(part)) }
  }

  @Test("The bureau's clues leave out what places and findings tell; the public's are counts alone")
  func profiles() {
    #expect(clueDocument(.bureau).table(.clues)?.columns.contains { $0.name == "evidence" } == false)
    let open = clueDocument(.everyone)
    #expect(
      open.column("category", of: .publication) == ["late", "dead", "all", "serious", "moderate", "minor", "all"])
    #expect(open.column("count", of: .publication) == ["10", "", "10", "", "", "10", "10"])
  }
}
