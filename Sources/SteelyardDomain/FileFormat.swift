/// How a file is written: its container, its encoding, its dialect.
public struct FileFormat: Equatable, Sendable {
  /// What the bytes on disk are packed in: `none`, `gzip`, `zstd`, `zip`, `xlsx`.
  public var compression: String
  /// The text encoding.
  public var encoding: String
  /// What turned the encoding into UTF-8, with its version; empty where nothing had to.
  public var converter: String
  /// The field separator: the mark itself, `TAB` or `Ctrl-A`; empty for a workbook.
  public var separator: String
  /// The quotation mark.
  public var quote: String
  /// The line, or the row of a sheet, that holds the header, from one.
  public var headerLine: Int
  /// The sheet of a workbook, the file within an archive, or the hash of a query in a database; empty where the file is the table.
  public var part: String

  /// Creates a format.
  public init(
    compression: String = "none", encoding: String = "UTF-8", converter: String = "", separator: String = ",",
    quote: String = "\"", headerLine: Int = 1, part: String = ""
  ) {
    self.compression = compression
    self.encoding = encoding
    self.converter = converter
    self.separator = separator
    self.quote = quote
    self.headerLine = headerLine
    self.part = part
  }
}
