import SteelyardDomain
import SteelyardLedger
import SteelyardNumerics
import SteelyardStatistics

/// How many visits an institution had against what its heads would have at its peers: the indirectly standardised ratio
/// of a count, with its interval (methods §4).
///
/// Visits and heads are those of strata (person × disease × day, person × disease), strata those of the cost index. The
/// interval is that of a Poisson count: it leaves out that one person's visits go together, so it is too narrow for a
/// judgement; the screen has one that does not.
public struct VisitRatio: Equatable, Sendable {
  /// The institution's code.
  public let institution: String
  /// Visits of its disease heads.
  public let observed: Int64
  /// Visits expected of as many heads of each stratum at the peers.
  public let expected: Double
  /// Observed over expected.
  public let ratio: Double
  /// 95 % interval of the ratio.
  public let low, high: Double
}

extension VisitRatio {
  /// The ratios of all institutions with an expectation, by code; none where the tally has no visits.
  static func ratios(_ tally: Tally, plan: ScoringPlan) -> [VisitRatio] {
    guard tally.parts.contains(.visits) else { return [] }
    var ratios: [VisitRatio] = []
    for (_, positions) in Dictionary(grouping: tally.institutions.indices, by: { tally.peerGroups[$0] }) {
      let panel = CostPanel(tally, institutions: positions, plan: plan)
      var rowOf = [Int](repeating: -1, count: tally.institutions.count)
      for (row, position) in positions.enumerated() { rowOf[position] = row }
      var observed = [Int64](repeating: 0, count: positions.count)
      for cell in tally.rows where rowOf[cell.institution] >= 0 {
        observed[rowOf[cell.institution]] += cell.sums.visits
      }
      for (row, position) in positions.enumerated() {
        let strata = panel.sums.enumerated().filter { $0.element.heads > 0 && panel.heads[row, $0.offset] > 0 }.map {
          StandardizedRates.Stratum(
            events: 0, heads: panel.heads[row, $0.offset], referenceEvents: Double($0.element.visits),
            referenceHeads: Double($0.element.heads))
        }
        let expected = strata.isEmpty ? 0 : StandardizedRates.expected(strata)
        if expected < 1e-6 { continue }
        let estimate = StandardizedRates.indirect(
          observed: Double(observed[row]), expected: expected, level: 0.95, by: plan.profile.countInterval)
        guard let interval = estimate.interval else { continue }
        ratios.append(
          VisitRatio(
            institution: tally.institutions[position], observed: observed[row], expected: expected,
            ratio: estimate.value, low: interval.lower, high: interval.upper))
      }
    }
    return ratios.sorted { $0.institution.utf8.lexicographicallyPrecedes($1.institution.utf8) }
  }
}
