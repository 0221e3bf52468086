import SteelyardDomain

@testable import SteelyardIntake

/// Dates and ages: categories 79 to 86.
enum MatrixDates {
  static let all: [MatrixCase] = spellings + orders + broken + ranges + ages + days

  private static let shown = "days 2025-07-01, 2025-07-02, 2025-07-03"

  /// The three rows with dates in one form.
  private static func form(_ texts: [String], _ outcome: MatrixOutcome = .exact) -> MatrixCase {
    let rows = zip(MatrixTable.rows, texts).map { row, text in
      row.replacing(/2025-07-0\d/, with: text)
    }
    return .harmless(
      79, "`\(texts[0])`", "the day", [.text(MatrixTable.table(rows))], outcome.showing(shown), MatrixReading.days)
  }

  private static func form(_ make: (Int) -> String, _ outcome: MatrixOutcome = .exact) -> MatrixCase {
    form((1...3).map(make), outcome)
  }

  private static let spellings: [MatrixCase] = [
    form { "2025-07-0\($0)" }, form { "2025/7/\($0)" }, form { "2025070\($0)" }, form { "2025年7月\($0)日" },
    form { "2025.7.\($0)" }, form { "2025-07-0\($0) 08:05:09" }, form { "2025-07-0\($0) 08:05:09.123" },
    form { "2025-07-0\($0)T08:05:09+08:00" }, form { "2025/7/\($0) 下午 11:05:09" }, form { "2025-07-0\($0) 11:05 PM" },
    form { "2025070\($0)235959" },
    .harmless(
      79, "`2025-07-01`, `2025/7/2` and `20250703` in one column", "exact: no two of them can be mistaken; counted",
      slashed(["2025-07-01", "2025/7/2", "20250703"]), .exact.noting(.dateFormsMixed, 2).showing(shown),
      MatrixReading.days),
  ]

  private static func slashed(_ texts: [String]) -> [MatrixInput] {
    [.text(MatrixTable.table(zip(MatrixTable.rows, texts).map { $0.replacing(/2025-07-0\d/, with: $1) }))]
  }

  private static let orders: [MatrixCase] = [
    .damaged(
      80, "a column of `1/7/2025`", "refused: nobody said which is the month",
      slashed(["1/7/2025", "2/7/2025", "3/7/2025"]), .refused(.dateOrderUndeclared)),
    .damaged(
      80, "a column of which one day is above 12", "refused: it is not guessed from one row",
      slashed(["1/7/2025", "2/7/2025", "13/7/2025"]), .refused(.dateOrderUndeclared)),
    .harmless(
      80, "`1/7/2025`, the user says day first", "the day", slashed(["1/7/2025", "2/7/2025", "3/7/2025"]),
      .exact.showing(shown), MatrixReading.days
    ).reading { $0.dateOrder = .dayFirst },
    .harmless(
      80, "`7/1/2025`, the user says month first", "the day", slashed(["7/1/2025", "7/2/2025", "7/3/2025"]),
      .exact.showing(shown), MatrixReading.days
    ).reading { $0.dateOrder = .monthFirst },
  ]

  private static func rejected(
    _ number: Int, _ text: String, _ what: String, _ code: Diagnostic.Code = .dateUnreadable
  ) -> MatrixCase {
    .damaged(
      number, what + " `\(text)`", "row rejected", [.text(MatrixTable.date(text))],
      .kept.rejecting(code, fen: 2000, at: 3))
  }

  private static let broken: [MatrixCase] = [
    rejected(81, "2025-02-30", "30 February"), rejected(81, "0000-00-00", "no date"),
    rejected(81, "1900-01-00", "day zero"), rejected(81, "45840", "a serial number"),
    rejected(81, "1751414400", "an epoch in seconds"), rejected(81, "1751414400000", "an epoch in milliseconds"),
    rejected(81, "2025-13-01", "month 13"), rejected(81, "2025-07-02 25:00:00", "hour 25"),
    rejected(82, "1989-12-31", "before 1990", .dateImplausible),
    rejected(82, "2099-01-01", "where databases write no end", .dateImplausible),
  ]

