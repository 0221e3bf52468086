public import SteelyardDomain
public import SteelyardModels
public import SteelyardScoring

/// What a scoring run is asked to do.
public struct RunPlan: Sendable {
  /// What the run starts from.
  public enum Source: Equatable, Sendable {
    /// Claim files, `-` for standard input; there may be none beside a ledger.
    case claims([String])
    /// A table of sums that someone else made, with its pair sums where there are any.
    case tally(String, pairs: String?)

    /// Its kind, as the manifest names it: `claims` or `tally`.
    public var kind: String {
      switch self {
      case .claims: "claims"
      case .tally: "tally"
      }
    }
  }

  /// A list that may be left out: it rests on all rows, and neither the ranking nor another list rests on it.
  public enum Leavable: String, CaseIterable, Sendable {
    /// Insured persons with their scores.
    case persons
    /// The patients behind the excess of institutions.
    case patients
    /// The figures of every month.
    case months

    /// The file that is not written then.
    public var file: String {
      switch self {
      case .persons: "persons.csv"
      case .patients: "drill.csv"
      case .months: "monthly.csv"
      }
    }
  }

  /// The model, the user's overrides applied.
  public var model: ScoringModel
  /// SHA-256 of the model file.
  public var modelHash: String
  /// What the run starts from.
  public var source: Source
  /// Folders of ledgers, whose rows come before those of the claim files; the version of the program must be theirs.
  public var ledgers: [String] = []
  /// The program's version.
  public var engine = ""
  /// Files of fee lines, which take the cost parts of the waterfall apart; none leaves them whole.
  public var lineFiles: [String] = []
  /// The table of persons.
  public var personsFile: String?
  /// The table of institutions.
  public var institutionsFile: String?
  /// The bureau's list of specified diseases; `nil` takes the one that is built in.
  public var diseaseFile: String?
  /// The table of institutions' codes that others stand for now, local for national or merged; `nil` replaces none.
  public var institutionCodesFile: String?
  /// The bureau's totals by scheme and month, which the claims must equal; `nil` holds them to nothing.
  public var controlFile: String?
  /// What the user said of columns.
  public var mapping = TableMapping()
  /// The months.
  public var period = Period.all
  /// Districts; empty means all.
  public var area: [String] = []
  /// The order of the ranking.
  public var order = ScoringPlan.Order.plain
  /// The lists that nobody wants: they take a third of a run.
  public var leftOut: Set<Leavable> = []
  /// Earlier periods for the gate of persistence; `nil` leaves it unjudged.
  public var history: SignalHistory?
  /// The figures of the same months of last year; `nil` compares nothing with them.
  public var lastYear: [PlainFigures]?
  /// How many bytes of memory the process may still take; `nil` asks nobody, and reads on.
  public var memoryLeft: (@Sendable () -> Int64)?
  /// How many threads.
  public var threads = 1
  /// The share of rows, or of money, that may be rejected, 0…1.
  public var rejectRateMaximum = 0.001

  /// What another engine made of the claims, where the tally is its own; `nil` where nobody did.
  public var reduction: Reduction?

  /// How much damage refuses a file as a whole.
  public var thresholds = QualityThresholds()

  /// Creates a plan with every option at its default.
  public init(model: ScoringModel, modelHash: String, source: Source) {
    self.model = model
    self.modelHash = modelHash
    self.source = source
  }
}
