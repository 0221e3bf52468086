import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardLedger

@Suite("Card bursts")
struct BurstTests {
  /// The days of the third quarter of 2025.
  static let days: [String] = (7...9).flatMap { month in
    (1...(month == 9 ? 30 : 31)).map { "0\(month)-\($0 < 10 ? "0" : "")\($0)" }
  }

  /// A group that is settled together on random days of the quarter; each member misses a tenth of them.
  static func group(
    _ source: inout Seeded, named name: String, size: Int, days count: Int, at institution: String
  ) -> [ClaimRow] {
    let chosen = days.shuffled(using: &source).prefix(count)
    return chosen.flatMap { day in
      (0..<size).filter { _ in source.happens(0.9) }.map {
        ClaimRow("\(name)\($0).\(day)", person: "\(name)\($0)", at: institution, on: day, fen: 9000)
      }
    }
  }

  /// A group that is settled together on random days of the quarter, all of it on each.
  static func cohort(
    _ source: inout Seeded, named name: String, size: Int, days count: Int, at institution: String
  ) -> [ClaimRow] {
    days.shuffled(using: &source).prefix(count).flatMap { day in
      (0..<size).map { ClaimRow("\(name)\($0).\(day)", person: "\(name)\($0)", at: institution, on: day, fen: 9000) }
    }
  }

  /// Persons who come on their own: so many visits each on random days.
  static func strangers(_ source: inout Seeded, _ count: Int, visits: ClosedRange<Int>, at place: String) -> [ClaimRow]
  {
    (0..<count).flatMap { person in
      days.shuffled(using: &source).prefix(Int.random(in: visits, using: &source)).map {
        ClaimRow("s\(place)\(person).\($0)", person: "s\(place)\(person)", at: place, on: $0, fen: 5000)
      }
    }
  }

  /// Bursts with persons by number: codes depend on the order of rows.
  static func named(_ table: SignalTable, _ ledger: Ledger) -> [NaiveBurst] {
    table.bursts.map { burst in
      NaiveBurst(
        institution: burst.institution, persons: burst.persons.map { ledger.identifiers.persons.text(of: $0) },
        days: burst.days.map(\.description), visits: burst.visits, expected: burst.visitsExpected,
        chance: burst.chanceLog10)
    }
  }

  private func bursts(_ rows: [ClaimRow], _ rule: CardBurstRule = CardBurstRule()) -> [NaiveBurst] {
    let ledger = LedgerCase(rows).run().ledger
    return Self.named(ledger.signals(rule, threads: 1), ledger)
  }

  @Test("All pairs and all persons, one by one, give the same groups, whatever the bound on chance")
  func twin() {
    var groups = 0
    for seed in 1...8 as ClosedRange<UInt64> {
      var source = Seeded(seed)
      var rows = Self.smallTown(&source)
      // Persons who keep the very same days: pair after pair has one template, of more templates than are remembered.
      if seed > 4 {
        for cohort in 0..<10 {
          rows += Self.cohort(&source, named: "c\(cohort)", size: 5, days: 3 + cohort % 3, at: "H1")
        }
      }
      for chance in [1e-6, 1e-2, 0.9] {
        let found = bursts(rows, CardBurstRule(chanceMaximum: chance))
        let twin = NaiveBurst.all(
          ClaimRow.table(rows), NaiveOptions(), groupMinimum: 3, daysMinimum: 3, chanceMaximum: chance)
        #expect(found.map(\.persons) == twin.map(\.persons), "seed \(seed)")
        #expect(found.map(\.days) == twin.map(\.days) && found.map(\.visits) == twin.map(\.visits), "seed \(seed)")
        // Some hundred terms summed in another order, and logarithms against powers.
        for (a, b) in zip(found, twin) {
          #expect(abs(a.expected - b.expected) < 1e-9 && abs(a.chance - b.chance) < 1e-9, "seed \(seed)")
        }
        groups += found.count
      }
    }
    #expect(groups >= 5, "a comparison of nothing with nothing says nothing")
  }

  /// Two institutions with a group each, whose members come on their own as well.
  private static func smallTown(_ source: inout Seeded) -> [ClaimRow] {
    var rows = strangers(&source, 30, visits: 1...9, at: "H1") + strangers(&source, 12, visits: 2...6, at: "P1")
    rows += group(&source, named: "g", size: 5 + source.below(4), days: 6 + source.below(4), at: "H1")
    rows += group(&source, named: "f", size: 3 + source.below(3), days: 4, at: "P1")
    return rows
      + strangers(&source, 8, visits: 1...4, at: "H1").map { row in
        var row = row
        row.claim = "own" + row.claim
        row.person = "g\(row.person.dropFirst(3))"
        return row
      }
  }

