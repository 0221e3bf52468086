public import SteelyardDomain

/// What a check of the input says: one value, from which terminal, JSON and page are made.
public struct CheckReport: Sendable {
  /// The engine's version.
  public var engine: String
  /// The model's title.
  public var modelTitle: LocalizedText
  /// The model's id and version.
  public var modelName: String
  /// The months, as they were given.
  public var period: String
  /// The unit of money.
  public var currency: String
  /// What the user said of how files are written, by option.
  public var reading: [String: String]
  /// Why a run would refuse, the run's own reason first; empty where it would not.
  public var refusals: [LocalizedText]
  /// How the command ends.
  public var exitStatus: Int32
  /// What was found about the input.
  public var quality: QualityReport
  /// Rows and files to be listed.
  public var diagnostics: [Diagnostic]
  /// Every check.
  public var checks: [QualityCheck]
  /// How the rows lie over institutions and months.
  public var completeness: Completeness

  /// Creates a report.
  public init(
    engine: String, governance: ModelGovernance, period: String, currency: String, reading: [String: String],
    refusals: [LocalizedText], exitStatus: Int32, quality: QualityReport, diagnostics: [Diagnostic],
    checks: [QualityCheck], completeness: Completeness
  ) {
    self.engine = engine
    modelTitle = governance.title
    modelName = "\(governance.id) \(governance.version)"
    self.period = period
    self.currency = currency
    self.reading = reading
    self.refusals = refusals
    self.exitStatus = exitStatus
    self.quality = quality
    self.diagnostics = diagnostics.sorted(by: Diagnostic.precedes)
    self.checks = checks
    self.completeness = completeness
  }

  /// Whether a run would refuse.
  var isRefused: Bool { !refusals.isEmpty }

  /// The checks of a status, the gravest first.
  func checks(_ status: QualityCheck.Status) -> [QualityCheck] {
    let order = QualityCheck.Severity.allCases
    func gravity(_ check: QualityCheck) -> Int { order.firstIndex(of: check.id.definition.severity) ?? 0 }
    return checks.enumerated().filter { $0.element.status == status }
      .sorted { a, b in
        gravity(a.element) == gravity(b.element) ? a.offset < b.offset : gravity(a.element) > gravity(b.element)
      }.map(\.element)
  }

  /// Places that a person has to look at: what is rejected or refuses a file.
  var places: [Diagnostic] { diagnostics.filter { $0.code.severity >= .rejected } }

  /// Institutions that are not there in every month, or thin in one: the months lacking first, then the thinnest.
  var institutionsToLookAt: [Completeness.Row] {
    let told = completeness.rows.filter { row in
      row.cells.contains { $0.rows == 0 } || (row.whole.completeness ?? 1) < 0.95
    }
    func missing(_ row: Completeness.Row) -> Int { row.cells.count { $0.rows == 0 } }
    return told.sorted { a, b in
      if missing(a) != missing(b) { return missing(a) > missing(b) }
      if a.whole.rows != b.whole.rows { return a.whole.rows > b.whole.rows }
      return a.institution.utf8.lexicographicallyPrecedes(b.institution.utf8)
    }
  }
}

/// How the figures of checks are written for people.
extension Voice {
  /// How much was found, or of how much: money where the check counts money.
  func figure(_ value: Int128, of id: QualityCheck.ID) -> String {
    switch id.definition.base {
    case .fen, .lineFen: money(fen: value)
    default: count(value)
    }
  }

  /// A share as per cent; what is not none is never shown as none.
  func share(_ share: Double?) -> String {
    guard let share else { return "-" }
    return share > 0 && share < 0.0005 ? "<0.1 %" : percent(share)
  }

  /// The results that a check weakens, in words.
  func weakened(_ check: QualityCheck) -> String {
    check.weakens.map { self(Wording.weakened($0)) }.joined(separator: self(Wording.listSeparator))
  }
}
