import SteelyardComparison
import SteelyardDomain
import SteelyardLedger
import SteelyardScoring

/// Holds what a rule of concentration found against the groups' peers: only what both the rule's limit and the peers single
/// out stays a clue.
///
/// The groups are scored as institutions are, by the same tally and the same methods: a group's rows (or money) are its
/// heads, those that meet the rule's test (or the largest share) its cost, one yuan each. A group is singled out where its
/// adjusted index is above 1 and its q value within the false discovery rate of ``ScoringPlan``; how far above is for the
/// rule's own limit. The shrunken index does not decide: among few peers that do not differ (τ̂² = 0, not rare with a
/// dozen issuers) it is 1 for every one of them, however far out.
struct PeerScore {
  /// One yuan: what a row that meets the test costs.
  private static let unitFen: Int64 = 100

  /// The clues that stand, those of other rules untouched, in their order.
  static func standing(
    _ clues: [Clue], of plan: ComparisonPlan, _ executor: PlanExecutor
  ) throws(ComparisonFailure) -> [Clue] {
    var figures: [String: [String: [Clue.Evidence]]] = [:]
    for rule in plan.rules {
      guard case .concentration(let concentration) = rule.operation, concentration.isScored else { continue }
      var isRate = true
      if case .share = concentration.measure { isRate = false }
      figures[rule.id] = singledOut(try executor.groups(of: rule), isRate: isRate)
    }
    return clues.compactMap { clue in
      guard let groups = figures[clue.rule] else { return clue }
      let found = clue.evidence.lazy.compactMap { groups[key($0.value, $0.threshold ?? "")] }.first
      guard let found else { return nil }
      return Clue(
        model: clue.model, modelVersion: clue.modelVersion, rule: clue.rule, subject: clue.subject,
        period: clue.period, occasion: clue.occasion, amountFen: clue.amountFen, severity: clue.severity,
        direction: clue.direction, evidence: clue.evidence + found, records: clue.records)
    }
  }

  /// What the peers say of the groups that stand out, by the figures that their clues show.
  static func singledOut(_ groups: [GroupFigure], isRate: Bool) -> [String: [Clue.Evidence]] {
    let plan = ScoringPlan()
    let card = Scorecard(
      tally: tally(groups), plan: plan, institutions: [:], order: .plain, isTallyGiven: true, threads: 1)
    let scores = Dictionary(card.institutions.map { ($0.institution.id, $0) }, uniquingKeysWith: { first, _ in first })
    var figures: [String: [Clue.Evidence]] = [:]
    for group in groups {
      guard let score = scores[group.group],
        let index = score.indexAdjusted, index > 1, let q = score.q, q <= plan.gates.falseDiscoveryRate
      else { continue }
      func text(_ fen: Int64) -> String { isRate ? String(fen) : Money(fen: fen).yuanText }
      figures[key(text(group.part), text(group.total))] = [
        ("index_adjusted", index), ("z", score.z), ("q", q),
      ].compactMap { name, value in
        value.map { Clue.Evidence(name: name, value: FixedDecimal.text($0, decimals: 6)) }
      }
    }
    return figures
  }

  private static func tally(_ groups: [GroupFigure]) -> Tally {
    let stratum = Stratum(labels: Array(repeating: Stratum.all, count: 5))
    var cells: [(institution: String, stratum: Stratum, sums: TallySums)] = []
    var totals: [String: TallySums] = [:]
    for group in groups where group.total > 0 {
      var sums = TallySums()
      sums.heads = group.total
      sums.distinctHeads = group.total
      sums.visits = group.total
      sums.costFen = group.part * unitFen
      sums.cappedFen = sums.costFen
      sums.cappedSquares = Int128(group.part) * Int128(unitFen * unitFen)
      cells.append((group.group, stratum, sums))
      totals[group.group] = sums
    }
    return Tally(
      groups: totals.mapValues { _ in Stratum.all }, cells: cells, totals: totals, pairs: [],
      parts: [.visits, .capped, .squares, .institutionRows])
  }

  private static func key(_ part: String, _ total: String) -> String { "\(part)|\(total)" }
}
