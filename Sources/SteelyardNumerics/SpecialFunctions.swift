internal import Glibc

/// Logarithms of the gamma function and their slopes: what distributions and likelihoods are made of.
///
/// Checked against 50-digit arithmetic in `distributions_mpmath.json`.
public enum SpecialFunctions {
  /// ln Γ(x).
  ///
  /// Accurate to 1e-15 relative, also near its zeros at 1 and 2.
  ///
  /// - Precondition: `0 < x <= 1e300`.
  public static func logGamma(_ x: Double) -> Double {
    precondition(x > 0 && x <= 1e300, "the argument of a log-gamma lies in 0 ... 1e300, without zero")
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }

  /// ln Γ(1 + x), with all its digits where x is tiny and 1 + x would lose them.
  ///
  /// Edge cases: exactly 0 at `x` = 0 and at `x` = 1.
  ///
  /// - Precondition: `0 <= x <= 1e299`.
  public static func logGammaOnePlus(_ x: Double) -> Double {
    precondition(x >= 0 && x <= 1e299, "the argument lies in 0 ... 1e299")
    if x <= 0.5 { return logGammaTwoPlus(x) - log1p(x) }
    return x <= 1.5 ? logGammaTwoPlus(x - 1) : logGamma(1 + x)
  }

  /// ln Γ(x + rise) − ln Γ(x), without the cancellation of two large logarithms or of two that are near.
  ///
  /// It is the log of the rising factorial x(x + 1)…(x + rise − 1) where `rise` is whole.
  ///
  /// Edge cases: 0 for a rise of 0.
  ///
  /// - Precondition: `1e-150 <= x <= 1e150` and `0 <= rise <= 1e150`.
  public static func logGammaRise(_ x: Double, by rise: Double) -> Double {
    precondition(x >= 1e-150 && x <= 1e150, "the argument lies in 1e-150 ... 1e150")
    precondition(rise >= 0 && rise <= 1e150, "the rise lies in 0 ... 1e150")
    // Γ(x + 1) = xΓ(x) lifts the argument to where Stirling's series holds.
    var (base, steps) = (x, 0.0)
    while base < 10 {
      steps -= log1p(rise / base)
      base += 1
    }
    let ratio = rise / base
    let growth = log1p(ratio)
    // (b + r − ½)ln(b + r) − (b − ½)ln b − r, in terms that are small when the rise is.
    let main = rise * log(base) - base * logShortfall(ratio) + (rise - 0.5) * growth
    return steps + main + stirlingRise(base, growth)
  }

  /// The slope of ln Γ at `x`: ψ(x), the digamma function.
  ///
  /// Accurate to 1e-14 of the larger of 1 and |ψ(x)|; it has a zero at 1.4616.
  ///
  /// - Precondition: `1e-150 <= x <= 1e300`.
  public static func digamma(_ x: Double) -> Double {
    precondition(x >= 1e-150 && x <= 1e300, "the argument of a digamma lies in 1e-150 ... 1e300")
    var (base, steps) = (x, 0.0)
    while base < 10 {
      steps -= 1 / base
      base += 1
    }
    let square = 1 / (base * base)
    // B₂ₖ/(2k) for k = 8 … 1.
    let coefficients: [Double] = [
      -3617.0 / 8160, 1.0 / 12, -691.0 / 32760, 1.0 / 132, -1.0 / 240, 1.0 / 252, -1.0 / 120, 1.0 / 12,
    ]
    return steps + log(base) - 0.5 / base - square * polynomial(coefficients, square)
  }

  /// The slope of ``digamma(_:)`` at `x`: ψ′(x), the trigamma function, accurate to 1e-14 relative.
  ///
  /// - Precondition: `1e-150 <= x <= 1e300`.
  public static func trigamma(_ x: Double) -> Double {
    precondition(x >= 1e-150 && x <= 1e300, "the argument of a trigamma lies in 1e-150 ... 1e300")
    var (base, steps) = (x, 0.0)
    while base < 10 {
      steps += 1 / base / base
      base += 1
    }
    let reciprocal = 1 / base
    let square = reciprocal * reciprocal
    // B₂ₖ for k = 8 … 1.
    let bernoulli: [Double] = [
      -3617.0 / 510, 7.0 / 6, -691.0 / 2730, 5.0 / 66, -1.0 / 30, 1.0 / 42, -1.0 / 30, 1.0 / 6,
    ]
    return steps + reciprocal + square / 2 + square * reciprocal * polynomial(bernoulli, square)
  }

