internal import Foundation
internal import SteelyardDomain
internal import SteelyardScoring

/// What the funnel plot draws: institutions as points, and the limits of the largest fit groups.
struct FunnelData {
  /// An institution on the plot.
  struct Point {
    let code: String
    /// Expected cost in ten thousands of yuan.
    let cost: Double
    let index: Double
    let band: InstitutionScore.Band
    let excess: Double
  }

  /// Limits of a fit group by its method, exp(μ ± z·√(a/E + τ²)) where nothing else is chosen.
  struct Limits {
    let fit: DispersionFit
    /// a, the median of s²·E with E in ten thousands of yuan.
    let scale: Double

    /// The limit at an expected cost; z of either sign.
    func value(atCost cost: Double, z: Double) -> Double {
      fit.limit(standardError: (scale / cost).squareRoot(), z: z)
    }
  }

  /// How many groups' limits are drawn; more would hide the points.
  static let groupsMaximum = 2
  /// How many institutions are labelled.
  static let labelsMaximum = 40
  /// Yuan to the unit of the cost axis.
  static let costUnit = 10_000.0

  let points: [Point]
  let limits: [Limits]
  let institutions: Int
  /// The inner and the outer limits' level as it is read, and their normal quantile (methods §6).
  let inner, outer: (level: String, z: Double)

  /// Takes the points and limits out of a scorecard, of one fit group where it is named.
  init(_ scorecard: Scorecard, fit name: String? = nil) {
    institutions = scorecard.institutions.count
    let funnel = scorecard.funnel
    inner = (Self.perCent(funnel.inner), funnel.innerQuantile)
    outer = (Self.perCent(funnel.outer), funnel.outerQuantile)
    points = scorecard.institutions.compactMap { score in
      guard let expected = score.expected, let index = score.indexAdjusted, expected > 0, index > 0,
        score.outcome != .tooFewPeers, name == nil || score.fit == name
      else { return nil }
      return Point(
        code: score.institution.id, cost: expected / Self.costUnit, index: index, band: score.band ?? .cannotTell,
        excess: score.excessShrunk ?? 0)
    }
    limits = scorecard.fits.filter { name == nil || $0.name == name }.sorted {
      ($1.units, $0.name) < ($0.units, $1.name)
    }.compactMap { fit in
      Self.scale(of: fit, in: scorecard).map { Limits(fit: fit, scale: $0) }
    }.prefix(Self.groupsMaximum).map { $0 }
  }

  /// A level in per cent, without idle zeros.
  private static func perCent(_ share: Double) -> String {
    var text = NumberFormats.fixed(share * 100, decimals: 6)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// The median of s²·E over the eligible institutions of a fit, the mean of the middle two for an even count.
  private static func scale(of fit: DispersionFit, in scorecard: Scorecard) -> Double? {
    let scales = scorecard.institutions.compactMap { score -> Double? in
      guard score.fit == fit.name, score.isEligible, let s = score.standardError, let expected = score.expected
      else { return nil }
      return s * s * expected / costUnit
    }.sorted()
    guard !scales.isEmpty else { return nil }
    return (scales[(scales.count - 1) / 2] + scales[scales.count / 2]) / 2
  }
}
