public import SteelyardDomain
public import SteelyardScoring

extension Wording {
  /// A signal of the screen.
  public static func screenSignal(_ signal: Screen.Signal) -> LocalizedText {
    switch signal {
    case .visits: LocalizedText(zh: "人次人头比", en: "visits per head")
    case .price: LocalizedText(zh: "次均费用", en: "cost per visit")
    case .drugs: LocalizedText(zh: "药品费占比", en: "drug share")
    case .crowding: LocalizedText(zh: "就诊日集中", en: "crowded days")
    }
  }

  /// What the factor beside a signal is a factor of: a share is compared by its odds, days by how heads spread over them.
  static func screenMeasure(_ signal: Screen.Signal) -> LocalizedText {
    switch signal {
    case .visits, .price: screenSignal(signal)
    case .drugs: LocalizedText(zh: "药品费占比（优势比）", en: "drug share (ratio of odds)")
    case .crowding: LocalizedText(zh: "就诊日集中（日人数离散度）", en: "crowded days (dispersion of daily heads)")
    }
  }

  /// Whether an institution has a distance from its peers.
  public static func profileOutcome(_ outcome: InstitutionProfile.Outcome) -> LocalizedText {
    switch outcome {
    case .judged: LocalizedText(zh: "已计算", en: "judged")
    case .notEligible: LocalizedText(zh: "人头不足或没有指数", en: "too few heads, or no index")
    case .tooFewPeers: LocalizedText(zh: "同类机构不足十家", en: "fewer than ten peers")
    case .featureMissing: LocalizedText(zh: "缺少某项特征", en: "a feature is missing")
    case .noFit: LocalizedText(zh: "本组无法估计", en: "its group could not be judged")
    }
  }

  /// How far first digits follow Benford's law, by the name of Nigrini's class; an unknown name is shown as it is.
  @Sendable static func conformity(_ name: String) -> LocalizedText {
    conformities[name] ?? LocalizedText(zh: name, en: name)
  }

  /// The classes that have words.
  static let conformities: [String: LocalizedText] = [
    "close": LocalizedText(zh: "接近", en: "close"), "acceptable": LocalizedText(zh: "可接受", en: "acceptable"),
    "marginal": LocalizedText(zh: "边缘", en: "marginal"), "none": LocalizedText(zh: "不符合", en: "none"),
    "tooFewNumbers": LocalizedText(zh: "笔数太少，无从判断", en: "too few amounts to tell"),
  ]

  /// A feature of the profile.
  public static func profileFeature(_ feature: ProfileFeature) -> LocalizedText {
    switch feature {
    case .visits: LocalizedText(zh: "人次人头比（同类比，对数）", en: "visits per head against peers (log)")
    case .price: LocalizedText(zh: "次均费用（同类比，对数）", en: "cost per visit against peers (log)")
    case .drugs: LocalizedText(zh: "药品费占比（同类比，对数优势）", en: "drug share against peers (logit)")
    case .fundShare: LocalizedText(zh: "基金支付占比", en: "fund share")
    case .elsewhere: LocalizedText(zh: "患者同期在他处就诊占比", en: "share of heads also seen elsewhere")
    case .sameDay: LocalizedText(zh: "同日他处就诊占比", en: "share of visits with another institution that day")
    case .refunds: LocalizedText(zh: "退费行占比", en: "share of refund rows")
    case .weekend: LocalizedText(zh: "周末就诊占比", en: "share of weekend visits")
    case .topDecile: LocalizedText(zh: "前十分之一患者费用占比", en: "cost share of the dearest tenth")
    case .digits: LocalizedText(zh: "金额首两位数偏离（相对偶然）", en: "first two digits against Benford, over chance")
    case .crowding: LocalizedText(zh: "日人数离散度（对数）", en: "dispersion of daily heads (log)")
    case .bursts: LocalizedText(zh: "同组人员反复同日就诊占比", en: "share of visits in card bursts")
    case .change: LocalizedText(zh: "较上期指数变化（对数）", en: "change of ln(index) on the last period")
    }
  }
}
