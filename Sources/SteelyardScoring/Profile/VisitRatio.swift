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
  /// Visits per head with a 95 % interval.
  public struct Rate: Equatable, Sendable {
    /// The rate.
    public let value: Double
    /// The ends of its interval.
    public let low, high: Double
  }

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
  /// Visits per head at the peers: what the ratios multiply to the indirectly standardised rate.
  public let referenceRate: Double
  /// Visits per head if the institution's heads were spread over its strata as the peers' are: the directly standardised
  /// rate with its 95 % interval.
  public let direct: Rate?
  /// The share of the peers' heads in the strata that the institution has, which the direct rate speaks of.
  public let directCoverage: Double

  /// The indirectly standardised rate, visits per head: the ratio times ``referenceRate``, and its 95 % interval.
  public var rate: Rate {
    Rate(value: ratio * referenceRate, low: low * referenceRate, high: high * referenceRate)
  }
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
      guard panel.sums.contains(where: { $0.heads > 0 }) else { continue }
      let groups = panel.caseMix.groups.count
      var visits = [Int64](repeating: 0, count: positions.count * groups)
      for cell in tally.rows where rowOf[cell.institution] >= 0 {
        visits[rowOf[cell.institution] * groups + panel.caseMix.groupOfStratum[cell.stratum]] += cell.sums.visits
      }
      let rate = StandardizedRates.referenceRate(
        panel.sums.filter { $0.heads > 0 }.map {
          .init(events: 0, heads: 0, referenceEvents: Double($0.visits), referenceHeads: Double($0.heads))
        })
      let whole = Double(panel.sums.reduce(0) { $0 + $1.heads })
      for (row, position) in positions.enumerated() {
        let own = visits[row * groups..<(row + 1) * groups]
        let strata = panel.sums.enumerated().filter { $0.element.heads > 0 && panel.heads[row, $0.offset] > 0 }.map {
          StandardizedRates.Stratum(
            events: Double(own[own.startIndex + $0.offset]), heads: panel.heads[row, $0.offset],
            referenceEvents: Double($0.element.visits),
            referenceHeads: Double($0.element.heads))
        }
        let expected = strata.isEmpty ? 0 : StandardizedRates.expected(strata)
        if expected < 1e-6 { continue }
        let observed = own.reduce(0, +)
        let estimate = StandardizedRates.indirect(
          observed: Double(observed), expected: expected, level: 0.95, by: plan.profile.countInterval)
        guard let interval = estimate.interval else { continue }
        let direct = StandardizedRates.direct(strata, level: 0.95).flatMap { estimate in
          estimate.interval.map { Rate(value: estimate.value, low: $0.lower, high: $0.upper) }
        }
        ratios.append(
          VisitRatio(
            institution: tally.institutions[position], observed: observed, expected: expected,
            ratio: estimate.value, low: interval.lower, high: interval.upper, referenceRate: rate, direct: direct,
            directCoverage: CompensatedSum.of(strata.map(\.referenceHeads).sorted()) / whole))
      }
    }
    return ratios.sorted { $0.institution.utf8.lexicographicallyPrecedes($1.institution.utf8) }
  }
}
