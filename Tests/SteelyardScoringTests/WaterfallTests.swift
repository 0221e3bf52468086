import Foundation
import SteelyardDomain
import SteelyardLedger
import SteelyardStatistics
import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

/// L(a, b)·ln(x/r) as the integral of a geometric path, by Simpson's rule on 2,000 steps.
private func integral(_ own: Double, _ peers: Double, _ x: Double, _ r: Double) -> Double {
  let rate = log(own) - log(peers)
  let steps = 2000
  var sum = 0.0
  for step in 0...steps {
    let weight = step == 0 || step == steps ? 1.0 : step % 2 == 1 ? 4 : 2
    sum += weight * peers * exp(rate * Double(step) / Double(steps))
  }
  return sum / (3 * Double(steps)) * (log(x) - log(r))
}

/// What one institution's cost a head owes to each factor, in fen, by plain loops over strata and kinds of cost.
private func naive(
  _ tally: Tally, _ id: String, drug: Bool, visits: Bool
) throws -> (fen: [Waterfall.Kind: Double], own: Double, peers: Double) {
  let place = try #require(tally.institutions.firstIndex(of: id))
  let members = tally.institutions.indices.filter { tally.peerGroups[$0] == tally.peerGroups[place] }
  func total(_ path: KeyPath<TallySums, Int64>) -> Double {
    Double(members.reduce(0) { $0 + tally.totals[$1][keyPath: path] })
  }
  let heads = (own: Double(tally.totals[place].heads), peers: total(\.heads))
  let cost = (own: Double(tally.totals[place].costFen) / heads.own, peers: total(\.costFen) / heads.peers)
  var fen: [Waterfall.Kind: Double] = [:]
  var explained = (own: 0.0, peers: 0.0)
  for stratum in tally.strata.indices {
    var own = TallySums()
    var peers = TallySums()
    for row in tally.rows where row.stratum == stratum && members.contains(row.institution) {
      peers += row.sums
      if row.institution == place { own += row.sums }
    }
    for kind in drug ? [Waterfall.Kind.drugCost, .otherCost] : [.cost] {
      func money(_ sums: TallySums) -> Double {
        let whole = kind == .cost ? sums.costFen : kind == .drugCost ? sums.drugFen : sums.costFen - sums.drugFen
        return sums.heads > 0 ? max(0, Double(whole)) : 0
      }
      let (a, b) = (money(own) / heads.own, money(peers) / heads.peers)
      explained.own += a
      explained.peers += b
      if a == 0, b == 0 { continue }
      if own.heads == 0 || peers.heads == 0 {
        fen[.caseMix, default: 0] += a - b
      } else if a == 0 || b == 0 {
        fen[kind, default: 0] += a - b
      } else {
        let (n, m) = (Double(own.heads), Double(peers.heads))
        let (v, w) = visits ? (Double(own.visits), Double(peers.visits)) : (n, m)
        fen[.caseMix, default: 0] += integral(a, b, n / heads.own, m / heads.peers)
        if visits { fen[.visits, default: 0] += integral(a, b, v / n, w / m) }
        fen[kind, default: 0] += integral(a, b, money(own) / v, money(peers) / w)
      }
    }
  }
  fen[.unattributed] = cost.own - explained.own - (cost.peers - explained.peers)
  return (fen, cost.own, cost.peers)
}

@Suite("The waterfall of the plain index")
struct WaterfallTests {
  static let seeds: [UInt64] = Array(1...20)

  /// Parts without drug cost, without visits, and with both.
  static let variants: [(drug: Bool, visits: Bool)] = [(true, true), (false, true), (true, false), (false, false)]

  private static func waterfalls(_ tally: Tally, items: ItemTally? = nil) -> [String: Waterfall] {
    Dictionary(
      uniqueKeysWithValues: Waterfall.all(tally, plan: WaterfallMaker.plan, items: items).map { ($0.institution, $0) })
  }

  @Test("By hand: more visits for the same heads, and dearer drugs")
  func byHand() throws {
    // | yuan | heads | visits | drug | other |   a head: A 3000, peers 2000
    // |---|---|---|---|---|   drug a head 2000 against 1250, L = 750/ln 1.6
    // | A | 2 | 8 | 4000 | 2000 |   other a head 1000 against 750, L = 250/ln (4/3)
    // | B | 2 | 4 | 1000 | 1000 |   visits a head 4 against 3
    // | peers | 4 | 12 | 5000 | 3000 |   drug a visit 500 against 416.67, other a visit 250 both
    let maker = WaterfallMaker(
      cells: [("A", "M1", 2, 8, 4000, 2000), ("B", "M1", 2, 4, 1000, 1000)], heads: ["A": 2, "B": 2])
    let fall = try #require(Self.waterfalls(maker.tally)["A"])
    let (drugs, others) = (750 / log(1.6), 250 / log(4.0 / 3))
    let yuan = [0, (drugs + others) * log(4.0 / 3), drugs * log(1.2), 0]
    #expect(fall.parts.map(\.kind) == [.caseMix, .visits, .drugCost, .otherCost])
    #expect(fall.costPerHead == 3000 && fall.peersCostPerHead == 2000)
    for (part, expected) in zip(fall.parts, yuan) {
      // A dozen roundings of some thousand yuan, and of numbers below one.
      #expect(abs(part.yuanPerHead - expected) < 1e-10)
      #expect(abs(part.effect - expected * log(1.5) / 1000) < 1e-13)
      #expect(abs((part.share ?? .nan) - expected / 1000) < 1e-12)
    }
    #expect(abs(fall.effect(.visits) - 0.287501) < 5e-7 && abs(fall.effect(.drugCost) - 0.117965) < 5e-7)
  }

