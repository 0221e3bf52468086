internal import Glibc

/// The gamma distribution of positive numbers: mean shape/rate, variance shape/rate².
///
/// Checked against `distributions_mpmath.json` to 1e-12 relative in both tails.
public enum GammaDistribution {
  /// The density rate^shape x^(shape − 1) e^(−rate·x) / Γ(shape).
  ///
  /// Edge cases: 0 for a negative `x` and where it is too small for a double; at `x` = 0 it is 0 above a shape of 1
  /// and `rate` at a shape of 1. Below a shape of 1 it has no bound at 0, and the largest double stands for it.
  ///
  /// - Precondition: `0 < shape <= 1e15`, `1e-150 <= rate <= 1e150`, `x` is not NaN.
  public static func density(_ x: Double, shape: Double, rate: Double) -> Double {
    check(shape, rate)
    precondition(!x.isNaN, "the argument must be a number")
    if x < 0 { return 0 }
    let scaled = scaled(x, rate)
    if scaled == 0 { return shape > 1 ? 0 : shape == 1 ? rate : .greatestFiniteMagnitude }
    return min(.greatestFiniteMagnitude, IncompleteGamma.poissonTerm(shape, scaled) / scaled * shape * rate)
  }

  /// The probability of a value of at most `x`.
  ///
  /// Edge cases: 0 at and below 0.
  ///
  /// - Precondition: `0 < shape <= 1e15`, `1e-150 <= rate <= 1e150`, `x` is not NaN.
  public static func cumulative(_ x: Double, shape: Double, rate: Double) -> Double {
    check(shape, rate)
    precondition(!x.isNaN, "the argument must be a number")
    return x <= 0 ? 0 : IncompleteGamma.lower(shape, scaled(x, rate))
  }

  /// The probability of a value above `x`, with all its digits in the tail.
  ///
  /// Edge cases: 1 at and below 0.
  ///
  /// - Precondition: `0 < shape <= 1e15`, `1e-150 <= rate <= 1e150`, `x` is not NaN.
  public static func upperTail(_ x: Double, shape: Double, rate: Double) -> Double {
    check(shape, rate)
    precondition(!x.isNaN, "the argument must be a number")
    return x <= 0 ? 1 : IncompleteGamma.upper(shape, scaled(x, rate))
  }

  /// The value that is exceeded with probability 1 − `p`: the inverse of ``cumulative(_:shape:rate:)``.
  ///
  /// Below a shape of 1 a relative error of p is one 1/shape times as large in the lower quantiles.
  ///
  /// Edge cases: 0 where the quantile is too small for a double, as it is for tiny shapes.
  ///
  /// - Precondition: `0 < p < 1`, `0 < shape <= 1e15`, `1e-150 <= rate <= 1e150`.
  public static func quantile(_ p: Double, shape: Double, rate: Double) -> Double {
    check(shape, rate)
    precondition(p > 0 && p < 1, "a quantile needs a probability strictly between 0 and 1")
    return p <= 0.5 ? lowerQuantile(p, shape) / rate : upperQuantile(1 - p, shape) / rate
  }

  /// The value that is exceeded with probability `q`: the inverse of ``upperTail(_:shape:rate:)``.
  ///
  /// Edge cases: 0 where the quantile is too small for a double, as it is for tiny shapes.
  ///
  /// - Precondition: `0 < q < 1`, `0 < shape <= 1e15`, `1e-150 <= rate <= 1e150`.
  public static func quantile(upperTail q: Double, shape: Double, rate: Double) -> Double {
    check(shape, rate)
    precondition(q > 0 && q < 1, "a quantile needs a probability strictly between 0 and 1")
    return q <= 0.5 ? upperQuantile(q, shape) / rate : lowerQuantile(1 - q, shape) / rate
  }

  /// The quantile at rate 1 of a probability of at most a half.
  private static func lowerQuantile(_ p: Double, _ shape: Double) -> Double {
    // P is nearly x^a/Γ(a + 1) while x is small.
    let tiny = (log(p) + SpecialFunctions.logGammaOnePlus(shape)) / shape
    if tiny < -744 { return 0 }
    if tiny < -40 { return exp(tiny) }
    let start = max(wilsonHilferty(NormalDistribution.quantile(p), shape), min(exp(tiny), shape))
    return TailRoot.solve(p, from: start, rising: true) { x in
      (IncompleteGamma.lower(shape, x), density(x, shape: shape, rate: 1))
    }
  }

  /// The quantile at rate 1 of what is exceeded with a probability of at most a half.
  private static func upperQuantile(_ q: Double, _ shape: Double) -> Double {
    if shape < 1 {
      // Q is 1 − x^a/Γ(a + 1) while x is small.
      let tiny = (log1p(-q) + SpecialFunctions.logGammaOnePlus(shape)) / shape
      if tiny < -744 { return 0 }
      if tiny < -40 { return exp(tiny) }
    }
    let start = wilsonHilferty(-NormalDistribution.quantile(q), shape)
    return TailRoot.solve(q, from: max(start, 1e-3 * min(1, shape)), rising: false) { x in
      (IncompleteGamma.upper(shape, x), density(x, shape: shape, rate: 1))
    }
  }

  /// A first guess: the cube root of a gamma number is nearly normal. See Wilson and Hilferty (1931).
  private static func wilsonHilferty(_ z: Double, _ shape: Double) -> Double {
    let root = 1 - 1 / (9 * shape) + z / (3 * shape.squareRoot())
    return root > 0 ? shape * root * root * root : 0
  }

  /// x · rate, at most the largest double.
  private static func scaled(_ x: Double, _ rate: Double) -> Double { min(x * rate, .greatestFiniteMagnitude) }

  private static func check(_ shape: Double, _ rate: Double) {
    precondition(shape > 0 && shape <= 1e15, "a shape lies in 0 ... 1e15, without zero")
    precondition(rate >= 1e-150 && rate <= 1e150, "a rate lies in 1e-150 ... 1e150")
  }
}
