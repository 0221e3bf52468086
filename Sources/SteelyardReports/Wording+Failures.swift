public import SteelyardDomain

extension Wording {
  /// What stopped a command and what to do: one function a reason, one paragraph in each language.
  ///
  /// File names are shown as they were given; no message holds a person's number, name or amount.
  public enum Failure {
    /// An input file is missing or the system refuses to read it.
    public static func inputUnreadable(file: String) -> LocalizedText {
      LocalizedText(
        zh: "文件 \(file) 无法读取。请核对路径和权限。", en: "The file \(file) cannot be read. Check its path and permissions.")
    }

    /// An input file changed while it was read.
    public static func inputChanged(file: String) -> LocalizedText {
      LocalizedText(
        zh: "文件 \(file) 在读取时发生变化，结果作废。请在导出完成后重新运行。",
        en: "The file \(file) changed while it was read, so nothing is kept. Run again when its export is complete.")
    }

    /// An input file was refused; the places follow.
    public static var inputRefused: LocalizedText {
      LocalizedText(zh: "输入文件不能使用：", en: "An input file cannot be used:")
    }

    /// More rows or money were rejected than the limit allows; the first places follow.
    public static func tooManyRejected(_ account: Reconciliation, limit: Double) -> LocalizedText {
      let rejected = account.rejectedTotal
      let rows = share(Double(rejected.rows), of: Double(account.read.rows))
      let money = share(Double(rejected.absoluteFen), of: Double(account.read.absoluteFen))
      let limit = FixedDecimal.text(limit, decimals: 6)
      let hidden = account.rowsHidden
      return LocalizedText(
        zh: "\(account.read.rows) 行中有 \(rejected.rows) 行被拒收（行数占比 \(rows)，金额占比 \(money)），超过上限 \(limit)，因此不做排名。"
          + (hidden > 0 ? "按字节数估计，损坏之处还可能含有约 \(hidden) 行，也计入上限。" : "") + "请先修正数据，或用 --max-reject-rate 明确放宽。前几处如下：",
        en:
          "\(rejected.rows) of \(account.read.rows) rows were rejected (share of rows \(rows), of money \(money)), more "
          + "than the limit of \(limit), so nothing is ranked. "
          + (hidden > 0 ? "By their bytes the damaged places may hold some \(hidden) rows more, which count too. " : "")
          + "Mend the data, or allow more with --max-reject-rate. "
          + "The first places:")
    }

    private static func share(_ part: Double, of whole: Double) -> String {
      FixedDecimal.text(whole > 0 ? part / whole : 0, decimals: 6)
    }

    /// Nothing is left to rank.
    public static func nothingAccepted(_ account: Reconciliation) -> LocalizedText {
      let rules = account.excluded.merging(account.rejected, uniquingKeysWith: +)
        .sorted { $0.key.rawValue < $1.key.rawValue }
      return LocalizedText(
        zh: "没有可用的结算行，因此不做排名。各规则去除的行数："
          + rules.map { "\($0.key.rawValue) \($0.value.rows)（\(meaning($0.key).zh)）" }.joined(separator: "；") + "。",
        en: "No settlement was accepted, so nothing is ranked. Rows taken out by rule: "
          + rules.map { "\($0.key.rawValue) \($0.value.rows) (\(meaning($0.key).en))" }.joined(separator: "; "))
    }

    /// The amounts add up to more than any sum of money can be.
    public static var sumTooLarge: LocalizedText {
      LocalizedText(
        zh: "金额合计超过 9×10^16 元，显然有误，因此不做排名。请核对金额列的单位。",
        en:
          "The amounts add up to more than 9·10^16 yuan, which cannot be right, so nothing is ranked. Check the unit of "
          + "the amounts.")
    }

    /// The output folder is there already.
    public static func outputExists(folder: String) -> LocalizedText {
      LocalizedText(
        zh: "输出目录 \(folder) 已存在，未作改动。请换一个目录。",
        en: "The output folder \(folder) exists already and was left alone. Choose another.")
    }

