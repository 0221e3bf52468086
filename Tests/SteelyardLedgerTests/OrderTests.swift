import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardLedger

@Suite("Threads, batches and the order of rows")
struct OrderTests {
  /// Rows of many persons, more than a block of persons holds, with every kind of repetition and refund.
  private func rows(_ seed: UInt64) -> [ClaimRow] {
    var source = Seeded(seed)
    var rows: [ClaimRow] = []
    for number in 0..<14_000 {
      var row = ClaimRow(
        "c\(number)", person: "p\(source.below(9_500))", at: "\(source.happens(0.5) ? "H" : "P")\(source.below(12))",
        disease: "M\(source.below(4))", on: "0\(6 + source.below(4))-\(10 + source.below(20))",
        fen: Int64(source.below(90_000)), scheme: ["employee", "resident", nil][source.below(3)],
        age: Int16(source.below(100)) - 1)
      rows.append(row)
      if source.happens(0.03) { rows.append(row) }
      row.updated = Int64(source.below(2))
      row.fen += 100
      if source.happens(0.03) { rows.append(row) }
      if source.happens(0.05) {
        row.takesBack = "c\(source.happens(0.8) ? number : source.below(14_000))"
        row.claim = "r\(number)"
        row.fen = -row.fen / (source.happens(0.5) ? 1 : 3) - 1
        rows.append(row)
      }
    }
    return rows
  }

  @Test(
    "Any number of threads, any batches and any order of rows give equal tallies, persons and findings",
    arguments: 1...20 as ClosedRange<UInt64>)
  func same(seed: UInt64) {
    var source = Seeded(seed)
    var test = LedgerCase(rows(seed))
    test.period = .months(Month(year: 2025, month: 7)...Month(year: 2025, month: 8))
    test.factors = [.ageBand, .scheme, .attached]
    test.headRule = .firstInYear
    test.truncation = .perMille(950)
    test.outside = ["P3"]
    let first = test.run()
    #expect(first.tally.rows.count > 200 && first.findings.count > 500, "seed \(seed)")
    #expect(first.tally.totals.contains { $0.cappedFen < $0.costFen }, "seed \(seed)")
    for threads in [2, 8] {
      test.threads = threads
      test.order = Array(test.rows.indices).shuffled(using: &source)
      test.batchRows = 1 + source.below(5000)
      let other = test.run()
      #expect(other.tally == first.tally, "seed \(seed), \(threads) threads")
      #expect(other.findings == first.findings, "seed \(seed), \(threads) threads")
      #expect(TallyFile.encode(other.tally) == TallyFile.encode(first.tally), "seed \(seed), \(threads) threads")
      #expect(byPerson(other) == byPerson(first), "seed \(seed), \(threads) threads")
    }
  }

  /// What the person table says, by number: codes depend on the order of rows.
  private func byPerson(_ result: LedgerCase.Result) -> [String: [Int64]] {
    let table = result.persons
    return Dictionary(
      uniqueKeysWithValues: table.person.indices.map { row in
        let diseases = table.diseaseStarts[row]..<table.diseaseStarts[row + 1]
        let parts = diseases.map { [Int64(table.stratum[$0]), table.diseaseCostFen[$0]] }.sorted { $0[0] < $1[0] }
        let counts = [table.institutions[row], table.visits[row], table.sameDayVisits[row]].map(Int64.init)
        return (
          result.ledger.identifiers.persons.text(of: table.person[row]),
          counts + [table.costFen[row]] + parts.flatMap { $0 }
        )
      })
  }
}
