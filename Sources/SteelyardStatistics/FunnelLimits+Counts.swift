internal import SteelyardNumerics

// Limits of a ratio of counts, whose chance alone is Poisson.
extension FunnelLimits {
  /// The exact Poisson interval of a count of `expected`, over `expected`.
  ///
  /// Where the ratio of a unit with that many expected events lies, were its count what is expected. Checked against
  /// `funnelplotr_unit.json` (limits at 15, 20 and 30 events).
  ///
  /// - Precondition: `expected` lies in 1e-3 … 1e14, `level` strictly between 0 and 1.
  public static func poisson(expected: Double, level: Double) -> Interval {
    precondition(expected >= 1e-3 && expected <= 1e14, "what is expected lies in 1e-3 ... 1e14")
    let interval = IntervalEstimates.exact(expected, level: level)
    return Interval(lower: interval.lower / expected, upper: interval.upper / expected)
  }

  /// The expected events at which a count of `observed` lies exactly on the limits of a funnel.
  ///
  /// `lower` is what must be expected for the count to lie on the upper limit, and `upper` for the lower limit: the
  /// Poisson limits turned round. Without events no expected number puts the count on the upper limit, and `lower` is 0.
  ///
  /// Checked against `phe_funnel_ratio_limits.csv`.
  ///
  /// - Precondition: `observed` lies in 0 … 1e14, `level` strictly between 0 and 1.
  public static func expectedEvents(observed: Double, level: Double) -> ConfidenceInterval {
    IntervalEstimates.exact(observed, level: level)
  }

  /// The limits of the ratio observed/expected by inverting the Poisson distribution, for any expected number.
  ///
  /// The lower limit is n/expected with P(at most n events) = (1 − level)/2 and the upper one with P(at least n) equal
  /// to that, n being taken as a real number through the incomplete gamma function. They pass through the points of
  /// ``expectedEvents(observed:level:)``.
  ///
  /// Edge cases: where even no events are not unlikely enough the lower limit is 0.
  ///
  /// - Precondition: `expected` lies in 1e-3 … 1e13, `level` strictly between 0 and 1.
  public static func invertedPoisson(expected: Double, level: Double) -> Interval {
    precondition(expected >= 1e-3 && expected <= 1e13, "what is expected lies in 1e-3 ... 1e13")
    precondition(level > 0 && level < 1, "a level lies strictly between 0 and 1")
    let tail = (1 - level) / 2
    // P(X ≥ n) falls and P(X ≤ n) rises with n.
    let upper = border(from: expected) { IncompleteGamma.lower($0, expected) <= tail }
    let none = IncompleteGamma.upper(1, expected) >= tail
    let lower = none ? 0 : border(from: expected) { IncompleteGamma.upper($0 + 1, expected) >= tail }
    return Interval(lower: lower / expected, upper: upper / expected)
  }

  /// Where a condition on positive numbers begins to hold, by halving to the last bit.
  private static func border(from start: Double, _ holds: (Double) -> Bool) -> Double {
    var (low, high) = (0.0, start + 1)
    while !holds(high) { (low, high) = (high, 2 * high) }
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return high }
      if holds(middle) { high = middle } else { low = middle }
    }
  }

  /// How far a count lies outside what is expected.
  public enum CountSignificance: String, CaseIterable, Sendable {
    /// Above the upper 99.8 % limit: so many or more events have a probability below 0.001.
    case highAt998 = "high.998"
    /// Above the upper 95 % limit, not the 99.8 % one.
    case highAt95 = "high.95"
    /// Within the limits.
    case within = "within"
    /// Below the lower 95 % limit, not the 99.8 % one.
    case lowAt95 = "low.95"
    /// Below the lower 99.8 % limit.
    case lowAt998 = "low.998"
  }

  /// Which limits a count of `observed` lies outside of, when `expected` events are expected.
  ///
  /// Checked against `phe_funnel_ratio_significance.csv`, 300 rows.
  ///
  /// - Precondition: `observed` lies in 0 … 1e14, `expected` in 0 … 1e14.
  public static func significance(observed: Double, expected: Double) -> CountSignificance {
    precondition(expected >= 0 && expected <= 1e14, "what is expected lies in 0 ... 1e14")
    let wide = expectedEvents(observed: observed, level: 0.998)
    if expected < wide.lower { return .highAt998 }
    if expected > wide.upper { return .lowAt998 }
    let narrow = expectedEvents(observed: observed, level: 0.95)
    if expected < narrow.lower { return .highAt95 }
    return expected > narrow.upper ? .lowAt95 : .within
  }
}
