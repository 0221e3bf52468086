public import SteelyardDomain

/// What `check` says.
extension Wording {
  /// The title of a check.
  public static func checkTitle(_ title: LocalizedText, _ name: String, period: String) -> LocalizedText {
    LocalizedText(
      zh: "数据质量检查：\(title.zh)（\(name)），考核期 \(periodText(period).zh)",
      en: "Quality of the input for \(title.en) (\(name)), period \(periodText(period).en)")
  }

  /// Whether a run would accept the data.
  public static func checkVerdict(isRefused: Bool, exitStatus: Int32) -> LocalizedText {
    isRefused
      ? LocalizedText(
        zh: "结论：不可用。同样的运行会拒绝这些数据，退出码 \(exitStatus)。原因：",
        en: "Verdict: refused. A run of these data would end with exit status \(exitStatus). Why:")
      : LocalizedText(zh: "结论：可用。同样的运行会接受这些数据。", en: "Verdict: accepted. A run would take these data.")
  }

  /// That a check ranks nobody.
  public static let nothingRanked = LocalizedText(
    zh: "检查只看数据本身，没有计算任何指标，也没有对任何机构排名。",
    en: "A check looks at the data alone: no figure was computed and nobody was ranked.")

  /// The heading over what was detected.
  public static let detectedHeading = LocalizedText(zh: "识别结果", en: "What was detected")
  /// The heading over the checks.
  public static let checksHeading = LocalizedText(zh: "检查项目", en: "Checks")
  /// The heading over the checks that failed.
  public static let failedHeading = LocalizedText(zh: "未通过的检查", en: "Failed checks")
  /// The heading over the months.
  public static let monthsHeading = LocalizedText(zh: "各月数据", en: "Rows by month")
  /// The heading over the institutions.
  public static let institutionsHeading = LocalizedText(
    zh: "有缺月或缺值的机构", en: "Institutions with months or values missing")
  /// The heading over single places.
  public static let placesHeading = LocalizedText(zh: "具体位置", en: "Places")
  /// The heading over how files are read, where the user said it.
  public static let statedHeading = LocalizedText(zh: "读取选项", en: "Reading options given")

  /// The titles of the months' columns.
  static let monthTitles = [
    LocalizedText(zh: "月份", en: "month"), LocalizedText(zh: "行数", en: "rows"), LocalizedText(zh: "费用", en: "cost"),
    LocalizedText(zh: "机构数", en: "institutions"), LocalizedText(zh: "有值比例", en: "filled"),
  ]

  /// The titles of the institutions' columns.
  static let institutionTitles = [
    LocalizedText(zh: "机构编码", en: "institution"), LocalizedText(zh: "名称", en: "name"),
    LocalizedText(zh: "行数", en: "rows"), LocalizedText(zh: "有数据月份", en: "months"),
    LocalizedText(zh: "有值比例", en: "filled"),
  ]

  /// The titles of the checks' columns.
  static let checkTitles = [
    LocalizedText(zh: "结果", en: "status"), LocalizedText(zh: "检查", en: "check"),
    LocalizedText(zh: "发现", en: "found"), LocalizedText(zh: "总数", en: "of"), LocalizedText(zh: "占比", en: "share"),
    LocalizedText(zh: "上限", en: "limit"), LocalizedText(zh: "影响的结果", en: "weakens"),
  ]

  /// The titles of the mapping's columns.
  static let mappingTitles = [
    LocalizedText(zh: "字段", en: "our field"), LocalizedText(zh: "文件中的列", en: "column of the file"),
    LocalizedText(zh: "识别依据", en: "known by"), LocalizedText(zh: "有值比例", en: "filled"),
    LocalizedText(zh: "单位或写法", en: "unit or form"),
  ]

  /// The titles of the places' columns.
  static let placeTitles = [
    LocalizedText(zh: "文件与行", en: "file and line"), LocalizedText(zh: "规则", en: "rule"),
    LocalizedText(zh: "列", en: "column"), LocalizedText(zh: "含义", en: "meaning"),
  ]

  /// The titles of the account's columns.
  static let accountTitles = [
    LocalizedText(zh: "去向", en: "outcome"), LocalizedText(zh: "规则", en: "rule"),
    LocalizedText(zh: "行数", en: "rows"), LocalizedText(zh: "费用", en: "cost"), LocalizedText(zh: "含义", en: "meaning"),
  ]

  /// What the cells of institutions × months are.
  public static let institutionCells = LocalizedText(
    zh: "单元格为行数，“–”为当月无数据；底色越深，有值单元格越少（99%、95%、90% 为界）。",
    en: "Cells are rows, – a month without any; the darker, the fewer values (bounds 99 %, 95 %, 90 %).")

  /// What stands between the parts of a list.
  static let listSeparator = LocalizedText(zh: "、", en: ", ")

