import Foundation
import SteelyardDomain
import SteelyardLedger
import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

@Suite("The screen")
struct ScreenTests {
  typealias Row = ScreenCity.Row

  /// Sums of some thousand terms in another order, logarithms of them and a bisected fit: 1e-9 leaves four digits.
  static let tolerance = 1e-9

  @Test("Every figure is that of the slow twin", arguments: 1...6 as ClosedRange<UInt64>)
  func twin(seed: UInt64) throws {
    let city = ScreenCity.random(seed)
    let twin = ScreenTwin(city, months: 3)
    let (institutions, fits) = city.screen()
    #expect(institutions.map(\.institution) == city.groups.keys.sorted())
    var compared = 0
    for found in institutions {
      var largest: Double?
      for signal in Screen.Signal.allCases {
        let place = "seed \(seed), \(found.institution), \(signal)"
        guard let own = twin.figures[signal]?[found.institution] else {
          #expect(found.scores[signal] == nil, "\(place)")
          continue
        }
        let score = try #require(found.scores[signal], "\(place)")
        #expect(abs(score.logValue - own.y) < Self.tolerance, "\(place): \(score.logValue) \(own.y)")
        #expect(abs(score.standardError - own.s) < Self.tolerance, "\(place): \(score.standardError) \(own.s)")
        let z = twin.z[signal]?[found.institution]
        #expect((score.z == nil) == (z == nil), "\(place)")
        if let z, let told = score.z {
          #expect(abs(told - z) < Self.tolerance, "\(place): \(told) \(z)")
          largest = max(largest ?? z, z)
          compared += 1
        }
      }
      #expect((found.screen == nil) == (largest == nil), "seed \(seed), \(found.institution)")
      #expect(abs((found.screen ?? 0) - (largest ?? 0)) < Self.tolerance, "seed \(seed), \(found.institution)")
    }
    #expect(compared > 120, "seed \(seed)")
    #expect(institutions.contains { $0.screen == nil }, "seed \(seed): some are too small")
    let names = Set(fits.map(\.name))
    #expect(names == ["pharmacy", "clinic", FunnelScore.smallGroups], "seed \(seed): \(names)")
  }

  @Test("Order of rows and number of threads change no bit", arguments: [21, 22, 23] as [UInt64])
  func order(seed: UInt64) {
    var source = Seeded(seed)
    let city = ScreenCity.random(seed)
    let first = city.screen()
    #expect(first.institutions.count { $0.screen != nil } > 30, "seed \(seed)")
    for threads in [1, 2, 8] {
      let other = city.screen(order: Array(city.rows.indices).shuffled(using: &source), threads: threads)
      #expect(other.institutions == first.institutions, "seed \(seed), \(threads) threads")
      #expect(other.fits == first.fits, "seed \(seed), \(threads) threads")
    }
  }

