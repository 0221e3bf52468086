import SteelyardNumerics
import SteelyardStatistics
import Testing

/// Flags and counts of FunnelPlotR's figures; the numbers themselves are `FunnelChecks`.
@Suite struct FunnelOracleTests {
  private let shmiRows: [[String: String]]
  private let shmi: CountUnits

  init() throws {
    shmiRows = try Oracle.rows("medpar_funnel_shmi_expected.csv")
    shmi = try CountUnits(shmiRows, observed: "numerator", expected: "denominator")
  }

  @Test("Ratios inside, on and outside limits are flagged as published")
  func publishedFlags() throws {
    let stored = try FunnelUnit.stored().published_asserts.outlier_flags
    for (lower, upper, flags) in [
      (stored.LCL95, stored.UCL95, stored.unadj95), (stored.OD95LCL, stored.OD95UCL, stored.adj95),
      (stored.LCL99, stored.UCL99, stored.unadj99), (stored.OD99LCL, stored.OD99UCL, stored.adj99),
    ] {
      let interval = FunnelLimits.Interval(lower: lower, upper: upper)
      #expect(stored.rr.map { interval.contains($0) ? 0 : 1 } == flags)
      #expect(interval.contains(lower) && interval.contains(upper))
    }
  }

  @Test("Ratios of sums by group are the published ones to six decimals")
  func aggregates() throws {
    let stored = try FunnelUnit.stored().published_asserts.aggregate
    let input = stored.input
    for (group, ratio) in zip(["a", "b", "c"], stored.expected_rr_6dp) {
      let rows = input.group.indices.filter { input.group[$0] == group }
      let observed = rows.reduce(0) { $0 + input.numerator[$1] }
      let expected = rows.reduce(0) { $0 + input.denominator[$1] }
      #expect(abs(observed / expected - ratio) < 5e-7)
    }
  }

  @Test("Each of 54 hospitals is flagged as stored, and 16 and 9 lie outside the adjusted limits")
  func medparFlags() throws {
    let outliers = try MedparSummary.stored().outliers
    let fit = Overdispersion.estimate(.logAdditiveTruncated, logRatios: shmi.y, standardErrors: shmi.s)
    var counts = [0, 0, 0, 0]
    for row in shmiRows.indices {
      func stored(_ column: String) throws -> Double { try Oracle.number(shmiRows[row], column) }
      func limits(_ z: Double) -> FunnelLimits.Interval { fit.limits(z: z).interval(standardError: shmi.s[row]) }
      // The unadjusted limits are exact Poisson ones of counts, taken as they are stored.
      let intervals = [
        FunnelLimits.Interval(lower: try stored("ll95"), upper: try stored("ul95")), limits(FunnelLimits.z95),
        FunnelLimits.Interval(lower: try stored("ll998"), upper: try stored("ul998")), limits(FunnelLimits.z998),
      ]
      let ratio = try stored("rr")
      let flags = intervals.map { $0.contains(ratio) ? 0 : 1 }
      #expect(try flags.map(Double.init) == ["out95", "outOD95", "out998", "outOD998"].map(stored), "row \(row)")
      counts = zip(counts, flags).map { $0 + $1 }
    }
    #expect(counts == [outliers.unadj95, outliers.od95, outliers.unadj998, outliers.od998])
    #expect(fit.method == "od.log.add.t10" && fit.status == .converged && fit.units == 54)
  }

  @Test("Leaving out one of the kept hospitals, or keeping one of those left out, changes what is estimated")
  func medparTruncatedUnits() throws {
    let kept = try shmiRows.indices.filter { try Oracle.number(shmiRows[$0], "truncated") == 0 }
    let fit = Overdispersion.estimate(.logAdditiveTruncated, logRatios: shmi.y, standardErrors: shmi.s)
    // The stored flags name the same units: over those alone, nothing trimmed, the figures are the same.
    let same = Overdispersion.additiveWinsorised(
      logRatios: kept.map { shmi.y[$0] }, standardErrors: kept.map { shmi.s[$0] }, share: 0)
    #expect(kept.count == fit.unitsUsed && fit.phi == same.phi && fit.tauSquared == same.tauSquared)
    for row in shmiRows.indices {
      let others = kept.contains(row) ? kept.filter { $0 != row } : kept + [row]
      let other = Overdispersion.additiveWinsorised(
        logRatios: others.map { shmi.y[$0] }, standardErrors: others.map { shmi.s[$0] }, share: 0)
      #expect(other.phi != fit.phi, "row \(row)")
    }
  }

  @Test("The winsorised hospitals and groups are those that the stored flags name")
  func winsorisedFlags() throws {
    func flags(_ y: [Double], _ s: [Double], share: Double) -> [Int] {
      let scale = Overdispersion.Scale.squareRoot
      let z = zip(y, s).map { (scale.value(logRatio: $0) - scale.target) / scale.standardError($1) }
      return zip(z, Quantiles.winsorised(z, share: share)).map { $0 == $1 ? 0 : 1 }
    }
    let rows = try Oracle.rows("medpar_funnel_cqc_expected.csv")
    let cqc = try CountUnits(rows, observed: "numerator", expected: "denominator")
    #expect(try flags(cqc.y, cqc.s, share: 0.1).map(Double.init) == rows.map { try Oracle.number($0, "winsorised") })
    let stored = try FunnelUnit.stored().cqc_6_groups
    let six = CountUnits(observed: stored.input.map(\.numerator), expected: stored.input.map(\.denominator))
    #expect(flags(six.y, six.s, share: stored.trim_by) == stored.rows.map(\.winsorised))
    #expect(try FunnelUnit.stored().shmi_6_groups.rows.allSatisfy { $0.truncated == 0 })
  }

  @Test(
    "How many hospitals stand out depends on the within-variance as stored",
    arguments: ["poisson", "quasi", "sandwich"])
  func withinVarianceFlags(name: String) throws {
    let stored = try WithinVarianceChoice.stored()
    let theirs = try #require(stored.results[name])
    let (y, s, fit, shrinkage) = try WithinVarianceChoice.fit(name, dispersion: stored.pearson_dispersion)
    let aboutOne = fit.aboutTarget()
    let raw = zip(y, s).filter { $0 / $1 > FunnelLimits.z998 }
    let adjusted = zip(y, s).filter { aboutOne.score(logRatio: $0, standardError: $1) > FunnelLimits.z998 }
    #expect(raw.count == theirs.raw_hi && adjusted.count == theirs.od_hi)
    let above = zip(shrinkage.posteriorMeans, shrinkage.posteriorStandardErrors).map {
      NormalDistribution.cumulative($0 / $1)
    }
    #expect(above.filter { $0 > 0.975 }.count == theirs.eb975)
    #expect(above.filter { $0 > 0.999 }.count == theirs.eb999)
  }
}
