/// What a register holds: a table of persons, payments or facts from another authority (登记表), by name and columns.
///
/// A schema says what a model expects of a file. Column names are ours, ``isIdentifier(_:)``; what a file calls them
/// are aliases. A register may name several persons in a row (a recipient and a payee), each by ``PersonColumns``.
public struct RegisterSchema: Equatable, Sendable {
  /// What the cells of a column are.
  public enum Content: String, CaseIterable, Sendable {
    /// A person's number, normalised at load; in the batch it has a key beside it, ``RegisterBatch/PersonCells``.
    case personId = "person-id"
    /// A person's name, without spaces.
    case personName = "person-name"
    /// Text as written, trimmed.
    case text
    /// A code: full-width characters become half-width, no spaces within.
    case code
    /// A calendar day.
    case day
    /// A calendar month.
    case month
    /// An amount of money in whole fen.
    case money
    /// A whole number.
    case integer
  }

  /// One column.
  public struct Column: Equatable, Sendable {
    /// Our name for it, see ``RegisterSchema/isIdentifier(_:)``.
    public let name: String
    /// What a reader calls it.
    public let title: LocalizedText
    /// What its cells are.
    public let content: Content
    /// Whether a row without a value is rejected.
    public let isRequired: Bool
    /// What headers call it, beside the name and both titles.
    public let aliases: [String]

    /// Creates a column.
    public init(
      name: String, title: LocalizedText, content: Content, isRequired: Bool = false, aliases: [String] = []
    ) {
      self.name = name
      self.title = title
      self.content = content
      self.isRequired = isRequired
      self.aliases = aliases
    }
  }

  /// The columns that together tell one person of a row: the number, and what stands in for it where it is damaged.
  public struct PersonColumns: Equatable, Sendable {
    /// The column of the number.
    public let id: String
    /// The column of the name.
    public let name: String?
    /// The column of the day of birth.
    public let birth: String?
    /// The column of the area: village, community or division.
    public let area: String?

    /// Creates the set of columns.
    public init(id: String, name: String? = nil, birth: String? = nil, area: String? = nil) {
      self.id = id
      self.name = name
      self.birth = birth
      self.area = area
    }
  }

  /// Our name for it, `payments`; see ``isIdentifier(_:)``.
  public let name: String
  /// What a reader calls it.
  public let title: LocalizedText
  /// The columns, in our order.
  public let columns: [Column]
  /// The columns that tell rows apart; two rows alike in all of them are a repetition or a conflict. Empty: none do.
  public let key: [String]
  /// The persons a row names, the one it is about first.
  public let persons: [PersonColumns]

  /// Creates a schema. Whether names are known and well formed is checked where it is put into a plan.
  public init(
    name: String, title: LocalizedText, columns: [Column], key: [String] = [], persons: [PersonColumns] = []
  ) {
    self.name = name
    self.title = title
    self.columns = columns
    self.key = key
    self.persons = persons
  }

  /// The column of a name.
  public func column(_ name: String) -> Column? { columns.first { $0.name == name } }

  /// How long the name of a register or a column may be.
  public static let identifierLengthMaximum = 40

  /// Whether a text may name a register or a column: `[a-z][a-z0-9_]*`, at most 40 characters, no double underscore.
  ///
  /// Only such names reach SQL as identifiers; two underscores are kept for the names that the compiler makes.
  public static func isIdentifier(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, bytes.count <= identifierLengthMaximum, (0x61...0x7A).contains(first) else {
      return false
    }
    let isPlain = bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    return isPlain && !zip(bytes, bytes.dropFirst()).contains { $0 == 0x5F && $1 == 0x5F }
  }
}