  /// How a file is written, in a sentence.
  public static func detected(_ file: QualityReport.File) -> LocalizedText {
    let format = file.format
    let rows = NumberFormats.grouped(String(file.reconciliation.read.rows))
    let bytes = NumberFormats.grouped(String(file.bytes))
    let packed = format.compression == "none" ? "" : format.compression
    var zh = ["表 \(file.table)", "\(rows) 行", "\(bytes) 字节"]
    var en = ["table \(file.table)", "\(rows) rows", "\(bytes) bytes"]
    if !packed.isEmpty {
      zh.append("容器 \(packed)")
      en.append("container \(packed)")
    }
    if !format.part.isEmpty {
      zh.append("其中的 \(format.part)")
      en.append("part \(format.part)")
    }
    zh.append("编码 \(format.encoding)")
    en.append("encoding \(format.encoding)")
    if !format.converter.isEmpty {
      zh.append("转换器 \(format.converter)")
      en.append("converter \(format.converter)")
    }
    if !format.separator.isEmpty {
      zh += ["分隔符 \(format.separator)", "引号 \(format.quote)"]
      en += ["separator \(format.separator)", "quote \(format.quote)"]
    }
    zh.append("表头在第 \(format.headerLine) 行")
    en.append("header at line \(format.headerLine)")
    return LocalizedText(
      zh: "\(file.name)：" + zh.joined(separator: "，"), en: "\(file.name): " + en.joined(separator: ", "))
  }

  /// How a column was found.
  public static func matchSource(_ source: QualityReport.ColumnMatch.Source) -> LocalizedText {
    switch source {
    case .alias: LocalizedText(zh: "列名词典", en: "dictionary")
    case .mapping: LocalizedText(zh: "用户指定", en: "mapping")
    }
  }

  /// A column's unit, or how its dates are written; empty where there is nothing to tell.
  public static func columnForm(_ values: ColumnValues) -> LocalizedText {
    let unit = values.unit.isEmpty ? [] : [LocalizedText(zh: values.unit, en: values.unit)]
    let forms = DateForm.allCases.filter { values.forms[$0] != nil }.map(dateForm)
    let parts = unit + forms
    return LocalizedText(
      zh: parts.map(\.zh).joined(separator: "、"), en: parts.map(\.en).joined(separator: ", "))
  }

  /// How a date is written, and in which order.
  static func dateForm(_ form: DateForm) -> LocalizedText {
    switch form {
    case .dashed: LocalizedText(zh: "年-月-日", en: "year-month-day")
    case .slashed: LocalizedText(zh: "年/月/日", en: "year/month/day")
    case .dotted: LocalizedText(zh: "年.月.日", en: "year.month.day")
    case .compact: LocalizedText(zh: "八位数字", en: "eight digits")
    case .chinese: LocalizedText(zh: "年月日汉字", en: "with Chinese words")
    case .declared: LocalizedText(zh: "按声明的日月顺序", en: "in the order given")
    case .undeclared: LocalizedText(zh: "日月顺序不明", en: "order unknown")
    }
  }

  /// Columns that nothing is known of.
  public static func ignoredColumns(_ names: [String]) -> LocalizedText {
    LocalizedText(
      zh: "未使用的列：" + names.joined(separator: "、"), en: "columns not used: " + names.joined(separator: ", "))
  }

  /// How many checks have each status.
  public static func checkCounts(_ counts: [QualityCheck.Status: Int]) -> LocalizedText {
    let parts = QualityCheck.Status.allCases.map { (checkStatus($0), counts[$0] ?? 0) }
    return LocalizedText(
      zh: parts.map { "\($0.zh) \($1) 项" }.joined(separator: "，") + "。",
      en: parts.map { "\($1) \($0.en)" }.joined(separator: ", ") + ".")
  }

  /// What a failed check found.
  public static func checkFound(
    found: String, of total: String, share: String, threshold: String, counts: LocalizedText, base: LocalizedText
  ) -> LocalizedText {
    LocalizedText(
      zh: "\(counts.zh)：\(found)，\(base.zh) \(total)，占 \(share)，上限 \(threshold)。",
      en: "\(counts.en): \(found) of \(total) \(base.en), \(share), limit \(threshold).")
  }

  /// What a failed check weakens.
  public static func weakens(_ results: String) -> LocalizedText {
    LocalizedText(zh: "受影响的结果：\(results)。", en: "Weakens: \(results).")
  }

  /// Rows that lie outside the months shown.
  public static func rowsElsewhere(_ rows: String) -> LocalizedText {
    LocalizedText(zh: "另有 \(rows) 行不在以上月份。", en: "\(rows) rows lie in other months.")
  }

  /// How many more are left out of a list.
  static func leftOut(_ count: Int) -> LocalizedText {
    LocalizedText(zh: "另有 \(count) 项未列出。", en: "\(count) more are not listed.")
  }
}
