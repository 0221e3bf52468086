import SteelyardStatistics
import Testing

/// Intervals of counts, rates, proportions and standardised ratios, and funnel limits of counts.
enum IntervalChecks {
  static let all = countsAndProportions + ratesOfAreas + standardised + esda + funnels + [poissonLimits]

  /// The stored numbers have 15 to 17 digits; quantiles and cubes are right to a few units of the last one.
  private static let fifteenDigits = 1e-13
  private static let levels = [("lower95_0cl", "upper95_0cl", 0.95), ("lower99_8cl", "upper99_8cl", 0.998)]

  /// The number in a cell; `nil` where it is empty, because the source has no answer for an incomplete row.
  static func number(_ row: [String: String], _ column: String) -> Double? { row[column].flatMap { Double($0) } }

  /// Ours beside what a row has of two bounds.
  private static func bounds(
    _ interval: ConfidenceInterval, _ row: [String: String], _ lower: String, _ upper: String
  ) -> [OracleCheck.Pair] {
    [(interval.lower, number(row, lower)), (interval.upper, number(row, upper))].compactMap { got, stored in
      stored.map { (got: got, stored: $0) }
    }
  }

  private static let countsAndProportions: [OracleCheck] = ["Byars", "Wilson"].map { method in
    OracleCheck(
      estimator: method == "Byars" ? "IntervalEstimates.byar" : "IntervalEstimates.wilson",
      oracle: "phe_byars_wilson.csv", figures: "bounds at 95 and 99.8 %", tolerance: fifteenDigits
    ) {
      try Oracle.rows("phe_byars_wilson.csv").filter { $0["method"] == method }.flatMap { row in
        let level = try #require(row["confidence"]) == "95%" ? 0.95 : 0.998
        let events = try Oracle.number(row, "x")
        let interval =
          method == "Byars"
          ? IntervalEstimates.byar(events, level: level)
          : IntervalEstimates.wilson(events, of: try Oracle.number(row, "n"), level: level)
        return bounds(interval, row, "lowercl", "uppercl")
      }
    }
  }

  private static let ratesOfAreas: [OracleCheck] = [
    ("phe_rate_exact_byars.csv", "StandardizedRates.crude"), ("phe_proportion_wilson.csv", "IntervalEstimates.wilson"),
  ].map { file, estimator in
    OracleCheck(
      estimator: estimator, oracle: file, figures: "value, bounds at 95 and 99.8 %", tolerance: fifteenDigits
    ) {
      try Oracle.rows(file).flatMap { row -> [OracleCheck.Pair] in
        guard let events = number(row, "Numerator"), let heads = number(row, "Denominator") else { return [] }
        let multiplier = try Oracle.number(row, "multiplier")
        return try levels.flatMap { lower, upper, level in
          let isRate = estimator == "StandardizedRates.crude"
          let rate = StandardizedRates.crude(events: events, heads: heads, level: level)
          let interval =
            isRate ? try #require(rate.interval) : IntervalEstimates.wilson(events, of: heads, level: level)
          return [(rate.value * multiplier, try Oracle.number(row, "value"))]
            + bounds(interval.scaled(by: multiplier), row, lower, upper)
        }
      }
    }
  }

