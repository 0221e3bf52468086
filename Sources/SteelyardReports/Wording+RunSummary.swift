public import SteelyardDomain

extension Wording {
  /// The title of a run: model and period.
  public static func runTitle(_ title: LocalizedText, _ name: String, period: String) -> LocalizedText {
    LocalizedText(
      zh: "\(title.zh)（\(name)），考核期 \(periodText(period).zh)",
      en: "\(title.en) (\(name)), period \(periodText(period).en)")
  }

  /// A period as it is read: `all` in words, others as they are written.
  public static func periodText(_ period: String) -> LocalizedText {
    period == "all"
      ? LocalizedText(zh: "全部月份", en: "all months") : LocalizedText(zh: period, en: period)
  }

  /// The heading over the rows of the claims.
  public static let rowsHeading = LocalizedText(zh: "数据行去向", en: "Where the rows went")
  /// All rows.
  public static let rowsRead = LocalizedText(zh: "读入", en: "read")
  /// The rows that count.
  public static let rowsAccepted = LocalizedText(zh: "接受", en: "accepted")
  /// The heading over what was ranked.
  public static let rankedHeading = LocalizedText(zh: "参与排名", en: "What was ranked")
  /// The heading over the lists.
  public static let listsHeading = LocalizedText(zh: "名单", en: "Lists")
  /// The heading over what could not be computed.
  public static let absencesHeading = LocalizedText(zh: "缺失或受限的项目", en: "What is missing or limited, and why")
  /// What being on a list means, on either side.
  public static let listedMeans = LocalizedText(
    zh: "列入名单的含义：\(fixedSentence.zh)；列入低侧名单的，则为调整后低于同类机构。",
    en: "What a list says of whoever is on it: \(fixedSentence.en). The low list: lower than peers after adjustment.")
  /// What the near list holds.
  public static let nearMeaning = LocalizedText(zh: "仅一项条件未通过", en: "exactly one gate fails; its name is given")

  /// How much was ranked.
  public static func ranked(institutions: String, heads: String, persons: String?, cost: String) -> LocalizedText {
    LocalizedText(
      zh: "机构 \(institutions) 家，人头合计 \(heads)\(persons.map { "（不同参保人 \($0) 名）" } ?? "")，费用 \(cost)。",
      en: "\(institutions) institutions, \(heads) heads summed over institutions"
        + "\(persons.map { " (\($0) distinct persons)" } ?? ""), cost \(cost).")
  }

  /// The check that observed and expected agree.
  public static func observedExpected(observed: String, expected: String, ratio: String) -> LocalizedText {
    LocalizedText(
      zh: "截断后实际费用 \(observed)，期望费用 \(expected)，两者之比 \(ratio)。",
      en: "Observed cost after capping \(observed), expected \(expected); their ratio is \(ratio).")
  }

  /// A warning that an institution is much of its own reference.
  public static func dominant(_ institution: String, of group: LocalizedText, share: String) -> LocalizedText {
    LocalizedText(
      zh: "注意：\(institution) 占同类组“\(group.zh)”期望费用的 \(share)，参照在很大程度上就是它自己。",
      en: "Note: \(institution) makes up \(share) of the expected cost of its peer group (\(group.en)): much of its "
        + "reference is itself.")
  }

  /// The heading over the files.
  public static func filesHeading(folder: String) -> LocalizedText {
    LocalizedText(zh: "结果文件位于 \(folder)", en: "The files are in \(folder)")
  }

  /// What a result file holds; nothing for a file of another name.
  public static func file(_ name: String) -> LocalizedText {
    files[name] ?? LocalizedText(zh: "", en: "")
  }

  /// The result files that have words.
  static let files: [String: LocalizedText] = [
    "ranking.csv": LocalizedText(zh: "全部机构排名及各项指标", en: "every institution with every figure, in published order"),
    "interview-list.csv": LocalizedText(zh: "约谈名单", en: "the interview list"),
    "near-list.csv": LocalizedText(
      zh: "临界名单，第一列为未通过的一项", en: "the near list; the first column names the gate that failed"),
    "low-list.csv": LocalizedText(
      zh: "低侧名单：明显低于同类，核实服务是否到位", en: "the low list: clearly below their peers, a question about service"),
    "drill.csv": LocalizedText(
      zh: "超出部分来自哪些分层和病人（假名）", en: "the strata and patients behind the excess, by pseudonym"),
    "year-on-year.csv": LocalizedText(zh: "与去年同期相比", en: "plain figures beside those of the same months last year"),
    "persons.csv": LocalizedText(zh: "参保人得分（假名）", en: "insured persons with their scores, by pseudonym"),
    "profile.csv": LocalizedText(
      zh: "费用以外的特征、筛查顺序与异常距离", en: "features beside cost, screen and distance from the peers"),
    "interactions.csv": LocalizedText(
      zh: "与同类不同的机构：距离按特征及其两两组合分解", en: "the distance of those unlike their peers, by features and pairs"),
    "waterfall.csv": LocalizedText(zh: "人均费用指数的分解", en: "each plain index in parts that add up"),
    "card-bursts.csv": LocalizedText(zh: "同组人员反复同日结算", en: "the same persons on the same days, again and again"),
    "monthly.csv": LocalizedText(zh: "逐月指标，供预警使用", en: "the figures of every month, for warn"),
    "control.csv": LocalizedText(zh: "与对账总额的逐项比对", en: "the control totals beside the sums of the files"),
    "history.csv": LocalizedText(zh: "以前各期突出的机构", en: "who stood out in earlier periods"),
    "rejects.csv": LocalizedText(
      zh: "未计入或需注意的行：位置、规则和处理办法", en: "rows left out or marked: place, rule and what to do"),
    "quality.json": LocalizedText(zh: "数据质量报告", en: "the account of the input"),
    "rollups.csv": LocalizedText(
      zh: "全市、同类组和区划合计：合计之比", en: "the city, its peer groups and districts: ratios of sums"),
    "clues.jsonl": LocalizedText(zh: "线索，每行一条", en: "the clues, one a line"),
    "funnel-zh.svg": LocalizedText(zh: "漏斗图", en: "the funnel plot in Chinese"),
    "funnel-en.svg": LocalizedText(zh: "漏斗图（英文）", en: "the funnel plot"),
    "model.yaml": LocalizedText(zh: "所用模型", en: "the model file that was used"),
    "tally-pairs.csv": LocalizedText(zh: "汇总表的病种配对", en: "the pair sums of the sufficient table"),
    "run.json": LocalizedText(zh: "运行清单及各文件散列值", en: "the manifest with the hash of every file"),
    "tally.csv": LocalizedText(zh: "汇总表", en: "the sufficient table"),
  ]
}
