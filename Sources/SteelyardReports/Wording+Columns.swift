internal import SteelyardDomain

/// The words of the input dictionary.
extension Wording {
  /// The title of the page.
  static let columnsTitle = LocalizedText(zh: "输入列词典", en: "Columns")

  /// What the page is.
  static let columnsPreface = LocalizedText(
    zh: """
      由 `steelyard columns --markdown --lang zh` 生成，与读取程序使用同一份词典。表头不区分大小写、全半角和空格；金额列的表头可带单位
      （元、千元、万元、分）。其他列名用 `--map 列名=字段` 或映射文件指定。
      """,
    en: """
      Made by `steelyard columns --markdown`, from the tables that the readers themselves use; a test holds this page to them.
      Case, full-width letters and blanks of a header do not matter, and the header of an amount may have a unit behind it
      (元, 千元, 万元, 分). Any other name is mapped by `--map theirs=ours` or a mapping file.
      """)

  /// The titles of the dictionary in a terminal.
  static let columnTitles = [
    LocalizedText(zh: "字段", en: "field"), LocalizedText(zh: "类型", en: "kind"), LocalizedText(zh: "要求", en: "need"),
    LocalizedText(zh: "可用表头", en: "headers"),
  ]

  /// The titles of the dictionary's page.
  static let columnPageTitles = [
    LocalizedText(zh: "字段", en: "field"), LocalizedText(zh: "类型", en: "kind"), LocalizedText(zh: "要求", en: "need"),
    LocalizedText(zh: "国家平台", en: "national"), LocalizedText(zh: "中文表头", en: "Chinese"),
    LocalizedText(zh: "旧系统", en: "legacy"),
  ]

  /// The name of a table, and how it is given.
  static func columnTable(_ table: TableMapping.Table) -> LocalizedText {
    switch table {
    case .claims: LocalizedText(zh: "结算（claims）", en: "Settlements (claims)")
    case .persons: LocalizedText(zh: "参保人员（--persons）", en: "Insured persons (--persons)")
    case .institutions: LocalizedText(zh: "机构（--institutions）", en: "Institutions (--institutions)")
    case .claimLines: LocalizedText(zh: "费用明细（--lines）", en: "Fee lines (--lines)")
    case .institutionCodes:
      LocalizedText(zh: "机构编码对照（--institution-codes）", en: "Institution codes (--institution-codes)")
    case .controlTotals: LocalizedText(zh: "对账总额（--control）", en: "Control totals (--control)")
    case .diseaseCatalog: LocalizedText(zh: "病种目录（--disease-catalog）", en: "Disease catalogue (--disease-catalog)")
    }
  }

  /// What a cell holds.
  static func columnKind(_ kind: InputColumn.Kind) -> LocalizedText {
    switch kind {
    case .text: LocalizedText(zh: "文本", en: "text")
    case .identifier: LocalizedText(zh: "编号", en: "identifier")
    case .code: LocalizedText(zh: "代码", en: "code")
    case .amount: LocalizedText(zh: "金额", en: "amount")
    case .date: LocalizedText(zh: "日期", en: "date")
    case .time: LocalizedText(zh: "日期或时间", en: "date or time")
    case .number: LocalizedText(zh: "数值", en: "number")
    case .ratio: LocalizedText(zh: "比例", en: "ratio")
    case .flag: LocalizedText(zh: "标志", en: "flag")
    }
  }

  /// What the engine does with a column.
  static func columnNeed(_ need: InputColumn.Need) -> LocalizedText {
    switch need {
    case .required: LocalizedText(zh: "必填", en: "required")
    case .requiredForFund: LocalizedText(zh: "可用，基金口径必填", en: "used; required for fund cost")
    case .requiredForEligible: LocalizedText(zh: "可用，列支口径必填", en: "used; required for eligible cost")
    case .amountOrPrice: LocalizedText(zh: "金额、单价至少一列", en: "amount or price required")
    case .oneOfItems: LocalizedText(zh: "项目列至少一列", en: "one item column required")
    case .used: LocalizedText(zh: "可用", en: "used")
    case .checked: LocalizedText(zh: "仅检查", en: "checked only")
    case .known: LocalizedText(zh: "认识，不读取", en: "known, not read")
    }
  }
}
