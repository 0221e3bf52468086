import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardLedger

@Suite("Months of a period")
struct MonthlyTests {
  private func plan(_ ledger: Ledger, _ test: LedgerCase) -> TallyPlan {
    TallyPlan(
      factors: test.factors, ageBands: AgeBands(starts: [0, 18, 45, 60]), headRule: test.headRule,
      truncation: test.truncation, peerGroups: ledger.identifiers.institutions.texts.map { String($0.prefix(1)) },
      persons: Array(repeating: InsuredPerson(), count: ledger.persons),
      present: ClaimColumnsPresent(drug: true, fund: true))
  }

  @Test(
    "The tally, the persons and the signals of a month are those of a run of that month alone, for each head rule",
    arguments: 1...12 as ClosedRange<UInt64>)
  func months(seed: UInt64) {
    var source = Seeded(seed)
    var test = LedgerCase(ClaimRow.city(&source, rows: 1200, persons: 90, institutions: 3))
    test.rows.append(ClaimRow("far", person: "p1", at: "H9", on: "2024-12-31", fen: 700))
    test.rows += BurstTests.group(&source, named: "g", size: 9, days: 25, at: "H1")
    test.factors = [.ageBand, .scheme, .attached]
    test.headRule = seed.isMultiple(of: 2) ? .firstInYear : .distinctInPeriod
    test.truncation = .perMille(900)
    test.outside = ["P2"]
    let whole = test.run().ledger
    let monthly = whole.monthlyTallies(plan(whole, test), threads: 2)
    #expect(monthly.map(\.month.description) == ["2024-12", "2025-06", "2025-07", "2025-08", "2025-09"])
    for (month, tally) in monthly {
      var alone = test
      alone.period = .months(month...month)
      alone.order = Array(test.rows.indices).shuffled(using: &source)
      alone.threads = 2
      let run = alone.run()
      #expect(tally.rows.count > 0 && tally == run.tally, "seed \(seed), \(month)")
      let lens = whole.restricted(to: .months(month...month))
      let (a, b) = (lens.signals(threads: 1), run.ledger.signals(threads: 2))
      #expect(a.institutions == b.institutions, "seed \(seed), \(month)")
      #expect(BurstTests.named(a, lens) == BurstTests.named(b, run.ledger), "seed \(seed), \(month)")
      let persons = lens.personTable(plan(lens, test), threads: 1)
      #expect(persons.costFen.reduce(0, +) == run.persons.costFen.reduce(0, +), "seed \(seed), \(month)")
    }
  }

  @Test("Only months of the period are told, in order, and a period without rows has none")
  func bounds() {
    var test = LedgerCase([
      ClaimRow("a", on: "08-01", fen: 1), ClaimRow("b", on: "06-30", fen: 2), ClaimRow("c", on: "05-01", fen: 4),
    ])
    test.period = .months(Month(year: 2025, month: 6)...Month(year: 2025, month: 8))
    let ledger = test.run().ledger
    #expect(ledger.monthlyTallies(plan(ledger, test), threads: 1).map(\.tally.totals[0].costFen) == [2, 1])
    let empty = ledger.restricted(to: .months(Month(year: 2026, month: 1)...Month(year: 2026, month: 2)))
    #expect(empty.monthsWithRows.isEmpty && empty.monthlyTallies(plan(empty, test), threads: 1).isEmpty)
    test.rows = []
    #expect(test.run().ledger.monthsWithRows.isEmpty)
  }

  @Test("Costs, visits and rows of the months add up to the period's, heads do not")
  func sums() {
    var source = Seeded.announced()
    let test = LedgerCase(ClaimRow.city(&source, rows: 2000, persons: 60, institutions: 2))
    let result = test.run()
    let ledger = result.ledger
    let monthly = ledger.monthlyTallies(plan(ledger, test), threads: 1).map(\.tally)
    func sum(_ value: (TallySums) -> Int64) -> Int64 {
      monthly.reduce(0) { $0 + $1.totals.reduce(0) { $0 + value($1) } }
    }
    #expect(sum(\.costFen) == result.tally.totals.reduce(0) { $0 + $1.costFen })
    #expect(sum(\.visits) == result.tally.totals.reduce(0) { $0 + $1.visits })
    #expect(sum(\.heads) > result.tally.totals.reduce(0) { $0 + $1.heads })
    let months = ledger.monthsWithRows.map { ledger.restricted(to: .months($0...$0)).signals(threads: 1).institutions }
    let whole = ledger.signals(threads: 1).institutions
    #expect(months.joined().reduce(0) { $0 + $1.settlements } == whole.reduce(0) { $0 + $1.settlements })
    #expect(months.joined().reduce(0) { $0 + $1.digits[5] } == whole.reduce(0) { $0 + $1.digits[5] })
  }
}
