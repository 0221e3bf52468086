internal import Foundation
internal import SteelyardDomain
public import SteelyardScoring

/// Why each institution's plain index is what it is, in parts that add up (`waterfall.csv`).
public enum WaterfallTable {
  /// The name of the file in a run's folder.
  public static let fileName = "waterfall.csv"

  /// The columns; names by institution code.
  public static func table(names: [String: String]) -> ResultTable<Waterfall> {
    ResultTable(
      [
        Column("institution_id", zh: "机构编码", en: "institution code", .text) { $0.institution },
        Column("name", zh: "机构名称", en: "name", .text) { names[$0.institution] ?? "" },
        Column("peer_group", zh: "同类组", en: "peer group", .word) { $0.peerGroup },
        Column("outcome", zh: "计算结果", en: "outcome", .word, words: outcomeWords) { $0.outcome.rawValue },
        Column("cost_per_head", zh: "人均费用", en: "cost per head", .money) { NumberFormats.yuan($0.costPerHead) },
        Column("peers_cost_per_head", zh: "同类人均费用", en: "peers' cost per head", .money) {
          NumberFormats.yuan($0.peersCostPerHead)
        },
        ratio("index_plain", "人均费用指数", "plain index") { $0.logIndex.map { exp($0) } },
        ratio("log_index", "指数的对数", "ln(plain index)") { $0.logIndex },
      ] + kinds.flatMap(partColumns) + [
        Column("item_outcome", zh: "费用明细", en: "fee lines", .word, words: itemWords) { $0.itemOutcome.rawValue },
        ratio("itemised_share", "明细覆盖费用占比", "share of cost in fee lines") { $0.itemisedShare },
      ])
  }

  private typealias Column = ResultTable<Waterfall>.Column

  private static let kinds = Waterfall.Kind.allCases

  private static func partColumns(_ kind: Waterfall.Kind) -> [Column] {
    let words = Wording.waterfallPart(kind)
    let name = kind.rawValue.replacing("-", with: "_")
    return [
      ratio("\(name)_effect", "\(words.zh)（对数）", "\(words.en) (log)") { part($0, kind)?.effect },
      Column("\(name)_yuan", zh: "\(words.zh)（元/人）", en: "\(words.en), yuan a head", .money) {
        NumberFormats.yuan(part($0, kind)?.yuanPerHead)
      },
    ]
  }

  private static func part(_ waterfall: Waterfall, _ kind: Waterfall.Kind) -> Waterfall.Part? {
    (waterfall.parts + waterfall.itemParts).first { $0.kind == kind }
  }

  private static let outcomeWords: @Sendable (String) -> LocalizedText = { cell in
    Waterfall.Outcome(rawValue: cell).map(Wording.waterfallOutcome) ?? LocalizedText(zh: cell, en: cell)
  }

  private static let itemWords: @Sendable (String) -> LocalizedText = { cell in
    Waterfall.ItemOutcome(rawValue: cell).map(Wording.waterfallItems) ?? LocalizedText(zh: cell, en: cell)
  }

  private static func ratio(
    _ name: String, _ zh: String, _ en: String, _ value: @escaping @Sendable (Waterfall) -> Double?
  ) -> Column {
    Column(name, zh: zh, en: en, .ratio) { NumberFormats.ratio(value($0)) }
  }
}
