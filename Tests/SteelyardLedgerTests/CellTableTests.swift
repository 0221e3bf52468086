import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardLedger

@Suite("Cells and days")
struct CellTableTests {
  private func plan(_ ledger: Ledger, factors: Set<StratumFactor> = [.ageBand, .scheme, .attached]) -> TallyPlan {
    TallyPlan(
      factors: factors, ageBands: AgeBands(starts: [0, 18, 45, 60]), headRule: .distinctInPeriod, truncation: .none,
      peerGroups: ledger.identifiers.institutions.texts.map { _ in "all" },
      persons: ledger.identifiers.persons.texts.map { _ in InsuredPerson() },
      present: ClaimColumnsPresent(drug: true, fund: true))
  }

  @Test("Cells of one person at one institution lie together, with the visits made elsewhere")
  func byHand() {
    let ledger = LedgerCase([
      ClaimRow("1", person: "p", at: "H2", disease: "M2", on: "07-01", fen: 100),
      ClaimRow("2", person: "p", at: "H2", disease: "M1", on: "07-01", fen: 30),
      ClaimRow("3", person: "p", at: "H2", disease: "M1", on: "08-04", fen: 50),
      ClaimRow("4", person: "p", at: "H1", disease: "M1", on: "09-02", fen: 20),
      ClaimRow("5", person: "q", at: "H2", disease: "M1", on: "07-01", fen: 90),
      // Taken back whole: no visit, no cell.
      ClaimRow("6", person: "q", at: "H1", disease: "M1", on: "07-01", fen: 90),
      ClaimRow("7", takesBack: "6", person: "q", at: "H1", disease: "M1", on: "07-02", fen: -90),
    ]).run().ledger
    let table = ledger.cellTable(plan(ledger, factors: [.attached]), threads: 1)
    #expect(table.institutions == ["H1", "H2"])
    #expect(table.strata.map(\.labels) == ["M1", "M2"].map { [$0, "all", "all", "all", "all"] })
    #expect(table.visitorStarts == [0, 1, 3] && table.cellStarts == [0, 1, 2, 4])
    // q comes before p at H2: one visit before two.
    #expect(table.person.map { ledger.identifiers.persons.text(of: $0) } == ["p", "q", "p"])
    #expect(table.cells.map(\.stratum) == [0, 0, 0, 1])
    #expect(table.cells.map(\.visits) == [1, 1, 2, 1])
    #expect(table.cells.map(\.elsewhere) == [2, 0, 1, 0])
    #expect(table.cells.map(\.costFen) == [20, 90, 80, 100] && table.cells.map(\.drugFen) == [10, 45, 40, 50])
    #expect(table.months == 3 && table.hasDrugCost)
  }

  @Test("A person with two diseases is one head of the day, and closed days are counted")
  func days() {
    var test = LedgerCase([
      ClaimRow("1", person: "p", at: "H2", disease: "M2", on: "02-01", fen: 100),
      ClaimRow("2", person: "p", at: "H2", disease: "M1", on: "02-01", fen: 30),
      ClaimRow("3", person: "q", at: "H2", disease: "M1", on: "02-01", fen: 50),
      ClaimRow("4", person: "q", at: "H1", disease: "M1", on: "12-31", fen: 20),
      ClaimRow("5", person: "q", at: "H3", disease: "M1", on: "05-09", fen: 20),
    ])
    let counts = test.run().ledger.dayCounts(threads: 2)
    #expect(counts.institutions == ["H1", "H2", "H3"])
    // February, May and December of 2025.
    #expect(counts.days.count == 28 + 31 + 31 && counts.heads.count == 3 * 90)
    #expect(counts.days.first == Day(year: 2025, month: 2, day: 1)?.number)
    #expect(counts.days.last == Day(year: 2025, month: 12, day: 31)?.number)
    #expect(zip(counts.days, counts.days.dropFirst()).allSatisfy(<))
    #expect(counts.heads(of: 1).first == 2 && counts.heads(of: 1).reduce(0, +) == 2)
    #expect(counts.heads(of: 0).last == 1 && counts.heads(of: 0).reduce(0, +) == 1)
    test.period = .months(Month(year: 2025, month: 5)...Month(year: 2025, month: 8))
    let part = test.run().ledger
    #expect(part.dayCounts(threads: 2).institutions == ["H3"] && part.dayCounts(threads: 2).days.count == 31)
    #expect(part.cellTable(plan(part), threads: 1).months == 4, "the months of the period, seen or not")
    test.rows = [ClaimRow("1", takesBack: "0", person: "p", on: "07-01", fen: -100)]
    let bare = test.run().ledger
    #expect(bare.dayCounts(threads: 2).institutions.isEmpty && bare.dayCounts(threads: 2).heads.isEmpty)
    #expect(bare.cellTable(plan(bare), threads: 2).institutions.isEmpty)
  }

  @Test(
    "All columns but the person are the same for any order of rows and any threads", arguments: [1, 2, 3] as [UInt64])
  func order(seed: UInt64) {
    var source = Seeded(seed)
    var test = LedgerCase(
      (0..<30_000).map { number in
        ClaimRow(
          "c\(number)", person: "p\(source.below(9_500))", at: "H\(source.below(12))", disease: "M\(source.below(4))",
          on: "0\(6 + source.below(4))-\(10 + source.below(20))", fen: Int64(source.below(9) * 10_000),
          scheme: ["employee", "resident", nil][source.below(3)], age: Int16(source.below(100)))
      })
    test.period = .months(Month(year: 2025, month: 7)...Month(year: 2025, month: 8))
    let first = test.run().ledger
    let table = first.cellTable(plan(first), threads: 1)
    #expect(table.cells.count > 10_000 && table.cellStarts.count < table.cells.count, "seed \(seed)")
    for threads in [2, 8] {
      test.order = Array(test.rows.indices).shuffled(using: &source)
      test.threads = threads
      let ledger = test.run().ledger
      let other = ledger.cellTable(plan(ledger), threads: threads)
      #expect(other.institutions == table.institutions && other.strata == table.strata, "seed \(seed)")
      #expect(other.visitorStarts == table.visitorStarts && other.cellStarts == table.cellStarts, "seed \(seed)")
      #expect(other.cells == table.cells && other.months == table.months, "seed \(seed)")
      #expect(ledger.dayCounts(threads: threads) == first.dayCounts(threads: 1), "seed \(seed)")
    }
    checkSums(table, first, seed)
  }

  /// The cells add up to what the tally holds of heads, and each visitor is one person.
  private func checkSums(_ table: CellTable, _ ledger: Ledger, _ seed: UInt64) {
    let tally = ledger.tally(plan(ledger), threads: 1)
    let counts = ledger.dayCounts(threads: 2)
    for (position, institution) in table.institutions.enumerated() {
      let total = tally.totals[tally.institutions.firstIndex(of: institution) ?? 0]
      let visitors = table.visitors(of: position)
      #expect(Int64(visitors.count) == total.distinctHeads, "seed \(seed)")
      #expect(Set(table.person[visitors]).count == visitors.count, "seed \(seed)")
      let cells = visitors.flatMap { table.cells(of: $0) }
      #expect(cells.reduce(0) { $0 + table.cells[$1].costFen } == total.costFen, "seed \(seed): no refunds here")
      #expect(counts.institutions[position] == institution)
      #expect(counts.heads(of: position).reduce(0) { $0 + Int64($1) } == total.visits, "seed \(seed)")
    }
  }
}
