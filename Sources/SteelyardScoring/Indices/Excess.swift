public import SteelyardStatistics

/// Money above what the peers' cost explains (methods §11).
public enum Excess {
  /// Money above the upper limit of the funnel: E · max(0, index − upper), in the unit of `expected`.
  ///
  /// It is the part of the excess over parity that neither chance nor the usual spread between institutions explains.
  ///
  /// Edge cases: zero on the limit and below it, and where nothing is expected.
  ///
  /// - Parameters:
  ///   - expected: E, expected cost.
  ///   - index: O/E.
  ///   - limits: the limits at the institution's standard error.
  /// - Precondition: `expected` and `index` are finite, `expected` is not negative, and their product is finite.
  public static func overUpperLimit(expected: Double, index: Double, limits: FunnelLimits.Interval) -> Double {
    precondition(expected >= 0 && (expected * index).isFinite, "expected cost is finite and not negative")
    return expected * max(0, index - limits.upper)
  }
}
