import Foundation
import SteelyardNumerics
import SteelyardStatistics
import Testing

private struct Summary: Decodable {
  struct Fit: Decodable {
    let phi: Double
    let tau2: Double
  }
  let shmi: Fit
  let log_winsorised_10: Fit
}

private struct Unit: Decodable {
  struct LogRow: Decodable {
    let rr: Double
    let s: Double
    let Uzscore: Double
    let odll95: Double
    let odul95: Double
    let odll998: Double
    let odul998: Double
  }
  struct RootRow: Decodable {
    let rr: Double
    let s: Double
    let Uzscore: Double
    let Wuzscore: Double
  }
  struct LogGroups: Decodable {
    let phi: Double
    let tau2: Double
    let rows: [LogRow]
  }
  struct RootGroups: Decodable {
    let phi: Double
    let tau2: Double
    let trim_by: Double
    let rows: [RootRow]
  }
  struct Proportion: Decodable {
    let numerator: [Double]
    let denominator: [Double]
    let target: Double
    let z: [Double]
    let phi: Double
    let tau2: Double
  }
  struct Winsorised: Decodable {
    let phi: Double
    let tau2: Double
    let Wuzscore: [Double]
  }
  let shmi_6_groups: LogGroups
  let cqc_6_groups: RootGroups
  let proportion: Proportion
  let proportion_winsor10: Winsorised
}

/// The quantiles as FunnelPlotR writes them, to seven digits.
private let (z95, z998) = (1.959964, 3.090232)
/// The stored numbers have 15 digits, and a limit is an exponential of a sum: a few units of the last one.
private let fifteenDigits = 1e-13

@Suite struct FunnelOracleTests {
  @Test("Limits of 54 hospitals on the log scale equal FunnelPlotR's")
  func medparLimits() throws {
    let summary = try Oracle.json("medpar_summary.json", as: Summary.self)
    let narrow = FunnelLimits(scale: .logarithm(centre: 0), tauSquared: summary.shmi.tau2, z: z95)
    let wide = FunnelLimits(scale: .logarithm(centre: 0), tauSquared: summary.shmi.tau2, z: z998)
    let rows = try Oracle.rows("medpar_funnel_shmi_expected.csv")
    #expect(rows.count == 54)
    for row in rows {
      let s = try Oracle.number(row, "s")
      let (inner, outer) = (narrow.interval(standardError: s), wide.interval(standardError: s))
      #expect(close(inner.lower, try Oracle.number(row, "odll95"), relative: fifteenDigits))
      #expect(close(inner.upper, try Oracle.number(row, "odul95"), relative: fifteenDigits))
      #expect(close(outer.lower, try Oracle.number(row, "odll998"), relative: fifteenDigits))
      #expect(close(outer.upper, try Oracle.number(row, "odul998"), relative: fifteenDigits))
    }
  }

  @Test("Nine hospitals lie outside the adjusted 99.8 % limits and sixteen outside 95 %, as published")
  func medparOutliers() throws {
    let tau2 = try Oracle.json("medpar_summary.json", as: Summary.self).shmi.tau2
    let rows = try Oracle.rows("medpar_funnel_shmi_expected.csv")
    func outside(_ z: Double) throws -> Int {
      let limits = FunnelLimits(scale: .logarithm(centre: 0), tauSquared: tau2, z: z)
      return try rows.filter { row in
        let interval = limits.interval(standardError: try Oracle.number(row, "s"))
        let ratio = try Oracle.number(row, "rr")
        return ratio < interval.lower || ratio > interval.upper
      }.count
    }
    #expect(try outside(FunnelLimits.z998) == 9)
    #expect(try outside(FunnelLimits.z95) == 16)
  }

  @Test("The winsorised variance of 54 hospitals on the log scale is the stored one")
  func medparWinsorised() throws {
    let stored = try Oracle.json("medpar_summary.json", as: Summary.self).log_winsorised_10
    let rows = try Oracle.rows("medpar_groups_input.csv")
    let observed = try rows.map { try Oracle.number($0, "observed") }
    let expected = try rows.map { try Oracle.number($0, "expected") }
    let fit = Overdispersion.additiveWinsorised(
      logRatios: zip(observed, expected).map { log($0 / $1) }, standardErrors: expected.map { 1 / $0.squareRoot() })
    // Half a unit of the last stored digit.
    #expect(abs(try #require(fit.phi) - stored.phi) < 5e-7)
    #expect(abs(fit.tauSquared - stored.tau2) < 5e-9)
    #expect(fit.method == "od.log.add.w10")
    #expect(fit.status == .converged && fit.units == 54)
  }

