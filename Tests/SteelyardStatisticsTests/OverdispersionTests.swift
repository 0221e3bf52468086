import SteelyardNumerics
import Testing

@testable import SteelyardStatistics

/// Units of known spread: standard errors between about 0.03 and 0.3, true log ratios of deviation `tau`.
private func city(units: Int, tau: Double, seed: UInt64) -> (y: [Double], s: [Double]) {
  var source = RandomSource(seed: seed, stream: 0)
  let s = (0..<units).map { _ in source.lognormal(meanLog: -2.3, sdLog: 0.6) }
  return (s.map { tau * source.normal() + $0 * source.normal() }, s)
}

@Suite struct HuberOverdispersionTests {
  @Test("The solution is that of a naive twin that walks the breakpoints and scans the variances")
  func naiveTwin() {
    for seed in UInt64(1)...12 {
      var (y, s) = city(units: 15 + Int(seed) * 7, tau: 0.02 * Double(seed), seed: seed)
      y[0] += 3  // one wild unit
      s[1] /= 20  // and one that is known far better than the rest
      let fit = Overdispersion.huberLog(logRatios: y, standardErrors: s)
      let twin = NaiveHuber(y, s).solution()
      // Both solve to rounding; 1e-10 of a variance is far below anything that is printed.
      #expect(abs(fit.tauSquared - twin.tauSquared) < 1e-10 * max(twin.tauSquared, 1e-3), "seed \(seed)")
      #expect(abs(fit.centre - twin.centre) < 1e-10, "seed \(seed)")
      #expect(fit.status == (twin.tauSquared == 0 ? .noSpread : .converged), "seed \(seed)")
      #expect(fit.units == y.count && fit.phi == nil && fit.method == "od.log.huber")
    }
  }

  @Test("The constant b is what min(r², c²) averages to over normal r")
  func constantIsTheMean() {
    let rule = GaussLegendre(points: 40)
    func integral(_ a: Double, _ b: Double, _ f: (Double) -> Double) -> Double {
      let half = (b - a) / 2
      return zip(rule.nodes, rule.weights).reduce(0) { $0 + half * $1.1 * f((a + b) / 2 + half * $1.0) }
    }
    let c = HuberFit.limit
    let inner = integral(-c, c) { $0 * $0 * NormalDistribution.density($0) }
    let outer = 2 * integral(c, 10) { c * c * NormalDistribution.density($0) }
    // What lies beyond 10 weighs 1e-23; forty points integrate smooth functions to rounding.
    #expect(abs(HuberFit.meanSquareOfChance - inner - outer) < 1e-14)
    #expect(abs(HuberFit.meanSquareOfChance - 0.6787) < 1e-4)
  }

  @Test("A spread of 0.08 is recovered on average over twenty simulated cities")
  func recoversTheSpread() {
    let seeds = UInt64(101)...120
    let taus = seeds.map { seed in
      let (y, s) = city(units: 200, tau: 0.08, seed: seed)
      return Overdispersion.huberLog(logRatios: y, standardErrors: s).tauSquared.squareRoot()
    }
    let mean = taus.reduce(0, +) / Double(taus.count)
    // One city's τ̂ has a standard deviation of about 0.015, the mean of twenty 0.0035: 15 % is 3.4 of those.
    #expect(abs(mean / 0.08 - 1) < 0.15, "seeds \(seeds), mean \(mean), each \(taus)")
  }

  @Test("Without any spread most cities give none, and the others a small one")
  func nullCities() {
    let seeds = UInt64(201)...240
    let fits = seeds.map { seed in
      let (y, s) = city(units: 200, tau: 0, seed: seed)
      return Overdispersion.huberLog(logRatios: y, standardErrors: s)
    }
    let none = fits.filter { $0.status == .noSpread }.count
    // The left side at zero falls on either side of b with about equal chance: 20 of 40, standard deviation 3.2.
    #expect(none >= 10, "seeds \(seeds): \(none) of \(fits.count) without spread")
    let taus = fits.map { $0.tauSquared.squareRoot() }
    // Half zero, half below 0.03 for the most part, against standard errors of 0.1 in the units.
    #expect(taus.reduce(0, +) / Double(taus.count) < 0.02, "seeds \(seeds), each \(taus)")
    // τ̂² would have a standard deviation of 0.0007 were it let below zero; 0.06² is five of them.
    #expect(taus.allSatisfy { $0 < 0.06 }, "seeds \(seeds), each \(taus)")
    #expect(fits.allSatisfy { $0.status != .noSpread || $0.tauSquared == 0 })
  }

