public import SteelyardDomain

extension Wording {
  /// The words of a check: what holds where it is passed, and what is counted.
  struct CheckText: Sendable {
    let title: LocalizedText
    let counts: LocalizedText

    init(_ zh: String, _ en: String, counts countsZh: String, _ countsEn: String) {
      title = LocalizedText(zh: zh, en: en)
      counts = LocalizedText(zh: countsZh, en: countsEn)
    }
  }

  /// What holds where a check is passed.
  public static func check(_ id: QualityCheck.ID) -> LocalizedText { checkText(id).title }

  /// What a check counts.
  public static func checkCounts(_ id: QualityCheck.ID) -> LocalizedText { checkText(id).counts }

  private static func checkText(_ id: QualityCheck.ID) -> CheckText {
    guard let text = checkTexts[id] else { preconditionFailure("check \(id.rawValue) has no words") }
    return text
  }

  /// The words of every check; a test holds it to all checks there are.
  static let checkTexts = fileCheckTexts.merging(fieldCheckTexts) { first, _ in first }

  private static let fileCheckTexts: [QualityCheck.ID: CheckText] = [
    .filesUsable: CheckText(
      "每个文件都可使用", "Every file can be used",
      counts: "被拒的文件", "files that are refused"),
    .filesWhole: CheckText(
      "文件完整，末行未被截断", "No file ends within a row or without a line end",
      counts: "缺结尾或末行被截断的文件", "files without an end, and rows cut at it"),
    .sheetLimit: CheckText(
      "没有文件恰好止于电子表格行数上限", "No file ends where a spreadsheet has its last row",
      counts: "止于行数上限的文件", "files that end at that row"),
    .sheetsRead: CheckText(
      "工作簿中没有隐藏或未读的工作表", "No sheet of a workbook is hidden or left unread",
      counts: "未读的工作表", "sheets that were not read"),
    .filesOnce: CheckText(
      "没有内容相同的文件", "No file has the content of another",
      counts: "内容重复的文件", "files with the content of another"),
    .headersOnce: CheckText(
      "表头只出现一次", "The header stands once",
      counts: "混在数据中的表头行", "header lines among the rows"),
    .totalsAddUp: CheckText(
      "合计行等于各行之和", "Lines of totals are the sums of their rows",
      counts: "与各行之和不符的合计行", "lines of totals that differ"),
    .totalsChecked: CheckText(
      "合计行均已核对", "Every line of totals could be compared",
      counts: "无法核对的合计行", "lines of totals that could not be compared"),
    .rowsRejected: CheckText(
      "拒收的行不超过上限", "Rows rejected stay within the limit",
      counts: "被拒收的行，含损坏处可能掩盖的行", "rows rejected, with those that damage may hide"),
    .tableRowsRejected: CheckText(
      "人员表、机构表拒收的行不超过上限", "Rows rejected in the tables of persons and institutions stay within the limit",
      counts: "拒收最多的表中被拒收的行", "rows rejected in the table with the largest share"),
    .moneyRejected: CheckText(
      "拒收的金额不超过上限", "Money rejected stays within the limit",
      counts: "被拒收的金额（分，绝对值）", "money rejected, in fen, without signs"),
    .rowsCount: CheckText(
      "至少有一行计入", "At least one row counts",
      counts: "一行也不计入时的全部行", "all rows, where none counts"),
    .rowsHidden: CheckText(
      "损坏处没有掩盖其他行", "Damaged places hide no rows",
      counts: "可能被掩盖的行", "rows that damaged places may hide"),
    .rowsInScope: CheckText(
      "多数行属于模型范围", "Most rows are in the model's scope",
      counts: "医疗类别、病种或地区不在范围的行", "rows of other care types, diseases or areas"),
    .rowsValid: CheckText(
      "多数行有效", "Most rows are marked valid",
      counts: "标记无效、删除或只属医疗救助的行", "rows marked invalid or deleted, or of medical aid alone"),
    .rowsInPeriod: CheckText(
      "多数行属于考核期", "Most rows lie in the period",
      counts: "考核期以外的行", "rows outside the period"),
    .rowsWellFormed: CheckText(
      "每行的形状与表头一致", "Every row has the shape of the header",
      counts: "列数不符、引号未闭合、单元格不可读的行", "rows with other columns, open quotes, unreadable cells"),
    .textValid: CheckText(
      "文字在所用编码中有效", "The text is valid in its encoding",
      counts: "含无效字节的行", "rows with bytes that mean nothing"),
    .textPrivate: CheckText(
      "没有自造字符", "No character is private to one system",
      counts: "含私有区字符的处数", "places with private-use characters"),
    .valuesRepaired: CheckText(
      "取值无需清理", "Values need no cleaning",
      counts: "清理过的取值（空格、千分位、全角等）", "values cleaned of blanks, thousands commas, wide letters"),
    .numbersShortened: CheckText(
      "表格中的数字没有超出十五位", "No number of a sheet has more than fifteen digits",
      counts: "按显示的十五位读取的数字", "numbers read as the fifteen digits shown"),
    .columnsPresent: CheckText(
      "可用的列齐全", "The columns that results can use are there",
      counts: "缺少的列", "columns that are absent"),
    .requiredValues: CheckText(
      "必填列没有空值", "Required columns have a value in every row",
      counts: "必填列为空的行", "rows with a required value missing"),
    .optionalValues: CheckText(
      "选填列大多有值", "Optional columns mostly have values",
      counts: "选填列的空单元格", "empty cells of optional columns"),
    .valuesReadable: CheckText(
      "选填列的取值可读", "Values of optional columns can be read",
      counts: "不可读而按缺失处理的取值", "values that could not be read and count as absent"),
    .monthsComplete: CheckText(
      "各机构各月的数据都较完整", "Each institution's months are well filled",
      counts: "有值单元格不足九成的机构月（至少 20 行）",
      "institution months with fewer than nine cells in ten filled, of those with 20 rows"),
  ]

