import SteelyardDomain

extension Wording {
  /// The words of the rules of text encodings.
  static let encodingTexts: [Diagnostic.Code: RuleText] = [
    .encodingsMixed: RuleText(
      "文件前后用了两种编码", "The file is written in two encodings; the other one begins at this line.",
      do: "请统一编码后重新导出；如指定了 --encoding，请核对。", "Export the whole file in one encoding; check --encoding if you gave it."),
    .damagedOnDisk: RuleText(
      "文件中有 4 KiB 以上的连续空字节，存储已受损", "The file has 4 KiB or more of NUL bytes in a row: it is damaged on disk.",
      do: "请重新导出或重新传输。", "Export or transfer it again."),
    .encodingContradicted: RuleText(
      "文件开头的字节序标记与 --encoding 不符", "The byte order mark at the beginning contradicts --encoding.",
      do: "请去掉 --encoding，或改为标记所示的编码。", "Leave --encoding out, or name the encoding of the mark."),
    .controlZIgnored: RuleText(
      "文件末尾的 Ctrl-Z 已略过", "Ctrl-Z at the end of the file was passed over.",
      do: "无需处理。", "Nothing to do."),
    .privateUseCharacter: RuleText(
      "文本含有私用区字符，在不同系统上含义不同", "The text has private-use characters, which mean something else on every system.",
      do: "姓名和名称仅供显示，请勿用作编号；可改用 UTF-8 导出。", "Do not use such names as keys; export in UTF-8 if you can."),
    .byteOrderMarkPassed: RuleText(
      "文件开头的字节序标记已略过", "The byte order mark at the beginning of the file was passed over.",
      do: "无需处理。", "Nothing to do."),
  ]
}