    /// Memory would not do for all rows.
    public static func memoryShort(rows: Int64) -> LocalizedText {
      let count = NumberFormats.grouped(String(rows))
      return LocalizedText(
        zh: "读到第 \(count) 行时，剩余内存已不足以完成运行。请换用内存更大的机器、按统筹区分开运行，或用 --engine spark。",
        en:
          "After \(count) rows the memory that is left would not do for the rest of the run. Take a machine with more "
          + "memory, run by district, or use --engine spark.")
    }

    /// The output folder cannot be written.
    public static func outputNotWritable(folder: String) -> LocalizedText {
      LocalizedText(
        zh: "无法建立输出目录 \(folder)。请检查上级目录是否存在、是否可写。",
        en: "The output folder \(folder) cannot be made. Check that its parent exists and can be written to.")
    }

    /// Writing stopped.
    public static func writeFailed(file: String) -> LocalizedText {
      LocalizedText(
        zh: "写入 \(file) 失败，未留下结果。请检查磁盘空间。",
        en: "Writing \(file) failed, and no result was left behind. Check the space on the disk.")
    }

    /// The key of pseudonyms cannot be used.
    public static func keyUnusable(file: String) -> LocalizedText {
      LocalizedText(
        zh: "密钥文件 \(file) 不能使用：须在结果目录之外，至少 32 字节，且仅本人可读（chmod 600）。请用 --key 指定。",
        en: "The key file \(file) cannot be used: it must lie outside the run's folder, hold 32 bytes or more, and be "
          + "readable by its owner alone (chmod 600). Name one with --key.")
    }

    /// The model file is not valid.
    public static func modelInvalid(file: String) -> LocalizedText {
      LocalizedText(
        zh: "模型文件 \(file) 无效。请运行 steelyard models check。",
        en: "The model file \(file) is not valid. Run steelyard models check.")
    }

    /// No model of that name.
    public static func modelUnknown(name: String) -> LocalizedText {
      LocalizedText(
        zh: "找不到模型 \(name)。请用 steelyard models list 查看，或用 --models 指定模型目录。",
        en: "There is no model \(name). See steelyard models list, or name the models' folder with --models.")
    }

    /// A model of another kind than the command works with.
    public static func modelKind(_ kind: ModelGovernance.Kind, wanted: ModelGovernance.Kind) -> LocalizedText {
      LocalizedText(
        zh: "此命令用于\(Wording.kind(wanted).zh)模型，而该模型是\(Wording.kind(kind).zh)模型。",
        en: "The command works with \(Wording.kind(wanted).en) models, and this is a \(Wording.kind(kind).en) model.")
    }

    /// The folder is no run.
    public static func notARun(folder: String) -> LocalizedText {
      LocalizedText(
        zh: "\(folder) 不是完整的结果目录（缺少 run.json 或其中列出的文件）。",
        en: "\(folder) is not the complete folder of a run: run.json, or a file it lists, is missing.")
    }

    /// A file of a run is not the one that was written.
    public static func fileChanged(file: String) -> LocalizedText {
      LocalizedText(
        zh: "文件 \(file) 与写出时不一致，不再采信。请重新运行。",
        en: "The file \(file) is not the one that was written and is not used. Run again.")
    }

    /// The run has no such institution.
    public static func institutionUnknown(code: String) -> LocalizedText {
      LocalizedText(
        zh: "结果中没有机构 \(code)。请核对编码（steelyard rank RUN --format csv）。",
        en: "The run has no institution \(code). Check the code (steelyard rank RUN --format csv).")
    }

    /// No institution has the figure to be ranked by.
    public static func orderUnknown(column: String) -> LocalizedText {
      LocalizedText(
        zh: "没有一家机构有 \(column)，不能按它排名。请改用 --order index_plain。",
        en: "No institution has \(column), so nothing can be ranked by it. Use --order index_plain.")
    }

    /// No institution of the claims lies in a district.
    public static func areaUnknown(district: String) -> LocalizedText {
      LocalizedText(
        zh: "--area 中的 \(district) 没有任何机构。请核对区划编码或名称。",
        en: "No institution lies in \(district), which --area names. Check the district's code or name.")
    }

