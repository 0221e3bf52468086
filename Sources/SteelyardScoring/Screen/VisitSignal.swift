import Foundation
import SteelyardLedger
import SteelyardNumerics

/// Visits per head: how often patients come, beside what the peers see of patients of the same stratum who are as often
/// elsewhere.
///
/// A count with dispersion φ by person, so visits of one person are never taken as independent.
enum VisitSignal {
  /// Classes of visits elsewhere.
  static let classes = 3

  /// 0 without visits elsewhere, 1 with fewer than one a month of the period, 2 with one a month or more.
  static func elsewhereClass(_ visits: Int32, months: Int) -> Int { visits == 0 ? 0 : Int(visits) < months ? 1 : 2 }

  /// y and s of each institution of the peer group: y = ln(Σn/ΣE), s² = φ/ΣE.
  static func measured(_ peers: PeerCells) -> [SignalScore?] {
    let table = peers.table
    let expected = expectedVisits(peers)
    // One person's surplus, and what was expected, by institution.
    var sums: [(observed: Int64, expected: Double)] = []
    var squares: [Double] = []
    for position in peers.institutions.indices {
      var observed: Int64 = 0
      let parts = peers.visitors(of: position) { cells in
        var own: Int64 = 0
        var of = 0.0
        for cell in cells {
          own += Int64(table.cells[cell].visits)
          of += expected(cell)
        }
        observed += own
        squares.append((Double(own) - of) * (Double(own) - of))
        return of
      }
      sums.append((observed, CompensatedSum.of(parts)))
    }
    let phi = CompensatedSum.of(squares) / CompensatedSum.of(sums.map(\.expected))
    return sums.map { sum in
      SignalScore(
        logValue: log(Double(sum.observed) / sum.expected), standardError: (phi / sum.expected).squareRoot())
    }
  }

  /// The mean visits of a cell's stratum in the peer group, by cell.
  private static func expectedVisits(_ peers: PeerCells) -> (Int) -> Double {
    let table = peers.table
    func stratum(_ cell: Int) -> Int {
      Int(table.cells[cell].stratum) * classes + elsewhereClass(table.cells[cell].elsewhere, months: table.months)
    }
    var heads = [Int64?](repeating: nil, count: table.strata.count * classes)
    var visits = [Int64](repeating: 0, count: heads.count)
    peers.forEachCell { cell in
      heads[stratum(cell)] = (heads[stratum(cell)] ?? 0) + 1
      visits[stratum(cell)] += Int64(table.cells[cell].visits)
    }
    let labels = table.strata.flatMap { stratum in (0..<classes).map { stratum.labels + [String($0)] } }
    let mix = CaseMix(
      labels: labels, heads: heads, ladder: peers.ladder + [labels.first.map { $0.count - 1 } ?? 0],
      headsMinimum: peers.headsMinimum)
    let references = mix.groups.map { group in
      Double(group.strata.reduce(0) { $0 + visits[$1] }) / Double(group.strata.reduce(0) { $0 + (heads[$1] ?? 0) })
    }
    return { references[mix.groupOfStratum[stratum($0)]] }
  }
}
