import Foundation
import SteelyardComparison
import SteelyardDomain
import Testing

@testable import SteelyardModels

/// The formula of a text.
private func formula(_ text: String) throws -> Formula { try Formula.parse(text).formula }

@Suite("Comparison models") struct ComparisonModelTests {
  private let outcome = ModelDecoder.decode(bytes: Array(FullComparison.yaml.utf8), file: "model.yaml") {
    $0 == "largest.sql" ? Array(FullComparison.statement.utf8) : nil
  }

  private func operation(_ id: String) throws -> Operator {
    let model = try #require(outcome.model?.comparison)
    return try #require(model.plan.rules.first { $0.id == id }).operation
  }

  @Test("A file with every key of the grammar is valid") func valid() throws {
    #expect(outcome.diagnostics == [])
    let model = try #require(outcome.model)
    #expect(model.governance.kind == .comparison && model.scoring == nil)
    let names = Set(ModelKeys.comparison.paths().compactMap { $0.split(separator: ".").last.map(String.init) })
    for name in names where name != "*" && Clue.Subject.Kind(rawValue: name) == nil {
      #expect(FullComparison.yaml.contains(try Regex("[{ ]\(name):|\n\(name):")), "\(name)")
    }
  }

  @Test("Registers, standards and the calendar hold what was written") func registers() throws {
    let plan = try #require(outcome.model?.comparison).plan
    #expect(plan.registers.map(\.name) == ["payments", "deaths", "kin"])
    let payments = try #require(plan.register("payments"))
    #expect(payments.key == ["person", "month"])
    #expect(payments.persons == [.init(id: "person", name: "name", birth: "birth", area: "area")])
    #expect(
      payments.columns.first
        == .init(
          name: "person", title: LocalizedText(zh: "身份证号", en: "Number"), content: .personId, isRequired: true,
          aliases: ["证件号"]))
    #expect(payments.column("amount")?.content == .money && payments.column("amount")?.isRequired == false)
    #expect(
      plan.standard("allowance")
        == Standard(
          name: "allowance", title: LocalizedText(zh: "标准", en: "Standard"), categories: ["kind"],
          rows: [
            .init(
              categories: ["甲"], from: Month(year: 2025, month: 1), through: Month(year: 2025, month: 6),
              amountFen: 10_050),
            .init(categories: ["甲"], from: Month(year: 2025, month: 7), amountFen: 12_000),
          ]))
    #expect(plan.calendar.holidays == [Day(year: 2025, month: 10, day: 1)])
    #expect(plan.calendar.workdays == [Day(year: 2025, month: 10, day: 11)])
  }

  @Test("A rule carries its governance, its subject and what it shows") func rule() throws {
    let model = try #require(outcome.model?.comparison)
    let rule = try #require(model.plan.rules.first)
    #expect(rule.severity == .moderate && rule.direction == .inFavour)
    #expect(rule.sentence == LocalizedText(zh: "说明", en: "Meaning"))
    #expect(rule.suggestedCheck == LocalizedText(zh: "核查", en: "Check"))
    #expect(rule.subject == .init(kind: .person, column: ColumnReference(column: "person")))
    #expect(rule.occasion == [.column(ColumnReference(column: "month"))])
    #expect(rule.amount == .column(ColumnReference(column: "amount")))
    #expect(
      rule.evidence
        == [ColumnReference(column: "month"), ColumnReference(source: "payments", column: "amount")])
    #expect(
      model.rules.first
        == RuleGovernance(
          id: "absence", doesNotMean: LocalizedText(zh: "不说明", en: "No meaning"),
          legalBasis: [LocalizedText(zh: "法", en: "Law")],
          innocentExplanations: [LocalizedText(zh: "解释", en: "Explanation")],
          loophole: LocalizedText(zh: "漏洞", en: "Loophole")))
    #expect(model.rules.map(\.id) == model.plan.rules.map(\.id))
    #expect(model.rules[1].legalBasis.isEmpty)
  }

  private let same = [Pair(ColumnReference(column: "person"), "person")]

  @Test("Who is entitled is read with sources, joins and endings") func absence() throws {
    let person = ColumnReference(column: "person")
    let entitled = Source(
      register: "payments",
      joins: [
        .row(
          RowJoin(
            name: "dead", register: "deaths", on: same, isRequired: false, condition: try formula("died is not empty"))),
        .aggregate(
          Aggregate(
            name: "ties", register: "kin", on: same,
            measures: [
              .init(name: "many", function: .count),
              .init(name: "last", function: .countDistinct, value: try formula("relative")),
            ])),
      ], condition: try formula("kind = '甲'"))
    let expected = Operator.Absence(
      entitled: entitled, monthly: try formula("age(birth, first_day($month)) >= 80"),
      endings: [.init(source: Source(register: "deaths"), on: same, last: try formula("died"))],
      paid: Source(name: "paid", register: "payments"), on: [Pair(person, "person", matching: .number)],
      paidMonth: try formula("month"), graceMonths: 2, due: try formula("lookup(allowance, kind, $month)"))
    #expect(try operation("absence") == .absence(expected))
  }

  @Test("Every test of a payment is read") func presence() throws {
    let (paid, deaths) = (Source(register: "payments"), Source(register: "deaths"))
    let month = try formula("month")
    let died = try formula("died")
    #expect(
      try operation("unlisted")
        == .presence(
          .init(
            paid: paid, other: Source(register: "kin"), on: [Pair(ColumnReference(column: "person"), "relative")],
            test: .unlisted)))
    let uncovered = Operator.Presence.Test.uncovered(
      paid: Interval(from: month, end: .same), other: Interval(from: died, end: .through(try formula("$as_of"))))
    #expect(try operation("uncovered") == .presence(.init(paid: paid, other: deaths, on: same, test: uncovered)))
    let after = Operator.Presence.Test.after(time: month, other: died, tolerance: .init(months: 1, days: 3))
    #expect(try operation("after") == .presence(.init(paid: paid, other: deaths, on: same, test: after)))
  }

  @Test("Repetitions, overlaps and excesses are read") func repetitions() throws {
    let (payments, deaths) = (Source(register: "payments"), Source(register: "deaths"))
    let person = [ColumnReference(column: "person")]
    #expect(
      try operation("same")
        == .duplicate(
          .init(
            rows: payments, key: person, span: .same(try formula("month")), allowed: 2,
            counting: try formula("kind"))))
    #expect(
      try operation("within")
        == .duplicate(.init(rows: deaths, key: person, span: .within(days: 5, of: try formula("died")))))
    #expect(try operation("ever") == .duplicate(.init(rows: deaths, key: person)))
    #expect(
      try operation("overlap")
        == .overlap(
          .init(
            left: payments, leftTime: Interval(from: try formula("month"), end: .same), right: deaths,
            rightTime: Interval(from: try formula("died"), end: .lasting(days: try formula("days"))), on: same,
            condition: try formula("kind <> '甲'"), minimumDays: 3, marginDays: 1)))
    #expect(
      try operation("excess")
        == .excess(
          .init(
            paid: payments, key: person, month: try formula("month"), amount: try formula("amount"),
            standard: try formula("lookup(allowance, kind, month)"), toleranceFen: 50, side: .below)))
  }

  @Test("Facts, kin, accounts, shares, delays and queries are read") func relations() throws {
    let (payments, kin) = (Source(register: "payments"), Source(register: "kin"))
    #expect(
      try operation("condition") == .condition(.init(rows: payments, test: try formula("amount > 5 yuan"))))
    #expect(
      try operation("kinship")
        == .kinship(
          .init(
            recipients: payments, recipient: "person", officials: Source(register: "deaths"), official: "person",
            on: same,
            ties: [
              .same, .declared(kin, person: "person", kin: "relative", degrees: 2),
              .household(Source(name: "homes", register: "kin"), person: "person", household: "shared"),
              .account(Source(name: "banks", register: "kin"), person: "person", account: "shared"),
            ])))
    #expect(
      try operation("sharing")
        == .sharing(
          .init(
            rows: payments, shared: "account", person: "person", allowed: 2,
            household: .init(source: kin, person: "person", household: "shared"))))
    let area = ColumnReference(column: "area")
    let share = Operator.Concentration.Measure.share(
      recipient: ColumnReference(column: "person"), amount: try formula("amount"))
    #expect(
      try operation("share")
        == .concentration(
          .init(
            rows: payments, group: area, measure: share, limitPerMille: 300, totalMinimum: 2_000_000, countMinimum: 5,
            isScored: false)))
    #expect(
      try operation("rate")
        == .concentration(
          .init(
            rows: payments, group: area, measure: .rate(of: try formula("kind = '甲'")), limitPerMille: 400,
            totalMinimum: 30, countMinimum: 30, isScored: true)))
    #expect(
      try operation("delay")
        == .delay(
          .init(
            rows: payments, from: try formula("birth"), to: try formula("first_day(month)"), limitDays: 60,
            days: .working)))
    #expect(
      try operation("query")
        == .query(
          .init(
            file: "largest.sql", sql: FullComparison.statement, registers: ["payments"], subject: "who",
            occasion: "when", amount: "paid", records: [.init(register: "payments", column: "place")],
            values: ["rest"])))
  }

  @Test("The hash of a model is its file's, and with a query it changes with the file and with the query")
  func hashOfQueries() throws {
    func hash(_ yaml: String, _ sql: String) -> String {
      ModelDecoder.decode(bytes: Array(yaml.utf8), file: "m") { _ in Array(sql.utf8) }.sourceHash
    }
    let (yaml, sql) = (FullComparison.yaml, FullComparison.statement)
    let hashes = [hash(yaml, sql), hash(yaml, sql + "-- seen\n"), hash(yaml + "\n", sql)]
    #expect(Set(hashes).count == 3 && hashes[0] == hash(yaml, sql))
    #expect(!hashes.contains(ContentHash.of(Array(yaml.utf8))))
    let plain = FullComparison.yaml.replacing("largest.sql", with: "no such name")
    #expect(hash(plain, sql) == ContentHash.of(Array(plain.utf8)), "without a query that could be read")
  }
}
