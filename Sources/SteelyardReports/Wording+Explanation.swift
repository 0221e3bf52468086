internal import SteelyardDomain

extension Wording {
  /// The sentences of ``SteelyardReports/Explanation`` up to the gates; amounts and ratios come as they are printed.
  enum Explanation {
    static let countedHeading = LocalizedText(zh: "统计了什么", en: "What was counted")
    static let plainHeading = LocalizedText(zh: "人均费用指数与名次", en: "Plain index and place")
    static let adjustedHeading = LocalizedText(zh: "按病种、年龄等调整之后", en: "After adjustment for its patients")
    static let certaintyHeading = LocalizedText(zh: "有多大把握", en: "How certain this is")
    static let rankHeading = LocalizedText(zh: "名次区间", en: "Rank interval")
    static let moneyHeading = LocalizedText(zh: "涉及金额", en: "Money")
    static let strataHeading = LocalizedText(zh: "超出部分来自哪些分层", en: "Where the excess is")

    static func title(code: String, name: String, group: LocalizedText) -> LocalizedText {
      LocalizedText(
        zh: "\(code)\(name.isEmpty ? "" : " \(name)")，同类组：\(group.zh)",
        en: "\(code)\(name.isEmpty ? "" : " \(name)"), peer group: \(group.en)")
    }

    static func counted(heads: String, visits: String?, cost: String) -> LocalizedText {
      LocalizedText(
        zh: "就诊人头 \(heads)，人次 \(visits ?? "不详")，费用 \(cost)。",
        en: "\(heads) heads, \(visits.map { "\($0) visits" } ?? "visits not told"), cost \(cost).")
    }

    static func averages(perHead: String?, perVisit: String?, visitsPerHead: String?) -> LocalizedText {
      LocalizedText(
        zh: "人均费用 \(perHead ?? "无法计算")，次均费用 \(perVisit ?? "无法计算")，人次人头比 \(visitsPerHead ?? "无法计算")。",
        en: "Cost per head \(perHead ?? "cannot be had"), cost per visit \(perVisit ?? "cannot be had"), "
          + "visits per head \(visitsPerHead ?? "cannot be had").")
    }

    static func shares(drug: String?, fund: String?) -> LocalizedText {
      LocalizedText(
        zh: "药品费占比 \(drug ?? "不详")，基金支付占比 \(fund ?? "不详")。",
        en: "Drug share \(drug ?? "not told"), fund share \(fund ?? "not told").")
    }

    static func peers(
      group: LocalizedText, institutions: String, eligible: String, heads: String, perHead: String?
    ) -> LocalizedText {
      LocalizedText(
        zh: "同类组“\(group.zh)”共 \(institutions) 家机构，其中 \(eligible) 家参与估计，人头 \(heads)，"
          + "人均费用 \(perHead ?? "无法计算")。",
        en:
          "Its peers are the \(institutions) institutions of the group \(group.en), \(eligible) of which take part in "
          + "the estimates, with \(heads) heads and a cost per head of \(perHead ?? "no value").")
    }

