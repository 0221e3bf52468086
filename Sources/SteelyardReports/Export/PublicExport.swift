internal import SteelyardDomain
internal import SteelyardScoring

/// What may be shown to everyone: how many institutions or clues there are of each kind, small numbers withheld
/// (``DisclosureControl``), and quartiles of the index of groups that are large enough. No institution and no person stands
/// in it, no smallest and no largest value.
enum PublicExport {
  /// How many institutions a group must be published with before quartiles are told, and how many of them must have an index:
  /// quartiles of a few would be somebody's index.
  static let quartilesMinimum = 25
  /// Decimals of quartiles.
  static let indexDecimals = 2

  /// The columns.
  static let columns = [
    ExportColumn("dimension", Wording.Export.listTitle("dimension"), .word, words: Wording.Export.dimensionWords),
    ExportColumn("category", Wording.Export.listTitle("category"), .word, words: Wording.Export.categoryWords),
    ExportColumn("count", Wording.Export.listTitle("count"), .whole),
    ExportColumn("withheld", Wording.Export.listTitle("withheld"), .flag),
    ExportColumn("index_q1", Wording.Export.listTitle("index_q1"), .ratio(decimals: indexDecimals)),
    ExportColumn("index_median", Wording.Export.listTitle("index_median"), .ratio(decimals: indexDecimals)),
    ExportColumn("index_q3", Wording.Export.listTitle("index_q3"), .ratio(decimals: indexDecimals)),
  ]

  /// The category of a total.
  static let total = "all"

  /// Institutions by what is advised and by peer group.
  static func table(_ rows: [RankingRow]) -> ExportTable {
    let bands = InstitutionScore.Band.allCases.map(\.rawValue)
    let unjudged = rows.contains { $0["band"].isEmpty } ? [""] : []
    let byBand = Dictionary(grouping: rows) { $0["band"] }
    let byGroup = Dictionary(grouping: rows) { $0["peer_group"] }
    let groups = byGroup.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let bandLines = lines("band", (bands + unjudged).map { ($0, byBand[$0]?.count ?? 0, []) }, all: [])
    let groupLines = lines(
      "peer_group", groups.map { ($0, byGroup[$0]?.count ?? 0, indices(byGroup[$0] ?? [])) }, all: indices(rows))
    return ExportTable(.publication, columns, bandLines + groupLines, frozenColumns: 2)
  }

  /// Clues by rule and by how pressing they are.
  static func table(_ clues: [ClueRow], rules: [(id: String, title: LocalizedText)]) -> ExportTable {
    let byRule = Dictionary(grouping: clues, by: \.rule)
    let bySeverity = Dictionary(grouping: clues) { $0["severity"] }
    let severities: [Clue.Severity] = [.serious, .moderate, .minor]
    let lines =
      lines("rule", rules.map { ($0.id, byRule[$0.id]?.count ?? 0, []) }, all: [])
      + lines("severity", severities.map { ($0.rawValue, bySeverity[$0.rawValue]?.count ?? 0, []) }, all: [])
    return ExportTable(.publication, columns, lines, frozenColumns: 2)
  }

  /// The rows of a dimension: its categories, then their total, which is the sum of what is published.
  private static func lines(
    _ dimension: String, _ categories: [(name: String, count: Int, indices: [Double])], all: [Double]
  ) -> [[String]] {
    let published = DisclosureControl.published(categories.map(\.count))
    let isTold = !published.contains { $0 == nil }
    // A model that makes no peer groups has one category, which is the total.
    let isWhole = categories.map(\.name) == [total]
    let lines = (isWhole ? [] : Array(zip(categories, published))).map { category, count in
      [dimension, category.name, NumberFormats.whole(count), count == nil ? "true" : "false"]
        + quartiles(category.indices, of: count)
    }
    let sum = published.contains { $0 != nil } ? published.reduce(0) { $0 + ($1 ?? 0) } : nil
    return lines + [
      [dimension, total, NumberFormats.whole(sum), isTold ? "false" : "true"] + quartiles(all, of: isTold ? sum : nil)
    ]
  }

  private static func indices(_ rows: [RankingRow]) -> [Double] {
    rows.compactMap { $0.number("index_adjusted") }.sorted()
  }

  /// Quartiles by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996); empty for small groups.
  private static func quartiles(_ sorted: [Double], of count: Int?) -> [String] {
    [0.25, 0.5, 0.75].map { share in
      guard let count, min(count, sorted.count) >= quartilesMinimum else { return "" }
      let place = share * Double(sorted.count - 1)
      let low = Int(place)
      let high = min(low + 1, sorted.count - 1)
      return NumberFormats.fixed(
        sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low)), decimals: indexDecimals)
    }
  }
}
