import Foundation
import SteelyardDomain
import SteelyardNumerics
import SteelyardStatistics

/// One institution seen from below: the gates of the interview list turned round (methods §10, `low.mirrored`).
///
/// A cost model raises its score by excess alone; who lies clearly below the peers is a question of another kind, about
/// service, and stands on a list of its own. Figures that cannot be had are `nil`, as in the score.
public struct LowSide: Sendable {
  /// The institution as the ranking has it.
  public let score: InstitutionScore
  /// exp(m + 1.644854·sd): the index is below this with a probability of 95 %.
  public let indexEb95: Double?
  /// Lower one-sided p of z; two-sided where the plan says so.
  public let p: Double?
  /// p adjusted over the eligible.
  public let q: Double?
  /// Every gate, in order; none where the tally has no squares to judge by.
  public let gates: [InstitutionScore.GateResult]

  /// Expected less observed cost, untruncated, yuan.
  public var shortfall: Double? { score.excess.map { -$0 } }
  /// The same by the shrunken index.
  public var shortfallShrunk: Double? { score.excessShrunk.map { -$0 } }
  /// The lower end of its 95 % interval.
  public var shortfallLow: Double? { score.excessHigh.map { -$0 } }
  /// The upper end.
  public var shortfallHigh: Double? { score.excessLow.map { -$0 } }
  /// In how many of the latest periods it stood out below, this one included; `nil` without history.
  public var periodsSignalled: Int64? { gates.first { $0.gate == .persistent }?.value.map { Int64($0) } }
  /// Whether every gate passes.
  public var isListed: Bool { !gates.isEmpty && gates.allSatisfy(\.passes) }
}

/// What a run printed of an institution, as far as the low side rests on it.
public struct PrintedEstimate: Sendable {
  /// Its code.
  public var institution: String
  /// The shrunken index with the ends of its 95 % interval.
  public var indexShrunk, indexLow, indexHigh: Double?
  /// z.
  public var z: Double?
  /// Whether it took part in the estimates.
  public var isEligible: Bool

  /// Creates an estimate.
  public init(
    institution: String, indexShrunk: Double?, indexLow: Double?, indexHigh: Double?, z: Double?, isEligible: Bool
  ) {
    self.institution = institution
    self.indexShrunk = indexShrunk
    self.indexLow = indexLow
    self.indexHigh = indexHigh
    self.z = z
    self.isEligible = isEligible
  }
}

extension LowSide {
  /// The institutions on the low list, the lowest first: by ``indexEb95`` as it is printed, then by code.
  public static func list(_ scorecard: Scorecard, plan: ScoringPlan, history: SignalHistory? = nil) -> [LowSide] {
    let listed = all(scorecard, plan: plan, history: history).filter(\.isListed).map { low in
      (printed: FixedDecimal.text(low.indexEb95 ?? 0, decimals: 6), low: low)
    }
    return listed.sorted { a, b in
      let (x, y) = (Double(a.printed) ?? 0, Double(b.printed) ?? 0)
      return x == y
        ? a.low.score.institution.id.utf8.lexicographicallyPrecedes(b.low.score.institution.id.utf8) : x < y
    }.map(\.low)
  }

  /// Every institution seen from below, in the scorecard's order.
  public static func all(_ scorecard: Scorecard, plan: ScoringPlan, history: SignalHistory? = nil) -> [LowSide] {
    let scores = scorecard.institutions
    let p = scores.map { pValue($0.z, plan) }
    let q = adjusted(p, isEligible: scores.map(\.isEligible), plan)
    // Without spread every posterior is the group's own, and says nothing of one institution.
    let withoutSpread = Set(scorecard.fits.filter { $0.shrinkageTauSquared == 0 }.map(\.name))
    return scores.indices.map { row in
      let score = scores[row]
      let upper = score.posteriorMean.flatMap { mean in score.posteriorDeviation.map { indexEb95(mean, $0) } }
      return LowSide(
        score: score, indexEb95: upper, p: p[row], q: q[row],
        gates: gates(score, withoutSpread.contains(score.fit) ? nil : upper, q[row], plan, history))
    }
  }

