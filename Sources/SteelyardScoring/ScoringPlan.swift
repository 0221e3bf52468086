public import SteelyardDomain
public import SteelyardStatistics

/// Everything a scoring model decides: which claims, which cost, which peers and strata, which methods, which gates.
///
/// A plan is a validated value. What the methods sheet fixes for all models (95 % intervals, the floor under τ² of the
/// reliability, exact ranks up to 200) stands with its method. Defaults are those of methods §13.
public struct ScoringPlan: Equatable, Sendable {
  /// Which settlements the model is about.
  public struct ClaimScope: Equatable, Sendable {
    /// Care type codes that are taken as they are.
    public var careTypeCodes: [String]
    /// Beginnings of care type codes that are taken.
    public var careTypePrefixes: [String]
    /// Words in a care type's text that are taken.
    public var careTypeWords: [String]
    /// Disease codes that are taken; empty means all.
    public var diseases: [String]

    /// Creates a scope.
    public init(
      careTypeCodes: [String] = [], careTypePrefixes: [String] = [], careTypeWords: [String] = [],
      diseases: [String] = []
    ) {
      self.careTypeCodes = careTypeCodes
      self.careTypePrefixes = careTypePrefixes
      self.careTypeWords = careTypeWords
      self.diseases = diseases
    }
  }

  /// What counts as a head of an institution row.
  public typealias HeadRule = SteelyardDomain.HeadRule
  /// A property of a head, beside the disease, that makes strata.
  public typealias StratumFactor = SteelyardDomain.StratumFactor
  /// How the cost of dear patients is truncated.
  public typealias Truncation = SteelyardDomain.Truncation

  /// A property of institutions that makes peers.
  public enum PeerAxis: String, CaseIterable, Sendable {
    /// Kind, or level where the institution is a hospital (``Institution/classLabel``).
    case institutionClass = "class"
    /// The kind.
    case kind
    /// The level.
    case level
    /// The district.
    case district
  }

  /// What the reference of an institution is made of (methods §3).
  public enum ReferenceRule: String, CaseIterable, Sendable {
    /// All institutions of the peer group.
    case pooled
    /// All but the institution itself.
    case leaveOneOut = "leave-one-out"
  }

  /// The variance of observed cost about the expected (methods §4).
  public enum VarianceMethod: String, CaseIterable, Sendable {
    /// Variances of the peer stratum and covariances of strata, the default.
    case pooled = "var.pooled"
    /// One dispersion φ for all strata, the standard deviation a multiple of the mean.
    case gamma = "var.gamma"
    /// The institution's own residuals: a check, unstable when it is small.
    case sandwich = "var.sandwich"
  }

  /// How p values of many institutions are adjusted (methods §9).
  public typealias Multiplicity = FalseDiscovery.Method

  /// Which institutions a p value is about.
  public enum Sides: String, CaseIterable, Sendable {
    /// Only the dear: the upper tail of z.
    case upper
    /// Dear and cheap.
    case two
  }

  /// The over-dispersion estimate (methods §6).
  public typealias DispersionMethod = Overdispersion.Method

  /// The two levels at which the funnel's limits are drawn: the share of like institutions between them.
  public struct FunnelLevels: Equatable, Sendable {
    /// That of the inner limits, above whose upper one money is in excess.
    public var inner = 0.95
    /// That of the outer limits.
    public var outer = 0.998

    /// Creates the usual levels.
    public init() {}

    /// Creates a pair of levels.
    ///
    /// - Precondition: 0.5 < `inner` < `outer` < 1.
    public init(inner: Double, outer: Double) {
      precondition(inner > 0.5 && inner < outer && outer < 1, "levels ascend between a half and one")
      self.inner = inner
      self.outer = outer
    }

    /// The normal quantile of the inner limits.
    public var innerQuantile: Double { FunnelLimits.z(level: inner) }
    /// That of the outer limits.
    public var outerQuantile: Double { FunnelLimits.z(level: outer) }
  }

  /// Where z is measured from.
  public enum Centre: String, CaseIterable, Sendable {
    /// The fitted centre of the peers.
    case fitted
    /// Zero on the log scale: an index of one.
    case zero
  }

