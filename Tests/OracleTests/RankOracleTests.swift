import SteelyardStatistics
import Testing

private struct Stored: Decodable {
  let mu: [Double]
  let sd: [Double]
  let expected_rank: [Double]
  let rank_pmf: [[Double]]
  let p_top1: [Double]
  let p_top2: [Double]
  let rank_95_interval: [[Int]]
}

@Suite struct RankOracleTests {
  /// The stored numbers have 15 digits; the smallest stored probability with all of them is 6e-6, so 1e-12
  /// absolute is the accuracy the quadrature promises, not a limit of the file.
  private let promised = 1e-12

  @Test("Rank probabilities of five units equal the stored ones to 1e-12")
  func probabilities() throws {
    let stored = try Oracle.json("rank_uncertainty.json", as: Stored.self)
    let pmf = RankIntervals.exactPmf(means: stored.mu, standardDeviations: stored.sd)
    try #require(pmf.count == stored.rank_pmf.count)
    for (row, expected) in zip(pmf, stored.rank_pmf) {
      for (mass, reference) in zip(row, expected) { #expect(abs(mass - reference) < promised) }
    }
  }

  @Test("Expected ranks, top probabilities and intervals equal the stored ones")
  func summaries() throws {
    let stored = try Oracle.json("rank_uncertainty.json", as: Stored.self)
    let one = RankIntervals.exact(means: stored.mu, standardDeviations: stored.sd, top: 1)
    let two = RankIntervals.exact(means: stored.mu, standardDeviations: stored.sd, top: 2)
    for unit in stored.mu.indices {
      #expect(abs(one.expectedRanks[unit] - stored.expected_rank[unit]) < promised)
      #expect(abs(one.topProbabilities[unit] - stored.p_top1[unit]) < promised)
      #expect(abs(two.topProbabilities[unit] - stored.p_top2[unit]) < promised)
      #expect([one.lows[unit], one.highs[unit]] == stored.rank_95_interval[unit])
    }
    #expect(one.method == "rank.exact")
  }

  @Test("The simulation comes within its own error of the stored numbers")
  func simulation() throws {
    let stored = try Oracle.json("rank_uncertainty.json", as: Stored.self)
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
