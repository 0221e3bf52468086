import SteelyardDomain
@testable import SteelyardReports
@testable import SteelyardScoring
@testable import SteelyardStatistics
import SteelyardTestSupport

extension Stage {
  /// Results to what people read.
  static let reports = [funnelPicture, workbook]

  /// Institutions of four bands; index and expected cost are known for each.
  private static func scores(_ count: Int, seed: UInt64) -> [InstitutionScore] {
    var source = Seeded(seed)
    return (0..<count).map { number in
      let heads = 50 + source.below(900)
      var score = InstitutionScore(
        institution: Institution(
          id: "P3301\(padded(number, 5))", name: "第\(number)药店", kind: "pharmacy", level: "", district: "330106"),
        peerGroup: "pharmacy", heads: Int64(heads), visits: Int64(heads * 3), costFen: Int64(heads * 24_517 + number),
        truncatedFen: 0, drugFen: Int64(heads * 20_000), fundFen: Int64(heads * 12_000))
      score.rank = number + 1
      score.expected = Double(heads) * 240
      score.indexPlain = 1.6 - Double(number) / Double(count)
      score.indexAdjusted = 0.6 + Double.random(in: 0..<0.9, using: &source)
      score.standardError = 1 / Double(heads).squareRoot()
      score.excessShrunk = Double(source.below(100_000))
      score.fit = "pharmacy"
      score.isEligible = true
      score.band = number % 12 == 5 ? .interview : number % 12 == 7 ? .watch : .ordinary
      return score
    }
  }

  /// The funnel plot of a city.
  private static let funnelPicture = Stage(
    "svg", items: "institutions", count: { (input: Scorecard) in input.institutions.count },
    input: {
      Scorecard(
        institutions: scores(400, seed: 19), peerGroups: [],
        fits: [
          DispersionFit(
            name: "pharmacy",
            dispersion: Overdispersion(
              method: "od.log.huber", centre: 0.02, tauSquared: 0.01, phi: nil, units: 400, status: .converged),
            shrinkageMethod: "od.log.huber", shrinkageTauSquared: 0.01, shrinkageMean: 0.01,
            shrinkageMeanVariance: 0.0001)
        ], methods: [], absences: [], topCount: 20, order: .plain)
    },
    run: { card in
      FunnelPlot.svg(
        scorecard: card, title: LocalizedText(zh: "人均费用指数", en: "Per-capita cost index"), period: "2025-Q3",
        language: .en)
    },
    check: { card, bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      let ordinary = card.institutions.filter { $0.band == .ordinary }
      let circles = text.matches(of: #/<circle cx="([0-9.]+)" cy="([0-9.]+)" r="3.2"/#).compactMap { match in
        Double(match.1).flatMap { x in Double(match.2).map { (x: x, y: $0) } }
      }
      // The legend has one more.
      try require(circles.count == ordinary.count + 1, "\(circles.count) circles for \(ordinary.count) institutions")
      let drawn = circles.filter { circle in ordinary.count > 0 && circle.x >= FunnelScale.left }.suffix(ordinary.count)
      try require(isLine(ordinary.map { $0.indexAdjusted ?? 0 }, drawn.map(\.y)), "indices are not drawn in order")
      try require(isLine(ordinary.map { $0.expected ?? 0 }, drawn.map { -$0.x }), "costs are not drawn in order")
      try require(isBalanced(text), "an element is not closed")
    })

  /// Whether places fall as values rise.
  private static func isLine(_ values: [Double], _ places: [Double]) -> Bool {
    let order = values.indices.sorted { values[$0] < values[$1] }
    return values.count == places.count && zip(order, order.dropFirst()).allSatisfy { places[$0] >= places[$1] }
  }

  /// Whether every element that opens closes.
  private static func isBalanced(_ text: String) -> Bool {
    var open: [Substring] = []
    for match in text.matches(of: #/<(/?)([a-zA-Z]+)[^>]*?(/?)>/#) where match.3.isEmpty {
      if match.1.isEmpty {
        open.append(match.2)
      } else if open.popLast() != match.2 {
        return false
      }
    }
    return open.isEmpty && text.contains("</svg>")
  }

  /// The ranking as auditors take it away, with what it says of its run.
  private static let workbook = Stage(
    "xlsx", items: "institutions", count: { (input: (source: ExportSource, table: ExportTable)) in input.table.count },
    input: { (exportSource, RankingExport.table(RankingTable.rows(scores(300, seed: 20)), isWhole: true)) },
    run: { input in
      let book = try Workbook(
        Workbook.Properties(
          title: input.source.model, subject: "", author: "", keywords: "", comments: "",
          custom: [("run", input.source.hash)]), font: "Noto Sans CJK SC")
      let sheets = WorkbookSheet(
        workbook: book, source: input.source, language: .zh, unit: .yuan, rowsMaximum: ExportDocument.sheetRowsMaximum)
      try sheets.add(input.table)
      return try book.bytes()
    },
    check: { input, bytes in
      let book = try XlsxParts(bytes)
      try require(book.formulaCount == 0 && book.sheetNames.count == 1, "formulas, or other sheets")
      let (cells, table) = (book.cells(book.sheetNames[0]), input.table)
      for row in 0..<table.count {
        for (place, text) in table.row(row).enumerated() {
          let column = table.columns[place]
          let shown = column.shown(text, .zh, unit: .yuan)
          // A title, what the list means, the header; then the rows.
          let cell = cells["\(WorkbookSheet.letters(place))\(row + 4)"]?.text ?? ""
          let isSame = column.isNumber ? Double(cell) == Double(shown) : cell == shown
          try require(isSame, "row \(row), \(column.name): \(cell), not \(shown)")
        }
      }
    })

  private static var exportSource: ExportSource {
    let governance = ModelGovernance(
      id: "outpatient/per-capita-cost", version: "1.0", kind: .scoring,
      title: LocalizedText(zh: "人均费用指数", en: "Per-capita cost index"), status: .trial, writtenBy: "A",
      checkedBy: "B", lastReview: Day(number: 20_000), nextReview: Day(number: 20_365), legalBasis: [],
      whyItMatters: LocalizedText(zh: "费用", en: "cost"), innocentExplanations: [], lowIsGood: .neither,
      minimumVolume: 30, appealWindowDays: 15)
    return ExportSource(
      hash: String(repeating: "0", count: 64), engine: "1", governance: governance, modelHash: "", period: "2025-07",
      asOf: "2025-10-01", currency: "CNY", rules: [], inputs: [], watermark: nil)
  }
}
