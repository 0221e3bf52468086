public import SteelyardDomain

/// The titles of exported columns, and what is to be said of them.
extension Wording.Export {
  /// The title of a column of an export's own tables.
  ///
  /// - Precondition: there is such a column.
  static func listTitle(_ name: String) -> LocalizedText {
    guard let title = listTitles[name] else { preconditionFailure("an export has no column \(name)") }
    return title
  }

  private static let listTitles: [String: LocalizedText] = [
    "number": LocalizedText(zh: "序号", en: "no."),
    "diseases": LocalizedText(zh: "病种（费用前三）", en: "diseases (three dearest)"),
    "period": LocalizedText(zh: "考核期", en: "period"),
    "peers_median": LocalizedText(zh: "同组人均费用中位数", en: "peers' median cost per head"),
    "index_interval": LocalizedText(zh: "指数95%区间（收缩）", en: "shrunken index, 95 % interval"),
    "rank_of": LocalizedText(zh: "名次/总数", en: "rank/all"),
    "rank_interval": LocalizedText(zh: "名次区间", en: "rank interval"),
    "previous_rank": LocalizedText(zh: "上期名次", en: "previous rank"),
    "fund_payment": LocalizedText(zh: "基金支付", en: "fund payment"),
    "rule": LocalizedText(zh: "触发规则", en: "gates"),
    "small_sample": LocalizedText(zh: "小样本标记", en: "small sample"),
    "advice": LocalizedText(zh: "建议", en: "advice"),
    "officer": LocalizedText(zh: "承办人", en: "officer"),
    "state": LocalizedText(zh: "状态", en: "state"),
    "interview_date": LocalizedText(zh: "约谈时间", en: "interview date"),
    "conclusion": LocalizedText(zh: "约谈结论", en: "conclusion"),
    "due_date": LocalizedText(zh: "整改期限", en: "due date"),
    "recheck": LocalizedText(zh: "复查结果", en: "follow-up result"),
    "run": LocalizedText(zh: "运行编号", en: "run"),
    "dimension": LocalizedText(zh: "分类方式", en: "by"),
    "category": LocalizedText(zh: "类别", en: "category"),
    "count": LocalizedText(zh: "数量（取 5 的倍数）", en: "count (multiples of 5)"),
    "withheld": LocalizedText(zh: "含不公布的数", en: "withheld"),
    "index_q1": LocalizedText(zh: "调整后指数下四分位", en: "adjusted index, lower quartile"),
    "index_median": LocalizedText(zh: "调整后指数中位数", en: "adjusted index, median"),
    "index_q3": LocalizedText(zh: "调整后指数上四分位", en: "adjusted index, upper quartile"),
    "item": LocalizedText(zh: "项目", en: "item"),
    "institutions": LocalizedText(zh: "机构", en: "institutions"),
    "heads": LocalizedText(zh: "人头", en: "heads"),
    "cost": LocalizedText(zh: "费用", en: "cost"),
    "excess_shrunk": LocalizedText(zh: "超出同组金额（收缩）", en: "shrunken excess"),
    "remark": LocalizedText(zh: "说明", en: "remark"),
    "clues": LocalizedText(zh: "线索", en: "clues"),
    "amount": LocalizedText(zh: "金额", en: "amount"),
    "section": LocalizedText(zh: "部分", en: "section"),
    "id": LocalizedText(zh: "方法或散列值", en: "method or hash"),
    "content": LocalizedText(zh: "内容", en: "content"),
    "outcome": LocalizedText(zh: "去向", en: "way"),
    "subject": LocalizedText(zh: "对象", en: "of"),
    "code": LocalizedText(zh: "编号", en: "code"),
    "rows": LocalizedText(zh: "行数或次数", en: "rows or times"),
  ]

  /// The title of a column of the persons.
  static func personTitle(_ name: String) -> LocalizedText { personTitles[name] ?? Wording.stratumLabel(name) }

  private static let personTitles: [String: LocalizedText] = [
    "person": LocalizedText(zh: "参保人（假名）", en: "person (pseudonym)"),
    "diseases": LocalizedText(zh: "病种数", en: "diseases"),
    "institutions": LocalizedText(zh: "机构数", en: "institutions"),
    "visits": LocalizedText(zh: "人次", en: "visits"),
    "same_day_visits": LocalizedText(zh: "同日多机构人次", en: "same-day visits"),
    "card_bursts": LocalizedText(zh: "同组反复同日", en: "card bursts"),
    "cost": LocalizedText(zh: "费用", en: "cost"),
    "expected": LocalizedText(zh: "期望费用", en: "expected cost"),
    "index": LocalizedText(zh: "费用指数", en: "cost index"),
    "z": LocalizedText(zh: "得分 z", en: "z"),
    "supply_days": LocalizedText(zh: "用药天数", en: "supply days"),
    "overlap_days": LocalizedText(zh: "重叠天数", en: "overlapping days"),
    "overlap_days_across": LocalizedText(zh: "跨机构重叠天数", en: "overlapping days across institutions"),
  ]

