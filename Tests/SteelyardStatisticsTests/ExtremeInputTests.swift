import SteelyardNumerics
import SteelyardStatistics
import Testing

/// What the suites of single estimators leave out: the ends of what is admitted, all against all.
@Suite("No NaN and no infinity leaves, at the ends of what is admitted")
struct ExtremeInputTests {
  /// The least double above zero.
  let least = Double.leastNonzeroMagnitude
  static let logRatios: [Double] = [-9e5, -700, -1, -1e-300, 0, 1e-12, 1, 700, 9e5]
  static let errors: [Double] = [1e-50, 1e-9, 0.1, 1e9, 1e50]
  static let variances: [Double] = [0, 1e-250, 1e-9, 1, 1e100, 1e250]

  /// Units: none but one, two alike, two far apart, and all the ends together.
  static let panels: [(y: [Double], s: [Double])] = {
    var panels: [(y: [Double], s: [Double])] = []
    for y in logRatios {
      for s in errors {
        panels.append(([y], [s]))
        panels.append(([y, y, y], [s, s, s]))
        panels.append(([y, -y, 0], [s, 0.1, 1e-50]))
      }
    }
    panels.append((logRatios, logRatios.indices.map { errors[$0 % errors.count] }))
    return panels
  }()

  private func expectFinite(_ values: [Double], _ comment: Comment) {
    #expect(values.allSatisfy { $0.isFinite }, "\(comment): \(values)")
  }