  @Test(
    "A group among strangers is found whole, with its days, and counted at its institution and for its persons",
    arguments: 1...10 as ClosedRange<UInt64>)
  func found(seed: UInt64) throws {
    var source = Seeded(seed)
    let group = Self.group(&source, named: "g", size: 10, days: 10, at: "H1")
    let rows = Self.strangers(&source, 300, visits: 1...8, at: "H1") + group
    let result = LedgerCase(rows).run()
    let signals = result.ledger.signals(threads: 2)
    let burst = try #require(Self.named(signals, result.ledger).first)
    #expect(signals.bursts.count == 1 && Set(burst.persons).isSubset(of: (0..<10).map { "g\($0)" }), "seed \(seed)")
    #expect(burst.persons.count >= 8 && burst.days.count >= 9, "seed \(seed)")
    #expect(burst.expected < Double(burst.visits) / 2 && burst.chance < -6, "seed \(seed)")
    let one = signals.institutions[0]
    #expect(one.bursts == 1 && one.burstPersons == burst.persons.count && one.burstVisits == burst.visits)
    let plan = TallyPlan(
      factors: [], ageBands: AgeBands(starts: [0]), headRule: .distinctInPeriod, truncation: .none,
      peerGroups: ["H"], persons: Array(repeating: InsuredPerson(), count: result.ledger.persons),
      present: ClaimColumnsPresent(drug: true, fund: true))
    let table = result.ledger.personTable(plan, bursts: signals.bursts, threads: 1)
    let members = table.person.indices.filter { table.bursts[$0] == 1 }
    #expect(members.map { table.person[$0] }.sorted() == signals.bursts[0].persons.sorted(), "seed \(seed)")
    #expect(table.bursts.allSatisfy { $0 <= 1 } && result.persons.bursts.allSatisfy { $0 == 0 })
  }

  /// What has an innocent rhythm.
  static let rhythms: [(name: String, rows: @Sendable (inout Seeded) -> [ClaimRow])] = [
    ("independent days", { strangers(&$0, 250, visits: 2...12, at: "H1") }),
    (
      "thrice a week on Monday, Wednesday and Friday, sixty patients together",
      { source in
        (0..<60).flatMap { person in
          days.indices.filter { [0, 2, 4].contains(($0 + 1) % 7) && source.happens(0.95) }.map {
            ClaimRow("d\(person).\($0)", person: "d\(person)", on: days[$0], fen: 40_000)
          }
        }
      }
    ),
    (
      "every fifth of the month for all, beside their own days",
      { source in
        strangers(&source, 120, visits: 1...5, at: "H1")
          + (0..<120).flatMap { person in
            (7...9).map { ClaimRow("m\(person).\($0)", person: "sH1\(person)", on: "0\($0)-05", fen: 4000) }
          }
      }
    ),
    (
      "every thirtieth day to the day, from any day of the first month",
      { source in
        (0..<400).flatMap { person in
          let first = source.below(30)
          return (0..<3).map {
            ClaimRow("r\(person).\($0)", person: "r\(person)", on: days[first + 30 * $0], fen: 8000)
          }
        }
      }
    ),
    (
      "every thirtieth day to the day, at a large institution",
      { source in
        (0..<2000).flatMap { person in
          let first = source.below(30)
          return (0..<3).map {
            ClaimRow("l\(person).\($0)", person: "l\(person)", on: days[first + 30 * $0], fen: 8000)
          }
        }
      }
    ),
    (
      "every month on the person's own date",
      { source in
        (0..<900).flatMap { person in
          let date = 10 + source.below(19)
          return (7...9).map { ClaimRow("e\(person).\($0)", person: "e\(person)", on: "0\($0)-\(date)", fen: 8000) }
        }
      }
    ),
    (
      "every fortnight, a day early or late",
      { source in
        (0..<300).flatMap { person in
          let first = source.below(14)
          return (0..<6).map { turn in
            let day = min(91, max(0, first + 14 * turn + source.below(3) - 1))
            return ClaimRow("f\(person).\(turn)", person: "f\(person)", on: days[day], fen: 8000)
          }
        }
      }
    ),
    (
      "always the same weekday, every other week",
      { source in
        (0..<300).flatMap { person in
          let first = source.below(14)
          return (0..<6).map { turn in
            ClaimRow("w\(person).\(turn)", person: "w\(person)", on: days[first + 14 * turn], fen: 8000)
          }
        }
      }
    ),
    (
      "couples",
      { source in
        strangers(&source, 100, visits: 4...10, at: "H1").flatMap { row in
          var other = row
          other.claim += "b"
          other.person += "b"
          return [row, other]
        }
      }
    ),
  ]

  @Test("Rhythms that bring patients together innocently are no bursts", arguments: 1...3 as ClosedRange<UInt64>)
  func innocent(seed: UInt64) {
    for rhythm in Self.rhythms {
      var source = Seeded(seed)
      #expect(bursts(rhythm.rows(&source)).isEmpty, "\(rhythm.name), seed \(seed)")
    }
  }

