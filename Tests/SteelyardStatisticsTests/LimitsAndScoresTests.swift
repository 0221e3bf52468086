import SteelyardNumerics
import SteelyardStatistics
import Testing

@Suite struct FunnelLimitsTests {
  @Test("The levels' quantiles are 1.959964 and 3.090232 to six decimals")
  func levels() {
    #expect(abs(FunnelLimits.z95 - 1.959964) < 5e-7)
    #expect(abs(FunnelLimits.z998 - 3.090232) < 5e-7)
    #expect(FunnelLimits.z(level: 0.9) < FunnelLimits.z95)
  }

  @Test("On the log scale the limits are reciprocal about the centre")
  func logarithmic() {
    let limits = FunnelLimits(scale: .logarithm(centre: 0), tauSquared: 0.0064, z: FunnelLimits.z95)
    let interval = limits.interval(standardError: 0.06)
    // √(0.0036 + 0.0064) = 0.1 and exp(±0.1959964) = 1.216523 and its reciprocal, six decimals.
    #expect(abs(interval.upper - 1.216523) < 1e-6)
    #expect(abs(interval.lower * interval.upper - 1) < 1e-15)
    let moved = FunnelLimits(scale: .logarithm(centre: 1), tauSquared: 0.0064, z: FunnelLimits.z95)
      .interval(standardError: 0.06)
    #expect(abs(moved.upper / interval.upper - 2.718281828459045) < 1e-14)
  }

  @Test("On the square-root scale the limits are squared back and never negative")
  func squareRoot() {
    let limits = FunnelLimits(scale: .squareRoot, tauSquared: 0.09, z: 2)
    // √(0.16 + 0.09) = 0.5: 1 − 1 = 0 and 2² = 4; both exact up to a rounding.
    #expect(limits.interval(standardError: 0.4).lower < 1e-30)
    #expect(abs(limits.interval(standardError: 0.4).upper - 4) < 1e-14)
    #expect(limits.interval(standardError: 4).lower == 0)
    // √(0.09) · 2 = 0.6: 0.4² and 1.6².
    #expect(abs(limits.interval(standardError: 0).lower - 0.16) < 1e-15)
    #expect(abs(limits.interval(standardError: 0).upper - 2.56) < 1e-14)
  }

  @Test("Limits stay finite and ordered for any standard error")
  func extremes() {
    for scale in [FunnelLimits.Scale.logarithm(centre: 0), .squareRoot, .arcsine(target: 0), .arcsine(target: 1)] {
      for (s, factor) in [(0, 1.0), (1e-300, 1), (1, 1), (1e3, 1e150), (1e50, 1e150)] {
        let interval = FunnelLimits(scale: scale, tauSquared: 0, varianceFactor: factor, z: FunnelLimits.z998)
          .interval(standardError: s)
        #expect(interval.lower >= 0 && interval.lower <= interval.upper && interval.upper.isFinite)
      }
    }
  }

  @Test("Limits of a proportion are angles turned back, and stop at none and all")
  func arcsine() {
    // asin √½ = π/4; a margin of π/12 gives sin²(π/6) = ¼ and sin²(π/3) = ¾.
    let limits = FunnelLimits(scale: .arcsine(target: 0.5), tauSquared: 0, z: 2)
    let interval = limits.interval(standardError: .pi / 24)
    #expect(abs(interval.lower - 0.25) < 1e-15 && abs(interval.upper - 0.75) < 1e-15)
    let wide = limits.interval(standardError: 1)
    #expect(wide.lower == 0 && wide.upper == 1)
  }

  @Test("A factor on the variances widens limits by its root, and leaves the spread between units alone")
  func factor() {
    // √(4 · 0.09 + 0.28) = 0.8.
    let limits = FunnelLimits(scale: .logarithm(centre: 0), tauSquared: 0.28, varianceFactor: 4, z: 2)
    // e^1.6 by its own exponential's tables: 4.953032424395115, a rounding of 0.8 away.
    #expect(abs(limits.interval(standardError: 0.3).upper - 4.953032424395115) < 1e-14)
    #expect(limits.varianceFactor == 4)
  }

  @Test("A level is its two-sided quantile, and limits belong to their interval")
  func levels95() {
    let limits = FunnelLimits(scale: .squareRoot, tauSquared: 0.01, level: 0.95)
    #expect(limits == FunnelLimits(scale: .squareRoot, tauSquared: 0.01, z: FunnelLimits.z95))
    let interval = FunnelLimits.Interval(lower: 0.5, upper: 2)
    #expect([0.5, 1, 2].allSatisfy(interval.contains) && ![0.499, 2.001].contains(where: interval.contains))
    #expect(!FunnelLimits.Interval(lower: 2, upper: 1).contains(1.5))
  }

