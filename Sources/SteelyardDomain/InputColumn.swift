/// A column the engine knows: our field, what it holds, whether it must be there, and the headers it is known by.
public struct InputColumn: Equatable, Sendable {
  /// What a cell holds.
  public enum Kind: String, CaseIterable, Sendable {
    /// A name, or words.
    case text
    /// What tells persons, settlements or institutions apart; kept as text, letter by letter.
    case identifier
    /// A word of a list: national code, local code, or Chinese word.
    case code
    /// Money, read to the fen.
    case amount
    /// A calendar day.
    case date
    /// A calendar day, with or without the time of day.
    case time
    /// A number that is no money.
    case number
    /// A share of one.
    case ratio
    /// Yes or no.
    case flag
  }

  /// What the engine does with the column, and whether it can do without.
  public enum Need: String, CaseIterable, Sendable {
    /// Without it the file is refused.
    case required
    /// Required where the compared cost is the fund's payment; else used where it is there.
    case requiredForFund = "required-for-fund"
    /// Required, the three parts or the amount in scope, where the compared cost is the eligible one; else used.
    case requiredForEligible = "required-for-eligible"
    /// One of amount and price is required.
    case amountOrPrice = "amount-or-price"
    /// One of the columns that tell items apart is required.
    case oneOfItems = "one-of-items"
    /// Used where it is there.
    case used
    /// Only looked at: what it says is noted, and nothing is computed from it.
    case checked
    /// Known by name and not read.
    case known
  }

  /// Where a header comes from.
  public enum Origin: String, CaseIterable, Sendable {
    /// Our own name.
    case canonical
    /// A short name of our own.
    case short
    /// The national platform's.
    case national
    /// A Chinese header.
    case chinese
    /// A code or abbreviation of the systems before the national platform.
    case legacy
  }

  /// A header the column is known by.
  public struct Name: Equatable, Sendable {
    /// The header; blanks, case, full-width letters and a unit of yuan behind it do not matter.
    public let text: String
    /// Where it comes from.
    public let origin: Origin

    /// Creates a name.
    public init(_ text: String, _ origin: Origin) {
      self.text = text
      self.origin = origin
    }
  }

  /// The table.
  public let table: TableMapping.Table
  /// Our field.
  public let field: String
  /// What a cell holds.
  public let kind: Kind
  /// What is done with it.
  public let need: Need
  /// The headers, our own first.
  public let names: [Name]

  /// Creates a column.
  public init(table: TableMapping.Table, field: String, kind: Kind, need: Need, names: [Name]) {
    self.table = table
    self.field = field
    self.kind = kind
    self.need = need
    self.names = names
  }

  /// The headers of an origin, in the order of the dictionary.
  public func names(_ origin: Origin) -> [String] { names.filter { $0.origin == origin }.map(\.text) }
}
