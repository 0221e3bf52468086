/// What was found about the input before anything was computed from it.
public struct QualityReport: Sendable {
  /// How a column of the header was understood.
  public struct ColumnMatch: Equatable, Sendable {
    /// How the field was found.
    public enum Source: String, Sendable {
      /// Named by `--map` or a mapping file.
      case mapping
      /// Found in the built-in alias table.
      case alias
    }

    /// The column's name as it stands in the header.
    public let column: String
    /// Our field.
    public let field: String
    /// How it was found.
    public let source: Source

    /// Creates a match.
    public init(column: String, field: String, source: Source) {
      self.column = column
      self.field = field
      self.source = source
    }
  }

  /// One file as it was read.
  public struct File: Sendable {
    /// The name as it was given.
    public var name: String
    /// The table it holds: `claims`, `persons`, `institutions`, `tally` or `tally-pairs`.
    public var table: String
    /// Bytes on disk.
    public var bytes: Int
    /// SHA-256 of those bytes.
    public var sha256: String
    /// How the file is written, as detected or as the user said.
    public var format: FileFormat
    /// The columns that were used.
    public var columns: [ColumnMatch]
    /// The columns that were not.
    public var ignoredColumns: [String]
    /// Where the rows went.
    public var reconciliation: Reconciliation
    /// What the values of the used columns were; empty where nobody counted them.
    public var values: [ColumnValues] = []

    /// Creates the account of a file.
    public init(
      name: String, table: String, bytes: Int = 0, sha256: String = "", format: FileFormat = FileFormat(),
      columns: [ColumnMatch] = [], ignoredColumns: [String] = [],
      reconciliation: Reconciliation = Reconciliation()
    ) {
      self.name = name
      self.table = table
      self.bytes = bytes
      self.sha256 = sha256
      self.format = format
      self.columns = columns
      self.ignoredColumns = ignoredColumns
      self.reconciliation = reconciliation
    }
  }

  /// Something worth saying once, with how often it happened.
  public struct Note: Equatable, Sendable {
    /// The rule.
    public let code: Diagnostic.Code
    /// The field or table it is about, empty where it is the whole input.
    public let subject: String
    /// How often.
    public let count: Int64

    /// Creates a note.
    public init(code: Diagnostic.Code, subject: String, count: Int64) {
      self.code = code
      self.subject = subject
      self.count = count
    }
  }

  /// The files, in the order given.
  public var files: [File] = []
  /// Where the rows of all claim files went.
  public var reconciliation = Reconciliation()
  /// Where the rows of each register went, by its name; empty for a scoring run.
  public var registers: [String: Reconciliation] = [:]
  /// What the identities of amounts came to, file by file.
  public var identities: [IdentityCheck] = []
  /// Accepted rows and money under disease codes that the catalogue lacks, by code.
  public var unknownDiseases: [String: Flow] = [:]
  /// Codes of institutions that rows give more than one name, in byte order.
  public var renamedInstitutions: [String] = []
  /// Codes of institutions that share a name, by the name.
  public var institutionsByName: [String: [String]] = [:]
  /// The bureau's totals and what the files hold; `nil` where none were given.
  public var control: ControlComparison?
  /// Notes, by code and subject.
  public var notes: [Note] = []
  /// Distinct institutions among all rows that could be decoded that far.
  public var institutions = 0
  /// Distinct insured persons likewise.
  public var persons = 0

  /// Creates an empty report.
  public init() {}
}
