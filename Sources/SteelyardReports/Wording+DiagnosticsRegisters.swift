import SteelyardDomain

extension Wording {
  /// The words of the rules about registers.
  static let registerTexts: [Diagnostic.Code: RuleText] = [
    .decisionUnreadable: RuleText(
      "匹配决定既不是“同一人”也不是“不同人”", "A decision about a match is not one of the words for it.",
      do: "请填 same（同一人）或 other（不同人），未定的留空。", "Write same or other; leave what is open empty."),
    .decisionsContradict: RuleText(
      "匹配决定互相矛盾", "Two decisions about matches contradict each other.",
      do: "请核对这些决定：同一条不能既同又异，两个有效号码不能是同一人。",
      "Look at these decisions: none may say both, and two valid numbers are two persons."),
    .registerRowConflict: RuleText(
      "主键相同的行内容不同，都不采用", "Rows of a register that are alike in its key differ elsewhere.",
      do: "请核对哪一行属实，重新导出。", "Find out which one is true and export again."),
    .monthUnreadable: RuleText(
      "月份无法识别", "The month is not one of the calendar, or not written in a known form.",
      do: "请写成 202107 或 2021-07。", "Write it as 202107 or 2021-07."),
    .wholeNumberUnreadable: RuleText(
      "不是整数或数值过大", "The number is not a whole one, or beyond 10^12.",
      do: "请只填数字。", "Write digits only."),
    .registerRowRepeated: RuleText(
      "与前面某行完全相同，只计一次", "The same row of a register again: alike in its key and in everything else.",
      do: "无需处理。", "Nothing to do."),
    .personNumberInvalid: RuleText(
      "证件号码不是有效的居民身份证号码，不与其他登记表关联",
      "A person's number that is no resident's number, or whose check character disagrees; it joins no other register.",
      do: "请核对号码；姓名、出生日期和地区都相同的列入弱匹配队列待定。",
      "Check the number; who is alike in name, day of birth and area waits in the queue of weak matches."),
    .personNumberMasked: RuleText(
      "证件号码被遮盖，不与其他登记表关联", "A person's number that is masked; it joins no other register.",
      do: "请导出完整号码。", "Export the whole number."),
    .personNumberExtended: RuleText(
      "15位身份证号码已换为18位", "A resident's number of 15 digits was made one of 18.",
      do: "无需处理。", "Nothing to do."),
  ]
}
