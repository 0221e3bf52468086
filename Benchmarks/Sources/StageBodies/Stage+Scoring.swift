import SteelyardDomain
import SteelyardLedger
import SteelyardNumerics
@testable import SteelyardScoring

extension Stage {
  /// The tally to what is published.
  static let scoring = [
    expectedCost(institutions: 120, strata: 80), variance(institutions: 120, strata: 80), scorecard,
  ]

  /// N·R for all institutions, with two right-hand sides and the variance.
  static func expectedCost(institutions: Int, strata: Int) -> Stage {
    Stage(
      "expected-cost", items: "cells", usesBlas: true,
      count: { (input: MadeUpTally) in input.panel.heads.elements.count },
      // Capped, untruncated, and the variance of heads.
      work: { productsOfHeads($0.panel, columns: 3) },
      input: { MadeUpTally(institutions: institutions, strata: strata, seed: 7) },
      run: { IndirectStandardization($0.panel, $0.reference, $0.tally, plan: $0.plan) },
      check: { input, found in
        let twin = PlainTwin(input.tally)
        // Sums of a few hundred terms in another order.
        let share = largestShare(found.expected, twin.expected)
        try require(share < 1e-12, "expected cost is off by \(share)")
        let observed = input.tally.rows.reduce(Int64(0)) { $0 + $1.sums.cappedFen }
        let all = found.expected.reduce(0, +)
        try require(abs(all / Double(observed) - 1) < 1e-12, "ΣE is not ΣO: \(all), \(observed)")
      })
  }

  /// The pooled variance with the covariances of persons in two strata.
  static func variance(institutions: Int, strata: Int) -> Stage {
    Stage(
      "variance", items: "cells", usesBlas: true,
      count: { (input: MadeUpTally) in input.panel.heads.elements.count },
      work: { productsOfHeads($0.panel, columns: 1) },
      input: { MadeUpTally(institutions: institutions, strata: strata, seed: 7) },
      run: { WithinVariance.of($0.panel, $0.reference, $0.tally, plan: $0.plan) ?? [] },
      check: { input, found in
        let share = largestShare(found, PlainTwin(input.tally).variance)
        // The twin's variances lose digits to N·Σc² less (Σc)², which the engine takes from integers.
        try require(share < 1e-9, "the variance is off by \(share)")
      })
  }

  /// Heads times some columns, and the pairs, each with its column, times their covariances.
  private static func productsOfHeads(_ panel: CostPanel, columns: Int) -> Work {
    let (cells, pairs) = (panel.heads.elements.count, panel.pairHeads.values.count)
    return Work(operations: 2 * Double(columns * cells + pairs), bytes: 8 * cells + 16 * pairs)
  }

  /// The whole of scoring: indices, over-dispersion, shrinkage, exact ranks, gates.
  private static let scorecard = Stage(
    "scorecard", items: "institutions", usesBlas: true,
    count: { (input: MadeUpTally) in input.tally.institutions.count },
    input: { MadeUpTally(institutions: 40, strata: 20, seed: 8) },
    run: { Scorecard(tally: $0.tally, plan: $0.plan, institutions: [:], threads: 1) },
    check: { input, card in
      try require(card.institutions.count == input.tally.institutions.count, "institutions were lost")
      let cost = input.tally.totals.reduce(0.0) { $0 + Double($1.costFen) }
      let heads = input.tally.totals.reduce(0.0) { $0 + Double($1.heads) }
      for (place, score) in card.institutions.enumerated() {
        let plain = Double(score.costFen) / Double(score.heads) / (cost / heads)
        try require(abs((score.indexPlain ?? 0) / plain - 1) < 1e-12, "the index of \(score.institution.id)")
        try require(score.rank == place + 1, "the rank of \(score.institution.id)")
        let earlier = place > 0 ? card.institutions[place - 1].indexPlain ?? 0 : .infinity
        try require((score.indexPlain ?? 0) <= earlier, "\(score.institution.id) is dearer than the one before")
      }
      // Every draw gives each place once.
      let ranks = card.institutions.compactMap(\.expectedRank)
      let places = Double(ranks.count * (ranks.count + 1)) / 2
      try require(abs(ranks.reduce(0, +) - places) < 1e-6 && ranks.count > 1, "expected ranks of \(ranks.count)")
    })
}