  @Test("A factor below one, a level of one and a target above one stop the program")
  func wrongLimitsStop() async {
    await #expect(processExitsWith: .failure) {
      _ = FunnelLimits(scale: .squareRoot, tauSquared: 0, varianceFactor: 0.5, z: 2)
    }
    await #expect(processExitsWith: .failure) { _ = FunnelLimits(scale: .squareRoot, tauSquared: 0, level: 1) }
    await #expect(processExitsWith: .failure) { _ = FunnelLimits(scale: .arcsine(target: 1.5), tauSquared: 0, z: 2) }
  }
}

@Suite struct RobustLocationTests {
  @Test("Scores by hand")
  func byHand() throws {
    // Median 2, distances 1, 1, 0, 0, 2, 4, 7: their median is 1.
    let values = [1.0, 1, 2, 2, 4, 6, 9]
    #expect(RobustLocation.centre(values) == 2)
    #expect(RobustLocation.scale(values) == 1.4826)
    let scores = try #require(RobustLocation.scores(values))
    #expect(scores == values.map { ($0 - 2) / 1.4826 })
  }

  @Test("Where more than half of the values are equal there is no score")
  func noScale() {
    #expect(RobustLocation.scores([5, 5, 5, 9]) == nil)
    #expect(RobustLocation.scale([5, 5, 5, 9]) == nil)
    #expect(RobustLocation.scores([]) == nil)
    #expect(RobustLocation.centre([]) == nil)
    #expect(RobustLocation.scores([3]) == nil)
  }

  @Test("The scale of many normal values is their standard deviation")
  func consistency() throws {
    let seed: UInt64 = 12
    var source = RandomSource(seed: seed, stream: 0)
    let values = (0..<100_000).map { _ in 7 + 3 * source.normal() }
    // The scale's standard error is 1.17/√n of itself: 0.011 here; five of them.
    #expect(abs(try #require(RobustLocation.scale(values)) - 3) < 0.055, "seed \(seed)")
  }

  @Test("A minority of wild values does not move centre or scale far")
  func wildValues() throws {
    let calm = (0..<101).map { Double($0) }
    var wild = calm
    for position in 0..<20 { wild[position] = 1e12 }
    // Pushing 20 of 101 values to one side moves the median by 20 ranks at most.
    #expect(abs(try #require(RobustLocation.centre(wild)) - 50) <= 20)
    #expect(try #require(RobustLocation.scale(wild)) < 100)
    #expect(try #require(RobustLocation.scores([0, 1e-300, -1e-300, 1e300])).allSatisfy(\.isFinite))
  }
}

@Suite struct FalseDiscoveryTests {
  @Test("Four p values by hand")
  func byHand() {
    // Ascending 0.01, 0.02, 0.03, 0.5 times 4/rank: 0.04, 0.04, 0.04, 0.5; kept in the given order.
    let adjusted = FalseDiscovery.benjaminiHochberg([0.5, 0.02, 0.01, 0.03])
    // A product and a division: two roundings.
    for (value, expected) in zip(adjusted, [0.5, 0.04, 0.04, 0.04]) { #expect(abs(value - expected) < 1e-16) }
    let dependent = FalseDiscovery.benjaminiYekutieli([0.5, 0.02, 0.01, 0.03])
    // Times 1 + 1/2 + 1/3 + 1/4 = 25/12, at most 1.
    for (value, expected) in zip(dependent, [1, 1 / 12.0, 1 / 12.0, 1 / 12.0]) {
      #expect(abs(value - expected) < 1e-15)
    }
  }

  @Test("Adjusted values never fall below the raw ones nor exceed one, and keep their order")
  func bounds() {
    let seed: UInt64 = 6
    var source = RandomSource(seed: seed, stream: 0)
    let p = (0..<500).map { _ in source.uniform() }
    let adjusted = FalseDiscovery.benjaminiHochberg(p)
    #expect(zip(p, adjusted).allSatisfy { $0 <= $1 && $1 <= 1 }, "seed \(seed)")
    let order = p.indices.sorted { p[$0] < p[$1] }
    #expect(zip(order, order.dropFirst()).allSatisfy { adjusted[$0] <= adjusted[$1] }, "seed \(seed)")
  }

  @Test("No p value, one, and certain ones pass through")
  func degenerateInputs() {
    #expect(FalseDiscovery.benjaminiHochberg([]) == [])
    #expect(FalseDiscovery.benjaminiYekutieli([]) == [])
    #expect(FalseDiscovery.benjaminiHochberg([0.3]) == [0.3])
    #expect(FalseDiscovery.benjaminiHochberg([0, 1]) == [0, 1])
  }
}
