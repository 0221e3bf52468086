import SteelyardStatistics

/// `rank_uncertainty.json`.
struct StoredRanks: Decodable {
  let mu, sd, expected_rank, p_top1, p_top2: [Double]
  let rank_pmf: [[Double]]
  let rank_95_interval: [[Int]]

  static func read() throws -> StoredRanks { try Oracle.json("rank_uncertainty.json", as: StoredRanks.self) }

  func exact(top: Int) -> RankIntervals { RankIntervals.exact(means: mu, standardDeviations: sd, top: top) }
}

/// Ranks held to stored numbers.
///
/// The stored numbers have 15 digits; the quadrature promises 1e-12 absolute, and its smallest stored probability is 6e-6.
enum RankChecks {
  static let all: [OracleCheck] = [
    OracleCheck(
      estimator: "RankIntervals.exactPmf", oracle: "rank_uncertainty.json", figures: "every rank of five units",
      // What the quadrature promises.
      tolerance: 1e-12, measure: .absolute
    ) {
      let stored = try StoredRanks.read()
      let pmf = RankIntervals.exactPmf(means: stored.mu, standardDeviations: stored.sd)
      return zip(pmf, stored.rank_pmf).flatMap { zip($0, $1).map { ($0, $1) } }
    },
    OracleCheck(
      estimator: "RankIntervals.exact", oracle: "rank_uncertainty.json",
      figures: "expected ranks, probabilities of the top 1 and 2",
      // What the quadrature promises; expected ranks are sums of a few normal tails.
      tolerance: 1e-12, measure: .absolute
    ) {
      let stored = try StoredRanks.read()
      return zip(stored.exact(top: 1).expectedRanks, stored.expected_rank).map { ($0, $1) }
        + zip(stored.exact(top: 1).topProbabilities, stored.p_top1).map { ($0, $1) }
        + zip(stored.exact(top: 2).topProbabilities, stored.p_top2).map { ($0, $1) }
    },
    OracleCheck(
      estimator: "RankIntervals.exact", oracle: "rank_uncertainty.json", figures: "95 % intervals",
      // Ranks are whole numbers.
      tolerance: 0, measure: .absolute
    ) {
      let stored = try StoredRanks.read()
      let ours = stored.exact(top: 1)
      return zip(ours.lows + ours.highs, stored.rank_95_interval.map { $0[0] } + stored.rank_95_interval.map { $0[1] })
        .map { (Double($0), Double($1)) }
    },
  ]
}
