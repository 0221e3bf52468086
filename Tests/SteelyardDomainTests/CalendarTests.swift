import SteelyardDomain
import SteelyardTestSupport
import Testing

/// The days of a month by the rhyme, not by the code under test.
private func daysOfMonth(_ month: Int, _ year: Int) -> Int {
  let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
}

private func day(_ year: Int, _ month: Int, _ day: Int) throws -> Day {
  try #require(Day(year: year, month: month, day: day))
}

@Suite("Days") struct DayTests {
  @Test("Every day of the years 1600 to 2400 has the number after the day before it, and its number gives it back")
  func roundTrip() {
    var number: Int32 = -135_140
    var wrong = 0
    for year in 1600...2400 {
      for month in 1...12 {
        for dayOfMonth in 1...daysOfMonth(month, year) {
          let parts = Day(number: number).civil
          let isSame = parts == (year, month, dayOfMonth)
          if !isSame || Day(year: year, month: month, day: dayOfMonth)?.number != number { wrong += 1 }
          number += 1
        }
      }
    }
    #expect(wrong == 0)
    #expect(Day(year: 2400, month: 12, day: 31)?.number == number - 1)
  }

  @Test(
    "Known days have their known numbers",
    arguments: [(1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 3, 1, 11_017), (1990, 1, 1, 7305), (2101, 1, 1, 47_847)])
  func anchors(year: Int, month: Int, dayOfMonth: Int, number: Int32) throws {
    #expect(try day(year, month, dayOfMonth).number == number)
  }

  @Test(
    "What is no day of the calendar makes none",
    arguments: [
      (2025, 2, 29), (2025, 2, 30), (1900, 2, 29), (2100, 2, 29), (2025, 4, 31), (2025, 6, 31), (2025, 13, 1),
      (2025, 0, 1), (2025, 1, 0), (2025, 1, 32), (2025, 1, -1), (0, 1, 1), (0, 0, 0), (-1, 1, 1), (10_000, 1, 1),
    ])
  func invalid(year: Int, month: Int, dayOfMonth: Int) {
    #expect(Day(year: year, month: month, day: dayOfMonth) == nil)
  }

  @Test("Leap days are those of the Gregorian calendar")
  func leapDays() {
    let years = [1600, 1700, 1800, 1900, 1904, 2000, 2023, 2024, 2100, 2400]
    #expect(years.filter { Day(year: $0, month: 2, day: 29) != nil } == [1600, 1904, 2000, 2024, 2400])
  }

  @Test("Days are ordered by time, and their month is the one they lie in")
  func order() throws {
    #expect(try day(2025, 6, 30) < day(2025, 7, 1))
    #expect(try !(day(2025, 7, 1) < day(2025, 7, 1)))
    #expect(try day(2025, 7, 31).month == Month(year: 2025, month: 7))
    #expect(try day(2025, 7, 1).description == "2025-07-01")
    #expect(try day(987, 1, 2).description == "0987-01-02")
  }

  private static let ages: [((Int, Int, Int), (Int, Int, Int), Int)] = [
    ((1960, 7, 2), (2025, 7, 1), 64), ((1960, 7, 2), (2025, 7, 2), 65), ((1960, 7, 2), (2025, 12, 31), 65),
    ((2000, 2, 29), (2025, 2, 28), 24), ((2000, 2, 29), (2025, 3, 1), 25), ((2000, 2, 29), (2024, 2, 28), 23),
    ((2000, 2, 29), (2024, 2, 29), 24), ((2025, 7, 1), (2025, 7, 1), 0), ((2025, 7, 2), (2025, 7, 1), -1),
    ((2025, 7, 2), (2024, 7, 2), -1), ((2025, 7, 2), (2024, 7, 1), -2),
  ]

  @Test(
    "A year older on the birthday and not the day before; born on 29 February, on 1 March of ordinary years",
    arguments: ages)
  func wholeYears(birth: (Int, Int, Int), later: (Int, Int, Int), years: Int) throws {
    let age = try day(birth.0, birth.1, birth.2).wholeYears(to: day(later.0, later.1, later.2))
    #expect(age == years)
  }

