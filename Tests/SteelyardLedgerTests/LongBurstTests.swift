import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardLedger

@Suite("Card bursts over many years")
struct LongBurstTests {
  /// Ten years of weeks, each with a visit of every member of a group on one random day, among strangers.
  private static func rows(_ source: inout Seeded) -> [ClaimRow] {
    let weeks = 520
    let first = ClaimRow("first", on: "2014-01-06", fen: 0).dayNumber
    func row(_ person: String, _ day: Int) -> ClaimRow {
      ClaimRow("\(person).\(day)", person: person, on: "\(Day(number: first + Int32(day)))", fen: 9000)
    }
    var rows: [ClaimRow] = []
    for week in 0..<weeks {
      let day = 7 * week + source.below(7)
      rows += (0..<5).map { row("g\($0)", day) }
      // Every other week, on a day of their own: the strangers' weeks keep the group's day from being its week's only one.
      rows += (0..<160).filter { ($0 + week) % 2 == 0 }.map { row("s\($0)", 7 * week + source.below(7)) }
    }
    return rows
  }

  @Test("A group that met on several hundred days is found, and its chance is a number")
  func found() throws {
    var source = Seeded.announced()
    let ledger = LedgerCase(Self.rows(&source)).run().ledger
    let bursts = ledger.signals(CardBurstRule(), threads: 1).bursts
    let burst = try #require(bursts.first)
    #expect(bursts.count == 1 && burst.days.count == 520)
    #expect(burst.persons.map { ledger.identifiers.persons.text(of: $0) }.sorted() == (0..<5).map { "g\($0)" })
    // About 520 days at a fifth each: less than any double, had it not been a logarithm.
    #expect(burst.chanceLog10.isFinite && burst.chanceLog10 < -308)
  }
}
