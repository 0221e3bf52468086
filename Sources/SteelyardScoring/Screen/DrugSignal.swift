import Foundation
import SteelyardLedger
import SteelyardNumerics

/// The share of drugs in the cost beside that expected of the same diseases.
enum DrugSignal {
  /// y and s of each institution of the peer group; all missing without a drug column.
  ///
  /// With drug cost D, cost C, expected drug cost E and half a mean head h added to each side: y = logit o − logit e,
  /// o = (D + h)/(C + 2h), e = (E + h)/(C + 2h); s = √(φ Σ_p C_p²)/(C + 2h)/(e(1 − e)).
  static func measured(_ peers: PeerCells) -> [SignalScore?] {
    let table = peers.table
    guard table.hasDrugCost else { return peers.institutions.map { _ in nil } }
    let share = shares(peers)
    var sums: [Sums] = []
    var gaps: [Double] = []
    for position in peers.institutions.indices {
      var sum = Sums()
      let parts = peers.visitors(of: position) { cells in
        var own = Sums()
        for cell in cells where table.cells[cell].costFen > 0 {
          own.cells += 1
          own.costFen += table.cells[cell].costFen
          own.drugFen += drugFen(table, cell)
          own.expected += Double(table.cells[cell].costFen) * share(cell)
        }
        sum.cells += own.cells
        sum.costFen += own.costFen
        sum.drugFen += own.drugFen
        let gap = Double(own.drugFen) - own.expected
        gaps.append(gap * gap)
        return (expected: own.expected, square: Double(own.costFen) * Double(own.costFen))
      }
      sum.expected = CompensatedSum.of(parts.lazy.map(\.expected))
      sum.squares = CompensatedSum.of(parts.lazy.map(\.square))
      sums.append(sum)
    }
    let phi = CompensatedSum.of(gaps) / CompensatedSum.of(sums.map(\.squares))
    return sums.map { $0.score(phi) }
  }

  /// Sums over cells of positive cost.
  private struct Sums {
    var cells = 0
    var costFen: Int64 = 0
    var drugFen: Int64 = 0
    /// Drug cost expected, fen.
    var expected = 0.0
    /// Σ of the persons' squared cost, fen².
    var squares = 0.0

    func score(_ phi: Double) -> SignalScore? {
      guard cells > 0 else { return nil }
      let cost = Double(costFen)
      let half = cost / Double(cells) / 2
      func odds(_ drug: Double) -> Double { (drug + half) / (cost - drug + half) }
      let whole = cost + 2 * half
      let e = (expected + half) / whole
      return SignalScore(
        logValue: log(odds(Double(drugFen))) - log(odds(expected)),
        standardError: (phi * squares).squareRoot() / whole / (e * (1 - e)))
    }
  }

  /// A cell's drug cost, held within 0 … its cost.
  private static func drugFen(_ table: CellTable, _ cell: Int) -> Int64 {
    min(max(table.cells[cell].drugFen, 0), table.cells[cell].costFen)
  }

  /// The share of drugs in the peer group's cost for a cell's disease, by cell of positive cost.
  private static func shares(_ peers: PeerCells) -> (Int) -> Double {
    let table = peers.table
    // Strata are sorted, so those of a disease lie together.
    var diseases: [Int] = []
    for (position, stratum) in table.strata.enumerated() {
      let isNew = position > 0 && table.strata[position - 1].disease != stratum.disease
      diseases.append((diseases.last ?? 0) + (isNew ? 1 : 0))
    }
    var cost = [Int64](repeating: 0, count: (diseases.last ?? -1) + 1)
    var drug = cost
    peers.forEachCell { cell in
      guard table.cells[cell].costFen > 0 else { return }
      let disease = diseases[Int(table.cells[cell].stratum)]
      cost[disease] += table.cells[cell].costFen
      drug[disease] += drugFen(table, cell)
    }
    let shares = zip(drug, cost).map { $1 > 0 ? Double($0) / Double($1) : 0 }
    return { shares[diseases[Int(table.cells[$0].stratum)]] }
  }
}
