internal import SteelyardDomain
public import SteelyardScoring

/// Institutions clearly below their peers (`low-list.csv`), the lowest first: a question about service, apart from the
/// lists of the dear.
public enum LowListTable {
  /// The name of the file in a run's folder.
  public static let fileName = "low-list.csv"

  /// The columns: those of the ranking that mean the same from below, and the mirrored ones in their places.
  public static let table = ResultTable<LowSide>(
    ranking([
      "institution_id", "name", "kind", "level", "district", "peer_group", "heads", "visits", "cost", "cost_per_head",
      "cost_per_visit", "visits_per_head", "index_plain", "index_adjusted", "index_shrunk", "index_low", "index_high",
    ]) + [
      Column.ratio("index_eb95", "保守指数（95%分位）", "conservative index (95 % quantile)") { $0.indexEb95 }
    ] + ranking(["reliability", "z"]) + [
      Column.ratio("p_low", "p 值（低侧）", "p, low side") { $0.p },
      Column.ratio("q_low", "校正后 q 值（低侧）", "adjusted p (q), low side") { $0.q },
    ] + ranking(["expected"]) + [
      Column.money("shortfall", "低于同组金额", "below peers by") { $0.shortfall },
      Column.money("shortfall_shrunk", "低于同组金额（收缩）", "shrunken shortfall") { $0.shortfallShrunk },
      Column.money("shortfall_low", "低于同组金额95%区间下限", "shrunken shortfall, 95 % lower end") { $0.shortfallLow },
      Column.money("shortfall_high", "低于同组金额95%区间上限", "shrunken shortfall, 95 % upper end") { $0.shortfallHigh },
      Column("periods_below", zh: "偏低期数", en: "periods that stood out below", .whole) {
        NumberFormats.whole($0.periodsSignalled)
      },
    ] + ranking(["drug_share", "fund_share", "fit"]) + ResultTable.dispersionColumns { $0.score.dispersion })

  private typealias Column = ResultTable<LowSide>.Column

  /// Columns of the ranking by name.
  private static func ranking(_ names: [String]) -> [Column] {
    RankingTable.columns.filter { names.contains($0.name) }
      .sorted { (names.firstIndex(of: $0.name) ?? 0) < (names.firstIndex(of: $1.name) ?? 0) }
      .map { column in
        Column(column.name, zh: column.title.zh, en: column.title.en, column.kind, words: column.words) {
          column.cell($0.score)
        }
      }
  }
}
