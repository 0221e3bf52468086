/// What the naive twin is asked to do; the defaults are those of methods §13.
public struct NaiveOptions: Sendable {
  /// Months such as `"2025-07"..."2025-09"`, both ends included; nil takes every month.
  public var period: ClosedRange<String>?
  /// The cost of a row (§1): `total`, `eligible` or `fund`.
  public var cost = "total"
  /// Heads an institution needs to be eligible (§6).
  public var minHeads = 30
  /// Heads a stratum needs to keep its own reference (§3).
  public var stratumMinimum = 30
  /// Eligible institutions a peer group needs for its own spread (§6).
  public var groupMinimum = 75
  /// The material gate, in yuan (§13).
  public var minExcessYuan = 10_000.0
  /// The extreme gate: the conservative index must exceed this (§13).
  public var minIndex = 1.0
  /// The significance gate (§13).
  public var fdr = 0.05
  /// The reliability gate (§13).
  public var reliability = 0.5
  /// `distinct-in-period` or `first-in-year` (§1); the latter changes only the plain columns.
  public var headRule = "distinct-in-period"
  /// The share of heads, in thousandths, that a cap must cover (§5); nil caps nothing.
  public var capPerMille: Int? = 995
  /// Whether an institution is left out of its own reference (§3).
  public var leaveOneOut = false
  /// The youngest age of each band, ascending.
  public var ageBandLowerBounds = [0, 18, 45, 60, 70, 80]
  /// `class`, or `class+area` to split the classes by the institution's district (§3).
  public var peerKey = "class"
  /// Whether the rank columns are computed (§8); meant for at most 80 eligible institutions.
  public var exactRanks = true

  /// The defaults of the sheet; change what a test needs.
  public init() {}
}

/// One value of one column; money is in yuan, ratios are unrounded.
public enum NaiveValue: Equatable, Sendable {
  /// A real number.
  case number(Double)
  /// A count.
  case integer(Int64)
  /// A word.
  case text(String)
  /// Nothing: the sheet leaves the column empty here.
  case absent

  /// The value as a number, nil for a word or nothing.
  public var double: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    case .text, .absent: nil
    }
  }

  static func optional(_ value: Double?) -> NaiveValue {
    if let value { .number(value) } else { .absent }
  }
}

/// Rows and the money on them.
public struct NaiveCount: Equatable, Sendable {
  /// How many rows.
  public var rows = 0
  /// The sum of `medfee_sumamt` where it can be read.
  public var fen = 0

  /// No rows.
  public init() {}

  mutating func add(fen amount: Int?) {
    rows += 1
    fen += amount ?? 0
  }
}

/// What became of the claim rows: read = accepted + rejected + excluded.
public struct NaiveCounts: Equatable, Sendable {
  /// Every data row of the claims text.
  public var read = NaiveCount()
  /// Rows that take part, inside the period or not.
  public var accepted = NaiveCount()
  /// Accepted rows whose day (for a refund, its original's) lies outside the period.
  public var outsidePeriod = NaiveCount()
  /// `required`, `amount`, `date`, `columns`, `conflict`.
  public var rejected: [String: NaiveCount] = [:]
  /// `unnumbered`, `duplicate`, `superseded`, `invalid`, `care-type`, `negative-unmarked`.
  public var excluded: [String: NaiveCount] = [:]
  /// Accepted refunds that found no original.
  public var orphans = NaiveCount()

  /// Nothing read.
  public init() {}
}

/// One fit of spread and centre over a group of institutions (§§6, 7).
public struct NaiveFit: Equatable, Sendable {
  /// The Huber mean of y.
  public var mu: Double
  /// The between-institution variance.
  public var tau2: Double
  /// The weighted mean used for shrinkage.
  public var muHat: Double
  /// The variance of that mean.
  public var varianceOfMuHat: Double
  /// Eligible institutions in the fit.
  public var count: Int
}

/// Everything the naive twin finds.
public struct NaiveResult: Sendable {
  /// Institution code → column → value; beside the published columns also `y`, `s`, `outcome`.
  public var institutions: [String: [String: NaiveValue]] = [:]
  /// Person number → column → value.
  public var persons: [String: [String: NaiveValue]] = [:]
  /// Institution codes in the order of the list.
  public var publishedOrder: [String] = []
  /// Peer group → capped money of the strata that have heads, and what was expected of them, in fen.
  public var observedEqualsExpected: [String: (observed: Double, expected: Double)] = [:]
  /// What became of the rows.
  public var counts = NaiveCounts()
  /// Peer group with its own fit, or `pooled`, → the fit.
  public var fits: [String: NaiveFit] = [:]
  /// `peer|disease` → cap in fen.
  public var capsFen: [String: Int] = [:]
  /// `peer|disease|age|sex|scheme` → the group whose reference it takes; a dropped part is `*`.
  public var collapse: [String: String] = [:]
}
