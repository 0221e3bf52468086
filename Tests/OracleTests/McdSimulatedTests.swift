import SteelyardStatistics
import Testing

/// What other programs found on the simulated tables.
struct McdPeers: Decodable, Sendable {
  struct Entry: Decodable, Sendable {
    let name: String
    let n: Int
    let p: Int
    let h: Int
    let sklearn_log_det: Double
    let robustbase_log_det: Double
  }

  let results: [Entry]
}

@Suite struct McdSimulatedTests {
  @Test("The determinant is never larger than scikit-learn's or robustbase's", arguments: McdSimulatedSet.all)
  func neverWorse(set: McdSimulatedSet) throws {
    let peers = try Oracle.json("mcd_simulated.json", as: McdPeers.self).results
    let stored = try #require(peers.first { $0.name == set.name })
    let fit = MinimumCovariance.fit(set.table(), seed: 1, threads: 1)
    let solution = try #require(fit.solution, "seed \(set.seed): \(fit.status)")
    #expect((set.rows, set.columns) == (stored.n, stored.p))
    #expect(fit.subsetSize == stored.h && solution.subset.count == stored.h)
    // Where the subsets are the same the determinants differ by rounding, 1e-15 here; another BLAS kernel rounds otherwise.
    let best = min(stored.sklearn_log_det, stored.robustbase_log_det) + 1e-11
    #expect(solution.subsetLogDeterminant <= best, "seed \(set.seed), \(set.kind)")
  }

  @Test("Every simulated table has stored determinants")
  func complete() throws {
    let peers = try Oracle.json("mcd_simulated.json", as: McdPeers.self).results
    #expect(peers.map(\.name).sorted() == McdSimulatedSet.all.map(\.name).sorted())
  }
}