  @Test("By hand: a disease that only one institution treats is wholly case mix, on both sides")
  func caseMixByHand() throws {
    // | yuan | heads | M1: heads, visits, cost | M2: heads, visits, cost | cost a head |
    // |---|---|---|---|---|
    // | A | 2 | 2, 4, 2000 | 2, 2, 1000 | 1500 |
    // | B | 2 | 2, 4, 2000 | | 1000 |
    // | peers | 4 | 4, 8, 4000 | 2, 2, 1000 | 1250 |
    var maker = WaterfallMaker(
      cells: [("A", "M1", 2, 4, 0, 2000), ("A", "M2", 2, 2, 0, 1000), ("B", "M1", 2, 4, 0, 2000)],
      heads: ["A": 2, "B": 2])
    maker.parts.remove(.drug)
    let falls = Self.waterfalls(maker.tally)
    for (id, yuan) in [("A", 250.0), ("B", -250)] {
      let fall = try #require(falls[id])
      #expect(fall.parts.map(\.kind) == [.caseMix, .visits, .cost])
      // Sums of a few exact numbers.
      #expect(abs(fall.parts[0].yuanPerHead - yuan) < 1e-10)
      #expect(abs(fall.parts[1].yuanPerHead) < 1e-10 && abs(fall.parts[2].yuanPerHead) < 1e-10)
    }
  }

  @Test("Parts add up to ln(index) and to the yuan a head, whatever the tally lacks", arguments: seeds)
  func sums(seed: UInt64) throws {
    var maker = WaterfallMaker.random(seed: seed)
    for (drug, visits) in Self.variants {
      maker.parts = Set(Tally.Part.allCases).subtracting((drug ? [] : [.drug]) + (visits ? [] : [.visits]))
      let tally = maker.tally
      let plain = Scorecard(tally, WaterfallMaker.plan).byCode
      for (id, fall) in Self.waterfalls(tally) {
        let logIndex = try #require(fall.logIndex)
        let score = try #require(plain[id])
        let index = try #require(score.indexPlain)
        // The index is one division, the parts are some dozen roundings of numbers about one.
        #expect(abs(logIndex - log(index)) < 1e-12, "seed \(seed) \(id)")
        #expect(abs(fall.parts.reduce(0) { $0 + $1.effect } - logIndex) < 1e-12, "seed \(seed) \(id)")
        let yuan = try #require(score.costPerHead) - (fall.peersCostPerHead ?? .nan)
        let size = fall.parts.reduce(1) { $0 + abs($1.yuanPerHead) }
        #expect(abs(fall.parts.reduce(0) { $0 + $1.yuanPerHead } - yuan) < 1e-12 * size, "seed \(seed) \(id)")
        #expect(fall.parts.allSatisfy { $0.effect.isFinite }, "seed \(seed) \(id)")
      }
    }
  }

  @Test("Every part is that of a naive twin that integrates along geometric paths", arguments: seeds)
  func naiveTwin(seed: UInt64) throws {
    var maker = WaterfallMaker.random(seed: seed, institutions: 6)
    for (drug, visits) in Self.variants {
      maker.parts = Set(Tally.Part.allCases).subtracting((drug ? [] : [.drug]) + (visits ? [] : [.visits]))
      let tally = maker.tally
      for (id, fall) in Self.waterfalls(tally) {
        let twin = try naive(tally, id, drug: drug, visits: visits)
        let size = twin.fen.values.reduce(twin.own + twin.peers) { $0 + abs($1) }
        for part in fall.parts {
          // Simpson's rule on 2,000 steps errs by (rate/2000)⁴/180: below 1e-10 of a cell for rates below 7.
          #expect(abs(part.yuanPerHead * 100 - twin.fen[part.kind, default: 0]) < 1e-10 * size, "seed \(seed) \(id)")
        }
        let told = Set(fall.parts.map(\.kind))
        #expect(twin.fen.allSatisfy { told.contains($0.key) || abs($0.value) < 1e-10 * size }, "seed \(seed) \(id)")
      }
    }
  }

