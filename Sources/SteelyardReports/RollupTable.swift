internal import SteelyardDomain
public import SteelyardScoring

/// The city, its peer groups and its districts (`rollups.csv`): sums, and ratios of sums.
public enum RollupTable {
  /// The name of the file in a run's folder.
  public static let fileName = "rollups.csv"

  /// The rows of a run.
  ///
  /// - Parameter persons: how many insured persons the run holds, each once; only the city's row can tell them.
  public static func csv(_ scorecard: Scorecard, persons: Int?) -> [UInt8] {
    table.csv(Rollup.all(scorecard).map { Row(rollup: $0, persons: $0.level == .all ? persons : nil) })
  }

  /// A row.
  struct Row: Sendable {
    let rollup: Rollup
    let persons: Int?
  }

  static let table = ResultTable<Row>([
    Column("level", zh: "层次", en: "level", .word, words: levelWords) { $0.rollup.level.rawValue },
    Column("name", zh: "名称", en: "name", .word) { $0.rollup.name },
    Column.whole("institutions", "机构", "institutions") { Int64($0.rollup.institutions) },
    Column.whole("eligible", "参与估计", "eligible") { Int64($0.rollup.eligible) },
    Column.whole("interview", "约谈名单", "on the interview list") { Int64($0.rollup.listed) },
    Column.whole("heads", "就诊人头", "heads") { $0.rollup.heads },
    Column.whole("persons", "参保人（不重复）", "insured persons, each once") { $0.persons.map(Int64.init) },
    Column.whole("visits", "人次", "visits") { $0.rollup.visits },
    Column("cost", zh: "医疗费用", en: "cost", .money) { NumberFormats.yuan(wideFen: $0.rollup.costFen) },
    Column.money("cost_per_head", "人均费用", "cost per head") { $0.rollup.costPerHead },
    Column.money("cost_per_visit", "次均费用", "cost per visit") { $0.rollup.costPerVisit },
    Column.ratio("visits_per_head", "人次人头比", "visits per head") { $0.rollup.visitsPerHead },
    Column.ratio("drug_share", "药品费占比", "drug share") { $0.rollup.drugShare },
    Column.ratio("fund_share", "基金支付占比", "fund share") { $0.rollup.fundShare },
    Column.ratio("index_plain", "人均费用指数", "plain index") { $0.rollup.indexPlain },
    Column.ratio("index_adjusted", "调整后指数", "adjusted index") { $0.rollup.indexAdjusted },
    Column.ratio("index_adjusted_untruncated", "调整后指数（未截断）", "adjusted index, uncapped") {
      $0.rollup.indexAdjustedUntruncated
    },
    Column.money("excess", "超出同组金额", "excess over peers") { $0.rollup.excess },
  ])

  private typealias Column = ResultTable<Row>.Column

  private static let levelWords: @Sendable (String) -> LocalizedText = { cell in
    Rollup.Level(rawValue: cell).map(Wording.rollupLevel) ?? LocalizedText(zh: cell, en: cell)
  }
}
