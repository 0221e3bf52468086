internal import SteelyardDomain
public import SteelyardScoring

extension RankingTable {
  /// A column of the ranking.
  public typealias Column = ResultTable<InstitutionScore>.Column

  /// Every column in the order of the files.
  public static let columns: [Column] =
    identityColumns + countedColumns + indexColumns + judgementColumns + otherColumns
    + ResultTable.dispersionColumns { $0.dispersion }

  private static func text(
    _ name: String, _ zh: String, _ en: String, _ kind: ColumnKind = .word,
    words: (@Sendable (String) -> LocalizedText)? = nil, _ cell: @escaping @Sendable (InstitutionScore) -> String
  ) -> Column {
    Column(name, zh: zh, en: en, kind, words: words, cell: cell)
  }

  private static func fen(
    _ name: String, _ zh: String, _ en: String, _ value: @escaping @Sendable (InstitutionScore) -> Int64?
  ) -> Column {
    text(name, zh, en, .money) { NumberFormats.yuan(fen: value($0)) }
  }

  private static let identityColumns = [
    Column.whole("rank", "名次", "rank") { $0.rank.map(Int64.init) },
    text("institution_id", "机构编码", "institution code", .text) { $0.institution.id },
    text("name", "机构名称", "name", .text) { $0.institution.name },
    text("kind", "机构类型", "kind") { $0.institution.kind },
    text("level", "等级", "level") { $0.institution.level },
    text("district", "区划", "district") { $0.institution.district },
  ]

  private static let countedColumns = [
    Column.whole("heads", "就诊人头", "heads") { $0.heads },
    Column.whole("visits", "人次", "visits") { $0.visits },
    fen("cost", "医疗费用", "cost") { $0.costFen },
    Column.money("cost_per_head", "人均费用", "cost per head") { $0.costPerHead },
    Column.money("cost_per_visit", "次均费用", "cost per visit") { $0.costPerVisit },
    Column.ratio("visits_per_head", "人次人头比", "visits per head") { $0.visitsPerHead },
  ]

  private static let indexColumns = [
    Column.ratio("index_plain", "人均费用指数", "plain index") { $0.indexPlain },
    Column.ratio("index_adjusted", "调整后指数", "adjusted index") { $0.indexAdjusted },
    Column.ratio("index_shrunk", "收缩指数", "shrunken index") { $0.indexShrunk },
    Column.ratio("index_low", "指数95%区间下限", "index, 95 % lower end") { $0.indexLow },
    Column.ratio("index_high", "指数95%区间上限", "index, 95 % upper end") { $0.indexHigh },
    Column.ratio("index_eb05", "保守指数（5%分位）", "conservative index (5 % quantile)") { $0.indexEb05 },
    Column.ratio("reliability", "可靠度", "reliability") { $0.reliability },
    Column.ratio("z", "离群得分 z", "z") { $0.z },
    Column.ratio("p", "p 值", "p") { $0.p },
    Column.ratio("q", "校正后 q 值", "adjusted p (q)") { $0.q },
  ]

  private static let judgementColumns = [
    Column.money("expected", "期望费用（截断后）", "expected cost, capped") { $0.expected },
    Column.money("excess", "超出同组金额", "excess over peers") { $0.excess },
    Column.money("excess_shrunk", "超出同组金额（收缩）", "shrunken excess") { $0.excessShrunk },
    fen("truncated_cost", "截断金额", "money above the caps") { $0.truncatedFen },
    Column.whole("rank_low", "名次区间下限", "rank interval, lower end") { $0.rankLow.map(Int64.init) },
    Column.whole("rank_high", "名次区间上限", "rank interval, upper end") { $0.rankHigh.map(Int64.init) },
    Column.ratio("p_top", "进入前列的概率", "P(in the top)") { $0.topProbability },
    text(
      "band", "建议", "band",
      words: { cell in InstitutionScore.Band(rawValue: cell).map(Wording.band) ?? LocalizedText(zh: cell, en: cell) }
    ) { $0.band?.rawValue ?? "" },
    text("gate", "未通过条件", "gates failed", words: Wording.gateWords, gateText),
    Column.whole("periods_signalled", "突出期数", "periods that stood out") { $0.periodsSignalled },
    text("peer_group", "同类组", "peer group") { $0.peerGroup },
    text(
      "outcome", "计算结果", "outcome",
      words: { cell in
        InstitutionScore.Outcome(rawValue: cell).map(Wording.outcome) ?? LocalizedText(zh: cell, en: cell)
      }
    ) {
      $0.outcome.rawValue
    },
  ]

  private static let otherColumns = [
    Column.ratio("index_adjusted_untruncated", "调整后指数（未截断）", "adjusted index, uncapped") {
      $0.indexAdjustedUntruncated
    },
    Column.money("expected_untruncated", "期望费用（未截断）", "expected cost, uncapped") { $0.expectedUntruncated },
    Column.money("excess_low", "超出同组金额95%区间下限", "shrunken excess, 95 % lower end") { $0.excessLow },
    Column.money("excess_high", "超出同组金额95%区间上限", "shrunken excess, 95 % upper end") { $0.excessHigh },
    Column.ratio("index_adjusted_unattached", "调整后指数（不分主要就诊机构）", "adjusted index, attachment left aside") {
      $0.indexAdjustedUnattached
    },
    Column.ratio("index_drg", "消耗指数（比值均数）", "consumption index (mean of ratios)") { $0.indexDrg },
    Column.ratio("expected_rank", "期望名次", "expected rank") { $0.expectedRank },
    Column.ratio("p_above_one", "高于同组的概率", "P(index > 1)") { $0.probabilityAboveOne },
    Column.ratio("p_above_watched", "高于关注指数的概率", "P(index > watched index)") { $0.probabilityAboveWatched },
    Column.ratio("standard_error", "对数指数标准误", "standard error of ln(index)") { $0.standardError },
    Column.ratio("drug_share", "药品费占比", "drug share") { $0.drugShare },
    Column.ratio("fund_share", "基金支付占比", "fund share") { $0.fundShare },
    Column.ratio("screen", "综合筛查分", "screen") { $0.screen },
    text(
      "screen_signal", "主要信号", "main signal",
      words: { cell in Screen.Signal(rawValue: cell).map(Wording.screenSignal) ?? LocalizedText(zh: cell, en: cell) }
    ) {
      $0.screenSignal?.rawValue ?? ""
    },
    text("fit", "离散度拟合组", "fit group") { $0.fit },
    text("eligible", "参与估计", "takes part in the estimates", .flag, words: { $0 == "true" ? Wording.yes : Wording.no }) {
      $0.isEligible ? "true" : "false"
    },
  ]

  /// `pass`, the failed gates joined by `+`, or nothing where the gates were not judged.
  private static func gateText(_ score: InstitutionScore) -> String {
    guard !score.gates.isEmpty else { return "" }
    let failed = score.failedGates
    return failed.isEmpty ? RankingRow.allPassed : failed.map(\.rawValue).joined(separator: "+")
  }
}
