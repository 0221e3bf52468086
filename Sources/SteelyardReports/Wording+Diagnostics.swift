public import SteelyardDomain

extension Wording {
  /// The words of a rule of the input: what it means and what to do.
  struct RuleText: Sendable {
    let meaning: LocalizedText
    let advice: LocalizedText

    init(_ zh: String, _ en: String, do adviceZh: String, _ adviceEn: String) {
      meaning = LocalizedText(zh: zh, en: en)
      advice = LocalizedText(zh: adviceZh, en: adviceEn)
    }
  }

  /// What a rule of the input means, in a sentence without content of the row.
  public static func meaning(_ code: Diagnostic.Code) -> LocalizedText { ruleText(code).meaning }

  /// What whoever sent the data can do about it.
  public static func advice(_ code: Diagnostic.Code) -> LocalizedText { ruleText(code).advice }

  /// What a rule means and what to do, as one run of sentences.
  public static func meaningAndAdvice(_ code: Diagnostic.Code) -> LocalizedText {
    let rule = ruleText(code)
    return LocalizedText(zh: "\(rule.meaning.zh)。\(rule.advice.zh)", en: "\(rule.meaning.en) \(rule.advice.en)")
  }

  /// How grave a finding is.
  public static func severity(_ severity: Diagnostic.Severity) -> LocalizedText {
    switch severity {
    case .note: LocalizedText(zh: "提示", en: "note")
    case .excluded: LocalizedText(zh: "排除", en: "excluded")
    case .rejected: LocalizedText(zh: "拒收", en: "rejected")
    case .fatal: LocalizedText(zh: "文件不可用", en: "file refused")
    }
  }

  /// All rules that have words; a test holds it to all rules there are.
  static let ruleTexts = fatalTexts.merging(rejectedTexts, uniquingKeysWith: keepFirst)
    .merging(excludedTexts, uniquingKeysWith: keepFirst).merging(noteTexts, uniquingKeysWith: keepFirst)
    .merging(encodingTexts, uniquingKeysWith: keepFirst)
    .merging(dialectTexts, uniquingKeysWith: keepFirst)
    .merging(containerTexts, uniquingKeysWith: keepFirst)
    .merging(workbookTexts, uniquingKeysWith: keepFirst)
    .merging(fieldTexts, uniquingKeysWith: keepFirst)
    .merging(registerTexts, uniquingKeysWith: keepFirst)

  private static func keepFirst(_ a: RuleText, _: RuleText) -> RuleText { a }

  private static func ruleText(_ code: Diagnostic.Code) -> RuleText {
    guard let text = ruleTexts[code] else { preconditionFailure("rule \(code.rawValue) has no words") }
    return text
  }

  private static let fatalTexts: [Diagnostic.Code: RuleText] = [
    .fileEmpty: RuleText(
      "文件为空", "The file has no bytes.",
      do: "请重新导出该文件。", "Export the file again."),
    .headerOnly: RuleText(
      "文件只有表头，没有数据行", "The file has a header and no rows.",
      do: "请检查导出条件后重新导出。", "Check the export's conditions and export again."),
    .requiredColumnMissing: RuleText(
      "表头缺少必需的列", "A column the model needs is not in the header.",
      do: "请补上该列，或用 --map 指明对应的列名。", "Add the column, or name the one that holds it with --map."),
    .columnAmbiguous: RuleText(
      "表头有两列对应同一字段", "Two columns of the header mean the same field.",
      do: "请用 --map 指明用哪一列。", "Say with --map which one to use."),
    .encodingUnsupported: RuleText(
      "无法判定文件编码，或表头含有该编码中无效的字节",
      "The encoding cannot be told or is not read, or the header has bytes that mean nothing in it.",
      do: "请另存为 UTF-8，或用 --encoding 指明 GB18030、UTF-16LE、UTF-16BE 或 Big5（繁体）。",
      "Save the file as UTF-8, or name GB18030, UTF-16LE, UTF-16BE or Big5 with --encoding."),
    .compressionDamaged: RuleText(
      "压缩文件不完整或已损坏", "The compressed file is cut short or damaged.",
      do: "请重新传输或重新压缩。", "Transfer or compress it again."),
    .mappedColumnMissing: RuleText(
      "映射中指定的列不在表头里", "A column named by the mapping is not in the header.",
      do: "请核对 --map 或映射文件中的列名。", "Check the column's name in --map or in the mapping file."),
    .containerUnsupported: RuleText(
      "不支持该文件格式（如 PDF、文档、Parquet）", "A file of this kind is not read (PDF, a document, Parquet).",
      do: "请从源系统导出为 CSV；Parquet 可用 STEELYARD_PARQUET 指明读取程序。",
      "Export it from the source as CSV; for Parquet, name a program that reads it with STEELYARD_PARQUET."),
  ]

