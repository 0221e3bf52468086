import Foundation
import SteelyardNumerics
import SteelyardStatistics

/// Over-dispersion and funnel limits held to FunnelPlotR's figures.
enum FunnelChecks {
  static let all: [OracleCheck] = truncated + winsorised + proportions + limits + within

  /// The stored numbers have 15 digits; ours differ from them by a handful of roundings of sums of 50 terms.
  private static let fifteenDigits = 1e-13
  /// τ² is a difference of sums that agree in their first digit or two.
  private static let difference = 1e-12
  /// The quantiles as FunnelPlotR writes them, to seven digits.
  private static let (z95, z998) = (1.959964, 3.090232)
  private static let shmiFile = "medpar_funnel_shmi_expected.csv"
  private static let cqcFile = "medpar_funnel_cqc_expected.csv"
  private static let unitFile = "funnelplotr_unit.json"

  private static func shmiUnits() throws -> (rows: [[String: String]], units: CountUnits) {
    let rows = try Oracle.rows(shmiFile)
    return (rows, try CountUnits(rows, observed: "numerator", expected: "denominator"))
  }

  private static func cqcUnits() throws -> (rows: [[String: String]], units: CountUnits) {
    let rows = try Oracle.rows(cqcFile)
    return (rows, try CountUnits(rows, observed: "numerator", expected: "denominator"))
  }

  private static func units(_ input: [FunnelUnit.Input]) -> CountUnits {
    CountUnits(observed: input.map(\.numerator), expected: input.map(\.denominator))
  }

  private static func root(_ y: Double) -> Double { Overdispersion.Scale.squareRoot.value(logRatio: y) }

  private static let truncated = [
    OracleCheck(
      estimator: "Overdispersion.additiveTruncated", oracle: "medpar_summary.json, shmi",
      figures: "φ, τ², units left", tolerance: difference
    ) {
      let (stored, (_, data)) = (try MedparSummary.stored().shmi, try shmiUnits())
      let fit = Overdispersion.estimate(.logAdditiveTruncated, logRatios: data.y, standardErrors: data.s)
      return [(fit.phi ?? .nan, stored.phi), (fit.tauSquared, stored.tau2), (Double(fit.unitsUsed), Double(stored.n))]
    },
    OracleCheck(
      estimator: "Overdispersion.additiveTruncated", oracle: "\(unitFile), shmi_6_groups",
      figures: "φ, τ², units left", tolerance: difference
    ) {
      let stored = try FunnelUnit.stored().shmi_6_groups
      let data = units(stored.input)
      let fit = Overdispersion.additiveTruncated(logRatios: data.y, standardErrors: data.s, share: stored.trim_by)
      return [
        (fit.phi ?? .nan, stored.phi), (fit.tauSquared, stored.tau2),
        (Double(fit.unitsUsed), Double(stored.n_after_truncation)),
      ]
    },
    OracleCheck(
      estimator: "Overdispersion.additiveTruncated", oracle: "\(unitFile), published_asserts",
      // The test at its source has six decimals.
      figures: "φ", tolerance: 5e-7, measure: .absolute
    ) {
      let unit = try FunnelUnit.stored()
      let data = units(unit.shmi_6_groups.input)
      let fit = Overdispersion.estimate(.logAdditiveTruncated, logRatios: data.y, standardErrors: data.s)
      return [(fit.phi ?? .nan, unit.published_asserts.phi_shmi_6dp)]
    },
    OracleCheck(
      estimator: "Overdispersion.Scale.logarithm", oracle: "\(shmiFile), \(unitFile)", figures: "ratio, s, z",
      // z reaches 13 and is a quotient of rounded logarithms.
      tolerance: fifteenDigits, measure: .absolute
    ) {
      let (rows, data) = try shmiUnits()
      let stored = try FunnelUnit.stored().shmi_6_groups
      let six = units(stored.input)
      // Ratios are of the expected counts in full, all else of their two decimals.
      let full = try CountUnits(
        try Oracle.rows("medpar_groups_input.csv"), observed: "observed", expected: "expected")
      return try rows.indices.flatMap { row -> [OracleCheck.Pair] in
        [
          (full.ratios[row], try Oracle.number(rows[row], "rr")), (data.s[row], try Oracle.number(rows[row], "s")),
          (data.y[row] / data.s[row], try Oracle.number(rows[row], "Uzscore")),
        ]
      }
        + stored.rows.indices.flatMap { row -> [OracleCheck.Pair] in
          let theirs = stored.rows[row]
          return [
            (six.ratios[row], theirs.rr), (six.s[row], theirs.s), (six.y[row] / six.s[row], theirs.Uzscore),
          ]
        }
    },
  ]

