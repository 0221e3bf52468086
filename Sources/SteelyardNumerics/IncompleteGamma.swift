internal import Glibc

/// The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P(a, x).
///
/// P is the probability that a gamma number of shape `a` and rate 1 is at most `x`; Q(k + 1, x) that a Poisson count
/// of mean `x` is at most k. Whichever of the two is small is computed itself, and has its digits. Below a shape
/// of 100 P is a series and Q a continued fraction, above it both are a density times a quadrature.
///
/// See NIST Digital Library of Mathematical Functions, chapter 8. Checked against `distributions_mpmath.json`: 1e-12
/// relative in both tails down to 1e-300, shapes from 1e-6 to 3e6.
public enum IncompleteGamma {
  /// P(a, x), the share of the gamma distribution at or below `x`.
  ///
  /// Edge cases: 0 at `x` = 0.
  ///
  /// - Precondition: `0 < a <= 1e15`, `x >= 0`.
  public static func lower(_ a: Double, _ x: Double) -> Double { both(a, x).lower }

  /// Q(a, x), the share of the gamma distribution above `x`.
  ///
  /// Edge cases: 1 at `x` = 0.
  ///
  /// - Precondition: `0 < a <= 1e15`, `x >= 0`.
  public static func upper(_ a: Double, _ x: Double) -> Double { both(a, x).upper }

  /// Both functions; where one is the complement of the other it is the larger one.
  static func both(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
    precondition(a > 0 && a <= 1e15, "a shape lies in 0 ... 1e15, without zero")
    precondition(x >= 0, "a gamma number is not negative")
    if x == 0 { return (0, 1) }
    if x == .infinity { return (1, 0) }
    if a < 1 && x <= 1 { return smallShape(a, x) }
    let term = poissonTerm(a, x)
    if x < a {
      let lower = min(1, term * (a < 100 ? lowerSeries(a, x) : lowerIntegral(a, x)))
      return (lower, 1 - lower)
    }
    if term == 0 { return (1, 0) }
    let upper = min(1, term * (a < 100 ? upperFraction(a, x) : upperIntegral(a, x)))
    return (1 - upper, upper)
  }

  /// x^a e^(−x) / Γ(a + 1): the Poisson probability of `a`, which need not be whole.
  static func poissonTerm(_ a: Double, _ x: Double) -> Double {
    if x == 0 { return a == 0 ? 1 : 0 }
    if a < 10 {
      // The power could overflow where the exponential has long been zero; halves reach below the smallest double.
      guard x < 2000 else { return 0 }
      let half = exp(-x / 2)
      return pow(x, a) * half * half / tgamma(a + 1)
    }
    // x is compared with a, not x^a with a factorial: the terms of that logarithm are huge where it is small.
    let scale = exp(-SpecialFunctions.stirlingRest(a)) / (2 * Double.pi * a).squareRoot()
    return exp(-SpecialFunctions.deviance(a, of: x, excess: x - a)) * scale
  }

  /// Both for a < 1 and x ≤ 1, where Q may be tiny though x is small: γ(a, x) = x^a Σ (−x)ⁿ/(n!(a + n)).
  private static func smallShape(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
    let log = a * log(x) - SpecialFunctions.logGammaOnePlus(a)
    var (term, sum, n) = (1.0, 0.0, 0.0)
    while abs(term) > 1e-18 * abs(sum) {
      n += 1
      term *= -x / n
      sum += term / (a + n)
    }
    let upper = -expm1(log) - exp(log) * a * sum
    return (min(1, poissonTerm(a, x) * lowerSeries(a, x)), min(1, max(0, upper)))
  }

  /// P over the Poisson term: Σ xⁿ/((a + 1)…(a + n)).
  private static func lowerSeries(_ a: Double, _ x: Double) -> Double {
    var (term, sum, n) = (1.0, 1.0, a)
    while term > 1e-17 * sum {
      n += 1
      term *= x / n
      sum += term
    }
    return sum
  }

  /// Q over the Poisson term: Legendre's continued fraction, evaluated by Lentz's method.
  private static func upperFraction(_ a: Double, _ x: Double) -> Double {
    var denominator = x + 1 - a
    var (c, d) = (Double.greatestFiniteMagnitude, 1 / denominator)
    var fraction = d
    for step in 1...20_000 {
      let n = Double(step)
      let numerator = n * (a - n)
      denominator += 2
      d = 1 / (denominator + numerator * d)
      c = denominator + numerator / c
      let factor = c * d
      fraction *= factor
      if abs(factor - 1) < 2e-16 { break }
    }
    return fraction * a
  }

  /// P over the Poisson term: a∫(1 − w)^(a−1) e^(xw) dw from 0 to 1.
  private static func lowerIntegral(_ a: Double, _ x: Double) -> Double {
    let bend = a - 1
    // Just below its mode the density falls first; the linear term is then slightly negative.
    let slope = bend - x
    return a
      * TailIntegral.of(
        { $0 < 1 ? slope * $0 + bend * SpecialFunctions.logShortfall(-$0) : .infinity },
        slope: max(0, slope), curvature: bend, limit: 1)
  }

  /// Q over the Poisson term: a∫(1 + w)^(a−1) e^(−xw) dw from 0 on.
  private static func upperIntegral(_ a: Double, _ x: Double) -> Double {
    let bend = a - 1
    let slope = x - bend
    return a
      * TailIntegral.of(
        { slope * $0 + bend * SpecialFunctions.logShortfall($0) }, slope: slope, curvature: bend, limit: .infinity)
  }
}
