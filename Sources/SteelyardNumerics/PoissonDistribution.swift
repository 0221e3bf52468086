internal import Glibc

/// The Poisson distribution of counts: mean and variance are both `mean`.
///
/// Counts are whole numbers up to 1e15, beyond which a double no longer tells neighbours apart. Checked against
/// `distributions_mpmath.json` to 1e-12 relative in both tails.
public enum PoissonDistribution {
  /// The probability of exactly `count`: mean^count e^(−mean) / count!.
  ///
  /// Edge cases: 0 for a negative count; a mean of 0 makes 0 certain.
  ///
  /// - Precondition: `count <= 1e15`, `0 <= mean <= 1e15`.
  public static func mass(_ count: Int, mean: Double) -> Double {
    check(count, mean)
    return count < 0 ? 0 : IncompleteGamma.poissonTerm(Double(count), mean)
  }

  /// The probability of at most `count`.
  ///
  /// Edge cases: 0 for a negative count.
  ///
  /// - Precondition: `count < 1e15`, `0 <= mean <= 1e15`.
  public static func cumulative(_ count: Int, mean: Double) -> Double {
    check(count, mean)
    return count < 0 ? 0 : IncompleteGamma.upper(Double(count) + 1, mean)
  }

  /// The probability of more than `count`, with all its digits in the tail.
  ///
  /// Edge cases: 1 for a negative count.
  ///
  /// - Precondition: `count < 1e15`, `0 <= mean <= 1e15`.
  public static func upperTail(_ count: Int, mean: Double) -> Double {
    check(count, mean)
    return count < 0 ? 1 : IncompleteGamma.lower(Double(count) + 1, mean)
  }

  /// The least count that is not exceeded with a probability of at least `p`.
  ///
  /// Edge cases: 0 for a mean of 0.
  ///
  /// - Precondition: `0 < p < 1`, `0 <= mean <= 1e14`.
  public static func quantile(_ p: Double, mean: Double) -> Int {
    precondition(p > 0 && p < 1, "a quantile needs a probability strictly between 0 and 1")
    precondition(mean >= 0 && mean <= 1e14, "the mean of a quantile lies in 0 ... 1e14")
    let guess = mean + NormalDistribution.quantile(p) * mean.squareRoot()
    return CountSearch.least(near: guess, step: mean.squareRoot()) { cumulative($0, mean: mean) >= p }
  }

  /// The least count that is exceeded with a probability of at most `q`.
  ///
  /// Edge cases: 0 for a mean of 0.
  ///
  /// - Precondition: `0 < q < 1`, `0 <= mean <= 1e14`.
  public static func quantile(upperTail q: Double, mean: Double) -> Int {
    precondition(q > 0 && q < 1, "a quantile needs a probability strictly between 0 and 1")
    precondition(mean >= 0 && mean <= 1e14, "the mean of a quantile lies in 0 ... 1e14")
    let guess = mean - NormalDistribution.quantile(q) * mean.squareRoot()
    return CountSearch.least(near: guess, step: mean.squareRoot()) { upperTail($0, mean: mean) <= q }
  }

  private static func check(_ count: Int, _ mean: Double) {
    precondition(count <= 1_000_000_000_000_000, "a count is at most 1e15")
    precondition(mean >= 0 && mean <= 1e15, "a Poisson mean lies in 0 ... 1e15")
  }
}

/// Finds where a condition on counts begins to hold.
enum CountSearch {
  /// Beyond it a double does not tell neighbouring counts apart.
  private static let most = 999_999_999_999_999

  /// The least count from 0 on at which `holds`, which stays true once it is; `most` where it never is.
  static func least(near guess: Double, step: Double, _ holds: (Int) -> Bool) -> Int {
    var stride = Int(min(max(1, step), 1e14))
    var high = Int(min(max(0, guess), 9e14))
    var low = high
    while !holds(high), high < most {
      low = high
      high = min(most, high + stride)
      stride *= 2
    }
    if low == high {
      while low > 0, holds(low) {
        high = low
        low = max(0, low - stride)
        stride *= 2
      }
      if low == 0 && holds(0) { return 0 }
    }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
