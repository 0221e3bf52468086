import SteelyardNumerics
import Testing

@testable import SteelyardStatistics

/// The equation for ω² written out from residuals and leverages, solved by a scan and halving.
private struct NaiveMonths {
  let series: [MonthlySeries]

  /// Σ (1 − h) (min(r², c²) − b) at a trial ω².
  func excess(_ omegaSquared: Double) -> Double {
    let c = 1.281552
    let b =
      2 * NormalDistribution.cumulative(c) - 1 - 2 * c * NormalDistribution.density(c)
      + 2 * c * c * (1 - NormalDistribution.cumulative(c))
    var sum = 0.0
    for unit in series where unit.months.count >= 2 {
      let variances = unit.months.map { $0.standardError * $0.standardError + omegaSquared }
      var (total, weighted) = (0.0, 0.0)
      for (variance, month) in zip(variances, unit.months) {
        total += 1 / variance
        weighted += month.logRatio / variance
      }
      for (variance, month) in zip(variances, unit.months) {
        let leverage = 1 / variance / total
        let residual = (month.logRatio - weighted / total) / (variance * (1 - leverage)).squareRoot()
        sum += (1 - leverage) * (min(residual * residual, c * c) - b)
      }
    }
    return sum
  }

  func solution() -> Double {
    if excess(0) <= 0 { return 0 }
    var high = 1e-8
    while excess(high) > 0 { high *= 1.5 }
    var low = high / 1.5
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if excess(middle) > 0 { low = middle } else { high = middle }
    }
    return high
  }
}

private func made(_ omega: Double, units: Int = 200, seed: UInt64) -> [MonthlySeries] {
  let model = MonthlyModel(centre: 0, tauSquared: 0.0225, omegaSquared: omega * omega)
  return MonthlyMaker(model: model, months: 18, gaps: 0.1).units(units, seed: seed).map(\.series)
}

@Suite struct MonthToMonthVarianceTests {
  @Test("The solution is that of a naive twin with residuals and leverages written out")
  func naiveTwin() {
    for seed in UInt64(1)...10 {
      let series = made(0.02 * Double(seed), units: 5 + Int(seed), seed: seed)
      let fit = MonthToMonthVariance.estimate(series)
      let twin = NaiveMonths(series: series).solution()
      // Sums in another order: rounding, multiplied by the slope of the equation.
      #expect(abs(fit.omegaSquared - twin) < 1e-12 + 1e-11 * twin, "seed \(seed)")
      #expect(fit.status == (twin == 0 ? .noSpread : .converged), "seed \(seed)")
      #expect(fit.units == series.count && fit.method == "month.pm.huber")
      #expect(fit.degreesOfFreedom == series.reduce(0) { $0 + $1.months.count - 1 })
    }
  }

  @Test("A month-to-month deviation of 0.05 is recovered on average", arguments: [0.05, 0.12])
  func recovers(omega: Double) {
    let seeds = UInt64(101)...112
    let found = seeds.map { MonthToMonthVariance.estimate(made(omega, seed: $0)).omegaSquared }
    let mean = found.reduce(0, +) / Double(found.count)
    // One city of 200 units: about 3,000 residuals of variance 0.0145, so a standard error near 0.0005 in ω² and
    // 0.00015 for the mean of twelve; 0.0006 is four of those, a quarter of 0.05².
    #expect(abs(mean - omega * omega) < 0.0006, "seeds \(seeds): \(mean), each \(found)")
  }

  @Test("A tenth of drifting units moves it by less than a third, where the plain equation is thrown off")
  func driftingUnits() {
    let seed: UInt64 = 7
    let omega = 0.12
    let clean = made(omega, seed: seed)
    let drifting = clean.enumerated().map { place, unit in
      guard place < 20 else { return unit }
      // By 0.1 a month: 1.7 over the months.
      return MonthlySeries(
        unit.months.map {
          .init(
            position: $0.position, logRatio: $0.logRatio + 0.1 * Double($0.position), standardError: $0.standardError)
        })
    }
    let before = MonthToMonthVariance.estimate(clean).omegaSquared
    let after = MonthToMonthVariance.estimate(drifting).omegaSquared
    #expect(after / before < 1.5 && after > before, "seed \(seed): \(before) and \(after)")
    // The plain variance of the deviations from each unit's mean, all units pooled.
    let plain = drifting.reduce(0.0) { sum, unit in
      let mean = unit.months.reduce(0) { $0 + $1.logRatio } / Double(unit.months.count)
      return sum + unit.months.reduce(0) { $0 + ($1.logRatio - mean) * ($1.logRatio - mean) }
    }
    let freedom = Double(drifting.reduce(0) { $0 + $1.months.count - 1 })
    #expect(plain / freedom > 2 * (omega * omega + 0.0145), "seed \(seed): else this test shows nothing")
  }

  @Test("Months that differ by sampling alone mostly give none, and never much")
  func sampledOnly() {
    let seeds = UInt64(201)...220
    let fits = seeds.map { MonthToMonthVariance.estimate(made(0, units: 60, seed: $0)) }
    // About half fall below zero and are cut there.
    #expect(fits.filter { $0.status == .noSpread }.count >= 4, "seeds \(seeds)")
    // A standard error near 0.001.
    #expect(fits.allSatisfy { $0.omegaSquared < 0.005 }, "seeds \(seeds): \(fits.map(\.omegaSquared))")
  }

  @Test("Without two degrees of freedom there is nothing to tell, and equal months have no spread")
  func degenerate() {
    let one = MonthlySeries([0.3], s: [0.1])
    let two = MonthlySeries([0.3, 9], s: [0.1, 0.1])
    for series in [[], [one], [one, one], [two], [two, one]] {
      let fit = MonthToMonthVariance.estimate(series)
      #expect(fit.status == .tooFewUnits && fit.omegaSquared == 0)
    }
    #expect(MonthToMonthVariance.estimate([two, two]).status == .converged)
    let flat = MonthToMonthVariance.estimate([MonthlySeries([0.3, 0.3, 0.3], s: [1e-50, 1, 1e50])])
    #expect(flat.status == .noSpread && flat.omegaSquared == 0)
  }

  @Test("The widest admissible months give a finite number")
  func extremes() {
    let wide = MonthToMonthVariance.estimate([
      MonthlySeries([1e6, -1e6, 1e6], s: [1e-50, 1e-50, 1e-50]), MonthlySeries([0, 1], s: [1e50, 1e-50]),
    ])
    #expect(wide.omegaSquared.isFinite && wide.omegaSquared > 0)
  }

  @Test("The order of the units does not change a single bit")
  func orderDoesNotMatter() {
    let series = made(0.1, units: 30, seed: 9)
    var source = RandomSource(seed: 10, stream: 0)
    var shuffled = series
    source.shuffle(&shuffled)
    #expect(MonthToMonthVariance.estimate(shuffled) == MonthToMonthVariance.estimate(series))
  }
}
