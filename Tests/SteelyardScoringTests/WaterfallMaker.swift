import SteelyardDomain
import SteelyardLedger
import SteelyardScoring
import SteelyardTestSupport

/// Makes tallies cell by cell, as a table from elsewhere might be: what a waterfall has to cope with.
struct WaterfallMaker {
  /// One row a stratum, as a test writes it: institution, disease, heads, visits, drug cost and other cost in yuan.
  typealias Cell = (institution: String, disease: String, heads: Int64, visits: Int64, drug: Int64, other: Int64)

  var cells: [Cell] = []
  /// Distinct heads by institution.
  var heads: [String: Int64] = [:]
  var groups: [String: String] = [:]
  var parts = Set(Tally.Part.allCases)

  var tally: Tally {
    var totals: [String: TallySums] = [:]
    let rows = cells.map { cell in
      var sums = TallySums()
      sums.heads = cell.heads
      sums.distinctHeads = cell.heads
      sums.visits = cell.visits
      sums.drugFen = cell.drug * 100
      sums.costFen = (cell.drug + cell.other) * 100
      sums.cappedFen = sums.costFen
      totals[cell.institution, default: TallySums()] += sums
      return (institution: cell.institution, stratum: Self.stratum(cell.disease), sums: sums)
    }
    for (id, count) in heads {
      totals[id, default: TallySums()].heads = count
      totals[id, default: TallySums()].distinctHeads = count
    }
    return Tally(
      groups: Dictionary(uniqueKeysWithValues: totals.keys.map { ($0, groups[$0] ?? "pharmacy") }), cells: rows,
      totals: totals, pairs: [], parts: parts)
  }

  static func stratum(_ disease: String) -> Stratum { Stratum(labels: [disease, "all", "all", "all", "all"]) }

  /// A plan under which every stratum with heads keeps its own reference.
  static var plan: ScoringPlan {
    var plan = ScoringPlan()
    plan.stratumHeadsMinimum = 1
    return plan
  }

  /// A city of two peer groups: strata that some institutions lack, costs without drugs and without anything else,
  /// refunds without an original, drug cost beyond the total.
  static func random(seed: UInt64, institutions: Int = 9, diseases: Int = 6) -> WaterfallMaker {
    var source = Seeded(seed)
    var maker = WaterfallMaker()
    for number in 0..<institutions {
      let id = "P\(100 + number)"
      maker.groups[id] = number % 3 == 0 ? "clinic" : "pharmacy"
      var most: Int64 = 1
      var sum: Int64 = 0
      for disease in 0..<diseases where !source.chance(30) {
        let count = Int64(1 + source.below(200))
        let drug = source.chance(10) ? 0 : Int64(source.below(40_000))
        let other = source.chance(10) ? 0 : Int64(1 + source.below(20_000))
        maker.cells.append((id, "M\(disease)", count, count + Int64(source.below(900)), drug, other))
        most = max(most, count)
        sum += count
      }
      // A refund alone in its stratum, and a drug refund beside little other cost.
      if source.chance(30) { maker.cells.append((id, "M\(diseases)", 0, 0, -300, -20)) }
      if source.chance(30) { maker.cells.append((id, "M\(diseases + 1)", 3, 4, -50, 90)) }
      maker.cells.append((id, "M\(diseases + 2)", 5, 9, 4_000, 800))
      maker.heads[id] = most + Int64(source.below(Int(max(1, sum - most))))
    }
    return maker
  }

  /// Sums of fee lines for the institutions of a tally: some items sold everywhere, some by one or two, refunds beyond
  /// what was sold, and money that no line holds.
  static func items(of tally: Tally, seed: UInt64, items: Int = 12) -> ItemTally {
    var source = Seeded(seed &+ 77)
    var cells: [(institution: String, item: ItemTally.Item, sums: ItemSums)] = []
    for (position, id) in tally.institutions.enumerated() {
      var rest = Double(tally.totals[position].costFen) * Double.random(in: 0.5...0.95, using: &source)
      for item in 0..<items where item < 5 || source.chance(25) {
        let amount = (rest * Double.random(in: 0.05...0.4, using: &source)).rounded()
        rest -= amount
        var sums = ItemSums()
        sums.lines = Int64(1 + source.below(400))
        sums.quantity = Int128(sums.lines) * Int128(5_000 + source.below(60_000))
        sums.amountFen = Int128(amount)
        if source.chance(5) { sums.quantity = -sums.quantity }
        cells.append((id, ItemTally.Item(code: "X\(item)"), sums))
      }
    }
    return ItemTally(cells)
  }
}
