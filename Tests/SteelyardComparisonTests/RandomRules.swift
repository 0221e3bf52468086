import SteelyardComparison
import SteelyardDomain
import SteelyardTestSupport

/// Random rules of every operator over the registers of tests.
enum RandomRules {
  static let all: [(name: String, make: @Sendable (inout Seeded) -> [Rule])] = [
    ("absence", absence),
    ("presence", presence),
    ("duplicate", duplicate),
    ("overlap", overlap),
    ("excess", excess),
    ("kinship", kinship),
    ("sharing", sharing),
    ("concentration", concentration),
    ("delay", delay),
  ]

  static let calendar = WorkCalendar(
    holidays: [Month(year: 2025, month: 1).firstDay, Month(year: 2025, month: 5).firstDay],
    workdays: [Day(number: Month(year: 2025, month: 1).firstDay.number + 24)])

  static let joins: [Join] = [
    .row(RowJoin(register: "residents", on: [pair("id", "id")], isRequired: false)),
    .aggregate(
      Aggregate(
        name: "all_visits", register: "visits", on: [pair("id", "id")], condition: formula("amount > 0 yuan"),
        measures: [
          .init(name: "rows", function: .count), .init(name: "total", function: .sum, value: formula("amount")),
          .init(name: "first", function: .minimum, value: formula("day")),
          .init(name: "places", function: .countDistinct, value: formula("institution")),
        ])),
  ]

  static func absence(_ random: inout Seeded) -> [Rule] {
    let endings = [
      Operator.Absence.Ending(source: Source(register: "deaths"), on: [pair("id", "id")], last: formula("died")),
      Operator.Absence.Ending(
        source: Source(register: "stays"), on: [pair("id", "id")], last: formula("month_of(discharged)")),
    ]
    return [
      .test(
        "absence",
        .absence(
          Operator.Absence(
            entitled: Source(
              register: "residents", condition: random.chance(50) ? formula("village <> 'c'") : nil),
            monthly: formula("age(birth, first_day($month)) >= 80"),
            endings: Array(endings.prefix(random.below(3))), paid: Source(register: "payments"),
            on: [pair("id", "id", random.pick([.key, .number]))], paidMonth: formula("month"),
            graceMonths: random.below(3),
            due: formula(
              random.pick([
                "lookup(allowance, village, $month)", "10 yuan * (months_between(birth, last_day($month)) - 950)",
              ])))))
    ]
  }

  static func presence(_ random: inout Seeded) -> [Rule] {
    let tests: [Operator.Presence.Test] = [
      .unlisted,
      .uncovered(
        paid: Interval(from: formula("month"), end: .same),
        other: Interval(from: formula("admitted"), end: .through(formula("discharged")))),
      .uncovered(
        paid: Interval(from: formula("month"), end: .through(formula("add_months(month, 2)"))),
        other: Interval(from: formula("month_of(admitted)"), end: .same)),
      .after(
        time: formula("month"), other: formula("discharged"),
        tolerance: Operator.Presence.Tolerance(months: random.below(3), days: random.pick([0, 0, 1, 10, 31]))),
      .after(time: formula("last_day(month)"), other: formula("month_of(admitted)"), tolerance: .init()),
    ]
    return tests.enumerated().map { position, test in
      .test(
        "presence-\(position)",
        .presence(
          Operator.Presence(
            paid: Source(register: "payments", joins: joins), other: Source(register: "stays"),
            on: [pair("id", "id")] + (random.chance(30) ? [pair("level", "institution")] : []), test: test)),
        occasion: random.chance(30) ? ["month"] : [], amount: "amount")
    }
  }

  static func duplicate(_ random: inout Seeded) -> [Rule] {
    let spans: [(Operator.Duplicate.Span, Formula?)] = [
      (.ever, nil), (.same(formula("month_of(day)")), nil), (.same(formula("day")), formula("institution")),
      (.ever, formula("drug")), (.within(days: 1 + random.below(40), of: formula("day")), nil),
    ]
    return spans.enumerated().map { position, span in
      .test(
        "duplicate-\(position)",
        .duplicate(
          Operator.Duplicate(
            rows: Source(register: "visits", joins: random.chance(50) ? joins : []),
            key: [Rule.reference("id")] + (random.chance(20) ? [Rule.reference("drug")] : []), span: span.0,
            allowed: 1 + random.below(3), counting: span.1)), amount: "amount")
    }
  }

