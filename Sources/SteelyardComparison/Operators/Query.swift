extension Operator {
  /// A reviewed, read-only SELECT for what the other operators cannot say.
  ///
  /// One statement that reads only the registers named; it runs under an authoriser that refuses everything but
  /// reading, and within ``stepsMaximum`` and ``textBytesMaximum``. Its columns are a contract: the subject, an
  /// occasion, an amount in fen, and for each register of evidence the `locator` of a row. The rule's own subject column,
  /// occasion and amount are not used.
  ///
  /// It has no naive twin: what it means is the text its author wrote, and a twin would be a second engine for SQL. The
  /// tests hold its guard, its limits and its contract instead, and a model that has one shows in its example what it
  /// finds.
  public struct Query: Equatable, Sendable {
    /// A row that is evidence.
    public struct Record: Equatable, Sendable {
      /// The register.
      public let register: String
      /// The result's column that holds its `locator`.
      public let column: String

      /// Creates a record.
      public init(register: String, column: String) {
        self.register = register
        self.column = column
      }
    }

    /// The file's name within the model's folder, as it is printed.
    public let file: String
    /// The text of the statement.
    public let sql: String
    /// The registers it reads.
    public let registers: [String]
    /// The result's column of the subject.
    public let subject: String
    /// The result's column of the occasion, if any.
    public let occasion: String?
    /// The result's column of the amount in fen, if any.
    public let amount: String?
    /// The rows that are evidence.
    public let records: [Record]
    /// The result's other columns, which are shown as evidence.
    public let values: [String]

    /// How many bytes a statement may have.
    public static let bytesMaximum = 65_536
    /// How many steps of SQLite's machine a statement may take: some ten minutes' worth. Steps are counted and not time,
    /// so that a run ends alike on every machine.
    public static let stepsMaximum = 60_000_000_000
    /// How many bytes a text may have that a statement makes; a cell of a register has at most 1 MiB.
    public static let textBytesMaximum = 1 << 24

    /// Creates the operator.
    public init(
      file: String, sql: String, registers: [String], subject: String, occasion: String? = nil,
      amount: String? = nil, records: [Record] = [], values: [String] = []
    ) {
      self.file = file
      self.sql = sql
      self.registers = registers
      self.subject = subject
      self.occasion = occasion
      self.amount = amount
      self.records = records
      self.values = values
    }
  }
}
