public import SteelyardDomain
public import SteelyardScoring

extension Wording {
  /// Our own words for kinds, levels, schemes, sexes and groups; a label of the user's is shown as it is.
  private static let labels: [String: LocalizedText] = [
    "pharmacy": LocalizedText(zh: "药店", en: "pharmacy"),
    "clinic": LocalizedText(zh: "诊所", en: "clinic"),
    "community": LocalizedText(zh: "基层社区", en: "community"),
    "hospital": LocalizedText(zh: "医院", en: "hospital"),
    "medical": LocalizedText(zh: "医疗机构", en: "medical"),
    "tertiary": LocalizedText(zh: "三级", en: "tertiary"),
    "secondary": LocalizedText(zh: "二级", en: "secondary"),
    "primary": LocalizedText(zh: "一级", en: "primary"),
    "none": LocalizedText(zh: "无等级", en: "none"),
    "unknown": LocalizedText(zh: "不详", en: "unknown"),
    "all": LocalizedText(zh: "全部", en: "all"),
    "small-groups": LocalizedText(zh: "小组合并", en: "small groups"),
    "employee": LocalizedText(zh: "职工", en: "employee"),
    "resident": LocalizedText(zh: "居民", en: "resident"),
    "male": LocalizedText(zh: "男", en: "male"),
    "female": LocalizedText(zh: "女", en: "female"),
  ]

  /// A label of an institution, a peer group, a fit group or a stratum: our words in both languages, others as they are.
  ///
  /// A peer group of several axes (`pharmacy/330106`) is shown part by part.
  public static func label(_ text: String) -> LocalizedText {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { part in
      labels[String(part)] ?? LocalizedText(zh: String(part), en: String(part))
    }
    return LocalizedText(
      zh: parts.map(\.zh).joined(separator: "/"), en: parts.map(\.en).joined(separator: "/"))
  }

  /// What a method decides, by the role of its statement; an unknown role is shown as it is.
  public static func methodRole(_ role: String) -> LocalizedText {
    methodRoles[role] ?? LocalizedText(zh: role, en: role)
  }

  /// The roles that have words.
  static let methodRoles: [String: LocalizedText] = [
    "heads": LocalizedText(zh: "人头口径", en: "heads"),
    "cost": LocalizedText(zh: "费用口径", en: "cost"),
    "period": LocalizedText(zh: "考核期", en: "period"),
    "plain-index": LocalizedText(zh: "人均费用指数", en: "plain index"),
    "peers": LocalizedText(zh: "同类组", en: "peer groups"),
    "strata": LocalizedText(zh: "分层", en: "strata"),
    "reference": LocalizedText(zh: "同类参照", en: "reference"),
    "collapse": LocalizedText(zh: "稀疏层合并", en: "collapse of sparse strata"),
    "truncation": LocalizedText(zh: "高费用截断", en: "dear patients"),
    "variance": LocalizedText(zh: "费用波动", en: "variance"),
    "over-dispersion": LocalizedText(zh: "过度离散", en: "over-dispersion"),
    "score": LocalizedText(zh: "离群得分", en: "score"),
    "funnel": LocalizedText(zh: "漏斗控制限", en: "funnel limits"),
    "shrinkage": LocalizedText(zh: "收缩估计", en: "shrinkage"),
    "ranks": LocalizedText(zh: "名次区间", en: "rank intervals"),
    "multiplicity": LocalizedText(zh: "多重比较", en: "multiplicity"),
    "gates": LocalizedText(zh: "约谈条件", en: "gates"),
    "order": LocalizedText(zh: "排序", en: "order"),
    "visits": LocalizedText(zh: "人次标化", en: "standardised visits"),
    "refunds": LocalizedText(zh: "退费率", en: "refund rates"),
    "drill": LocalizedText(zh: "病人明细", en: "drill to patients"),
    "supply": LocalizedText(zh: "用药天数重叠", en: "supply days"),
    "low-side": LocalizedText(zh: "低侧名单", en: "low list"),
    "waterfall": LocalizedText(zh: "指数分解", en: "waterfall"),
    "screen": LocalizedText(zh: "筛查", en: "screen"),
    "profile": LocalizedText(zh: "特征距离", en: "profile"),
    "card-bursts": LocalizedText(zh: "同组人员反复同日", en: "card bursts"),
    "persons": LocalizedText(zh: "参保人得分", en: "person scores"),
  ]

  /// The column a ranking is sorted by.
  public static func order(_ order: ScoringPlan.Order) -> LocalizedText {
    switch order {
    case .plain: LocalizedText(zh: "人均费用指数", en: "plain index")
    case .adjusted: LocalizedText(zh: "调整后指数", en: "adjusted index")
    case .shrunk: LocalizedText(zh: "收缩指数", en: "shrunken index")
    case .conservative: LocalizedText(zh: "保守指数", en: "conservative index")
    case .score: LocalizedText(zh: "离群得分 z", en: "z")
    case .excess: LocalizedText(zh: "超出同组金额（收缩）", en: "shrunken excess")
    case .screen: LocalizedText(zh: "综合筛查分", en: "screen")
    }
  }

  /// The cost a model compares.
  public static func cost(_ basis: CostBasis) -> LocalizedText {
    switch basis {
    case .total: LocalizedText(zh: "医疗费总额", en: "total cost")
    case .eligible: LocalizedText(zh: "列支费用", en: "eligible cost")
    case .fund: LocalizedText(zh: "基金支付", en: "fund payment")
    }
  }

  /// How a fit of the over-dispersion ended; an unknown outcome is shown as it is.
  public static func fitOutcome(_ outcome: String) -> LocalizedText {
    switch outcome {
    case "converged": LocalizedText(zh: "已收敛", en: "converged")
    case "noSpread": LocalizedText(zh: "同组之间没有超出偶然的差异", en: "no spread among the peers beyond chance")
    case "tooFewUnits": LocalizedText(zh: "机构太少", en: "too few institutions")
    default: LocalizedText(zh: outcome, en: outcome)
    }
  }
}