  @Test("A tenth of wild units moves the spread by less than half, where the plain variance explodes")
  func wildUnitsAreHeld() {
    let seed: UInt64 = 300
    var (y, s) = city(units: 200, tau: 0.08, seed: seed)
    let clean = Overdispersion.huberLog(logRatios: y, standardErrors: s).tauSquared.squareRoot()
    for unit in 0..<20 { y[unit] += 5 }
    let wild = Overdispersion.huberLog(logRatios: y, standardErrors: s).tauSquared.squareRoot()
    // A tenth of the units at the limit adds a tenth of c² = 1.64 to a mean of 0.68: a factor of about 1.3 in τ.
    #expect(wild / clean < 1.5, "seed \(seed): \(clean) and \(wild)")
    #expect(wild / clean > 1, "seed \(seed): \(clean) and \(wild)")
  }

  @Test("The order of the units does not change a single bit")
  func orderDoesNotMatter() {
    let (y, s) = city(units: 60, tau: 0.1, seed: 7)
    let fit = Overdispersion.huberLog(logRatios: y, standardErrors: s)
    let published = Overdispersion.additiveWinsorised(logRatios: y, standardErrors: s)
    for seed in UInt64(1)...10 {
      var source = RandomSource(seed: seed, stream: 0)
      var order = Array(y.indices)
      source.shuffle(&order)
      let (shuffledY, shuffledS) = (order.map { y[$0] }, order.map { s[$0] })
      #expect(Overdispersion.huberLog(logRatios: shuffledY, standardErrors: shuffledS) == fit, "seed \(seed)")
      #expect(
        Overdispersion.additiveWinsorised(logRatios: shuffledY, standardErrors: shuffledS) == published,
        "seed \(seed)")
    }
  }

  @Test("Shifting every unit shifts the centre and leaves the spread")
  func shiftMovesTheCentre() {
    let (y, s) = city(units: 40, tau: 0.1, seed: 8)
    let fit = Overdispersion.huberLog(logRatios: y, standardErrors: s)
    let moved = Overdispersion.huberLog(logRatios: y.map { $0 + 1 }, standardErrors: s)
    // The shift rounds each y to 1e-16, and the solution follows.
    #expect(abs(moved.centre - fit.centre - 1) < 1e-14)
    #expect(abs(moved.tauSquared - fit.tauSquared) < 1e-14)
  }

  @Test("Where a whole interval solves for the centre, its middle is taken")
  func flatIntervalGivesTheMiddle() {
    // At τ² = 0 both pairs are held to the limit everywhere between them.
    let units = LogRatioUnits(logRatios: [-1, -1, 3, 3], standardErrors: [0.01, 0.01, 0.02, 0.02])
    let uneven = HuberFit(units, tauSquared: 0, start: 0.2)
    // Unequal errors pull unequally: no flat root, the centre goes to the better known pair.
    #expect(uneven.centre < -0.9)
    let even = LogRatioUnits(logRatios: [-1, -1, 3, 3], standardErrors: [0.01, 0.01, 0.01, 0.01])
    for start in [-0.9, 0.2, 2.9] {
      // The interval −0.987 … 2.987, its middle rounded once or twice.
      #expect(abs(HuberFit(even, tauSquared: 0, start: start).centre - 1) < 1e-15, "from \(start)")
    }
  }

  @Test("No unit, one unit and equal units have outcomes of their own")
  func degenerateInputs() {
    let none = Overdispersion.huberLog(logRatios: [], standardErrors: [])
    #expect(none.status == .tooFewUnits && none.centre == 0 && none.tauSquared == 0 && none.units == 0)
    let one = Overdispersion.huberLog(logRatios: [0.4], standardErrors: [0.1])
    #expect(one.status == .tooFewUnits && one.centre == 0.4 && one.tauSquared == 0)
    let equal = Overdispersion.huberLog(logRatios: [0.4, 0.4, 0.4], standardErrors: [0.1, 1e-9, 5])
    #expect(equal.status == .noSpread && equal.centre == 0.4 && equal.tauSquared == 0)
  }

  @Test("Two far units have the spread that makes each squared residual b")
  func twoUnits() {
    let fit = Overdispersion.huberLog(logRatios: [-1, 1], standardErrors: [1e-9, 1e-9])
    #expect(fit.status == .converged)
    // τ² + s² = 1/b by hand, to the rounding of a division.
    #expect(abs(fit.tauSquared - 1 / HuberFit.meanSquareOfChance) < 1e-15)
    #expect(abs(fit.centre) < 1e-15)
  }

  @Test("The widest admissible inputs give finite numbers")
  func extremeInputs() {
    let fit = Overdispersion.huberLog(logRatios: [-1e6, 0, 1e6, 1], standardErrors: [1e-50, 1e50, 1, 1e-50])
    #expect(fit.tauSquared.isFinite && fit.centre.isFinite)
    let published = Overdispersion.additiveWinsorised(
      logRatios: [-1e6, 0, 1e6, 1], standardErrors: [1e-50, 1e50, 1, 1e-50])
    #expect(published.tauSquared.isFinite && published.phi?.isFinite == true)
  }

  @Test("Input that is no number, and lengths that differ, stop the program")
  func wrongInputStops() async {
    await #expect(processExitsWith: .failure) {
      _ = Overdispersion.huberLog(logRatios: [0, .nan], standardErrors: [1, 1])
    }
    await #expect(processExitsWith: .failure) {
      _ = Overdispersion.huberLog(logRatios: [0, 1], standardErrors: [1, 0])
    }
    await #expect(processExitsWith: .failure) {
      _ = Overdispersion.huberLog(logRatios: [0, 1], standardErrors: [1])
    }
  }
}

