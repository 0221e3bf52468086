import SteelyardNumerics
import SteelyardStatistics
import Testing

@Suite struct IntervalEstimatesTests {
  @Test("At the exact bounds as many events or more, or fewer, have half of what the level leaves")
  func exactBoundsByPlainSums() {
    for events in [0, 1, 4, 9, 40] {
      for level in [0.5, 0.8, 0.95, 0.998] {
        let interval = IntervalEstimates.exact(Double(events), level: level)
        let fewer = (0...events).reduce(0) { $0 + PoissonDistribution.mass($1, mean: interval.upper) }
        // The level itself is rounded: 1e-16/0.001.
        #expect(abs(fewer / ((1 - level) / 2) - 1) < 1e-12)
        if events == 0 {
          #expect(interval.lower == 0)
        } else {
          let more = 1 - (0..<events).reduce(0) { $0 + PoissonDistribution.mass($1, mean: interval.lower) }
          // A complement of 1: 1e-15/0.001.
          #expect(abs(more / ((1 - level) / 2) - 1) < 1e-11)
        }
      }
    }
  }

  @Test("Byar's bounds come near the exact ones from ten events on")
  func byarIsClose() {
    for events in [10.0, 50, 1000, 1e6] {
      let (byar, exact) = (
        IntervalEstimates.byar(events, level: 0.95), IntervalEstimates.exact(events, level: 0.95)
      )
      // The approximation: 2e-3 at ten events.
      #expect(abs(byar.lower / exact.lower - 1) < 5e-3 && abs(byar.upper / exact.upper - 1) < 5e-3)
    }
    #expect(IntervalEstimates.byar(1, level: 0.998).lower == 0)
    #expect(IntervalEstimates.byar(0, level: 0.95).lower == 0)
    #expect(IntervalEstimates.byar(0, level: 0.95).upper > 3)
  }

  @Test("Wilson's bounds solve their equation and mirror each other")
  func wilsonSolvesItsEquation() {
    let z = FunnelLimits.z(level: 0.9)
    for (events, trials) in [(1.0, 3.0), (7, 10), (0.5, 1000), (3, 1e9)] {
      let interval = IntervalEstimates.wilson(events, of: trials, level: 0.9)
      for p in [interval.lower, interval.upper] {
        let distance = (events - trials * p) * (events - trials * p)
        // Both sides are squares of rounded differences.
        #expect(abs(distance / (z * z * trials * p * (1 - p)) - 1) < 1e-7)
      }
      let mirrored = IntervalEstimates.wilson(trials - events, of: trials, level: 0.9)
      #expect(abs(mirrored.lower - (1 - interval.upper)) < 1e-15 && abs(mirrored.upper - (1 - interval.lower)) < 1e-15)
    }
    #expect(IntervalEstimates.wilson(0, of: 7, level: 0.95).lower == 0)
    #expect(IntervalEstimates.wilson(7, of: 7, level: 0.95).upper == 1)
  }

