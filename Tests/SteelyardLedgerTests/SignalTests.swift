import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardLedger

@Suite("Signals of institutions")
struct SignalTests {
  private func months(_ first: Int, _ last: Int) -> Period {
    .months(Month(year: 2025, month: first)...Month(year: 2025, month: last))
  }

  /// The signals as the twin tells them.
  private func naive(_ table: SignalTable) -> [String: NaiveSignals] {
    Dictionary(
      uniqueKeysWithValues: table.institutions.map { one in
        var twin = NaiveSignals()
        twin.counts = [
          "heads": one.heads, "headsElsewhere": one.headsElsewhere, "visits": one.visits,
          "sameDayVisits": one.sameDayVisits, "weekendVisits": one.weekendVisits, "settlements": one.settlements,
          "refunds": one.refunds, "refundFen": one.refundFen, "headCostFen": one.headCostFen,
          "topDecileHeads": one.topDecileHeads, "topDecileFen": one.topDecileFen,
        ].mapValues { Int($0) }
        for (place, count) in one.digits.enumerated() where count > 0 { twin.digits["\(place + 10)"] = Int(count) }
        twin.headsByDay = one.daily.headsByDay.map(Int.init)
        twin.headsByWorkingDay = one.workingDaily.headsByDay.map(Int.init)
        return (one.institution, twin)
      }
    ).mapValues(withoutZeros)
  }

  private func withoutZeros(_ signals: NaiveSignals) -> NaiveSignals {
    var signals = signals
    signals.counts = signals.counts.filter { $0.value != 0 }
    return signals
  }

  @Test(
    "Every count and sum is that of obvious loops over the rows, whatever the period",
    arguments: 1...20 as ClosedRange<UInt64>)
  func twin(seed: UInt64) {
    var source = Seeded(seed)
    var test = LedgerCase(ClaimRow.city(&source, rows: 900, persons: 70, institutions: 3))
    var options = NaiveOptions()
    if !seed.isMultiple(of: 3) {
      test.period = months(7, 8)
      options.period = "2025-07"..."2025-08"
    }
    let signals = test.run().ledger.signals(threads: 1)
    let twin = NaiveSignals.all(ClaimRow.table(test.rows), options).mapValues(withoutZeros)
    let found = naive(signals)
    #expect(found.count == 6 && found.keys.sorted() == signals.institutions.map(\.institution))
    #expect(found == twin, "seed \(seed)")
    for name in ["sameDayVisits", "headsElsewhere", "refunds", "weekendVisits"] {
      #expect(twin.values.contains { $0.counts[name] ?? 0 > 0 }, "\(name), seed \(seed)")
    }
  }

