internal import Glibc
internal import SteelyardNumerics

/// A rate or a ratio of counts with its interval.
public struct RateEstimate: Equatable, Sendable {
  /// The rate or ratio.
  public let value: Double
  /// Its interval, `nil` where the formula has none, as the lognormal one without events.
  public let interval: ConfidenceInterval?
}

/// Crude rates, and rates that take the mix of strata off: directly and indirectly standardised ones.
///
/// A rate is events per head; ``RateEstimate`` times 100,000 is one per 100,000 heads. For counts only, never money.
///
/// Checked against `phe_rate_exact_byars.csv`, `phe_isr_expected.csv` and `esda_standardisation.json`.
public enum StandardizedRates {
  /// One stratum of a unit and of the population it is compared with.
  public struct Stratum: Equatable, Sendable {
    /// What was counted in the unit.
    public let events: Double
    /// The unit's heads.
    public let heads: Double
    /// What was counted in the reference.
    public let referenceEvents: Double
    /// The reference's heads.
    public let referenceHeads: Double

    /// Creates a stratum.
    ///
    /// - Precondition: each number lies in 0 … 1e14; the heads of the reference are not 0, and where the unit has no
    ///   heads it has no events.
    public init(events: Double, heads: Double, referenceEvents: Double, referenceHeads: Double) {
      for number in [events, heads, referenceEvents, referenceHeads] {
        precondition(number >= 0 && number <= 1e14, "the numbers of a stratum lie in 0 ... 1e14")
      }
      precondition(referenceHeads > 0, "a stratum of the reference has heads")
      precondition(heads > 0 || events == 0, "events need heads")
      self.events = events
      self.heads = heads
      self.referenceEvents = referenceEvents
      self.referenceHeads = referenceHeads
    }
  }

  /// Events per head, with the interval of the count.
  ///
  /// - Precondition: `events` lies in 0 … 1e14, `heads` in 1e-100 … 1e100, `level` strictly between 0 and 1.
  public static func crude(
    events: Double, heads: Double, level: Double, by method: IntervalEstimates.CountMethod = .exactBelowTen
  ) -> RateEstimate {
    precondition(heads >= 1e-100 && heads <= 1e100, "the heads lie in 1e-100 ... 1e100")
    let interval = IntervalEstimates.count(events, level: level, by: method)
    return RateEstimate(
      value: events / heads, interval: ConfidenceInterval(lower: interval.lower / heads, upper: interval.upper / heads))
  }

  /// The events the unit's heads would have had at the rates of the reference: Σ heads · reference events / heads.
  ///
  /// - Precondition: none; without strata it is 0.
  public static func expected(_ strata: [Stratum]) -> Double {
    CompensatedSum.of(sorted(strata.map { $0.heads * ($0.referenceEvents / $0.referenceHeads) }))
  }

  /// The events per head of the whole reference.
  ///
  /// - Precondition: there is at least one stratum.
  public static func referenceRate(_ strata: [Stratum]) -> Double {
    precondition(!strata.isEmpty, "a reference has strata")
    return CompensatedSum.of(sorted(strata.map(\.referenceEvents)))
      / CompensatedSum.of(sorted(strata.map(\.referenceHeads)))
  }

  /// The indirectly standardised ratio, observed/expected, with the interval of the observed count.
  ///
  /// Times ``referenceRate(_:)`` it is the indirectly standardised rate.
  ///
  /// - Precondition: `observed` lies in 0 … 1e14, `expected` in 1e-100 … 1e100, `level` strictly between 0 and 1.
  public static func indirect(
    observed: Double, expected: Double, level: Double, by method: IntervalEstimates.CountMethod = .exactBelowTen
  ) -> RateEstimate {
    crude(events: observed, heads: expected, level: level, by: method)
  }

  /// The indirectly standardised ratio with the interval exp(ln(O/E) ± z/√O).
  ///
  /// Edge cases: without events there is no interval.
  ///
  /// - Precondition: `observed` lies in 0 … 1e14, `expected` in 1e-100 … 1e100, `level` strictly between 0 and 1.
  public static func indirectLognormal(observed: Double, expected: Double, level: Double) -> RateEstimate {
    precondition(observed >= 0 && observed <= 1e14, "a count lies in 0 ... 1e14")
    precondition(expected >= 1e-100 && expected <= 1e100, "what is expected lies in 1e-100 ... 1e100")
    let value = observed / expected
    if observed == 0 { return RateEstimate(value: 0, interval: nil) }
    let margin = FunnelLimits.z(level: level) / observed.squareRoot()
    let bounds = (lower: value * exp(-margin), upper: min(value * exp(margin), .greatestFiniteMagnitude))
    return RateEstimate(value: value, interval: ConfidenceInterval(lower: bounds.lower, upper: bounds.upper))
  }

  /// The directly standardised rate, Σ (events/heads) · weight, weights being the reference's shares of heads.
  ///
  /// Its interval is that of a gamma number of the same mean and variance; for the upper bound one more event is added
  /// in the stratum where it weighs most. With k the largest weight/heads and v = Σ events (weight/heads)²,
  /// lower = Γ(α/2; r²/v, r/v), upper = Γ(1 − α/2; (r + k)²/(v + k²), (r + k)/(v + k²)), shape and rate.
  ///
  /// Edge cases: `nil` where the unit has no heads in a stratum; without events the lower bound is 0.
  ///
  /// See M. P. Fay and E. J. Feuer, "Confidence intervals for directly standardized rates" (1997).
  ///
  /// - Precondition: there is at least one stratum; `level` lies strictly between 0 and 1.
  public static func direct(_ strata: [Stratum], level: Double) -> RateEstimate? {
    precondition(!strata.isEmpty, "a standardised rate needs strata")
    precondition(level > 0 && level < 1, "a level lies strictly between 0 and 1")
    guard strata.allSatisfy({ $0.heads > 0 }) else { return nil }
    let whole = CompensatedSum.of(sorted(strata.map(\.referenceHeads)))
    let weights = strata.map { $0.referenceHeads / whole / $0.heads }
    let rate = CompensatedSum.of(sorted(zip(strata, weights).map { $0.events * $1 }))
    let variance = CompensatedSum.of(sorted(zip(strata, weights).map { $0.events * $1 * $1 }))
    let most = weights.max() ?? 0
    let (tail, wideRate, wideVariance) = ((1 - level) / 2, rate + most, variance + most * most)
    let lower =
      rate == 0 ? 0 : GammaDistribution.quantile(tail, shape: rate * rate / variance, rate: rate / variance)
    let upper = GammaDistribution.quantile(
      upperTail: tail, shape: wideRate * wideRate / wideVariance, rate: wideRate / wideVariance)
    return RateEstimate(value: rate, interval: ConfidenceInterval(lower: lower, upper: upper))
  }

  /// Sums run from the smallest term on, so that the order of the strata does not matter.
  private static func sorted(_ terms: [Double]) -> [Double] { terms.sorted() }
}
