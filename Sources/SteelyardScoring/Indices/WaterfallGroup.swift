import Foundation
import SteelyardDomain
import SteelyardLedger
import SteelyardNumerics
import SteelyardStatistics

/// One peer group of which waterfalls are made: its groups of strata, and the sums of each institution and of all.
struct WaterfallGroup {
  /// A group of strata at an institution or among its peers, as far as factors explain its money.
  struct Side {
    var heads: Double
    var visits: Double
    /// By kind of cost, in fen, none below zero.
    var costFen: [Int64]
    /// All of it.
    var explainedFen: Int64 { costFen.reduce(0, +) }
  }

  private let tally: Tally
  private let positions: [Int]
  private let hasVisits: Bool
  /// The kinds of cost: one, or drug and other.
  private let costKinds: [Waterfall.Kind]
  /// The groups of strata of each institution, and the peers' by group; `nil` where nothing is explained.
  private var own: [[(group: Int, side: Side)]] = []
  private var pooled: [Side?] = []
  private let total: TallySums
  private let split: ItemSplit?
  private let itemAbsence: Waterfall.ItemOutcome

  init(_ tally: Tally, _ positions: [Int], plan: ScoringPlan, items: ItemTally?) {
    self.tally = tally
    self.positions = positions
    hasVisits = tally.parts.contains(.visits)
    costKinds = tally.parts.contains(.drug) && plan.cost == .total ? [.drugCost, .otherCost] : [.cost]
    var rowOf = [Int](repeating: -1, count: tally.institutions.count)
    for (row, position) in positions.enumerated() { rowOf[position] = row }
    let cells = tally.rows.filter { rowOf[$0.institution] >= 0 }
    var heads = [Int64?](repeating: nil, count: tally.strata.count)
    for cell in cells { heads[cell.stratum] = (heads[cell.stratum] ?? 0) + cell.sums.heads }
    let mix = CaseMix(
      strata: tally.strata, heads: heads, ladder: plan.ladder, headsMinimum: plan.stratumHeadsMinimum)
    var pooledSums = [TallySums](repeating: TallySums(), count: mix.groups.count)
    var ownSums = [[Int: TallySums]](repeating: [:], count: positions.count)
    for cell in cells {
      let group = mix.groupOfStratum[cell.stratum]
      ownSums[rowOf[cell.institution]][group, default: TallySums()] += cell.sums
      pooledSums[group] += cell.sums
    }
    var total = TallySums()
    for position in positions { total += tally.totals[position] }
    self.total = total
    if items == nil {
      itemAbsence = .notGiven
    } else if plan.cost != .total {
      itemAbsence = .costNotTotal
    } else {
      itemAbsence = hasVisits ? .noItems : .noVisits
    }
    split =
      itemAbsence == .noItems
      ? items.map { items in
        ItemSplit(
          items, institutions: positions.map { tally.institutions[$0] },
          costFen: positions.map { tally.totals[$0].costFen },
          visits: ownSums.map { $0.values.reduce(0) { $0 + $1.visits } })
      } : nil
    pooled = pooledSums.map(side)
    own = ownSums.map { sums in
      sums.sorted { $0.key < $1.key }.compactMap { group, sums in side(sums).map { (group, $0) } }
    }
  }

