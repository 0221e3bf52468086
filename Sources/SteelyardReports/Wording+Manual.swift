public import SteelyardDomain

/// What the manual page says of the program as a whole; the commands speak for themselves.
extension Wording {
  /// The sentences of the manual pages that stand in no command's help.
  public enum Manual {
    /// The values an option takes.
    public static func values(_ values: String) -> String { "One of 可取值: \(values)." }

    /// The value of an option that is not given.
    public static func standard(_ value: String) -> String { "Default 默认: \(value)." }

    /// Environment variables.
    public static let variables: [(String, LocalizedText)] = [
      ("STEELYARD_LANG", LocalizedText(zh: "显示语言：zh 或 en。", en: "Language of what is shown: zh or en.")),
      (
        "STEELYARD_MODELS",
        LocalizedText(
          zh: "模型目录，次于 --models，先于当前目录的 Models 和随程序安装的模型。",
          en: "Folder of the models: after --models, before Models in the current folder and the installed ones.")
      ),
      (
        "XDG_CONFIG_HOME",
        LocalizedText(zh: "假名密钥的上级目录，默认 ~/.config。", en: "Where the key of pseudonyms lies; ~/.config if unset.")
      ),
      ("TMPDIR", LocalizedText(zh: "临时目录。", en: "Folder of temporary files.")),
      ("NO_COLOR", LocalizedText(zh: "设置后不用颜色。", en: "No colour where it is set.")),
    ]

    /// Files.
    public static let files: [(String, LocalizedText)] = [
      (
        "~/.config/steelyard/person.key",
        LocalizedText(zh: "假名密钥，首次运行时生成，仅本人可读。", en: "The key of pseudonyms, made at first use, for its owner alone.")
      ),
      (
        "../share/steelyard/models",
        LocalizedText(zh: "随程序安装的模型，相对程序所在目录。", en: "The installed models, from the program's folder.")
      ),
      (
        "../share/doc/steelyard",
        LocalizedText(zh: "说明文档：指南、格式、方法。", en: "The documentation: guides, formats, methods.")
      ),
    ]

    /// Exit statuses (Reference/diagnostics.md).
    public static let statuses: [(String, LocalizedText)] = [
      ("0", LocalizedText(zh: "成功。", en: "The work is done.")),
      ("1", LocalizedText(zh: "内部错误。", en: "Internal fault.")),
      ("2", LocalizedText(zh: "用法有误。", en: "Usage.")),
      ("3", LocalizedText(zh: "数据被拒。", en: "Data refused.")),
      ("4", LocalizedText(zh: "与对账总额不符。", en: "Control totals differ.")),
      (
        "6",
        LocalizedText(
          zh: "磁盘、内存或读写；doctor 发现问题。", en: "Disk, memory, reading or writing; doctor found a problem.")
      ),
      ("8", LocalizedText(zh: "不允许，如密钥他人可读。", en: "Not permitted, as a key that others may read.")),
      ("9", LocalizedText(zh: "文件与写出时不同。", en: "A file is not the one that was written.")),
      ("10", LocalizedText(zh: "模型无效。", en: "Model invalid.")),
      ("129, 130, 143", LocalizedText(zh: "被信号中断。", en: "Ended by a signal.")),
    ]
  }
}
