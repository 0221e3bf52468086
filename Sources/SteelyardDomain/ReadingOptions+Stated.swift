extension ReadingOptions {
  /// The options of which ``stated`` was told: its inverse, for a ledger that goes on reading as it began.
  ///
  /// Edge cases: `nil` for a name or a value that ``stated`` never gives, and for what decides of no row: how much may be
  /// unpacked, whether a file may come twice, whether rejected texts are shown.
  public init?(stated: [String: String]) {
    self.init()
    for (name, value) in stated {
      switch name {
      case "encoding": encoding = TextEncoding(rawValue: value)
      case "delimiter": separator = value == "tab" ? 9 : value == "ctrl-a" ? 1 : value.utf8.first
      case "decimal": decimalMark = value.utf8.first ?? 0
      case "comment": commentMark = value
      case "sheet": sheet = value
      case "date-order": dateOrder = DateOrder(rawValue: value)
      case "as-of": latestDay = Day(value)
      case "round": roundsHalfEven = value == "half-even"
      case "one-unit": takesOneUnit = value == "true"
      default: return nil
      }
    }
    // Whatever was not understood is not told again.
    guard self.stated ?? [:] == stated else { return nil }
  }
}
