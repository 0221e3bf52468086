import SteelyardDomain

extension Wording {
  /// The words of the rules about single fields.
  static let fieldTexts: [Diagnostic.Code: RuleText] = [
    .decimalCommaUndeclared: RuleText(
      "该列金额多半用逗号作小数点", "More than half of a column's amounts read only with a decimal comma.",
      do: "请用 --decimal , 声明，或按小数点导出。", "Say so with --decimal , or export a decimal point."),
    .dateOrderUndeclared: RuleText(
      "该列日期多半日或月在前，顺序不明", "More than half of a column's dates have day or month first, and nobody said which.",
      do: "请声明日期顺序，或按 2025-07-01 的格式导出。", "Say which with the date order, or write dates as 2025-07-01."),
    .identifiersRounded: RuleText(
      "该列编号像是被电子表格舍入过，末几位全为零", "Too many identifiers of a column look as if a spreadsheet had rounded them.",
      do: "请从源系统导出，不要经电子表格另存。", "Export from the source, not through a spreadsheet."),
    .amountIdentityBroken: RuleText(
      "金额勾稽关系不成立的行过多", "Too many settlements of a file break an identity of amounts.",
      do: "请核对各分项金额的口径和单位，或用 --max-identity-rate 放宽。",
      "Check what the parts mean and their units, or allow more with --max-identity-rate."),
    .amountUnitsMixed: RuleText(
      "同一列的金额有的像以元、有的像以分为单位，大小相差约一百倍",
      "Some amounts of a column look like yuan and others like fen, about a hundred times as large.",
      do: "请统一单位后重新导出；如确为同一单位，请加 --one-unit。",
      "Export the column in one unit; if it is in one, say so with --one-unit."),
    .identifierMasked: RuleText(
      "作为主键的编号被星号、X 或圆点等遮盖", "A part of an identifier that is a key is hidden by asterisks, letters X or shapes.",
      do: "请导出未脱敏的编号，或稳定的代码。", "Export the whole identifier, or a stable code in its place."),
    .diseaseCodesSeveral: RuleText(
      "一个字段内有多个病种编码", "One field holds several disease codes.",
      do: "请每行只填一个病种编码。", "Give one disease code a row."),
    .controlRowSpansMonths: RuleText(
      "对账总额的一行跨越两个月份", "A row of control totals begins and ends in two months.",
      do: "请按月分行给出总额。", "Give totals a month a row."),
    .aidSettlementWithoutFund: RuleText(
      "只属医疗救助的结算，基金支付为零", "A settlement of medical aid alone, to which the fund pays nothing.",
      do: "无需处理。", "Nothing to do."),
    .amountUnitFromHeader: RuleText(
      "表头注明金额单位不是元，已换算到分", "The header gives amounts in a unit other than yuan; they are scaled to fen.",
      do: "请确认表头的单位属实。", "Confirm that the header's unit is true."),
    .amountRounded: RuleText(
      "金额细于一分，已按要求四舍六入五成双", "An amount finer than a fen was rounded half to even, as asked.",
      do: "如需精确金额，请按两位小数导出。", "For exact amounts, export two decimals."),
    .dateFormsMixed: RuleText(
      "同一列的日期有多种写法", "The dates of a column are written in more than one form.",
      do: "无需处理；各种写法都可识别。", "Nothing to do; every form is read."),
    .dateZoneConverted: RuleText(
      "时间带有其他时区，已换算为北京时间再取日期", "A time in another zone was moved to China's; the day is the one it falls on there.",
      do: "请确认时区属实。", "Confirm that the zone is true."),
    .datesOutOfOrder: RuleText(
      "结束早于开始、结算早于就诊，或就诊两年后才结算",
      "An end before its beginning, a settlement before the visit, or more than two years after it.",
      do: "请核对就诊和结算日期。", "Check the dates of visit and settlement."),
    .birthAfterSettlement: RuleText(
      "出生日期晚于结算日期", "The day of birth lies after the settlement.",
      do: "请核对出生日期。", "Check the day of birth."),
    .ageDiffersFromBirth: RuleText(
      "年龄与出生日期相差超过一岁，以出生日期为准", "The age differs by more than a year from the day of birth, which counts.",
      do: "请核对年龄和出生日期。", "Check age and day of birth."),
    .ageImplausible: RuleText(
      "年龄超过 120 岁", "An age above 120 years.",
      do: "请核对年龄。", "Check the age."),
    .certificateSlip: RuleText(
      "身份证号校验位不符，仍以人员编号识别", "The check character of a resident's number disagrees; the person's number counts.",
      do: "请在源系统核对证件号码。", "Check the number at the source."),
    .certificateMasked: RuleText(
      "证件号码已脱敏，不作校验", "The number of a certificate is masked and not checked.",
      do: "无需处理。", "Nothing to do."),
    .codeFolded: RuleText(
      "编码含有全角字符或不可见字符，已规范", "A code was cleaned of full-width letters or unseen marks.",
      do: "无需处理；规范次数已计入。", "Nothing to do; the count is kept."),
    .institutionCodeLowercase: RuleText(
      "机构编码首字母为小写，按原样处理", "An institution's code begins with a small letter; taken as it is written.",
      do: "如与大写编码是同一机构，请统一写法。", "Write it with a capital if it is the same institution."),
    .institutionNameVaries: RuleText(
      "同一机构编码有多个名称，以最新的为准", "One institution's code stands with several names; the latest counts.",
      do: "请核对是否改名或编码重复使用。", "Check whether it was renamed or the code was used twice."),
    .institutionNameShared: RuleText(
      "多个机构编码使用同一名称", "Several institutions' codes stand with one name.",
      do: "请核对是否更换过编码。", "Check whether the code was changed."),
    .diseaseCodeUnknown: RuleText(
      "病种目录中没有该编码，单独成层", "The disease catalogue lacks the code; it stays a stratum of its own.",
      do: "请用 --disease-catalog 给出本地病种目录。", "Give the area's own list with --disease-catalog."),
    .amountIdentityDiffers: RuleText(
      "金额勾稽不平，相差超过一分", "The amounts of a settlement do not add up, by more than a fen.",
      do: "请核对各分项金额。", "Check the parts."),
    .testData: RuleText(
      "名称像是测试数据，仍计入", "A name is that of test data; the rows count.",
      do: "请在源系统剔除测试数据。", "Take test data out at the source."),
    .settledInFuture: RuleText(
      "结算日期晚于声明的数据截止日", "The settlement's day lies after the day that was named as the last.",
      do: "请核对结算日期，或更正 --as-of。", "Check the date, or name another day with --as-of."),
    .notSettled: RuleText(
      "结算编号和结算时间均为空，属已上传未结算", "The row has neither number nor time of a settlement: sent up, not settled.",
      do: "无需处理；结算后再导出即可计入。", "Nothing to do; it counts once it is settled and exported again."),
    .settlementDayIsolated: RuleText(
      "结算日期与绝大多数行相差一年以上", "A settlement's day lies more than a year from those of most rows.",
      do: "请核对这些日期，或用 --period 限定考核期。", "Check these dates, or name the months with --period."),
    .validityUnknown: RuleText(
      "有效标志既非是也非否，该行仍计入", "A mark of validity is neither a yes nor a no; the row counts.",
      do: "请核对该标志的含义；无效的行请在源系统剔除或标为 0。",
      "Find out what the mark means; leave invalid rows out at the source, or mark them 0."),
    .amountUnitsTaken: RuleText(
      "金额看似有两种单位，已按要求一律按一种单位读取",
      "Amounts that look like two units were read in one, as asked.",
      do: "请确认该列确为同一单位。", "Confirm that the column is in one unit."),
    .institutionCodeMerged: RuleText(
      "机构编码已按对照表换为现用编码", "An institution's code was read as the one it is merged into, as the table says.",
      do: "请确认对照表属实。", "Confirm that the table is right."),
    .ratioImplausible: RuleText(
      "比例不在 0 至 1 之间", "A ratio lies outside 0 to 1.",
      do: "请核对该列是否为百分数。", "Check whether the column is in per cent."),
  ]
}
