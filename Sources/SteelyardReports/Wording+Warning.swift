public import SteelyardDomain

extension Wording {
  /// How one fit group was watched.
  static func warningGroup(
    _ name: LocalizedText, institutions: String, budget: String, alarms: String, threshold: String?, spread: String,
    monthly: String, outcome: String
  ) -> LocalizedText {
    let whole = LocalizedText(
      zh: "\(name.zh)：\(institutions) 家机构，长期水平相差 \(spread)（对数标准差），月与月之间 \(monthly)；",
      en: "\(name.en): \(institutions) institutions, levels spread by \(spread) (log sd), months by \(monthly); ")
    guard let threshold else {
      let reason = warningOutcome(outcome)
      return LocalizedText(zh: whole.zh + reason.zh, en: whole.en + reason.en)
    }
    return LocalizedText(
      zh: whole.zh + "每月误报预算 \(budget)，报警线 \(threshold)，模拟误报 \(alarms)。"
        + (outcome == "tooFewDraws" ? "模拟的报警太少，报警线不够准：请增加 draws。" : ""),
      en: whole.en + "budget \(budget) false alarms a month, threshold \(threshold), simulated \(alarms)."
        + (outcome == "tooFewDraws" ? " Few alarms were simulated, so the threshold is uncertain: raise draws." : ""))
  }

  /// Why a group has no threshold; an unknown outcome is shown as it is.
  static func warningOutcome(_ outcome: String) -> LocalizedText {
    switch outcome {
    case "notBinding":
      LocalizedText(zh: "预算高于可能的误报数，没有报警线。", en: "the budget is above any number of alarms, so there is no threshold.")
    case "nothingToJudge":
      LocalizedText(zh: "以往月份不够，尚无可判断的月份。", en: "there are too few earlier months, so no month can be judged yet.")
    default: LocalizedText(zh: outcome, en: outcome)
    }
  }

  /// How alerts are to be read.
  public static let warningReading = LocalizedText(
    zh: "与机构自身以往水平比较：一直偏高的机构见排名，这里只提示正在变贵的。报警线按误报预算模拟确定。",
    en:
      "Each institution is held against its own earlier level: who was always dear is in the ranking, this tells who is "
      + "growing dear. The threshold comes from the budget of false alarms.")

  /// What an alert says.
  public static let warningMeans = LocalizedText(
    zh: "高于机构自身以往水平，不构成违规证据。", en: "An alert: higher than its own earlier level; not evidence of wrongdoing.")

  /// No month was signalled.
  public static let warningNone = LocalizedText(zh: "没有报警的月份。", en: "No month is signalled.")

  /// Months that stand in more than one of the runs.
  public static func warningRepeated(months: [String]) -> LocalizedText {
    LocalizedText(
      zh: "以下月份在多次运行中出现，以最后给出的为准：\(months.joined(separator: "、"))",
      en: "these months stand in several runs, the one named last counts: \(months.joined(separator: ", "))")
  }
}