  @Test("Shrinkage and its tails", arguments: variances)
  func shrinkage(tauSquared: Double) {
    for (y, s) in Self.panels {
      let fit = NormalShrinkage(logRatios: y, standardErrors: s, tauSquared: tauSquared)
      let comment: Comment = "\(y), \(s)"
      expectFinite(
        fit.posteriorMeans + fit.posteriorVariances + fit.reliability + [fit.meanHat, fit.meanVariance], comment)
      expectFinite(fit.intervals(z: 1e3).flatMap { [$0.lower, $0.upper] } + fit.eb05, comment)
      #expect(
        fit.reliability.allSatisfy { (0...1).contains($0) } && fit.posteriorVariances.allSatisfy { $0 >= 0 }, comment)
      for ratio in [least, 1, 1e308] {
        #expect(fit.probabilities(ratioAbove: ratio).allSatisfy { (0...1).contains($0) }, comment)
      }
      let other = fit.posterior(logRatio: -y[0], standardError: s[0])
      expectFinite([other.mean, other.variance], comment)
    }
  }

  @Test("Regression to the mean, its drift and its pooled change")
  func regression() throws {
    typealias Measurement = RegressionToMean.Measurement
    for (y, s) in Self.panels {
      for tauSquared in Self.variances {
        let units = zip(y, s).map { y, s in
          RegressionToMean(
            before: Measurement(logRatio: y, standardError: s, mean: 0.1),
            after: Measurement(logRatio: -y, standardError: s, mean: -0.1), tauSquared: tauSquared)
        }
        let comment: Comment = "\(y), \(s), \(tauSquared)"
        for unit in units { expectFinite([unit.observed, unit.expected, unit.net, unit.variance], comment) }
        // A drift takes what estimators take: changes up to 1e6 with errors up to 1e50.
        guard units.allSatisfy({ abs($0.net) <= 1e6 && $0.variance <= 1e100 && $0.variance >= 1e-100 }) else {
          continue
        }
        let drift = RegressionToMean.drift(units)
        let pooled = try #require(RegressionToMean.pooled(units, drift: drift, driftVariance: 0))
        expectFinite([drift.centre, drift.tauSquared, pooled.net, pooled.standardError], comment)
      }
    }
    let none = RegressionToMean.drift([])
    #expect(RegressionToMean.pooled([], drift: none, driftVariance: 0) == nil)
  }

  @Test("Ranks of values that are certain, equal or beyond all measure")
  func ranks() {
    for means in [[0], [0, 0], [1e100, -1e100, 0], [1e100, 1e100, 1e100], [-1e-300, 0, 1e-300, 1]] {
      for deviation in [0, 1e-300, 1, 1e100] {
        let deviations = means.indices.map { $0 == 0 ? deviation : $0 % 2 == 0 ? 0 : 1 }
        for ranks in [
          RankIntervals.exact(means: means, standardDeviations: deviations, top: 1),
          RankIntervals.simulated(means: means, standardDeviations: deviations, top: 5, draws: 50, seed: 1, threads: 1),
        ] {
          expectFinite(ranks.expectedRanks + ranks.topProbabilities, "\(means), \(deviations)")
          let count = Double(means.count)
          #expect(ranks.expectedRanks.allSatisfy { $0 > 0.999 && $0 < count + 0.001 }, "\(means), \(deviations)")
          #expect(zip(ranks.lows, ranks.highs).allSatisfy { $0 <= $1 && $0 >= 1 && $1 <= means.count })
          #expect(ranks.topProbabilities.allSatisfy { $0 >= 0 && $0 <= 1 + 1e-9 })
        }
      }
    }
  }

  @Test("Scales of values that fill the range of doubles")
  func scales() {
    let sets: [[Double]] = [
      [1e300, -1e300], [1e300, -1e300, 0, least, -least], [least, 0, 2 * least, 4 * least],
      [1, 1, 1, 1e300, -1e300, 0],
      (0..<40).map { Double($0 % 2 == 0 ? 1 : -1) * 1e300 }, (0..<41).map { Double($0) * least },
    ]
    for values in sets {
      for scale in [RobustScale.qn(values), RobustScale.sn(values), RobustLocation.scale(values)] {
        #expect(scale.map { $0.isFinite && $0 > 0 } ?? true, "\(values)")
      }
      expectFinite(RobustLocation.scores(values) ?? [], "\(values)")
    }
    #expect(RobustScale.qn([]) == nil && RobustScale.sn([1]) == nil && RobustLocation.scale([]) == nil)
  }

  @Test("Tables of one value, of two, on a line, and of sizes that do not belong together")
  func covariance() {
    func table(_ value: (Int, Int) -> Double) -> Matrix {
      Matrix(rows: 30, columns: 3, elements: (0..<3).flatMap { column in (0..<30).map { value($0, column) } })
    }
    let wavy: (Int, Int) -> Double = { row, column in Double((row * (7 + 4 * column) + row * row * (column + 1)) % 31) }
    let tables = [
      table { _, _ in 0 }, table { _, _ in 1e100 }, table { row, _ in row % 2 == 0 ? 1e100 : -1e100 },
      table { row, column in Double(row) * Double(column + 1) }, table { wavy($0, $1) * 1e98 },
      table { wavy($0, $1) * 1e-98 }, table { wavy($0, $1) * ($1 == 0 ? 1e98 : 1e-98) },
      table { row, column in row == 0 ? 1e100 : wavy(row, column) * 1e-30 },
      table { row, column in row < 14 ? 1e100 : wavy(row, column) },
      // Standardised, the first row is beyond what can be squared.
      table { row, column in row == 0 ? 1e100 : wavy(row, column) * 1e-80 },
    ]
    for (number, table) in tables.enumerated() {
      let fit = MinimumCovariance.fit(table, randomStarts: 20, seed: 1, threads: 1)
      #expect((fit.solution != nil) == (fit.status == .fitted), "table \(number)")
      if case .exactFit(let normal, let offset, let count) = fit.status {
        expectFinite(normal + [offset], "table \(number)")
        #expect(count >= fit.subsetSize)
      }
      guard let solution = fit.solution else { continue }
      expectFinite(solution.distances + solution.rawDistances + [solution.subsetLogDeterminant], "table \(number)")
      for estimate in [solution.raw, solution.reweighted] {
        expectFinite(estimate.centre + estimate.covariance.elements, "table \(number)")
      }
    }
  }

  @Test("Parts of a distance and what would be ordinary, for far rows and small covariances")
  func shapley() throws {
    for size in [1e-60, 1e-9, 1, 1e9, 1e60] {
      let covariance = SymmetricMatrix(
        order: 3, lowerElements: [2, 0.5, 0, 0.5, 1, 0.3, 0, 0.3, 1].map { $0 * size * size })
      for far in [0, 1e-6, 1, 100, 1e6] {
        let row = [far * size, -far * size, far * size / 3]
        let centre = [0.0, 0, 0]
        let split = try #require(ShapleyDecomposition.about(centre: centre, covariance: covariance, of: row))
        expectFinite(split.contributions + [split.squaredDistance], "\(size), \(far)")
        #expect(
          abs(split.contributions.reduce(0, +) - split.squaredDistance) <= 1e-12 * max(1e-300, split.squaredDistance))
        for other in [
          ShapleyCounterfactual.scd(centre: centre, covariance: covariance, of: row),
          ShapleyCounterfactual.scd(centre: centre, covariance: covariance, of: row, limit: 1e-3),
        ] {
          let other = try #require(other)
          expectFinite(other.values, "\(size), \(far)")
          #expect(other.status != .notReached, "\(size), \(far)")
        }
        let moe = try #require(ShapleyCounterfactual.moe(centre: centre, covariance: covariance, of: row))
        expectFinite(moe.values, "\(size), \(far)")
        // It asks a non-central quantile, which is known up to a parameter of 1e8.
        #expect(far > 1e3 || moe.status != .notReached, "\(size), \(far)")
      }
    }
  }

  @Test("Rows however wild make no counterfactual stop: it is reached, or is told not to be, in finite numbers")
  func wildRows() throws {
    var source = RandomSource(seed: 20, stream: 0)
    var endings: Set<ShapleyCounterfactual.Status> = []
    for far in [1e3, 1e4, 1e5, 1e6, 1e9, 1e30, 1e100, 1e150, 1e200, 1e300] {
      for trial in 0..<6 {
        let row = (0..<5).map { _ in (2 * source.uniform() - 1) * far }
        let covariance = SymmetricMatrix(
          order: 5,
          lowerElements: (0..<25).map { cell in
            cell % 6 == 0 ? 1 : [0.9, -0.2][trial % 2]
          })
        let centre = [Double](repeating: 0, count: 5)
        for other in [
          ShapleyCounterfactual.scd(centre: centre, covariance: covariance, of: row),
          ShapleyCounterfactual.moe(centre: centre, covariance: covariance, of: row),
        ] {
          guard let other else {
            #expect(far >= 1e150, "\(far): only a distance beyond all numbers has no answer")
            continue
          }
          expectFinite(other.values + other.decomposition.contributions, "\(far), \(trial)")
          endings.insert(other.status)
        }
      }
    }
    #expect(endings.isSuperset(of: [.madeOrdinary, .notReached]))
  }

  @Test("The incomplete gamma functions at the end of the numbers", arguments: [0.5, 3, 10, 99, 1e6, 1e15])
  func incompleteGamma(a: Double) {
    #expect(IncompleteGamma.upper(a, .infinity) == 0 && IncompleteGamma.lower(a, .infinity) == 1)
    #expect(IncompleteGamma.upper(a, 0) == 1 && IncompleteGamma.lower(a, 0) == 0)
    #expect(IncompleteGamma.upper(a, .greatestFiniteMagnitude) == 0)
  }

  @Test("Cost indices of groups that cost nothing, next to nothing or beyond all measure")
  func costs() {
    let figures: [Double] = [0, least, 1e-100, 1, 1e100]
    for a in figures {
      for b in figures {
        let group = CostIndices.Population(memberMonths: a, cost: b, costAtStandardPrices: 1, risk: a)
        for peers in [
          CostIndices.Population(memberMonths: b, cost: a, costAtStandardPrices: b, risk: 1),
          CostIndices.Population(memberMonths: 1, cost: 1, costAtStandardPrices: a, risk: b),
        ] {
          guard let total = CostIndices.totalCost(group: group, peers: peers) else { continue }
          expectFinite([total.totalCostIndex, total.resourceUseIndex, total.priceIndex], "\(a), \(b)")
        }
        expectFinite([CostIndices.saving(cost: a, heads: 1e12, target: b)], "\(a), \(b)")
      }
    }
    let most = Int64(1 << 52) - 1
    expectFinite([CostIndices.caseMix(cases: [most, most], weights: [1e200, -1e200]) ?? 0], "the most cases")
    #expect(
      CostIndices.caseMix(cases: [0, 0], weights: [1, 2]) == nil && CostIndices.caseMix(cases: [], weights: []) == nil)
    #expect(CostIndices.consumption(cases: [3], means: [1], references: [0]) == nil)
  }

  @Test("Rates of no events, of no heads, and of the most that is admitted")
  func rates() throws {
    for events in [0, 1, 1e14] {
      for heads in [1e-100, 1, 1e14, 1e100] {
        for level in [1e-9, 0.5, 0.998, 1 - 1e-12] {
          let estimates = [
            StandardizedRates.crude(events: events, heads: heads, level: level),
            StandardizedRates.indirect(observed: events, expected: heads, level: level),
            StandardizedRates.indirectLognormal(observed: events, expected: heads, level: level),
          ]
          for estimate in estimates {
            expectFinite(
              [estimate.value, estimate.interval?.lower ?? 0, estimate.interval?.upper ?? 0], "\(events), \(heads)")
          }
        }
      }
    }
    for (events, heads) in [(0.0, 1.0), (1e13, 1), (1e13, 1e14), (1, 1e14)] {
      let strata = [
        StandardizedRates.Stratum(events: events, heads: heads, referenceEvents: 1e14, referenceHeads: 1e9),
        StandardizedRates.Stratum(events: 0, heads: 1, referenceEvents: 0, referenceHeads: 1e14),
      ]
      let rate = try #require(StandardizedRates.direct(strata, level: 0.95))
      expectFinite([rate.value, rate.interval?.lower ?? 0, rate.interval?.upper ?? 0], "\(events), \(heads)")
      expectFinite(
        [StandardizedRates.expected(strata), StandardizedRates.referenceRate(strata)], "\(events), \(heads)")
    }
  }
}
