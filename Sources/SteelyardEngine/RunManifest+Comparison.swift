import SteelyardComparison
import SteelyardDomain

extension RunManifest {
  /// What a comparison run did beside reading.
  public struct Comparison: Codable, Equatable, Sendable {
    /// A rule as it was run.
    public struct Rule: Codable, Equatable, Sendable {
      /// Its name within the model.
      public var id: String
      /// SHA-256 of its statement with the values written out but the dates of the run: it changes with the rule alone.
      public var sha256: String
      /// The registers it reads.
      public var registers: [String]
      /// How many clues it gave.
      public var clues: Int
    }

    /// The decisions about matches that were given.
    public struct Decisions: Codable, Equatable, Sendable {
      /// The file.
      public var file: String
      /// SHA-256 of its bytes.
      public var sha256: String
      /// How many entries of the queues it decided, by the decision.
      public var same, other: Int
      /// How many of its rows name an entry that no queue has.
      public var unused: Int
    }

    /// How many entries a queue has.
    public struct Queue: Codable, Equatable, Sendable {
      /// `name-conflict` or `weak-match`.
      public var queue: String
      /// How many wait, and how many were decided.
      public var open, same, other: Int
    }

    /// The rules, in the order of the model.
    public var rules: [Rule]
    /// The queues of matches.
    public var queues: [Queue]
    /// The decisions; absent where none were given.
    public var decisions: Decisions?
  }

  /// Describes a comparison run before its files are written.
  public init(
    plan: ComparisonRunPlan, result: ComparisonResult, engine: String, threads: Int, started: String, finished: String
  ) {
    let governance = plan.governance
    format = Self.format
    self.engine = engine
    model = Model(id: governance.id, version: governance.version, sha256: plan.modelHash)
    options = Options(
      period: plan.period.description, area: [], peers: [], asOf: plan.dates.asOf.description,
      showsValues: plan.showsValues, rejectRateMaximum: plan.rejectRateMaximum, currency: plan.mapping.currency,
      reading: plan.mapping.reading.stated)
    inputs = result.quality.files.map(Input.init)
    source = Self.registers
    counts = Counts(result.quality.reconciliation)
    methods = []
    fits = []
    absences = []
    comparison = Comparison(plan, result)
    self.threads = threads
    self.started = started
    self.finished = finished
    outputs = []
  }

  /// What a comparison run starts from, as ``source`` names it.
  public static let registers = "registers"
}

extension RunManifest.Comparison {
  init(_ plan: ComparisonRunPlan, _ result: ComparisonResult) {
    rules = result.rules.map { rule in
      Rule(
        id: rule.id, sha256: rule.definition, registers: rule.registers,
        clues: result.clues.count { $0.rule == rule.id })
    }
    queues = MatchEntry.Queue.allCases.map { queue in
      let entries = result.matches.filter { $0.queue == queue }
      return Queue(
        queue: queue.rawValue, open: entries.count { $0.decision == nil },
        same: entries.count { $0.decision == .same }, other: entries.count { $0.decision == .other })
    }
    decisions = result.decisions.map {
      Decisions(file: $0.file, sha256: $0.sha256, same: $0.same, other: $0.other, unused: $0.unused)
    }
  }
}