  @Test("The bound on chance bounds: of institutions without groups fewer than it says show any")
  func calibrated() {
    var source = Seeded.announced()
    var shown = 0
    for _ in 0..<200 {
      // Few days, so that chance has something to do.
      let rows = Self.strangers(&source, 40, visits: 4...12, at: "H1")
      if !bursts(rows, CardBurstRule(chanceMaximum: 0.2)).isEmpty { shown += 1 }
    }
    // 200 institutions at 0.2 give 40 at most on average; 60 is 3.5 standard deviations more.
    #expect(shown <= 60)
  }

  @Test(
    "A group of two is none, a day in common too few is none, and a guard on crowds keeps pairs from being looked at")
  func limits() {
    var source = Seeded.announced()
    let group = Self.group(&source, named: "g", size: 12, days: 10, at: "H1")
    let rows = Self.strangers(&source, 300, visits: 2...8, at: "H1") + group
    #expect(bursts(rows).count == 1)
    #expect(bursts(rows, CardBurstRule(groupMinimum: 13)).isEmpty)
    #expect(bursts(rows, CardBurstRule(daysMinimum: 11)).isEmpty)
    #expect(bursts(rows, CardBurstRule(crowdMaximum: 2)).isEmpty)
    #expect(bursts(group.filter { ["g0", "g1"].contains($0.person) }).isEmpty)
  }

  @Test("Two groups at one institution are two, and a person in both is in two")
  func twoGroups() throws {
    var source = Seeded.announced()
    var rows = Self.strangers(&source, 600, visits: 2...8, at: "H1")
    rows += Self.group(&source, named: "g", size: 14, days: 16, at: "H1")
    rows += Self.group(&source, named: "f", size: 14, days: 16, at: "H1").map { row in
      var row = row
      if row.person == "f0" { row.person = "g0" }
      return row
    }
    let found = bursts(rows)
    #expect(found.count == 2)
    let (a, b) = (Set(try #require(found.first).persons), Set(try #require(found.last).persons))
    #expect(a.intersection(b).isSubset(of: ["g0"]) && a.count >= 10 && b.count >= 10)
  }
}

@Suite("Chances of coincidence")
struct BurstChanceTests {
  /// The exact probability of so many or more independent events.
  private func exact(_ least: Int, _ likelihoods: [Double]) -> Double {
    var counts = [1.0]
    for p in likelihoods {
      counts = (0...counts.count).map { seen in
        (seen < counts.count ? counts[seen] * (1 - p) : 0) + (seen > 0 ? counts[seen - 1] * p : 0)
      }
    }
    return counts.dropFirst(least).reduce(0, +)
  }

  @Test("Bounds are never below the exact probability of independent events, and close to it where it is small")
  func bounds() {
    var source = Seeded.announced()
    for _ in 0..<500 {
      let likelihoods = (0..<(1 + source.below(14))).map { _ in Double.random(in: 0.01..<0.6, using: &source) }
      for least in 1...likelihoods.count {
        let truth = exact(least, likelihoods)
        let bound = BurstChance.ofDays(least, likelihoods)
        // A rounding error of some hundred operations.
        #expect(bound >= truth * (1 - 1e-12) && bound <= 1)
        let persons = BurstChance.logOfPersons(least, expected: likelihoods.reduce(0, +))
        #expect(persons >= log(truth) - 1e-12 && persons <= 0)
        if least == likelihoods.count { #expect(bound <= truth * (1 + 1e-12)) }
      }
    }
  }

  @Test("Hundreds of common days have a bound, in logarithms to the last, as a probability down to the least double")
  func manyDays() {
    for days in [50, 300, 900, 5000] {
      let likelihoods = [Double](repeating: 0.1, count: days)
      // All of them: the product of the probabilities; some hundred logarithms added, or one taken of a product.
      let exact = Double(days) * log(0.1)
      #expect(abs(BurstChance.logOfDays(days, likelihoods) / exact - 1) < 1e-12)
      let bound = BurstChance.ofDays(days, likelihoods)
      #expect(bound >= .leastNormalMagnitude && (exact < -700 || abs(log(bound) / exact - 1) < 1e-12))
      // Three quarters of them: no less likely than all, and still a bound that a product can be made of.
      let most = BurstChance.logOfDays(days * 3 / 4, likelihoods)
      #expect(most > exact && most.isFinite && BurstChance.ofDays(days * 3 / 4, likelihoods) > 0)
      #expect(BurstChance.logOfPersons(3, expected: bound).isFinite)
    }
  }

  @Test("Fewer possible events than were seen have no chance, and what was expected is no surprise")
  func edges() {
    #expect(BurstChance.ofDays(3, [0.5, 0.5]) == 0)
    #expect(BurstChance.ofDays(1, [0.5, 0.5]) == 1 && BurstChance.ofDays(2, [1, 1]) == 1)
    #expect(BurstChance.logOfPersons(2, expected: 2) == 0 && BurstChance.logOfPersons(1, expected: 1e-300) < -690)
  }
}
