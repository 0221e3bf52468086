public import SteelyardLedger
import SteelyardStatistics

/// An order for looking, beside the published ranking: four signals, each compared with what the peers show for the
/// same patients.
///
/// The screen is the largest of the four z, so that what lies above the peers is not averaged away, and that signal is
/// named: it says where to look first. Nothing here is a finding: each signal has innocent explanations.
///
/// Checked against a naive twin and against the figures of an independent program.
public enum Screen {
  /// One of the four comparisons; the order of the cases decides ties.
  public enum Signal: String, CaseIterable, Sendable {
    /// Visits per head.
    case visits
    /// Cost of a visit.
    case price
    /// Share of drugs in the cost.
    case drugs
    /// Days fuller than weekdays explain.
    case crowding
  }

  /// The id that results print.
  public static let method = "screen.max.4"

  /// Measures the four signals at every institution and puts them together.
  ///
  /// Over-dispersion is `od.log.huber` by signal and peer group, small peer groups sharing one fit (methods §6).
  ///
  /// *Edge cases*: a signal that cannot be had (no drug column, no cell left, no spread among persons, no day beyond
  /// the weekdays) is missing. An institution with too few heads keeps its signals but has no z and no
  /// screen. One without cells is listed with nothing.
  ///
  /// - Parameters:
  ///   - cells: the cells of the period.
  ///   - days: the heads of its days, from the same ledger.
  ///   - plan: minima, ladder; the least heads of an institution are those of its gates.
  ///   - peerGroups: the peer group of each institution by code.
  ///   - distinctHeads: distinct persons of each institution in the period, by code.
  /// - Returns: one entry for each institution that has a peer group, by code in byte order; and the fits, by signal
  ///   and name.
  /// - Precondition: every institution of `cells` and `days` has a peer group.
  public static func scores(
    cells: CellTable, days: DayCounts, plan: ScoringPlan, peerGroups: [String: String],
    distinctHeads: [String: Int64]
  ) -> (institutions: [InstitutionScreen], fits: [ScreenFit]) {
    let known = cells.institutions + days.institutions
    precondition(known.allSatisfy { peerGroups[$0] != nil }, "every institution with a visit has a peer group")
    let codes = peerGroups.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let groups = codes.map { peerGroups[$0] ?? "" }
    let isLarge = codes.map { distinctHeads[$0, default: 0] >= Int64(plan.gates.headsMinimum) }
    let measured = measured(cells, days, plan, peerGroups)
    var scores = codes.map { measured[$0] ?? [:] }
    var fits: [ScreenFit] = []
    for signal in Signal.allCases {
      let units = scores.indices.filter { isLarge[$0] && scores[$0][signal] != nil }
      fits += judge(&scores, signal, units: units, groups: groups, unitsMinimum: plan.fitUnitsMinimum)
    }
    let institutions = codes.indices.map {
      InstitutionScreen(institution: codes[$0], peerGroup: groups[$0], scores: scores[$0])
    }
    return (institutions, fits)
  }

  /// y and s of every signal that can be had, by institution's code.
  private static func measured(
    _ cells: CellTable, _ days: DayCounts, _ plan: ScoringPlan, _ peerGroups: [String: String]
  ) -> [String: [Signal: SignalScore]] {
    var found: [String: [Signal: SignalScore]] = [:]
    func add(_ signal: Signal, _ scores: [SignalScore?], _ codes: [String]) {
      for (code, score) in zip(codes, scores) { found[code, default: [:]][signal] = score }
    }
    let positions = Dictionary(grouping: cells.institutions.indices) { peerGroups[cells.institutions[$0]] ?? "" }
    for (_, members) in positions {
      let peers = PeerCells(cells, institutions: members, plan: plan)
      let codes = members.map { cells.institutions[$0] }
      add(.visits, VisitSignal.measured(peers), codes)
      add(.price, PriceSignal.measured(peers), codes)
      add(.drugs, DrugSignal.measured(peers), codes)
    }
    let groups = days.institutions.map { peerGroups[$0] ?? "" }
    add(.crowding, CrowdingSignal.measured(days, groups: groups), days.institutions)
    return found
  }

  /// Gives the units their z of one signal, and returns the fits by name.
  private static func judge(
    _ scores: inout [[Signal: SignalScore]], _ signal: Signal, units: [Int], groups: [String], unitsMinimum: Int
  ) -> [ScreenFit] {
    let sizes = units.reduce(into: [String: Int]()) { $0[groups[$1], default: 0] += 1 }
    let byFit = Dictionary(grouping: units) { unit in
      sizes[groups[unit], default: 0] >= unitsMinimum ? groups[unit] : FunnelScore.smallGroups
    }
    return byFit.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { name in
      let members = (byFit[name] ?? []).compactMap { unit in scores[unit][signal].map { (unit: unit, score: $0) } }
      let fit = Overdispersion.huberLog(
        logRatios: members.map(\.score.logValue), standardErrors: members.map(\.score.standardError))
      for member in members {
        let score = member.score
        scores[member.unit][signal]?.z = fit.score(logRatio: score.logValue, standardError: score.standardError)
      }
      return ScreenFit(
        signal: signal, name: name, units: members.count, centre: fit.centre, tauSquared: fit.tauSquared,
        outcome: fit.status.rawValue)
    }
  }
}
