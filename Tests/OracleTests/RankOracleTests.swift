import SteelyardStatistics
import Testing

/// The exact ranks are ``RankChecks``.
@Suite struct RankOracleTests {
  @Test("The exact ranks are of the method that is named, and of five units")
  func method() throws {
    let stored = try StoredRanks.read()
    let pmf = RankIntervals.exactPmf(means: stored.mu, standardDeviations: stored.sd)
    #expect(pmf.map(\.count) == stored.rank_pmf.map(\.count))
    #expect(stored.exact(top: 1).method == "rank.exact")
  }

  @Test("The simulation comes within its own error of the stored numbers")
  func simulation() throws {
    let stored = try StoredRanks.read()
    let (draws, seed) = (40_000, UInt64(20_240_601))
    let ranks = RankIntervals.simulated(
      means: stored.mu, standardDeviations: stored.sd, top: 2, draws: draws, seed: seed, threads: 2)
    for unit in stored.mu.indices {
      let p = stored.p_top2[unit]
      // Five binomial standard errors; ranks have a standard deviation below 1.1 here.
      #expect(abs(ranks.topProbabilities[unit] - p) < 5 * (p * (1 - p) / Double(draws)).squareRoot(), "seed \(seed)")
      #expect(abs(ranks.expectedRanks[unit] - stored.expected_rank[unit]) < 5 * 1.1 / 200, "seed \(seed)")
      #expect([ranks.lows[unit], ranks.highs[unit]] == stored.rank_95_interval[unit], "seed \(seed)")
    }
  }
}
