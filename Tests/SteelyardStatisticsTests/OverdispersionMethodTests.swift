import Foundation
import SteelyardNumerics
import SteelyardStatistics
import Testing

/// Units of known spread: standard errors between about 0.03 and 0.3, true log ratios of deviation `tau`.
private func city(units: Int, tau: Double, seed: UInt64) -> (y: [Double], s: [Double]) {
  var source = RandomSource(seed: seed, stream: 0)
  let s = (0..<units).map { _ in source.lognormal(meanLog: -2.3, sdLog: 0.6) }
  return (s.map { tau * source.normal() + $0 * source.normal() }, s)
}

private let logMethods = Overdispersion.Method.allCases.filter { $0.rawValue.hasPrefix("od.log") }

@Suite struct OverdispersionMethodTests {
  @Test("A method's id is that of its result and says scale, kind and share", arguments: Overdispersion.Method.allCases)
  func identifiers(method: Overdispersion.Method) {
    // A spread that is seen even where the tails are cut off.
    let (y, s) = city(units: 40, tau: 0.4, seed: 1)
    let fit = Overdispersion.estimate(method, logRatios: y, standardErrors: s)
    #expect(fit.method == method.rawValue)
    #expect(method.rawValue.hasPrefix("od.\(fit.scale.rawValue)."))
    #expect(method.rawValue.contains(".mult.") == method.isMultiplicative)
    #expect(fit.trimShare == (method.rawValue.hasSuffix("10") ? 0.1 : 0))
    #expect(fit.units == 40 && fit.unitsUsed == (method.rawValue.hasSuffix("t10") ? 32 : 40))
    #expect(fit.status == .converged)
    #expect(method.isMultiplicative ? fit.tauSquared == 0 && fit.varianceFactor > 1 : fit.varianceFactor == 1)
    #expect(method.isMultiplicative || fit.tauSquared > 0)
    #expect(fit.phi != nil || method == .logHuber)
  }

  @Test("The order of the units does not change a single bit", arguments: Overdispersion.Method.allCases)
  func orderDoesNotMatter(method: Overdispersion.Method) {
    var (y, s) = city(units: 61, tau: 0.1, seed: 7)
    (y[3], y[4]) = (y[5], y[5])  // equal ratios
    (y[8], s[8]) = (y[9], s[9])  // and equal units
    (y[10], y[11], y[12]) = (0, 0, 0)  // and equal z
    let fit = Overdispersion.estimate(method, logRatios: y, standardErrors: s)
    for seed in UInt64(1)...10 {
      var source = RandomSource(seed: seed, stream: 0)
      var order = Array(y.indices)
      source.shuffle(&order)
      let other = Overdispersion.estimate(
        method, logRatios: order.map { y[$0] }, standardErrors: order.map { s[$0] })
      #expect(other == fit, "seed \(seed)")
    }
  }

  @Test("Four times the ratios and errors are sixteen times the variance, to the last bit", arguments: logMethods)
  func scaleEquivariance(method: Overdispersion.Method) {
    for seed in UInt64(1)...8 {
      let (y, s) = city(units: 30, tau: 0.1, seed: seed)
      let fit = Overdispersion.estimate(method, logRatios: y, standardErrors: s)
      for power in [0.25, 4, 0x1p-30] {
        let other = Overdispersion.estimate(
          method, logRatios: y.map { $0 * power }, standardErrors: s.map { $0 * power })
        #expect(other.tauSquared == fit.tauSquared * power * power, "seed \(seed)")
        #expect(other.centre == fit.centre * power && other.phi == fit.phi, "seed \(seed)")
        #expect(other.varianceFactor == fit.varianceFactor && other.status == fit.status, "seed \(seed)")
      }
      let odd = Overdispersion.estimate(method, logRatios: y.map { $0 * 3.7 }, standardErrors: s.map { $0 * 3.7 })
      // Rounding of the inputs, carried through sums of thirty terms that cancel to a tenth.
      #expect(abs(odd.tauSquared / (3.7 * 3.7) - fit.tauSquared) < 1e-13, "seed \(seed)")
    }
  }