  @Test("Every interval holds its estimate and widens with the level")
  func nested() {
    for method in IntervalEstimates.CountMethod.allCases {
      for events in [0, 0.3, 1, 9, 9.5, 10, 300, 1e12] {
        var last = ConfidenceInterval?.none
        for level in [0.1, 0.5, 0.95, 0.998, 1 - 1e-12] {
          let interval = IntervalEstimates.count(events, level: level, by: method)
          #expect(interval.lower >= 0 && interval.upper.isFinite && interval.lower < interval.upper)
          if let last { #expect(interval.lower <= last.lower && interval.upper >= last.upper) }
          if level >= 0.5 { #expect(interval.lower <= events && events <= interval.upper) }
          last = interval
        }
      }
    }
  }
}

@Suite struct StandardizedRatesTests {
  private let strata = [
    StandardizedRates.Stratum(events: 2, heads: 100, referenceEvents: 30, referenceHeads: 1000),
    StandardizedRates.Stratum(events: 9, heads: 300, referenceEvents: 10, referenceHeads: 2000),
  ]

  @Test("Two strata by hand")
  func byHand() throws {
    // 100 · 0.03 + 300 · 0.005 = 4.5 expected; 40 of 3,000 in the reference; 0.02/3 + 0.03 · 2/3 directly.
    #expect(abs(StandardizedRates.expected(strata) - 4.5) < 1e-15)
    #expect(abs(StandardizedRates.referenceRate(strata) - 40.0 / 3000) < 1e-17)
    let direct = try #require(StandardizedRates.direct(strata, level: 0.95))
    #expect(abs(direct.value - 0.08 / 3) < 1e-17)
    let interval = try #require(direct.interval)
    #expect(interval.lower < direct.value && direct.value < interval.upper)
  }

  @Test("One stratum gives the exact interval of its count, directly standardised")
  func oneStratumIsExact() throws {
    let one = StandardizedRates.Stratum(events: 6, heads: 50, referenceEvents: 1, referenceHeads: 7)
    let interval = try #require(StandardizedRates.direct([one], level: 0.95)?.interval)
    let exact = IntervalEstimates.exact(6, level: 0.95)
    // The gamma bounds of one stratum are the chi-squared ones; a few roundings.
    #expect(abs(interval.lower * 50 / exact.lower - 1) < 1e-13 && abs(interval.upper * 50 / exact.upper - 1) < 1e-13)
  }

  @Test("The order of the strata changes no bit")
  func orderDoesNotMatter() {
    let many = (1...40).map { (row: Int) -> StandardizedRates.Stratum in
      let size = Double(row)
      let events = Double(row * 7 % 11)
      return StandardizedRates.Stratum(
        events: events, heads: 10 / size, referenceEvents: size, referenceHeads: 3.3 * size * size)
    }
    #expect(StandardizedRates.direct(many, level: 0.9) == StandardizedRates.direct(many.reversed(), level: 0.9))
    #expect(StandardizedRates.expected(many) == StandardizedRates.expected(many.reversed()))
    #expect(StandardizedRates.referenceRate(many) == StandardizedRates.referenceRate(many.reversed()))
  }

  @Test("Strata without heads and units without events have named answers")
  func degenerate() throws {
    let empty = StandardizedRates.Stratum(events: 0, heads: 0, referenceEvents: 5, referenceHeads: 10)
    #expect(StandardizedRates.direct(strata + [empty], level: 0.95) == nil)
    #expect(abs(StandardizedRates.expected(strata + [empty]) - 4.5) < 1e-15)
    let quiet = StandardizedRates.Stratum(events: 0, heads: 20, referenceEvents: 5, referenceHeads: 10)
    let direct = try #require(StandardizedRates.direct([quiet], level: 0.95))
    #expect(direct.value == 0)
    let interval = try #require(direct.interval)
    #expect(interval.lower == 0 && interval.upper > 0)
    let lognormal = StandardizedRates.indirectLognormal(observed: 0, expected: 3, level: 0.95)
    #expect(lognormal.value == 0 && lognormal.interval == nil)
    #expect(StandardizedRates.expected([]) == 0)
  }
}

@Suite struct CountFunnelTests {
  @Test("Inverted limits pass through the counts they are made of")
  func invertedLimitsMeetTheirCounts() {
    for observed in [1.0, 5, 40, 900] {
      for level in [0.9, 0.95, 0.998] {
        let events = FunnelLimits.expectedEvents(observed: observed, level: level)
        let below = FunnelLimits.invertedPoisson(expected: events.upper, level: level)
        let above = FunnelLimits.invertedPoisson(expected: events.lower, level: level)
        // The slope of the probability in the count turns its 1e-14 into 1e-12.
        #expect(abs(below.lower * events.upper / observed - 1) < 1e-11)
        #expect(abs(above.upper * events.lower / observed - 1) < 1e-11)
      }
    }
  }

  @Test("Limits close in on 1 as more is expected, and few expected events have no lower limit")
  func limitsCloseIn() {
    var last = FunnelLimits.invertedPoisson(expected: 0.001, level: 0.95)
    #expect(last.lower == 0)
    for expected in [0.1, 1, 3, 4, 20, 1e3, 1e6, 1e12] {
      let limits = FunnelLimits.invertedPoisson(expected: expected, level: 0.95)
      #expect(limits.lower >= last.lower && limits.upper < last.upper && limits.lower <= 1 && limits.upper > 0.99)
      let exact = FunnelLimits.poisson(expected: expected, level: 0.95)
      #expect(exact.lower < 1 && exact.upper > 1)
      last = limits
    }
  }

  @Test("A count is outside where its tail is small, on the side it lies")
  func significanceBySums() {
    for observed in 0..<60 {
      for expected in [0, 0.2, 3, 11.5, 30] {
        let more = observed == 0 ? 1 : PoissonDistribution.upperTail(observed - 1, mean: expected)
        let fewer = PoissonDistribution.cumulative(observed, mean: expected)
        let reference: FunnelLimits.CountSignificance =
          more < 0.001
          ? .highAt998 : more < 0.025 ? .highAt95 : fewer < 0.001 ? .lowAt998 : fewer < 0.025 ? .lowAt95 : .within
        #expect(FunnelLimits.significance(observed: Double(observed), expected: expected) == reference)
      }
    }
  }
}
