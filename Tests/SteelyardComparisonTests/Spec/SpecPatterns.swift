import SteelyardComparison
import SteelyardDomain

/// Examples of duplicate, overlap, condition, kinship, sharing, concentration and query.
enum SpecPatterns {
  static let duplicate = [
    SpecCase(
      title: "At more than one institution on one day; twice at the same one is none",
      rule: .test(
        "duplicate",
        .duplicate(
          Operator.Duplicate(
            rows: Source(register: "visits"), key: [Rule.reference("id")], span: .same(formula("day")), allowed: 1,
            counting: formula("institution"))), occasion: ["day"], amount: "amount"),
      tables: [
        (
          "visits",
          """
          id | day | institution | amount
          9901 | 2025-02-03 | a | 5000
          9901 | 2025-02-03 | b | 7000
          9901 | 2025-02-04 | a | 5000
          9902 | 2025-02-03 | a | 5000
          9902 | 2025-02-03 | a | 5000
          """
        )
      ], expected: "9901 | 2025-02-03 | 70.00 | visits:2, visits:3 | "),
    SpecCase(
      title: "Three visits within seven days where two are allowed",
      rule: .test(
        "duplicate",
        .duplicate(
          Operator.Duplicate(
            rows: Source(register: "visits"), key: [Rule.reference("id")], span: .within(days: 7, of: formula("day")),
            allowed: 2)), amount: "amount"),
      tables: [
        (
          "visits",
          """
          id | day | amount
          9901 | 2025-02-01 | 1000
          9901 | 2025-02-03 | 1000
          9901 | 2025-02-07 | 1000
          9902 | 2025-02-01 | 1000
          9902 | 2025-02-03 | 1000
          9902 | 2025-02-08 | 1000
          """
        )
      ], expected: "9901 |  | 10.00 | visits:2, visits:3, visits:4 | "),
  ]

  static let overlap = [
    SpecCase(
      title: "An outpatient visit during an inpatient stay; the days of admission and discharge are left out",
      rule: .test(
        "overlap",
        .overlap(
          Operator.Overlap(
            left: Source(register: "visits"), leftTime: Interval(from: formula("day"), end: .same),
            right: Source(register: "stays"),
            rightTime: Interval(from: formula("admitted"), end: .through(formula("discharged"))),
            on: [pair("id", "id")],
            marginDays: 1)), amount: "amount"),
      tables: [
        ("stays", "id | admitted | discharged\n9901 | 2025-02-10 | 2025-02-14"),
        (
          "visits",
          """
          id | day | amount
          9901 | 2025-02-10 | 1000
          9901 | 2025-02-11 | 1000
          9901 | 2025-02-14 | 1000
          9902 | 2025-02-11 | 1000
          """
        ),
      ], expected: "9901 |  | 10.00 | stays:2, visits:3 | "),
    SpecCase(
      title: "Two supplies of one drug that share at least three days",
      rule: .test(
        "overlap",
        .overlap(
          Operator.Overlap(
            left: Source(register: "visits"),
            leftTime: Interval(from: formula("day"), end: .lasting(days: formula("days"))),
            right: Source(name: "later", register: "visits"),
            rightTime: Interval(from: formula("day"), end: .lasting(days: formula("days"))),
            on: [pair("id", "id"), pair("drug", "drug")], minimumDays: 3)), amount: "later.amount"),
      tables: [
        (
          "visits",
          """
          id | day | days | drug | amount
          9901 | 2025-02-01 | 10 | p | 1000
          9901 | 2025-02-08 | 10 | p | 2000
          9901 | 2025-02-09 | 10 | q | 4000
          9901 | 2025-02-16 | 10 | p | 8000
          """
        )
      ], expected: "9901 |  | 20.00 | visits:2, visits:3 | "),
  ]