  @Test("Turning every sign turns the centre and leaves the spread", arguments: logMethods)
  func reflection(method: Overdispersion.Method) {
    for (units, seed) in zip([9, 19, 30, 61], UInt64(1)...) {
      let (y, s) = city(units: units, tau: 0.1, seed: seed)
      let fit = Overdispersion.estimate(method, logRatios: y, standardErrors: s)
      let other = Overdispersion.estimate(method, logRatios: y.map { -$0 }, standardErrors: s)
      // The sums run the other way round.
      #expect(abs(other.tauSquared - fit.tauSquared) < 1e-14, "seed \(seed)")
      #expect(abs(other.centre + fit.centre) < 1e-14 && other.unitsUsed == fit.unitsUsed, "seed \(seed)")
    }
  }

  @Test("No unit, one unit and equal units have outcomes of their own", arguments: Overdispersion.Method.allCases)
  func degenerateInputs(method: Overdispersion.Method) {
    let none = Overdispersion.estimate(method, logRatios: [], standardErrors: [])
    #expect(none.status == .tooFewUnits && none.tauSquared == 0 && none.varianceFactor == 1)
    #expect(none.units == 0 && none.unitsUsed == 0 && none.phi == nil && none.centre == none.scale.target)
    let one = Overdispersion.estimate(method, logRatios: [3], standardErrors: [0.1])
    #expect(one.status == .tooFewUnits && one.tauSquared == 0 && one.varianceFactor == 1 && one.units == 1)
    let equal = Overdispersion.estimate(method, logRatios: [0, 0, 0], standardErrors: [0.1, 1e-9, 5])
    #expect(equal.status == .noSpread && equal.tauSquared == 0 && equal.centre == equal.scale.target)
    let near = Overdispersion.estimate(method, logRatios: [0.01, -0.02, 0], standardErrors: [0.1, 0.1, 0.1])
    #expect(near.status == .noSpread && near.tauSquared == 0 && near.varianceFactor == 1)
  }

  @Test("The widest admissible inputs give finite numbers", arguments: Overdispersion.Method.allCases)
  func extremeInputs(method: Overdispersion.Method) {
    for s in [[1e-50, 1e50, 1, 1e-50], [1e-50, 1e-50, 1e-50, 1e-50], [1e50, 1e50, 1e50, 1e50], [1, 1e-50, 1e50, 3]] {
      for y in [
        [-1e6, 0, 1e6, 1], [1e6, 1e6, 1e6, -1e6], [1e-300, 0, -1e-300, .leastNonzeroMagnitude], [1e6, 1e6, 1e6, 1e6],
      ] {
        let fit = Overdispersion.estimate(method, logRatios: y, standardErrors: s)
        #expect(fit.tauSquared.isFinite && fit.tauSquared >= 0 && fit.tauSquared <= 1e250, "\(y), \(s)")
        #expect(fit.tauSquaredLog.isFinite && fit.centre.isFinite && fit.phi?.isFinite != false, "\(y), \(s)")
        #expect(fit.varianceFactor >= 1 && fit.varianceFactor <= 1e150, "\(y), \(s)")
        for unit in y.indices {
          #expect(fit.score(logRatio: y[unit], standardError: s[unit]).isFinite, "\(y), \(s)")
          let interval = fit.limits(z: FunnelLimits.z998).interval(standardError: fit.scale.standardError(s[unit]))
          #expect(interval.lower >= 0 && interval.lower <= interval.upper && interval.upper.isFinite, "\(y), \(s)")
        }
      }
    }
  }

  @Test("A unit on its limit scores the limit's quantile", arguments: Overdispersion.Method.allCases)
  func limitsAreScores(method: Overdispersion.Method) {
    let (y, s) = city(units: 50, tau: 0.1, seed: 3)
    let fit = Overdispersion.estimate(method, logRatios: y, standardErrors: s)
    for error in [0.03, 0.1, 0.2] {
      let interval = fit.limits(z: FunnelLimits.z95).interval(standardError: fit.scale.standardError(error))
      let upper = fit.score(logRatio: log(interval.upper), standardError: error)
      let lower = fit.score(logRatio: log(interval.lower), standardError: error)
      // A logarithm of an exponential, over deviations of 0.05 and more.
      #expect(abs(upper - FunnelLimits.z95) < 1e-13 && abs(lower + FunnelLimits.z95) < 1e-13)
    }
    let aboutTarget = fit.aboutTarget()
    #expect(aboutTarget.score(logRatio: 0, standardError: 0.1) == 0)
    #expect(aboutTarget.tauSquared == fit.tauSquared && aboutTarget.varianceFactor == fit.varianceFactor)
  }
}

