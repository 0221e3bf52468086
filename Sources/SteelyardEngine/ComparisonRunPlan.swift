public import SteelyardComparison
public import SteelyardDomain

/// What a comparison run is asked to do.
public struct ComparisonRunPlan: Sendable {
  /// Who answers for the model.
  public var governance: ModelGovernance
  /// What the model compares; valid.
  public var comparison: ComparisonPlan
  /// SHA-256 of the model file.
  public var modelHash: String
  /// The files of each register, by its name; `-` for standard input.
  public var registers: [String: [String]]
  /// What the user said of columns and of how files are written.
  public var mapping = TableMapping()
  /// The day the run is made for, and its months.
  public var dates: ComparisonDates
  /// The file of decisions about matches.
  public var decisionsFile: String?
  /// Makes the pseudonyms of persons, accounts, households and issuers, and the keys of matches.
  public var pseudonym: Pseudonym
  /// Whether evidence shows the values compared: they may be personal.
  public var showsValues = false
  /// The folder in which the run's database stands while it runs.
  public var workFolder: String
  /// The share of a register's rows, or of its money, that may be rejected, 0…1.
  public var rejectRateMaximum = 0.001

  /// Creates a plan with every option at its default.
  public init(
    governance: ModelGovernance, comparison: ComparisonPlan, modelHash: String, registers: [String: [String]],
    dates: ComparisonDates, pseudonym: Pseudonym, workFolder: String
  ) {
    self.governance = governance
    self.comparison = comparison
    self.modelHash = modelHash
    self.registers = registers
    self.dates = dates
    self.pseudonym = pseudonym
    self.workFolder = workFolder
  }

  /// The period, as it is written in clues and in the manifest.
  public var period: Period { .months(dates.months) }
}
