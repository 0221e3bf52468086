import Foundation
import SteelyardComparison
import SteelyardDomain
import SteelyardEngine
import SteelyardTestSupport
import Testing

/// The comparison run on small registers, from files to clues.
private struct SmallRun {
  let folder: TemporaryFolder

  init(payments: String = SmallRegisters.payments) throws {
    folder = try TemporaryFolder()
    try folder.write(SmallRegisters.residents, to: "residents.csv")
    try folder.write(SmallRegisters.deaths, to: "deaths.csv")
    try folder.write(payments, to: "payments.csv")
  }

  private static func text(_ text: String) -> LocalizedText { LocalizedText(zh: text, en: text) }

  private static func column(
    _ name: String, _ zh: String, _ content: RegisterSchema.Content, required: Bool = false
  ) -> RegisterSchema.Column {
    RegisterSchema.Column(
      name: name, title: LocalizedText(zh: zh, en: name), content: content, isRequired: required)
  }

  private static let people = [
    column("person", "身份证号", .personId), column("name", "姓名", .personName), column("birth", "出生日期", .day),
    column("village", "村", .code),
  ]

  private static let registers = [
    RegisterSchema(
      name: "residents", title: text("residents"), columns: people, key: ["person"],
      persons: [.init(id: "person", name: "name", birth: "birth", area: "village")]),
    RegisterSchema(
      name: "deaths", title: text("deaths"),
      columns: [people[0], people[1], column("died", "死亡日期", .day, required: true)],
      persons: [.init(id: "person", name: "name")]),
    RegisterSchema(
      name: "payments", title: text("payments"),
      columns: people + [
        column("month", "月份", .month, required: true), column("amount", "金额", .money, required: true),
        column("account", "账号", .code), column("times", "次数", .integer, required: true),
      ], key: ["person", "name", "month"],
      persons: [.init(id: "person", name: "name", birth: "birth", area: "village")]),
  ]

  private static func rule(
    _ id: String, _ operation: Operator, subject: Rule.Subject, amount: Formula? = nil
  ) -> Rule {
    Rule(
      id: id, title: text(id), sentence: text(id), suggestedCheck: text(id), direction: .against, severity: .moderate,
      subject: subject, amount: amount, operation: operation)
  }

  private static func formula(_ column: String) -> Formula { .column(ColumnReference(column: column)) }

  private static let plan: ComparisonPlan = {
    let person = Rule.Subject(kind: .person, column: ColumnReference(column: "person"))
    let on = [Pair(ColumnReference(column: "person"), "person")]
    let payments = Source(register: "payments")
    return ComparisonPlan(
      registers: registers,
      rules: [
        rule(
          "paid-after-death",
          .presence(
            Operator.Presence(
              paid: payments, other: Source(register: "deaths"), on: on,
              test: .after(time: formula("month"), other: formula("died"), tolerance: .init()))),
          subject: person, amount: formula("amount")),
        rule(
          "not-registered",
          .presence(
            Operator.Presence(paid: payments, other: Source(register: "residents"), on: on, test: .unlisted)),
          subject: person, amount: formula("amount")),
        rule(
          "shared-account",
          .sharing(Operator.Sharing(rows: payments, shared: "account", person: "person", allowed: 2)),
          subject: Rule.Subject(kind: .account, column: ColumnReference(column: "account"))),
      ])
  }()

  private static let governance = ModelGovernance(
    id: "test/small", version: "1.0", kind: .comparison, title: text("small"), status: .trial, writtenBy: "a",
    checkedBy: "b", lastReview: Day(number: 0), nextReview: Day(number: 0), legalBasis: [], whyItMatters: text("c"),
    innocentExplanations: [], lowIsGood: .neither, minimumVolume: 1, appealWindowDays: 1)

  func run(
    payments: [String] = ["payments.csv"], decisions: String? = nil, rejectRate: Double = 0.001,
    showsValues: Bool = false
  ) throws -> SteelyardEngine.ComparisonResult {
    let month = Month(year: 2025, month: 1)
    var plan = ComparisonRunPlan(
      governance: Self.governance, comparison: Self.plan, modelHash: "",
      registers: [
        "residents": [folder.path("residents.csv")], "deaths": [folder.path("deaths.csv")],
        "payments": payments.map(folder.path),
      ], dates: ComparisonDates(asOf: Day(number: 20_453), months: month...Month(year: 2025, month: 12)),
      pseudonym: Pseudonym(key: [UInt8](1...32)), workFolder: folder.root)
    plan.decisionsFile = decisions.map(folder.path)
    plan.rejectRateMaximum = rejectRate
    plan.showsValues = showsValues
    return try Run.compare(plan)
  }
}

