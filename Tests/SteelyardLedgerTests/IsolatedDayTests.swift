import SteelyardDomain
import Testing

@testable import SteelyardLedger

@Suite("Days that stand alone") struct IsolatedDayTests {
  private func isolated(_ days: [Int32], in period: Period = .all) -> Int64 {
    var builder = LedgerBuilder()
    builder.rows.day = days
    return builder.isolatedRows(in: period)
  }

  private let first = Month(year: 2025, month: 7).firstDay.number

  @Test("Rows more than a year from the fullest stretch of days count, on either side") func counted() {
    let near = (0..<90).map { first + $0 }
    #expect(isolated([]) == 0 && isolated(near) == 0)
    #expect(isolated(near + [first + 89 + 366]) == 0)
    #expect(isolated(near + [first + 89 + 367]) == 1)
    #expect(isolated([first - 367, first + 5_000, first + 5_000] + near) == 3)
    // A chain of years is one stretch.
    #expect(isolated((0..<10).map { first + $0 * 366 }) == 0)
  }

  @Test("Of two equal stretches one stands alone") func tie() { #expect(isolated([first, first + 1_000]) == 1) }

  @Test("Days outside the period are not judged") func period() throws {
    let period = try #require(Period("2025-07"))
    #expect(isolated([first, first + 1, first + 5_000], in: period) == 0)
  }
}
