internal import SteelyardNumerics

/// Ratios of counts drawn towards their common mean: Poisson counts whose true ratios vary as gamma numbers do.
///
/// Unit j has a count O of mean θE, and the θ vary about m = α/β with variance α/β². Given O and E, θ is a gamma number
/// of shape α + O and rate β + E: posterior mean (α + O)/(β + E). Nothing is normal here, so it serves small counts, for
/// which a log ratio has no standard error. For counts only, never money.
///
/// Arrays are in the order of the input; their values do not depend on it.
///
/// Edge cases, told by ``status``: with no spread beyond chance (`noSpread`), or fewer than two units or no event at
/// all (`tooFewUnits`), there is no gamma distribution: ``shape`` and ``rate`` are `nil` and every ratio is the common
/// mean for certain.
///
/// See D. Clayton and J. Kaldor, "Empirical Bayes estimates of age-standardized relative risks" (1987) and R. J.
/// Marshall, "Mapping disease and mortality rates using empirical Bayes estimators" (1991). Checked against
/// `empirical_bayes.json` (10 pumps, 54 hospitals).
public struct GammaPoissonShrinkage: Sendable {
  /// The estimator of α and β.
  public let method: String
  /// How the estimation ended.
  public let status: FitStatus
  /// The shape α of the distribution of true ratios; `nil` where they do not vary.
  public let shape: Double?
  /// The rate β of the distribution of true ratios; `nil` where they do not vary.
  public let rate: Double?
  /// The common mean: α/β, and all counts over all expected ones where the ratios do not vary.
  public let priorMean: Double
  /// The variance of the true ratios, α/β²; 0 where they do not vary.
  public let priorVariance: Double
  /// The log likelihood of the counts, with all its constants.
  public let logLikelihood: Double
  /// The posterior mean of each unit's ratio.
  public let posteriorMeans: [Double]

  private let counts: GammaPoissonCounts

  /// Estimates α and β by maximum likelihood: the counts are negative binomial with size α and mean αE/β.
  ///
  /// For each α the best mean is the root of Σ (O − mE)α/(α + mE); the slope of the likelihood along α is then followed
  /// to its root from the best point of a grid. A spread below 1e-4 of the mean is none.
  ///
  /// - Parameters:
  ///   - observed: the count of each unit, in 0 … 1e12.
  ///   - expected: what was expected of each, in 1e-6 … 1e12.
  public static func maximumLikelihood(observed: [Int], expected: [Double]) -> GammaPoissonShrinkage {
    let counts = GammaPoissonCounts(observed, expected)
    let method = "eb.gammapoisson.ml"
    if let none = withoutSpread(counts, method) { return none }
    guard let fit = counts.mostLikely() else { return GammaPoissonShrinkage(counts, method, .noSpread) }
    return GammaPoissonShrinkage(
      counts, method, fit.converged ? .converged : .notConverged, shape: fit.shape, rate: fit.shape / fit.mean)
  }

  /// Estimates α and β by Marshall's moments, all units together.
  ///
  /// m = ΣO/ΣE; s² = Σ E(O/E − m)²/ΣE; variance A = s² − m/Ē, with Ē the mean of E; α = m²/A, β = m/A. Posterior
  /// means are then m + A/(A + m/E) · (O/E − m).
  ///
  /// Edge cases: A ≤ 0 is the outcome `noSpread`.
  ///
  /// - Parameters:
  ///   - observed: the count of each unit, in 0 … 1e12.
  ///   - expected: what was expected of each, in 1e-6 … 1e12.
  public static func marshall(observed: [Int], expected: [Double]) -> GammaPoissonShrinkage {
    let counts = GammaPoissonCounts(observed, expected)
    let method = "eb.gammapoisson.marshall"
    if let none = withoutSpread(counts, method) { return none }
    let (mean, variance) = counts.moments()
    // A variance that is only rounding would make a shape too large for the distributions.
    guard variance > 1e-8 * mean * mean else { return GammaPoissonShrinkage(counts, method, .noSpread) }
    return GammaPoissonShrinkage(
      counts, method, .converged, shape: mean * (mean / variance), rate: mean / variance)
  }

  /// The posteriors for a distribution of true ratios known beforehand.
  ///
  /// - Parameters:
  ///   - observed: the count of each unit, in 0 … 1e12.
  ///   - expected: what was expected of each, in 1e-6 … 1e12.
  ///   - shape: α, in 1e-6 … 1e9.
  ///   - rate: β, in 1e-100 … 1e100.
  public init(observed: [Int], expected: [Double], shape: Double, rate: Double) {
    precondition(shape >= 1e-6 && shape <= 1e9, "a shape lies in 1e-6 ... 1e9")
    precondition(rate >= 1e-100 && rate <= 1e100, "a rate lies in 1e-100 ... 1e100")
    self.init(GammaPoissonCounts(observed, expected), "eb.gammapoisson.given", .converged, shape: shape, rate: rate)
  }

  /// The value that each unit's ratio exceeds with posterior probability 1 − `p`.
  ///
  /// - Precondition: `0 < p < 1`.
  public func quantiles(_ p: Double) -> [Double] {
    precondition(p > 0 && p < 1, "a quantile needs a probability strictly between 0 and 1")
    guard let shape, let rate else { return posteriorMeans }
    return counts.units.map {
      GammaDistribution.quantile(p, shape: shape + $0.observed, rate: rate + $0.expected)
    }
  }

  /// The conservative score of each unit, EB05: its 5 % posterior quantile, exceeded with probability 0.95.
  public var eb05: [Double] { quantiles(0.05) }

  /// The posterior probability of each unit that its ratio exceeds `ratio`.
  ///
  /// - Precondition: `ratio` is positive and finite.
  public func probabilities(ratioAbove ratio: Double) -> [Double] {
    precondition(ratio > 0 && ratio.isFinite, "a ratio is positive and finite")
    guard let shape, let rate else { return posteriorMeans.map { $0 > ratio ? 1 : 0 } }
    return counts.units.map {
      GammaDistribution.upperTail(ratio, shape: shape + $0.observed, rate: rate + $0.expected)
    }
  }

  private static func withoutSpread(_ counts: GammaPoissonCounts, _ method: String) -> GammaPoissonShrinkage? {
    counts.units.count < 2 || counts.pooledMean == 0 ? GammaPoissonShrinkage(counts, method, .tooFewUnits) : nil
  }

  private init(_ counts: GammaPoissonCounts, _ method: String, _ status: FitStatus) {
    (self.counts, self.method, self.status) = (counts, method, status)
    (shape, rate, priorVariance) = (nil, nil, 0)
    priorMean = counts.pooledMean
    logLikelihood = counts.logLikelihood(mean: priorMean)
    posteriorMeans = counts.units.map { [priorMean] _ in priorMean }
  }

  private init(
    _ counts: GammaPoissonCounts, _ method: String, _ status: FitStatus, shape: Double, rate: Double
  ) {
    (self.counts, self.method, self.status) = (counts, method, status)
    (self.shape, self.rate) = (shape, rate)
    priorMean = shape / rate
    priorVariance = shape / rate / rate
    logLikelihood = counts.logLikelihood(shape: shape, mean: shape / rate)
    posteriorMeans = counts.units.map { (shape + $0.observed) / (rate + $0.expected) }
  }
}