  private static let winsorised = [
    OracleCheck(
      estimator: "Overdispersion.additiveWinsorised", oracle: "medpar_summary.json, cqc", figures: "φ, τ², units",
      tolerance: difference
    ) {
      let (stored, (_, data)) = (try MedparSummary.stored().cqc, try cqcUnits())
      let fit = Overdispersion.estimate(.rootAdditiveWinsorised, logRatios: data.y, standardErrors: data.s)
      return [(fit.phi ?? .nan, stored.phi), (fit.tauSquared, stored.tau2), (Double(fit.unitsUsed), Double(stored.n))]
    },
    OracleCheck(
      estimator: "Overdispersion.additiveWinsorised", oracle: "\(unitFile), cqc_6_groups", figures: "φ, τ²",
      tolerance: difference
    ) {
      let stored = try FunnelUnit.stored().cqc_6_groups
      let data = units(stored.input)
      let fit = Overdispersion.additiveWinsorised(
        logRatios: data.y, standardErrors: data.s, share: stored.trim_by, scale: .squareRoot)
      return [(fit.phi ?? .nan, stored.phi), (fit.tauSquared, stored.tau2)]
    },
    OracleCheck(
      estimator: "Overdispersion.additiveWinsorised", oracle: "methods §6, 54 hospitals", figures: "φ, τ²",
      // The sheet has six and eight decimals.
      tolerance: 5e-7, measure: .absolute
    ) {
      let rows = try Oracle.rows("medpar_groups_input.csv")
      let data = try CountUnits(rows, observed: "observed", expected: "expected")
      let fit = Overdispersion.estimate(.logAdditiveWinsorised, logRatios: data.y, standardErrors: data.s)
      return [(fit.phi ?? .nan, 10.941005), (fit.tauSquared * 100, 3.764566)]
    },
    OracleCheck(
      estimator: "Overdispersion.multiplicativeWinsorised", oracle: "medpar_summary.json, \(unitFile)",
      figures: "φ", tolerance: fifteenDigits
    ) {
      let (summary, stored) = (try MedparSummary.stored().cqc, try FunnelUnit.stored().cqc_6_groups)
      let (data, six) = (try cqcUnits().units, units(stored.input))
      let fits = [
        Overdispersion.estimate(.rootMultiplicativeWinsorised, logRatios: data.y, standardErrors: data.s),
        Overdispersion.multiplicativeWinsorised(
          logRatios: six.y, standardErrors: six.s, share: stored.trim_by, scale: .squareRoot),
      ]
      return zip(fits, [summary.phi, stored.phi]).map { ($0.varianceFactor, $1) }
    },
    OracleCheck(
      estimator: "Overdispersion.Scale.squareRoot", oracle: "\(cqcFile), \(unitFile)",
      figures: "y, s, z, winsorised z",
      // z reaches 12 and divides the rounding of √ratio − 1 by s, down to 0.02.
      tolerance: fifteenDigits, measure: .absolute
    ) {
      let (rows, data) = try cqcUnits()
      let stored = try FunnelUnit.stored().cqc_6_groups
      let six = units(stored.input)
      func pairs(_ data: CountUnits, share: Double, _ theirs: [[Double]]) -> [OracleCheck.Pair] {
        let s = data.s.map { Overdispersion.Scale.squareRoot.standardError($0) }
        let z = zip(data.y, s).map { (root($0) - 1) / $1 }
        let held = Quantiles.winsorised(z, share: share)
        return data.y.indices.flatMap { zip([root(data.y[$0]), s[$0], z[$0], held[$0]], theirs[$0]).map { ($0, $1) } }
      }
      return pairs(
        data, share: 0.1,
        try rows.map { row in try ["Y", "s", "Uzscore", "Wuzscore"].map { try Oracle.number(row, $0) } })
        + pairs(six, share: stored.trim_by, stored.rows.map { [$0.Y, $0.s, $0.Uzscore, $0.Wuzscore] })
    },
  ]

  /// Distances and errors of ten proportions on the arcsine scale.
  private static func distances(_ stored: FunnelUnit.Proportion) -> (y: [Double], s: [Double]) {
    (
      zip(stored.numerator, stored.denominator).map { asin(($0 / $1).squareRoot()) - asin(stored.target.squareRoot()) },
      stored.denominator.map { 1 / (2 * $0.squareRoot()) }
    )
  }

