internal import Glibc
internal import SteelyardNumerics

// What a normal posterior on the log scale says about the ratio itself.
extension NormalShrinkage {
  /// The posterior probability that a ratio exceeds `ratio`: 1 − Φ((ln ratio − mean)/√variance).
  ///
  /// Edge cases: a variance of 0 gives 1 where the mean lies above ln `ratio`, else 0.
  ///
  /// - Precondition: `ratio` is positive and finite, `mean` lies within ±1e6, `variance` in 0 … 1e250.
  public static func probability(ratioAbove ratio: Double, mean: Double, variance: Double) -> Double {
    precondition(ratio > 0 && ratio.isFinite, "a ratio is positive and finite")
    check(mean, variance)
    let distance = log(ratio) - mean
    if variance == 0 { return distance < 0 ? 1 : 0 }
    return NormalDistribution.upperTail(distance / variance.squareRoot())
  }

  /// The posterior quantile of a ratio: exp(mean + Φ⁻¹(p)·√variance).
  ///
  /// Edge cases: a ratio too small for a double is 0, one too large the largest double.
  ///
  /// - Precondition: `0 < p < 1`, `mean` lies within ±1e6, `variance` in 0 … 1e250.
  public static func ratioQuantile(_ p: Double, mean: Double, variance: Double) -> Double {
    check(mean, variance)
    return min(exp(mean + NormalDistribution.quantile(p) * variance.squareRoot()), .greatestFiniteMagnitude)
  }

  /// The conservative score of a ratio, EB05: its 5 % posterior quantile, exceeded with probability 0.95.
  ///
  /// - Precondition: `mean` lies within ±1e6, `variance` in 0 … 1e250.
  public static func eb05(mean: Double, variance: Double) -> Double {
    ratioQuantile(0.05, mean: mean, variance: variance)
  }

  /// The posterior probability of each unit that its ratio exceeds `ratio`.
  ///
  /// - Precondition: `ratio` is positive and finite.
  public func probabilities(ratioAbove ratio: Double) -> [Double] {
    zip(posteriorMeans, posteriorVariances).map { Self.probability(ratioAbove: ratio, mean: $0, variance: $1) }
  }

  /// The conservative score of each unit, EB05: the 5 % posterior quantile of its ratio.
  public var eb05: [Double] {
    zip(posteriorMeans, posteriorVariances).map { Self.eb05(mean: $0, variance: $1) }
  }

  private static func check(_ mean: Double, _ variance: Double) {
    precondition(abs(mean) <= 1e6, "a posterior mean lies within ±1e6")
    precondition(variance >= 0 && variance <= 1e250, "a posterior variance lies in 0 ... 1e250")
  }
}
