import Foundation
import GRDB
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardComparison

/// How SQLite would go through registers of a million rows: a register or an intermediate table that is gone through
/// as a whole for every row of another would take days there, and a test's tables never show it.
@Suite("Statements on a city's registers")
struct QueryPlanTests {
  /// A step of a plan: what the engine does, and below which step.
  private struct Step {
    let number: Int
    let parent: Int
    let text: String
  }

  @Test("No operator goes through a whole table again for every row of another")
  func noTableIsWalkedAgain() throws {
    var random = Seeded(7)
    var kinds: Set<Operator.Kind> = []
    for round in 0..<6 {
      for made in RandomRules.all {
        for rule in made.make(&random) {
          kinds.insert(rule.operation.kind)
          for text in try Self.rescans(of: rule) {
            Issue.record("round \(round), \(made.name) \(rule.id): \(text)")
          }
        }
      }
    }
    #expect(kinds.isSuperset(of: [.absence, .presence, .duplicate, .overlap, .excess, .kinship, .sharing, .delay]))
  }

  @Test("Recipients and officials are looked up by an index each, and a payment of the same month by person and month")
  func indexes() throws {
    var random = Seeded(11)
    let kinship = try TestRun(RandomRules.kinship(&random), [:], calendar: RandomRules.calendar).plan.plan
    let found = TableIndex.needed(by: kinship)
    for register in ["payments", "cadres"] {
      #expect(found.contains(TableIndex(register: register, columns: [SQLNames.key("id")])), "\(register)")
    }
    let months = try #require(RandomRules.overlap(&random).first { $0.id == "months" })
    let steps = try Self.steps(of: months)
    #expect(steps.contains { $0.text.contains("id__key=? AND month=?") }, "\(steps.map(\.text))")
  }

  @Test("A walk inside a walk is found out")
  func isFoundOut() {
    let plan = [
      Step(number: 2, parent: 0, text: "SCAN kin"), Step(number: 3, parent: 0, text: "SEARCH cadres USING INDEX i"),
      Step(number: 4, parent: 0, text: "SCAN recipients"), Step(number: 5, parent: 0, text: "USE TEMP B-TREE"),
      Step(number: 6, parent: 5, text: "SCAN alone"),
    ]
    #expect(Self.rescans(plan) == ["SCAN recipients"])
  }

  /// The steps that go through a table for every row of an earlier step beside them.
  private static func rescans(_ steps: [Step]) -> [String] {
    Dictionary(grouping: steps, by: \.parent).sorted { $0.key < $1.key }.flatMap { _, siblings in
      siblings.filter { $0.text.hasPrefix("SCAN ") || $0.text.hasPrefix("SEARCH ") }.dropFirst()
        // The months of a period are a handful, written into the statement.
        .filter { $0.text.hasPrefix("SCAN ") && $0.text != "SCAN grid__" }.map(\.text)
    }
  }

  private static func rescans(of rule: Rule) throws -> [String] { rescans(try steps(of: rule)) }

  /// How SQLite would go about a rule where every register has a million rows.
  private static func steps(of rule: Rule) throws -> [Step] {
    let run = try TestRun([rule], [:], calendar: RandomRules.calendar)
    let folder = try TemporaryFolder()
    let database = try RegisterDatabase(
      plan: run.plan.plan, path: folder.root + "/run.sqlite", needed: { _, _ in true })
    try database.finish(indexes: TableIndex.needed(by: run.plan.plan))
    let compiled = SQLCompiler(run.plan, dates: run.dates).rules[0]
    let steps = try database.work(rule: nil) { connection in
      // What ANALYZE would have found in registers of a million rows; the second statement has it read again.
      for row in try Row.fetchAll(
        connection, sql: "SELECT tbl_name, name, type FROM sqlite_schema WHERE type IN ('table', 'index')")
      {
        let isIndex = row["type"] == "index"
        try connection.execute(
          sql: "INSERT INTO sqlite_stat1 VALUES (?, ?, ?)",
          arguments: [row["tbl_name"], isIndex ? row["name"] : nil, isIndex ? "1000000 20 20 20" : "1000000"])
      }
      try connection.execute(sql: "ANALYZE sqlite_schema")
      return try Row.fetchAll(connection, sql: "EXPLAIN QUERY PLAN \(compiled.written(.sqlite))").map {
        Step(number: $0["id"], parent: $0["parent"], text: $0["detail"])
      }
    }
    #expect(steps.contains { $0.text.hasPrefix("SCAN ") || $0.text.hasPrefix("SEARCH ") }, "\(rule.id) has a plan")
    return steps
  }
}