  private static let proportions = [
    OracleCheck(
      estimator: "Overdispersion.additiveWinsorised", oracle: "\(unitFile), proportions on the arcsine scale",
      figures: "φ, τ², without and with 10 % winsorised", tolerance: difference
    ) {
      let unit = try FunnelUnit.stored()
      let (y, s) = distances(unit.proportion_no_winsor)
      let plain = Overdispersion.additiveWinsorised(logRatios: y, standardErrors: s, share: 0)
      let held = Overdispersion.additiveWinsorised(logRatios: y, standardErrors: s)
      return [
        (plain.phi ?? .nan, unit.proportion_no_winsor.phi), (plain.tauSquared, unit.proportion_no_winsor.tau2),
        (held.phi ?? .nan, unit.proportion_winsor10.phi), (held.tauSquared, unit.proportion_winsor10.tau2),
      ]
    },
    OracleCheck(
      estimator: "Quantiles.winsorised", oracle: "\(unitFile), proportions on the arcsine scale",
      figures: "z, winsorised z",
      // The target has 15 digits and z multiplies its error by up to 25.
      tolerance: fifteenDigits, measure: .absolute
    ) {
      let unit = try FunnelUnit.stored()
      let (y, s) = distances(unit.proportion_no_winsor)
      let z = zip(y, s).map { $0 / $1 }
      return zip(z, unit.proportion_no_winsor.z).map { ($0, $1) }
        + zip(z, unit.proportion_winsor10.Uzscore).map { ($0, $1) }
        + zip(Quantiles.winsorised(z, share: 0.1), unit.proportion_winsor10.Wuzscore).map { ($0, $1) }
    },
    OracleCheck(
      estimator: "FunnelLimits.arcsine", oracle: "\(unitFile), proportion_no_winsor",
      figures: "95 % limits at 10, 50 and 100", tolerance: difference
    ) {
      let stored = try FunnelUnit.stored().proportion_no_winsor
      let limits = FunnelLimits(scale: .arcsine(target: stored.target), tauSquared: stored.tau2, z: z95)
      return stored.ul95_at_n.x.indices.flatMap { row -> [OracleCheck.Pair] in
        let interval = limits.interval(standardError: 1 / (2 * stored.ul95_at_n.x[row].squareRoot()))
        return [(interval.lower, stored.ul95_at_n.lower[row]), (interval.upper, stored.ul95_at_n.upper[row])]
      }
    },
  ]

  /// Limits of a fit at both levels beside the stored ones.
  private static func pairs(
    _ fit: Overdispersion, _ s: [Double], _ stored: (Int) throws -> [Double]
  ) rethrows -> [OracleCheck.Pair] {
    let (narrow, wide) = (fit.limits(z: z95), fit.limits(z: z998))
    return try s.indices.flatMap { row in
      let (inner, outer) = (narrow.interval(standardError: s[row]), wide.interval(standardError: s[row]))
      return zip([inner.lower, inner.upper, outer.lower, outer.upper], try stored(row)).map { ($0, $1) }
    }
  }

  private static let limits = [
    OracleCheck(
      estimator: "FunnelLimits.logarithm", oracle: shmiFile, figures: "95 % and 99.8 % limits",
      tolerance: difference
    ) {
      let (rows, data) = try shmiUnits()
      let fit = Overdispersion.estimate(.logAdditiveTruncated, logRatios: data.y, standardErrors: data.s)
      return try pairs(fit, data.s) { row in
        try ["odll95", "odul95", "odll998", "odul998"].map { try Oracle.number(rows[row], $0) }
      }
    },
    OracleCheck(
      estimator: "FunnelLimits.logarithm", oracle: "\(unitFile), shmi_6_groups", figures: "95 % and 99.8 % limits",
      tolerance: difference
    ) {
      let stored = try FunnelUnit.stored().shmi_6_groups
      let data = units(stored.input)
      let fit = Overdispersion.estimate(.logAdditiveTruncated, logRatios: data.y, standardErrors: data.s)
      return pairs(fit, data.s) { row in
        let theirs = stored.rows[row]
        return [theirs.odll95, theirs.odul95, theirs.odll998, theirs.odul998]
      }
    },
  ]

  private static let within = [
    OracleCheck(
      estimator: "Overdispersion.derSimonianLaird", oracle: "within_variance_choice.json",
      figures: "τ², μ, median reliability, for three within-variances", tolerance: difference
    ) {
      let stored = try WithinVarianceChoice.stored()
      return try stored.results.sorted { $0.key < $1.key }.flatMap { name, theirs -> [OracleCheck.Pair] in
        let ours = try WithinVarianceChoice.fit(name, dispersion: stored.pearson_dispersion)
        return [
          (ours.fit.tauSquared, theirs.tau2), (ours.fit.centre, theirs.mu),
          (Quantiles.median(ours.shrinkage.reliability) ?? .nan, theirs.median_reliability),
        ]
      }
    }
  ]
}
