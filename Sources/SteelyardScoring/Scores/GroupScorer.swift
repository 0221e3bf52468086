import Foundation
import SteelyardDomain
import SteelyardLedger
import SteelyardNumerics

/// Everything about one peer group that needs no other: plain and adjusted indices, expected cost, standard errors.
struct GroupScorer {
  /// A peer group's institutions as far as they can be scored alone.
  struct Result {
    var scores: [InstitutionScore]
    var summary: PeerGroupSummary
  }

  let tally: Tally
  let plan: ScoringPlan
  let institutions: [String: Institution]
  /// The tally as it were without the stratum factor `attached`; `nil` where that is not used.
  private let unattached: Tally?

  init(tally: Tally, plan: ScoringPlan, institutions: [String: Institution]) {
    self.tally = tally
    self.plan = plan
    self.institutions = institutions
    unattached = tally.withoutAttachment
  }

  /// Scores the institutions at some positions of the tally, which are one peer group.
  func score(_ name: String, _ positions: [Int]) -> Result {
    let panel = CostPanel(tally, institutions: positions, plan: plan)
    let reference = Reference(panel)
    let standard = IndirectStandardization(panel, reference, tally, plan: plan)
    let totals = positions.map { tally.totals[$0] }
    let peerHeads = totals.reduce(0) { $0 + $1.heads }
    let peerCost = totals.reduce(0) { $0 + $1.costFen }
    let hasPeers = totals.count { $0.distinctHeads > 0 } >= 2
    var scores = positions.indices.map { row in
      var score = counted(positions[row], name)
      if score.heads > 0, peerCost > 0 {
        let own = Double(score.costFen) / Double(score.heads)
        score.indexPlain = own / (Double(peerCost) / Double(peerHeads))
      }
      let distinct = totals[row].distinctHeads
      adjust(&score, row, panel, standard, hasPeers: hasPeers, isLarge: distinct >= Int64(plan.gates.headsMinimum))
      return score
    }
    addStrata(to: &scores, positions, panel, reference, standard)
    addUnattached(to: &scores, positions)
    let expected = standard.expected
    let whole = CompensatedSum.of(expected)
    let largest = expected.indices.max { expected[$0] < expected[$1] }
    var dominant: PeerGroupSummary.Dominant?
    if let largest, whole > 0, positions.count > 1, expected[largest] / whole > 0.2 {
      dominant = .init(institution: tally.institutions[positions[largest]], share: expected[largest] / whole)
    }
    let summary = PeerGroupSummary(
      name: name, institutions: positions.count, eligible: scores.count(where: \.isEligible), heads: peerHeads,
      costFen: peerCost, fit: "", strata: panel.stratumHeads.count { ($0 ?? 0) > 0 },
      strataByRung: panel.caseMix.strataByRung(heads: panel.stratumHeads, rungs: plan.ladder.count + 1),
      dominant: dominant)
    return Result(scores: scores, summary: summary)
  }

  /// What is counted, nothing estimated.
  private func counted(_ position: Int, _ group: String) -> InstitutionScore {
    let sums = tally.totals[position]
    let id = tally.institutions[position]
    return InstitutionScore(
      institution: institutions[id] ?? Institution(id: id), peerGroup: group, heads: sums.heads,
      visits: tally.parts.contains(.visits) ? sums.visits : nil, costFen: sums.costFen,
      truncatedFen: sums.costFen - sums.cappedFen,
      drugFen: tally.parts.contains(.drug) && plan.cost == .total ? sums.drugFen : nil,
      fundFen: tally.parts.contains(.fund) && plan.cost == .total ? sums.fundFen : nil)
  }

  private func adjust(
    _ score: inout InstitutionScore, _ row: Int, _ panel: CostPanel, _ standard: IndirectStandardization,
    hasPeers: Bool, isLarge: Bool
  ) {
    let observed = panel.observed(row: row)
    let expected = standard.expected[row]
    score.expected = expected / 100
    score.expectedUntruncated = standard.expectedUntruncated[row] / 100
    if expected > 0 { score.indexAdjusted = observed / expected }
    if standard.expectedUntruncated[row] > 0 {
      score.indexAdjustedUntruncated = Double(score.costFen) / standard.expectedUntruncated[row]
      score.excess = (Double(score.costFen) - standard.expectedUntruncated[row]) / 100
    }
    if observed <= 0 {
      score.outcome = .noSpend
    } else if expected <= 0 {
      score.outcome = .noReference
    } else if !hasPeers {
      score.outcome = .tooFewPeers
    } else if let variance = standard.variance {
      let error = variance[row] > 0 ? variance[row].squareRoot() / expected : 0
      // Below 10^-9 the variance is what rounding left of none at all.
      if error > 1e-9 { score.standardError = error } else { score.outcome = .noVariance }
    }
    score.isEligible = score.outcome == .scored && isLarge
  }

  /// The adjusted index without the stratum factor `attached`, beside the one with it (methods §3).
  private func addUnattached(to scores: inout [InstitutionScore], _ positions: [Int]) {
    guard let unattached else { return }
    // The institutions are those of the tally, in its order; their strata alone are fewer.
    let panel = CostPanel(unattached, institutions: positions, plan: plan)
    let standard = IndirectStandardization(panel, Reference(panel), unattached, plan: plan)
    for row in scores.indices where standard.expected[row] > 0 {
      let observed = panel.observed(row: row)
      scores[row].indexAdjustedUnattached = observed / standard.expected[row]
    }
  }

  /// What each stratum adds to the excess, and the DRG-style index.
  private func addStrata(
    to scores: inout [InstitutionScore], _ positions: [Int], _ panel: CostPanel, _ reference: Reference,
    _ standard: IndirectStandardization
  ) {
    var rowOf = [Int](repeating: -1, count: tally.institutions.count)
    for (row, position) in positions.enumerated() { rowOf[position] = row }
    var ratios = [Double](repeating: 0, count: positions.count)
    var heads = [Int64](repeating: 0, count: positions.count)
    for cell in tally.rows where rowOf[cell.institution] >= 0 {
      let row = rowOf[cell.institution]
      let group = panel.caseMix.groupOfStratum[cell.stratum]
      let mean = reference.untruncated[group]
      if cell.sums.heads > 0, mean > 0 {
        ratios[row] += Double(cell.sums.costFen) / mean
        heads[row] += cell.sums.heads
      }
      let own = standard.headReference(row: row, group: group)
      scores[row].strata.append(
        .init(
          labels: tally.strata[cell.stratum].labels, heads: cell.sums.heads, costFen: cell.sums.costFen,
          expected: Double(cell.sums.heads) * own / 100))
    }
    for row in scores.indices {
      if heads[row] > 0 { scores[row].indexDrg = ratios[row] / Double(heads[row]) }
      scores[row].strata.sort { a, b in
        a.excess == b.excess ? a.labels.lexicographicallyPrecedes(b.labels) : a.excess > b.excess
      }
    }
  }
}