  @Test("A figure of each signal, by hand")
  func byHand() throws {
    var city = ScreenCity()
    city.groups = ["A": "all", "B": "all"]
    city.plan.stratumHeadsMinimum = 1
    // A: one person, two visits of 20 yuan, half of it drugs. B: two persons with one visit each of 10 yuan, no drugs.
    city.rows = [
      Row(person: "a", institution: "A", day: 0, fen: 2000, drugFen: 1000),
      Row(person: "a", institution: "A", day: 7, fen: 2000, drugFen: 1000),
      Row(person: "b", institution: "B", day: 0, fen: 1000), Row(person: "c", institution: "B", day: 14, fen: 1000),
    ]
    for person in ["a", "b", "c"] { city.persons[person] = .init() }
    let screens = city.screen().institutions
    let own = try #require(screens.first).scores
    // R = 4/3 visits a head: y = ln(2 ÷ 4/3); φ = ((2/3)² + 2·(1/3)²)/4 = 1/6, s² = (1/6)/(4/3) = 1/8.
    let visits = try #require(own[.visits])
    #expect(abs(visits.logValue - log(1.5)) < 1e-15 && abs(visits.standardError - 0.125.squareRoot()) < 1e-15)
    // ln 2000 less the mean of ln 2000, ln 1000, ln 1000 is ⅔ ln 2; σ² = (⅔² + 2·⅓²)(ln 2)²/3 = (2/9)(ln 2)².
    let price = try #require(own[.price])
    #expect(abs(price.logValue - log(2) * 2 / 3) < 1e-15)
    #expect(abs(price.standardError - log(2) * 2.0.squareRoot() / 3) < 1e-15)
    // f = 2000/6000, C = 4000, D = 2000, E = 4000/3, h = 2000: odds 1 and (10/3)/(14/3); φ = (4 + 2)/9 ÷ 18 by
    // thousands² = 1/27: s = √(16/27)/8/((5/12)(7/12)).
    let drugs = try #require(own[.drugs])
    #expect(abs(drugs.logValue - log(1.4)) < 1e-14)
    #expect(abs(drugs.standardError - (16.0 / 27).squareRoot() / 8 * 144 / 35) < 1e-14)
    // All on Tuesdays; B was seen on two of them, once when A was: e = ½, ½ and χ² = ½ + ½, f = 1, Σx/ΣO = 2/2.
    let crowding = try #require(own[.crowding])
    #expect(abs(crowding.logValue - log(0.5)) < 1e-15 && abs(crowding.standardError - 2.0.squareRoot()) < 1e-15)
    #expect(screens.allSatisfy { $0.screen == nil && $0.dominant == nil && $0.p == nil }, "too few heads for a z")
  }

  @Test("The screen is the largest z, the first of equal ones, and named only above 0")
  func largest() throws {
    func screen(_ z: [Screen.Signal: Double?]) throws -> InstitutionScreen {
      let scores = try z.mapValues { z in
        var score = try #require(SignalScore(logValue: 0, standardError: 1))
        score.z = z
        return score
      }
      return InstitutionScreen(institution: "A", peerGroup: "all", scores: scores)
    }
    let tie = try screen([.visits: -1, .price: 2, .crowding: 2])
    #expect(tie.screen == 2 && tie.dominant == .price)
    let below = try screen([.visits: -1, .price: -0.5, .drugs: nil])
    #expect(below.screen == -0.5 && below.dominant == nil)
    #expect(try screen([.drugs: 0]).screen == 0 && screen([.drugs: 0]).dominant == nil)
    #expect(try screen([.drugs: nil]).screen == nil && screen([:]).p == nil)
    // Φ(0) = ½, so that 1 − (½)⁴ of four signals and ½ of one; 1 − Φ(1.959964)⁴ with Φ = 0.975 to seven digits.
    #expect(try screen([.visits: 0, .price: -1, .drugs: 0, .crowding: 0]).p == 0.9375)
    #expect(try screen([.drugs: 0]).p == 0.5)
    let p = try #require(try screen([.visits: 1.959964, .price: 0, .drugs: 0, .crowding: 0]).p)
    #expect(abs(p - (1 - 0.903687890625)) < 1e-7)
  }

  /// A city with little to compare, and the signals that can be had at A.
  struct Input: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var signals: Set<Screen.Signal>
    var hasDrugColumn = true
    var rows: [Row]

