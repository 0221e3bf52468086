/// The chi-squared distribution: the sum of the squares of `degrees` standard normal numbers.
///
/// The degrees need not be whole. Checked against `distributions_mpmath.json` to 1e-12 relative in both tails.
public enum ChiSquaredDistribution {
  /// The density at `x`.
  ///
  /// Edge cases: 0 for a negative `x`. At `x` = 0 it is 0 above two degrees and ½ at two; below two it has no bound
  /// there, and the largest double stands for it.
  ///
  /// - Precondition: `0 < degrees <= 1e15`, `x` is not NaN.
  public static func density(_ x: Double, degrees: Double) -> Double {
    GammaDistribution.density(x, shape: degrees / 2, rate: 0.5)
  }

  /// The probability of a value of at most `x`.
  ///
  /// Edge cases: 0 at and below 0.
  ///
  /// - Precondition: `0 < degrees <= 1e15`, `x` is not NaN.
  public static func cumulative(_ x: Double, degrees: Double) -> Double {
    GammaDistribution.cumulative(x, shape: degrees / 2, rate: 0.5)
  }

  /// The probability of a value above `x`, with all its digits in the tail.
  ///
  /// Edge cases: 1 at and below 0.
  ///
  /// - Precondition: `0 < degrees <= 1e15`, `x` is not NaN.
  public static func upperTail(_ x: Double, degrees: Double) -> Double {
    GammaDistribution.upperTail(x, shape: degrees / 2, rate: 0.5)
  }

  /// The value that is exceeded with probability 1 − `p`: the inverse of ``cumulative(_:degrees:)``.
  ///
  /// Edge cases: 0 where the quantile is too small for a double, as it is for a tiny number of degrees.
  ///
  /// - Precondition: `0 < p < 1`, `0 < degrees <= 1e15`.
  public static func quantile(_ p: Double, degrees: Double) -> Double {
    GammaDistribution.quantile(p, shape: degrees / 2, rate: 0.5)
  }

  /// The value that is exceeded with probability `q`: the inverse of ``upperTail(_:degrees:)``.
  ///
  /// Edge cases: 0 where the quantile is too small for a double, as it is for a tiny number of degrees.
  ///
  /// - Precondition: `0 < q < 1`, `0 < degrees <= 1e15`.
  public static func quantile(upperTail q: Double, degrees: Double) -> Double {
    GammaDistribution.quantile(upperTail: q, shape: degrees / 2, rate: 0.5)
  }
}
