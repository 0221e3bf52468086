import Foundation
import SteelyardDomain
import SteelyardLedger
import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

/// Price, quantity, basket and money not itemised of crude cost a visit, in fen, by plain loops over items.
private func naive(_ tally: Tally, _ items: ItemTally, _ id: String) throws -> (
  fen: [Waterfall.Kind: Double], crude: Double
) {
  let place = try #require(tally.institutions.firstIndex(of: id))
  let members = tally.institutions.indices.filter { tally.peerGroups[$0] == tally.peerGroups[place] }
  func visits(_ member: Int) -> Double {
    Double(tally.rows.filter { $0.institution == member }.reduce(0) { $0 + $1.sums.visits })
  }
  func usable(_ member: Int, _ item: Int) -> ItemSums? {
    items.rows.first {
      items.institutions[$0.institution] == tally.institutions[member] && $0.item == item && $0.sums.lines > 0
        && $0.sums.quantity > 0 && $0.sums.amountFen > 0
    }?.sums
  }
  let (v, w) = (visits(place), members.reduce(0) { $0 + visits($1) })
  var ownLines = 0.0
  var peersLines = 0.0
  var sold: [(own: ItemSums?, peers: ItemSums, median: Double?)] = []
  for item in items.items.indices {
    let sellers = members.compactMap { usable($0, item) }
    if sellers.isEmpty { continue }
    let peers = sellers.reduce(into: ItemSums()) { $0 += $1 }
    let prices = sellers.map { Double($0.amountFen) / Double($0.quantity) }.sorted()
    let median = prices.count < 3 ? nil : (prices[(prices.count - 1) / 2] + prices[prices.count / 2]) / 2
    let own = usable(place, item)
    sold.append((own, peers, median))
    if let own { ownLines += Double(own.quantity) * Double(peers.lines) / Double(peers.quantity) }
    peersLines += Double(peers.lines)
  }
  var fen: [Waterfall.Kind: Double] = [.price: 0, .quantity: 0, .basket: 0]
  var itemised = (own: 0.0, peers: 0.0)
  for (own, peers, median) in sold {
    let b = Double(peers.amountFen) / w
    itemised.peers += Double(peers.amountFen)
    guard let own else {
      fen[.basket, default: 0] -= b
      continue
    }
    itemised.own += Double(own.amountFen)
    let a = Double(own.amountFen) / v
    let mean = a == b ? a : (a - b) / log(a / b)
    let price = log(
      Double(own.amountFen) / Double(own.quantity) / (median ?? Double(own.amountFen) / Double(own.quantity)))
    let quantity = log(ownLines / v) - log(peersLines / w)
    fen[.price, default: 0] += mean * price
    fen[.quantity, default: 0] += mean * quantity
    fen[.basket, default: 0] += mean * (log(a / b) - price - quantity)
  }
  let cost = (
    own: Double(tally.totals[place].costFen), peers: Double(members.reduce(0) { $0 + tally.totals[$1].costFen })
  )
  fen[.notItemised] = (cost.own - itemised.own) / v - (cost.peers - itemised.peers) / w
  return (fen, log(cost.own / v / (cost.peers / w)))
}

@Suite("Cost a visit taken apart by fee lines")
struct ItemSplitTests {
  private static func sums(lines: Int64, units: Int, yuan: Int) -> ItemSums {
    var sums = ItemSums()
    sums.lines = lines
    sums.quantity = Int128(units * 10_000)
    sums.amountFen = Int128(yuan * 100)
    return sums
  }

  private static func waterfalls(_ tally: Tally, _ items: ItemTally) -> [String: Waterfall] {
    Dictionary(
      uniqueKeysWithValues: Waterfall.all(tally, plan: WaterfallMaker.plan, items: items).map { ($0.institution, $0) })
  }

  /// Three institutions of ten heads and ten visits, whose only cost is the item's.
  private static func three(_ yuan: [Int]) -> Tally {
    WaterfallMaker(
      cells: zip(["A", "B", "C"], yuan).map { ($0, "M1", 10, 10, Int64($1), 0) }, heads: ["A": 10, "B": 10, "C": 10]
    ).tally
  }

