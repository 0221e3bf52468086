import SteelyardDomain
import SteelyardIntake
import SteelyardModels
import SteelyardScoring

/// All that decides what a row of a claim file is: of the model the cost and the scope, of the options how files are
/// written, and the program's version.
///
/// A ledger is read under one set of terms; a run under others would have read the same files otherwise, and is refused.
public struct LedgerTerms: Codable, Equatable, Sendable {
  /// The version of the program; another may read the same bytes otherwise.
  public var engine: String
  /// The compared cost.
  public var cost: String
  /// The care types in scope, as a model file has them.
  public var careTypeCodes, careTypePrefixes, careTypeWords: [String]
  /// The diseases in scope; empty means all.
  public var diseases: [String]
  /// Columns of claims that the user named: theirs → ours.
  public var columns: [String: String]
  /// How files are written, by option, as far as the user said it.
  public var reading: [String: String]
  /// The share of a file's settlements that may break an identity of amounts.
  public var identityBrokenShare: Double
  /// For each code of an institution that another one stands for, that one.
  public var institutionCodes: [String: String]

  /// The terms under which a plan reads claims.
  ///
  /// - Parameter codes: the codes of institutions that others stand for, as the plan's table has them.
  public init(_ plan: RunPlan, institutionCodes codes: [String: String]) {
    let scope = plan.model.scoring.scope
    engine = plan.engine
    cost = plan.model.scoring.cost.rawValue
    careTypeCodes = scope.careTypeCodes.sorted()
    careTypePrefixes = scope.careTypePrefixes.sorted()
    careTypeWords = scope.careTypeWords.sorted()
    diseases = Set(scope.diseases).sorted()
    columns = plan.mapping.columns[.claims] ?? [:]
    reading = plan.mapping.reading.stated ?? [:]
    // They refuse a file and change none.
    for limit in ["max-unpacked", "allow-duplicate-file"] { reading[limit] = nil }
    identityBrokenShare = plan.thresholds.identityBrokenShare
    institutionCodes = codes
  }

  /// The names of what differs, options as they are typed; empty where files are read alike.
  public func differences(from other: LedgerTerms) -> [String] {
    let scope = [careTypeCodes, careTypePrefixes, careTypeWords, diseases]
    let otherScope = [other.careTypeCodes, other.careTypePrefixes, other.careTypeWords, other.diseases]
    let options = Set(reading.keys).union(other.reading.keys).filter { reading[$0] != other.reading[$0] }
    let parts: [(String, Bool)] = [
      ("version \(engine)", engine != other.engine), ("--cost", cost != other.cost), ("MODEL", scope != otherScope),
      ("--map", columns != other.columns), ("--max-identity-rate", identityBrokenShare != other.identityBrokenShare),
      ("--institution-codes", institutionCodes != other.institutionCodes),
    ]
    return parts.filter(\.1).map(\.0) + options.sorted().map { "--\($0)" }
  }

  /// What a reader of claims is asked under these terms.
  ///
  /// - Returns: `nil` where a term is none that this version knows.
  func request() -> ClaimReader.Request? {
    guard let cost = CostBasis(rawValue: cost), let reading = ReadingOptions(stated: reading) else { return nil }
    let scope = ScoringPlan.ClaimScope(
      careTypeCodes: careTypeCodes, careTypePrefixes: careTypePrefixes, careTypeWords: careTypeWords)
    var mapping = TableMapping(columns: [.claims: columns])
    mapping.reading = reading
    var request = ClaimReader.Request(cost: cost, mapping: mapping, scope: scope, diseases: Set(diseases))
    request.thresholds.identityBrokenShare = identityBrokenShare
    request.institutionCodes = institutionCodes
    return request
  }
}

extension ClaimReader.Request {
  /// What a reader is asked for a model, by a run and for a ledger alike.
  ///
  /// - Parameter diseases: those in scope; empty means all.
  init(cost: CostBasis, mapping: TableMapping, scope: ScoringPlan.ClaimScope, diseases inScope: Set<String>) {
    self.init(
      cost: cost, mapping: mapping, isCareTypeInScope: { scope.isInScope(careType: $0) },
      isDiseaseInScope: { inScope.isEmpty || inScope.contains($0) })
    // Rows are counted by disease, whatever the catalogue of a later run.
    diseases = .national
  }
}
