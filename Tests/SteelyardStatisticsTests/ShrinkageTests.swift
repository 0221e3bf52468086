import SteelyardNumerics
import SteelyardStatistics
import Testing

@Suite struct NormalShrinkageTests {
  @Test("Two units by hand")
  func byHand() {
    // Variances 0.25 and 1, τ² = 0.75: weights 1 and 4/7, B = 3/4 and 3/7.
    let fit = NormalShrinkage(logRatios: [1, 0], standardErrors: [0.5, 1], tauSquared: 0.75)
    let mean = 7.0 / 11
    // Every number is a handful of roundings of 1.
    #expect(abs(fit.meanHat - mean) < 1e-15)
    #expect(abs(fit.meanVariance - 7.0 / 11) < 1e-15)
    #expect(abs(fit.reliability[0] - 0.75) < 1e-15)
    #expect(abs(fit.reliability[1] - 3.0 / 7) < 1e-15)
    #expect(abs(fit.posteriorMeans[0] - (mean + 0.75 * (1 - mean))) < 1e-15)
    #expect(abs(fit.posteriorMeans[1] - mean * 4 / 7) < 1e-15)
    #expect(abs(fit.posteriorVariances[0] - (0.75 * 0.25 + 0.0625 * 7 / 11)) < 1e-15)
    #expect(abs(fit.posteriorVariances[1] - (3.0 / 7 + 16.0 / 49 * 7 / 11)) < 1e-15)
  }

  @Test("Without spread everyone is the common mean, with endless spread everyone is itself")
  func extremesOfSpread() {
    let (y, s) = ([0.5, -0.25, 0.1], [0.1, 0.2, 0.3])
    let none = NormalShrinkage(logRatios: y, standardErrors: s, tauSquared: 0)
    #expect(none.reliability == [0, 0, 0])
    #expect(none.posteriorMeans == [none.meanHat, none.meanHat, none.meanHat])
    #expect(none.posteriorVariances == [none.meanVariance, none.meanVariance, none.meanVariance])
    let endless = NormalShrinkage(logRatios: y, standardErrors: s, tauSquared: 1e250)
    // 1 − B is below 1e-250, so what is left is the rounding of μ̂ + (y − μ̂).
    for unit in y.indices { #expect(abs(endless.posteriorMeans[unit] - y[unit]) < 1e-16) }
    #expect(endless.meanVariance.isFinite)
  }

  @Test("A unit from outside is treated as one of the units would be")
  func outsider() {
    let (y, s) = ([0.5, -0.25, 0.1], [0.1, 0.2, 0.3])
    let fit = NormalShrinkage(logRatios: y, standardErrors: s, tauSquared: 0.04)
    for unit in y.indices {
      let posterior = fit.posterior(logRatio: y[unit], standardError: s[unit])
      #expect(posterior.mean == fit.posteriorMeans[unit])
      #expect(posterior.variance == fit.posteriorVariances[unit])
      #expect(posterior.reliability == fit.reliability[unit])
    }
  }

  @Test("Standard errors are roots of the posterior variances, and an interval is that many of them wide")
  func intervals() {
    let fit = NormalShrinkage(logRatios: [1, 0], standardErrors: [0.5, 1], tauSquared: 0.75)
    for (unit, interval) in fit.intervals(z: 2).enumerated() {
      #expect(fit.posteriorStandardErrors[unit] == fit.posteriorVariances[unit].squareRoot())
      // A sum and a difference of the same two numbers.
      #expect(abs(interval.upper - interval.lower - 4 * fit.posteriorStandardErrors[unit]) < 1e-15)
      #expect(abs(interval.upper + interval.lower - 2 * fit.posteriorMeans[unit]) < 1e-15)
    }
  }

  @Test("A given centre is used as it is and has no variance")
  func givenCentre() {
    let fit = NormalShrinkage(logRatios: [0.4], standardErrors: [0.2], tauSquared: 0.04, centre: 0)
    #expect(fit.meanHat == 0 && fit.meanVariance == 0)
    // B = 1/2, but for the rounding of 0.2 squared.
    #expect(abs(fit.posteriorMeans[0] - 0.2) < 1e-16)
    #expect(abs(fit.posteriorVariances[0] - 0.02) < 1e-17)
    let nobody = NormalShrinkage(logRatios: [], standardErrors: [], tauSquared: 0.04, centre: 0)
    #expect(nobody.posteriorMeans.isEmpty)
  }

  @Test("The order of the units does not change a single bit")
  func orderDoesNotMatter() {
    var source = RandomSource(seed: 4, stream: 0)
    let y = (0..<50).map { _ in source.normal() }
    let s = (0..<50).map { _ in source.lognormal(meanLog: -1, sdLog: 1) }
    let fit = NormalShrinkage(logRatios: y, standardErrors: s, tauSquared: 0.3)
    var order = Array(y.indices)
    source.shuffle(&order)
    let other = NormalShrinkage(
      logRatios: order.map { y[$0] }, standardErrors: order.map { s[$0] }, tauSquared: 0.3)
    #expect(other.meanHat == fit.meanHat && other.meanVariance == fit.meanVariance)
    #expect(other.posteriorMeans == order.map { fit.posteriorMeans[$0] })
    #expect(other.posteriorVariances == order.map { fit.posteriorVariances[$0] })
  }

  @Test("The mean of no units stops the program")
  func noUnitsStop() async {
    await #expect(processExitsWith: .failure) {
      _ = NormalShrinkage(logRatios: [], standardErrors: [], tauSquared: 1)
    }
  }
}
