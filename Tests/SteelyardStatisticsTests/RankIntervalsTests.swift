import SteelyardNumerics
import Testing

@testable import SteelyardStatistics

/// Units with deviations that differ by a factor of up to fifty.
private func units(_ count: Int, seed: UInt64) -> (means: [Double], deviations: [Double]) {
  var source = RandomSource(seed: seed, stream: 0)
  let means = (0..<count).map { _ in 0.3 * source.normal() }
  return (means, (0..<count).map { _ in source.lognormal(meanLog: -2, sdLog: 0.8) })
}

/// Rank probabilities by Simpson's rule on one fine grid, the count of the others built anew for every
/// unit at every node.
private func bruteForce(_ means: [Double], _ deviations: [Double]) -> [[Double]] {
  let step = (deviations.min() ?? 1) / 40
  return means.indices.map { i in
    let others = means.indices.filter { $0 != i }
    let low = means[i] - 9 * deviations[i]
    let nodes = 2 * Int(9 * deviations[i] / step) + 2
    let h = 18 * deviations[i] / Double(nodes)
    var row = [Double](repeating: 0, count: means.count)
    for node in 0...nodes {
      let x = low + Double(node) * h
      let weight = node == 0 || node == nodes ? 1.0 : node.isMultiple(of: 2) ? 2 : 4
      var masses = [1.0]
      for j in others {
        let p = NormalDistribution.upperTail((x - means[j]) / deviations[j])
        masses = (0...masses.count).map { k in
          (k < masses.count ? masses[k] * (1 - p) : 0) + (k > 0 ? masses[k - 1] * p : 0)
        }
      }
      let density = NormalDistribution.density((x - means[i]) / deviations[i]) / deviations[i]
      for k in masses.indices { row[k] += weight * h / 3 * density * masses[k] }
    }
    return row
  }
}

private func largestDifference(_ a: [[Double]], _ b: [[Double]]) -> Double {
  zip(a, b).flatMap { zip($0, $1).map { abs($0 - $1) } }.max() ?? 0
}

@Suite struct ExactRankTests {
  @Test("Rank probabilities equal brute-force integration to 1e-9", arguments: [6, 9, 12])
  func bruteForceTwin(count: Int) {
    let seed = UInt64(count)
    let (means, deviations) = units(count, seed: seed)
    let exact = RankIntervals.exactPmf(means: means, standardDeviations: deviations)
    // Simpson's rule with 40 steps to the narrowest deviation errs by 1e-10 at most.
    #expect(largestDifference(exact, bruteForce(means, deviations)) < 1e-9, "seed \(seed)")
  }

  @Test("Panels of half the length change nothing beyond 1e-12", arguments: [5, 30, 60])
  func panelsAreShortEnough(count: Int) {
    let seed = UInt64(1000 + count)
    let (means, deviations) = units(count, seed: seed)
    let coarse = RankQuadrature(means: means, standardDeviations: deviations).masses()
    let fine = RankQuadrature(means: means, standardDeviations: deviations, refinement: 2).masses()
    #expect(largestDifference(coarse, fine) < 1e-12, "seed \(seed)")
    let tooCoarse = RankQuadrature(means: means, standardDeviations: deviations, refinement: 0.1).masses()
    #expect(largestDifference(tooCoarse, fine) > 1e-9, "else this test shows nothing")
  }

