import SteelyardNumerics
import Testing

@testable import SteelyardStatistics

@Suite("Regression to the mean")
struct RegressionToMeanTests {
  private typealias Measurement = RegressionToMean.Measurement

  @Test("The expected change is the unreliable part of the deviation, by hand")
  func byHand() {
    // τ² = 0.03, s² = 0.01: B = 3/4, so a deviation of 0.4 is expected to lose 0.1.
    let before = Measurement(logRatio: 0.5, standardError: 0.1, mean: 0.1, meanVariance: 0.0016)
    let after = Measurement(logRatio: 0.35, standardError: 0.2, mean: 0.05, meanVariance: 0.0009)
    let change = RegressionToMean(before: before, after: after, tauSquared: 0.03)
    // Sums and products of a few numbers below one.
    #expect(abs(change.expected - -0.1) < 1e-15)
    #expect(abs(change.observed - -0.1) < 1e-15)
    #expect(abs(change.net) < 1e-15)
    #expect(abs(change.variance - (0.04 + 0.75 * 0.01 + 0.0625 * 0.0016 + 0.0009)) < 1e-15)
  }

  @Test("Units picked for being high fall back, and the net change of those nothing was done to is none")
  func nobodyInterviewed() throws {
    let seed: UInt64 = 20_251_123
    var source = RandomSource(seed: seed, stream: 0)
    let (tau, omega) = (0.1, 0.05)
    var units: [(first: Measurement, change: RegressionToMean)] = []
    for _ in 0..<20_000 {
      let s = (0.03 + 0.2 * source.uniform(), 0.03 + 0.2 * source.uniform())
      let truth = tau * source.normal()
      let first = Measurement(
        logRatio: truth + s.0 * source.normal(), standardError: s.0, mean: 0, meanVariance: 0)
      let second = Measurement(
        logRatio: truth + omega * source.normal() + s.1 * source.normal(), standardError: s.1, mean: 0, meanVariance: 0)
      units.append((first, RegressionToMean(before: first, after: second, tauSquared: tau * tau)))
    }
    let picked = units.filter { $0.first.logRatio > 0.2 }.map(\.change)
    let drift = RegressionToMean.drift(units.filter { $0.first.logRatio <= 0.2 }.map(\.change))
    let raw = picked.map(\.observed).reduce(0, +) / Double(picked.count)
    let pooled = try #require(RegressionToMean.pooled(picked, drift: drift))
    // Without the correction they would seem to have come down by a tenth and more.
    #expect(raw < -0.1, "seed \(seed)")
    #expect(abs(pooled.net) < 5 * pooled.standardError, "seed \(seed)")
    // The spread of the drift is that of the periods: 20,000 units tell it to a few per cent.
    #expect(abs(drift.tauSquared.squareRoot() - omega) < 0.01, "seed \(seed)")
  }

  @Test("Without spread everybody is expected at the mean, and nothing is divided by it")
  func noSpread() {
    let before = Measurement(logRatio: 0.5, standardError: 0.1, mean: 0, meanVariance: 0)
    let change = RegressionToMean(before: before, after: before, tauSquared: 0)
    #expect(change.expected == -0.5 && change.net == 0.5 && change.variance.isFinite)
    #expect(RegressionToMean.pooled([], drift: RegressionToMean.drift([])) == nil)
    #expect(RegressionToMean.drift([]).status == .tooFewUnits)
  }
}
