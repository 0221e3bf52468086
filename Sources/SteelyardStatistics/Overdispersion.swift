internal import Glibc

/// How much more the units differ than chance within each of them explains.
///
/// Unit j has a log ratio y = ln(observed/expected) with standard error s of its own. What is left
/// of the spread of y when the s are taken off is the variance between units, ``tauSquared``.
/// A unit is then judged by (y − ``centre``)/√(s² + ``tauSquared``), not by y/s, which would single
/// out every large unit. Where the spread is multiplicative the divisor is √(φ·s²) instead.
///
/// ```swift
/// let fit = Overdispersion.estimate(.logHuber, logRatios: y, standardErrors: s)
/// fit.score(logRatio: 0.34, standardError: 0.1)  // how far out, in deviations
/// fit.limits(z: FunnelLimits.z95).interval(standardError: fit.scale.standardError(0.1))
/// ```
///
/// Log ratios and their standard errors go in whatever the method; a method on the square-root scale
/// takes them there itself, and its ``centre`` and ``tauSquared`` belong to that ``scale``.
///
/// See D. J. Spiegelhalter, "Handling over-dispersion of performance indicators",
/// Quality and Safety in Health Care 14 (2005).
public struct Overdispersion: Equatable, Sendable {
  /// The estimator, with its constants: `od.log.add.w10` is scale, kind of spread, and share winsorised.
  public let method: String
  /// The scale that ``centre`` and ``tauSquared`` belong to.
  public let scale: Scale
  /// What the units scatter about: 0 on the log scale and 1 on the square-root scale are a ratio of 1.
  public let centre: Double
  /// The variance between units τ², on the ``scale``; zero where chance explains the spread or the spread is multiplicative.
  public let tauSquared: Double
  /// What every s² is multiplied by: φ where the spread is multiplicative, otherwise 1.
  public let varianceFactor: Double
  /// The spread of y/s over that of chance, φ, where the estimator uses it.
  public let phi: Double?
  /// The share of the units trimmed on each side, winsorised or truncated; zero where none is.
  public let trimShare: Double
  /// How many units were given.
  public let units: Int
  /// How many of them the spread was estimated from: fewer where the tails are truncated.
  public let unitsUsed: Int
  /// How the estimation ended.
  public let status: FitStatus

  init(
    method: String, scale: Scale = .logarithm, centre: Double, tauSquared: Double, varianceFactor: Double = 1,
    phi: Double?, trimShare: Double = 0, units: Int, unitsUsed: Int? = nil, status: FitStatus
  ) {
    self.method = method
    self.scale = scale
    self.centre = centre
    self.tauSquared = tauSquared
    self.varianceFactor = varianceFactor
    self.phi = phi
    self.trimShare = trimShare
    self.units = units
    self.unitsUsed = unitsUsed ?? units
    self.status = status
  }

  /// The variance between units as one of log ratios: τ², or 4τ² where τ² belongs to the square-root scale.
  ///
  /// √r moves half as much as ln r about a ratio of 1, so the variance there is a quarter. Shrinkage of log
  /// ratios takes this one. Zero where the spread is multiplicative.
  public var tauSquaredLog: Double { tauSquared / (scale.shrinkage * scale.shrinkage) }

  /// The standardised distance of a unit from the centre: (y − centre)/√(φ·s² + τ²), φ being the ``varianceFactor``.
  ///
  /// Edge cases: on the square-root scale a root beyond 1e6 is held there.
  ///
  /// - Parameters:
  ///   - logRatio: ln(observed/expected), whatever the ``scale``.
  ///   - standardError: its standard error on the log scale.
  /// - Precondition: `logRatio` lies within ±1e6 and `standardError` in 1e-50 … 1e50.
  public func score(logRatio: Double, standardError: Double) -> Double {
    LogRatioUnits.check(logRatio, standardError)
    let error = scale.standardError(standardError)
    return (scale.value(logRatio: logRatio) - centre) / (varianceFactor * error * error + tauSquared).squareRoot()
  }

  /// The limits that this spread gives: a unit on them scores ±`z`.
  ///
  /// They take standard errors on the ``scale``: `scale.standardError(s)` for an s of the log scale.
  ///
  /// - Precondition: `z` lies in 0 … 1e3 without zero.
  public func limits(z: Double) -> FunnelLimits {
    let limitScale: FunnelLimits.Scale =
      switch scale {
      case .logarithm: .logarithm(centre: centre)
      case .squareRoot: .squareRoot
      }
    return FunnelLimits(scale: limitScale, tauSquared: tauSquared, varianceFactor: varianceFactor, z: z)
  }

  /// The same spread about a ratio of 1 instead of the estimated centre.
  public func aboutTarget() -> Overdispersion {
    Overdispersion(
      method: method, scale: scale, centre: scale.target, tauSquared: tauSquared, varianceFactor: varianceFactor,
      phi: phi, trimShare: trimShare, units: units, unitsUsed: unitsUsed, status: status)
  }
}

extension Overdispersion {
  /// The scale on which the spread between units is described.
  public enum Scale: String, CaseIterable, Sendable {
    /// ln(observed/expected), scattering about 0.
    case logarithm = "log"
    /// √(observed/expected), scattering about 1.
    case squareRoot = "sqrt"

    /// Where a ratio of 1 lies.
    public var target: Double { self == .logarithm ? 0 : 1 }

    /// Where the ratio exp(`logRatio`) lies.
    ///
    /// Edge cases: a root beyond 1e6 is held there, so that its squares stay finite.
    ///
    /// - Precondition: `logRatio` lies within ±1e6.
    public func value(logRatio: Double) -> Double {
      precondition(abs(logRatio) <= 1e6, "a log ratio lies within ±1e6")
      return self == .logarithm ? logRatio : min(exp(logRatio / 2), 1e6)
    }

    /// The standard error here of a unit that has `standardError` s on the log scale: s, or s/2 for the root.
    ///
    /// √Var(observed)/expected on the log scale is √Var(observed)/(2·expected) on the square-root scale.
    public func standardError(_ standardError: Double) -> Double { standardError * shrinkage }

    /// How much less a value moves here than on the log scale, about a ratio of 1.
    var shrinkage: Double { self == .logarithm ? 1 : 0.5 }
  }

  /// Units moved to this scale, as distances from its target.
  static func distances(logRatios y: [Double], standardErrors s: [Double], on scale: Scale) -> LogRatioUnits {
    let units = LogRatioUnits(logRatios: y, standardErrors: s)
    return scale == .logarithm
      ? units
      : LogRatioUnits(
        logRatios: units.logRatios.map { scale.value(logRatio: $0) - scale.target },
        standardErrors: units.standardErrors.map { max(scale.standardError($0), 1e-50) })
  }
}
