import SteelyardDomain
import SteelyardTestSupport
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
      "2025-07-01 23:59:59.999", "2025-07-01T00:00:00Z", "2025-07-01T00:00:00+08:00", "2025-07-01 10:59:59.000000-05",
      "2025-07-01T23:59:59.123+0800", "2025-07-01 08:05 +08", "2025-07-01 08:05:09:123", "2025/7/1  8:05:00",
      "2025-07-01 上午8:05", "2025/7/1 下午 8:05:09", "2025-07-01 08:05:09 PM", "2025-07-01 12:00:00 AM",
      "2025/7/1 8:05:09pm",
      "2025年7月1日上午8:05:09", "2025年07月01日 10时05分00秒", "2025年7月1日 8时5分", "2025-07-01 8时", "2025年7月1日 下午11:59",
      "20250701080509", "202507010805", "2025070108", "20250701080509123", "20250701T08:05:09",
      "20250701 08:05:09", "2025年7月1日 8:05:09",
    ])
  func forms(text: String) throws {
    let expected = try #require(Day(year: 2025, month: 7, day: 1))
    #expect(day(text) == .clean(expected))
    #expect(day(" \t" + text + "\u{3000}") == .repaired(expected))
  }

  @Test("Full-width digits and marks are a date, and told as repaired")
  func fullWidth() throws {
    let expected = try #require(Day(year: 2025, month: 7, day: 1))
    for text in ["２０２５-07-01", "２０２５－０７－０１", "２０２５／７／１ ８：０５", "２０２５年７月１日"] {
      #expect(day(text) == .repaired(expected))
    }
  }

  @Test(
    "A time in another zone counts on the day that it falls on in China, by arithmetic",
    arguments: [
      ("2025-12-31T23:59:59-12:00", "2026-01-01"), ("2025-12-31 23:59:59Z", "2026-01-01"),
      ("2025-12-31T15:59:59Z", "2025-12-31"), ("2025-12-31T16:00:00Z", "2026-01-01"),
      ("2026-01-01T00:30:00+14:00", "2025-12-31"), ("2026-01-01T00:00:00+09:00", "2025-12-31"),
      ("2026-01-01T01:00:00+0900", "2026-01-01"), ("2024-02-28T20:00Z", "2024-02-29"),
      ("2025-12-31 11:59:59 PM Z", "2026-01-01"), ("2025-12-31T23:59:59+08:00", "2025-12-31"),
    ])
  func zones(text: String, expected: String) {
    #expect(day(text).value.map { "\($0)" } == expected)
    let isConverted = !text.hasSuffix("+08:00")
    #expect(withBytes(text) { FieldDecoder.date($0, order: nil).isConverted } == isConverted)
  }

  @Test("A local time of the years with summer time is its own day, whatever the hour")
  func summerTime() throws {
    for year in 1986...1991 {
      let expected = try #require(Day(year: year, month: 5, day: 4))
      for text in ["\(year)-05-04 00:00:00", "\(year)-05-04 00:30:00", "\(year)-05-04 23:59:59"] {
        #expect(day(text) == .clean(expected))
      }
    }
  }

  private static let ordered: [(String, ReadingOptions.DateOrder?, String?)] = [
    ("01/07/2025", .dayFirst, "2025-07-01"), ("1/7/2025 8:05", .dayFirst, "2025-07-01"),
    ("7/1/2025", .monthFirst, "2025-07-01"), ("31-12-2025", .dayFirst, "2025-12-31"),
    ("12.31.2025", .monthFirst, "2025-12-31"),
    ("31/12/2025", .monthFirst, nil), ("12/31/2025", .dayFirst, nil), ("30/02/2025", .dayFirst, nil),
    ("31/12/2025", nil, nil), ("1/7/25", .dayFirst, nil), ("1/7-2025", .dayFirst, nil),
    ("2025-07-01", .dayFirst, "2025-07-01"),
    ("01/07/2025 23:00:00Z", .dayFirst, "2025-07-02"),
  ]

  @Test("Day or month first is read where the user says which, and year first always", arguments: ordered)
  func orders(text: String, order: ReadingOptions.DateOrder?, expected: String?) {
    let reading = withBytes(text) { FieldDecoder.date($0, order: order) }
    #expect(reading.value.value.map { "\($0)" } == expected)
    if expected == nil { #expect(reading.value == .broken(.dateUnreadable)) }
  }

  @Test("The form of a date is told, and what is a date in one order or the other speaks for that")
  func formsTold() {
    let texts: [(String, DateForm?)] = [
      ("2025-07-01", .dashed), ("2025-7-1", .dashed), ("2025/7/1", .slashed), ("2025.7.1", .dotted),
      ("20250701", .compact),
      ("2025年7月1日", .chinese), ("1/7/2025", .undeclared), ("31/12/2025", .undeclared), ("32/13/2025", nil), ("x", nil),
      ("", nil), ("45839", nil), ("2025-02-30", nil), ("1/7/2025 x", nil),
    ]
    for (text, form) in texts {
      #expect(withBytes(text) { FieldDecoder.date($0, order: nil).form } == form, "\(text)")
    }
  }

  @Test("The usual form read at once is what the general one reads, for a hundred thousand texts near it")
  func fastTwin() {
    var generator = Seeded.announced()
    let marks = Array("0123456789: /x".utf8)
    var wrong: [String] = []
    for _ in 0..<100_000 {
      var bytes = Array(
        "2025-0\(Int.random(in: 1...9, using: &generator))-1\(Int.random(in: 0...9, using: &generator)) 08:05:09".utf8)
      if generator.chance(3) { bytes.removeLast(9) }
      for _ in 0..<Int.random(in: 0...2, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = generator.pick(marks)
      }
      let fast = bytes.withUnsafeBytes { FieldDecoder.date($0, order: nil) }
      // A fraction keeps the text from the usual form and changes no day.
      let slow = (bytes + (bytes.count == 19 ? Array(".0".utf8) : Array(" 00:00:00.0".utf8))).withUnsafeBytes {
        FieldDecoder.date($0, order: nil)
      }
      if fast.value.value != slow.value.value { wrong.append(String(decoding: bytes, as: UTF8.self)) }
    }
    #expect(wrong == [])
  }

  @Test(
    "An age is whole years; months and days of a first year are none",
    arguments: [
      ("32", 32), ("32.0", 32), ("32.99", 32), ("0", 0), ("130", 130), ("32岁", 32), ("3月", 0), ("3个月", 0), ("11.5月", 0),
      ("10天", 0), ("28日", 0), ("1岁", 1), ("", nil), ("131", nil), ("-1", nil), ("12月", nil), ("400天", nil), ("岁", nil),
      ("3年", nil),
    ])
  func ages(text: String, years: Int64?) {
    #expect(withBytes(text) { FieldDecoder.age($0) }.value == years)
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
      "2025-07-01 上午13:05", "2025-07-01 10时61分", "2025-07-01 10时05", "2025-07-01 10时分", "2025-07-01 18:05:09 PM",
      "2025-07-01 0:05 AM", "2025-07-01 上午8:05 PM", "2025-07-01,",
      "2025-07-01Z", "2025-07-01T08:05:09+24:00", "2025-07-01T08:05:09+08:60", "2025-07-01T08:05:09.",
      "2025-07-01T08:05:09+8", "2025-07-01T",
      "2025-07-01 AM", "2025-07-01T08:05:09ZZ", "2025-07/01", "2025/07-01", "2025--07-01",
      "-2025-07-01",
      "2025-7-123", "2025-07-011", "2025/7/12345", "2025年7月1日12", "2025-07-0112:30", "202507011", "20250701123",
      "2025070112300", "20250701250000", "45839", "45839.5", "1751328000", "1751328000000", "3.301E+25", "2025-07-01 8",
      "2025-O7-01", "20 25-07-01", "Jul 1, 2025", "1-JUL-25", "2025W271", "2025-182", "2025-07-01 08",
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