  @Test("Sparse strata count as one group, as they do for the reference")
  func collapse() throws {
    let maker = TallyMaker.random(seed: 3)
    let falls = Waterfall.all(maker.tally, plan: ScoringPlan())
    let plain = Scorecard(maker.tally).byCode
    for fall in falls {
      let index = try #require(plain[fall.institution]?.indexPlain)
      #expect(abs(fall.parts.reduce(0) { $0 + $1.effect } - log(index)) < 1e-12)
    }
    // With one group for everything there is no mix: case mix is diseases a head and nothing else.
    var plan = ScoringPlan()
    plan.stratumHeadsMinimum = .max
    let all = TallyMaker(
      groups: maker.groups,
      stays: maker.stays.map { stay in
        TallyMaker.Stay(institution: stay.institution, labels: stay.labels, visits: stay.visits, fen: ["M1": 5000])
      })
    for fall in Waterfall.all(all.tally, plan: plan) { #expect(abs(fall.effect(.caseMix)) < 1e-12) }
  }

  @Test("All costs in another unit, and institutions in another order, leave every part")
  func invariances() throws {
    let maker = WaterfallMaker.random(seed: 11)
    var other = maker
    other.cells = maker.cells.reversed().map { cell in
      (cell.institution, cell.disease, cell.heads, cell.visits, cell.drug * 7, cell.other * 7)
    }
    let (before, after) = (Self.waterfalls(maker.tally), Self.waterfalls(other.tally))
    for (id, fall) in before {
      let scaled = try #require(after[id])
      for (a, b) in zip(fall.parts, scaled.parts) { #expect(abs(a.effect - b.effect) < 1e-12) }
    }
    var reordered = maker
    reordered.cells = maker.cells.reversed()
    #expect(Self.waterfalls(reordered.tally) == before)
  }

  @Test("An institution alone in its peer group is its own peer: nothing to explain")
  func alone() throws {
    let maker = WaterfallMaker(cells: [("A", "M1", 2, 8, 4000, 2000), ("A", "M2", 1, 1, 0, 10)], heads: ["A": 2])
    let fall = try #require(Self.waterfalls(maker.tally)["A"])
    #expect(fall.logIndex == 0 && fall.outcome == .split)
    #expect(fall.parts.allSatisfy { $0.effect == 0 && $0.yuanPerHead == 0 && $0.share == nil })
  }

  @Test("What cannot be split is named")
  func outcomes() {
    let maker = WaterfallMaker(
      cells: [
        ("A", "M1", 2, 8, 40, 20), ("B", "M1", 3, 3, -40, -20), ("C", "M1", 1, 1, 10, 10), ("D", "M1", 1, 1, -50, 0),
        ("E", "M1", 1, 1, 5, 0),
      ], heads: ["A": 2, "B": 3, "C": 0, "D": 1, "E": 1], groups: ["D": "clinic", "E": "clinic"])
    let falls = Self.waterfalls(maker.tally)
    #expect(
      falls.mapValues(\.outcome) == ["A": .split, "B": .noSpend, "C": .noHeads, "D": .noSpend, "E": .noReference])
    for id in ["B", "C", "D", "E"] {
      #expect(falls[id]?.parts.isEmpty == true && falls[id]?.logIndex == nil && falls[id]?.costPerHead == nil)
    }
    var plan = ScoringPlan()
    var bare = maker
    bare.parts = [.capped]
    #expect(
      Waterfall.absences(bare.tally, plan: plan) == [
        Absence(column: "visits_effect", reason: .noVisits),
        Absence(column: "drug_cost_effect", reason: .noDrugColumn),
        Absence(column: "other_cost_effect", reason: .noDrugColumn),
      ])
    #expect(Waterfall.absences(maker.tally, plan: plan).isEmpty)
    plan.cost = .fund
    #expect(
      Waterfall.absences(maker.tally, plan: plan) == [
        Absence(column: "drug_cost_effect", reason: .costNotTotal),
        Absence(column: "other_cost_effect", reason: .costNotTotal),
      ])
    #expect(Waterfall.all(maker.tally, plan: plan).first?.parts.map(\.kind).contains(.cost) == true)
  }

  @Test("Under first-in-year case mix carries the disease heads seen earlier")
  func firstInYear() throws {
    // At A four were seen and two of them for the first time of the year: 400 a head against 1600/6, all case mix.
    let maker = WaterfallMaker(
      cells: [("A", "M1", 4, 8, 400, 400), ("B", "M1", 4, 8, 400, 400)], heads: ["A": 2, "B": 4])
    let fall = try #require(Self.waterfalls(maker.tally)["A"])
    let logIndex = try #require(fall.logIndex)
    // A few roundings of numbers about one.
    #expect(abs(fall.effect(.caseMix) - log(1.5)) < 1e-14 && abs(logIndex - log(1.5)) < 1e-14)
  }

  @Test("Excess over the upper limit is what lies above it, and nothing below")
  func excess() {
    let limits = FunnelLimits(scale: .squareRoot, tauSquared: 0, z: 1).interval(standardError: 0.1)
    // The upper limit is 1.21.
    #expect(abs(Excess.overUpperLimit(expected: 1000, index: 1.31, limits: limits) - 100) < 1e-10)
    #expect(Excess.overUpperLimit(expected: 1000, index: 1.2, limits: limits) == 0)
    #expect(Excess.overUpperLimit(expected: 0, index: 9, limits: limits) == 0)
  }
}
