import Foundation
public import SteelyardDomain
public import SteelyardLedger
import SteelyardNumerics
import SteelyardStatistics

extension Scorecard {
  /// Scores a tally: peers, reference, expected cost, over-dispersion, shrinkage, ranks, gates, published order.
  ///
  /// - Parameters:
  ///   - tally: the sufficient table.
  ///   - plan: what the model decides.
  ///   - institutions: names, kinds, levels and districts, by code; those it lacks are known by their code alone.
  ///   - isTallyGiven: whether someone else made the tally, so that the model cannot say how.
  ///   - history: earlier periods for the gate of persistence; `nil` leaves it unjudged.
  ///   - threads: how many threads the rank simulation uses; the result does not depend on it.
  public init(
    tally: Tally, plan: ScoringPlan, institutions: [String: Institution], order: ScoringPlan.Order = .plain,
    isTallyGiven: Bool = false, history: SignalHistory? = nil, threads: Int
  ) {
    let scorer = GroupScorer(tally: tally, plan: plan, institutions: institutions)
    let names = Set(tally.peerGroups).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var scores: [InstitutionScore] = []
    var summaries: [PeerGroupSummary] = []
    for name in names {
      let result = scorer.score(name, tally.institutions.indices.filter { tally.peerGroups[$0] == name })
      scores += result.scores
      summaries.append(result.summary)
    }
    // From here on the order is that of the codes, whatever the peer groups.
    scores.sort { $0.institution.id.utf8.lexicographicallyPrecedes($1.institution.id.utf8) }
    let funnel = FunnelScore(plan: plan)
    var fits: [DispersionFit] = []
    if tally.parts.contains(.squares) {
      fits = funnel.apply(to: &scores)
      Self.adjustForMultiplicity(&scores, by: plan.multiplicity)
    } else {
      funnel.applyRobust(to: &scores)
    }
    let ranked = Self.addRanks(to: &scores, plan: plan, threads: threads)
    let gate = InterviewGate(
      plan: plan, withoutSpread: Set(fits.filter { $0.shrinkageTauSquared == 0 }.map(\.name)), history: history)
    let distinct = Dictionary(
      uniqueKeysWithValues: zip(tally.institutions, tally.totals).map { ($0, $1.distinctHeads) })
    for row in scores.indices where tally.parts.contains(.squares) {
      gate.apply(to: &scores[row], distinctHeads: distinct[scores[row].institution.id] ?? 0)
    }
    Ranking.sort(&scores, by: order)
    let fitOf = Dictionary(scores.map { ($0.peerGroup, $0.fit) }, uniquingKeysWith: { first, _ in first })
    self.init(
      institutions: scores, peerGroups: summaries.map { $0.fitted(fitOf[$0.name] ?? "") }, fits: fits,
      methods: MethodStatement.statements(
        plan: plan, tally: tally, fits: fits, ranks: ranked.method, isTallyGiven: isTallyGiven, history: history),
      absences: Self.absences(tally, plan, eligible: scores.count(where: \.isEligible)), topCount: ranked.top,
      order: order)
    self.funnel = plan.funnel
  }

  /// q over the eligible institutions of the run (methods §9).
  private static func adjustForMultiplicity(_ scores: inout [InstitutionScore], by method: FalseDiscovery.Method) {
    let family = scores.indices.filter { scores[$0].isEligible && scores[$0].p != nil }
    let q = FalseDiscovery.adjusted(family.map { scores[$0].p ?? 1 }, by: method)
    for (position, row) in family.enumerated() { scores[row].q = q[position] }
  }

  /// Ranks of the posterior means over the eligible (methods §8): exact up to 200 institutions, simulated above.
  private static func addRanks(
    to scores: inout [InstitutionScore], plan: ScoringPlan, threads: Int
  ) -> (method: String, top: Int) {
    let family = scores.indices.filter { scores[$0].isEligible && scores[$0].posteriorMean != nil }
    let top = min(family.count, plan.topCount ?? max(10, (family.count + 19) / 20))
    if family.isEmpty || family.count > Self.ranksMaximum { return ("", top) }
    let means = family.map { scores[$0].posteriorMean ?? 0 }
    let deviations = family.map { scores[$0].posteriorDeviation ?? 0 }
    let ranks =
      family.count <= Self.exactRanksMaximum
      ? RankIntervals.exact(means: means, standardDeviations: deviations, top: top)
      : RankIntervals.simulated(
        means: means, standardDeviations: deviations, top: top, draws: plan.rankDraws, seed: plan.rankSeed,
        threads: threads)
    for (position, row) in family.enumerated() {
      scores[row].expectedRank = ranks.expectedRanks[position]
      scores[row].rankLow = ranks.lows[position]
      scores[row].rankHigh = ranks.highs[position]
      scores[row].topProbability = ranks.topProbabilities[position]
    }
    return (ranks.method, top)
  }

  /// Up to how many institutions ranks are computed exactly.
  static let exactRanksMaximum = 200
  /// Up to how many they are simulated: a rank takes 16 bits.
  static let ranksMaximum = 65_536

  /// Result columns that the tally leaves empty, with the reason.
  private static func absences(_ tally: Tally, _ plan: ScoringPlan, eligible: Int) -> [Absence] {
    var absences: [Absence] = []
    for (column, part, reason) in [
      ("drug_share", Tally.Part.drug, Absence.Reason.noDrugColumn), ("fund_share", .fund, .noFundColumn),
    ] {
      if plan.cost != .total {
        absences.append(Absence(column: column, reason: .costNotTotal))
      } else if !tally.parts.contains(part) {
        absences.append(Absence(column: column, reason: reason))
      }
    }
    if !tally.parts.contains(.visits) {
      for column in ["visits", "cost_per_visit", "visits_per_head"] {
        absences.append(Absence(column: column, reason: .noVisits))
      }
    }
    if !tally.parts.contains(.capped) { absences.append(Absence(column: "truncated_cost", reason: .noCappedCost)) }
    if !tally.parts.contains(.squares) {
      let columns = [
        "index_shrunk", "index_low", "index_high", "index_eb05", "reliability", "p", "q", "excess_shrunk",
        "excess_low", "excess_high", "rank_low", "rank_high", "p_top", "band", "gate", "expected_rank", "p_above_one",
        "p_above_watched", "standard_error",
      ]
      for column in columns {
        absences.append(Absence(column: column, reason: .noSquares))
      }
    } else if !tally.parts.contains(.pairs) {
      absences.append(Absence(column: "standard_error", reason: .noPairs))
    }
    if tally.parts.contains(.squares), eligible > ranksMaximum {
      for column in ["rank_low", "rank_high", "p_top", "expected_rank"] {
        absences.append(Absence(column: column, reason: .tooManyInstitutions))
      }
    }
    if !tally.parts.contains(.institutionRows) {
      absences.append(Absence(column: "heads", reason: .noInstitutionRows))
    }
    return absences
  }
}

extension PeerGroupSummary {
  /// The summary with the name of the fit it belongs to.
  func fitted(_ fit: String) -> PeerGroupSummary {
    PeerGroupSummary(
      name: name, institutions: institutions, eligible: eligible, heads: heads, costFen: costFen, fit: fit,
      strata: strata, strataByRung: strataByRung, dominant: dominant)
  }
}
