public import SteelyardDomain

/// What the commands say of themselves.
extension Wording {
  /// The progress line: file, rows, speed, share done, time left.
  public static func progress(
    file: String, rows: Int64, rowsPerSecond: Double, share: Double?, secondsLeft: Double?
  ) -> LocalizedText {
    let count = NumberFormats.grouped(String(rows))
    let speed = NumberFormats.grouped(String(Int64(rowsPerSecond.rounded())))
    let percent = share.map { "  \(bar($0)) \(Int64(($0 * 100).rounded()))%" } ?? ""
    let left = secondsLeft.map { Int64($0.rounded(.up)) }
    return LocalizedText(
      zh: "\(file)  \(count) 行  每秒 \(speed) 行\(percent)" + (left.map { "  剩余 \($0) 秒" } ?? ""),
      en: "\(file)  \(count) rows  \(speed) rows/s\(percent)" + (left.map { "  \($0) s left" } ?? ""))
  }

  /// A bar of 20 places, filled by a share of 0…1.
  private static func bar(_ share: Double) -> String {
    let filled = Int((min(1, max(0, share)) * 20).rounded(.down))
    return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: 20 - filled) + "]"
  }

  /// What is said before the parser's own words about a command line where they are not known in Chinese.
  public static let usageWrong = LocalizedText(
    zh: "命令用法有误，请对照下面的用法：", en: "The command line cannot be read:")

  /// What `rank` shows where no institution passes its filters.
  public static let noneFits = LocalizedText(
    zh: "没有符合筛选条件的机构。", en: "No institution of the run passes the filters.")

  /// What `verify` says when every file is as it was written.
  public static func verified(files: Int) -> LocalizedText {
    LocalizedText(zh: "\(files) 个文件与写出时一致。", en: "\(files) files are as they were written.")
  }

  /// What `report` made.
  public static func reported(files: Int, folder: String) -> LocalizedText {
    let count = NumberFormats.grouped(String(files))
    return LocalizedText(
      zh: "已生成 \(count) 个文件。用浏览器打开 \(folder)/index.html。",
      en: "Made \(count) files. Open \(folder)/index.html in a browser.")
  }

  /// What `simulate claims` made.
  public static func simulated(
    rows: Int64, persons: Int64, institutions: Int64, planted: Int64, folder: String
  ) -> LocalizedText {
    let count = { (number: Int64) in NumberFormats.grouped(String(number)) }
    return LocalizedText(
      zh: "已生成 \(count(rows)) 行结算、\(count(persons)) 名参保人、\(count(institutions)) 家机构，其中预设 "
        + "\(count(planted)) 家（见 truth.csv）。目录：\(folder)",
      en: "Made \(count(rows)) claim rows, \(count(persons)) persons and \(count(institutions)) institutions, "
        + "\(count(planted)) of them planted (truth.csv). Folder: \(folder)")
  }

  /// What `simulate registers` made.
  public static func simulatedRegisters(
    rows: Int64, registers: Int64, planted: Int64, near: Int64, folder: String
  ) -> LocalizedText {
    let count = { (number: Int64) in NumberFormats.grouped(String(number)) }
    return LocalizedText(
      zh: "已生成 \(count(registers)) 张登记表、\(count(rows)) 行，其中预设 \(count(planted)) 例、临近而不应报告 "
        + "\(count(near)) 例（见 truth.csv）。目录：\(folder)",
      en: "Made \(count(registers)) registers of \(count(rows)) rows, with \(count(planted)) planted cases and "
        + "\(count(near)) near misses (truth.csv). Folder: \(folder)")
  }

  /// The dates that `models sql` compiled for.
  public static func sqlDates(asOf: Day, months: ClosedRange<Month>) -> LocalizedText {
    LocalizedText(
      zh: "基准日 \(asOf)，期间 \(months.lowerBound) 至 \(months.upperBound)",
      en: "as of \(asOf), months \(months.lowerBound) to \(months.upperBound)")
  }

  /// How the cells of registers stand in the tables of `models sql`.
  public static let sqlCells = LocalizedText(
    zh: "日期存为 YYYYMMDD，月份存为 YYYYMM，金额存为整数分；NULL 表示没有值",
    en: "days are stored as YYYYMMDD, months as YYYYMM, amounts as whole fen; NULL is no value")

  /// What the columns of a rule's result are, in `models sql`.
  public static func sqlColumns(_ names: [String]) -> LocalizedText {
    let list = names.joined(separator: ", ")
    return LocalizedText(zh: "结果各列：\(list)", en: "columns: \(list)")
  }

  /// What `models new` made.
  public static func modelMade(_ folder: String) -> LocalizedText {
    LocalizedText(
      zh: "已建立 \(folder)。请从 model.yaml 改起，再运行 steelyard models check、steelyard models test。",
      en: "Made \(folder). Begin with model.yaml, then run steelyard models check and steelyard models test.")
  }

  /// How a model computes.
  public static func kind(_ kind: ModelGovernance.Kind) -> LocalizedText {
    switch kind {
    case .scoring: LocalizedText(zh: "评分", en: "scoring")
    case .comparison: LocalizedText(zh: "比对", en: "comparison")
    }
  }

  /// How far a model is in its life.
  public static func status(_ status: ModelGovernance.Status) -> LocalizedText {
    switch status {
    case .draft: LocalizedText(zh: "草稿", en: "draft")
    case .trial: LocalizedText(zh: "试用", en: "trial")
    case .inUse: LocalizedText(zh: "在用", en: "in use")
    case .retired: LocalizedText(zh: "停用", en: "retired")
    }
  }

  /// A model that is not in order.
  public static let modelBroken = LocalizedText(zh: "模型未通过检查。", en: "A model is not in order.")

  /// The verdict of `models check` on one model.
  public static func modelChecked(_ folder: String, isValid: Bool) -> LocalizedText {
    isValid
      ? LocalizedText(zh: "\(folder)：有效", en: "\(folder): valid")
      : LocalizedText(zh: "\(folder)：无效", en: "\(folder): not valid")
  }

  /// The verdict of `models test` on one model.
  public static func modelTested(_ folder: String, differing: [String]) -> LocalizedText {
    if differing.isEmpty { return LocalizedText(zh: "\(folder)：与预期一致", en: "\(folder): as expected") }
    let names = differing.joined(separator: ", ")
    return LocalizedText(zh: "\(folder)：与预期不同的文件：\(names)", en: "\(folder): differs from what is expected: \(names)")
  }

  /// The count of `models test`.
  public static func modelsTested(passed: Int, failed: Int) -> LocalizedText {
    LocalizedText(zh: "\(passed) 个通过，\(failed) 个不通过", en: "\(passed) models passed, \(failed) failed")
  }

  /// Rows of cells as lines with aligned columns.
  public static func plainTable(_ rows: [[String]], language: Language) -> String {
    Voice(language: language, currency: TableMapping.yuan).aligned(rows, numbers: [])
  }
}
