internal import SteelyardDomain

extension Wording {
  /// The words of a report's pages; templates name those of ``texts`` by key.
  enum Site {
    static let texts: [String: LocalizedText] = [
      "skip": LocalizedText(zh: "跳到正文", en: "Skip to the content"),
      "navigation": LocalizedText(zh: "页面导航", en: "Pages"),
      "watermark": LocalizedText(zh: "水印：", en: "Watermark: "),
      "lists": LocalizedText(zh: "名单与金额", en: "How many and how much"),
      "full_ranking": LocalizedText(zh: "查看全部机构的排名表", en: "All institutions in the ranked table"),
      "rollups": LocalizedText(zh: "全市、同类组和区划", en: "City, peer groups and districts"),
      "funnel": LocalizedText(zh: "漏斗图", en: "Funnel plot"),
      "indices": LocalizedText(zh: "指数与区间", en: "Indices with intervals"),
      "ranks": LocalizedText(zh: "名次区间", en: "Rank intervals"),
      "what_was_run": LocalizedText(zh: "运行内容", en: "What was run"),
      "data_quality": LocalizedText(zh: "数据质量", en: "Data quality"),
      "search": LocalizedText(zh: "查找编码或名称", en: "Find code or name"),
      "search_help": LocalizedText(
        zh: "按 / 键进入查找框，Esc 清空；点列标题排序；在机构编码上用上下方向键逐行移动。",
        en:
          "The / key goes to the search box, Esc empties it; column titles sort; on a code, the arrow keys go from row to "
          + "row."),
      "status": LocalizedText(zh: "显示 [shown] 家，共 [all] 家", en: "[shown] of [all] institutions"),
      "page_of": LocalizedText(zh: "第 [page] 页，共 [pages] 页", en: "page [page] of [pages]"),
      "none_found": LocalizedText(zh: "没有符合条件的机构", en: "No institution fits"),
      "pages": LocalizedText(zh: "分页", en: "Pages of the table"),
      "previous": LocalizedText(zh: "上一页", en: "Previous"),
      "next": LocalizedText(zh: "下一页", en: "Next"),
      "in_words": LocalizedText(zh: "文字说明", en: "In words"),
      "place": LocalizedText(zh: "在漏斗图和排名中的位置", en: "Its place in funnel and ranking"),
      "months": LocalizedText(zh: "逐月趋势", en: "Month by month"),
      "persons": LocalizedText(zh: "反复同日就诊的人员组（假名）", en: "Persons who came on the same days (by pseudonym)"),
      "persons_reading": LocalizedText(
        zh: "这些人员一起出现的天数多于各自独立就诊所能解释的天数。家人同来、固定配药日等都可能造成，请先核对。人员表的费用与指数是该人在全部机构的合计。",
        en:
          "These persons came together on more days than independent visits explain. Families, fixed dispensing days and "
          + "the like do the same: check first. Cost and index of a person are those at all institutions together."),
      "basis": LocalizedText(zh: "依据", en: "Basis in law"),
    ]

    /// A text by its key.
    ///
    /// - Precondition: there is such a text.
    static func text(_ key: String) -> LocalizedText {
      guard let text = texts[key] else { preconditionFailure("a page has no words \(key)") }
      return text
    }

    static let overview = LocalizedText(zh: "概览", en: "Overview")
    static let ranking = LocalizedText(zh: "排名表", en: "Ranked table")

    static func rankingPage(_ page: Int, of pages: Int) -> LocalizedText {
      pages == 1
        ? ranking
        : LocalizedText(zh: "\(ranking.zh)，第 \(page) 页，共 \(pages) 页", en: "\(ranking.en), page \(page) of \(pages)")
    }

    static func rowsShown(_ first: String, _ last: String, of all: String) -> LocalizedText {
      LocalizedText(zh: "第 \(first) 至 \(last) 家，共 \(all) 家", en: "\(first) to \(last) of \(all) institutions")
    }

    /// The name of a language in itself.
    static func language(_ language: Language) -> String {
      switch language {
      case .zh: "中文"
      case .en: "English"
      }
    }

    static let bandsCaption = LocalizedText(zh: "各分档的机构、人头和金额", en: "Institutions, heads and money by band")
    static let bandsTitles = [
      LocalizedText(zh: "分档", en: "band"), LocalizedText(zh: "机构", en: "institutions"),
      LocalizedText(zh: "人头", en: "heads"), LocalizedText(zh: "费用", en: "cost"),
      LocalizedText(zh: "超出同组金额（收缩）", en: "shrunken excess"), LocalizedText(zh: "含义", en: "meaning"),
    ]
    static let nearRow = LocalizedText(zh: "其中临界名单", en: "of these on the near list")
    static let totalRow = LocalizedText(zh: "合计", en: "total")