  private static let rejectedTexts: [Diagnostic.Code: RuleText] = [
    .columnCountDiffers: RuleText(
      "该行的列数与表头不同", "The row has more or fewer fields than the header.",
      do: "请检查该行的分隔符和引号。", "Check the separators and quotes of the row."),
    .requiredValueEmpty: RuleText(
      "必填字段为空", "A field that must have a value is empty.",
      do: "请在源系统补全该字段。", "Fill it in at the source."),
    .amountUnreadable: RuleText(
      "金额不是数字", "The amount is not a number.",
      do: "请按小数点格式的元导出金额。", "Export amounts in yuan with a decimal point."),
    .amountFinerThanFen: RuleText(
      "金额不是整分", "The amount is not a whole number of fen.",
      do: "请按两位小数导出，不要用浮点数。", "Export two decimals, not binary floating point."),
    .dateUnreadable: RuleText(
      "日期无法识别，或历法中没有这一天", "The date is not a day of the calendar, or not written in a known form.",
      do: "请按 2025-07-01 的格式导出日期。", "Write dates as 2025-07-01."),
    .amountTooLarge: RuleText(
      "金额超过 10^12 元", "The amount exceeds 10^12 yuan.",
      do: "请核对金额和单位。", "Check the amount and its unit."),
    .encodingInvalid: RuleText(
      "该行含有文件编码中无效的字节", "The row has bytes that mean nothing in the file's encoding.",
      do: "请检查是否有被截断的汉字，并按统一的编码重新导出。",
      "Look for characters cut in the middle, and export the whole file in one encoding."),
    .quoteUnterminated: RuleText(
      "引号没有闭合", "A quote opens and does not close.",
      do: "请检查该行的引号，字段内的引号须写成两个。", "Check the row's quotes; a quote within a field is doubled."),
    .nulByte: RuleText(
      "该行含有空字节", "The row has a NUL byte.",
      do: "文件可能在存储或传输中受损，请重新导出。", "The file may be damaged on disk or in transfer; export it again."),
    .claimConflict: RuleText(
      "同一结算编号对应不同内容", "One settlement number stands for different contents.",
      do: "请核对编号是否唯一，或提供更新时间。", "Check that numbers are unique, or give the time of update."),
    .identifierDamaged: RuleText(
      "编号被电子表格改成了科学计数法", "The identifier was damaged by a spreadsheet.",
      do: "请从源系统导出，不要经电子表格另存。", "Export from the source, not through a spreadsheet."),
    .fieldTooLong: RuleText(
      "字段超过 1 MiB", "A field is longer than 1 MiB.",
      do: "请检查是否有引号未闭合。", "Look for a quote that does not close."),
    .dateImplausible: RuleText(
      "结算日期不在 1990 至 2098 年之间", "The settlement's date lies outside the years 1990 to 2098.",
      do: "请核对结算时间。", "Check the settlement time."),
    .dimensionConflict: RuleText(
      "维表中同一编码有两条不同的记录", "Two different rows of a dimension table describe one key.",
      do: "请只保留一条有效记录。", "Keep one valid row."),
    .sumsInconsistent: RuleText(
      "汇总表前后矛盾：合计与各部分不符，或有部分无所属",
      "A table of sums contradicts itself: a whole that its parts do not make, or a part of no whole.",
      do: "请重新汇总；行类型只能是 stratum 或 institution。", "Make the sums again; a row is a stratum or an institution."),
    .quantityUnreadable: RuleText(
      "数量不是数字、超过四位小数，或超过 10^10",
      "The quantity is not a number, finer than a ten-thousandth, or beyond 10^10.",
      do: "请按最多四位小数导出数量。", "Export quantities with at most four decimals."),
    .lineConflict: RuleText(
      "同一结算的同一明细编号对应不同内容",
      "One line number of a settlement stands for different contents.",
      do: "请核对明细编号在一次结算内是否唯一。", "Check that line numbers are unique within a settlement."),
    .integerUnreadable: RuleText(
      "汇总表的该格不是整数，或计数为负",
      "A cell of a table of sums is not a whole number, or is a negative count.",
      do: "请导出整数：金额以分计，不带小数点、千分位和空格。",
      "Export whole numbers: money in fen, without point, comma or space."),
  ]