  /// The codes of the institutions that stood out below in an earlier run, by the figures it printed and the thresholds
  /// of the plan at hand.
  public static func signals(_ printed: [PrintedEstimate], plan: ScoringPlan) -> Set<String> {
    let q = adjusted(printed.map { pValue($0.z, plan) }, isEligible: printed.map(\.isEligible), plan)
    let codes = zip(printed, q).compactMap { estimate, q -> String? in
      guard let index = estimate.indexShrunk, let low = estimate.indexLow, let high = estimate.indexHigh, index > 0,
        low > 0, high >= low
      else { return nil }
      let deviation = (log(high) - log(low)) / (2 * FunnelLimits.z95)
      return isSignal(indexEb95(log(index), deviation), q, plan) ? estimate.institution : nil
    }
    return Set(codes)
  }

  private static func indexEb95(_ mean: Double, _ deviation: Double) -> Double {
    exp(min(mean + NormalDistribution.quantile(0.95) * deviation, FunnelScore.logRatioMaximum))
  }

  /// The lower tail of z, or both.
  private static func pValue(_ z: Double?, _ plan: ScoringPlan) -> Double? {
    z.map {
      plan.sides == .upper ? NormalDistribution.upperTail(-$0) : min(1, 2 * NormalDistribution.upperTail(abs($0)))
    }
  }

  /// q over the eligible, by position; `nil` for others.
  private static func adjusted(_ p: [Double?], isEligible: [Bool], _ plan: ScoringPlan) -> [Double?] {
    let family = p.indices.filter { isEligible[$0] && p[$0] != nil }
    var q = [Double?](repeating: nil, count: p.count)
    let values = FalseDiscovery.adjusted(family.map { p[$0] ?? 1 }, by: plan.multiplicity)
    for (position, row) in family.enumerated() { q[row] = values[position] }
    return q
  }

  /// Whether figures make an institution stand out below: on the log scale as far from 1 as `minimum-index` lies above.
  private static func isSignal(_ index: Double?, _ q: Double?, _ plan: ScoringPlan) -> Bool {
    guard let index, let q else { return false }
    return index < 1 / plan.gates.indexMinimum && q <= plan.gates.falseDiscoveryRate
  }

  private static func gates(
    _ score: InstitutionScore, _ index: Double?, _ q: Double?, _ plan: ScoringPlan, _ history: SignalHistory?
  ) -> [InstitutionScore.GateResult] {
    if score.gates.isEmpty { return [] }
    let gates = plan.gates
    let indexMaximum = 1 / gates.indexMinimum
    let shortfallMinimum = Double(gates.excessMinimum.fen) / 100
    let shortfall = score.excessShrunk.map { -$0 }
    var results: [InstitutionScore.GateResult] = [
      .init(gate: .extreme, value: index, threshold: indexMaximum, passes: index.map { $0 < indexMaximum } ?? false),
      .init(
        gate: .significant, value: q, threshold: gates.falseDiscoveryRate,
        passes: q.map { $0 <= gates.falseDiscoveryRate } ?? false),
      .init(
        gate: .material, value: shortfall, threshold: shortfallMinimum,
        passes: shortfall.map { $0 >= shortfallMinimum } ?? false),
    ]
    // Data are as much, and as reliable, seen from either side.
    results += score.gates.filter { $0.gate == .reliable || $0.gate == .heads }
    if let history {
      let earlier = history.lowSignals(of: score.institution.id, among: gates.persistencePeriods - 1)
      let value = Double(earlier + (isSignal(index, q, plan) ? 1 : 0))
      let threshold = Double(gates.persistenceMinimum)
      results.append(.init(gate: .persistent, value: value, threshold: threshold, passes: value >= threshold))
    }
    return results
  }
}