  @Test("By hand: the same boxes at a higher price, more of them, and a dearer item")
  func byHand() throws {
    // | | X: lines, boxes, yuan | yuan a box |   A pays 12 for what costs 10 at the median; the peers' mean is 320/30,
    // |---|---|---|   so that ln 1.2 is price and ln (300/320) is what their mean lies above the median.
    // | A | 10, 10, 120 | 12 |
    // | B, C | 10, 10, 100 | 10 |
    let item = ItemTally.Item(code: "X")
    let dear = ItemTally([
      ("A", item, Self.sums(lines: 10, units: 10, yuan: 120)), ("B", item, Self.sums(lines: 10, units: 10, yuan: 100)),
      ("C", item, Self.sums(lines: 10, units: 10, yuan: 100)),
    ])
    let a = try #require(Self.waterfalls(Self.three([120, 100, 100]), dear)["A"])
    #expect(a.itemOutcome == .split && a.itemisedShare == 1)
    #expect(a.itemParts.map(\.kind) == [.price, .quantity, .basket, .notItemised])
    // A few roundings of numbers about one.
    #expect(abs(a.effect(.price) - log(1.2)) < 1e-14 && abs(a.effect(.basket) - log(300.0 / 320)) < 1e-14)
    #expect(abs(a.effect(.quantity)) < 1e-14 && abs(a.effect(.notItemised)) < 1e-14)
    // Twice the boxes a visit in as many lines: all quantity. The peers' standard line is 4/3 of a box.
    let many = ItemTally([
      ("A", item, Self.sums(lines: 10, units: 20, yuan: 200)), ("B", item, Self.sums(lines: 10, units: 10, yuan: 100)),
      ("C", item, Self.sums(lines: 10, units: 10, yuan: 100)),
    ])
    let more = try #require(Self.waterfalls(Self.three([200, 100, 100]), many)["A"])
    #expect(abs(more.effect(.quantity) - log(1.5)) < 1e-14 && abs(more.effect(.price)) < 1e-14)
    #expect(abs(more.effect(.basket)) < 1e-14)
    // Another item in as many lines, sold by A alone: no price to compare, all basket.
    let other = ItemTally([
      ("A", ItemTally.Item(code: "Y"), Self.sums(lines: 10, units: 10, yuan: 400)),
      ("B", item, Self.sums(lines: 10, units: 10, yuan: 100)), ("C", item, Self.sums(lines: 10, units: 10, yuan: 100)),
    ])
    let basket = try #require(Self.waterfalls(Self.three([400, 100, 100]), other)["A"])
    #expect(abs(basket.effect(.basket) - log(2)) < 1e-14 && basket.effect(.price) == 0)
  }

