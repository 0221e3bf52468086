public import SteelyardComparison
public import SteelyardDomain
public import SteelyardScoring

/// A supervision model: who answers for it, and what it computes.
///
/// A value of this type has passed every check of ``ModelDecoder``; the engine never sees an invalid one.
public enum SupervisionModel: Equatable, Sendable {
  /// Matrices: indices, scores, ranking.
  case scoring(ScoringModel)
  /// Registers against payment lists.
  case comparison(ComparisonModel)

  /// Who answers for the model, and what a reader of its clues must know.
  public var governance: ModelGovernance {
    switch self {
    case .scoring(let model): model.governance
    case .comparison(let model): model.governance
    }
  }

  /// The model, where it is one of scoring.
  public var scoring: ScoringModel? {
    if case .scoring(let model) = self { model } else { nil }
  }

  /// The model, where it is one of comparison.
  public var comparison: ComparisonModel? {
    if case .comparison(let model) = self { model } else { nil }
  }
}

/// A model that scores institutions.
public struct ScoringModel: Equatable, Sendable {
  /// Who answers for the model, and what a reader of its clues must know.
  public let governance: ModelGovernance
  /// Everything the model decides.
  public let scoring: ScoringPlan

  /// Creates a model from parts that are valid.
  public init(governance: ModelGovernance, scoring: ScoringPlan) {
    self.governance = governance
    self.scoring = scoring
  }
}

/// A model that compares registers.
public struct ComparisonModel: Equatable, Sendable {
  /// Who answers for the model, and what a reader of its clues must know.
  public let governance: ModelGovernance
  /// The registers, the standards and the rules; valid.
  public let plan: ComparisonPlan
  /// What a reader must know of each rule, in the order of the plan's rules.
  public let rules: [RuleGovernance]

  /// Creates a model from parts that are valid.
  ///
  /// - Precondition: there is one account for each rule, in order.
  public init(governance: ModelGovernance, plan: ComparisonPlan, rules: [RuleGovernance]) {
    precondition(plan.rules.map(\.id) == rules.map(\.id), "every rule has its account")
    self.governance = governance
    self.plan = plan
    self.rules = rules
  }
}

/// What came of reading a YAML file: a value, or the reasons why there is none.
///
/// Warnings stand beside a value, errors in its stead.
public struct Decoded<Value: Equatable & Sendable>: Equatable, Sendable {
  /// The value; `nil` where a diagnostic is an error.
  public let value: Value?
  /// Everything there is to say, by line and column.
  public let diagnostics: [ModelDiagnostic]
  /// SHA-256 of the file's bytes, and of the queries beside it where a model has some
  /// (``ModelDecoder/sourceHash(of:_:)``), for the manifest; empty where there was no file to read.
  public let sourceHash: String

  /// Creates an outcome; the value is dropped where a diagnostic is an error.
  public init(value: Value?, diagnostics: [ModelDiagnostic], sourceHash: String) {
    self.value = diagnostics.contains { $0.code.severity == .error } ? nil : value
    self.diagnostics = diagnostics.sorted(by: ModelDiagnostic.precedes)
    self.sourceHash = sourceHash
  }
}

/// What came of reading a model file.
public typealias ModelOutcome = Decoded<SupervisionModel>

extension ModelOutcome {
  /// The model; `nil` where a diagnostic is an error.
  public var model: SupervisionModel? { value }
}

/// What came of reading a mapping file.
public typealias MappingOutcome = Decoded<TableMapping>

extension MappingOutcome {
  /// The mapping; `nil` where a diagnostic is an error.
  public var mapping: TableMapping? { value }
}