    static func plainIndex(_ index: (value: Double, shown: String)?) -> LocalizedText {
      guard let index else {
        return LocalizedText(
          zh: "本机构或同类组没有人头或费用，无法计算人均费用指数。",
          en: "There is no plain index: it or its peers have no heads or no cost.")
      }
      return LocalizedText(
        zh: "人均费用指数 \(index.shown)：\(apart(index.value, than: LocalizedText(zh: "同类组平均", en: "")).zh)。",
        en: "The plain index is \(index.shown): its cost per head is "
          + "\(apart(index.value, than: LocalizedText(zh: "", en: "the peers' average")).en).")
    }

    static func place(rank: String, of count: String, order: LocalizedText) -> LocalizedText {
      LocalizedText(
        zh: "按\(order.zh)从高到低，排第 \(rank) 名，共 \(count) 家。",
        en: "By the \(order.en), dearest first, it stands at place \(rank) of \(count).")
    }

    static func noPlace(_ order: LocalizedText) -> LocalizedText {
      LocalizedText(
        zh: "没有\(order.zh)，因此不参加排名。", en: "It has no \(order.en), so it has no place in the ranking.")
    }

    static func adjusted(observed: String, expected: String, value: Double, shown: String) -> LocalizedText {
      let peers = LocalizedText(zh: "同样的病人在同类机构的费用", en: "what the same patients cost at its peers")
      return LocalizedText(
        zh: "截断后实际费用 \(observed)；同样的病人在同类机构预期为 \(expected)。调整后指数 \(shown)："
          + "\(apart(value, than: peers).zh)。",
        en: "Observed cost after capping is \(observed); its patients would have cost \(expected) at its peers. The "
          + "adjusted index is \(shown): it is \(apart(value, than: peers).en).")
    }

    static let adjustedMissing = LocalizedText(
      zh: "上面的人均费用及名次不受影响。", en: "The plain figures above stand as they are.")

    static func truncated(_ amount: String?, untruncated: String?) -> LocalizedText {
      guard let amount else {
        return LocalizedText(
          zh: "没有病人的费用超过封顶线，未作截断。", en: "No patient's cost was above the cap; nothing was truncated.")
      }
      return LocalizedText(
        zh: "个别高费用病人超过封顶线的 \(amount) 未计入该指数；计入时指数为 \(untruncated ?? "无")。",
        en: "Cost of dear patients above the cap, \(amount), is left out of this index; with it the index is "
          + "\(untruncated ?? "not to be had").")
    }

    static func unattached(_ shown: String) -> LocalizedText {
      LocalizedText(
        zh: "分层区分了病人是否以本机构为主要就诊机构；不区分时调整后指数为 \(shown)。就诊次数多本身会造成这种归属，两者都要看。",
        en: "Its strata tell patients who mostly come here from others; without that the adjusted index is \(shown). "
          + "Many visits make a patient such a one, so look at both.")
    }

    static func consumption(_ shown: String) -> LocalizedText {
      LocalizedText(
        zh: "另一种算法（各层比值的均数，消耗指数）为 \(shown)，两者含义不同。",
        en: "The consumption index, a mean of ratios, is \(shown); it is another figure, not the same one.")
    }

    static func shrunk(_ shown: String, low: String, high: String) -> LocalizedText {
      LocalizedText(
        zh: "考虑病人数量后的收缩指数 \(shown)，95% 区间 \(low) 至 \(high)。",
        en: "Drawn towards the peers as far as its numbers are small, the index is \(shown), with a 95 % interval of "
          + "\(low) to \(high).")
    }

    static func shrunkMissing(_ reason: LocalizedText) -> LocalizedText {
      LocalizedText(
        zh: "没有收缩指数和区间。\(reason.zh)", en: "There is no shrunken index and no interval. \(reason.en)")
    }

    static let notInThisRun = LocalizedText(
      zh: "本次数据不足以估计费用的波动。", en: "The data of this run do not tell the variance of cost.")

    static func conservative(_ shown: String) -> LocalizedText {
      LocalizedText(
        zh: "保守估计（5% 分位）的指数为 \(shown)。", en: "The conservative index, its 5 % quantile, is \(shown).")
    }

    static func aboveOne(_ shown: String) -> LocalizedText {
      LocalizedText(
        zh: "真实水平高于同组的概率为 \(shown)。", en: "The probability that it is truly above its peers is \(shown).")
    }

    static func reliability(_ shown: String?) -> LocalizedText {
      guard let shown else { return LocalizedText(zh: "可靠度无法计算。", en: "The reliability cannot be had.") }
      return LocalizedText(
        zh: "可靠度 \(shown)：机构之间的差异里，真实差异（而非偶然波动）所占的份额。",
        en: "The reliability is \(shown): the share of true difference, as against chance, in what is seen.")
    }

    static func score(z: String?, p: String?, q: String?) -> LocalizedText {
      guard let z else { return LocalizedText(zh: "没有离群得分。", en: "There is no score.") }
      return LocalizedText(
        zh: "离群得分 z：\(z)（超出偶然波动与同组差异的程度），p：\(p ?? "无")，多重比较校正后 q：\(q ?? "无")。",
        en: "z is \(z) (how far outside chance and the peers' own spread), p \(p ?? "none"), q after "
          + "correction for multiple comparisons \(q ?? "none").")
    }

    static let notEligible = LocalizedText(
      zh: "该机构人头太少或数据不全，不参与同组离散度的估计，没有 q 值和名次区间。",
      en: "With too few heads, or incomplete data, it takes no part in the estimates; it has no q and no rank interval."
    )

    static func fit(_ group: LocalizedText, units: String, outcome: LocalizedText) -> LocalizedText {
      LocalizedText(
        zh: "同组差异由“\(group.zh)”的 \(units) 家机构估计（\(outcome.zh)）。",
        en: "The peers' own spread was estimated from \(units) institutions (\(group.en); \(outcome.en)).")
    }

    static func rank(low: String, high: String, of count: String) -> LocalizedText {
      LocalizedText(
        zh: "在参与估计的 \(count) 家机构中，真实名次有 95% 的可能在第 \(low) 至第 \(high) 名之间。",
        en: "Among the \(count) institutions that take part, its true rank lies between \(low) and \(high) with a "
          + "probability of 95 %.")
    }

    static func top(_ count: String, probability: String) -> LocalizedText {
      LocalizedText(
        zh: "它属于最高的 \(count) 家的概率为 \(probability)。",
        en: "The probability that it is among the \(count) dearest is \(probability).")
    }

    static func rankCaution(_ order: LocalizedText) -> LocalizedText {
      LocalizedText(
        zh: "这个区间按收缩指数排名；公布的名次按\(order.zh)排列，不一定落在区间内。",
        en:
          "The interval ranks the shrunken index; the published place follows the \(order.en) and need not lie within "
          + "it.")
    }

    static let rankMissing = LocalizedText(zh: "没有名次区间。", en: "There is no rank interval.")

    static func excess(_ amount: String, isAbove: Bool) -> LocalizedText {
      LocalizedText(
        zh: "全部费用比同样的病人在同类机构的期望费用\(isAbove ? "多" : "少") \(amount)。",
        en:
          "All its cost together is \(amount) \(isAbove ? "above" : "below") what the same patients cost at its peers.")
    }

    static let excessMissing = LocalizedText(
      zh: "没有期望费用，无法计算超出金额。", en: "Without an expected cost there is no excess.")

    static func excessShrunk(_ amount: String, isAbove: Bool) -> LocalizedText {
      LocalizedText(
        zh: "按收缩指数计，\(isAbove ? "超出" : "低于") \(amount)；约谈条件用的是这个数。",
        en: "By the shrunken index it is \(amount) \(isAbove ? "above" : "below"); the gate uses this figure.")
    }

    static let strataTitles = [
      LocalizedText(zh: "分层", en: "stratum"), LocalizedText(zh: "人头", en: "heads"),
      LocalizedText(zh: "本机构人均", en: "its cost per head"), LocalizedText(zh: "同类人均", en: "peers' cost per head"),
      LocalizedText(zh: "超出", en: "excess"),
    ]

    static func strataMissing(_ areUnknown: Bool) -> LocalizedText {
      areUnknown
        ? LocalizedText(zh: "本次结果没有分层数据。", en: "The result holds no strata.")
        : LocalizedText(zh: "没有任何分层高于同类。", en: "No stratum is above the peers.")
    }

    /// An index in words: how many per cent above or below something.
    private static func apart(_ index: Double, than what: LocalizedText) -> LocalizedText {
      let change = NumberFormats.fixed((index - 1).magnitude * 100, decimals: 1)
      if change == "0.0" {
        return LocalizedText(zh: "与\(what.zh)持平", en: "the same as \(what.en)")
      }
      return LocalizedText(
        zh: "比\(what.zh)\(index > 1 ? "高" : "低") \(change)%",
        en: "\(change) % \(index > 1 ? "above" : "below") \(what.en)")
    }
  }
}
