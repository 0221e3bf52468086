import Foundation
import SteelyardLedger
import SteelyardNumerics

/// The cost of a visit beside that of the peers' patients of the same stratum.
///
/// A mean of logarithms: one very dear patient moves it little, so nothing is capped.
enum PriceSignal {
  /// What a visit costs at least, in fen: less is a correction, no price.
  static let priceMinimumFen: Int64 = 100

  /// y and s of each institution of the peer group: y = Σr/ΣW with r = ln(cost/visits) less its stratum's mean,
  /// s² = σ² Σ W²/(ΣW)², W the cells of a person.
  static func measured(_ peers: PeerCells) -> [SignalScore?] {
    let table = peers.table
    let residual = residuals(peers)
    var sums: [(residual: Double, weight: Int64, square: Int64)] = []
    var squares: [Double] = []
    for position in peers.institutions.indices {
      var sum = (residual: 0.0, weight: Int64(0), square: Int64(0))
      let parts = peers.visitors(of: position) { cells in
        var weight: Int64 = 0
        var of = 0.0
        for cell in cells where hasPrice(table, cell) {
          weight += 1
          of += residual(cell)
        }
        sum.weight += weight
        sum.square += weight * weight
        squares.append(of * of)
        return of
      }
      sum.residual = CompensatedSum.of(parts)
      sums.append(sum)
    }
    let variance = CompensatedSum.of(squares) / Double(sums.reduce(0) { $0 + $1.square })
    return sums.map { sum in
      // Without a price at all both are 0/0 and the signal is missing.
      SignalScore(
        logValue: sum.residual / Double(sum.weight),
        standardError: (variance * Double(sum.square)).squareRoot() / Double(sum.weight))
    }
  }

  private static func hasPrice(_ table: CellTable, _ cell: Int) -> Bool {
    table.cells[cell].costFen >= priceMinimumFen * Int64(table.cells[cell].visits)
  }

  /// ln(cost/visits) of a cell less the mean over its stratum in the peer group, by cell with a price.
  private static func residuals(_ peers: PeerCells) -> (Int) -> Double {
    let table = peers.table
    func price(_ cell: Int) -> Double { log(Double(table.cells[cell].costFen) / Double(table.cells[cell].visits)) }
    var heads = [Int64?](repeating: nil, count: table.strata.count)
    var prices = [[Double]](repeating: [], count: heads.count)
    peers.forEachCell { cell in
      guard hasPrice(table, cell) else { return }
      let stratum = Int(table.cells[cell].stratum)
      heads[stratum] = (heads[stratum] ?? 0) + 1
      prices[stratum].append(price(cell))
    }
    let mix = CaseMix(
      labels: table.strata.map(\.labels), heads: heads, ladder: peers.ladder, headsMinimum: peers.headsMinimum)
    let references = mix.groups.map { group in
      let cells = group.strata.reduce(0) { $0 + (heads[$1] ?? 0) }
      return CompensatedSum.of(group.strata.lazy.flatMap { prices[$0] }) / Double(cells)
    }
    return { price($0) - references[mix.groupOfStratum[Int(table.cells[$0].stratum)]] }
  }
}
