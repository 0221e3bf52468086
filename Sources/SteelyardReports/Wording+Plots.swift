internal import SteelyardDomain

extension Wording {
  /// The words of the figures of a report.
  enum Plots {
    static let indexAxis = LocalizedText(
      zh: "调整后指数（1 = 与同类相同，对数刻度）", en: "adjusted index (1 = as the peers, log scale)")
    static let shrunkAxis = LocalizedText(
      zh: "收缩指数与95%区间（1 = 与同类相同，对数刻度）", en: "shrunken index, 95 % interval (1 = as the peers, log scale)")

    static let bandsTitle = LocalizedText(zh: "各同类组的分档", en: "Bands by peer group")

    static func bandsDescription(_ counts: [(LocalizedText, Int)]) -> LocalizedText {
      LocalizedText(
        zh: "各同类组机构数，按分档：" + counts.map { "\($0.0.zh) \($0.1)" }.joined(separator: "，") + "。",
        en: "Institutions of each peer group by band. " + counts.map { "\($0.0.en) \($0.1)" }.joined(separator: ", ")
          + ".")
    }

    static func otherGroups(_ count: Int) -> LocalizedText {
      LocalizedText(zh: "其余 \(count) 组", en: "\(count) other groups")
    }

    static let funnelTitle = LocalizedText(zh: "漏斗图", en: "Funnel plot")
    static let caterpillarTitle = LocalizedText(zh: "指数与区间", en: "Indices with intervals")
    static let ranksTitle = LocalizedText(zh: "名次区间", en: "Rank intervals")

    /// What the rows of the caterpillar plots are.
    static func rowsAre(shown: Int, of all: Int) -> LocalizedText {
      shown == all
        ? LocalizedText(
          zh: "参与估计的全部 \(all) 家机构，按收缩指数从高到低。",
          en: "All \(all) institutions that take part in the estimates, by descending shrunken index.")
        : LocalizedText(
          zh: "参与估计的 \(all) 家机构中收缩指数最高的 \(shown) 家。",
          en: "The \(shown) highest by shrunken index of the \(all) institutions that take part in the estimates.")
    }

    /// How an interval that overlaps is read.
    static let intervalReading = LocalizedText(
      zh: "区间互相重叠的机构，先后次序没有把握。", en: "Where intervals overlap, the order is not certain.")

    static func interval(_ value: String, _ low: String, _ high: String) -> String { "\(value) (\(low)–\(high))" }

    static func rankAxis(_ count: Int) -> LocalizedText {
      LocalizedText(zh: "名次区间（95%，共 \(count) 家参与估计）", en: "rank, 95 % interval, of \(count) that take part")
    }

    static let trendTitle = LocalizedText(zh: "逐月指数", en: "Index by month")

    static func trendDescription(_ months: [(LocalizedText, String)]) -> LocalizedText {
      LocalizedText(
        zh: "逐月调整后指数：" + months.map { "\($0.0.zh) \($0.1)" }.joined(separator: "，") + "。",
        en: "Adjusted index by month: " + months.map { "\($0.0.en) \($0.1)" }.joined(separator: ", ") + ".")
    }

    /// What the limits of a month are, and what they are not.
    static let trendReading = LocalizedText(
      zh: "灰色区间为同组控制限：以本次运行全期的同组离散度和该月自身的标准误计算。单月超出不是信号；逐月预警另有方法（steelyard warn）。",
      en:
        "The grey ranges are the peers' limits: their spread over the whole run, at that month's own standard error. A single "
        + "month beyond them is no signal; steelyard warn judges months.")
    static let trendMissing = LocalizedText(
      zh: "本次运行没有该机构的逐月数据。", en: "The run holds no months of this institution.")

    static func waterfallDescription(own: String, peers: String, parts: [(String, String)]) -> LocalizedText {
      LocalizedText(
        zh: "从同类人均 \(peers) 到本机构人均 \(own)：" + parts.map { "\($0.0) \($0.1)" }.joined(separator: "，") + "。",
        en: "From the peers' \(peers) per head to its own \(own): "
          + parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + ".")
    }

    static func perHeadAxis(_ unit: LocalizedText) -> LocalizedText {
      LocalizedText(zh: "人均费用（\(unit.zh)）", en: "cost per head (\(unit.en))")
    }

    static let peersPerHead = LocalizedText(zh: "同类组人均", en: "peers, per head")
    static let ownPerHead = LocalizedText(zh: "本机构人均", en: "this one, per head")

    static let partsTitle = LocalizedText(zh: "哪些特征与同类不同", en: "Which features are unlike the peers")
    static let partsAxis = LocalizedText(zh: "对稳健距离平方的贡献（Shapley）", en: "part of the squared robust distance (Shapley)")

    static func partsDescription(total: String, parts: [(String, String)]) -> LocalizedText {
      LocalizedText(
        zh: "稳健距离平方 \(total)，各特征的贡献：" + parts.map { "\($0.0) \($0.1)" }.joined(separator: "，") + "。",
        en: "Squared robust distance \(total), by feature: " + parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
          + ".")
    }

    static let placeTitle = LocalizedText(zh: "在同类中的位置", en: "Its place among the peers")
    static let ownAdjusted = LocalizedText(zh: "本机构调整后指数", en: "its adjusted index")
    static let ownShrunk = LocalizedText(zh: "收缩指数与区间", en: "shrunken, interval")
    static let ownRanks = LocalizedText(zh: "名次区间", en: "its rank interval")
    static let peersCount = LocalizedText(zh: "同类机构数", en: "peers, number")

    static func placeDescription(
      index: String?, peers: Int, interval: (String, String)?, rank: (String, String, String)?
    ) -> LocalizedText {
      var zh = "本机构调整后指数 \(index ?? "无")，与 \(peers) 家同类机构的分布对照。"
      var en = "Its adjusted index \(index ?? "none") against the distribution of \(peers) peers."
      if let interval {
        zh += "收缩指数区间 \(interval.0) 至 \(interval.1)。"
        en += " Interval of the shrunken index: \(interval.0) to \(interval.1)."
      }
      if let rank {
        zh += "名次区间 \(rank.0) 至 \(rank.1)，共 \(rank.2) 家。"
        en += " Rank interval: \(rank.0) to \(rank.1) of \(rank.2)."
      }
      return LocalizedText(zh: zh, en: en)
    }

    static func funnelDescription(code: String, peers: Int, index: String?, expected: String?) -> LocalizedText {
      LocalizedText(
        zh: "\(peers) 家同组机构的调整后指数与期望费用，附控制限；\(code) 指数 \(index ?? "无")，期望费用 \(expected ?? "无")。",
        en: "Adjusted index against expected cost of \(peers) institutions of its group, with limits; \(code) has "
          + "index \(index ?? "none") and expected cost \(expected ?? "none").")
    }

    /// How thick marks of many institutions are read.
    static let binned = LocalizedText(
      zh: "机构较多，未列入约谈的以小方格表示，颜色越深家数越多。",
      en:
        "There are many institutions: those not on the interview list are drawn as small squares, darker where there are "
        + "more.")
    static let funnelReading = LocalizedText(
      zh: "曲线为所在离散度组的控制限，按组内典型的费用波动绘制；各机构自己的控制限取决于自己的标准误。",
      en:
        "The lines are the limits of its fit group for the group's typical variance; an institution's own limits follow its "
        + "own standard error.")
  }
}