    static let rollupsCaption = LocalizedText(
      zh: "各层合计之比，不是机构指数的平均；一人到三家机构就诊计三个人头",
      en: "Ratios of sums, never means of the institutions' ratios; a patient of three institutions is three heads")
    static let rollupsTitles = [
      LocalizedText(zh: "层次", en: "level"), LocalizedText(zh: "名称", en: "name"),
      LocalizedText(zh: "机构", en: "institutions"), LocalizedText(zh: "约谈名单", en: "interview list"),
      LocalizedText(zh: "人头", en: "heads"), LocalizedText(zh: "费用", en: "cost"),
      LocalizedText(zh: "人均费用", en: "cost per head"), LocalizedText(zh: "人均费用指数", en: "plain index"),
      LocalizedText(zh: "调整后指数", en: "adjusted index"), LocalizedText(zh: "超出同组金额", en: "excess over peers"),
    ]

    static func listedCaption(_ shown: String, of all: String) -> LocalizedText {
      LocalizedText(
        zh: "约谈名单（\(shown) 家，共 \(all) 家，筛查分高者在前）", en: "Interview list (\(shown) of \(all), highest screen first)")
    }

    static let noneListed = LocalizedText(zh: "约谈名单为空", en: "No institution is on the interview list")

    static let runHash = LocalizedText(zh: "运行编号（run.json 的 SHA-256）", en: "run (SHA-256 of run.json)")
    static let runNumber = LocalizedText(zh: "运行编号", en: "run")
    static let engine = LocalizedText(zh: "程序版本", en: "engine")
    static let model = LocalizedText(zh: "模型及版本", en: "model, version")
    static let modelHash = LocalizedText(zh: "模型文件 SHA-256", en: "SHA-256 of the model file")
    static let period = LocalizedText(zh: "考核期", en: "data period")
    static let area = LocalizedText(zh: "区划", en: "districts")
    static let everywhere = LocalizedText(zh: "全部", en: "all")
    static let cost = LocalizedText(zh: "费用口径", en: "compared cost")
    static let peers = LocalizedText(zh: "同类组口径", en: "peers by")
    static let order = LocalizedText(zh: "排名依据", en: "ranked by")
    static let methods = LocalizedText(zh: "方法与常数", en: "methods and constants")
    static let spread = LocalizedText(zh: "同组离散度", en: "spread of the peers")

    static let inputsCaption = LocalizedText(zh: "输入文件", en: "Files that were read")
    static let inputsTitles = [
      LocalizedText(zh: "文件", en: "file"), LocalizedText(zh: "内容", en: "table"), LocalizedText(zh: "行数", en: "rows"),
      LocalizedText(zh: "编码", en: "encoding"), LocalizedText(zh: "SHA-256", en: "SHA-256"),
    ]
    static let methodsTitles = [
      LocalizedText(zh: "用途", en: "for"), LocalizedText(zh: "方法", en: "method"),
      LocalizedText(zh: "常数", en: "constants"),
    ]
    static let fitsCaption = LocalizedText(zh: "同组离散度的估计", en: "Spread of the peer groups")
    static let fitsTitles = [
      LocalizedText(zh: "组", en: "group"), LocalizedText(zh: "机构", en: "institutions"),
      LocalizedText(zh: "方法", en: "method"), LocalizedText(zh: "中心 μ", en: "centre μ"),
      LocalizedText(zh: "τ²", en: "τ²"),
      LocalizedText(zh: "φ", en: "φ"), LocalizedText(zh: "结果", en: "outcome"),
    ]
    static let rowsTitles = [
      LocalizedText(zh: "去向", en: "way"), LocalizedText(zh: "行数", en: "rows"), LocalizedText(zh: "金额", en: "money"),
      LocalizedText(zh: "含义", en: "meaning"),
    ]
    static let notesCaption = LocalizedText(zh: "数据提示", en: "Notes on the data")
    static let notesTitles = [
      LocalizedText(zh: "编号", en: "code"), LocalizedText(zh: "次数", en: "times"), LocalizedText(zh: "对象", en: "of"),
      LocalizedText(zh: "含义", en: "meaning"),
    ]
    static let absencesTitles = [
      LocalizedText(zh: "项目", en: "column or file"), LocalizedText(zh: "原因", en: "reason"),
    ]
    static let fromTally = LocalizedText(
      zh: "本次运行从汇总表起算，没有逐行的数据去向。", en: "The run started from a tally: there are no rows to account for.")
  }
}