  @Test("Item parts add up to the cost parts they refine", arguments: WaterfallTests.seeds)
  func sums(seed: UInt64) {
    let tally = WaterfallMaker.random(seed: seed).tally
    let items = WaterfallMaker.items(of: tally, seed: seed)
    for (id, fall) in Self.waterfalls(tally, items) {
      #expect(fall.itemOutcome == .split, "seed \(seed) \(id)")
      let refined = fall.parts.filter(\.kind.isCost).reduce(0) { $0 + $1.effect }
      // Some dozen roundings of numbers about one.
      #expect(abs(fall.itemParts.reduce(0) { $0 + $1.effect } - refined) < 1e-12, "seed \(seed) \(id)")
      let yuan = fall.parts.filter(\.kind.isCost).reduce(0) { $0 + $1.yuanPerHead }
      #expect(
        abs(fall.itemParts.reduce(0) { $0 + $1.yuanPerHead } - yuan) < 1e-12 * (fall.costPerHead ?? 0),
        "seed \(seed) \(id)")
    }
  }

  @Test("Price, quantity and basket are those of a naive twin", arguments: WaterfallTests.seeds)
  func naiveTwin(seed: UInt64) throws {
    let tally = WaterfallMaker.random(seed: seed).tally
    let items = WaterfallMaker.items(of: tally, seed: seed)
    for (id, fall) in Self.waterfalls(tally, items) {
      let (fen, crude) = try naive(tally, items, id)
      let money = fen.values.reduce(0, +)
      // Crude cost a visit: fen become effects by the total's own logarithmic mean.
      let scale = crude / money
      let place = try #require(tally.institutions.firstIndex(of: id))
      let members = tally.institutions.indices.filter { tally.peerGroups[$0] == tally.peerGroups[place] }
      let itemised = items.rows.filter(\.sums.isUsable).reduce(into: [String: Double]()) { sums, row in
        sums[items.institutions[row.institution], default: 0] += Double(row.sums.amountFen)
      }
      let own = (itemised[id] ?? 0) / Double(tally.totals[place].costFen)
      let peers =
        members.reduce(0) { $0 + (itemised[tally.institutions[$1]] ?? 0) }
        / Double(members.reduce(0) { $0 + tally.totals[$1].costFen })
      let taken = fall.parts.filter(\.kind.isCost).reduce(0) { $0 + $1.effect } - crude
      let share = (own + peers) / 2
      let expected: [(Waterfall.Kind, Double)] = [
        (.price, scale * (fen[.price] ?? 0)), (.quantity, scale * (fen[.quantity] ?? 0)),
        (.basket, scale * (fen[.basket] ?? 0) + share * taken),
        (.notItemised, scale * (fen[.notItemised] ?? 0) + (1 - share) * taken),
      ]
      for (kind, effect) in expected {
        // `scale` divides two small numbers where cost a visit nearly equals the peers': 1e-9 leaves room for it.
        #expect(abs(fall.effect(kind) - effect) < 1e-9, "seed \(seed) \(id) \(kind)")
      }
    }
  }

  @Test("Counting an item in other units changes nothing but rounding", arguments: WaterfallTests.seeds.prefix(5))
  func units(seed: UInt64) throws {
    let tally = WaterfallMaker.random(seed: seed).tally
    let items = WaterfallMaker.items(of: tally, seed: seed)
    let tablets = ItemTally(
      items.rows.map { row in
        var sums = row.sums
        if row.item == 2 { sums.quantity *= 24 }
        return (items.institutions[row.institution], items.items[row.item], sums)
      })
    let (boxes, counted) = (Self.waterfalls(tally, items), Self.waterfalls(tally, tablets))
    for (id, fall) in boxes {
      let other = try #require(counted[id])
      for (a, b) in zip(fall.itemParts, other.itemParts) { #expect(abs(a.effect - b.effect) < 1e-12, "seed \(seed)") }
      #expect(fall.parts == other.parts)
    }
  }

  @Test("Why lines add nothing is named")
  func outcomes() {
    let tally = Self.three([120, 100, 100])
    let item = ItemTally.Item(code: "X")
    let items = ItemTally([("A", item, Self.sums(lines: 1, units: 1, yuan: 10)), ("B", item, ItemSums())])
    func outcomes(_ tally: Tally, _ plan: ScoringPlan = WaterfallMaker.plan, items: ItemTally?) -> [Waterfall
      .ItemOutcome]
    {
      Waterfall.all(tally, plan: plan, items: items).map(\.itemOutcome)
    }
    #expect(outcomes(tally, items: nil) == [.notGiven, .notGiven, .notGiven])
    #expect(outcomes(tally, items: items) == [.split, .noItems, .noItems])
    var plan = WaterfallMaker.plan
    plan.cost = .eligible
    #expect(outcomes(tally, plan, items: items) == [.costNotTotal, .costNotTotal, .costNotTotal])
    var maker = WaterfallMaker(cells: [("A", "M1", 10, 10, 120, 0)], heads: ["A": 10])
    maker.parts.remove(.visits)
    #expect(outcomes(maker.tally, items: items) == [.noVisits])
  }
}
