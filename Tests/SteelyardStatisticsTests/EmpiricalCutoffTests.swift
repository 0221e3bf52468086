import SteelyardNumerics
import Testing

@testable import SteelyardStatistics

@Suite("The cut-off that depends on the distances")
struct EmpiricalCutoffTests {
  /// Squared lengths of `rows` normal vectors of `columns` values, the last `far` of them ten times as long.
  private func distances(_ rows: Int, _ columns: Int, far: Int, seed: UInt64) -> [Double] {
    var source = RandomSource(seed: seed, stream: 77)
    return (0..<rows).map { row in
      let squared = (0..<columns).reduce(0.0) { sum, _ in
        let value = source.normal()
        return sum + value * value
      }
      return row < rows - far ? squared : 100 * squared
    }
  }

  /// By definition: the supremum over every distance as a point, counting those at or below it.
  private func twin(_ squared: [Double], columns: Int) -> Double {
    let n = Double(squared.count)
    let delta = ChiSquaredDistribution.quantile(0.975, degrees: Double(columns))
    let p = Double(columns)
    let chance = (columns <= 10 ? 0.24 - 0.003 * p : 0.252 - 0.0018 * p) / n.squareRoot()
    var alpha = 0.0
    for u in squared where u >= delta {
      let share = (Double(squared.count { $0 <= u }) - 0.5) / n
      alpha = max(alpha, ChiSquaredDistribution.cumulative(u, degrees: p) - share)
    }
    if alpha <= chance { return .infinity }
    let kept = squared.count - Int((n * alpha).rounded(.up))
    let cut = squared.first { d in squared.count { $0 <= d } == kept } ?? 0
    return max(delta, cut)
  }

  @Test("It is the published cut-off", arguments: [(60, 2), (300, 5), (1000, 12)])
  func published(rows: Int, columns: Int) {
    for seed in UInt64(1)...6 {
      for far in [0, 3, rows / 20, rows / 5] {
        let squared = distances(rows, columns, far: far, seed: seed)
        let ours = MahalanobisDistances.empiricalCutoff(columns: columns, squared: squared)
        let expected = twin(squared, columns: columns)
        if expected.isInfinite {
          #expect(squared.allSatisfy { $0 < ours }, "seed \(seed): \(far)")
        } else {
          #expect(ours == expected, "seed \(seed): \(far)")
        }
        #expect(MahalanobisDistances.empiricalCutoff(columns: columns, squared: squared.reversed()) == ours)
      }
    }
  }

  @Test("It finds the far rows and few others, and mostly nobody among normal rows")
  func finds() {
    var alarms = 0
    for seed in UInt64(1)...40 {
      let quiet = distances(400, 6, far: 0, seed: seed)
      let cutoff = MahalanobisDistances.empiricalCutoff(columns: 6, squared: quiet)
      if quiet.contains(where: { $0 >= cutoff }) { alarms += 1 }
      let planted = distances(400, 6, far: 40, seed: seed)
      let found = MahalanobisDistances.empiricalCutoff(columns: 6, squared: planted)
      let flagged = planted.indices.filter { planted[$0] >= found }
      // All of the far ones but those that chance made short; of 360 ordinary ones the 2.5 % the rule allows at most.
      #expect(flagged.count { $0 >= 360 } >= 38, "seed \(seed)")
      #expect(flagged.count { $0 < 360 } <= 9 + 9, "seed \(seed)")
    }
    // With the centre known about a fifth of quiet samples exceed the published constants: 8 of 40, 4 to 16 but for luck.
    #expect((2...18).contains(alarms))
  }

  @Test("One row, equal rows and rows without any distance have no far row", arguments: [[0.0], [2, 2, 2], [0, 0]])
  func degenerate(squared: [Double]) {
    let cutoff = MahalanobisDistances.empiricalCutoff(columns: 3, squared: squared)
    #expect(cutoff.isFinite && squared.allSatisfy { $0 < cutoff })
  }
}
