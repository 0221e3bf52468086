import SteelyardNumerics
import Testing

@testable import SteelyardStatistics

@Suite("Regression to the mean")
struct RegressionToMeanTests {
  private typealias Measurement = RegressionToMean.Measurement

  @Test("The expected change is the unreliable part of the deviation, by hand")
  func byHand() {
    // τ² = 0.03, s² = 0.01: B = 3/4, so a deviation of 0.4 is expected to lose 0.1.
    let before = Measurement(logRatio: 0.5, standardError: 0.1, mean: 0.1)
    let after = Measurement(logRatio: 0.35, standardError: 0.2, mean: 0.05)
    let change = RegressionToMean(before: before, after: after, tauSquared: 0.03)
    // Sums and products of a few numbers below one.
    #expect(abs(change.expected - -0.1) < 1e-15)
    #expect(abs(change.observed - -0.1) < 1e-15)
    #expect(abs(change.net) < 1e-15)
    #expect(abs(change.variance - (0.04 + 0.75 * 0.01)) < 1e-15)
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
        logRatio: truth + s.0 * source.normal(), standardError: s.0, mean: 0)
      let second = Measurement(
        logRatio: truth + omega * source.normal() + s.1 * source.normal(), standardError: s.1, mean: 0)
      units.append((first, RegressionToMean(before: first, after: second, tauSquared: tau * tau)))
    }
    let picked = units.filter { $0.first.logRatio > 0.2 }.map(\.change)
    let others = units.filter { $0.first.logRatio <= 0.2 }.map(\.change)
    let drift = RegressionToMean.drift(others)
    let raw = picked.map(\.observed).reduce(0, +) / Double(picked.count)
    let pooled = try #require(
      RegressionToMean.pooled(
        picked, drift: drift, driftVariance: RegressionToMean.driftVariance(others, drift: drift)))
    // Without the correction they would seem to have come down by a tenth and more.
    #expect(raw < -0.1, "seed \(seed)")
    #expect(abs(pooled.net) < 5 * pooled.standardError, "seed \(seed)")
    // The spread of the drift is that of the periods: 20,000 units tell it to a few per cent.
    #expect(abs(drift.tauSquared.squareRoot() - omega) < 0.01, "seed \(seed)")
  }

  @Test("Without spread everybody is expected at the mean, and nothing is divided by it")
  func noSpread() {
    let before = Measurement(logRatio: 0.5, standardError: 0.1, mean: 0)
    let change = RegressionToMean(before: before, after: before, tauSquared: 0)
    #expect(change.expected == -0.5 && change.net == 0.5 && change.variance.isFinite)
    #expect(RegressionToMean.pooled([], drift: RegressionToMean.drift([]), driftVariance: 0) == nil)
    #expect(RegressionToMean.drift([]).status == .tooFewUnits)
  }

  @Test(
    "The pooled interval covers no change at its level, however few the others are", arguments: [(40, 20), (12, 8)])
  func coverage(others: Int, interviewed: Int) throws {
    let seed: UInt64 = 7
    var source = RandomSource(seed: seed, stream: UInt64(others))
    var (covered, cities) = (0, 0)
    for _ in 0..<600 {
      var units: [(y: Double, change: RegressionToMean)] = []
      for _ in 0..<(others + interviewed) {
        let s = 0.05 + 0.1 * source.uniform()
        let truth = 0.1 * source.normal()
        let first = Measurement(logRatio: truth + s * source.normal(), standardError: s, mean: 0)
        let later = truth + 0.03 + 0.06 * source.normal() + s * source.normal()
        let second = Measurement(logRatio: later, standardError: s, mean: 0)
        units.append((first.logRatio, RegressionToMean(before: first, after: second, tauSquared: 0.01)))
      }
      units.sort { $0.y > $1.y }
      let rest = units.dropFirst(interviewed).map(\.change)
      let drift = RegressionToMean.drift(rest)
      let pooled = try #require(
        RegressionToMean.pooled(
          units.prefix(interviewed).map(\.change), drift: drift,
          driftVariance: RegressionToMean.driftVariance(rest, drift: drift)))
      covered += abs(pooled.net) < 1.96 * pooled.standardError ? 1 : 0
      cities += 1
    }
    // ω² is estimated from few, so a little less than 95 %; without the drift's own variance it is .83 and .75.
    #expect((0.885...0.985).contains(Double(covered) / Double(cities)), "\(covered) of \(cities), seed \(seed)")
  }
}
