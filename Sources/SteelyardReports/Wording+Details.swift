internal import SteelyardDomain

extension Wording {
  /// The sentences of ``SteelyardReports/ExplanationDetails``.
  enum Details {
    static let part = LocalizedText(zh: "部分", en: "part")
    static let perHead = LocalizedText(zh: "每人", en: "per head")
    static let factor = LocalizedText(zh: "对指数", en: "on the index")
    static let heading = LocalizedText(zh: "费用指数以外", en: "Beside the cost index")
    static let signal = LocalizedText(zh: "信号", en: "signal")
    static let againstPeers = LocalizedText(zh: "对期望", en: "against expected")
    static let feature = LocalizedText(zh: "特征", en: "feature")
    static let value = LocalizedText(zh: "数值", en: "value")
    static let robust = LocalizedText(zh: "稳健z", en: "robust z")
    static let partOfDistance = LocalizedText(zh: "对距离的贡献", en: "part of distance")
    static let ordinary = LocalizedText(zh: "一般值", en: "ordinary at")

    static let signalTitles = [signal, againstPeers, screenZ]
    static let featureTitles = [feature, value, robust, partOfDistance, ordinary]

    static func screenMain(_ signal: LocalizedText, score: String) -> LocalizedText {
      LocalizedText(
        zh: "筛查顺序按四个信号中最大的 z 排列：本机构最大的是“\(signal.zh)”，z = \(score)。从这里看起；它有正常的解释。",
        en:
          "The screen orders by the largest z of four signals: here it is \(signal.en), z = \(score). Look there first; it "
          + "has innocent explanations.")
    }

    static let screenNothing = LocalizedText(
      zh: "四个筛查信号都不高于同类。", en: "None of the four signals of the screen lies above the peers.")

    static let screenNone = LocalizedText(
      zh: "就诊人头太少，或没有可比的信号，未作筛查。", en: "Too few heads, or no signal to compare: the screen does not judge it.")

    static let itemSplit = LocalizedText(
      zh: "上面的费用部分按费用明细再分（合计相等）：", en: "The cost parts above, divided by the fee lines (they add up to those):")

    static func pair(_ first: LocalizedText, _ second: LocalizedText, part: String, isMore: Bool) -> LocalizedText {
      LocalizedText(
        zh: "相互作用最大的两项：\(first.zh)与\(second.zh)，同时出现使距离\(isMore ? "增加" : "减少") \(part)。",
        en: "The two features that matter most together: \(first.en), and \(second.en); being what they are at once "
          + "\(isMore ? "adds" : "takes off") \(part).")
    }

    static let interactions = LocalizedText(
      zh: "距离按单项（对角线）和两项之间的相互作用分解；全部列出的见 interactions.csv，合计等于距离。",
      en:
        "The distance by single features (on the diagonal) and by pairs; interactions.csv has all of them, and they add up to "
        + "the distance.")

    static func notJudged(_ reason: LocalizedText) -> LocalizedText {
      LocalizedText(
        zh: "未计算与同类的距离：\(reason.zh)。", en: "Its distance from the peers was not judged: \(reason.en).")
    }

    static func itemsUnused(_ reason: LocalizedText) -> LocalizedText {
      LocalizedText(zh: "费用明细未能用于分解：\(reason.zh)。", en: "The fee lines could not be used here: \(reason.en).")
    }

    static let screenZ = LocalizedText(zh: "z（对同类通常水平）", en: "z, against the peers' usual")

    static func distance(_ distance: String, cutoff: String, isUnlike: Bool) -> LocalizedText {
      isUnlike
        ? LocalizedText(
          zh: "各项特征合起来与同类的稳健距离平方为 \(distance)，超过界限 \(cutoff)：整体上与同类不同。",
          en:
            "Over all features its squared robust distance from the peers is \(distance), beyond the cutoff \(cutoff): as a "
            + "whole it is unlike them.")
        : LocalizedText(
          zh: "各项特征合起来与同类的稳健距离平方为 \(distance)，未超过界限 \(cutoff)。",
          en:
            "Over all features its squared robust distance from the peers is \(distance), within the cutoff \(cutoff).")
    }

    static func digits(_ amounts: String, mad: String, byChance: String, class words: LocalizedText) -> LocalizedText {
      LocalizedText(
        zh: "\(amounts) 笔金额的首两位数与本福特定律的平均绝对偏离为 \(mad)，偶然预期为 \(byChance)；按 Nigrini 的分档：\(words.zh)。"
          + "固定价格、限额和同一种药都会造成偏离，本身不说明任何问题。",
        en: "The first two digits of \(amounts) amounts lie \(mad) from Benford's law (mean absolute deviation), "
          + "\(byChance) of it expected by chance; conformity by Nigrini's cut-offs: \(words.en). Fixed prices, ceilings and "
          + "a single drug do the same: by itself it says nothing.")
    }

    static let counterfactual = LocalizedText(
      zh: "最后一列是：这些特征若为该值，机构就与同类无异。这是对距离的解释，不是目标，也不是建议。",
      en:
        "The last column: with these features at those values it would be as its peers are. That explains the distance; it "
        + "is no target and no advice.")
  }
}
