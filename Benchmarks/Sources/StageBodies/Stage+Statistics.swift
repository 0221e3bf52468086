import Glibc
import SteelyardNumerics
@testable import SteelyardStatistics
import SteelyardTestSupport

extension Stage {
  /// Estimators that know no institutions.
  static let statistics = [rankPmf, posteriorDraws(units: 120, draws: 640), covariance, shapley]

  /// Units whose values are uncertain.
  struct Units: Sendable {
    var means: [Double]
    var deviations: [Double]

    init(count: Int, seed: UInt64) {
      var source = Seeded(seed)
      means = (0..<count).map { _ in Double.random(in: -0.5...0.5, using: &source) }
      deviations = (0..<count).map { _ in Double.random(in: 0.02...0.3, using: &source) }
    }

    /// 1 + Σ Φ((m_j − m_i)/√(s_i² + s_j²)), Φ by the C library.
    var expectedRanks: [Double] {
      means.indices.map { i in
        1
          + means.indices.reduce(0) { sum, j in
            let spread = deviations[i] * deviations[i] + deviations[j] * deviations[j]
            return i == j ? sum : sum + erfc((means[i] - means[j]) / (2 * spread).squareRoot()) / 2
          }
      }
    }
  }

  /// Probabilities of all ranks by quadrature.
  private static let rankPmf = Stage(
    "rank-pmf", items: "probabilities", count: { (input: Units) in input.means.count * input.means.count },
    input: { Units(count: 48, seed: 9) },
    run: { RankIntervals.exactPmf(means: $0.means, standardDeviations: $0.deviations) },
    check: { units, masses in
      for (unit, expected) in units.expectedRanks.enumerated() {
        let mean = masses[unit].enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element }
        try require(abs(mean - expected) < 1e-9, "unit \(unit) has mean rank \(mean), not \(expected)")
        let column = masses.reduce(0) { $0 + $1[unit] }
        // What the quadrature promises.
        try require(abs(column - 1) < 1e-12 && abs(masses[unit].reduce(0, +) - 1) < 1e-12, "masses of unit \(unit)")
      }
    })

  /// Ranks by drawing all units from their posteriors.
  static func posteriorDraws(units: Int, draws: Int) -> Stage {
    Stage(
      "posterior-draws", items: "draws of a unit", usesBlas: true,
      count: { (input: Units) in input.means.count * draws },
      // A product and a sum for each draw, and a rank of two bytes written.
      work: { Work(operations: 2 * Double($0.means.count * draws), bytes: 10 * $0.means.count * draws) },
      input: { Units(count: units, seed: 10) },
      run: { simulated($0, draws: draws, threads: 1) },
      check: { input, found in
        for threads in [2, 5] {
          let other = simulated(input, draws: draws, threads: threads)
          try require(
            other.expectedRanks == found.expectedRanks && other.lows == found.lows && other.highs == found.highs,
            "\(threads) threads give other ranks")
        }
        for (unit, expected) in input.expectedRanks.enumerated() {
          // A rank's deviation is at most a third of all places; six standard errors.
          let error = 6 * Double(input.means.count) / 3 / Double(draws).squareRoot()
          let mean = found.expectedRanks[unit]
          try require(abs(mean - expected) < error, "unit \(unit) has mean rank \(mean), not \(expected)")
        }
      })
  }

  private static func simulated(_ units: Units, draws: Int, threads: Int) -> RankIntervals {
    RankIntervals.simulated(
      means: units.means, standardDeviations: units.deviations, top: 10, draws: draws, seed: 20_250_701,
      threads: threads)
  }

  /// The minimum covariance determinant of a table with wild rows at its end.
  private static let covariance = Stage(
    "mcd", items: "rows", usesBlas: true, count: { (input: WildTable) in input.table.rows },
    input: { WildTable(rows: 300, wild: 60, columns: 5, seed: 11) },
    run: { MinimumCovariance.fit($0.table, randomStarts: 40, seed: 20_250_701, threads: 1) },
    check: { input, fit in
      guard let found = fit.solution else { throw WrongAnswer("the fit ended \(fit.status)") }
      let own = input.plainLogDeterminant(of: found.subset)
      try require(abs(own - found.subsetLogDeterminant) < 1e-10, "the subset's determinant is \(own)")
      let clean = input.plainLogDeterminant(of: Array(0..<found.subset.count))
      try require(own <= clean, "\(own) is larger than the determinant of clean rows, \(clean)")
      let wild = Array((input.table.rows - 60)..<input.table.rows)
      try require(wild.allSatisfy { found.isOutlier[$0] && !found.weights[$0] }, "a wild row is taken for ordinary")
    })

  /// What each value of a row adds to its distance.
  private static let shapley = Stage(
    "shapley", items: "rows", usesBlas: true, count: { (input: WildTable) in input.table.rows },
    input: { WildTable(rows: 200, wild: 20, columns: 7, seed: 12) },
    run: { input in
      (0..<input.table.rows).map { row in
        let values = input.row(row)
        return ShapleyDecomposition.about(centre: input.centre, covariance: input.covariance, of: values)?.contributions
          ?? []
      }
    },
    check: { input, found in
      for row in [0, 57, 199] {
        let expected = input.coalitions(input.row(row))
        let scale = expected.reduce(0) { max($0, abs($1)) }
        let worst = zip(found[row], expected).reduce(0) { max($0, abs($1.0 - $1.1)) } / scale
        try require(found[row].count == expected.count && worst < 1e-10, "row \(row) is off by \(worst)")
      }
    })
}
