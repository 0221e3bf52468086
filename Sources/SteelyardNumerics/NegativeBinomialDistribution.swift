internal import Glibc

/// The negative-binomial distribution of counts: a Poisson whose mean itself varies as a gamma number does.
///
/// With real `size` r and mean μ the variance is μ + μ²/r; p = r/(r + μ) is the chance of success in the older wording,
/// "failures before the r-th success". As r grows it becomes the Poisson distribution.
///
/// Checked against `distributions_mpmath.json` to 1e-12 relative in both tails.
public enum NegativeBinomialDistribution {
  /// The probability of exactly `count`: Γ(r + k)/(Γ(r) k!) p^r (1 − p)^k.
  ///
  /// Edge cases: 0 for a negative count; a mean of 0 makes 0 certain.
  ///
  /// - Precondition: `count <= 1e15`, `size` lies in 1e-100 … 1e15, `mean` in 0 … 1e15.
  public static func mass(_ count: Int, size: Double, mean: Double) -> Double {
    check(count, size, mean)
    if count < 0 { return 0 }
    if mean == 0 { return count == 0 ? 1 : 0 }
    return IncompleteBeta.term(Double(count), size, mean, size)
  }

  /// The probability of at most `count`.
  ///
  /// Edge cases: 0 for a negative count.
  ///
  /// - Precondition: `count < 1e15`, `size` lies in 1e-100 … 1e15, `mean` in 0 … 1e15.
  public static func cumulative(_ count: Int, size: Double, mean: Double) -> Double {
    check(count, size, mean)
    return count < 0 ? 0 : IncompleteBeta.lower(size, Double(count) + 1, odds: size, to: mean)
  }

  /// The probability of more than `count`, with all its digits in the tail.
  ///
  /// Edge cases: 1 for a negative count.
  ///
  /// - Precondition: `count < 1e15`, `size` lies in 1e-100 … 1e15, `mean` in 0 … 1e15.
  public static func upperTail(_ count: Int, size: Double, mean: Double) -> Double {
    check(count, size, mean)
    return count < 0 ? 1 : IncompleteBeta.upper(size, Double(count) + 1, odds: size, to: mean)
  }

  /// The least count that is not exceeded with a probability of at least `p`.
  ///
  /// Edge cases: 0 for a mean of 0; 999,999,999,999,999 where the quantile is larger still.
  ///
  /// - Precondition: `0 < p < 1`, `size` lies in 1e-100 … 1e15, `mean` in 0 … 1e14.
  public static func quantile(_ p: Double, size: Double, mean: Double) -> Int {
    precondition(p > 0 && p < 1, "a quantile needs a probability strictly between 0 and 1")
    return search(NormalDistribution.quantile(p), size, mean) { cumulative($0, size: size, mean: mean) >= p }
  }

  /// The least count that is exceeded with a probability of at most `q`.
  ///
  /// Edge cases: 0 for a mean of 0; 999,999,999,999,999 where the quantile is larger still.
  ///
  /// - Precondition: `0 < q < 1`, `size` lies in 1e-100 … 1e15, `mean` in 0 … 1e14.
  public static func quantile(upperTail q: Double, size: Double, mean: Double) -> Int {
    precondition(q > 0 && q < 1, "a quantile needs a probability strictly between 0 and 1")
    return search(-NormalDistribution.quantile(q), size, mean) { upperTail($0, size: size, mean: mean) <= q }
  }

  private static func search(_ z: Double, _ size: Double, _ mean: Double, _ holds: (Int) -> Bool) -> Int {
    check(0, size, mean)
    precondition(mean <= 1e14, "the mean of a quantile is at most 1e14")
    let deviation = (mean * (1 + mean / size)).squareRoot()
    return CountSearch.least(near: mean + z * deviation, step: deviation, holds)
  }

  private static func check(_ count: Int, _ size: Double, _ mean: Double) {
    precondition(count <= 1_000_000_000_000_000, "a count is at most 1e15")
    precondition(size >= 1e-100 && size <= 1e15, "a size lies in 1e-100 ... 1e15")
    precondition(mean >= 0 && mean <= 1e15, "a mean lies in 0 ... 1e15")
  }
}