  /// v − ln(1 + v), which is never negative, with all its digits where v is small.
  ///
  /// With r = v/(2 + v), ln(1 + v) = 2(r + r³/3 + r⁵/5 + …) and v − 2r = vr.
  static func logShortfall(_ v: Double) -> Double {
    if v < -0.6 || v > 1.5 { return v - log1p(v) }
    let r = v / (2 + v)
    let square = r * r
    var (term, series, odd) = (square, 0.0, 3.0)
    while term > 1e-17 * series * odd {
      series += term / odd
      term *= square
      odd += 2
    }
    return r * (v - 2 * series)
  }

  /// a ln(a/m) + m − a: how badly `m` does as the mean of a Poisson count of `a`; `excess` is m − a.
  static func deviance(_ a: Double, of m: Double, excess: Double) -> Double {
    let v = excess / a
    // Near −1 the sum 1 + v has lost the digits of m.
    return a * (v < -0.6 ? v - log(m / a) : logShortfall(v))
  }

  /// What Stirling's formula leaves: ln Γ(a + 1) − (a + ½)ln a + a − ½ ln 2π, for a ≥ 10.
  static func stirlingRest(_ a: Double) -> Double {
    polynomial(stirling, 1 / (a * a)) / a
  }

  /// The remainder at b·exp(growth) less that at b, term by term so that a small growth keeps its digits.
  private static func stirlingRise(_ b: Double, _ growth: Double) -> Double {
    var (sum, power, order) = (0.0, 1 / b, 1.0)
    for coefficient in stirling.reversed() {
      sum += coefficient * power * expm1(-order * growth)
      power /= b * b
      order += 2
    }
    return sum
  }

  /// ln Γ(2 + b) for |b| ≤ ½: b(1 − γ) + Σ (−b)ᵏ(ζ(k) − 1)/k.
  private static func logGammaTwoPlus(_ b: Double) -> Double {
    b * (oneLessEuler + polynomial(zetaTerms, b))
  }

  static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    var value = 0.0
    for coefficient in coefficients { value = value * x + coefficient }
    return value
  }

  /// B₂ₖ/(2k(2k − 1)) for k = 8 … 1.
  private static let stirling: [Double] = [
    -3617.0 / 122_400, 1.0 / 156, -691.0 / 360_360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12,
  ]

  /// 1 − γ, γ being Euler's constant.
  private static let oneLessEuler = 0.422784335098467139

  /// (−1)ᵏ(ζ(k) − 1)/k for k = 30 … 2, and a zero for k = 1.
  private static let zetaTerms: [Double] = {
    let zetaLessOne = [
      0.64493406684822644, 0.20205690315959429, 0.082323233711138192, 0.036927755143369926, 0.01734306198444914,
      0.0083492773819228268, 0.0040773561979443394, 0.0020083928260822144, 0.00099457512781808534,
      0.00049418860411946456, 0.0002460865533080483, 0.00012271334757848915, 6.1248135058704829e-5,
      3.0588236307020494e-5, 1.5282259408651872e-5, 7.6371976378997623e-6, 3.8172932649998399e-6,
      1.9082127165539389e-6, 9.5396203387279611e-7, 4.7693298678780646e-7, 2.3845050272773299e-7,
      1.1921992596531107e-7, 5.960818905125948e-8, 2.980350351465228e-8, 1.4901554828365041e-8,
      7.4507117898354295e-9, 3.7253340247884571e-9, 1.862659723513049e-9, 9.3132743241966818e-10,
    ]
    let terms = zetaLessOne.enumerated().map { $1 / Double($0 + 2) * ($0 % 2 == 0 ? 1 : -1) }
    return terms.reversed() + [0]
  }()
}
