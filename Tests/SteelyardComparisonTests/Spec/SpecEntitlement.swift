import SteelyardComparison
import SteelyardDomain

/// Examples of absence, presence, excess and delay.
enum SpecEntitlement {
  static let absence = [
    SpecCase(
      title: "Who has turned 80 is due an allowance from the month that begins at that age, and until death",
      rule: .test(
        "absence",
        .absence(
          Operator.Absence(
            entitled: Source(register: "residents"), monthly: formula("age(birth, first_day($month)) >= 80"),
            endings: [
              .init(source: Source(register: "deaths"), on: [pair("id", "id")], last: formula("died"))
            ], paid: Source(register: "payments"), on: [pair("id", "id")], paidMonth: formula("month"),
            graceMonths: 3, due: formula("lookup(allowance, 'b', $month)")))),
      tables: [
        (
          "residents",
          """
          id | birth
          9901 | 1940-05-01
          9902 | 1945-02-01
          9903 | 1945-02-02
          9904 | 1940-01-01
          9905! | 1940-01-01
          """
        ), ("deaths", "id | died\n9904 | 2025-02-01"),
        ("payments", "id | month | amount\n9901 | 2025-01 | 30000\n9901 | 2025-03 | 30000"),
      ],
      expected: """
        9901 |  | 300.00 | residents:2 | month=2025-02
        9902 |  | 600.00 | residents:3 | month=2025-02, month=2025-03
        9903 |  | 300.00 | residents:4 | month=2025-03
        9904 |  | 600.00 | residents:5 | month=2025-01, month=2025-02
        """)
  ]

  static let presence = [
    SpecCase(
      title: "Paid for a month after the month of death; the month of death itself is no finding",
      rule: .test(
        "presence",
        .presence(
          Operator.Presence(
            paid: Source(register: "payments"), other: Source(register: "deaths"), on: [pair("id", "id")],
            test: .after(time: formula("month"), other: formula("died"), tolerance: .init()))), amount: "amount"),
      tables: [
        ("deaths", "id | died\n9901 | 2025-03-14\n9902 | 2025-03-01"),
        (
          "payments",
          """
          id | month | amount
          9901 | 2025-03 | 10000
          9901 | 2025-04 | 10000
          9901 | 2025-05 | 10000
          9902 | 2025-03 | 10000
          9903 | 2025-04 | 10000
          """
        ),
      ], expected: "9901 |  | 200.00 | deaths:2, payments:3, payments:4 | "),
    SpecCase(
      title: "Paid to someone whom the register does not list; who waits in a queue is not called unlisted",
      rule: .test(
        "presence",
        .presence(
          Operator.Presence(
            paid: Source(register: "payments"), other: Source(register: "residents"), on: [pair("id", "id")],
            test: .unlisted)), amount: "amount"),
      tables: [
        ("residents", "id\n9901"),
        ("payments", "id | month | amount\n9901 | 2025-01 | 10000\n9902 | 2025-01 | 10000\n9903! | 2025-01 | 10000"),
      ], expected: "9902 |  | 100.00 | payments:3 | "),
  ]

  static let excess = [
    SpecCase(
      title: "Two payments of a month are added up and held against the standard of the month",
      rule: .test(
        "excess",
        .excess(
          Operator.Excess(
            paid: Source(register: "payments"), key: [Rule.reference("id")], month: formula("month"),
            amount: formula("amount"), standard: formula("lookup(allowance, level, month)")))),
      tables: [
        (
          "payments",
          """
          id | month | amount | level
          9901 | 2025-03 | 6000 | a
          9901 | 2025-03 | 6000 | a
          9901 | 2025-04 | 12000 | a
          9902 | 2025-04 | 12000 | c
          """
        )
      ], expected: "9901 |  | 20.00 | payments:2, payments:3 | paid=120.00 of 100.00")
  ]

  static let delay = [
    SpecCase(
      title: "More than five working days, New Year's Day not counted; what is open is counted to the as-of day",
      rule: .test(
        "delay",
        .delay(
          Operator.Delay(
            rows: Source(register: "files"), from: formula("filed"), to: formula("decided"), limitDays: 5,
            days: .working)),
        subject: "issuer", kind: .issuer, occasion: ["number"]),
      tables: [
        (
          "files",
          """
          number | issuer | filed | decided
          1 | x | 2024-12-30 | 2025-01-07
          2 | x | 2024-12-30 | 2025-01-08
          3 | y | 2025-06-20 |
          4 | y | 2025-06-23 |
          """
        )
      ],
      expected: """
        x | 2 | 0.00 | files:3 | days=6 of 5
        y | 3 | 0.00 | files:4 | days=6 of 5
        """, calendar: WorkCalendar(holidays: [Month(year: 2025, month: 1).firstDay]))
  ]
}