extension SteelyardEngine.ComparisonResult {
  /// `rule amount rows`, sorted.
  fileprivate var shown: [String] { clues.map { "\($0.rule) \($0.amountFen) \($0.records.count)" }.sorted() }
}

@Suite("Comparison runs, from files to clues") struct CompareTests {
  @Test("Paid after death and one account of three are found; who waits in a queue is in no clue")
  func clues() throws {
    let small = try SmallRun()
    let result = try small.run()
    #expect(result.shown == ["paid-after-death 20000 3", "shared-account 0 3"])
    #expect(result.matches.map(\.queue) == [.nameConflict, .weakMatch])
    #expect(result.matches.allSatisfy { $0.decision == nil && $0.key.hasPrefix("m") && $0.key.count == 32 })
    #expect(!small.folder.has("registers.sqlite"))
    #expect(result.quality.registers["payments"]?.accepted.rows == 9)
    #expect(result.rules.map(\.registers) == [["deaths", "payments"], ["residents", "payments"], ["payments"]])
  }

  @Test("Nothing of a result names a person unless values are asked for") func pseudonyms() throws {
    let small = try SmallRun()
    let hidden = "\(try small.run())"
    for person in SmallRegisters.people {
      #expect(!hidden.contains(SmallRegisters.number(person.serial)) && !hidden.contains(person.name))
    }
    #expect("\(try small.run(showsValues: true).clues)".contains(SmallRegisters.number(2)))
  }

  @Test("Decisions let rows go: another person is not registered, the same person is") func decisions() throws {
    let small = try SmallRun()
    let keys = try small.run().matches.map(\.key)
    try small.folder.write("key,decision\n\(keys[0]),不同人\n\(keys[1]),same\nm0,same\n", to: "decided.csv")
    let result = try small.run(decisions: "decided.csv")
    #expect(result.shown == ["not-registered 5000 1", "paid-after-death 20000 3", "shared-account 0 3"])
    #expect(result.matches.map(\.decision) == [.other, .same])
    #expect(result.decisions.map { [$0.same, $0.other, $0.unused] } == [1, 1, 1])
    try small.folder.write("key,decision\n\(keys[0]),same\n\(keys[1]),other\n", to: "turned.csv")
    let turned = try small.run(decisions: "turned.csv")
    #expect(turned.shown.first == "not-registered 10000 1", "the slip is nobody registered")
  }

  @Test("The order of rows and the split into files change nothing but places", arguments: 1...10)
  func order(seed: UInt64) throws {
    let small = try SmallRun()
    let first = try small.run()
    var random = Seeded(seed)
    var rows = SmallRegisters.payments.split(separator: "\n").map { $0 + "\n" }
    let header = rows.removeFirst()
    rows.shuffle(using: &random)
    try small.folder.write(header + rows.prefix(4).joined(), to: "one.csv")
    try small.folder.write(header + rows.dropFirst(4).joined(), to: "two.csv")
    let second = try small.run(payments: ["one.csv", "two.csv"])
    #expect(first.shown == second.shown && first.clues.map(\.stableKey) == second.clues.map(\.stableKey))
    #expect(first.matches.map(\.key) == second.matches.map(\.key) && first.links == second.links)
  }

  @Test("What persons share with the subjects of clues is kept, by pseudonym") func links() throws {
    // Person 2 has a payment on the account of the three.
    let small = try SmallRun(
      payments: SmallRegisters.payments + "\(SmallRegisters.number(2)),李四,,,202501,1.00,A9,1\n")
    let links = try small.run().links
    #expect(links.count == 4 && Set(links.map(\.link)).count == 1 && links.allSatisfy { $0.kind == "account" })
    #expect(Set(links.map(\.subject)).count == 4)
  }

  @Test("Damaged, repeated and contradicting rows are out of every clue, in rows and in fen") func damaged() throws {
    let rows = SmallRegisters.payments.split(separator: "\n").map(String.init)
    let more = rows + [rows[1], rows[4].replacing("100.00", with: "7.00"), rows[5].replacing(",100.00,", with: ",x,")]
    let small = try SmallRun(payments: more.map { $0 + "\n" }.joined())
    #expect(throws: RunFailure.self) { try small.run() }
    let result = try small.run(rejectRate: 0.9)
    let account = try #require(result.quality.registers["payments"])
    #expect(account.balances && account.read.rows == 12 && account.accepted.rows == 8)
    #expect(account.rejected[.registerRowConflict]?.fen == 10_700 && account.excluded[.registerRowRepeated]?.rows == 1)
    #expect(result.shown == ["paid-after-death 10000 2", "shared-account 0 3"])
    #expect(
      result.diagnostics.filter { $0.code.severity != .note }.map { "\($0.code.rawValue) \($0.location.line)" }
        == ["IN240 5", "IN320 11", "IN240 12", "IN203 13"])
  }
}