  /// The gates of the interview list (methods §13), all of which must pass.
  public struct Gates: Equatable, Sendable {
    /// `index_eb05` must exceed this.
    public var indexMinimum: Double = 1.0
    /// q must not exceed this.
    public var falseDiscoveryRate: Double = 0.05
    /// The shrunken excess must reach this.
    public var excessMinimum = Money(fen: 1_000_000)
    /// The reliability must reach this.
    public var reliabilityMinimum: Double = 0.5
    /// Heads must reach this; also the least for being eligible.
    public var headsMinimum: Int = 30
    /// In how many of the latest ``persistencePeriods`` an institution must stand out, where history is given.
    public var persistenceMinimum = 2
    /// How many periods are looked at, the run's own among them.
    public var persistencePeriods = 3

    /// Creates the default gates.
    public init() {}
  }

  /// Which settlements.
  public var scope = ClaimScope()
  /// Which cost.
  public var cost = CostBasis.total
  /// Which heads.
  public var headRule = HeadRule.distinctInPeriod
  /// Which properties of an institution make its peer group.
  public var peers: [PeerAxis] = [.institutionClass]
  /// Which properties, beside the disease, make a stratum.
  public var factors: [StratumFactor] = [.ageBand, .sex, .scheme]
  /// The lowest age of each band, ascending, the first 0.
  public var ageBandStarts: [Int] = [0, 18, 45, 60, 70, 80]
  /// How many heads a stratum needs for a reference of its own.
  public var stratumHeadsMinimum = 30
  /// The factors that sparse strata give up, in this order.
  public var ladder: [StratumFactor] = [.scheme, .sex, .ageBand]
  /// What the reference is made of.
  public var reference = ReferenceRule.pooled
  /// The truncation of dear patients.
  public var truncation = Truncation.perMille(995)
  /// The variance of observed cost about the expected.
  public var variance = VarianceMethod.pooled
  /// The over-dispersion estimate.
  public var dispersion = DispersionMethod.logHuber
  /// The estimate of the variance between institutions that shrinks their indices; `nil` takes that of ``dispersion``.
  public var shrinkageDispersion: DispersionMethod?
  /// Where z is measured from.
  public var centre = Centre.fitted
  /// How many eligible institutions a peer group needs for a fit of its own.
  public var fitUnitsMinimum = 75
  /// The levels of the funnel's limits.
  public var funnel = FunnelLevels()
  /// How p values are adjusted.
  public var multiplicity = Multiplicity.benjaminiHochberg
  /// Which institutions a p value is about.
  public var sides = Sides.upper
  /// k of P(in top k); `nil` means max(10, ⌈J/20⌉).
  public var topCount: Int?
  /// Draws of the rank simulation, used above 200 eligible institutions.
  public var rankDraws = 2_000
  /// Seed of the rank simulation.
  public var rankSeed: UInt64 = 20_250_701
  /// P(index > ``watchIndex``) from which an institution is watched.
  public var watchProbability = 0.9
  /// The index whose exceeding is watched for.
  public var watchIndex = 1.0
  /// The gates.
  public var gates = Gates()
  /// How profiles are judged.
  public var profile = Profile()
  /// What counts as a card burst.
  public var bursts = Bursts()
  /// Early warning.
  public var warning = Warning()

  /// Creates a plan with the default methods and no scope.
  public init() {}
}

extension ScoringPlan {
  /// The column a ranking is sorted by, dearest first.
  public enum Order: String, CaseIterable, Sendable {
    /// The plain per-capita index: what the bureau publishes.
    case plain = "index_plain"
    /// The index adjusted for case mix.
    case adjusted = "index_adjusted"
    /// The shrunken index.
    case shrunk = "index_shrunk"
    /// The conservative score: the 5 % posterior quantile.
    case conservative = "index_eb05"
    /// The z score.
    case score = "z"
    /// The shrunken excess in money.
    case excess = "excess_shrunk"
    /// The screen: the largest z of the signals beside cost.
    case screen
  }

  /// The peer group of an institution: the labels of the plan's axes, joined by `/`.
  public func peerGroup(of institution: Institution) -> String {
    let labels = peers.map { axis in
      switch axis {
      case .institutionClass: institution.classLabel
      case .kind: institution.kind
      case .level: institution.level
      case .district: institution.district
      }
    }
    return labels.isEmpty ? "all" : labels.joined(separator: "/")
  }
}

extension ScoringPlan.ClaimScope {
  /// Whether a care type, as the column holds it, is in scope; a scope without care types takes all.
  public func isInScope(careType text: String) -> Bool {
    if careTypeCodes.isEmpty, careTypePrefixes.isEmpty, careTypeWords.isEmpty { return true }
    return careTypeCodes.contains(text) || careTypePrefixes.contains { text.hasPrefix($0) }
      || careTypeWords.contains { text.contains($0) }
  }
}
