public import SteelyardDomain
public import SteelyardScoring

/// Every sentence a person reads, in Chinese and English.
///
/// Whoever is listed is presumed to have done nothing wrong: the words state what was measured and what to check. They
/// never accuse; the one sentence that names wrongdoing denies that it was shown.
public enum Wording {
  /// The sentence that stands with every list, picture and explanation.
  public static let fixedSentence = LocalizedText(
    zh: "经同类调整后高于同行，不构成违规证据", en: "higher than peers after adjustment; not evidence of wrongdoing")

  /// Yes.
  public static let yes = LocalizedText(zh: "是", en: "yes")
  /// No.
  public static let no = LocalizedText(zh: "否", en: "no")
  /// Where there is no value.
  public static let noValue = LocalizedText(zh: "无", en: "none")

  /// The name of a band.
  public static func band(_ band: InstitutionScore.Band) -> LocalizedText {
    switch band {
    case .interview: LocalizedText(zh: "约谈", en: "interview")
    case .cannotTell: LocalizedText(zh: "数据不足", en: "cannot tell")
    case .watch: LocalizedText(zh: "关注", en: "watch")
    case .ordinary: LocalizedText(zh: "一般", en: "ordinary")
    }
  }

  /// What a band means.
  public static func bandMeaning(_ band: InstitutionScore.Band) -> LocalizedText {
    switch band {
    case .interview:
      LocalizedText(zh: "全部条件通过，建议约谈了解情况", en: "every gate passes: an interview is advised")
    case .cannotTell:
      LocalizedText(
        zh: "人头或可靠度不足，数据太少，好坏都不能下结论",
        en: "too few heads or too little reliability: nothing can be said, good or bad")
    case .watch:
      LocalizedText(zh: "很可能高于同组，但至少一项条件未通过", en: "probably above its peers, but a gate fails")
    case .ordinary:
      LocalizedText(zh: "未见明显高于同组", en: "not clearly above its peers")
    }
  }

  /// The name of a gate.
  public static func gate(_ gate: InstitutionScore.Gate) -> LocalizedText {
    switch gate {
    case .extreme: LocalizedText(zh: "指数偏高", en: "index high")
    case .significant: LocalizedText(zh: "统计显著", en: "beyond chance")
    case .material: LocalizedText(zh: "金额重大", en: "money material")
    case .reliable: LocalizedText(zh: "数据可靠", en: "reliable")
    case .heads: LocalizedText(zh: "人头足够", en: "enough heads")
    case .persistent: LocalizedText(zh: "持续偏高", en: "persistent")
    }
  }

  /// What a gate asks for.
  public static func gateMeaning(_ gate: InstitutionScore.Gate) -> LocalizedText {
    switch gate {
    case .extreme:
      LocalizedText(zh: "保守指数（5%分位）须高于门槛", en: "the conservative index (5 % quantile) must exceed the threshold")
    case .significant:
      LocalizedText(
        zh: "多重比较校正后的 q 值不得超过门槛", en: "q, corrected for multiple comparisons, must not exceed the threshold")
    case .material:
      LocalizedText(zh: "收缩后的超出金额须达到门槛", en: "the shrunken excess must reach the threshold")
    case .reliable:
      LocalizedText(zh: "可靠度须达到门槛", en: "the reliability must reach the threshold")
    case .heads:
      LocalizedText(zh: "就诊人头须达到门槛", en: "the heads must reach the threshold")
    case .persistent:
      LocalizedText(
        zh: "在最近几期中突出的期数须达到门槛", en: "the periods in which it stood out must reach the threshold")
    }
  }

  /// The words of a `gate` cell: `pass`, or the failed gates joined by `+`.
  public static func gateWords(_ cell: String) -> LocalizedText {
    if cell == RankingRow.allPassed { return LocalizedText(zh: "全部通过", en: "all passed") }
    let words = cell.split(separator: "+").map { part in
      InstitutionScore.Gate(rawValue: String(part)).map(gate) ?? LocalizedText(zh: String(part), en: String(part))
    }
    return LocalizedText(
      zh: words.map(\.zh).joined(separator: "、"), en: words.map(\.en).joined(separator: ", "))
  }

  /// What became of an institution's adjusted figures.
  public static func outcome(_ outcome: InstitutionScore.Outcome) -> LocalizedText {
    switch outcome {
    case .scored: LocalizedText(zh: "已计算", en: "scored")
    case .noSpend: LocalizedText(zh: "净费用不为正", en: "no net spending")
    case .noReference: LocalizedText(zh: "无同类参照", en: "no reference")
    case .noVariance: LocalizedText(zh: "无法估计波动", en: "no variance")
    case .tooFewPeers: LocalizedText(zh: "没有同类机构", en: "too few peers")
    }
  }

