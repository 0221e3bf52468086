import SteelyardDomain

extension Wording {
  /// The words of the rules about how a delimited text is written, and about its lines of totals.
  static let dialectTexts: [Diagnostic.Code: RuleText] = [
    .headerNotFound: RuleText(
      "前 50 行中找不到表头：没有认识的列名", "No row of the first 50 is a header: no names that are known.",
      do: "请补上表头；列名不同的，用 --map 指明，分隔符特殊的，用 --delimiter 指明。",
      "Add a header; name columns with --map where theirs are unknown, and the separator with --delimiter."),
    .headerDiffers: RuleText(
      "数据行中出现另一个表头，列或列序不同", "Another header, with other columns or in another order, stands among the rows.",
      do: "请把不同格式的导出分成不同的文件。", "Give exports of different layouts as files of their own."),
    .controlTotalDiffers: RuleText(
      "文件自带的合计行与其各行之和不符", "A total line of the file is not the sum of its rows.",
      do: "数据可能缺行或重复，请重新导出；确认合计行有误的，请删去该行。",
      "Rows may be missing or doubled: export again; take the total line out if you know that it is wrong."),
    .rowTruncated: RuleText(
      "文件在最后一行中间结束", "The file ends within its last row.",
      do: "文件不完整，请重新导出或重新传输。", "The file is not whole: export or transfer it again."),
    .subtotalDiffers: RuleText(
      "文件自带的小计行与其各行之和不符", "A subtotal line of the file is not the sum of its rows.",
      do: "数据可能缺行或重复，请核对该行以上的数据。", "Rows may be missing or doubled: check the rows above it."),
    .rowCommentedOut: RuleText(
      "该行以 # 开头，像是注释掉的行，但未声明注释标记",
      "The row begins with #, as a comment does, and no mark of comments was named.",
      do: "如 # 表示注释，请加 --comment '#'；如是数据，请给该字段加引号。",
      "If # marks comments, say so with --comment '#'; if it is data, enclose the field in quotes."),
    .commentLine: RuleText(
      "该行是注释行", "The line begins with the mark of a comment.",
      do: "无需处理。", "Nothing to do."),
    .rowEmpty: RuleText(
      "该行只有分隔符，没有内容", "The row has separators and nothing between them.",
      do: "无需处理。", "Nothing to do."),
    .linesAboveHeader: RuleText(
      "表头之上有若干行，不作为数据", "Lines stand above the header; they are not rows.",
      do: "请核对 quality.json 中的表头行号。", "Check the header's line in quality.json."),
    .finalLineEndMissing: RuleText(
      "文件末尾没有换行，可能不完整", "The file does not end with a line end; it may have been cut.",
      do: "请核对最后一行是否完整。", "Check that the last row is whole."),
    .controlTotalConfirmed: RuleText(
      "文件自带的合计行等于其各行之和", "A total line of the file is the sum of its rows.",
      do: "无需处理。", "Nothing to do."),
    .controlTotalUnchecked: RuleText(
      "文件自带的合计行无法核对", "A total line of the file could not be compared with its rows.",
      do: "合计行没有金额，或有行的金额无法读取，请人工核对。",
      "It has no amount, or rows have amounts that cannot be read: compare it by hand."),
    .bareQuoteKept: RuleText(
      "字段内有不成对的引号，按原样保留", "A field has a quotation mark that does not enclose it; it is kept as it stands.",
      do: "请核对引号的用法。", "Check how quotation marks are used."),
  ]
}