  static let condition = [
    SpecCase(
      title: "The name paid is not the name registered under the number, whoever the row is held to be of",
      rule: .test(
        "condition",
        .condition(
          Operator.Condition(
            rows: Source(
              register: "payments", joins: [.row(RowJoin(register: "residents", on: [pair("id", "id", .number)]))]),
            test: formula("name <> residents.name"))), subject: "residents.id", amount: "amount"),
      tables: [
        ("residents", "id | name\n9901 | 甲\n9902 | 乙"),
        ("payments", "id | name | amount\n9901! | 丙 | 100\n9902 | 乙 | 100\n9901 | 甲 | 100\n9902 |  | 100"),
      ], expected: "9901 |  | 1.00 | payments:2, residents:2 | "),
    SpecCase(
      title: "More rows under an issuer than it has residents: counts of other registers",
      rule: .test(
        "condition",
        .condition(
          Operator.Condition(
            rows: Source(
              register: "files",
              joins: [
                .aggregate(
                  Aggregate(
                    name: "own", register: "files", on: [pair("issuer", "issuer")],
                    measures: [.init(name: "files", function: .count)])),
                .aggregate(
                  Aggregate(
                    name: "living", register: "residents", on: [pair("issuer", "village")],
                    measures: [.init(name: "persons", function: .countDistinct, value: formula("id"))])),
              ]), test: formula("own.files > living.persons"))), subject: "issuer", kind: .issuer),
      tables: [
        ("files", "number | issuer\n1 | x\n2 | x\n3 | y"), ("residents", "id | village\n9901 | x\n9901 | x\n9902 | y"),
      ], expected: "x |  | 0.00 | files:2, files:3 | "),
  ]

  static let kinship = [
    SpecCase(
      title: "The approver is kin of the recipient, over at most two declarations",
      rule: .test(
        "kinship",
        .kinship(
          Operator.Kinship(
            recipients: Source(register: "payments"), recipient: "id", officials: Source(register: "cadres"),
            official: "id", on: [pair("approver", "id")],
            ties: [
              .same, .declared(Source(register: "kin"), person: "person", kin: "relative", degrees: 2),
              .household(Source(register: "residents"), person: "id", household: "household"),
            ])), amount: "amount"),
      tables: [
        ("cadres", "id\n9900"), ("kin", "person | relative\n9900 | 9901\n9902 | 9901\n9902 | 9903"),
        ("residents", "id | household\n9900 | h\n9904 | h"),
        (
          "payments",
          """
          id | approver | amount
          9900 | 9900 | 100
          9901 | 9900 | 100
          9902 | 9900 | 100
          9903 | 9900 | 100
          9904 | 9900 | 100
          9901 | 9909 | 100
          """
        ),
      ],
      expected: """
        9900 |  | 1.00 | cadres:2, payments:2 | tie=same
        9901 |  | 1.00 | cadres:2, kin:2, payments:3 | tie=declared
        9902 |  | 1.00 | cadres:2, kin:2, kin:3, payments:4 | tie=declared
        9904 |  | 1.00 | cadres:2, payments:6, residents:2, residents:3 | tie=household
        """)
  ]

  static let sharing = [
    SpecCase(
      title: "One account for more than one household; a couple's account is one",
      rule: .test(
        "sharing",
        .sharing(
          Operator.Sharing(
            rows: Source(register: "payments"), shared: "account", person: "id", allowed: 1,
            household: .init(source: Source(register: "residents"), person: "id", household: "household"))),
        subject: "account", kind: .account, amount: "amount"),
      tables: [
        ("residents", "id | household\n9901 | h\n9902 | h\n9903 | k"),
        (
          "payments",
          "id | account | amount\n9901 | a | 100\n9902 | a | 100\n9901 | b | 100\n9903 | b | 100\n9904 | b | 100"
        ),
      ], expected: "b |  | 3.00 | payments:4, payments:5, payments:6 | persons=3 of 1")
  ]

  static let concentration = [
    SpecCase(
      title: "A recipient with more than half of a group of at least three",
      rule: .test(
        "concentration",
        .concentration(
          Operator.Concentration(
            rows: Source(register: "payments"), group: Rule.reference("level"),
            measure: .share(recipient: Rule.reference("id"), amount: formula("amount")), limitPerMille: 500,
            totalMinimum: 10_000, countMinimum: 3, isScored: false))),
      tables: [
        (
          "payments",
          """
          id | level | amount
          9901 | v | 30000
          9901 | v | 30000
          9902 | v | 20000
          9903 | v | 20000
          9904 | w | 90000
          9905 | w | 10000
          """
        )
      ], expected: "9901 |  | 100.00 | payments:2, payments:3 | share=600.00 of 1000.00")
  ]

  static let query = [
    SpecCase(
      title: "What no operator says, in a reviewed SELECT",
      rule: .test(
        "query",
        .query(
          Operator.Query(
            file: "query.sql",
            sql: "SELECT id__key AS who, amount AS fen, locator AS place FROM payments WHERE amount % 10000 = 0",
            registers: ["payments"], subject: "who", amount: "fen",
            records: [.init(register: "payments", column: "place")]))),
      tables: [("payments", "id | amount\n9901 | 10000\n9901 | 20000\n9902 | 12345")],
      expected: "9901 |  | 300.00 | payments:2, payments:3 | ")
  ]
}