  static func overlap(_ random: inout Seeded) -> [Rule] {
    let stay = Interval(from: formula("admitted"), end: .through(formula("discharged")))
    let supply = Interval(from: formula("day"), end: .lasting(days: formula("days")))
    let minimum = random.pick([1, 1, 2, 5, 20])
    return [
      .test(
        "visit-in-stay",
        .overlap(
          Operator.Overlap(
            left: Source(register: "visits"), leftTime: Interval(from: formula("day"), end: .same),
            right: Source(register: "stays"), rightTime: stay, on: [pair("id", "id")],
            marginDays: random.below(3))), amount: "amount"),
      .test(
        "supplies",
        .overlap(
          Operator.Overlap(
            left: Source(register: "visits"), leftTime: supply, right: Source(name: "other", register: "visits"),
            rightTime: supply, on: [pair("id", "id"), pair("drug", "drug")], minimumDays: minimum)),
        amount: random.pick(["amount", "other.amount", "least(visits.amount, other.amount)"])),
      .test(
        "months",
        .overlap(
          Operator.Overlap(
            left: Source(register: "payments"), leftTime: Interval(from: formula("month"), end: .same),
            right: Source(name: "others", register: "payments"),
            rightTime: Interval(from: formula("month"), end: .same), on: [pair("id", "id")],
            condition: formula("payments.account <> others.account"))), occasion: ["month"], amount: "amount"),
      .test(
        "benefits",
        .overlap(
          Operator.Overlap(
            left: Source(register: "payments"), leftTime: Interval(from: formula("month"), end: .same),
            right: Source(register: "stays", joins: joins), rightTime: stay, on: [pair("id", "id")],
            condition: formula("payments.level <> stays.institution or all_visits.rows > 1"), minimumDays: minimum)),
        occasion: ["month"], amount: "amount"),
    ]
  }

  static func excess(_ random: inout Seeded) -> [Rule] {
    let key = random.pick([["id"], ["id", "account"], []]).map(Rule.reference)
    return [Operator.Excess.Side.above, .below].map { side in
      .test(
        "excess-\(side)",
        .excess(
          Operator.Excess(
            paid: Source(register: "payments"), key: key, month: random.chance(70) ? formula("month") : nil,
            amount: formula("amount"), standard: formula("lookup(allowance, level, month)"),
            toleranceFen: Int64(random.below(3) * 1_000), side: side)))
    }
  }

  static func kinship(_ random: inout Seeded) -> [Rule] {
    let ties: [Operator.Kinship.Tie] = [
      .same, .declared(Source(register: "kin"), person: "person", kin: "relative", degrees: 1 + random.below(3)),
      .household(Source(name: "homes", register: "residents"), person: "id", household: "household"),
      .account(Source(name: "accounts", register: "payments"), person: "id", account: "account"),
    ]
    return [
      .test(
        "kinship",
        .kinship(
          Operator.Kinship(
            recipients: Source(register: "payments"), recipient: "id", officials: Source(register: "cadres"),
            official: "id", on: random.chance(40) ? [pair("approver", "id")] : [],
            ties: ties.filter { _ in random.chance(70) } + [.same])), amount: "amount")
    ]
  }

  static func sharing(_ random: inout Seeded) -> [Rule] {
    let household = Operator.Sharing.Household(
      source: Source(register: "residents"), person: "id", household: "household")
    return [nil, household].enumerated().map { position, household in
      .test(
        "sharing-\(position)",
        .sharing(
          Operator.Sharing(
            rows: Source(register: "payments"), shared: "account", person: "id", allowed: 1 + random.below(2),
            household: household)), subject: "account", kind: .account, amount: "amount")
    }
  }

  static func concentration(_ random: inout Seeded) -> [Rule] {
    let share = Operator.Concentration.Measure.share(recipient: Rule.reference("id"), amount: formula("amount"))
    let rate = Operator.Concentration.Measure.rate(of: formula("level = 'a' or amount > 100 yuan"))
    return [share, rate].enumerated().map { position, measure in
      .test(
        "concentration-\(position)",
        .concentration(
          Operator.Concentration(
            rows: Source(register: "payments"), group: Rule.reference("account"), measure: measure,
            limitPerMille: random.below(900), totalMinimum: Int64(random.below(3)),
            countMinimum: 1 + random.below(3), isScored: false)), subject: "account", kind: .village)
    }
  }

  static func delay(_ random: inout Seeded) -> [Rule] {
    [Operator.Delay.Days.calendar, .working].map { days in
      .test(
        "delay-\(days)",
        .delay(
          Operator.Delay(
            rows: Source(register: "files"), from: formula("filed"), to: formula("decided"),
            limitDays: random.below(90), days: days)), subject: "issuer", kind: .issuer, occasion: ["number"])
    }
  }
}
