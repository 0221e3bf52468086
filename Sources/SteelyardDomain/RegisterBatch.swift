/// A batch of a register's rows as columns, the form in which registers travel from intake to comparison.
///
/// Row r of the batch is position r of every column; columns stand in the order of the schema. An absent cell is its
/// column's sentinel, which no cell that was read can have: absent is neither empty nor 0.
public struct RegisterBatch: Sendable {
  /// How many rows a batch holds at most.
  public static let rowsMaximum = 65_536
  /// The code of an absent text, and of a person whose key is not known.
  public static let absentText: Int32 = -1
  /// The number of an absent day or month.
  public static let absentDate = Int32.min
  /// The value of an absent amount or whole number.
  public static let absentNumber = Int64.min
  /// The largest magnitude of a whole number in a register.
  public static let integerMagnitudeMaximum: Int64 = 1_000_000_000_000

  /// The cells of a column of persons' numbers, as codes of the run's table of persons.
  public struct PersonCells: Equatable, Sendable {
    /// The number as it is written once normalised, whether valid or not.
    public var number: [Int32] = []
    /// The number of the person the row is held to be of: equal to `number` where nothing speaks against it, another
    /// one where a decision says so, absent where a queue waits for a decision. Only keys join registers.
    public var key: [Int32] = []

    /// Creates a column without cells.
    public init() {}
  }

  /// The cells of a column, by what they are.
  public enum Column: Equatable, Sendable {
    /// Persons' numbers and keys.
    case persons(PersonCells)
    /// Names, texts and codes, as codes of ``RegisterBatch/texts``.
    case texts([Int32])
    /// Days, by ``Day/number``.
    case days([Int32])
    /// Months, by ``Month/number``.
    case months([Int32])
    /// Amounts in fen, or whole numbers.
    case numbers([Int64])

    /// A column without cells for a content.
    public init(_ content: RegisterSchema.Content) {
      switch content {
      case .personId: self = .persons(PersonCells())
      case .personName, .text, .code: self = .texts([])
      case .day: self = .days([])
      case .month: self = .months([])
      case .money, .integer: self = .numbers([])
      }
    }

    /// How many cells there are.
    public var count: Int {
      switch self {
      case .persons(let cells): cells.number.count
      case .texts(let cells): cells.count
      case .days(let cells), .months(let cells): cells.count
      case .numbers(let cells): cells.count
      }
    }
  }

  /// The number of the source file among the register's files, from 0.
  public var file: [Int32] = []
  /// The line of the record in its file, counted from one.
  public var line: [Int32] = []
  /// The columns, in the order of the schema.
  public var columns: [Column]
  /// The texts behind the codes of this batch's text columns.
  public var texts = IdentifierTable()

  /// Creates an empty batch of a register.
  public init(schema: RegisterSchema) { columns = schema.columns.map { Column($0.content) } }

  /// How many rows the batch holds.
  public var count: Int { line.count }

  /// Whether every column has a cell for each row.
  public var isRectangular: Bool {
    file.count == count
      && columns.allSatisfy { column in
        if case .persons(let cells) = column, cells.key.count != count { return false }
        return column.count == count
      }
  }
}
