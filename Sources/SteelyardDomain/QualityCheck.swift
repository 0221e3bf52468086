/// One thing that is looked at in the input before anything is computed from it, and what came of it.
///
/// found of of, held against the threshold: a check is passed where found ≤ threshold · of. What it found is a count,
/// never a row.
public struct QualityCheck: Equatable, Sendable {
  /// What came of a check.
  public enum Status: String, CaseIterable, Sendable {
    /// No more than the threshold.
    case passed
    /// More than the threshold.
    case failed
    /// There is nothing to look at: a column, a table or an option is absent.
    case notApplicable = "not-applicable"
    /// It could not be made, since the data were refused before.
    case error
  }

  /// What a failed check means for a run.
  public enum Severity: String, CaseIterable, Sendable {
    /// The run goes on, and no result is weaker for it.
    case note
    /// The run goes on, and the results named are weaker.
    case warning
    /// The run is refused, exit status 3.
    case refusal
  }

  /// What is counted against.
  public enum Base: String, CaseIterable, Sendable {
    /// Files of all tables.
    case files
    /// Columns, over all claim files.
    case columns
    /// Cells of the used columns.
    case cells
    /// Rows read from the claims.
    case rows
    /// Rows read from all tables.
    case tableRows = "table-rows"
    /// Rows of the claims that count.
    case acceptedRows = "accepted-rows"
    /// Money of the claims without signs, in fen.
    case fen
    /// Money of the fee lines without signs, in fen.
    case lineFen = "line-fen"
    /// Lines of totals.
    case totalLines = "total-lines"
    /// Refund rows.
    case refunds
    /// Distinct institutions of the claims.
    case institutions
    /// Distinct insured persons of the claims.
    case persons
    /// Institutions × months between an institution's first month and its last.
    case institutionMonths = "institution-months"
    /// Months.
    case months
    /// Rows read from the fee lines.
    case lines
    /// Settlements that have fee lines.
    case claimsWithLines = "claims-with-lines"
  }

  /// Results that a failed check weakens.
  public enum Weakened: String, CaseIterable, Sendable {
    /// Everything that is computed from the claims.
    case everything
    /// The plain index and what a head costs.
    case plainIndex = "plain-index"
    /// The adjusted index and all that rests on expected cost.
    case adjustedIndex = "adjusted-index"
    /// Who is compared with whom.
    case peerGroups = "peer-groups"
    /// Visits and heads.
    case visits
    /// Shares of drug cost and fund payment.
    case shares
    /// Cost by the fund, eligible cost.
    case costParts = "cost-parts"
    /// Refund rates, and net money of single institutions.
    case refunds
    /// Figures by month, early warning.
    case months
    /// Figures of single persons, card bursts.
    case persons
    /// The split into price, quantity and basket.
    case waterfall
    /// Names in lists.
    case names
  }

  /// A part of what a check found.
  public struct Detail: Equatable, Sendable {
    /// The file, column, code or place it is about.
    public let subject: String
    /// How much was found there.
    public let found: Int128
    /// Of how much; `nil` where that is the check's.
    public let of: Int128?

    /// Creates a detail.
    public init(_ subject: String, _ found: Int128, of: Int128? = nil) {
      self.subject = subject
      self.found = found
      self.of = of
    }
  }

  /// The most details that are kept of one check; those with the most found come first.
  public static let detailsMaximum = 20

  /// Which check.
  public let id: ID
  /// What came of it.
  public let status: Status
  /// How much was found.
  public let found: Int128
  /// Of how much.
  public let of: Int128
  /// The share that may be found, 0…1.
  public let threshold: Double
  /// Where it was found, the most first.
  public let details: [Detail]
  /// How many details there are beside those kept.
  public let detailsLeftOut: Int
  /// The results that are weaker where it fails.
  public let weakens: [Weakened]

  /// Judges what was found.
  ///
  /// - Parameters:
  ///   - threshold: the share that may be found; the definition's where `nil`.
  ///   - weakens: the results that are weaker where it fails; the definition's where `nil`.
  ///   - isComplete: whether everything was looked at. Where not, a check that already found more than its threshold has
  ///     failed, and any other is an error.
  public init(
    _ id: ID, found: Int128, of: Int128, threshold: Double? = nil, details: [Detail] = [],
    weakens: [Weakened]? = nil, isComplete: Bool = true
  ) {
    let threshold = threshold ?? id.definition.threshold
    self.id = id
    self.weakens = weakens ?? id.definition.weakens
    self.found = found
    self.of = of
    self.threshold = threshold
    let isOver = Double(found) > threshold * Double(of)
    status = isOver && found > 0 ? .failed : isComplete ? .passed : .error
    let ordered = details.sorted { a, b in
      a.found == b.found ? a.subject.utf8.lexicographicallyPrecedes(b.subject.utf8) : a.found > b.found
    }
    self.details = Array(ordered.prefix(Self.detailsMaximum))
    detailsLeftOut = max(0, ordered.count - Self.detailsMaximum)
  }

  /// A check that has nothing to look at.
  public init(notApplicable id: ID) { self.init(id, status: .notApplicable) }

  /// A check that was not reached.
  public init(error id: ID) { self.init(id, status: .error) }

  private init(_ id: ID, status: Status) {
    self.id = id
    self.status = status
    found = 0
    of = 0
    threshold = id.definition.threshold
    weakens = id.definition.weakens
    details = []
    detailsLeftOut = 0
  }

  /// The share found; `nil` where there is nothing to find it in.
  public var share: Double? { of > 0 ? Double(found) / Double(of) : nil }
}
