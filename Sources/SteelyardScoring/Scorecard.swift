import SteelyardDomain

/// What a scoring run found: every institution with every figure, and the fits they rest on.
///
/// Figures that cannot be had are `nil`, with ``InstitutionScore/outcome`` or ``Scorecard/absences`` saying why.
/// Money is in fen while it is exact and in yuan (Double) where it is an estimate.
public struct Scorecard: Sendable {
  /// Institutions in published order, the dearest first.
  public let institutions: [InstitutionScore]
  /// Peer groups by name.
  public let peerGroups: [PeerGroupSummary]
  /// The over-dispersion fits, by name of the fit group.
  public let fits: [DispersionFit]
  /// Names of the methods used, each with its constants, as they are printed with every result.
  public let methods: [MethodStatement]
  /// Result columns that stay empty, each with the reason.
  public let absences: [Absence]
  /// k of P(in top k).
  public let topCount: Int
  /// The order of ``institutions``.
  public let order: ScoringPlan.Order
  /// The levels of the funnel's limits.
  public var funnel = ScoringPlan.FunnelLevels()

  /// Whether an institution has the figure that ``order`` ranks by.
  public func isRanked(_ score: InstitutionScore) -> Bool { Ranking.figure(score, order) != nil }

  /// Creates a scorecard.
  public init(
    institutions: [InstitutionScore], peerGroups: [PeerGroupSummary], fits: [DispersionFit],
    methods: [MethodStatement], absences: [Absence], topCount: Int, order: ScoringPlan.Order
  ) {
    self.institutions = institutions
    self.peerGroups = peerGroups
    self.fits = fits
    self.methods = methods
    self.absences = absences
    self.topCount = topCount
    self.order = order
  }
}

extension Scorecard {
  /// The scorecard with the screen of each institution, ranked again where it is ranked by that.
  ///
  /// - Parameter screens: score and signal by institution code; institutions it lacks have none.
  public func screened(_ screens: [String: (score: Double?, signal: Screen.Signal?)]) -> Scorecard {
    var scores = institutions
    for row in scores.indices {
      scores[row].screen = screens[scores[row].institution.id]?.score
      scores[row].screenSignal = screens[scores[row].institution.id]?.signal
    }
    if order == .screen { Ranking.sort(&scores, by: order) }
    var card = Scorecard(
      institutions: scores, peerGroups: peerGroups, fits: fits, methods: methods, absences: absences,
      topCount: topCount, order: order)
    card.funnel = funnel
    return card
  }

  /// Whether any institution has the figure that ``order`` ranks by; without it the order is that of the codes.
  public var isOrdered: Bool { institutions.contains(where: isRanked) }
}

/// A method by its id with the constants it was used with.
public struct MethodStatement: Hashable, Sendable {
  /// What the method decides: `reference`, `variance`, `over-dispersion` …
  public let role: String
  /// The id of methods.md: `std.indirect`, `od.log.huber` …
  public let id: String
  /// The constants, by name, as they are printed.
  public let constants: [String]

  /// Creates a statement; constants are written `name = value`.
  public init(role: String, id: String, constants: [String] = []) {
    self.role = role
    self.id = id
    self.constants = constants
  }
}

/// A result column that stays empty.
public struct Absence: Hashable, Sendable {
  /// Why a result cannot be had.
  public enum Reason: String, CaseIterable, Sendable {
    /// The claims have no drug cost.
    case noDrugColumn
    /// The claims have no fund payment.
    case noFundColumn
    /// The tally has no squares of capped cost.
    case noSquares
    /// The tally has no pair rows; strata are taken as independent.
    case noPairs
    /// The tally has no capped cost; nothing is truncated.
    case noCappedCost
    /// The run started from a tally, which holds no persons.
    case noPersons
    /// The user left the list out.
    case leftOut
    /// The tally has no visits.
    case noVisits
    /// The tally has no whole-institution rows; heads are sums over strata.
    case noInstitutionRows
    /// More institutions than ranks can be simulated for.
    case tooManyInstitutions
    /// The compared cost is not the total, which shares are taken of.
    case costNotTotal
  }

  /// The column or file.
  public let column: String
  /// The reason.
  public let reason: Reason

  /// Creates an absence.
  public init(column: String, reason: Reason) {
    self.column = column
    self.reason = reason
  }
}

/// A peer group: who is compared with whom.
public struct PeerGroupSummary: Equatable, Sendable {
  /// The label.
  public let name: String
  /// How many institutions.
  public let institutions: Int
  /// How many of them are eligible for the estimates.
  public let eligible: Int
  /// Distinct heads, summed over institutions.
  public let heads: Int64
  /// Cost in fen.
  public let costFen: Int64
  /// The name of the fit group.
  public let fit: String
  /// How many strata had heads.
  public let strata: Int
  /// How many of them, by rung of the ladder: 0 their own reference, 1 first factor given up, and so on.
  public let strataByRung: [Int]
  /// The institution with the greatest share of the group's expected cost, where that exceeds a fifth.
  public let dominant: Dominant?

  /// An institution that makes up much of its own reference.
  public struct Dominant: Equatable, Sendable {
    /// Its code.
    public let institution: String
    /// Its share of the group's expected cost, 0…1.
    public let share: Double

    /// Creates the account.
    public init(institution: String, share: Double) {
      self.institution = institution
      self.share = share
    }
  }

  /// Creates a summary.
  public init(
    name: String, institutions: Int, eligible: Int, heads: Int64, costFen: Int64, fit: String, strata: Int,
    strataByRung: [Int], dominant: Dominant?
  ) {
    self.name = name
    self.institutions = institutions
    self.eligible = eligible
    self.heads = heads
    self.costFen = costFen
    self.fit = fit
    self.strata = strata
    self.strataByRung = strataByRung
    self.dominant = dominant
  }
}
