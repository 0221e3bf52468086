import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Rows that damaged places hide") struct HiddenRowTests {
  private func rows(_ numbers: Range<Int>, end: String = "\n") -> String {
    numbers.map { "S\(100_000 + $0),P1,H1,2025-07-01,M,1.00" + end }.joined()
  }

  private func account(_ text: String) throws -> Reconciliation {
    try ClaimReading(SmallClaims.header + "\n" + text).account
  }

  @Test("Rows joined in one line count by their bytes, wherever they stand", arguments: [3, 40, 1000])
  func joined(count: Int) throws {
    for place in [0, 500, 2000] {
      let text = rows(0..<place) + rows(place..<(place + count), end: "") + "\n" + rows((place + count)..<3000)
      let account = try account(text)
      #expect(account.rejected[.columnCountDiffers]?.rows == 1 && account.balances)
      // One row is counted; a line end is missing for each of the others.
      #expect(abs(account.rowsHidden - Int64(count - 1)) <= Int64(1 + count / 20), "\(place)")
      #expect(account.exceeds(rejectRate: Double(count) * 0.9 / 3000))
      #expect(!account.exceeds(rejectRate: Double(count) * 1.1 / 3000))
    }
  }

  @Test("A byte lost in UTF-16 hides the half behind it")
  func lostByte() throws {
    var bytes: [UInt8] = [0xFF, 0xFE]
    for unit in (SmallClaims.header + "\n" + rows(0..<60_000)).utf16 {
      bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
    bytes.remove(at: bytes.count / 2)
    let folder = try TemporaryFolder()
    let account = try ClaimReading(files: [folder.file(bytes)]).account
    #expect(account.rowsHidden > 20_000 && account.exceeds(rejectRate: 0.1))
  }

  @Test("Damaged rows of ordinary length, repeated headers and rows that decode badly hide none")
  func ordinary() throws {
    let damaged = "S1,P1,H1,2025-07-01,M,1.00,more\n"
    let text = rows(0..<50) + damaged + rows(50..<60) + SmallClaims.header + "\n" + damaged + "S2,P1\n"
    #expect(try account(text).rowsHidden == 0)
    #expect(try account(rows(0..<5) + "S7,P1,H1,bad,M,1.00\n").rowsHidden == 0)
    #expect(try account(damaged).rowsHidden == 0, "without a whole row nothing is known of their length")
  }
}