  private static let standardised: [OracleCheck] = [
    OracleCheck(
      estimator: "StandardizedRates.indirect", oracle: "phe_isr_expected.csv",
      figures: "ratio or rate, bounds at 95 and 99.8 %", tolerance: fifteenDigits
    ) {
      try Oracle.rows("phe_isr_expected.csv").flatMap { row in
        // A ratio has no reference rate, and is times 1 or times 100.
        let text = try #require(row["statistic"])
        let scale = number(row, "ref_rate") ?? (text.hasSuffix("x 100") ? 100 : 1)
        return try levels.flatMap { lower, upper, level in
          let estimate = StandardizedRates.indirect(
            observed: try Oracle.number(row, "observed"), expected: try Oracle.number(row, "expected"), level: level)
          return [(estimate.value * scale, try Oracle.number(row, "value"))]
            + bounds(try #require(estimate.interval).scaled(by: scale), row, lower, upper)
        }
      }
    },
    OracleCheck(
      estimator: "StandardizedRates.expected, .referenceRate", oracle: "phe_isr_input.csv, phe_isr_expected.csv",
      figures: "observed, expected, reference rate per 100,000", tolerance: fifteenDigits
    ) {
      let input = try Oracle.rows("phe_isr_input.csv")
      return try Oracle.rows("phe_isr_expected.csv").flatMap { row -> [OracleCheck.Pair] in
        let strata = try strata(input.filter { $0["area"] == row["area"] })
        // Two areas of the tests are the first two with a stratum struck out, which the input does not hold.
        guard !strata.isEmpty else { return [] }
        var pairs: [OracleCheck.Pair] = [
          (strata.reduce(0) { $0 + $1.events }, try Oracle.number(row, "observed")),
          (StandardizedRates.expected(strata), try Oracle.number(row, "expected")),
        ]
        if let rate = number(row, "ref_rate"), row["statistic"]?.hasSuffix("per 100000") == true {
          pairs.append((StandardizedRates.referenceRate(strata) * 100_000, rate))
        }
        return pairs
      }
    },
  ]

  /// The strata of one area; an empty cell is no head and no event.
  private static func strata(_ rows: [[String: String]]) throws -> [StandardizedRates.Stratum] {
    try rows.map { row in
      StandardizedRates.Stratum(
        events: number(row, "count") ?? 0, heads: number(row, "pop") ?? 0,
        referenceEvents: number(row, "refcount") ?? 0, referenceHeads: try Oracle.number(row, "refpop"))
    }
  }

  private struct Esda: Decodable {
    let e, b, s_e, s_b, crude, expected, observed, smr: [Double]
    let direct, indirect: [[Double]]

    /// The strata of both areas.
    var areas: [[StandardizedRates.Stratum]] {
      [0..<4, 4..<8].map { rows in
        rows.map {
          StandardizedRates.Stratum(events: e[$0], heads: b[$0], referenceEvents: s_e[$0], referenceHeads: s_b[$0])
        }
      }
    }
  }

  private static let esda: [OracleCheck] = [
    OracleCheck(
      estimator: "StandardizedRates.crude, .direct, .indirectLognormal", oracle: "esda_standardisation.json",
      figures: "crude rate; direct and indirect rate with bounds at 95 %",
      // Half a unit of the eighth decimal.
      tolerance: 5e-9, measure: .absolute
    ) {
      let stored = try Oracle.json("esda_standardisation.json", as: Esda.self)
      return try stored.areas.enumerated().flatMap { area, strata -> [OracleCheck.Pair] in
        let (events, heads) = (strata.reduce(0) { $0 + $1.events }, strata.reduce(0) { $0 + $1.heads })
        let direct = try #require(StandardizedRates.direct(strata, level: 0.95))
        let ratio = StandardizedRates.indirectLognormal(
          observed: events, expected: StandardizedRates.expected(strata), level: 0.95)
        // The source multiplies by the rate of both areas' references together.
        let reference = StandardizedRates.referenceRate(stored.areas.flatMap { $0 })
        return try [
          (StandardizedRates.crude(events: events, heads: heads, level: 0.95).value, stored.crude[area]),
          (direct.value, stored.direct[area][0]), (ratio.value * reference, stored.indirect[area][0]),
        ] + pairs(direct, 1, stored.direct[area]) + pairs(ratio, reference, stored.indirect[area])
      }
    },
    OracleCheck(
      estimator: "StandardizedRates.expected, .indirect", oracle: "esda_standardisation.json",
      figures: "expected, observed, ratio", tolerance: fifteenDigits
    ) {
      let stored = try Oracle.json("esda_standardisation.json", as: Esda.self)
      return stored.areas.enumerated().flatMap { area, strata -> [OracleCheck.Pair] in
        let events = strata.reduce(0) { $0 + $1.events }
        let expected = StandardizedRates.expected(strata)
        let ratio = StandardizedRates.indirect(observed: events, expected: expected, level: 0.95).value
        return [(expected, stored.expected[area]), (events, stored.observed[area]), (ratio, stored.smr[area])]
      }
    },
  ]

  private static func pairs(_ estimate: RateEstimate, _ factor: Double, _ stored: [Double]) throws -> [OracleCheck.Pair]
  {
    let interval = try #require(estimate.interval)
    return [(interval.lower * factor, stored[1]), (interval.upper * factor, stored[2])]
  }

  /// The stored limits were found by an iteration that stopped early: at one event 1.2e-6 above the upper limit of 5.57
  /// and 4.7e-8 above the lower one of 0.001, which is 4.7e-5 of it.
  private static let funnels: [OracleCheck] = [("2s", 0.95), ("3s", 0.998)].flatMap { name, level in
    [
      OracleCheck(
        estimator: "FunnelLimits.expectedEvents", oracle: "phe_funnel_ratio_limits.csv, \(name)",
        figures: "expected events, excess and ratio of 100 counts", tolerance: 5e-5
      ) {
        try Oracle.rows("phe_funnel_ratio_limits.csv").flatMap { row -> [OracleCheck.Pair] in
          let observed = try Oracle.number(row, "Observed_events")
          let events = FunnelLimits.expectedEvents(observed: observed, level: level)
          // The file's "lower" is where the count lies on the lower limit, so that more was expected.
          return try [("lower", events.upper), ("upper", events.lower)].flatMap { side, expected in
            [
              (expected, try Oracle.number(row, "\(side)_\(name)_exp_events")),
              (observed / expected - 1, try Oracle.number(row, "\(side)_\(name)_count")),
              (observed / expected * 100, try Oracle.number(row, "\(side)_\(name)_isr")),
            ]
          }
        }
      },
      OracleCheck(
        estimator: "FunnelLimits.invertedPoisson", oracle: "phe_funnel_ratio_limits.csv, \(name)",
        figures: "both limits at the expected events of 100 counts", tolerance: 5e-5
      ) {
        try Oracle.rows("phe_funnel_ratio_limits.csv").flatMap { row -> [OracleCheck.Pair] in
          let below = FunnelLimits.invertedPoisson(
            expected: try Oracle.number(row, "lower_\(name)_exp_events"), level: level)
          let above = FunnelLimits.invertedPoisson(
            expected: try Oracle.number(row, "upper_\(name)_exp_events"), level: level)
          return [
            (below.lower * 100, try Oracle.number(row, "lower_\(name)_isr")),
            (above.upper * 100, try Oracle.number(row, "upper_\(name)_isr")),
          ]
        }
      },
    ]
  }

  private struct Published: Decodable {
    struct Asserts: Decodable {
      struct Limits: Decodable { let E, ll95_7dp, ul95_6dp, ll998_7dp, ul998_6dp: [Double] }

      let poisson_limits: Limits
    }

    let published_asserts: Asserts
  }

  private static let poissonLimits = OracleCheck(
    estimator: "FunnelLimits.poisson", oracle: "funnelplotr_unit.json, poisson_limits",
    figures: "both limits at 95 and 99.8 %",
    // Half a unit of the sixth decimal.
    tolerance: 5e-7, measure: .absolute
  ) {
    let stored = try Oracle.json("funnelplotr_unit.json", as: Published.self).published_asserts.poisson_limits
    return stored.E.enumerated().flatMap { row, expected -> [OracleCheck.Pair] in
      let narrow = FunnelLimits.poisson(expected: expected, level: 0.95)
      let wide = FunnelLimits.poisson(expected: expected, level: 0.998)
      return [
        (narrow.lower, stored.ll95_7dp[row]), (narrow.upper, stored.ul95_6dp[row]),
        (wide.lower, stored.ll998_7dp[row]), (wide.upper, stored.ul998_6dp[row]),
      ]
    }
  }
}

@Suite struct IntervalOracleTests {
  @Test("Three hundred counts lie outside the limits that the published table says")
  func significance() throws {
    let rows = try Oracle.rows("phe_funnel_ratio_significance.csv")
    #expect(rows.count == 300)
    let names: [FunnelLimits.CountSignificance: String] = [
      .highAt998: "High (0.001)", .highAt95: "High (0.025)", .within: "Not significant", .lowAt95: "Low (0.025)",
      .lowAt998: "Low (0.001)",
    ]
    for row in rows {
      let (observed, expected) = (try Oracle.number(row, "obs"), try Oracle.number(row, "expected"))
      let found = FunnelLimits.significance(observed: observed, expected: expected)
      #expect(names[found] == row["significance"], "\(observed) of \(expected)")
    }
  }

  @Test("The published rule is exact below ten events and Byar's from ten on")
  func methods() throws {
    for file in ["phe_rate_exact_byars.csv", "phe_isr_expected.csv"] {
      for row in try Oracle.rows(file) where row["value"]?.isEmpty == false {
        let events = try #require(IntervalChecks.number(row, "Numerator") ?? IntervalChecks.number(row, "observed"))
        #expect(row["method"] == (events < 10 ? "Exact" : "Byars"))
        let chosen = IntervalEstimates.count(events, level: 0.95)
        #expect(chosen == IntervalEstimates.count(events, level: 0.95, by: events < 10 ? .exact : .byar))
      }
    }
  }
}
