internal import Glibc
internal import SteelyardNumerics

/// What a change between two measurements says once regression to the mean is taken out.
///
/// A unit was singled out because its first log ratio y₁ was high; part of that was chance, and would have gone
/// without anybody doing anything. With B = τ²/(τ² + s₁²) the true deviation from the common mean is expected to be
/// B(y₁ − μ₁), so the expected change of the deviation is −(1 − B)(y₁ − μ₁). What the observed change has beyond that is
/// the net change
///
///     net = (y₂ − μ₂) − B(y₁ − μ₁),  variance s₂² + B s₁² + ω²
///
/// where ω² is how much units change between two periods by themselves. The means are common to all units: what is
/// wrong with them is in the drift of units that nothing was done to, which is taken off, with its own variance.
///
/// Edge cases: τ² = 0 expects every unit at the mean; nothing is divided by it.
///
/// See Galton (1886); C. N. Morris, "Parametric empirical Bayes inference" (1983). Checked against simulated units that
/// nothing happened to.
public struct RegressionToMean: Equatable, Sendable {
  /// One measurement of a unit, and what was common to all units then.
  public struct Measurement: Equatable, Sendable {
    /// The log ratio, within ±1e6.
    public var logRatio: Double
    /// Its standard error, in 1e-50 … 1e50.
    public var standardError: Double
    /// The common mean of the units then.
    public var mean: Double

    /// Creates a measurement.
    public init(logRatio: Double, standardError: Double, mean: Double) {
      self.logRatio = logRatio
      self.standardError = standardError
      self.mean = mean
    }

    /// How far the unit lies from the common mean.
    public var deviation: Double { logRatio - mean }
  }

  /// The observed change of the deviation from the common mean.
  public let observed: Double
  /// The change expected without any intervention: −(1 − B)(y₁ − μ₁).
  public let expected: Double
  /// The variance of ``net``, without ω².
  public let variance: Double

  /// The observed change less the expected.
  public var net: Double { observed - expected }

  /// Compares two measurements of a unit.
  ///
  /// - Parameter tauSquared: the variance between units at the first measurement, in 0 … 1e250.
  public init(before: Measurement, after: Measurement, tauSquared: Double) {
    LogRatioUnits.check(before.logRatio, before.standardError)
    LogRatioUnits.check(after.logRatio, after.standardError)
    precondition(tauSquared >= 0 && tauSquared <= 1e250, "a variance between units lies in 0 ... 1e250")
    let squared = before.standardError * before.standardError
    let b = tauSquared / (tauSquared + squared)
    let rest = squared / (tauSquared + squared)
    observed = after.deviation - before.deviation
    expected = -rest * before.deviation
    variance = after.standardError * after.standardError + b * squared
  }

  /// How units change between two periods by themselves: centre and variance ω² of the net changes of units that
  /// nothing was done to, by ``Overdispersion/huberLog(logRatios:standardErrors:)``.
  ///
  /// Edge cases: without units both are 0, with the status `tooFewUnits`.
  public static func drift(_ units: [RegressionToMean]) -> Overdispersion {
    Overdispersion.huberLog(logRatios: units.map(\.net), standardErrors: units.map { $0.variance.squareRoot() })
  }

  /// The variance of the centre of a drift: 1/Σ 1/(variance + ω²), over the efficiency of the Huber mean for normal
  /// values, (2Φ(c) − 1)²/E min(r², c²).
  ///
  /// Edge cases: infinite uncertainty is not told: without units it is 0, as the drift is.
  public static func driftVariance(_ units: [RegressionToMean], drift: Overdispersion) -> Double {
    guard !units.isEmpty else { return 0 }
    let inside = 2 * NormalDistribution.cumulative(HuberFit.limit) - 1
    let total = CompensatedSum.of(units.map { 1 / ($0.variance + drift.tauSquared) }.sorted())
    return HuberFit.meanSquareOfChance / (inside * inside) / total
  }

  /// The mean of the net changes less a drift, each weighted by 1/(variance + ω²), with its standard error, the drift's
  /// own variance in it once; `nil` without units.
  public static func pooled(
    _ units: [RegressionToMean], drift: Overdispersion, driftVariance: Double
  ) -> (net: Double, standardError: Double)? {
    guard !units.isEmpty else { return nil }
    let sorted = units.sorted { ($0.net, $0.variance) < ($1.net, $1.variance) }
    let weights = sorted.map { 1 / ($0.variance + drift.tauSquared) }
    let total = CompensatedSum.of(weights)
    let mean = CompensatedSum.of(zip(weights, sorted).lazy.map { $0 / total * ($1.net - drift.centre) })
    return (mean, (1 / total + driftVariance).squareRoot())
  }
}
