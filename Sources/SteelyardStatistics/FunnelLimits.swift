internal import Glibc
internal import SteelyardNumerics

/// Limits on the ratio scale between which a unit of a given standard error is expected to lie.
///
/// The limits widen as the standard error grows, so a small unit is not singled out for what chance
/// explains, and they keep the width of the variance between units however large the unit is.
///
/// On the log scale they are exp(centre ± z·√(s² + τ²)); on the square-root scale
/// max(0, 1 ± z·√(s² + τ²))², where s and τ² belong to √(observed/expected). Squaring back is part of it:
/// limits drawn at 1 ± z·√(s² + τ²) are about half as wide as they should be. For proportions, on the
/// arcsine scale, they are sin²(asin √target ± z·√(s² + τ²)), where s and τ² belong to asin √proportion.
/// Where over-dispersion is multiplicative, φ·s² stands for s² and limits of chance widen by √φ.
///
/// ```swift
/// let limits = FunnelLimits(scale: .logarithm(centre: 0), tauSquared: 0.0064, z: FunnelLimits.z95)
/// limits.interval(standardError: 0.06)  // 0.822 … 1.217
/// ```
///
/// See D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in
/// Medicine 24 (2005). Checked against `medpar_funnel_shmi_expected.csv` and `funnelplotr_unit.json`; the
/// limits of `medpar_funnel_cqc_expected.csv` are on the wrong scale at their source and not stored.
public struct FunnelLimits: Equatable, Sendable {
  /// The scale on which units scatter evenly about the target.
  public enum Scale: Equatable, Sendable {
    /// ln(observed/expected), scattering about `centre`; 0 is a ratio of 1.
    case logarithm(centre: Double)
    /// √(observed/expected), scattering about 1.
    case squareRoot
    /// asin √proportion, scattering about asin √`target`; the error of a share of n is 1/(2√n).
    case arcsine(target: Double)
  }

  /// A lower and an upper limit of a ratio.
  public struct Interval: Equatable, Sendable {
    /// The lower limit, at least zero.
    public let lower: Double
    /// The upper limit.
    public let upper: Double

    /// Creates a pair of limits.
    ///
    /// Edge cases: between limits that cross lies nothing.
    public init(lower: Double, upper: Double) {
      self.lower = lower
      self.upper = upper
    }

    /// Whether a ratio lies within the limits, or on one of them.
    public func contains(_ ratio: Double) -> Bool { lower <= ratio && ratio <= upper }
  }

  /// The normal quantile of two-sided 95 % limits: 1.959964.
  public static let z95 = z(level: 0.95)
  /// The normal quantile of two-sided 99.8 % limits: 3.090232.
  public static let z998 = z(level: 0.998)

  /// The normal quantile of two-sided limits that hold a share `level` of the units.
  ///
  /// - Precondition: `0 < level < 1`.
  public static func z(level: Double) -> Double {
    precondition(level > 0 && level < 1, "a level lies strictly between 0 and 1")
    return -NormalDistribution.quantile((1 - level) / 2)
  }

  /// The scale on which the limits are symmetric.
  public let scale: Scale
  /// The variance between units, on that scale.
  public let tauSquared: Double
  /// What every s² is multiplied by: φ of a multiplicative over-dispersion, otherwise 1.
  public let varianceFactor: Double
  /// The normal quantile of the limits.
  public let z: Double

  /// Creates limits at a normal quantile.
  ///
  /// - Precondition: `tauSquared` lies in 0 … 1e250, `varianceFactor` in 1 … 1e150, `z` in 0 … 1e3 without zero,
  ///   a centre within ±1e6 and a target in 0 … 1.
  public init(scale: Scale, tauSquared: Double, varianceFactor: Double = 1, z: Double) {
    precondition(tauSquared >= 0 && tauSquared <= 1e250, "a variance between units lies in 0 ... 1e250")
    precondition(varianceFactor >= 1 && varianceFactor <= 1e150, "a factor of variances lies in 1 ... 1e150")
    precondition(z > 0 && z <= 1e3, "the quantile of limits lies in 0 ... 1000, without zero")
    switch scale {
    case .logarithm(let centre): precondition(abs(centre) <= 1e6, "a centre lies within ±1e6")
    case .squareRoot: break
    case .arcsine(let target): precondition(target >= 0 && target <= 1, "a target proportion lies in 0 ... 1")
    }
    self.scale = scale
    self.tauSquared = tauSquared
    self.varianceFactor = varianceFactor
    self.z = z
  }

  /// Creates two-sided limits that hold a share `level` of the units, 0.95 for one.
  ///
  /// - Precondition: `0 < level < 1`, and as for a quantile.
  public init(scale: Scale, tauSquared: Double, varianceFactor: Double = 1, level: Double) {
    self.init(scale: scale, tauSquared: tauSquared, varianceFactor: varianceFactor, z: Self.z(level: level))
  }

  /// The limits for a unit with `standardError` s on the ``scale``.
  ///
  /// Edge cases: s = 0 and τ² = 0 give two equal limits. A lower limit too small for a double is 0, an
  /// upper one too large is the largest double. Limits of a proportion stop at 0 and 1.
  ///
  /// - Precondition: `standardError` lies in 0 … 1e50.
  public func interval(standardError: Double) -> Interval {
    precondition(standardError >= 0 && standardError <= 1e50, "a standard error lies in 0 ... 1e50")
    let margin = z * (varianceFactor * standardError * standardError + tauSquared).squareRoot()
    switch scale {
    case .logarithm(let centre):
      return Interval(lower: Self.finite(exp(centre - margin)), upper: Self.finite(exp(centre + margin)))
    case .squareRoot:
      let lower = max(0, 1 - margin)
      return Interval(lower: lower * lower, upper: (1 + margin) * (1 + margin))
    case .arcsine(let target):
      let angle = asin(target.squareRoot())
      // Beyond a quarter turn the sine would come back.
      let (lower, upper) = (sin(max(0, angle - margin)), sin(min(.pi / 2, angle + margin)))
      return Interval(lower: lower * lower, upper: upper * upper)
    }
  }

  private static func finite(_ ratio: Double) -> Double { min(ratio, .greatestFiniteMagnitude) }
}