    /// What the engine promised itself did not hold.
    public static func internalFault(promise: String) -> LocalizedText {
      LocalizedText(
        zh: "内部错误：以下约定未成立：\(promise)。未写出结果，请报告。",
        en: "Internal fault: this did not hold: \(promise). Nothing was written; please report it.")
    }

    /// How many places are not shown.
    public static func more(_ count: Int) -> LocalizedText {
      LocalizedText(zh: "……另有 \(count) 处。", en: "... and \(count) more places.")
    }

    /// An option's value is none of those that are known.
    public static func optionInvalid(_ option: String, _ value: String, _ known: [String]) -> LocalizedText {
      let words = known.joined(separator: ", ")
      return LocalizedText(
        zh: "\(option) 的值 \(value) 无法识别。可用：\(words)。", en: "\(option) does not take \(value). It takes: \(words).")
    }

    /// A run without input.
    public static var noInput: LocalizedText {
      LocalizedText(
        zh: "没有输入文件。请给出结算文件，或用 --ledger、--tally。",
        en: "There is no input. Name claim files, a --ledger, or a --tally.")
    }

    /// Standard input named twice.
    public static var standardInputTwice: LocalizedText {
      LocalizedText(zh: "标准输入（-）只能给一次。", en: "Standard input (-) can be named once only.")
    }

    /// Earlier runs beside a run without months.
    public static var historyNeedsPeriod: LocalizedText {
      LocalizedText(
        zh: "使用 --history 时须用 --period 给出考核期。", en: "With --history the months must be told: give --period.")
    }

    /// An earlier run that is not earlier, or covers months of another.
    public static func historyPeriod(_ folder: String, _ period: String) -> LocalizedText {
      LocalizedText(
        zh: "\(folder) 的考核期是 \(period)：须早于本期，互不重叠，且月数与本期相同。",
        en: "\(folder) is about \(period): earlier runs must lie before this one, not overlap, and have as many months."
      )
    }

    /// An earlier run that measures something else.
    public static func historyUnlike(_ folder: String) -> LocalizedText {
      LocalizedText(
        zh: "\(folder) 与本次的口径不同（费用、人头、同类、分层、封顶、参照、波动、区划或来源），不能作为历史。",
        en:
          "\(folder) measures in another way than this run (cost, heads, peers, strata, caps, reference, variance, area or source) and is no history of it."
      )
    }

    /// Two runs whose figures mean different things.
    public static func runsUnlike(_ first: String, _ second: String) -> LocalizedText {
      LocalizedText(
        zh: "\(first) 与 \(second) 的口径不同（费用、人头、同类、分层、封顶、参照、波动、区划或来源），不能放在一起。",
        en:
          "\(first) and \(second) measure in different ways (cost, heads, peers, strata, caps, reference, variance, area or source) and cannot be set side by side."
      )
    }

    /// A follow-up whose second run is not later.
    public static func followUpOrder(_ before: String, _ after: String) -> LocalizedText {
      LocalizedText(
        zh: "\(after) 的月份须全部晚于 \(before)。", en: "All months of \(after) must lie after those of \(before).")
    }

    /// A run from a tally where months are asked for.
    public static func tallyHasNoMonths(_ folder: String) -> LocalizedText {
      LocalizedText(zh: "\(folder) 由汇总表得到，没有逐月指标。", en: "\(folder) was made from a tally, which has no months.")
    }

    /// A run without its months where they are asked for.
    public static func monthsLeftOut(_ folder: String) -> LocalizedText {
      LocalizedText(
        zh: "\(folder) 运行时未生成逐月指标（--without months），请不带此项重新运行。",
        en: "\(folder) was run without its months (--without months); run it again with them.")
    }

    /// An option that a tally leaves no room for.
    public static func notWithTally(_ option: String) -> LocalizedText {
      LocalizedText(
        zh: "--tally 已是汇总，不能再用 \(option)。", en: "A --tally is reduced already, so \(option) cannot be used with it.")
    }
  }
}
