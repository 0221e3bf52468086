/// A text encoding that tables are read in.
public enum TextEncoding: String, CaseIterable, Sendable {
  /// UTF-8, with or without a byte order mark.
  case utf8 = "UTF-8"
  /// GB 18030 with its subsets GBK and GB 2312.
  case gb18030 = "GB18030"
  /// UTF-16, low byte first.
  case utf16LittleEndian = "UTF-16LE"
  /// UTF-16, high byte first.
  case utf16BigEndian = "UTF-16BE"
  /// Big5; never detected.
  case big5 = "Big5"

  /// Reads a name as users write it: case, hyphens, underscores and spaces do not matter.
  ///
  /// GBK, GB2312 and CP936 are read as GB18030, of which they are parts, and CP950 as Big5.
  ///
  /// Edge cases: `UTF-16` alone does not say which byte comes first and is no name; nor is an empty text.
  public init?(named text: String) {
    let name = text.uppercased().filter { !"-_ ".contains($0) }
    switch name {
    case "UTF8": self = .utf8
    case "GB18030", "GBK", "GB2312", "CP936": self = .gb18030
    case "UTF16LE": self = .utf16LittleEndian
    case "UTF16BE": self = .utf16BigEndian
    case "BIG5", "CP950": self = .big5
    default: return nil
    }
  }
}