  private static func dated(_ more: String, _ cells: String) -> [MatrixInput] {
    [
      .text(
        MatrixTable.around(
          MatrixTable.rows[1] + ",\(cells)", more: more, cells: String(repeating: ",", count: cells.count { $0 == "," })
        ))
    ]
  }

  private static let ranges: [MatrixCase] = [
    .damaged(
      82, "a settlement in the future, outside the period", "taken out", [.text(MatrixTable.date("2050-01-01"))],
      .kept.excluding(.outsidePeriod, fen: 2000)
    ).with { $0.period = .months(Month(year: 2025, month: 7)...Month(year: 2025, month: 9)) },
    .damaged(
      82, "a settlement after the day that --as-of names", "row rejected", [.text(MatrixTable.date("2025-10-03"))],
      .kept.rejecting(.settledInFuture, fen: 2000, at: 3)
    ).reading { $0.latestDay = Day("2025-10-01") },
    .damaged(
      82, "a settlement in the future, nothing said",
      "warned of: no clock is asked, but it stands years from the others",
      [.text(MatrixTable.date("2050-01-01"))], .exact.noting(.settlementDayIsolated)),
    .harmless(
      82, "an end of 2099-12-31 or 2120-11-01", "an open end",
      [
        .text(
          MatrixTable.with(
            "begin_date,end_date",
            ["2025-07-01,2099-12-31", "2025-07-02,2120-11-01", "2025-07-03,9999-12-31"]))
      ]),
    .damaged(
      83, "an end before its beginning", "warned of", dated("begin_date,end_date", "2025-07-02,2025-07-01"),
      .exact.noting(.datesOutOfOrder)),
    .damaged(
      83, "settled before the visit began", "warned of", dated("begin_date,end_date", "2025-07-09,2025-07-09"),
      .exact.noting(.datesOutOfOrder)),
    .damaged(
      83, "settled more than two years after", "warned of", dated("begin_date,end_date", "2023-07-01,2023-07-01"),
      .exact.noting(.datesOutOfOrder)),
  ]

  private static let ages: [MatrixCase] = [
    .damaged(
      84, "born after the settlement", "warned of", dated("birth_date,age", "2025-07-03,"),
      .exact.noting(.birthAfterSettlement)),
    .damaged(
      84, "an age that the day of birth denies", "warned of; the birth counts",
      dated("birth_date,age", "1950-01-01,60"), .exact.noting(.ageDiffersFromBirth)),
    .harmless(84, "age `32.0`", "32", dated("sex,age", "1,32.0")),
    .harmless(84, "age `3月`", "0, counted", dated("sex,age", "1,3月"), .exact.noting(.valueRepaired)),
    .damaged(84, "age 121", "warned of", dated("sex,age", "1,121"), .exact.noting(.ageImplausible)),
    .damaged(84, "age 400", "unknown, counted", dated("sex,age", "1,400"), .exact.noting(.optionalValueUnreadable)),
  ]

  private static func day(_ text: String, _ day: String, _ outcome: MatrixOutcome, _ what: String) -> MatrixCase {
    .harmless(
      85, what + " `\(text)`", "the calendar day in China", [.text(MatrixTable.date(text))],
      outcome.showing("days 2025-07-01, \(day), 2025-07-03"), MatrixReading.days)
  }

  private static let days: [MatrixCase] = [
    day("2025-12-31 23:59:59", "2025-12-31", .exact, "the year's last second"),
    day("2026-01-01 00:00:00", "2026-01-01", .exact, "the year's first second"),
    day("2025-12-31T16:00:00Z", "2026-01-01", .exact.noting(.dateZoneConverted), "the same told in UTC"),
    day("2025-12-31T23:59:59+08:00", "2025-12-31", .exact, "the last second with its zone"),
    day("1990-04-15 00:30:00", "1990-04-15", .exact.noting(.settlementDayIsolated), "the night summer time began"),
    day("1991-09-15 00:30:00", "1991-09-15", .exact.noting(.settlementDayIsolated), "the night summer time ended"),
    .damaged(
      86, "a visit after the day of death", "on the clue list; the row counts", [.text(MatrixTable.text)],
      .exact.noting(.settledAfterDeath)
    ).with { $0.deaths = ["P2": Day(year: 2025, month: 7, day: 1)?.number ?? 0] },
  ]
}