@Suite struct WinsorisedOverdispersionTests {
  @Test("Three units by hand, without winsorising")
  func byHand() {
    // z = −2, 0, 4; φ = 20/3; w = 100 each; τ² = (20 − 2)/(300 − 100) = 0.09.
    let fit = Overdispersion.additiveWinsorised(
      logRatios: [-0.2, 0, 0.4], standardErrors: [0.1, 0.1, 0.1], share: 0)
    // Roundings of 0.1 and its square, a few of 1e-16.
    #expect(abs((fit.phi ?? 0) - 20 / 3) < 1e-14)
    #expect(abs(fit.tauSquared - 0.09) < 1e-15)
    #expect(fit.centre == 0 && fit.units == 3 && fit.status == .converged && fit.method == "od.log.add.w0")
  }

  @Test("Units closer than chance, and fewer than two of them, have outcomes of their own")
  func degenerateInputs() {
    let close = Overdispersion.additiveWinsorised(logRatios: [0.01, -0.02, 0], standardErrors: [0.1, 0.1, 0.1])
    #expect(close.status == .noSpread && close.tauSquared == 0)
    let one = Overdispersion.additiveWinsorised(logRatios: [3], standardErrors: [0.1])
    #expect(one.status == .tooFewUnits && one.tauSquared == 0)
    #expect(one.phi.map { abs($0 - 900) < 1e-9 } == true, "z = 30, rounded a few times")
    let none = Overdispersion.additiveWinsorised(logRatios: [], standardErrors: [])
    #expect(none.status == .tooFewUnits && none.phi == nil && none.units == 0)
  }

  @Test("A score is the distance from the centre in deviations of chance and spread together")
  func score() {
    let fit = Overdispersion(
      method: "by hand", centre: 0.1, tauSquared: 0.16, phi: nil, units: 3, status: .converged)
    // √(0.09 + 0.16) = 0.5, so 1/0.5 but for a rounding or two.
    #expect(abs(fit.score(logRatio: 1.1, standardError: 0.3) - 2) < 1e-15)
  }
}

/// The same equations solved another way: the centre by walking the breakpoints of its piecewise
/// linear equation, the variance by scanning a grid from zero and closing in on the first sign change.
private struct NaiveHuber {
  let y: [Double]
  let s: [Double]
  let c = 1.281552

  init(_ y: [Double], _ s: [Double]) {
    self.y = y
    self.s = s
  }

  func solution() -> (centre: Double, tauSquared: Double) {
    let inside = NormalDistribution.cumulative(c) - NormalDistribution.cumulative(-c)
    let b = inside - 2 * c * NormalDistribution.density(c) + c * c * (1 - inside)
    func excess(_ tauSquared: Double) -> Double {
      let m = centre(tauSquared)
      return zip(y, s).reduce(0) { $0 + min(square($1.0 - m) / (square($1.1) + tauSquared), c * c) }
        / Double(y.count) - b
    }
    if excess(0) <= 0 { return (centre(0), 0) }
    var high = 1e-8
    while excess(high) > 0 { high *= 1.3 }
    var low = high == 1e-8 ? 0 : high / 1.3
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if excess(middle) > 0 { low = middle } else { high = middle }
    }
    return (centre(low), low)
  }

  private func centre(_ tauSquared: Double) -> Double {
    let d = s.map { (square($0) + tauSquared).squareRoot() }
    func score(_ m: Double) -> Double {
      zip(y, d).reduce(0) { $0 + max(-c, min(c, ($1.0 - m) / $1.1)) / $1.1 }
    }
    let breakpoints = zip(y, d).flatMap { [$0 - c * $1, $0 + c * $1] }.sorted()
    var before = breakpoints[0]
    for point in breakpoints.dropFirst() {
      let (left, right) = (score(before), score(point))
      if left >= 0 && right < 0 { return before + (point - before) * left / (left - right) }
      before = point
    }
    return before
  }

  private func square(_ x: Double) -> Double { x * x }
}
