internal import Glibc

/// The regularised incomplete beta function I_x(a, b): the share of the beta distribution at or below `x`.
///
/// `x` is given as odds u : v, x = u/(u + v), so that neither x near 0 nor x near 1 loses digits. Whichever of I and
/// 1 − I is small is computed itself. Where both parameters are at least 100 it is a density times a quadrature,
/// otherwise a continued fraction; below 1 the complement of a nearly whole share has a series of its own.
///
/// See NIST Digital Library of Mathematical Functions, section 8.17. Checked against `distributions_mpmath.json`:
/// 1e-12 relative in both tails for parameters up to 2e5. Beyond that the rounding of the odds themselves counts:
/// 1e-16·√(a + b) for each standard deviation from the mean.
public enum IncompleteBeta {
  /// I_x(a, b) with x = u/(u + v).
  ///
  /// Edge cases: 0 at u = 0, 1 at v = 0.
  ///
  /// - Precondition: `a` and `b` lie in 1e-150 … 1e15; `u` and `v` in 0 … 1e150 and are not both 0.
  public static func lower(_ a: Double, _ b: Double, odds u: Double, to v: Double) -> Double { both(a, b, u, v).lower }

  /// 1 − I_x(a, b) with x = u/(u + v), with all its digits where it is small.
  ///
  /// Edge cases: 1 at u = 0, 0 at v = 0.
  ///
  /// - Precondition: `a` and `b` lie in 1e-150 … 1e15; `u` and `v` in 0 … 1e150 and are not both 0.
  public static func upper(_ a: Double, _ b: Double, odds u: Double, to v: Double) -> Double { both(a, b, u, v).upper }

  /// Both functions; where one is the complement of the other it is the larger one.
  static func both(_ a: Double, _ b: Double, _ u: Double, _ v: Double) -> (lower: Double, upper: Double) {
    precondition(min(a, b) >= 1e-150 && max(a, b) <= 1e15, "the parameters lie in 1e-150 ... 1e15")
    precondition(min(u, v) >= 0 && max(u, v) <= 1e150 && u + v > 0, "the odds lie in 0 ... 1e150, not both zero")
    if u == 0 { return (0, 1) }
    if v == 0 { return (1, 0) }
    let (x, y) = (u / (u + v), v / (u + v))
    if a < 1, x <= 0.7, x * b <= 1 { return smallShape(a, b, u, v) }
    if b < 1, y <= 0.7, y * a <= 1 {
      let mirrored = smallShape(b, a, v, u)
      return (mirrored.upper, mirrored.lower)
    }
    if excess(a, b, u, v) < 0 {
      let lower = share(a, b, u, v)
      return (lower, 1 - lower)
    }
    let upper = share(b, a, v, u)
    return (1 - upper, upper)
  }

  /// x^a y^b Γ(a + b) / (Γ(a + 1)Γ(b)): the negative-binomial probability of `a` failures before `b` successes.
  ///
  /// `a` may be 0.
  static func term(_ a: Double, _ b: Double, _ u: Double, _ v: Double) -> Double {
    if a < 10 {
      let logarithm = a == 0 ? 0 : a * log(u / (u + v))
      let rise = a == 0 ? 0 : SpecialFunctions.logGammaRise(b, by: a)
      return exp(logarithm - b * log1p(u / v) + rise - SpecialFunctions.logGammaOnePlus(a))
    }
    if b < 10 {
      let rise = SpecialFunctions.logGammaRise(a, by: b)
      return exp(b * log(v / (u + v)) - a * log1p(v / u) + rise - SpecialFunctions.logGammaOnePlus(b)) * (b / a)
    }
    // Loader's form: how far a and b lie from their shares of a + b, not the logarithms of factorials.
    let n = a + b
    let distance = excess(a, b, u, v)
    let exponent =
      SpecialFunctions.deviance(a, of: n * (u / (u + v)), excess: distance)
      + SpecialFunctions.deviance(b, of: n * (v / (u + v)), excess: -distance)
    let rests =
      SpecialFunctions.stirlingRest(n) - SpecialFunctions.stirlingRest(a) - SpecialFunctions.stirlingRest(b)
    return exp(rests - exponent) * (b / n / (2 * Double.pi * a)).squareRoot()
  }

  /// (a + b)x − a = (bu − av)/(u + v), the rounding of both products put right.
  private static func excess(_ a: Double, _ b: Double, _ u: Double, _ v: Double) -> Double {
    let product = a * v
    let lost = (-product).addingProduct(a, v)
    return ((-product).addingProduct(b, u) - lost) / (u + v)
  }

  /// I_x below the mean of the distribution.
  private static func share(_ a: Double, _ b: Double, _ u: Double, _ v: Double) -> Double {
    let term = term(a, b, u, v)
    if term == 0 { return 0 }
    return min(1, term * (min(a, b) >= 100 ? integral(a, b, u, v) : fraction(a, b, u, v)))
  }

  /// I_x over the term: a/y ∫(1 − w)^(a−1) (1 + wx/y)^(b−1) dw from 0 to 1.
  private static func integral(_ a: Double, _ b: Double, _ u: Double, _ v: Double) -> Double {
    let (bendA, bendB, odds) = (a - 1, b - 1, u / v)
    let slope = bendA - bendB * odds
    return a * (1 + odds)
      * TailIntegral.of(
        { w in
          guard w < 1 else { return .infinity }
          return slope * w + bendA * SpecialFunctions.logShortfall(-w) + bendB * SpecialFunctions.logShortfall(odds * w)
        }, slope: max(0, slope), curvature: bendA + bendB * odds * odds, limit: 1)
  }

  /// I_x over the term: the continued fraction of DiDonato and Morris, evaluated by Lentz's method.
  ///
  /// x enters through y and through ay − bx, so that x near 1 costs no digits. See A. R. DiDonato and A. H. Morris,
  /// "Algorithm 708: significant digit computation of the incomplete beta function ratios" (1992).
  private static func fraction(_ a: Double, _ b: Double, _ u: Double, _ v: Double) -> Double {
    let (x, y, below) = (u / (u + v), v / (u + v), -excess(a, b, u, v))
    var value = a * (below + 1) / (a + 1)
    var (c, d) = (value, 0.0)
    for step in 1...200_000 {
      let m = Double(step)
      let width = a + 2 * m - 1
      let numerator = (a + m - 1) / width * x * ((a + b + m - 1) / width * x) * m * (b - m)
      let denominator = m + m * (b - m) * x / width + (a + m) * (below + 1 + m * (1 + y)) / (width + 2)
      d = 1 / (denominator + numerator * d)
      c = denominator + numerator / c
      value *= c * d
      if abs(c * d - 1) < 2e-16 { break }
    }
    return a / value
  }

  /// Both for a < 1 and small x, where 1 − I may be tiny: B_x(a, b) = x^a Σ (1 − b)ₙ xⁿ/(n!(a + n)).
  private static func smallShape(
    _ a: Double, _ b: Double, _ u: Double, _ v: Double
  ) -> (lower: Double, upper: Double) {
    let x = u / (u + v)
    let logarithm = a * log(x) + SpecialFunctions.logGammaRise(b, by: a) - SpecialFunctions.logGammaOnePlus(a)
    var (power, sum, n) = (1.0, 0.0, 0.0)
    while abs(power) > 1e-18 * abs(sum) {
      n += 1
      power *= (n - b) * x / n
      sum += power / (a + n)
    }
    let upper = -expm1(logarithm) - exp(logarithm) * a * sum
    return (min(1, term(a, b, u, v) * fraction(a, b, u, v)), min(1, max(0, upper)))
  }
}
