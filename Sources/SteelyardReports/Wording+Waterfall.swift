public import SteelyardDomain
public import SteelyardScoring

extension Wording {
  /// What a part of the waterfall is about.
  public static func waterfallPart(_ kind: Waterfall.Kind) -> LocalizedText {
    switch kind {
    case .caseMix: LocalizedText(zh: "病例组合", en: "case mix")
    case .visits: LocalizedText(zh: "人次人头比", en: "visits per head")
    case .cost: LocalizedText(zh: "次均费用", en: "cost per visit")
    case .drugCost: LocalizedText(zh: "次均药品费", en: "drug cost per visit")
    case .otherCost: LocalizedText(zh: "次均其他费用", en: "other cost per visit")
    case .unattributed: LocalizedText(zh: "无法归属", en: "not attributed")
    case .price: LocalizedText(zh: "其中价格", en: "of cost: price")
    case .quantity: LocalizedText(zh: "其中用量", en: "of cost: quantity")
    case .basket: LocalizedText(zh: "其中品种结构", en: "of cost: basket")
    case .notItemised: LocalizedText(zh: "其中无明细", en: "of cost: without fee lines")
    }
  }

  /// Whether an index could be split.
  static func waterfallOutcome(_ outcome: Waterfall.Outcome) -> LocalizedText {
    switch outcome {
    case .split: LocalizedText(zh: "已分解", en: "split")
    case .noHeads: LocalizedText(zh: "没有人头", en: "no heads")
    case .noSpend: LocalizedText(zh: "净费用不为正", en: "no net spending")
    case .noReference: LocalizedText(zh: "同类组无费用", en: "no cost among the peers")
    }
  }

  /// What the fee lines add.
  static func waterfallItems(_ outcome: Waterfall.ItemOutcome) -> LocalizedText {
    switch outcome {
    case .notGiven: LocalizedText(zh: "未提供", en: "not given")
    case .split: LocalizedText(zh: "已分解", en: "split")
    case .costNotTotal: LocalizedText(zh: "费用口径不是总额", en: "the compared cost is not the total")
    case .noVisits: LocalizedText(zh: "没有人次", en: "no visits")
    case .beyondCost: LocalizedText(zh: "明细金额远超结算金额", en: "the lines hold far more than the settlements")
    case .noItems: LocalizedText(zh: "没有可用明细", en: "no usable line")
    }
  }

  /// The heading of the waterfall in an explanation.
  static let waterfallHeading = LocalizedText(zh: "人均费用高低来自哪里", en: "Where the cost per head comes from")

  /// What the parts of a waterfall mean together.
  static func waterfallReading(own: String, peers: String) -> LocalizedText {
    LocalizedText(
      zh: "人均费用 \(own)，同类组 \(peers)。各部分相加等于两者之差；说明钱在哪里，不说明原因。",
      en: "Cost per head is \(own), that of the peers \(peers). The parts add up to the difference; they say where the "
        + "money is, not why.")
  }
}