  private static let excludedTexts: [Diagnostic.Code: RuleText] = [
    .careTypeOutOfScope: RuleText(
      "医疗类别不在模型范围内", "The care type is not the model's.",
      do: "无需处理；如应纳入，请核对医疗类别代码。", "Nothing to do; if it should count, check the care type's code."),
    .claimRepeated: RuleText(
      "同一结算重复出现，内容相同", "The same settlement again, with the same content.",
      do: "无需处理；只计一次。", "Nothing to do; it counts once."),
    .negativeWithoutRefund: RuleText(
      "金额为负，但没有退费标志，也未指向原结算", "The amount is negative and nothing says that it is a refund.",
      do: "如为退费，请给出退费标志或原结算编号。", "If it is a refund, give the mark or the original's number."),
    .markedInvalid: RuleText(
      "该行标记为无效", "The row is marked invalid.",
      do: "无需处理。", "Nothing to do."),
    .markedDeleted: RuleText(
      "该行标记为已删除", "The row is marked deleted.",
      do: "无需处理。", "Nothing to do."),
    .outsidePeriod: RuleText(
      "结算日期不在考核期内", "The settlement lies outside the run's period.",
      do: "无需处理；如应纳入，请调整考核期。", "Nothing to do; if it should count, change the period."),
    .outsideArea: RuleText(
      "机构不在本次统计的区划内", "The institution lies outside the run's area.",
      do: "无需处理；如应纳入，请调整区划。", "Nothing to do; if it should count, change the area."),
    .diseaseOutOfScope: RuleText(
      "病种不在模型范围内", "The disease is not among the model's.",
      do: "无需处理；如应纳入，请核对病种代码。", "Nothing to do; if it should count, check the disease's code."),
    .totalRow: RuleText(
      "该行是合计行", "The line is a total of other lines.",
      do: "无需处理；合计行不计入。", "Nothing to do; totals are not counted."),
    .headerRepeated: RuleText(
      "数据中重复出现表头", "The header stands again among the rows.",
      do: "无需处理；多半是文件拼接所致。", "Nothing to do; files were probably joined."),
    .claimSuperseded: RuleText(
      "该结算已有更新的版本", "The settlement was replaced by a newer version of itself.",
      do: "无需处理；以最新版本为准。", "Nothing to do; the newest version counts."),
    .lineWithoutClaim: RuleText(
      "明细所属的结算未计入，或已全额冲销",
      "The fee line's settlement is not counted, or was wholly taken back.",
      do: "无需处理；如应纳入，请核对结算编号。", "Nothing to do; if it should count, check the settlement's number."),
    .lineRepeated: RuleText(
      "同一明细重复出现，内容相同",
      "The same fee line again, with the same content.",
      do: "无需处理；只计一次。", "Nothing to do; it counts once."),
  ]

