import SteelyardDomain
import Testing

@testable import SteelyardIntake

private func day(_ text: String) -> Decoded<Day> { withBytes(text) { FieldDecoder.day($0) } }

@Suite("Dates") struct DateTests {
  @Test(
    "Every form of a date, with a time of day or without, is its day",
    arguments: [
      "2025-07-01", "2025-7-1", "2025-07-1", "2025/07/01", "2025/7/1", "2025.07.01", "20250701", "2025年7月1日",
      "2025年07月01日", "2025-07-01 08:05", "2025-07-01 08:05:09", "2025-07-01T08:05:09", "2025/7/1 8:05",
      "2025/7/1 0:00:00",
      "2025-07-01 23:59:59.999", "2025-07-01T00:00:00Z", "2025-07-01T00:00:00+08:00", "2025-07-01 23:59:59.000000-05",
      "20250701080509", "202507010805", "2025070108", "20250701080509123", "20250701T08:05:09",
      "20250701 08:05:09", "2025年7月1日 8:05:09",
    ])
  func forms(text: String) throws {
    let expected = try #require(Day(year: 2025, month: 7, day: 1))
    #expect(day(text) == .clean(expected))
    #expect(day(" \t" + text + "\u{3000}") == .repaired(expected))
  }

  @Test("The text's day stands, whatever zone it names")
  func zones() throws {
    let newYear = try #require(Day(year: 2025, month: 12, day: 31))
    #expect(day("2025-12-31T23:59:59-12:00") == .clean(newYear))
    #expect(day("2025-12-31 23:59:59Z") == .clean(newYear))
    #expect(day("1986-05-04 00:30:00") == .clean(try #require(Day(year: 1986, month: 5, day: 4))))
  }

  @Test("A word for no value is no date", arguments: ["", "  ", "NULL", "null", "\\N", "-", "--", "无", "/"])
  func empty(text: String) {
    #expect(day(text) == .empty)
  }

  @Test(
    "What is no day of the calendar is unreadable",
    arguments: [
      "2025-02-30", "2025-02-29", "1900-02-29", "2025-04-31", "2025-13-01", "2025-00-01", "2025-01-00", "2025-01-32",
      "0000-00-00", "00000000", "20250230", "20251301", "2025年2月30日", "0000-01-01", "1900-01-00",
    ])
  func noSuchDay(text: String) {
    #expect(day(text) == .broken(.dateUnreadable))
  }

  @Test(
    "A date in another form, or with anything behind it that is no time, is unreadable",
    arguments: [
      "25-07-01", "1/7/2025", "01/07/2025", "07-01-2025", "2025", "202507", "2025-07", "2025年7月", "2025年7月1",
      "2025-07-01x",
      "2025-07-01 x", "2025-07-01 25:00:00", "2025-07-01 24:00:00", "2025-07-01 08:61", "2025-07-01 08:05:61",
      "2025-07-01 上午8:05", "2025-07-01 08:05:09 PM", "2025-07-01,", "2025-07/01", "2025/07-01", "2025--07-01",
      "-2025-07-01",
      "2025-7-123", "2025-07-011", "2025/7/12345", "2025年7月1日12", "2025-07-0112:30", "202507011", "20250701123",
      "2025070112300", "20250701250000", "45839", "45839.5", "1751328000", "1751328000000", "3.301E+25", "2025-07-01 8",
      "2025-O7-01", "２０２５-07-01", "20 25-07-01", "Jul 1, 2025", "1-JUL-25", "2025W271", "2025-182", "2025-07-01 08",
      "20250701 080509",
    ])
  func otherForms(text: String) {
    #expect(day(text) == .broken(.dateUnreadable))
  }

  @Test("Every day of forty years comes back from each of its forms")
  func roundTrip() throws {
    let first = try #require(Day(year: 1990, month: 1, day: 1)).number
    var wrong = 0
    for number in first..<(first + 14_610) {
      let expected = Day(number: number)
      let parts = expected.civil
      let texts = [
        "\(expected)", "\(expected)".replacing("-", with: ""), "\(parts.year)/\(parts.month)/\(parts.day)",
        "\(parts.year)年\(parts.month)月\(parts.day)日", "\(expected) 23:59:59",
      ]
      wrong += texts.count { day($0) != .clean(expected) }
    }
    #expect(wrong == 0)
  }
}
