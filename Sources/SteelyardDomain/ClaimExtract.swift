/// What one input of claims came to, apart from the run that read it: its rows, the texts behind their codes, and the
/// account of the input.
///
/// Extracts of several inputs, taken in order, are what reading the inputs in that order gives. Persons' numbers are
/// among the texts: an extract is secret.
public struct ClaimExtract: Sendable {
  /// What the rows tell of institutions and persons, the latest day counting.
  public struct Told: Sendable {
    /// A value with the day it was seen on; a day of `Int32.min` is none.
    public struct Sighting: Equatable, Sendable, BitwiseCopyable {
      /// The day.
      public var day: Int32
      /// The code of a text among ``labels``, or the day of birth.
      public var value: Int32

      /// Creates a sighting.
      public init(day: Int32, value: Int32) {
        self.day = day
        self.value = value
      }
    }

    /// The texts behind the codes.
    public var labels = IdentifierTable()
    /// By institution's code: name, kind, level, district, each at most as long as there are institutions.
    public var institutions: [[Sighting]] = [[], [], [], []]
    /// By person's code: the sex as it is written.
    public var sexes: [Sighting] = []
    /// By person's code: the day of birth as a number.
    public var births: [Sighting] = []
    /// Institutions that rows give more than one name, by code, ascending.
    public var renamed: [Int32] = []

    /// Creates an account of nothing.
    public init() {}
  }

  /// The accepted rows; ``ClaimBatch/source`` is the position in ``files``.
  public var rows = ClaimBatch()
  /// The texts behind the rows' codes.
  public var identifiers = ClaimIdentifiers()
  /// What the rows tell of institutions and persons.
  public var told = Told()
  /// The input's tables: one, or those of an archive.
  public var files: [QualityReport.File] = []
  /// SHA-256 of the unpacked bytes of each of ``files``.
  public var contents: [String] = []
  /// What is listed row by row.
  public var diagnostics: [Diagnostic] = []
  /// Notes that are only counted, by rule and field.
  public var notes: [Diagnostic.Code: [String: Int64]] = [:]
  /// What the identities of amounts came to.
  public var identityChecks: [IdentityCheck] = []
  /// Which optional columns every table had.
  public var present = ClaimColumnsPresent(drug: true, fund: true)
  /// Accepted rows and their money by disease's code.
  public var diseaseFlows: [Flow] = []

  /// Creates an extract of nothing.
  public init() {}

  /// Calls the tables otherwise, wherever they are named.
  ///
  /// - Parameter names: one for each of ``files``.
  public mutating func rename(_ names: [String]) {
    let told = files.map(\.name)
    // Rows are not touched, and a name that stays costs nothing.
    if told == names { return }
    let now = Dictionary(zip(told, names), uniquingKeysWith: { first, _ in first })
    for (number, name) in zip(files.indices, names) { files[number].name = name }
    diagnostics = diagnostics.map { diagnostic in
      let place = diagnostic.location
      return Diagnostic(
        diagnostic.code,
        at: .init(
          file: now[place.file] ?? place.file, line: place.line, byteOffset: place.byteOffset, field: place.field),
        text: diagnostic.text)
    }
    for number in identityChecks.indices {
      let file = identityChecks[number].file
      identityChecks[number].file = now[file] ?? file
    }
  }

  /// Where the rows of all tables went.
  public var reconciliation: Reconciliation { files.reduce(into: Reconciliation()) { $0.merge($1.reconciliation) } }
}
