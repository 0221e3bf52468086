/// What a cell of a result table holds.
public enum ColumnKind: Sendable {
  /// Any text.
  case text
  /// A word of ours, or a label of the user's: shown in the reader's language.
  case word
  /// A whole number.
  case whole
  /// Money in yuan with two decimals.
  case money
  /// A ratio, score or probability with six decimals.
  case ratio
  /// `true` or `false`.
  case flag

  /// Whether a spreadsheet may add the cells up.
  public var isNumber: Bool {
    switch self {
    case .whole, .money, .ratio: true
    case .text, .word, .flag: false
    }
  }
}
