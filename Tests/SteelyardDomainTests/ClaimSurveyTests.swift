import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@Suite("The survey of claims")
struct ClaimSurveyTests {
  @Test("The logarithm is the floor of 64 log2, by integers alone") func logarithm() {
    var numbers: [Int64] = Array(1...2_000) + [Int64.max]
    var value: Int64 = 3
    while value < 1 << 50 {
      numbers += [value - 1, value, value + 1]
      value = value * 7 / 4 + 1
    }
    for number in numbers {
      let exact = 64 * log2(Double(number))
      let found = ClaimSurvey.logarithm(of: number)
      // A power of two is exact; elsewhere no number this small lies within 1e-9 of a 64th.
      #expect(found == Int64((exact + 1e-9).rounded(.down)) || number == .max, "\(number)")
    }
    #expect((0...62).allSatisfy { ClaimSurvey.logarithm(of: 1 << Int64($0)) == Int64($0) * 64 })
    #expect(ClaimSurvey.logarithm(of: .max) == 63 * 64 - 1)
  }

  private static let day = Day(year: 2025, month: 7, day: 1) ?? Day(number: 0)

  private func survey(_ amounts: [Int64]) -> ClaimSurvey {
    var survey = ClaimSurvey()
    for fen in amounts {
      survey.add(institution: 0, day: Self.day, totalFen: fen, isRefund: false, cells: 4, filled: 3)
    }
    return survey
  }

  @Test(
    "Runs count from twenty rows on, and then with all their rows",
    arguments: [(19, 0), (20, 20), (21, 21), (45, 45)])
  func runs(length: Int, counted: Int64) {
    let others = (1...30).map { Int64($0) * 7 }
    let run = Array(repeating: Int64(500), count: length)
    #expect(survey(others + run + others).rowsInRuns == counted)
    #expect(survey(run + [1] + run).rowsInRuns == counted * 2)
  }

  @Test("A run does not go on in the next file") func files() {
    var survey = ClaimSurvey()
    for file in 0..<2 {
      for _ in 0..<12 {
        survey.add(institution: 0, day: Self.day, totalFen: 500, isRefund: false, cells: 1, filled: 1)
      }
      if file == 0 { survey.endFile() }
    }
    #expect(survey.rowsInRuns == 0)
  }

  private struct Row {
    var institution: Int32
    var day: Day
    var fen: Int64
    var filled: Int
  }

  private func cells(_ rows: [Row]) -> [ClaimSurvey.Place: ClaimSurvey.Cell] {
    var survey = ClaimSurvey()
    for row in rows {
      survey.add(
        institution: row.institution, day: row.day, totalFen: row.fen, isRefund: row.fen < 0, cells: 5,
        filled: row.filled)
    }
    return survey.cells
  }

  @Test("Cells are the same whatever the order of the rows") func anyOrder() {
    var random = Seeded(3)
    var rows: [Row] = []
    for number in 0..<500 {
      let day = Day(number: Self.day.number + Int32(number % 90))
      rows.append(
        Row(institution: Int32(number % 7), day: day, fen: Int64(number * 37 % 900) - 40, filled: number % 5))
    }
    let expected = cells(rows)
    #expect(expected.count == 21 && expected.values.reduce(0) { $0 + $1.rows } == 500)
    #expect(cells(rows.shuffled(using: &random)) == expected)
  }

  @Test("Months are those of the period, or those with rows worth the name") func months() throws {
    var survey = ClaimSurvey()
    var codes = IdentifierTable()
    for (code, days) in [("A", [0, 1, 40]), ("B", [2, 75])] {
      let institution = codes.code(of: code)
      for day in days {
        for _ in 0..<100 {
          survey.add(
            institution: institution, day: Day(number: Self.day.number + Int32(day)), totalFen: 100, isRefund: false,
            cells: 1, filled: 1)
        }
      }
    }
    // One row of another century.
    survey.add(
      institution: 0, day: try #require(Day(year: 2099, month: 1, day: 1)), totalFen: 1, isRefund: false, cells: 1,
      filled: 1)
    let all = Completeness(survey, codes: codes, names: ["a"], period: .all)
    #expect(all.months.map(\.description) == ["2025-07", "2025-08", "2025-09"])
    #expect(all.rowsElsewhere == 1)
    #expect(all.rows.map { $0.cells.map(\.rows) } == [[200, 100, 0], [100, 0, 100]])
    #expect(all.rows.map(\.name) == ["a", ""])
    #expect(all.institutions == [2, 1, 1] && all.totals.map(\.rows) == [300, 100, 100])
    let period = try #require(Period("2025-08..2025-10"))
    let asked = Completeness(survey, codes: codes, names: [], period: period)
    #expect(asked.months.count == 3 && asked.totals.map(\.rows) == [100, 100, 0])
    #expect(asked.rowsElsewhere == 301)
  }

  @Test("A day is read from its text and from nothing else") func dayText() {
    #expect(Day("2025-07-01") == Self.day)
    for text in ["2025-7-1", "2025-02-30", "20250701", "2025-07-01 ", "", "2025-07", "-025-07-01"] {
      #expect(Day(text) == nil, "\(text)")
    }
  }
}