  /// The waterfall of an institution of the group.
  func waterfall(_ row: Int) -> Waterfall {
    let sums = tally.totals[positions[row]]
    let (id, name) = (tally.institutions[positions[row]], tally.peerGroups[positions[row]])
    if sums.heads <= 0 { return Waterfall(id, name, .noHeads, itemAbsence) }
    if sums.costFen <= 0 { return Waterfall(id, name, .noSpend, itemAbsence) }
    if total.costFen <= 0 { return Waterfall(id, name, .noReference, itemAbsence) }
    let cost = Double(sums.costFen) / Double(sums.heads)
    let peers = Double(total.costFen) / Double(total.heads)
    let parts = Waterfall.parts(differences(row, sums), own: cost, peers: peers)
    let found = split?.effects(row, splitting: parts.filter(\.kind.isCost).reduce(0) { $0 + $1.effect })
    // Lines for half as much again as the settlements are other money: another unit, or other settlements.
    let itemised = found.flatMap { $0.ownShare <= Waterfall.itemisedShareMaximum ? $0 : nil }
    let mean = DivisiaIndex.logMean(cost, peers)
    return Waterfall(
      institution: id, peerGroup: name, outcome: .split, logIndex: log(cost / peers), costPerHead: cost / 100,
      peersCostPerHead: peers / 100, parts: parts,
      itemOutcome: itemised != nil ? .split : found == nil ? itemAbsence : .beyondCost,
      itemParts: Waterfall.parts(
        (itemised?.effects ?? []).map { ($0.kind, $0.effect * mean) }, own: cost, peers: peers),
      itemisedShare: found?.ownShare)
  }

  /// What each factor adds to cost a head, in fen.
  private func differences(_ row: Int, _ sums: TallySums) -> [(kind: Waterfall.Kind, fen: Double)] {
    let factors = [.caseMix] + (hasVisits ? [.visits] : []) + costKinds
    let heads = (own: Double(sums.heads), peers: Double(total.heads))
    let peersFen = pooled.reduce(0) { $0 + ($1?.explainedFen ?? 0) }
    var cells: [(own: [Double], peers: [Double])] = []
    var ownFen: Int64 = 0
    var elsewhereFen = peersFen
    for (group, mine) in own[row] {
      guard let theirs = pooled[group] else { preconditionFailure("the peers have what one of them has") }
      ownFen += mine.explainedFen
      elsewhereFen -= theirs.explainedFen
      for kind in costKinds.indices {
        cells.append((factorValues(mine, kind, of: heads.own), factorValues(theirs, kind, of: heads.peers)))
      }
    }
    // Groups that only others have are wholly case mix, so one cell holds them all.
    if elsewhereFen > 0 {
      let ones = [Double](repeating: 1, count: factors.count - 1)
      cells.append(([0] + ones, [Double(elsewhereFen) / heads.peers] + ones))
    }
    func matrix(_ side: (Int) -> [Double]) -> Matrix {
      var matrix = Matrix(rows: cells.count, columns: factors.count, repeating: 0)
      for cell in cells.indices {
        for (column, value) in side(cell).enumerated() { matrix[cell, column] = value }
      }
      return matrix
    }
    let index = DivisiaIndex(own: matrix { cells[$0].own }, reference: matrix { cells[$0].peers })
    let parts = zip(factors, index.differences).map { (kind: $0, fen: $1) }
    if sums.costFen == ownFen, total.costFen == peersFen { return parts }
    let rest = Double(sums.costFen - ownFen) / heads.own - Double(total.costFen - peersFen) / heads.peers
    return parts + [(.unattributed, rest)]
  }

  /// What factors can explain of a group's sums: nothing without heads or visits, and no cost below zero.
  private func side(_ sums: TallySums) -> Side? {
    guard sums.heads > 0, !hasVisits || sums.visits > 0 else { return nil }
    let fen = costKinds.count == 1 ? [sums.costFen] : [sums.drugFen, sums.costFen - sums.drugFen]
    return Side(heads: Double(sums.heads), visits: Double(sums.visits), costFen: fen.map { max(0, $0) })
  }

  /// The factors of a kind of cost in a group, whose product is its fen a head of all.
  private func factorValues(_ side: Side, _ kind: Int, of heads: Double) -> [Double] {
    var cost = [Double](repeating: 1, count: costKinds.count)
    cost[kind] = Double(side.costFen[kind]) / (hasVisits ? side.visits : side.heads)
    return [side.heads / heads] + (hasVisits ? [side.visits / side.heads] : []) + cost
  }
}
