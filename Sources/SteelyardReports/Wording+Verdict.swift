internal import SteelyardDomain
internal import SteelyardScoring

extension Wording.Explanation {
  static let gatesHeading = LocalizedText(zh: "约谈条件（须全部通过）", en: "The gates of the interview list (all must pass)")
  static let verdictHeading = LocalizedText(zh: "结论", en: "Why it is, or is not, on the list")
  static let innocentHeading = LocalizedText(zh: "可能的正常原因，请先核对", en: "What else may explain it; check this first")
  static let methodsHeading = LocalizedText(zh: "方法与常数", en: "Methods and constants")
  static let passes = LocalizedText(zh: "通过", en: "passes")
  static let fails = LocalizedText(zh: "未通过", en: "fails")
  static let empty = LocalizedText(zh: "缺失或受限", en: "missing or limited")

  /// How a gate's value is held against its threshold.
  static func comparison(_ gate: InstitutionScore.Gate) -> String {
    switch gate {
    case .extreme: ">"
    case .significant: "<="
    case .material, .reliable, .heads, .persistent: ">="
    }
  }

  /// What is said where no gate was judged.
  static let notJudged = LocalizedText(
    zh: "汇总表没有截断费用的平方和，无法判断偶然波动，因此不作约谈判断。",
    en: "The table of sums has no squares of capped cost, so chance cannot be judged, and neither can the gates.")

  /// Why it is, or is not, on the interview list.
  static func verdict(
    band: InstitutionScore.Band, near: InstitutionScore.Gate?, failed: [InstitutionScore.Gate]
  ) -> LocalizedText {
    if band == .interview {
      return LocalizedText(zh: "全部条件通过，因此列入约谈名单。", en: "It is on the interview list because every gate passes.")
    }
    let gates = Wording.gateWords(failed.map(\.rawValue).joined(separator: "+"))
    if band == .cannotTell {
      return LocalizedText(
        zh: "未列入约谈名单：数据太少，好坏都不能下结论（未通过：\(gates.zh)）。",
        en:
          "It is not on the interview list: there is too little data to say anything, good or bad (fails: \(gates.en))."
      )
    }
    if near != nil {
      return LocalizedText(
        zh: "未列入约谈名单；仅“\(gates.zh)”一项未通过，因此列入临界名单。",
        en: "It is not on the interview list; only one gate fails, \(gates.en), so it is on the near list.")
    }
    return LocalizedText(
      zh: "未列入约谈名单，因为未通过：\(gates.zh)。", en: "It is not on the interview list because it fails: \(gates.en).")
  }

  /// The band and its meaning.
  static func bandIs(_ band: InstitutionScore.Band) -> LocalizedText {
    let (name, meaning) = (Wording.band(band), Wording.bandMeaning(band))
    return LocalizedText(zh: "建议：\(name.zh)（\(meaning.zh)）。", en: "Band: \(name.en) (\(meaning.en)).")
  }

  /// How long the institution may object.
  static func appeal(days: Int) -> LocalizedText {
    LocalizedText(
      zh: "机构可在 \(days) 日内提出申诉。", en: "The institution may object within \(days) days.")
  }
}

extension Wording {
  /// What to do next about an institution.
  static func suggestion(_ score: InstitutionScore) -> LocalizedText {
    if score.band == .interview { return suggestedCheck(.interview) }
    if score.nearGate != nil { return suggestedCheck(.near) }
    return LocalizedText(zh: "无需约谈。", en: "No interview is advised.")
  }
}