  @Test("Every unit has some rank, and every rank some unit")
  func rowsAndColumnsSumToOne() {
    let seed: UInt64 = 77
    let (means, deviations) = units(40, seed: seed)
    let pmf = RankIntervals.exactPmf(means: means, standardDeviations: deviations)
    let expected = RankIntervals.exact(means: means, standardDeviations: deviations, top: 1).expectedRanks
    for unit in means.indices {
      // The quadrature promises 1e-12 for a sum; the mean rank weighs the errors by up to 40.
      #expect(abs(pmf[unit].reduce(0, +) - 1) < 1e-12, "seed \(seed)")
      #expect(abs(pmf.reduce(0) { $0 + $1[unit] } - 1) < 1e-12, "seed \(seed)")
      let mean = pmf[unit].enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element }
      #expect(abs(mean - expected[unit]) < 1e-11, "two ways to the expected rank, seed \(seed)")
    }
  }

  @Test("Equal units share every rank evenly", arguments: [1, 2, 40])
  func equalUnits(count: Int) {
    let means = [Double](repeating: 0.3, count: count)
    for deviation in [0, 1e-12, 0.2] {
      let deviations = [Double](repeating: deviation, count: count)
      let pmf = RankIntervals.exactPmf(means: means, standardDeviations: deviations)
      // By symmetry 1/J; the quadrature promises 1e-12.
      for mass in pmf.joined() { #expect(abs(mass - 1 / Double(count)) < 1e-12, "deviation \(deviation)") }
      let ranks = RankIntervals.exact(means: means, standardDeviations: deviations, top: count)
      #expect(ranks.expectedRanks.allSatisfy { abs($0 - Double(count + 1) / 2) < 1e-12 })
      #expect(ranks.topProbabilities.allSatisfy { abs($0 - 1) < 1e-12 && $0 <= 1 })
    }
  }

  @Test("A probability that reaches a limit exactly is not lost to rounding", arguments: [40, 80, 120])
  func limitsReachedExactly(count: Int) {
    let ranks = RankIntervals.exact(
      means: [Double](repeating: 0, count: count), standardDeviations: [Double](repeating: 1, count: count), top: 1)
    // The first J/40 ranks of equal units hold exactly 0.025, the first 39 J/40 exactly 0.975.
    #expect(ranks.lows.allSatisfy { $0 == count / 40 } && ranks.highs.allSatisfy { $0 == 39 * count / 40 })
  }

  @Test("Certain values have certain ranks, beside values that are not certain at all")
  func certainValues() {
    let ranks = RankIntervals.exact(means: [3, 1, 2], standardDeviations: [0, 0, 0], top: 1)
    #expect(ranks.lows == [1, 3, 2] && ranks.highs == [1, 3, 2])
    #expect(ranks.topProbabilities.map { ($0 * 1e12).rounded() } == [1e12, 0, 0])
    // Two sure units at ±1 and one that lies between, above or below them.
    let pmf = RankIntervals.exactPmf(means: [1, -1, 0], standardDeviations: [0, 1e-14, 1])
    let tail = NormalDistribution.upperTail(1)
    for (mass, expected) in zip(pmf[2], [tail, 1 - 2 * tail, tail]) {
      // The certain units are given a deviation of 1e-9 of the span: an error of its square, and rounding.
      #expect(abs(mass - expected) < 1e-12)
    }
  }

  @Test("Two units have the closed form Φ of their distance")
  func twoUnits() {
    let pmf = RankIntervals.exactPmf(means: [0.2, 0.5], standardDeviations: [0.3, 0.4])
    let p = NormalDistribution.upperTail((0.5 - 0.2) / 0.5)
    #expect(abs(pmf[0][0] - p) < 1e-13 && abs(pmf[1][0] - (1 - p)) < 1e-13, "rounding of a few hundred terms")
  }

  @Test("Shifting and scaling all units leaves every rank")
  func shiftAndScale() {
    let (means, deviations) = units(10, seed: 3)
    let pmf = RankIntervals.exactPmf(means: means, standardDeviations: deviations)
    for scale in [1e-90, 1e90] {
      let moved = RankIntervals.exactPmf(
        means: means.map { ($0 + 0.5) * scale }, standardDeviations: deviations.map { $0 * scale })
      // The shift rounds the means to 1e-16 against deviations of 0.02 and more.
      #expect(largestDifference(pmf, moved) < 1e-12)
    }
  }

  @Test("No units give empty arrays")
  func noUnits() {
    #expect(RankIntervals.exact(means: [], standardDeviations: [], top: 1).expectedRanks.isEmpty)
    #expect(RankIntervals.exactPmf(means: [], standardDeviations: []).isEmpty)
  }

  @Test("Dividing an event out gives the distribution without it, for any probability")
  func divisionIsStable() {
    let seed: UInt64 = 15
    var source = RandomSource(seed: seed, stream: 0)
    var probabilities = (0..<200).map { _ in source.uniform() }
    probabilities += [0, 1, 0.5, 1e-18, 1 - 1e-16, 0.499999, 0.500001]
    let all = PoissonBinomial(probabilities)
    var rest = [Double](repeating: 0, count: probabilities.count)
    for (position, p) in probabilities.enumerated() {
      all.divide(out: p, into: &rest)
      var others = probabilities
      others.remove(at: position)
      let anew = PoissonBinomial(others).masses
      // Damped errors: near p = 1/2 some two hundred roundings of masses below 0.1 add up.
      #expect(zip(rest, anew).allSatisfy { abs($0 - $1) < 2e-15 }, "p = \(p), seed \(seed)")
    }
  }
}