  private static let noteTexts: [Diagnostic.Code: RuleText] = [
    .pairSumsMissing: RuleText(
      "汇总表中有人患多个病种，但没有配对汇总表：偶然波动被低估，z、q 和区间过于肯定",
      "Persons of the table of sums have several diseases and its pair sums are missing: chance is understated, and z, q "
        + "and intervals are too sure of themselves.",
      do: "约谈之前请提供 tally-pairs.csv 并重新计算。", "Give tally-pairs.csv and run again before anyone is interviewed."),
    .optionalColumnAbsent: RuleText(
      "缺少可选的列：相应值记为不详，依赖它的结果留空",
      "A column the model can use is absent: its values count as unknown, and results that need it stay empty.",
      do: "如有该列，请一并导出，比较会更公平。", "Export the column if there is one; the comparison gets fairer."),
    .refundOrphan: RuleText(
      "退费找不到原结算，只计金额", "A refund whose original is not among the claims; it counts as money only.",
      do: "请连同原结算一起导出。", "Export the originals too."),
    .zeroTotal: RuleText(
      "总费用为零；被接收的计一个人次", "A settlement of zero money; accepted, it counts as a visit.",
      do: "请确认零金额结算是否真实就诊。", "Confirm that settlements of zero money are visits."),
    .refundExceedsOriginal: RuleText(
      "退费超过原结算金额", "Refunds exceed their original.",
      do: "请在源系统核对退费。", "Check the refunds at the source."),
    .valueRepaired: RuleText(
      "值带有无害的修饰（千分位、制表符、货币符号），已清除",
      "A value was cleaned of harmless dressing (thousands comma, TAB, currency sign).",
      do: "无需处理；清理次数已计入。", "Nothing to do; the count of repairs is kept."),
    .refundMismatched: RuleText(
      "退费与原结算的参保人或机构不同，按无原结算处理",
      "A refund names another person or institution than its original; it counts as an orphan.",
      do: "请核对退费所指的原结算编号。", "Check the original's number in the refund."),
    .settledAfterDeath: RuleText(
      "结算晚于参保人死亡日期", "A settlement after the person's day of death.",
      do: "请先核对死亡日期和结算日期，可能是补结算。", "Check both dates first; it may be a late settlement."),
    .diedBeforePeriod: RuleText(
      "参保人在考核期开始前已死亡", "A person of the dimension table had died before the run's period began.",
      do: "请核对参保人表的死亡日期。", "Check the day of death in the persons table."),
    .missingInDimension: RuleText(
      "结算中的参保人或机构不在维表中", "A person or institution of the claims is not in the dimension table.",
      do: "请导出完整的维表。", "Export the whole dimension table."),
    .optionalValueUnreadable: RuleText(
      "可选的值无法识别，按缺失处理", "An optional value could not be read and counts as absent.",
      do: "请核对该列的写法。", "Check how the column is written."),
    .fundExceedsTotal: RuleText(
      "基金支付超过总费用", "The fund payment exceeds the total cost.",
      do: "请核对两列金额及其单位。", "Check both amounts and their unit."),
    .institutionCodeLocal: RuleText(
      "机构编码不是国家编码，按本地编码处理", "An institution code that is not a national one is taken as a local one.",
      do: "如有国家编码，请改用国家编码。", "Use national codes where there are any."),
    .partExceedsTotal: RuleText(
      "分项费用单独或合计超过总额", "A part of a settlement's cost, or some of its parts together, exceed their whole.",
      do: "请核对分项与总额。", "Check the parts against the total."),
    .refundMarkOnOriginal: RuleText(
      "退费标志出现在非负金额上，按原结算处理",
      "A refund mark on a row with no negative amount; the row is taken as the original.",
      do: "无需处理；有的源系统在两笔上都打标志。", "Nothing to do; some sources mark both halves."),
    .priceTimesQuantityDiffers: RuleText(
      "单价乘以数量不等于明细金额，以金额为准",
      "Price times quantity of a fee line is not its amount; the amount counts.",
      do: "请核对单价和数量；打折的明细会有出入。", "Check price and quantity; lines with a discount differ."),
    .linesDifferFromClaim: RuleText(
      "结算的明细之和不等于结算总额，以结算为准",
      "The fee lines of a settlement do not add up to it; the settlement counts.",
      do: "请导出结算的全部明细，退费明细也要导出。", "Export all lines of a settlement, those of refunds too."),
  ]
}
