import Foundation
import SteelyardComparison
import SteelyardDomain
import SteelyardModels
import SteelyardTestSupport
import Testing

@testable import SteelyardEngine

/// The example of a model, loaded as a run loads it and compared by two engines.
private struct TwoEngines {
  let builtIn: [String]
  let postgres: [String]

  /// Compares the example of a model in this process and on a server.
  init(model: String, on server: PostgresServer) throws {
    let folder = Checkout.path("Models/\(model)")
    let loaded = try #require(ModelCatalogue.load(folder: folder).model?.comparison)
    let work = try TemporaryFolder()
    let plan = try Self.plan(loaded, folder, work)
    let validated = try ValidatedPlan.check(loaded.plan).get()
    let compiler = SQLCompiler(validated, dates: plan.dates)
    let registers = try Run.registers(plan)
    var script = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
    for schema in loaded.plan.registers {
      let filled = SQLCompiler.fill(schema, .postgresql, rows: registers[schema.name] ?? [])
      for statement in [SQLCompiler.table(schema, .postgresql)] + filled { script += statement + ";\n" }
    }
    let names = Disguise(plan.pseudonym)
    let frame = ClueFrame(
      model: plan.governance.id, version: plan.governance.version, period: plan.period.description,
      disguise: names.subject)
    let rows = try server.rows(after: script, of: compiler.rules.map { "(\($0.written(.postgresql)))" })
    postgres = try zip(compiler.rules, rows).flatMap { rule, rows in
      let clues = try rule.clues(rows: rows, frame: frame, registers: loaded.plan.registers.map(\.name))
      let isQuery = rule.rule.operation.kind == .query
      return clues.map { Self.shown(names.clue($0, isQuery: isQuery, showsValues: true)) }
    }
    builtIn = try Run.compare(plan).clues.map(Self.shown)
  }

  /// The run of an example, as `models test` makes it.
  private static func plan(_ model: ComparisonModel, _ folder: String, _ work: TemporaryFolder) throws
    -> ComparisonRunPlan
  {
    let lines = try String(contentsOfFile: "\(folder)/example/args.txt", encoding: .utf8).split(separator: "\n")
    let words = lines.map(String.init)
    let asOf = try #require(Day(words[1]))
    guard words[0] == "--as-of", words[2] == "--period", case .months(let months)? = Period(words[3]) else {
      throw TwoEnginesFailure.arguments(words)
    }
    let files = model.plan.registers.map { ($0.name, ["\(folder)/example/\($0.name).csv"]) }
    var plan = ComparisonRunPlan(
      governance: model.governance, comparison: model.plan, modelHash: "",
      registers: Dictionary(uniqueKeysWithValues: files), dates: ComparisonDates(asOf: asOf, months: months),
      pseudonym: Pseudonym(key: Array("the key of examples, nothing secret".utf8)), workFolder: work.root)
    plan.rejectRateMaximum = 1
    plan.showsValues = true
    return plan
  }

  /// Everything a clue says, so that nothing can differ unseen.
  private static func shown(_ clue: Clue) -> String {
    let values = { (evidence: [Clue.Evidence]) in
      evidence.map { "\($0.name)=\($0.value)<\($0.threshold ?? "")" }.joined(separator: ";")
    }
    let records = clue.records.map { "\($0.register):\($0.line)(\(values($0.values)))" }.joined(separator: " ")
    return "\(clue.rule) \(clue.stableKey) \(clue.amountFen) [\(values(clue.evidence))] \(records)"
  }
}

private enum TwoEnginesFailure: Error { case arguments([String]) }

/// Outside Debian there may be no server; the set-up installs it there, so there the tests never do without it.
@Suite(
  "Every model on PostgreSQL",
  .enabled(if: PostgresServer.isExpected, "PostgreSQL is started from Debian's package, and this is not Debian"))
struct ExamplePostgresTests {
  private static let models = ModelCatalogue.entries(under: Checkout.path("Models")).filter {
    $0.outcome.model?.comparison != nil
  }.map(\.id)

  @Test("The SQL of every comparison model gives PostgreSQL's rows of its example the clues that SQLite's give")
  func everyModel() throws {
    let server = try PostgresServer()
    var clues = 0
    for model in Self.models {
      let engines = try TwoEngines(model: model, on: server)
      #expect(engines.postgres == engines.builtIn, "\(model)")
      #expect(!engines.builtIn.isEmpty, "\(model)")
      clues += engines.builtIn.count
    }
    #expect(Self.models.count >= 12 && clues >= 45)
  }
}
