import Foundation
public import SteelyardStatistics

/// The over-dispersion of a fit group: one large peer group, or the small ones together.
public struct DispersionFit: Equatable, Sendable {
  /// The name: the peer group's, or `small-groups`.
  public let name: String
  /// How much institutions differ, with the method's id, φ, τ², trim and scale.
  public let dispersion: Overdispersion
  /// The method that the shrinkage took its variance between institutions from.
  public let shrinkageMethod: String
  /// That variance, on the log scale.
  public let shrinkageTauSquared: Double
  /// The weighted mean μ̂ of the shrinkage, log scale.
  public let shrinkageMean: Double
  /// Its variance.
  public let shrinkageMeanVariance: Double

  /// Creates a fit.
  public init(
    name: String, dispersion: Overdispersion, shrinkageMethod: String, shrinkageTauSquared: Double,
    shrinkageMean: Double, shrinkageMeanVariance: Double
  ) {
    self.name = name
    self.dispersion = dispersion
    self.shrinkageMethod = shrinkageMethod
    self.shrinkageTauSquared = shrinkageTauSquared
    self.shrinkageMean = shrinkageMean
    self.shrinkageMeanVariance = shrinkageMeanVariance
  }

  /// The method id.
  public var method: String { dispersion.method }
  /// How many eligible institutions.
  public var units: Int { dispersion.units }
  /// What institutions scatter about, on the method's scale.
  public var centre: Double { dispersion.centre }
  /// τ² on the method's scale.
  public var tauSquared: Double { dispersion.tauSquared }
  /// `log` or `sqrt`: what ``centre`` and ``tauSquared`` belong to.
  public var scale: String { dispersion.scale.rawValue }
  /// φ, where the method uses it.
  public var phi: Double? { dispersion.phi }
  /// The share trimmed at each side.
  public var trimShare: Double { dispersion.trimShare }
  /// How many institutions the spread was estimated from.
  public var unitsUsed: Int { dispersion.unitsUsed }
  /// Outcome: `converged`, `noSpread`, `tooFewUnits` …
  public var outcome: String { dispersion.status.rawValue }

  /// Money above the upper limit of the funnel at a level: expected cost times what the index has above it (methods §11).
  ///
  /// - Precondition: `z` is positive; expected cost and index are finite and not negative.
  public func excessOverLimit(expected: Double, index value: Double, standardError: Double, z: Double) -> Double {
    let interval = dispersion.limits(z: z).interval(standardError: dispersion.scale.standardError(standardError))
    return Excess.overUpperLimit(expected: expected, index: value, limits: interval)
  }

  /// Where an index with this standard error of its logarithm stops being ordinary: the limit that scores z, either
  /// side by the sign of z; the centre itself for z = 0.
  public func limit(standardError: Double, z: Double) -> Double {
    if z == 0 { return dispersion.scale == .logarithm ? exp(centre) : centre * centre }
    let interval = dispersion.limits(z: abs(z)).interval(standardError: dispersion.scale.standardError(standardError))
    return z < 0 ? interval.lower : interval.upper
  }
}
