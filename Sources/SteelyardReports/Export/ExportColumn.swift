public import SteelyardDomain

/// A column of an exported table: what a program calls it, what a person reads over it, and what its cells hold.
public struct ExportColumn: Sendable {
  /// What a cell holds.
  public enum Kind: Equatable, Sendable {
    /// Any text.
    case text
    /// A text that a spreadsheet would take for a number or a date: a code, an interval, a place out of a total.
    case exact
    /// A word of ours, or a label of the user's.
    case word
    /// `true` or `false`.
    case flag
    /// A whole number.
    case whole
    /// A sum of money in yuan, shown in the unit that was asked for.
    case money
    /// Money for each head or visit, always in yuan.
    case rate
    /// A ratio or score, shown with some decimals.
    case ratio(decimals: Int)
    /// A share or probability, shown as per cent.
    case share
    /// Empty, for a person to fill in.
    case entry(Entry)
  }

  /// What a person fills in.
  public enum Entry: Equatable, Sendable {
    /// Any text.
    case text
    /// A date.
    case date
    /// One of some words.
    case choice([LocalizedText])
  }

  /// How a workbook marks cells by their value.
  public enum Mark: Equatable, Sendable {
    /// These words, by their codes.
    case words([String])
    /// The higher, the darker.
    case scale
  }

  /// The machine name.
  public let name: String
  /// The title a person reads, without unit.
  public let title: LocalizedText
  /// What a cell holds.
  public let kind: Kind
  /// What a cell's text is in words, where it has any.
  let words: (@Sendable (String) -> LocalizedText)?
  /// How a workbook marks its cells.
  let mark: Mark?

  init(
    _ name: String, _ title: LocalizedText, _ kind: Kind, mark: Mark? = nil,
    words: (@Sendable (String) -> LocalizedText)? = nil
  ) {
    self.name = name
    self.title = title
    self.kind = kind
    self.mark = mark
    self.words = words
  }

  /// Whether its cells are numbers.
  var isNumber: Bool {
    switch kind {
    case .whole, .money, .rate, .ratio, .share: true
    case .text, .exact, .word, .flag, .entry: false
    }
  }

  /// Whether it is empty, for a person to fill in.
  var isEntry: Bool {
    if case .entry = kind { true } else { false }
  }

  /// The title with the unit of its money.
  func title(_ language: Language, unit: ExportUnit, currency: String) -> String {
    switch kind {
    case .money: Wording.Export.titled(title, Wording.Export.unit(unit, currency)).text(language)
    case .rate: Wording.Export.titled(title, Wording.unit(currency)).text(language)
    default: title.text(language)
    }
  }

  /// A cell as a person reads it: words for our words, money in the unit, other texts as the files have them.
  func shown(_ cell: String, _ language: Language, unit: ExportUnit) -> String {
    switch kind {
    case .money: return unit.shown(cell)
    case .flag: return cell.isEmpty ? "" : (cell == "true" ? Wording.yes : Wording.no).text(language)
    case .text, .exact, .word, .whole, .rate, .ratio, .share, .entry:
      if cell.isEmpty { return "" }
      if let words { return words(cell).text(language) }
      return kind == .word ? Wording.label(cell).text(language) : cell
    }
  }
}

extension ExportColumn.Kind {
  /// What cells of a run's own tables hold; ratios with three decimals.
  init(_ kind: ColumnKind) {
    self =
      switch kind {
      case .text: .text
      case .word: .word
      case .flag: .flag
      case .whole: .whole
      case .money: .money
      case .ratio: .ratio(decimals: 3)
      }
  }
}

/// The unit in which sums of money leave.
public enum ExportUnit: String, CaseIterable, Sendable {
  /// Yuan (元).
  case yuan
  /// Ten thousand yuan (万元).
  case wan

  /// An amount's text in this unit, every digit kept: `244220.31` is `24.422031` 万元.
  func shown(_ amount: String) -> String {
    guard self == .wan, let fen = NumberFormats.fen(yuan: amount) else { return amount }
    return FixedDecimal.text(units: fen, decimals: 6)
  }
}