  @Test("Institutions, heads and visits are those of the tally", arguments: 1...5 as ClosedRange<UInt64>)
  func tally(seed: UInt64) {
    var source = Seeded(seed)
    var test = LedgerCase(ClaimRow.city(&source, rows: 400, persons: 50, institutions: 5))
    test.period = months(7, 7)
    test.outside = ["P1"]
    let result = test.run()
    let signals = result.ledger.signals(threads: 2).institutions
    #expect(signals.map(\.institution) == result.tally.institutions, "seed \(seed)")
    #expect(signals.map(\.heads) == result.tally.totals.map(\.distinctHeads), "seed \(seed)")
    #expect(signals.map(\.visits) == result.tally.totals.map(\.visits), "seed \(seed)")
    #expect(
      signals.reduce(0) { $0 + $1.sameDayVisits } == result.persons.sameDayVisits.reduce(0) { $0 + Int64($1) },
      "seed \(seed)")
  }

  @Test(
    "Any number of threads, any batches and any order of rows give equal signals and bursts, to the last bit",
    arguments: 1...6 as ClosedRange<UInt64>)
  func order(seed: UInt64) {
    var source = Seeded(seed)
    var rows = ClaimRow.city(&source, rows: 14_000, persons: 9_500, institutions: 12)
    for (name, place) in [("g", "H3"), ("f", "P7")] {
      rows += BurstTests.strangers(&source, 250, visits: 2...7, at: place)
      rows += BurstTests.group(&source, named: name, size: 11, days: 11, at: place)
    }
    var test = LedgerCase(rows)
    test.period = months(7, 9)
    let first = test.run().ledger
    let signals = first.signals(threads: 1)
    #expect(signals.bursts.map(\.institution) == ["H3", "P7"], "seed \(seed)")
    for threads in [2, 8] {
      test.threads = threads
      test.order = Array(test.rows.indices).shuffled(using: &source)
      test.batchRows = 1 + source.below(5000)
      let other = test.run().ledger
      let found = other.signals(threads: threads)
      #expect(found.institutions == signals.institutions, "seed \(seed), \(threads) threads")
      #expect(BurstTests.named(found, other) == BurstTests.named(signals, first), "seed \(seed), \(threads) threads")
    }
  }

  @Test("Weekends are Saturdays and Sundays, and days of the period are counted by the calendar")
  func weekends() {
    // 2025-07-05 was a Saturday.
    let rows = ["07-04", "07-05", "07-06", "07-07"].enumerated().map { ClaimRow("a\($0)", on: $1, fen: 100) }
    var test = LedgerCase(rows + [ClaimRow("b", person: "q", on: "07-06", fen: 100)])
    let all = test.run().ledger.signals(threads: 1).institutions[0]
    #expect(all.weekendVisits == 3 && all.visits == 5)
    #expect(all.daily.headsByDay == [1, 1, 1, 2] && all.workingDaily.headsByDay == [1, 1])
    #expect(all.daily.days == 4 && all.workingDaily.days == 2, "from the first visit to the last")
    test.period = months(7, 7)
    let july = test.run().ledger.signals(threads: 1).institutions[0]
    #expect(july.daily.days == 31 && july.workingDaily.days == 23, "July 2025 began on a Tuesday")
    test.period = months(2, 7)
    let half = test.run().ledger.signals(threads: 1).institutions[0]
    #expect(half.daily.days == 181 && half.workingDaily.days == 129)
  }

  @Test("The figures of daily heads follow from the days")
  func daily() {
    let even = DailyHeads(days: 7, headsByDay: [1, 2, 5, 9])
    #expect(even.openDays == 4 && even.heads == 17 && even.squares == 111 && even.largest == 9)
    #expect(even.medianDoubled == 7)
    #expect(DailyHeads(days: 7, headsByDay: [1, 2, 5]).medianDoubled == 4)
    let none = DailyHeads()
    #expect([none.openDays, none.heads, none.squares, none.largest, none.medianDoubled] == [0, 0, 0, 0, 0])
  }

  @Test("The dearest tenth is rounded up, and money below zero is no money")
  func dearest() {
    var rows = (1...11).map { ClaimRow("a\($0)", person: "p\($0)", fen: Int64($0) * 1000) }
    rows.append(ClaimRow("z", person: "p1", takesBackNothing: -5000))
    let signals = LedgerCase(rows).run().ledger.signals(threads: 1).institutions[0]
    #expect(signals.heads == 11 && signals.topDecileHeads == 2)
    #expect(signals.topDecileFen == 21_000 && signals.headCostFen == 65_000, "the first head is below zero")
    let ties = (1...20).map { ClaimRow("a\($0)", person: "p\($0)", fen: 700) }
    #expect(LedgerCase(ties).run().ledger.signals(threads: 1).institutions[0].topDecileFen == 1400)
  }

  @Test("First two digits are those of the fen, and what has no second digit is left out")
  func digits() {
    #expect([10, 99, 100, 999, 1999, 123_456].map { RowCounts.firstTwoDigits(of: $0) } == [10, 99, 10, 99, 19, 12])
    let rows = [0, 9, 10, 105, 9_999, 10_000].enumerated().map { ClaimRow("a\($0)", fen: $1) }
    let signals = LedgerCase(rows).run().ledger.signals(threads: 1).institutions[0]
    #expect(signals.settlements == 6 && signals.digits.reduce(0, +) == 4)
    #expect(signals.digits[0] == 3 && signals.digits[89] == 1)
  }

  @Test("An institution of refunds alone is listed without heads")
  func refundsAlone() {
    var test = LedgerCase([
      ClaimRow("a", fen: 500), ClaimRow("r", takesBack: "a", fen: -500), ClaimRow("b", at: "H2", fen: 20),
    ])
    let signals = test.run().ledger.signals(threads: 1).institutions
    #expect(signals.map(\.institution) == ["H1", "H2"])
    #expect(signals[0].heads == 0 && signals[0].settlements == 1 && signals[0].refunds == 1)
    #expect(signals[0].refundFen == 500 && signals[0].daily.openDays == 0 && signals[0].topDecileHeads == 0)
    test.rows = []
    #expect(test.run().ledger.signals(threads: 1) == SignalTable())
  }
}
