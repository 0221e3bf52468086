/// The noncentral chi-squared distribution: the sum of the squares of `degrees` normal numbers of standard deviation 1
/// whose squared means add to `shift`.
///
/// It is a Poisson mixture of central ones, F(x) = Σ Poisson(j; shift/2) · P(degrees/2 + j, x/2). Both tails are sums
/// of positive terms, from the largest outwards; there are about 20·√shift of them.
///
/// Checked against `distributions_mpmath.json` to 1e-12 relative in both tails.
public enum NoncentralChiSquaredDistribution {
  /// The largest shift: beyond it the terms of the mixture are too many to be added.
  public static let shiftMaximum = 1e8

  /// The density at `x`.
  ///
  /// Edge cases: as for ``ChiSquaredDistribution/density(_:degrees:)``, which it is at a shift of 0.
  ///
  /// - Precondition: `0 < degrees <= 1e14`, `0 <= shift <= 1e8`, `x` is not NaN.
  public static func density(_ x: Double, degrees: Double, shift: Double) -> Double {
    check(x, degrees, shift)
    if x <= 0 || shift == 0 {
      let weight = PoissonDistribution.mass(0, mean: shift / 2)
      return min(.greatestFiniteMagnitude, ChiSquaredDistribution.density(x, degrees: degrees) * weight)
    }
    let mixture = Mixture(x, degrees, shift)
    return mixture.sum { mixture.term($0) * (mixture.shape + $0) / mixture.half / 2 }
  }

  /// The probability of a value of at most `x`.
  ///
  /// Edge cases: 0 at and below 0, 1 at infinity.
  ///
  /// - Precondition: `0 < degrees <= 1e14`, `0 <= shift <= 1e8`, `x` is not NaN.
  public static func cumulative(_ x: Double, degrees: Double, shift: Double) -> Double {
    check(x, degrees, shift)
    if x <= 0 || shift == 0 || x > 1e16 { return ChiSquaredDistribution.cumulative(x, degrees: degrees) }
    let mixture = Mixture(x, degrees, shift)
    if x < degrees + shift { return mixture.lower() }
    let rest = 1 - mixture.upper()
    return rest > 0.25 ? rest : mixture.lower()
  }

  /// The probability of a value above `x`, with all its digits in the tail.
  ///
  /// Edge cases: 1 at and below 0, 0 at infinity.
  ///
  /// - Precondition: `0 < degrees <= 1e14`, `0 <= shift <= 1e8`, `x` is not NaN.
  public static func upperTail(_ x: Double, degrees: Double, shift: Double) -> Double {
    check(x, degrees, shift)
    if x <= 0 || shift == 0 || x > 1e16 { return ChiSquaredDistribution.upperTail(x, degrees: degrees) }
    let mixture = Mixture(x, degrees, shift)
    if x >= degrees + shift { return mixture.upper() }
    let rest = 1 - mixture.lower()
    return rest > 0.25 ? rest : mixture.upper()
  }

  /// The value that is exceeded with probability 1 − `p`: the inverse of ``cumulative(_:degrees:shift:)``.
  ///
  /// Edge cases: 0 where the quantile is too small for a double, as it is for a tiny number of degrees.
  ///
  /// - Precondition: `0 < p < 1`, `0 < degrees <= 1e14`, `0 <= shift <= 1e8`.
  public static func quantile(_ p: Double, degrees: Double, shift: Double) -> Double {
    check(0, degrees, shift)
    precondition(p > 0 && p < 1, "a quantile needs a probability strictly between 0 and 1")
    if shift == 0 { return ChiSquaredDistribution.quantile(p, degrees: degrees) }
    // A central variable with the same mean and variance. See Patnaik (1949).
    let scale = (degrees + 2 * shift) / (degrees + shift)
    let start = scale * ChiSquaredDistribution.quantile(p, degrees: (degrees + shift) / scale)
    if p <= 0.5 {
      if cumulative(.leastNormalMagnitude, degrees: degrees, shift: shift) >= p { return 0 }
      return TailRoot.solve(p, from: max(start, .leastNormalMagnitude), rising: true) { x in
        (cumulative(x, degrees: degrees, shift: shift), density(x, degrees: degrees, shift: shift))
      }
    }
    if upperTail(.leastNormalMagnitude, degrees: degrees, shift: shift) <= 1 - p { return 0 }
    return TailRoot.solve(1 - p, from: max(start, .leastNormalMagnitude), rising: false) { x in
      (upperTail(x, degrees: degrees, shift: shift), density(x, degrees: degrees, shift: shift))
    }
  }

  private static func check(_ x: Double, _ degrees: Double, _ shift: Double) {
    precondition(!x.isNaN, "the argument must be a number")
    precondition(degrees > 0 && degrees <= 1e14, "the degrees lie in 0 ... 1e14, without zero")
    precondition(shift >= 0 && shift <= shiftMaximum, "the shift lies in 0 ... 1e8")
  }

  /// The terms of the mixture for one argument.
  private struct Mixture {
    /// Half the argument, half the degrees, half the shift.
    let half, shape, mean: Double
    /// Where Poisson weight times gamma term is largest.
    let peak: Double

    init(_ x: Double, _ degrees: Double, _ shift: Double) {
      (half, shape, mean) = (x / 2, degrees / 2, shift / 2)
      // Its ratio to the one before is mean·half/(j(shape + j)).
      let root = (shape * shape + 4 * mean * half).squareRoot()
      peak = (2 * mean * half / (shape + root)).rounded(.down)
    }

    func weight(_ j: Double) -> Double { IncompleteGamma.poissonTerm(j, mean) }
    func term(_ j: Double) -> Double { weight(j) * IncompleteGamma.poissonTerm(shape + j, half) }

    /// Below and above a term of rank `j` the rest of a Poisson sum does not count: 10 standard deviations and 60.
    private func low(_ j: Double) -> Double { max(0, (j - 10 * (j + 1).squareRoot() - 60).rounded(.down)) }
    private func high(_ j: Double) -> Double { (j + 10 * (j + 1).squareRoot() + 60).rounded(.up) }

    /// The sum of a function of the terms about their peak.
    func sum(_ value: (Double) -> Double) -> Double {
      CompensatedSum.of(stride(from: low(peak), through: high(peak), by: 1).lazy.map(value))
    }

    /// P(a, y) = P(a + 1, y) + y^a e^(−y)/Γ(a + 1): downwards all is added.
    func lower() -> Double {
      let (first, last) = (low(min(peak, mean)), high(max(peak, mean)))
      var share = IncompleteGamma.lower(shape + last, half)
      return min(
        1,
        CompensatedSum.of(
          stride(from: last, through: first, by: -1).lazy.map { j in
            if j < last { share += IncompleteGamma.poissonTerm(shape + j, half) }
            return weight(j) * share
          }))
    }

    /// Q(a + 1, y) = Q(a, y) + y^a e^(−y)/Γ(a + 1): upwards all is added.
    func upper() -> Double {
      let (first, last) = (low(min(peak, mean)), high(max(peak, mean)))
      var share = IncompleteGamma.upper(shape + first, half)
      return min(
        1,
        CompensatedSum.of(
          stride(from: first, through: last, by: 1).lazy.map { j in
            if j > first { share += IncompleteGamma.poissonTerm(shape + j - 1, half) }
            return weight(j) * share
          }))
    }
  }
}