  @Test("Six groups on the log scale have the stored z, φ, τ² and limits")
  func sixGroupsLogScale() throws {
    let stored = try Oracle.json("funnelplotr_unit.json", as: Unit.self).shmi_6_groups
    let y = stored.rows.map { log($0.rr) }
    let s = stored.rows.map(\.s)
    for (row, z) in zip(stored.rows, zip(y, s).map { $0 / $1 }) { #expect(abs(row.Uzscore - z) < fifteenDigits) }
    // Truncation removes none of the six, so a winsorised share of zero is the same estimator.
    let fit = Overdispersion.additiveWinsorised(logRatios: y, standardErrors: s, share: 0)
    #expect(close(try #require(fit.phi), stored.phi, relative: fifteenDigits))
    #expect(close(fit.tauSquared, stored.tau2, relative: 1e-12))
    for row in stored.rows {
      let narrow = FunnelLimits(scale: .logarithm(centre: 0), tauSquared: fit.tauSquared, z: z95)
        .interval(standardError: row.s)
      let wide = FunnelLimits(scale: .logarithm(centre: 0), tauSquared: fit.tauSquared, z: z998)
        .interval(standardError: row.s)
      #expect(close(narrow.lower, row.odll95, relative: fifteenDigits))
      #expect(close(narrow.upper, row.odul95, relative: fifteenDigits))
      #expect(close(wide.lower, row.odll998, relative: fifteenDigits))
      #expect(close(wide.upper, row.odul998, relative: fifteenDigits))
    }
  }

  @Test("Six groups on the square-root scale have the stored winsorised z, φ and τ²")
  func sixGroupsRootScale() throws {
    let stored = try Oracle.json("funnelplotr_unit.json", as: Unit.self).cqc_6_groups
    let distances = stored.rows.map { $0.rr.squareRoot() - 1 }
    let s = stored.rows.map(\.s)
    let z = zip(distances, s).map { $0 / $1 }
    for (value, row) in zip(z, stored.rows) { #expect(abs(value - row.Uzscore) < fifteenDigits) }
    for (value, row) in zip(Quantiles.winsorised(z, share: stored.trim_by), stored.rows) {
      #expect(abs(value - row.Wuzscore) < fifteenDigits)
    }
    let fit = Overdispersion.additiveWinsorised(logRatios: distances, standardErrors: s, share: stored.trim_by)
    #expect(close(try #require(fit.phi), stored.phi, relative: fifteenDigits))
    #expect(close(fit.tauSquared, stored.tau2, relative: 1e-12))
    #expect(fit.method == "od.log.add.w5")
  }

  @Test("Ten proportions on the arcsine scale have the stored z, φ and τ², winsorised and not")
  func proportions() throws {
    let unit = try Oracle.json("funnelplotr_unit.json", as: Unit.self)
    let stored = unit.proportion
    let y = zip(stored.numerator, stored.denominator).map {
      asin(($0 / $1).squareRoot()) - asin(stored.target.squareRoot())
    }
    let s = stored.denominator.map { 1 / (2 * $0.squareRoot()) }
    let z = zip(y, s).map { $0 / $1 }
    // The target has 15 digits and z multiplies its error by up to 25.
    for (value, reference) in zip(z, stored.z) { #expect(abs(value - reference) < fifteenDigits) }
    let plain = Overdispersion.additiveWinsorised(logRatios: y, standardErrors: s, share: 0)
    #expect(close(try #require(plain.phi), stored.phi, relative: fifteenDigits))
    #expect(close(plain.tauSquared, stored.tau2, relative: 1e-12))
    let winsorised = Overdispersion.additiveWinsorised(logRatios: y, standardErrors: s)
    #expect(close(try #require(winsorised.phi), unit.proportion_winsor10.phi, relative: fifteenDigits))
    #expect(close(winsorised.tauSquared, unit.proportion_winsor10.tau2, relative: 1e-12))
    for (value, reference) in zip(Quantiles.winsorised(z, share: 0.1), unit.proportion_winsor10.Wuzscore) {
      #expect(abs(value - reference) < fifteenDigits)
    }
  }
}
