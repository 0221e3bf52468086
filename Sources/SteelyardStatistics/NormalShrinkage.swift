internal import SteelyardNumerics

/// Log ratios drawn towards their common mean, each by as much as its own data are unreliable.
///
/// Unit j has log ratio y with standard error s, and true log ratios vary about μ with variance τ².
/// Reliability B = τ²/(τ² + s²); μ̂ = Σ y/(s² + τ²) ÷ Σ 1/(s² + τ²), Var(μ̂) = 1 ÷ Σ 1/(s² + τ²);
/// posterior mean μ̂ + B(y − μ̂); posterior variance B s² + (1 − B)² Var(μ̂). Arrays are in the order
/// of the input; their values do not depend on it.
///
/// Edge cases:
/// - τ² = 0: every reliability is 0 and every posterior is that of μ̂.
/// - A single unit is its own mean: its posterior mean is y and its posterior variance s².
///
/// See C. N. Morris, "Parametric empirical Bayes inference" (1983). Checked against
/// `empirical_bayes.json` (13 trials and 54 hospitals: means, posterior means, their errors and intervals,
/// for the τ² of four estimators).
public struct NormalShrinkage: Sendable {
  /// The variance between units, as given.
  public let tauSquared: Double
  /// The common mean μ̂ on the log scale.
  public let meanHat: Double
  /// The variance of μ̂: zero where the mean was given.
  public let meanVariance: Double
  /// The share of each unit's own data in its posterior mean, B, in 0 ..< 1.
  public let reliability: [Double]
  /// The posterior mean of each unit's log ratio.
  public let posteriorMeans: [Double]
  /// The posterior variance of each unit's log ratio.
  public let posteriorVariances: [Double]

  /// The standard error of each posterior mean: the root of its variance.
  public var posteriorStandardErrors: [Double] { posteriorVariances.map { $0.squareRoot() } }

  /// Posterior intervals of the log ratios, m ± z·√variance, `z` being 1.959964 for 95 %.
  ///
  /// - Precondition: `z` lies in 0 … 1e3.
  public func intervals(z: Double) -> [(lower: Double, upper: Double)] {
    precondition(z >= 0 && z <= 1e3, "the quantile of an interval lies in 0 ... 1000")
    return zip(posteriorMeans, posteriorStandardErrors).map { ($0 - z * $1, $0 + z * $1) }
  }

  /// Shrinks `y` towards the common mean, or towards `centre` where that is given.
  ///
  /// - Parameters:
  ///   - y: the log ratio of each unit, within ±1e6.
  ///   - s: the standard error of each, in 1e-50 … 1e50.
  ///   - tauSquared: the variance between units, in 0 … 1e250.
  ///   - centre: a mean known beforehand, such as 0 for a ratio of 1; it has no variance.
  /// - Precondition: there is at least one unit, or a `centre`.
  public init(logRatios y: [Double], standardErrors s: [Double], tauSquared: Double, centre: Double? = nil) {
    precondition(tauSquared >= 0 && tauSquared <= 1e250, "a variance between units lies in 0 ... 1e250")
    precondition(!y.isEmpty || centre != nil, "the mean of no units is unknown")
    let units = LogRatioUnits(logRatios: y, standardErrors: s)
    self.tauSquared = tauSquared
    if let centre {
      precondition(abs(centre) <= 1e6, "a centre lies within ±1e6")
      meanHat = centre
      meanVariance = 0
    } else {
      let weights = units.standardErrors.map { 1 / ($0 * $0 + tauSquared) }
      let total = CompensatedSum.of(weights)
      meanHat = CompensatedSum.of(zip(weights, units.logRatios).lazy.map { $0 / total * $1 })
      meanVariance = 1 / total
    }
    let (mean, variance) = (meanHat, meanVariance)
    let posteriors = zip(y, s).map { Self.posterior($0, $1, tauSquared, mean, variance) }
    reliability = posteriors.map(\.reliability)
    posteriorMeans = posteriors.map(\.mean)
    posteriorVariances = posteriors.map(\.variance)
  }

  /// The posterior of a unit that took no part in estimating the mean.
  ///
  /// - Precondition: `logRatio` lies within ±1e6 and `standardError` in 1e-50 … 1e50.
  public func posterior(
    logRatio: Double, standardError: Double
  ) -> (mean: Double, variance: Double, reliability: Double) {
    LogRatioUnits.check(logRatio, standardError)
    return Self.posterior(logRatio, standardError, tauSquared, meanHat, meanVariance)
  }

  private static func posterior(
    _ y: Double, _ s: Double, _ tauSquared: Double, _ mean: Double, _ meanVariance: Double
  ) -> (mean: Double, variance: Double, reliability: Double) {
    let b = tauSquared / (tauSquared + s * s)
    let rest = s * s / (tauSquared + s * s)
    return (mean + b * (y - mean), b * s * s + rest * rest * meanVariance, b)
  }
}
