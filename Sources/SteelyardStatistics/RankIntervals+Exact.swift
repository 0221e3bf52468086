internal import SteelyardNumerics

extension RankIntervals {
  /// Ranks by quadrature: no sampling error, for up to a few hundred units.
  ///
  /// The expected rank is 1 + Σ over the others of Φ((m_j − m_i)/√(sd_i² + sd_j²)); interval and top
  /// probability come from ``exactPmf(means:standardDeviations:)``. The method is `rank.exact`.
  ///
  /// Edge cases:
  /// - No units give empty arrays; one unit has rank 1 with certainty.
  /// - A standard deviation below 1e-9 of the span of all means and deviations is raised to that, so a
  ///   certain value is a very narrow one, and certain values that are equal share their ranks evenly.
  /// - A cumulative probability within 1e-12 of a limit counts as having reached it.
  ///
  /// Checked against `rank_uncertainty.json` to 1e-12.
  ///
  /// - Parameters:
  ///   - means: the mean of each unit, within ±1e100.
  ///   - standardDeviations: the standard deviation of each, in 0 … 1e100.
  ///   - top: how many ranks count as the top, at least 1.
  public static func exact(means: [Double], standardDeviations: [Double], top: Int) -> RankIntervals {
    check(means: means, standardDeviations: standardDeviations, top: top)
    let quadrature = RankQuadrature(means: means, standardDeviations: standardDeviations)
    let cumulative = quadrature.masses().map { masses in
      var sum = 0.0
      return masses.map { mass in
        sum += mass
        return sum
      }
    }
    // Quadrature rounds: 1/40 of the mass at rank 1 must not fall short of 0.025 by a last digit.
    let reached = 1e-12
    func smallestRank(_ row: [Double], _ probability: Double) -> Int {
      (row.firstIndex { $0 >= probability - reached } ?? row.count - 1) + 1
    }
    return RankIntervals(
      expectedRanks: quadrature.expectedRanks(),
      lows: cumulative.map { smallestRank($0, lowerTail) },
      highs: cumulative.map { smallestRank($0, upperTail) },
      topProbabilities: cumulative.map { min(1, $0[min(top, $0.count) - 1]) },
      method: "rank.exact")
  }

  /// The probability of every rank of every unit: row i holds unit i's ranks 1 … J.
  ///
  /// P(rank_i = r) = ∫ φ((x − m_i)/sd_i)/sd_i · P(exactly r − 1 of the others exceed x) dx. The count of
  /// the others is Poisson-binomial. Rows and columns both sum to 1, to 1e-12.
  ///
  /// Edge cases: as ``exact(means:standardDeviations:top:)``. Checked against brute-force integration.
  ///
  /// - Precondition: every mean lies within ±1e100 and every standard deviation in 0 … 1e100.
  public static func exactPmf(means: [Double], standardDeviations: [Double]) -> [[Double]] {
    check(means: means, standardDeviations: standardDeviations, top: 1)
    return RankQuadrature(means: means, standardDeviations: standardDeviations).masses()
  }
}
