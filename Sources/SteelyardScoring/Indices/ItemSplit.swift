import Foundation
import SteelyardLedger
import SteelyardNumerics
import SteelyardStatistics

/// Cost a visit of a peer group's institutions taken apart by fee lines: price, quantity, basket, cost not itemised.
///
/// A *standard line* of an item is the peers' mean quantity a line, so that tablets, boxes and grams can be counted
/// together. With u standard lines a visit, a share b of them of each item, and a unit price p:
///
///     cost a visit = Σ_items u · (b · what a standard line costs at the peers' median price) · (p / that median)
///                    + cost not itemised
///
/// The median is over the institutions' mean unit prices, each counted once. Where fewer than three institutions sell
/// an item there is no price effect, and its price stays in the basket. The peers' own price counts as 1, and what
/// their mean price differs from the median is in the basket too. An item's money at an institution is not itemised
/// where its net quantity, amount or lines are not positive.
///
/// This is ln of crude cost a visit. What case mix has already taken of it (the difference to the cost parts of the
/// waterfall) is divided between basket and not itemised by the share of money in each.
struct ItemSplit {
  /// From how many institutions a median price is taken.
  static let sellersMinimum = 3

  /// The split of one institution.
  struct Result {
    /// Effects on ln(index), together the effect that was to be split.
    let effects: [(kind: Waterfall.Kind, effect: Double)]
    /// The share of the institution's cost that is itemised.
    let ownShare: Double
  }

  /// An item among the peers.
  private struct Item {
    var lines: Int128 = 0
    var quantity: Int128 = 0
    var amountFen: Int128 = 0
    var prices: [Double] = []
    var medianPrice: Double?

    /// The peers' mean quantity a line.
    var standardQuantity: Double { Double(quantity) / Double(lines) }
  }

  private let rows: [[ItemTally.Row]]
  private let items: [Item]
  private let costFen: [Int64]
  private let visits: [Int64]
  /// The peer group's sums: cost and itemised money in fen, visits, lines.
  private let peersFen, peersItemisedFen, peersLines: Int128
  private let peersVisits: Double

  /// - Parameters:
  ///   - institutions: codes of the peer group's institutions.
  ///   - costFen: their cost.
  ///   - visits: their visits, person × disease × day.
  init(_ tally: ItemTally, institutions: [String], costFen: [Int64], visits: [Int64]) {
    let rowOf = Dictionary(institutions.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let rowOfPosition = tally.institutions.map { rowOf[$0] }
    var rows = [[ItemTally.Row]](repeating: [], count: institutions.count)
    var items = [Item](repeating: Item(), count: tally.items.count)
    for row in tally.rows where row.sums.isUsable {
      guard let institution = rowOfPosition[row.institution] else { continue }
      rows[institution].append(row)
      items[row.item].lines += Int128(row.sums.lines)
      items[row.item].quantity += row.sums.quantity
      items[row.item].amountFen += row.sums.amountFen
      items[row.item].prices.append(Double(row.sums.amountFen) / Double(row.sums.quantity))
    }
    for item in items.indices where items[item].prices.count >= Self.sellersMinimum {
      items[item].medianPrice = Quantiles.median(items[item].prices)
    }
    (self.rows, self.items, self.costFen, self.visits) = (rows, items, costFen, visits)
    peersFen = costFen.reduce(0) { $0 + Int128($1) }
    peersItemisedFen = items.reduce(0) { $0 + $1.amountFen }
    peersLines = items.reduce(0) { $0 + $1.lines }
    peersVisits = Double(visits.reduce(0, +))
  }

  /// Splits the effect of an institution's cost a visit on ln(index); `nil` without usable lines.
  func effects(_ row: Int, splitting effect: Double) -> Result? {
    guard !rows[row].isEmpty, visits[row] > 0, costFen[row] > 0, peersFen > 0 else { return nil }
    let ownVisits = Double(visits[row])
    let index = divisia(row, ownVisits: ownVisits)
    let itemisedFen = rows[row].reduce(0) { $0 + $1.sums.amountFen }
    let rest =
      Double(Int128(costFen[row]) - itemisedFen) / ownVisits - Double(peersFen - peersItemisedFen) / peersVisits
    let mean = DivisiaIndex.logMean(Double(costFen[row]) / ownVisits, Double(peersFen) / peersVisits)
    let shares = (
      own: Double(itemisedFen) / Double(costFen[row]), peers: Double(peersItemisedFen) / Double(peersFen)
    )
    let itemisedShare = min(1, (shares.own + shares.peers) / 2)
    // The crude effect is the sum of all four, so that nothing is left over by rounding either.
    let crude = (index.differences.reduce(0, +) + rest) / mean
    let taken = effect - crude
    return Result(
      effects: [
        (.price, index.differences[2] / mean), (.quantity, index.differences[0] / mean),
        (.basket, index.differences[1] / mean + itemisedShare * taken),
        (.notItemised, rest / mean + (1 - itemisedShare) * taken),
      ], ownShare: shares.own)
  }

  /// Money in lines a visit, in fen, own against the peers', by quantity, basket and price.
  private func divisia(_ row: Int, ownVisits: Double) -> DivisiaIndex {
    func standardLines(_ quantity: Int128, _ item: Item) -> Double { Double(quantity) / item.standardQuantity }
    let ownLines = CompensatedSum.of(rows[row].lazy.map { standardLines($0.sums.quantity, items[$0.item]) })
    let peersLines = Double(peersLines)
    var own: [[Double]] = []
    var peers: [[Double]] = []
    var elsewhereFen = peersItemisedFen
    for sold in rows[row] {
      let item = items[sold.item]
      elsewhereFen -= item.amountFen
      let price = Double(sold.sums.amountFen) / Double(sold.sums.quantity)
      let reference = item.medianPrice ?? price
      let share = standardLines(sold.sums.quantity, item) / ownLines
      own.append([ownLines / ownVisits, share * reference * item.standardQuantity, price / reference])
      peers.append([peersLines / peersVisits, Double(item.amountFen) / peersLines, 1])
    }
    // What only others sell is all basket, so one cell holds it.
    if elsewhereFen > 0 {
      own.append([ownLines / ownVisits, 0, 1])
      peers.append([peersLines / peersVisits, Double(elsewhereFen) / peersLines, 1])
    }
    func matrix(_ cells: [[Double]]) -> Matrix {
      Matrix(rows: cells.count, columns: 3, elements: (0..<3).flatMap { column in cells.map { $0[column] } })
    }
    return DivisiaIndex(own: matrix(own), reference: matrix(peers))
  }
}
