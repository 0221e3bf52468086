import SteelyardDomain

extension Wording {
  /// The words of the rules about how files are packed and what they are.
  static let containerTexts: [Diagnostic.Code: RuleText] = [
    .archiveEncrypted: RuleText(
      "压缩包中有加密的文件", "A file in the archive is encrypted.",
      do: "请去掉密码后重新打包，密码不会被询问。", "Pack it again without a password; none is ever asked for."),
    .unpackedTooLarge: RuleText(
      "压缩文件解压后超过允许的大小，或超过自身的 200 倍",
      "The packed file unpacks to more than is allowed, in all or for its size.",
      do: "请先确认来源可信，再解压后直接给出文件。", "Make sure where it comes from, then unpack it and give the files in it."),
    .archiveEntryUnusable: RuleText(
      "压缩包中有链接、重名或目录未列出的文件，或没有所需的表",
      "The archive holds a link, one name twice or a file its directory lacks, or not the tables that are wanted.",
      do: "请把表格文件本身打包，各用不同的名称；汇总表只能有一个。",
      "Pack the tables themselves, each under a name of its own; of a tally only one."),
    .packingUnsupported: RuleText(
      "压缩方式不支持（RAR、7z、bzip2、xz、tar 等），或压缩了两次",
      "The file is packed in a way that is not read (RAR, 7z, bzip2, xz, tar), or packed twice.",
      do: "请先解压，再给出其中的文件，也可用 gzip、zstd 或 zip 各压缩一次。",
      "Unpack it and give the files in it, as they are or packed once with gzip, zstd or zip."),
    .archiveNotSeekable: RuleText(
      "压缩包或工作簿不能从管道读取", "An archive or a workbook cannot be read from a pipe.",
      do: "请先存成文件，再给出文件名。", "Save it to a file and name the file."),
    .notAFile: RuleText(
      "这是目录、设备或套接字，不是文件", "This is a folder, a device or a socket, not a file.",
      do: "请给出文件、命名管道或 -（标准输入）。", "Name a file, a named pipe, or - for standard input."),
    .fileRepeated: RuleText(
      "两个文件的内容完全相同，可能是同一份导出给了两次",
      "Two files have the same content; one export may have been given twice.",
      do: "请核对是否漏了另一份，只保留一个。", "Check whether another part is missing, and give the file once."),
    .spreadsheetUnsupported: RuleText(
      "这种工作簿不支持（旧版 XLS、XLSB、ODS、带密码的工作簿，或另存为表格的网页、XML）",
      "A workbook of this kind is not read (old XLS, XLSB, ODS, one with a password, or HTML or XML that poses as one).",
      do: "请用表格软件打开，另存为 XLSX 或 CSV UTF-8。", "Open it in a spreadsheet program and save it as XLSX or CSV UTF-8."),
    .archiveEntrySkipped: RuleText(
      "压缩包中的目录或隐藏文件已跳过", "A folder or a hidden file in the archive was passed over.",
      do: "无需处理；如其中有数据，请改名后重新打包。", "Nothing to do; if it holds data, rename it and pack again."),
    .packedWithoutChecksum: RuleText(
      "压缩数据没有校验和，损坏无法察觉", "The packed data has no checksum, so damage in it cannot be told.",
      do: "请用带校验和的方式压缩（zstd 命令默认即是）。", "Pack it with a checksum, as the zstd program does by itself."),
    .repeatedFileRead: RuleText(
      "与另一个文件内容相同，按要求仍予读取", "The file has the content of another one and was read all the same, as asked.",
      do: "请核对是否确需读取两次。", "Check that it is meant to be read twice."),
  ]
}