@Suite struct PublishedOverdispersionTests {
  @Test("Truncation by hand: the first and the last of ten go, and n with them")
  func truncatedByHand() {
    let z = [-9.0, -2, -1, -1, 0, 0, 1, 1, 2, 9]
    let fit = Overdispersion.additiveTruncated(
      logRatios: z.map { $0 / 4 }, standardErrors: z.map { _ in 0.25 })
    // Σz² = 12 over 8: φ = 1.5; w = 16: τ² = (12 − 7)/(128 − 16) = 5/112, a rounding or two.
    #expect(fit.phi == 1.5 && fit.unitsUsed == 8 && fit.units == 10)
    #expect(abs(fit.tauSquared - 5.0 / 112) < 1e-16)
  }

  @Test("A unit exactly on a border of truncation stays, on either side; equal z share their rank")
  func bordersOfTruncation() {
    func kept(_ z: [Double], _ share: Double) -> Int {
      Overdispersion.additiveTruncated(
        logRatios: z.map { $0 / 4 }, standardErrors: z.map { _ in 0.25 }, share: share
      ).unitsUsed
    }
    // Ranks 1 … 9 over 10: 0.1 and 0.9 are the borders themselves.
    #expect(kept((1...9).map(Double.init), 0.1) == 9)
    #expect(kept((1...10).map(Double.init), 0.1) == 8)
    #expect(kept((1...19).map(Double.init), 0.05) == 19)
    #expect(kept((1...39).map(Double.init), 0.1) == 33)
    // Three share rank 2 of 10 + 1, which is inside; a lone first is not.
    #expect(kept([1, 1, 1, 4, 5, 6, 7, 8, 9, 10], 0.1) == 9)
    // The same on the other side.
    #expect(kept([1, 2, 3, 4, 5, 6, 7, 10, 10, 10], 0.1) == 9)
  }

  @Test("The multiplicative factor is φ, and never below one")
  func multiplicativeByHand() {
    let fit = Overdispersion.multiplicativeWinsorised(
      logRatios: [-0.5, 0, 1], standardErrors: [0.25, 0.25, 0.25], share: 0)
    // z = −2, 0, 4: φ = 20/3, and a score is z/√φ.
    #expect(fit.varianceFactor == 20.0 / 3 && fit.phi == 20.0 / 3 && fit.tauSquared == 0)
    #expect(abs(fit.score(logRatio: 1, standardError: 0.25) - 4 / (20.0 / 3).squareRoot()) < 1e-15)
    #expect(fit.method == "od.log.mult.w0" && fit.status == .converged)
    let limits = fit.limits(z: 2).interval(standardError: 0.25)
    // exp(±2 · 0.25 · √(20/3)), a few roundings.
    #expect(abs(log(limits.upper) - 0.5 * (20.0 / 3).squareRoot()) < 1e-15)
    let calm = Overdispersion.multiplicativeWinsorised(
      logRatios: [-0.125, 0, 0.125], standardErrors: [0.25, 0.25, 0.25], share: 0)
    #expect(calm.varianceFactor == 1 && calm.phi == 0.5 / 3 && calm.status == .noSpread)
  }

  @Test("On the square-root scale ratios become roots about 1 and errors are halved")
  func squareRootByHand() {
    // Ratios 1/4, 1, 4: distances −1/2, 0, 1; s = 1/4: z = −2, 0, 4, w = 16, τ² = (20 − 2)/(48 − 16).
    let y: [Double] = [log(0.25), 0, log(4)]
    let s = [0.5, 0.5, 0.5]
    let fit = Overdispersion.additiveWinsorised(logRatios: y, standardErrors: s, share: 0, scale: .squareRoot)
    #expect(abs(fit.tauSquared - 18.0 / 32) < 1e-15 && abs((fit.phi ?? 0) - 20.0 / 3) < 1e-14)
    #expect(fit.centre == 1 && fit.scale == .squareRoot && fit.method == "od.sqrt.add.w0")
    #expect(fit.tauSquaredLog == 4 * fit.tauSquared)
    // (2 − 1)/√(1/16 + 9/16).
    #expect(abs(fit.score(logRatio: y[2], standardError: 0.5) - 1 / 0.625.squareRoot()) < 1e-14)
    let truncated = Overdispersion.additiveTruncated(logRatios: y, standardErrors: s, share: 0, scale: .squareRoot)
    #expect(truncated.tauSquared == fit.tauSquared && truncated.method == "od.sqrt.add.t0")
  }
}