  /// Why an institution has no adjusted figures, in a sentence.
  public static func outcomeMeaning(_ outcome: InstitutionScore.Outcome) -> LocalizedText {
    switch outcome {
    case .scored: LocalizedText(zh: "调整后的各项指标均已计算。", en: "All adjusted figures were computed.")
    case .noSpend:
      LocalizedText(
        zh: "退费冲抵后费用不为正，因此没有调整后的指标。",
        en: "After refunds the cost is not positive, so there are no adjusted figures.")
    case .noReference:
      LocalizedText(
        zh: "同类机构没有可比的病人，因此没有调整后的指标。",
        en: "The peers have no comparable patients, so there are no adjusted figures.")
    case .noVariance:
      LocalizedText(
        zh: "费用的波动无法估计，因此没有区间、得分和名次区间。",
        en: "The variance of its cost cannot be had, so there are no interval, score and rank interval.")
    case .tooFewPeers:
      LocalizedText(
        zh: "同类组里没有其他有就诊人头的机构，无从比较。",
        en: "Its peer group has no other institution with heads, so there is nothing to compare it with.")
    }
  }

  /// Why a result column stays empty, or how it is limited.
  public static func absence(_ reason: Absence.Reason) -> LocalizedText {
    switch reason {
    case .noDrugColumn: LocalizedText(zh: "结算数据没有药品费", en: "the claims have no drug cost")
    case .noFundColumn: LocalizedText(zh: "结算数据没有基金支付额", en: "the claims have no fund payment")
    case .noSquares:
      LocalizedText(zh: "汇总表没有截断费用的平方和", en: "the tally has no squares of capped cost")
    case .noPairs:
      LocalizedText(
        zh: "汇总表没有同人多病种的配对行，各层按相互独立计算",
        en: "the tally has no pair rows; strata are taken as independent")
    case .noCappedCost:
      LocalizedText(zh: "汇总表没有截断费用，未做截断", en: "the tally has no capped cost; nothing is truncated")
    case .noPersons:
      LocalizedText(zh: "从汇总表起算，没有参保人数据", en: "the run started from a tally, which holds no persons")
    case .leftOut: LocalizedText(zh: "按要求未生成", en: "left out as asked")
    case .noVisits: LocalizedText(zh: "汇总表没有人次", en: "the tally has no visits")
    case .noInstitutionRows:
      LocalizedText(
        zh: "汇总表没有机构合计行，人头为各层之和", en: "the tally has no whole-institution rows; heads are sums over strata")
    case .tooManyInstitutions:
      LocalizedText(zh: "机构太多，无法模拟名次", en: "more institutions than ranks can be simulated for")
    case .costNotTotal:
      LocalizedText(
        zh: "比较的费用不是医疗费总额，不计算占比", en: "the compared cost is not the total, which shares are taken of")
    }
  }

  /// The name of a list.
  public static func list(_ list: RankingTable.List) -> LocalizedText {
    switch list {
    case .ranking: LocalizedText(zh: "排名表", en: "ranking")
    case .interview: LocalizedText(zh: "约谈名单", en: "interview list")
    case .near: LocalizedText(zh: "临界名单", en: "near list")
    }
  }

  /// What one does with a clue before anyone is spoken to.
  public static func suggestedCheck(_ severity: Clue.Severity) -> LocalizedText {
    switch severity {
    case .interview:
      LocalizedText(
        zh: "先核对超出金额最多的分层和病例，再约谈，请机构说明原因；核实前不作结论。",
        en:
          "Check the strata and patients with the largest excess first, then interview the institution and hear its reasons; conclude nothing before that."
      )
    case .near:
      LocalizedText(
        zh: "仅一项条件未通过：不列入约谈，下一期再看。",
        en: "Exactly one gate failed: not for interview; look again next period.")
    case .serious, .moderate, .minor:
      LocalizedText(
        zh: "先按所列登记表和行号核对原始记录，再向本人或经办单位了解情况；核实前不作结论。",
        en:
          "Look up the original records by the register and line given, then ask the person or the office; conclude nothing before that."
      )
    }
  }

  /// What a clue says, in a sentence; the period is printed as given.
  public static func clue(_ severity: Clue.Severity, period: String) -> LocalizedText {
    let outcome =
      switch severity {
      case .interview: LocalizedText(zh: "建议约谈了解情况", en: "an interview is advised")
      case .near: LocalizedText(zh: "列入临界名单", en: "on the near list")
      case .serious: LocalizedText(zh: "请优先核实", en: "to be checked first")
      case .moderate: LocalizedText(zh: "请依次核实", en: "to be checked in its turn")
      case .minor: LocalizedText(zh: "可在下次工作中一并核实", en: "to be checked with the next occasion")
      }
    return LocalizedText(
      zh: "考核期 \(period)：\(fixedSentence.zh)；\(outcome.zh)。",
      en: "Period \(period): \(fixedSentence.en); \(outcome.en).")
  }
}
