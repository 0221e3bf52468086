internal import Glibc

/// The standard normal distribution: mean 0, standard deviation 1.
///
/// Every function is accurate to 1e-14 relative wherever its result is a normal number, the far
/// tails included. The upper tail has its own function because 1 − Φ(x) loses all digits there.
///
/// Checked against 60-digit arithmetic from −37.4 to 37.3 and for probabilities down to 1e-300.
public enum NormalDistribution {
  /// The density φ(x) = exp(−x²/2) / √(2π).
  ///
  /// Edge cases: falls below the smallest normal number beyond |x| = 37.6, and is zero beyond 38.6.
  ///
  /// - Precondition: `x` is not NaN.
  public static func density(_ x: Double) -> Double {
    precondition(!x.isNaN, "the argument must be a number")
    guard abs(x) < 39 else { return 0 }
    // x² is split in an exact part and a small one: one rounding of x² = 700 alone costs 1e-13.
    let coarse = (x * 16).rounded(.towardZero) / 16
    let rest = (x - coarse) * (x + coarse)
    return exp(-coarse * coarse / 2) * exp(-rest / 2) * inverseRootOfTwoPi
  }

  /// The probability Φ(x) of a value of at most `x`.
  ///
  /// Edge cases: 0 below −38.5, exactly 1 above 8.3.
  ///
  /// - Precondition: `x` is not NaN.
  public static func cumulative(_ x: Double) -> Double { upperTail(-x) }

  /// The probability 1 − Φ(x) of a value above `x`, with all its digits in the tail.
  ///
  /// It is erfc(x/√2)/2; the rounding of x/√2 is put right to first order, because erfc multiplies a
  /// relative error by x².
  ///
  /// Edge cases: 0 above 38.5, exactly 1 below −8.3.
  ///
  /// - Precondition: `x` is not NaN.
  public static func upperTail(_ x: Double) -> Double {
    precondition(!x.isNaN, "the argument must be a number")
    guard x < 39 else { return 0 }
    guard x > -39 else { return 1 }
    let t = x * rootOfHalf
    // x − t√2 to twice the working precision, with √2 in two parts.
    let missing = (x.addingProduct(-t, rootOfTwo) - t * rootOfTwoRest) * rootOfHalf
    return erfc(t) / 2 - missing * exp(-t * t) * inverseRootOfPi
  }

  /// The value that is exceeded with probability 1 − `p`: the inverse of ``cumulative(_:)``.
  ///
  /// Rational approximations of M. J. Wichura, "Algorithm AS 241: the percentage points of the
  /// normal distribution", Applied Statistics 37 (1988), good to about 1e-16.
  ///
  /// Edge cases: exactly 0 at `p` = 0.5. The quantiles of 0 and 1 are infinite, so they are no input.
  ///
  /// - Precondition: `0 < p < 1`.
  public static func quantile(_ p: Double) -> Double {
    precondition(p > 0 && p < 1, "a quantile needs a probability strictly between 0 and 1")
    let q = p - 0.5
    if abs(q) <= 0.425 {
      let r = 0.180625 - q * q
      return q * ratio(centralNumerator, centralDenominator, r)
    }
    let r = (-log(q < 0 ? p : 1 - p)).squareRoot()
    let distance =
      r <= 5
      ? ratio(middleNumerator, middleDenominator, r - 1.6)
      : ratio(tailNumerator, tailDenominator, r - 5)
    return q < 0 ? -distance : distance
  }

  private static func ratio(_ numerator: [Double], _ denominator: [Double], _ x: Double) -> Double {
    polynomial(numerator, x) / polynomial(denominator, x)
  }

  private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    var value = 0.0
    for coefficient in coefficients { value = value * x + coefficient }
    return value
  }

  private static let rootOfTwo = 1.4142135623730951
  // √2 less its nearest double.
  private static let rootOfTwoRest = -9.667293313452913e-17
  private static let rootOfHalf = 0.7071067811865476
  private static let inverseRootOfPi = 0.5641895835477563
  private static let inverseRootOfTwoPi = 0.3989422804014327
}

// The coefficients of PPND16 in AS 241, the highest power first.
extension NormalDistribution {
  private static let centralNumerator = [
    2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
    1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0,
  ]
  private static let centralDenominator = [
    5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
    5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1,
  ]
  private static let middleNumerator = [
    7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
    3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0,
  ]
  private static let middleDenominator = [
    1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
    6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1,
  ]
  private static let tailNumerator = [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
    2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0,
  ]
  private static let tailDenominator = [
    2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
    1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1,
  ]
}
