import SteelyardComparison
import SteelyardDomain
import SteelyardTestSupport
import Testing

/// Outside Debian there may be no server; the set-up installs it there, so there the tests never do without it.
@Suite(
  "PostgreSQL",
  .enabled(if: PostgresServer.isExpected, "PostgreSQL is started from Debian's package, and this is not Debian"))
struct PostgresTests {
  @Test("Every operator gives PostgreSQL's rows the clues that SQLite's give, written out and with bound values")
  func operators() throws {
    let server = try PostgresServer()
    var random = Seeded.announced()
    var clues: [String: Int] = [:]
    for round in 0..<8 {
      var rules = RandomRules.all.flatMap { $0.make(&random) }
      var formulas = RandomFormulas(random: random)
      for number in 0..<6 {
        let condition = Operator.Condition(
          rows: Source(register: "visits", joins: RandomRules.joins), test: formulas.formula(.truth, 2))
        let rule = Rule.test("condition-\(number)", .condition(condition), amount: "amount")
        if case .success = FormulaTwinTests.check(rule) { rules.append(rule) }
      }
      random = formulas.random
      let run = try TestRun(rules, RandomTables.make(&random), calendar: RandomRules.calendar)
      let found = try run.found()
      #expect(try run.found(on: server, isBound: false) == found, "round \(round), written out")
      #expect(try run.found(on: server, isBound: true) == found, "round \(round), bound")
      for clue in found { clues[String(clue.rule.prefix { $0 != "-" }), default: 0] += 1 }
    }
    let operators = Set(RandomRules.all.map(\.name) + ["condition"])
    #expect(
      operators.subtracting(
        clues.keys.map { ["visit": "overlap", "supplies": "overlap", "benefits": "overlap"][$0] ?? $0 }) == [])
  }

  @Test("Hostile texts change nothing there either")
  func hostile() throws {
    let server = try PostgresServer()
    for text in HostileTexts.all {
      let run = try HostileTextTests.run(text)
      #expect(try run.found(on: server, isBound: false) == run.twin, "\(text.unicodeScalars.map(\.value))")
      #expect(try run.found(on: server, isBound: true) == run.twin, "\(text.unicodeScalars.map(\.value))")
    }
  }
}