  @Test("An age is the number of birthdays that have come")
  func wholeYearsTwin() throws {
    var generator = Seeded.announced()
    for _ in 0..<3000 {
      let birth = Day(number: Int32.random(in: -20_000...20_000, using: &generator))
      let later = Day(number: birth.number + Int32.random(in: 0...45_000, using: &generator))
      var birthdays = 0
      while true {
        let year = birth.civil.year + birthdays + 1
        let isMissing = birth.civil.month == 2 && birth.civil.day == 29 && daysOfMonth(2, year) == 28
        let next = try isMissing ? day(year, 3, 1) : day(year, birth.civil.month, birth.civil.day)
        if next > later { break }
        birthdays += 1
      }
      #expect(birth.wholeYears(to: later) == birthdays, "\(birth) \(later)")
    }
  }
}

@Suite("Months and periods") struct PeriodTests {
  private func months(_ from: (Int, Int), _ to: (Int, Int)) -> Period {
    .months(Month(year: from.0, month: from.1)...Month(year: to.0, month: to.1))
  }

  @Test("A month tells its year, its place in it and its first day")
  func month() {
    let december = Month(year: 2025, month: 12)
    #expect(december.year == 2025)
    #expect(december.monthOfYear == 12)
    #expect(december.description == "2025-12")
    #expect(december.firstDay == Day(year: 2025, month: 12, day: 1))
    #expect(Month(number: december.number + 1) == Month(year: 2026, month: 1))
    #expect(december < Month(year: 2026, month: 1))
    #expect(Month(year: 87, month: 3).description == "0087-03")
  }

  @Test("Every written form of a period is read")
  func forms() {
    #expect(Period("all") == .all)
    #expect(Period("2025") == months((2025, 1), (2025, 12)))
    #expect(Period("2025-07") == months((2025, 7), (2025, 7)))
    #expect(Period("2025-Q1") == months((2025, 1), (2025, 3)))
    #expect(Period("2025-Q2") == months((2025, 4), (2025, 6)))
    #expect(Period("2025-Q3") == months((2025, 7), (2025, 9)))
    #expect(Period("2025-Q4") == months((2025, 10), (2025, 12)))
    #expect(Period("2025-01..2025-06") == months((2025, 1), (2025, 6)))
    #expect(Period("2024..2025") == months((2024, 1), (2025, 12)))
    #expect(Period("2024-Q4..2025-Q1") == months((2024, 10), (2025, 3)))
    #expect(Period("2025-03..2025-03") == months((2025, 3), (2025, 3)))
    #expect(Period("2024-11..2025") == months((2024, 11), (2025, 12)))
  }

  @Test(
    "What is none of the written forms is no period",
    arguments: [
      "", " ", "ALL", "alle", "25", "202", "20251", "2025-", "2025-7", "2025-13", "2025-00", "2025-007", "2025-Q0",
      "2025-Q5", "2025-q3", "2025-Q", "2025-Q33", "2025-Q３", "2025-Q③", "2025Q3", "2025-07-01", "2025-07..", "..2025",
      "2025..", "..", "2025-06..2025-01", "2026..2025", "2025..2026..2027", "2025...2026", "2025-01,2025-02", "0000",
      "-025", "+025", "２０２５", "2025-０7", " 2025", "2025 ", "2025-+7",
    ])
  func refusals(text: String) {
    #expect(Period(text) == nil)
  }

  @Test("A period holds its months and no other, and its text reads back as itself")
  func contents() throws {
    let quarter = try #require(Period("2025-Q3"))
    let held = (1...12).filter { quarter.contains(Month(year: 2025, month: $0)) }
    #expect(held == [7, 8, 9])
    #expect(!quarter.contains(Month(year: 2024, month: 8)))
    #expect(Period.all.contains(Month(year: 1, month: 1)))
    #expect(quarter.description == "2025-07..2025-09")
    for text in ["all", "2025-07", "2024-11..2025-02"] { #expect(Period(text)?.description == text) }
  }
}
