public import SteelyardDomain
public import SteelyardScoring

extension Wording {
  /// What became of an institution between two runs.
  public static func movement(_ movement: ListChange.Movement) -> LocalizedText {
    switch movement {
    case .came: LocalizedText(zh: "新列入名单", en: "came on the list")
    case .left: LocalizedText(zh: "移出名单", en: "left the list")
    case .stayed: LocalizedText(zh: "仍在名单", en: "stayed on the list")
    case .moved: LocalizedText(zh: "建议有变", en: "band changed")
    case .unchanged: LocalizedText(zh: "不变", en: "unchanged")
    case .appeared: LocalizedText(zh: "新出现", en: "new")
    case .disappeared: LocalizedText(zh: "不再出现", en: "gone")
    }
  }

  /// What a part of a change comes from.
  public static func cause(_ cause: ListChange.Cause) -> LocalizedText {
    switch cause {
    case .method: LocalizedText(zh: "引擎方法", en: "method")
    case .model: LocalizedText(zh: "模型", en: "model")
    case .data: LocalizedText(zh: "数据更正", en: "data")
    case .own: LocalizedText(zh: "机构自身", en: "its own change")
    case .peers: LocalizedText(zh: "同类参照", en: "peers")
    }
  }

  /// How many institutions moved in which way, one line.
  public static func changeCounts(_ counts: [(movement: ListChange.Movement, count: Int)]) -> LocalizedText {
    LocalizedText(
      zh: counts.map { "\(movement($0.movement).zh) \($0.count)" }.joined(separator: "，"),
      en: counts.map { "\(movement($0.movement).en) \($0.count)" }.joined(separator: ", "))
  }

  /// How the parts are to be read.
  public static func changeParts(isOneYardstick: Bool) -> LocalizedText {
    isOneYardstick
      ? LocalizedText(
        zh: "各部分之和等于对数指数的变化：引擎方法、模型、机构自身（或同一时期的数据更正），按前一次的同类参照计算，费用仍按本次运行的封顶线截断；最后是同类参照。",
        en:
          "The parts add up to the change of ln(index): method, model, its own change (or data, where the months are the"
          + " same) by the first run's references (capped at its own run's caps), then the peers' references.")
      : LocalizedText(
        zh: "两次模型的汇总口径不同（分层、封顶、费用或人头），机构自身、同类与模型的作用分不开，合并列在“模型”中。",
        en:
          "The two models make their sums in different ways (strata, caps, cost or heads), so its own change, peers and "
          + "model cannot be told apart: they stand together under model.")
  }

  /// Nothing moved.
  public static let nothingChanged = LocalizedText(
    zh: "两次结果之间没有机构变动。", en: "No institution moved between the two runs.")

  /// Two runs of different models.
  public static func modelsDiffer(_ first: String, _ second: String) -> LocalizedText {
    LocalizedText(
      zh: "两次运行的模型不同（\(first)，\(second)），不能比较",
      en: "the runs are of different models (\(first), \(second)) and cannot be compared")
  }

  /// What became of one interviewed institution.
  public static func followUpOutcome(_ outcome: FollowUp.Outcome) -> LocalizedText {
    switch outcome {
    case .measured: LocalizedText(zh: "已计算", en: "measured")
    case .gone: LocalizedText(zh: "后一次没有该机构", en: "not in the later run")
    case .unknownBefore: LocalizedText(zh: "前一次没有该机构", en: "not in the earlier run")
    case .notMeasured: LocalizedText(zh: "缺少指数、标准误或本组估计", en: "no index, standard error or fit of its group")
    }
  }

  /// What the report rests on: how others changed by themselves.
  public static func followUpDrift(institutions: Int, centre: String, spread: String) -> LocalizedText {
    LocalizedText(
      zh: "未约谈的 \(institutions) 家机构同期的共同变化为 \(centre)（对数），彼此差异 \(spread)；已从净变化中扣除，并计入区间。",
      en:
        "The \(institutions) institutions that were not interviewed drifted by \(centre) (log) with a spread of \(spread) "
        + "between them; the net change is beyond that drift, and the interval holds the spread.")
  }

  /// Too few others to know how institutions change by themselves.
  public static let followUpFewOthers = LocalizedText(
    zh: "未约谈的机构太少，不足以知道机构自身会怎样变化：净变化及其区间不可靠。",
    en: "Too few were not interviewed to know how institutions change by themselves: neither the net changes nor their "
      + "intervals can be relied on.")

  /// All interviewed institutions together.
  public static func followUpPooled(
    institutions: Int, net: String, low: String, high: String, money: String
  ) -> LocalizedText {
    LocalizedText(
      zh: "合计 \(institutions) 家：净变化 \(net)（对数，95% 区间 \(low) 至 \(high)），多支出 \(money)（负为少支出）。",
      en:
        "All \(institutions) together: net change \(net) (log, 95 % interval \(low) to \(high)), spending higher by \(money) (lower where negative)."
    )
  }

  /// How a follow-up is to be read.
  public static let followUpReading = LocalizedText(
    zh: "净变化已扣除回归均值：名单上的机构即使不约谈，下一期也会因偶然性回落一些。确实远高于同类的机构回落得少，"
      + "其真实变化在观察到的变化与净变化之间。净变化不证明是约谈造成的。",
    en: "Regression to the mean is taken out: institutions picked for being high come down a little by chance alone. "
      + "One that truly lies far above its peers comes down less: its change is then between the observed and the "
      + "net one. A net change does not show that the interview caused it.")

  /// No institution to follow up.
  public static let followUpNobody = LocalizedText(
    zh: "前一次的约谈名单是空的，没有可跟踪的机构；可用 --institution 指定。",
    en: "The earlier interview list is empty, so there is nobody to follow up; name institutions with --institution.")
}
