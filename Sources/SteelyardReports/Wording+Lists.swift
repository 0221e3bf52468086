public import SteelyardDomain
public import SteelyardScoring

/// Sentences about who adds to an excess, about the low side, and about last year.
extension Wording {
  /// What institutions are put together by.
  static func rollupLevel(_ level: Rollup.Level) -> LocalizedText {
    switch level {
    case .all: LocalizedText(zh: "全部", en: "all")
    case .peerGroup: LocalizedText(zh: "同类组", en: "peer group")
    case .district: LocalizedText(zh: "区划", en: "district")
    }
  }

  /// What a row of `drill.csv` is.
  public static func drillPart(_ part: DrillTable.Part) -> LocalizedText {
    switch part {
    case .stratum: LocalizedText(zh: "分层合计", en: "stratum")
    case .patient: LocalizedText(zh: "病人", en: "patient")
    case .others: LocalizedText(zh: "其余病人", en: "other patients")
    }
  }

  /// The title of a column of a stratum's labels.
  static func stratumLabel(_ name: String) -> LocalizedText {
    switch name {
    case "disease": LocalizedText(zh: "病种", en: "disease")
    case "age_band": LocalizedText(zh: "年龄段", en: "age band")
    case "sex": LocalizedText(zh: "性别", en: "sex")
    case "scheme": LocalizedText(zh: "险种", en: "scheme")
    default: LocalizedText(zh: "主要就诊机构", en: "attached")
    }
  }

  /// The name of the low list.
  public static let lowList = LocalizedText(zh: "低侧名单", en: "low list")
  /// What the low list holds.
  public static let lowListMeaning = LocalizedText(
    zh: "明显低于同类：核实病人是否得到应有的服务", en: "clearly below their peers: do patients get what they need?")
  /// The sentence that stands with the low list.
  public static let lowSentence = LocalizedText(
    zh: "经同类调整后低于同行，提示核实服务是否到位，不代表服务不足",
    en: "lower than peers after adjustment; a question about service, not evidence of too little of it")

  /// What `explain` says of an institution on the low list.
  static func lowSide(index: String, shortfall: String, q: String) -> LocalizedText {
    LocalizedText(
      zh: "它列在低侧名单上：指数至多为 \(index)（95% 分位），q 为 \(q)，按收缩指数低于同组 \(shortfall)。这是一个关于服务的问题：病人是否得到"
        + "应有的药品、检查和随访？也可能是管理得好、病情较轻或病人同时在别处就诊。\(lowSentence.zh)。",
      en:
        "It is on the low list: its index is at most \(index) (95 % quantile), q is \(q), and by the shrunken index it "
        + "lies \(shortfall) below its peers. That asks about service: do its patients get the drugs, tests and visits they "
        + "need? It may as well be well run, have lighter cases, or share its patients with others. "
        + "What the list says: \(lowSentence.en).")
  }

  /// The heading over the low side.
  static let lowHeading = LocalizedText(zh: "低侧", en: "The low side")

  /// The heading over the patients who add most.
  static let patientsHeading = LocalizedText(
    zh: "哪些病人对超出部分贡献最大（假名）", en: "The patients who add most to the excess, by pseudonym")

  /// How the patients are to be read.
  static func patients(shown: String, amount: String) -> LocalizedText {
    LocalizedText(
      zh: "下列 \(shown) 条合计超出 \(amount)。全部分层及其余病人见 drill.csv，合计等于上面的超出金额。费用高的病人通常是病情重的病人，请先看病历。",
      en:
        "These \(shown) add \(amount) together; drill.csv has every stratum with its other patients, and they add up to the "
        + "excess above. Dear patients are mostly sick ones: look at their records first.")
  }

  /// The titles of the patients' table.
  static let patientTitles = [
    LocalizedText(zh: "病人", en: "patient"), LocalizedText(zh: "分层", en: "stratum"),
    LocalizedText(zh: "人次", en: "visits"), LocalizedText(zh: "费用", en: "cost"),
    LocalizedText(zh: "期望", en: "expected"), LocalizedText(zh: "超出", en: "excess"),
  ]

  /// Whether an institution is in both years.
  public static func yearStatus(_ status: YearChange.Status) -> LocalizedText {
    switch status {
    case .both: LocalizedText(zh: "两年都有", en: "in both years")
    case .new: LocalizedText(zh: "去年没有", en: "not in last year's run")
    case .gone: LocalizedText(zh: "今年没有", en: "not in this run")
    }
  }

  /// The name of a figure that is compared with last year's.
  public static func yearFigure(_ figure: YearChange.Figure) -> LocalizedText {
    switch figure {
    case .heads: LocalizedText(zh: "就诊人头", en: "heads")
    case .visits: LocalizedText(zh: "人次", en: "visits")
    case .cost: LocalizedText(zh: "医疗费用", en: "cost")
    case .costPerHead: LocalizedText(zh: "人均费用", en: "cost per head")
    case .costPerVisit: LocalizedText(zh: "次均费用", en: "cost per visit")
    case .visitsPerHead: LocalizedText(zh: "人次人头比", en: "visits per head")
    case .drugShare: LocalizedText(zh: "药品费占比", en: "drug share")
    case .fundShare: LocalizedText(zh: "基金支付占比", en: "fund share")
    case .indexPlain: LocalizedText(zh: "人均费用指数", en: "plain index")
    case .indexAdjusted: LocalizedText(zh: "调整后指数", en: "adjusted index")
    }
  }

  /// What changed since the same months of last year; each change as it is printed.
  static func sinceLastYear(_ changes: [(figure: YearChange.Figure, change: String)]) -> LocalizedText {
    LocalizedText(
      zh: "与去年同期相比：" + changes.map { "\(yearFigure($0.figure).zh) \($0.change)" }.joined(separator: "，")
        + "（占比为百分点之差）。",
      en: "Against the same months of last year: "
        + changes.map { "\(yearFigure($0.figure).en) \($0.change)" }.joined(separator: ", ")
        + " (shares: points).")
  }

  /// It was not in last year's run.
  static let newSinceLastYear = LocalizedText(
    zh: "去年同期的结果中没有该机构。", en: "The run of the same months of last year does not have it.")
}

extension Wording.Failure {
  /// A run that is not of the same months of last year.
  public static func lastYearPeriod(_ folder: String, _ period: String, _ wanted: String) -> LocalizedText {
    LocalizedText(
      zh: "\(folder) 的考核期是 \(period)；--last-year 须为去年同期 \(wanted)。",
      en: "\(folder) is about \(period); --last-year takes a run of the same months a year before: \(wanted).")
  }

  /// A comparison with last year without months.
  public static var lastYearNeedsPeriod: LocalizedText {
    LocalizedText(
      zh: "使用 --last-year 时须用 --period 给出考核期。", en: "With --last-year the months must be told: give --period.")
  }
}