  private static let fieldCheckTexts: [QualityCheck.ID: CheckText] = [
    .settlementsUnique: CheckText(
      "结算编号不重复", "Settlement numbers stand once",
      counts: "重复或被新版本取代的行", "rows that repeat a settlement or were replaced"),
    .settlementsAgree: CheckText(
      "同一结算编号的内容一致", "One settlement number has one content",
      counts: "同号不同内容的行", "rows whose number stands for different contents"),
    .settlementsSettled: CheckText(
      "每行都已结算", "Every row is settled",
      counts: "已上传未结算的行", "rows sent up and not settled"),
    .identifiersDamaged: CheckText(
      "编号未被电子表格损坏", "No identifier was damaged by a spreadsheet",
      counts: "编号变成科学计数法等的行", "rows with identifiers turned into numbers"),
    .identifiersMasked: CheckText(
      "作为主键的编号未被遮盖", "No identifier that is a key is masked",
      counts: "编号含星号的行", "rows with a masked identifier"),
    .certificatesSound: CheckText(
      "身份证号校验位相符", "Check characters of residents' numbers agree",
      counts: "校验位不符的证件号", "numbers whose check character disagrees"),
    .certificatesMasked: CheckText(
      "证件号码大多未脱敏", "Certificates are mostly not masked",
      counts: "已脱敏的证件号", "masked numbers"),
    .institutionCodes: CheckText(
      "机构编码为国家编码", "Institutions have national codes",
      counts: "非国家编码的机构", "institutions with local codes"),
    .institutionNames: CheckText(
      "一个机构编码只有一个名称", "One code has one name",
      counts: "有多个名称的机构", "institutions with several names"),
    .institutionNamesShared: CheckText(
      "一个名称只对应一个机构编码", "One name has one code",
      counts: "由多个编码共用的名称", "names that several codes share"),
    .institutionsKnown: CheckText(
      "机构表包含所有机构", "The table of institutions has every institution",
      counts: "机构表中没有的机构", "institutions that the table lacks"),
    .personsKnown: CheckText(
      "人员表包含所有参保人", "The table of persons has every person",
      counts: "人员表中没有的参保人", "persons that the table lacks"),
    .tablesAgree: CheckText(
      "人员表、机构表没有自相矛盾的行", "The tables of persons and institutions do not contradict themselves",
      counts: "互相矛盾的行", "rows that contradict another"),
    .diseasesKnown: CheckText(
      "病种编码在目录内", "Disease codes are in the catalogue",
      counts: "病种编码不在目录内的行", "rows with a code that the catalogue lacks"),
    .diseaseMoneyKnown: CheckText(
      "费用都在目录内的病种下", "Money stands under codes of the catalogue",
      counts: "目录外病种的金额（分，绝对值）", "money under other codes, in fen, without signs"),
    .diseasesSingle: CheckText(
      "每行只有一个病种编码", "Each row has one disease code",
      counts: "含多个病种编码的行", "rows with several disease codes"),
    .testData: CheckText(
      "没有测试数据", "There is no test data",
      counts: "名称像测试数据的行或机构", "rows or institutions named like test data"),
    .amountsReadable: CheckText(
      "金额都是数字", "Amounts are numbers",
      counts: "金额不可读的行", "rows with an amount that is no number"),
    .amountsWholeFen: CheckText(
      "金额精确到分", "Amounts are whole fen",
      counts: "细于一分的行，含已按要求舍入的", "rows with an amount finer than a fen, rounded ones too"),
    .amountsWithinCap: CheckText(
      "单笔金额不超过上限", "No amount exceeds the cap of one row",
      counts: "金额超过一万亿元的行", "rows above 10^12 yuan"),
    .amountUnits: CheckText(
      "同一列金额的单位一致", "A column's amounts are in one unit",
      counts: "疑似混有分与元的列", "columns that seem to mix fen and yuan"),
    .institutionUnits: CheckText(
      "各机构各月金额的单位一致", "An institution's months are in one unit",
      counts: "费用水平为其他月的百倍、万倍或其倒数的机构月",
      "institution months whose costs are 100 or 10,000 times those of its other months, or that part of them"),
    .costByCoverage: CheckText(
      "总费用等于各类费用之和", "Total cost is the sum of its coverage parts",
      counts: "勾稽不平的行（占比最高的文件）", "rows that do not add up, in the file with the largest share"),
    .costByPayer: CheckText(
      "总费用等于各支付方之和", "Total cost is the sum of what each payer paid",
      counts: "勾稽不平的行（占比最高的文件）", "rows that do not add up, in the file with the largest share"),
    .fundByPart: CheckText(
      "基金支付等于各项基金之和", "The fund's payment is the sum of its parts",
      counts: "勾稽不平的行（占比最高的文件）", "rows that do not add up, in the file with the largest share"),
    .fundWithinTotal: CheckText(
      "基金支付不超过总费用", "The fund pays no more than the total",
      counts: "基金支付大于总费用的行", "rows in which it does"),
    .partsWithinTotal: CheckText(
      "各分项不超过总费用", "No part exceeds the total",
      counts: "分项大于总费用的行", "rows in which one does"),
    .ratiosPlausible: CheckText(
      "比例在 0 至 1 之间", "Ratios lie within 0 and 1",
      counts: "超出范围的比例", "ratios outside"),
    .totalsZero: CheckText(
      "零费用的结算很少", "Few settlements cost nothing",
      counts: "总费用为零的行", "rows of zero total"),
    .negativesMarked: CheckText(
      "负数金额都有退费标志", "Negative amounts are marked as refunds",
      counts: "没有退费标志的负数行", "negative rows without a mark"),
    .equalRuns: CheckText(
      "没有大段相同的金额", "No long runs of one amount",
      counts: "连续 20 行以上金额相同的行", "rows in runs of 20 or more rows of one amount"),
    .equalInstitutions: CheckText(
      "没有机构的金额全部相同", "No institution's settlements all cost the same",
      counts: "20 行以上且金额全部相同的机构", "institutions with 20 rows or more, all of one amount"),
    .refundsPaired: CheckText(
      "退费找得到原结算", "Refunds find their originals",
      counts: "找不到原结算的退费", "refunds without an original"),
    .refundsMatched: CheckText(
      "退费与原结算的人员、机构一致", "Refunds name their original's person and institution",
      counts: "人员或机构不一致的退费", "refunds that name others"),
    .refundsWithinOriginal: CheckText(
      "退费不超过原结算", "Refunds do not exceed their originals",
      counts: "退费超过金额的原结算", "originals whose refunds exceed them"),
    .refundMarks: CheckText(
      "退费标志只用于退费", "Refund marks stand on refunds alone",
      counts: "带退费标志而金额不为负的行", "rows with the mark and no negative amount"),
    .datesReadable: CheckText(
      "结算日期可读", "Settlement dates can be read",
      counts: "日期不可读的行", "rows with an unreadable date"),
    .datesPlausible: CheckText(
      "结算日期在 1990 至 2100 年之间", "Settlement dates lie within 1990 and 2100",
      counts: "超出范围的行", "rows outside"),
    .datesTogether: CheckText(
      "没有远离其他行的结算日期", "No settlement lies years from the others",
      counts: "与绝大多数行相差一年以上的行", "rows more than a year from most"),
    .datesNotAfter: CheckText(
      "没有晚于数据截止日的结算", "No settlement lies after the day the data were drawn",
      counts: "晚于截止日的行", "rows after that day"),
    .dateForms: CheckText(
      "每列日期只有一种写法", "Each column's dates have one form",
      counts: "与该列主要写法不同的日期", "dates in another than the column's commonest form"),
    .datesInOrder: CheckText(
      "就诊与结算日期先后合理", "Dates of visit and settlement are in order",
      counts: "次序颠倒或相隔两年以上的行", "rows out of order, or more than two years apart"),
    .birthsBefore: CheckText(
      "出生日期不晚于结算", "Nobody is born after a settlement",
      counts: "出生晚于结算的行", "rows with a later birth"),
    .agesPlausible: CheckText(
      "年龄与出生日期相符且不超过 120", "Ages agree with births and stay within 120",
      counts: "不符或过大的年龄", "ages that do not"),
    .deathsAfter: CheckText(
      "没有死亡之后的结算", "Nobody has a settlement after the day of death",
      counts: "死亡之后的结算行", "rows after the day of death"),
    .monthsMissing: CheckText(
      "各机构每月都有数据", "Each institution has rows in every month",
      counts: "没有数据的机构月（机构至少 20 行）", "institution months without rows, of institutions with 20 rows"),
    .monthsSteady: CheckText(
      "各月总行数平稳", "Months have about as many rows as each other",
      counts: "行数不足中位数一半或超过两倍的月份", "months with less than half or more than twice the median"),
    .institutionsSteady: CheckText(
      "各机构每月行数平稳", "Each institution's months have about as many rows",
      counts: "行数不足中位数四分之一或超过四倍的机构月", "institution months with less than a quarter or more than four times the median"),
    .linesRejected: CheckText(
      "拒收的明细行不超过上限", "Fee lines rejected stay within the limit",
      counts: "被拒收的明细行（占比最高的文件）", "lines rejected, in the file with the largest share"),
    .lineMoneyRejected: CheckText(
      "拒收的明细金额不超过上限", "Fee line money rejected stays within the limit",
      counts: "被拒收的明细金额（分，绝对值）", "money rejected, in fen, without signs"),
    .linesJoined: CheckText(
      "明细找得到结算", "Fee lines find their settlements",
      counts: "结算不计入的明细行", "lines whose settlement does not count"),
    .linesUnique: CheckText(
      "明细不重复", "Fee lines stand once",
      counts: "重复或互相矛盾的明细行", "lines that repeat or contradict another"),
    .linesAddUp: CheckText(
      "明细之和等于结算", "Fee lines add up to their settlements",
      counts: "与明细之和不符的结算", "settlements that their lines do not add up to"),
    .linesPriced: CheckText(
      "单价乘数量等于金额", "Price times quantity is the amount",
      counts: "不相等的明细行", "lines in which it is not"),
  ]
}
