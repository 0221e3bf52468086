internal import SteelyardDomain
public import SteelyardScoring

/// What became of interviewed institutions (`steelyard followup`).
public enum FollowUpTable {
  /// The columns.
  public static let table = ResultTable<FollowUp.Row>(
    figures + ResultTable.dispersionColumns(prefix: "between_", zh: "机构间", en: "between institutions") { $0.between }
      + ResultTable.dispersionColumns(prefix: "drift_", zh: "共同变化", en: "common change") { $0.drift })

  private static let figures: [Column] = [
    Column("institution_id", zh: "机构编码", en: "institution code", .text, terminal: 0) { $0.institution.id },
    Column("name", zh: "机构名称", en: "name", .text, terminal: 4) { $0.institution.name },
    Column(
      "outcome", zh: "计算结果", en: "outcome", .word, terminal: 0,
      words: { cell in
        FollowUp.Outcome(rawValue: cell).map(Wording.followUpOutcome) ?? LocalizedText(zh: cell, en: cell)
      }, cell: { $0.outcome.rawValue }),
    Column.ratio("index_before", "前调整指数", "index before", terminal: 0) { $0.indexBefore },
    Column.ratio("index_after", "后调整指数", "index after", terminal: 0) { $0.indexAfter },
    Column.ratio("change", "变化（对数）", "change (log)", terminal: 1) { $0.change },
    Column.ratio("expected_change", "不约谈也预期的变化", "expected without interview", terminal: 1) { $0.expectedChange },
    Column.ratio("net_change", "净变化", "net change", terminal: 0) { $0.net },
    Column.ratio("net_low", "净变化95%下限", "net, 95 % lower end", terminal: 2) { $0.netLow },
    Column.ratio("net_high", "净变化95%上限", "net, 95 % upper end", terminal: 2) { $0.netHigh },
    Column("money", zh: "多支出金额（负为少）", en: "spent more (less if negative)", .money, terminal: 3) {
      NumberFormats.yuan($0.money)
    },
  ]

  private typealias Column = ResultTable<FollowUp.Row>.Column
}