@Suite struct SimulatedRankTests {
  @Test("The simulation agrees with the quadrature within its own error")
  func agreesWithExact() {
    let (means, deviations) = units(25, seed: 5)
    let (draws, seed) = (20_000, UInt64(99))
    let exact = RankIntervals.exact(means: means, standardDeviations: deviations, top: 5)
    let simulated = RankIntervals.simulated(
      means: means, standardDeviations: deviations, top: 5, draws: draws, seed: seed, threads: 2)
    let pmf = RankIntervals.exactPmf(means: means, standardDeviations: deviations)
    for unit in means.indices {
      let p = exact.topProbabilities[unit]
      // Five binomial standard errors, and one draw for probabilities near 0.
      let error = 5 * (p * (1 - p) / Double(draws)).squareRoot() + 1 / Double(draws)
      #expect(abs(simulated.topProbabilities[unit] - p) < error, "seed \(seed)")
      let mean = exact.expectedRanks[unit]
      let variance = pmf[unit].enumerated().reduce(0) {
        $0 + (Double($1.offset + 1) - mean) * (Double($1.offset + 1) - mean) * $1.element
      }
      #expect(abs(simulated.expectedRanks[unit] - mean) < 5 * (variance / Double(draws)).squareRoot() + 1e-4)
      // An end of an interval moves by one where a cumulative probability lies close to the limit.
      #expect(abs(simulated.lows[unit] - exact.lows[unit]) <= 1, "seed \(seed)")
      #expect(abs(simulated.highs[unit] - exact.highs[unit]) <= 1, "seed \(seed)")
    }
    #expect(simulated.method == "rank.simulated")
  }

  @Test("The result is the same for any number of threads", arguments: [1, 63, 64, 65, 200])
  func threadsDoNotMatter(draws: Int) {
    let (means, deviations) = units(300, seed: 8)
    let results = [1, 2, 3, 16].map { threads in
      RankIntervals.simulated(
        means: means, standardDeviations: deviations, top: 10, draws: draws, seed: 4, threads: threads)
    }
    for result in results.dropFirst() {
      #expect(result.expectedRanks == results[0].expectedRanks)
      #expect(result.lows == results[0].lows && result.highs == results[0].highs)
      #expect(result.topProbabilities == results[0].topProbabilities)
    }
  }

  @Test("More draws keep the earlier ones, and another seed changes them")
  func seedsMatter() {
    let (means, deviations) = units(50, seed: 8)
    func ranks(_ seed: UInt64, _ draws: Int) -> [Double] {
      RankIntervals.simulated(
        means: means, standardDeviations: deviations, top: 1, draws: draws, seed: seed, threads: 2
      ).expectedRanks.map { $0 * Double(draws) }
    }
    #expect(ranks(1, 64) != ranks(2, 64))
    // 128 draws are 64 and 64 more: rank sums can only grow, by 1 … 50 a draw.
    for (few, many) in zip(ranks(1, 64), ranks(1, 128)) { #expect(many - few > 63.9 && many - few < 3200.1) }
  }

  @Test("Every draw hands out every rank once, and ties go by position")
  func tiesGoByPosition() {
    let ranks = RankIntervals.simulated(
      means: [1, 2, 1, 2], standardDeviations: [0, 0, 0, 0], top: 2, draws: 100, seed: 1, threads: 2)
    #expect(ranks.expectedRanks == [3, 1, 4, 2])
    #expect(ranks.lows == [3, 1, 4, 2] && ranks.highs == [3, 1, 4, 2])
    #expect(ranks.topProbabilities == [0, 1, 0, 1])
    let (means, deviations) = units(30, seed: 2)
    let sum = RankIntervals.simulated(
      means: means, standardDeviations: deviations, top: 7, draws: 70, seed: 1, threads: 2)
    // Thirty ratios with a rounding each.
    #expect(abs(sum.expectedRanks.reduce(0, +) - 465) < 1e-11)
    #expect(abs(sum.topProbabilities.reduce(0, +) - 7) < 1e-12)
  }

  @Test("The ends of an interval are the 50th and the 1,950th of 2,000 ranks")
  func orderStatistics() {
    // Unit 0 beats unit 1 with probability 0.025, standard error 0.0035. Its interval starts at 1 where it won
    // 50 draws; that of unit 1 ends at 1 where 1,950 draws put it there.
    for seed in UInt64(1)...12 {
      let ranks = RankIntervals.simulated(
        means: [0, 1.959963984540054], standardDeviations: [1, 1e-9], top: 1, draws: 2000, seed: seed, threads: 2)
      let wins = (ranks.topProbabilities[0] * 2000).rounded()
      #expect(ranks.lows[0] == (wins >= 50 ? 1 : 2), "\(wins) wins, seed \(seed)")
      #expect(ranks.highs[1] == (wins > 50 ? 2 : 1), "\(wins) wins, seed \(seed)")
    }
  }

  @Test("No units and one unit are fine")
  func fewUnits() {
    let none = RankIntervals.simulated(
      means: [], standardDeviations: [], top: 1, draws: 10, seed: 1, threads: 2)
    #expect(none.expectedRanks.isEmpty)
    let one = RankIntervals.simulated(
      means: [4], standardDeviations: [2], top: 3, draws: 10, seed: 1, threads: 2)
    #expect(one.expectedRanks == [1] && one.lows == [1] && one.highs == [1] && one.topProbabilities == [1])
  }
}
