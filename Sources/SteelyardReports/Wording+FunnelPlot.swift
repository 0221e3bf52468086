internal import SteelyardDomain
internal import SteelyardScoring

extension Wording {
  /// The title of the funnel plot.
  static func funnelTitle(_ title: LocalizedText, period: String) -> LocalizedText {
    LocalizedText(
      zh: "\(title.zh)：漏斗图，\(periodText(period).zh)", en: "\(title.en): funnel plot, \(periodText(period).en)")
  }

  /// What a reader who cannot see the plot is told.
  static func funnelDescription(_ count: Int, listed: [String]) -> LocalizedText {
    LocalizedText(
      zh: "\(count) 家机构的调整后指数与期望费用，附过度离散的控制限。约谈名单："
        + (listed.isEmpty ? "无" : listed.joined(separator: "、")) + "。\(fixedSentence.zh)。",
      en: "Adjusted index against expected cost of \(count) institutions, with over-dispersed limits. On the interview "
        + "list: \(listed.isEmpty ? "none" : listed.joined(separator: ", ")). Meaning: \(fixedSentence.en).")
  }

  /// The title of the cost axis.
  static let funnelCostAxis = LocalizedText(
    zh: "期望费用（万元，对数刻度）", en: "expected cost (10,000 yuan, log scale)")
  /// The title of the index axis.
  static let funnelIndexAxis = LocalizedText(
    zh: "调整后指数（1 = 与同类相同，对数刻度）", en: "adjusted index (1 = as the peers, log scale)")
  /// The centre line in the legend.
  static let funnelCentre = LocalizedText(zh: "同组中心 exp(μ)", en: "centre of the group exp(μ)")

  /// The sentences under the plot, each beginning a line.
  static func funnelCaption(_ data: FunnelData, outside: Int, unlabelled: Int) -> [LocalizedText] {
    let (drawn, institutions) = (data.points.count, data.institutions)
    var zh = "列入约谈名单的含义：\(fixedSentence.zh)。共 \(institutions) 家机构，图中 \(drawn) 家。"
    var en = "What the interview list says: \(fixedSentence.en). \(drawn) of \(institutions) institutions are drawn."
    if outside > 0 {
      zh += "\(outside) 家机构的指数超出图幅，画在边缘。"
      en += " Drawn on the edge because they lie beyond it: \(outside)."
    }
    if unlabelled > 0 {
      zh += "约谈名单中 \(unlabelled) 家因位置所限未标编码。"
      en += " On the interview list but without a label for want of room: \(unlabelled)."
    }
    return [LocalizedText(zh: zh, en: en), data.limits.isEmpty ? noLimits : limitsAre(data)]
  }

  private static let noLimits = LocalizedText(
    zh: "没有标准误，因此没有控制限。", en: "Without standard errors there are no limits.")

  private static func limitsAre(_ data: FunnelData) -> LocalizedText {
    let groups = data.limits.map { group -> LocalizedText in
      let values = [
        ("n", "\(group.fit.units)"), ("μ", NumberFormats.fixed(group.fit.centre, decimals: 4)),
        ("τ", NumberFormats.fixed(group.fit.tauSquared.squareRoot(), decimals: 4)),
        ("a", NumberFormats.fixed(group.scale, decimals: 4)),
      ]
      // Blanks at which a line may not break keep each name with its value.
      let constants = values.map { "\($0)\u{A0}=\u{A0}\($1)" }.joined(separator: ", ") + "; " + group.fit.method
      let name = label(group.fit.name)
      return LocalizedText(zh: "\(name.zh)（\(constants)）", en: "\(name.en) (\(constants))")
    }
    let (inner, outer) = (NumberFormats.ratio(data.inner.z), NumberFormats.ratio(data.outer.z))
    return LocalizedText(
      zh:
        "控制限 exp(μ ± z·√(a/E + τ²))，\(data.inner.level)% z = \(inner)，\(data.outer.level)% z = \(outer)，a 为组内 s²·E 的中位数："
        + groups.map(\.zh).joined(separator: "；") + "。各机构自己的控制限取决于自己的标准误 s，可能与图中曲线不同。",
      en: "Limits exp(μ ± z·√(a/E + τ²)), \(data.inner.level) %: z = \(inner), \(data.outer.level) %: z = \(outer), "
        + "a = median of s²·E in the group: "
        + groups.map(\.en).joined(separator: "; ")
        + ". An institution's own limits follow its own standard error s and may differ from the lines.")
  }
}
