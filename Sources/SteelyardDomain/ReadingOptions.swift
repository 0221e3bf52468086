/// What the user says of how files are written; each value goes before what would be detected.
///
/// `--encoding`, `--delimiter`, `--decimal` and their kin become this value, and a mapping file may state it for a
/// layout.
public struct ReadingOptions: Equatable, Sendable {
  /// The text encoding; `nil` detects it.
  public var encoding: TextEncoding?
  /// The field separator; `nil` detects it.
  public var separator: UInt8?
  /// The mark between yuan and the decimals of an amount: a point, or a comma where the user says so.
  public var decimalMark = UInt8(ascii: ".")
  /// What a comment line begins with; `nil` knows no comments.
  public var commentMark: String?
  /// The sheet of a workbook by its name; `nil` takes the first that has the wanted header.
  public var sheet: String?
  /// How the days of a date are written where year, month and day cannot be told apart; `nil` refuses such a column.
  public var dateOrder: DateOrder?
  /// The last day on which a settlement can have been made, as the user says it; a day more is allowed for settlements
  /// booked after midnight. `nil` asks no clock.
  public var latestDay: Day?
  /// Whether amounts finer than a fen are rounded half to even; otherwise they are rejected.
  public var roundsHalfEven = false
  /// Whether every column of amounts is in one unit though its amounts look like two, some in yuan and some in fen;
  /// otherwise such a file is refused.
  public var takesOneUnit = false
  /// The most bytes a packed file may unpack to, 64 GiB.
  public var unpackedBytesMaximum = 64 << 30
  /// Whether a file with the content of an earlier one is read again rather than refused.
  public var allowsRepeatedFiles = false

  /// How many threads read a text table; no result depends on it. With more than one it is scanned on a thread of its own
  /// while the rows before are decoded, those of claims by so many.
  public var threads = 1

  /// The order of the parts of a date that is not written year first.
  public enum DateOrder: String, CaseIterable, Sendable {
    /// 31/12/2025.
    case dayFirst = "day-first"
    /// 12/31/2025.
    case monthFirst = "month-first"
  }

  /// Whether diagnostics of rows keep what stands at their place, so that the list of rejected rows can show it.
  public var keepsTexts = false

  /// Detects everything.
  public init() {}

  /// What was said, by the option's name; `nil` where nothing was.
  public var stated: [String: String]? {
    let usual = ReadingOptions()
    var stated: [String: String] = [:]
    stated["encoding"] = encoding?.rawValue
    stated["delimiter"] = separator.map { $0 == 9 ? "tab" : $0 == 1 ? "ctrl-a" : String(UnicodeScalar($0)) }
    if decimalMark != usual.decimalMark { stated["decimal"] = String(UnicodeScalar(decimalMark)) }
    stated["comment"] = commentMark
    stated["sheet"] = sheet
    stated["date-order"] = dateOrder?.rawValue
    stated["as-of"] = latestDay?.description
    if roundsHalfEven { stated["round"] = "half-even" }
    if keepsTexts { stated["show-values"] = "true" }
    if takesOneUnit { stated["one-unit"] = "true" }
    if unpackedBytesMaximum != usual.unpackedBytesMaximum { stated["max-unpacked"] = "\(unpackedBytesMaximum >> 30)" }
    if allowsRepeatedFiles { stated["allow-duplicate-file"] = "true" }
    return stated.isEmpty ? nil : stated
  }
}
