public import SteelyardDomain
public import SteelyardScoring

/// What every export of a run says of it: which run, made how and of what, and what its lists mean.
///
/// Whoever reads a list or a dossier can find the run by its hash and repeat every figure by the methods and constants.
public struct RunStatement: Sendable {
  /// A file that was read.
  public struct Input: Equatable, Sendable {
    /// The name as it was given.
    public var name: String
    /// The table it holds.
    public var table: String
    /// Data rows.
    public var rows: Int64
    /// SHA-256 of its bytes.
    public var sha256: String
    /// How it is written: encoding, and packing where there is one.
    public var encoding: String

    /// Creates the account of a file.
    public init(name: String, table: String, rows: Int64, sha256: String, encoding: String) {
      self.name = name
      self.table = table
      self.rows = rows
      self.sha256 = sha256
      self.encoding = encoding
    }
  }

  /// SHA-256 of the run's manifest, which holds the hashes of everything else.
  public var hash: String
  /// The engine's version.
  public var engine: String
  /// The model's id and version.
  public var model: String
  /// SHA-256 of the model file.
  public var modelHash: String
  /// The model's governance: title, innocent explanations, appeal.
  public var governance: ModelGovernance
  /// The months, as the manifest writes them.
  public var period: String
  /// Districts; empty means all.
  public var area: [String]
  /// The compared cost.
  public var cost: CostBasis
  /// What makes peers, in words of the model file.
  public var peers: [String]
  /// The unit of money.
  public var currency: String
  /// The files that were read.
  public var inputs: [Input]
  /// The methods with their constants.
  public var methods: [MethodStatement]
  /// Columns and files that stay empty, with the reason.
  public var absences: [Absence]
  /// Who printed it when, or for whom: shown on every page; `nil` where nothing was asked for.
  public var watermark: String?

  /// Creates a statement without inputs and methods, which the caller adds.
  public init(
    hash: String, engine: String, modelHash: String, governance: ModelGovernance, period: String, cost: CostBasis,
    currency: String = TableMapping.yuan
  ) {
    self.hash = hash
    self.engine = engine
    self.modelHash = modelHash
    self.governance = governance
    self.period = period
    self.cost = cost
    self.currency = currency
    model = "\(governance.id) \(governance.version)"
    area = []
    peers = []
    inputs = []
    methods = []
    absences = []
  }
}

extension RunStatement {
  /// The methods with their constants, on one line.
  ///
  /// - Parameter group: the fit group that a page is about: constants of others are left out.
  func methodsLine(_ language: Language, of group: FitGroupChoice? = nil) -> String {
    let methods = group.map { self.methods.compactMap($0.reduced) } ?? self.methods
    return methods.map { method in
      let constants = method.constants.isEmpty ? "" : " (\(method.constants.joined(separator: ", ")))"
      return "\(Wording.methodRole(method.role).text(language)): \(method.id)\(constants)"
    }.joined(separator: "; ")
  }

  /// Which run, which model, which months, which engine, how computed: a name and a content each.
  ///
  /// - Parameters:
  ///   - spread: how much the peers differ, where it is told.
  ///   - group: the fit group that is told of; all where it is `nil`.
  func carried(_ language: Language, spread: [String] = [], group: FitGroupChoice? = nil) -> [(
    name: String, content: String
  )] {
    var entries = [
      (Wording.Site.runHash, hash), (Wording.Site.model, "\(model) (\(modelHash.prefix(16)))"),
      (Wording.Site.period, "\(Wording.periodName(period).text(language)) (\(period))"),
      (Wording.Site.engine, "steelyard \(engine)"), (Wording.Site.methods, methodsLine(language, of: group)),
    ]
    if !spread.isEmpty { entries.append((Wording.Site.spread, spread.joined(separator: "; "))) }
    return entries.map { ($0.0.text(language), $0.1) }
  }
}