  // MARK: - Notes

  /// What is to be said of the lists.
  static func listNotes(previous: String?) -> [(title: LocalizedText, content: LocalizedText)] {
    let before =
      previous.map {
        LocalizedText(zh: "取自 \($0) 的运行（--previous）。", en: "from the run of \($0) (--previous)")
      }
      ?? LocalizedText(
        zh: "空：未用 --previous 给出以前的运行；本次运行不含以前的名次。",
        en: "empty: no earlier run was named with --previous; a run holds no earlier ranks")
    return [
      (listTitle("previous_rank"), before),
      (
        LocalizedText(
          zh: ListExport.emptyColumns.map { listTitle($0).zh }.joined(separator: "、"),
          en: ListExport.emptyColumns.map { listTitle($0).en }.joined(separator: ", ")),
        LocalizedText(zh: "空：由承办人填写，运行中没有这些内容。", en: "empty: to be filled in by the officer; a run holds none of it")
      ),
      (
        listTitle("peers_median"),
        LocalizedText(
          zh: "同类组内各机构人均费用的中位数，机构数为偶数时取中间两数的平均。",
          en:
            "the median of the costs per head of the peer group's institutions; of an even number the mean of the middle two"
        )
      ),
      (
        listTitle("small_sample"),
        LocalizedText(zh: "人头或可靠度未达到门槛。", en: "the heads or the reliability do not reach their threshold")
      ),
      (
        listTitle("advice"),
        LocalizedText(
          zh: "约谈：全部条件通过；提醒：仅一项条件未通过；观察：很可能高于同组，但不止一项条件未通过。",
          en:
            "interview: every gate passes; remind: exactly one fails; watch: probably above its peers, more than one fails"
        )
      ),
      (
        listTitle("fund_payment"),
        LocalizedText(zh: "取自汇总表；汇总表没有基金支付时为空。", en: "from the tally; empty where that has no fund payments")
      ),
    ]
  }

  /// What is to be said of what is published.
  static let publicNotes: [(title: LocalizedText, content: LocalizedText)] = [
    (
      listTitle("count"),
      LocalizedText(
        zh:
          "\(DisclosureControl.withheldMaximum) 及以下的数不公布，其余取 \(DisclosureControl.roundingBase) 的倍数；如能由合计推算出不公布的数，则整列不公布。",
        en:
          "counts of at most \(DisclosureControl.withheldMaximum) are withheld, others are rounded to multiples of "
          + "\(DisclosureControl.roundingBase); where a withheld one could be had by subtraction, all of its table are withheld"
      )
    ),
    (
      Wording.Site.totalRow,
      LocalizedText(zh: "合计为已公布各数之和，不是全部。", en: "a total is the sum of what is published, not of everything")
    ),
    (
      listTitle("index_median"),
      LocalizedText(
        zh: "公布数不少于 \(PublicExport.quartilesMinimum) 的组才列四分位数，不列最大值和最小值。",
        en:
          "quartiles are told of groups published with at least \(PublicExport.quartilesMinimum) institutions; no smallest and "
          + "no largest value is")
    ),
    (
      LocalizedText(zh: "限度", en: "limits"),
      LocalizedText(
        zh: "同一时期只公布一次：范围重叠的几次公布可以互相比对。",
        en: "publish one a period: publications of overlapping areas can be set against each other")
    ),
  ]
}

extension Wording.Failure {
  /// The file is there already.
  public static func exportExists(file: String) -> LocalizedText {
    LocalizedText(
      zh: "输出文件 \(file) 已存在，未作改动。请换一个文件名。", en: "The file \(file) exists already and was left alone. Choose another."
    )
  }

  /// An option that the format leaves no room for.
  public static func notWithFormat(_ option: String, _ format: String) -> LocalizedText {
    LocalizedText(zh: "\(option) 不能与 --format \(format) 同用。", en: "\(option) cannot be used with --format \(format).")
  }

  /// An earlier run whose ranks mean something else.
  public static func previousUnlike(_ folder: String) -> LocalizedText {
    LocalizedText(
      zh: "\(folder) 不是同一模型较早考核期的评分运行，不能提供上期名次。",
      en: "\(folder) is no scoring run of the same model about earlier months and has no previous ranks.")
  }
}