    init(_ name: String, _ signals: Set<Screen.Signal>, hasDrugColumn: Bool = true, _ rows: [Row]) {
      testDescription = name
      self.signals = signals
      self.hasDrugColumn = hasDrugColumn
      self.rows = rows
    }
  }

  /// Persons who come so and so often at a price, some of it drugs.
  static func rows(
    _ institution: String, _ count: Int = 40, visits: (Int) -> Int32 = { Int32(1 + $0 % 3) },
    day: (Int, Int32) -> Int32 = { Int32($0) % 20 + $1 * 7 }, fen: (Int) -> Int64 = { Int64(1000 + 37 * $0) },
    drugFen: (Int) -> Int64 = { Int64(500 + 11 * $0) }
  ) -> [Row] {
    (0..<count).flatMap { person in
      (0..<visits(person)).map { visit in
        Row(
          person: "\(institution)\(person)", institution: institution, day: day(person, visit), fen: fen(person),
          drugFen: drugFen(person))
      }
    }
  }

  static let inputs: [Input] = [
    Input("no rows", [], []),
    Input("one person", [], [Row(person: "a", institution: "A", day: 3, fen: 1000, drugFen: 10)]),
    Input("one institution", [.visits, .price, .drugs], rows("A")),
    Input("two institutions", Set(Screen.Signal.allCases), rows("A") + rows("B") { Int32(1 + $0 % 4) }),
    Input(
      "no drug column", [.visits, .price, .crowding], hasDrugColumn: false, rows("A") + rows("B") { Int32(1 + $0 % 4) }),
    Input(
      "one day", [.price, .drugs],
      rows("A", visits: { _ in 1 }, day: { _, _ in 0 }) + rows("B", visits: { _ in 1 }, day: { _, _ in 0 })),
    Input("twins", [.visits, .price, .drugs], rows("A") + rows("B")),
    Input(
      "one visit each", [.price, .drugs, .crowding], rows("A", visits: { _ in 1 }) + rows("B", 50, visits: { _ in 1 })),
    Input(
      "equal prices that divide badly", [.visits],
      rows("A", day: { _, visit in visit }, fen: { _ in 333_333 }, drugFen: { _ in 111_111 })
        + rows("B", day: { _, visit in visit }, fen: { _ in 333_333 }, drugFen: { _ in 111_111 })),
    Input(
      "no price", [.visits],
      rows("A", day: { _, visit in visit }, fen: { _ in 0 }) + rows("B", day: { _, visit in visit }, fen: { _ in 0 })),
    Input(
      "less than a yuan", [.visits, .crowding],
      rows("A", fen: { _ in 99 }) + rows("B", 60, fen: { Int64(1 + $0) })),
    Input("all drugs", [.visits, .price], rows("A", drugFen: { _ in 1 << 30 }) + rows("B", drugFen: { _ in 1 << 30 })),
    Input("no drugs", [.visits, .price], rows("A", drugFen: { _ in 0 }) + rows("B", drugFen: { _ in -7 })),
    Input(
      "the largest amounts", [.visits, .price, .drugs, .crowding],
      rows("A", fen: { Money.rowLimitFen - Int64($0) }, drugFen: { $0 % 2 == 0 ? Money.rowLimitFen : 0 })
        + rows("B", 50, fen: { _ in 100 }, drugFen: { _ in 0 })),
  ]

  @Test("What cannot be had is missing, and every number is finite", arguments: inputs)
  func degenerate(input: Input) {
    var city = ScreenCity()
    city.rows = input.rows
    city.hasDrugColumn = input.hasDrugColumn
    for row in input.rows {
      city.groups[row.institution] = "all"
      city.persons[row.person] = .init()
    }
    for period in [city.period, .all] {
      city.period = period
      let (institutions, fits) = city.screen()
      #expect(institutions.map(\.institution) == city.groups.keys.sorted())
      if let own = institutions.first { #expect(Set(own.scores.keys) == input.signals) }
      for found in institutions {
        for score in found.scores.values {
          #expect(score.logValue.isFinite && score.standardError > 1e-9 && score.standardError.isFinite)
          #expect(score.z?.isFinite != false)
        }
        #expect(found.screen?.isFinite != false && found.p?.isFinite != false)
      }
      for fit in fits { #expect(fit.centre.isFinite && fit.tauSquared.isFinite) }
    }
  }

  @Test("An institution without any visit is listed with nothing")
  func withoutCells() {
    var city = ScreenCity()
    city.rows = Self.rows("A")
    city.groups = ["A": "all", "Z": "other"]
    let screens = city.screen().institutions
    #expect(screens.map(\.institution) == ["A", "Z"])
    #expect(screens[1].scores.isEmpty && screens[1].screen == nil)
  }

  @Test("Visits elsewhere count against one a month of the period")
  func elsewhere() {
    // Three months: 0 none, up to 2 some, 3 and more often.
    #expect([0, 1, 2, 3, 40].map { VisitSignal.elsewhereClass($0, months: 3) } == [0, 1, 1, 2, 2])
    // A single month has no middle.
    #expect([0, 1, 2].map { VisitSignal.elsewhereClass($0, months: 1) } == [0, 2, 2])
  }
}
