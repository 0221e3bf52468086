import SteelyardComparison
import SteelyardDomain
import Testing

@Suite("Standards and calendars") struct StandardTests {
  private let standard = Standard(
    name: "allowance", title: LocalizedText(zh: "津贴标准", en: "allowance"), categories: ["age_band"],
    rows: [
      .init(categories: ["80-89"], through: Month(year: 2025, month: 6), amountFen: 10_000),
      .init(categories: ["80-89"], from: Month(year: 2025, month: 7), amountFen: 12_000),
      .init(categories: ["90+"], amountFen: 30_000),
    ])

  @Test(
    "A standard gives the amount of its category in the month, both ends included, and none where it names none",
    arguments: [
      ("80-89", 2025, 6, 10_000), ("80-89", 2025, 7, 12_000), ("80-89", 2019, 1, 10_000), ("90+", 2030, 12, 30_000),
      ("0-79", 2025, 6, nil), ("", 2025, 6, nil),
    ] as [(String, Int, Int, Int64?)])
  func amounts(band: String, year: Int, month: Int, fen: Int64?) {
    #expect(standard.amountFen(categories: [band], month: Month(year: year, month: month)) == fen)
  }

  @Test("Days worked are weekdays less holidays, and the weekend days worked instead")
  func workdays() throws {
    func day(_ month: Int, _ day: Int) throws -> Day { try #require(Day(year: 2025, month: month, day: day)) }
    let calendar = WorkCalendar(holidays: [try day(10, 1), try day(10, 2)], workdays: [try day(9, 28)])
    let worked = try [(9, 26), (9, 27), (9, 28), (9, 30), (10, 1), (10, 2), (10, 3)].map {
      calendar.isWorked(try day($0, $1))
    }
    #expect(worked == [true, false, true, true, false, false, true])
  }

  @Test("A source and a join are called by their register unless they are given a name")
  func names() {
    #expect(Source(register: "payments").name == "payments")
    #expect(Source(name: "left", register: "payments").name == "left")
    #expect(Join.row(RowJoin(register: "deaths", on: [])).name == "deaths")
    #expect(Join.aggregate(Aggregate(name: "staff", register: "insured", on: [], measures: [])).name == "staff")
  }
}
