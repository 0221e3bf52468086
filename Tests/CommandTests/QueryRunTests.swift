import SteelyardTestSupport
import Testing

/// The small registers with a model that has a query beside it.
private struct QueryRun {
  let workshop: Workshop
  var folder: TemporaryFolder { workshop.folder }

  static let largest = """
    SELECT person__key AS who, amount AS fen, locator AS place FROM payments WHERE amount >= 10000

    """

  private static let rule = """
      - id: largest
        title: {zh: 大额, en: Large payments}
        severity: minor
        direction: against
        means: {zh: 单笔不小于一百元, en: A payment of a hundred yuan or more}
        does-not-mean: {zh: 不说明不应发放, en: It does not say that it was not due}
        innocent-explanations: [{zh: 补发, en: Back pay}]
        suggested-check: {zh: 核对原始记录, en: Look up the records}
        loophole: {zh: 无, en: None}
        subject: {person: person}
        query:
          file: largest.sql
          registers: [payments]
          subject: who
          amount: fen
          records: [{register: payments, column: place}]

    """

  init(_ sql: String) throws {
    workshop = try Workshop()
    try SmallRegisters.prepare(folder)
    let models = "Models/\(SmallRegisters.model)"
    try folder.write(SmallRegisters.yaml + Self.rule, to: "\(models)/model.yaml")
    try folder.write(sql, to: "\(models)/largest.sql")
  }

  func run(_ language: String = "en", out: String = "RUN") throws -> CommandRunner.Outcome {
    let registers = ["residents", "deaths", "payments"].flatMap { ["--register", "\($0)=\($0).csv"] }
    return try workshop.command(
      ["run", SmallRegisters.model] + registers + [
        "--as-of", "2025-12-31", "--period", "2025", "--key", "person.key", "--lang", language, "--out", out,
      ], environment: ["STEELYARD_MODELS": "Models"])
  }

  /// The hash of the model in a run's manifest.
  func modelHash(_ run: String = "RUN") throws -> Substring {
    let match = try folder.text("\(run)/run.json").firstMatch(of: /"model" : \{[^}]*"sha256" : "([0-9a-f]{64})"/)
    return try #require(match).1
  }
}

@Suite("Runs of models with a query") struct QueryRunTests {
  @Test("The query's text stands beside the run, which is verified with it, and is part of the model's hash")
  func hash() throws {
    let first = try QueryRun(QueryRun.largest)
    #expect(try first.run().status == 0)
    let clues = try first.workshop.table("clues.csv")
    // Persons 1 to 4; the one with a slip in the number waits for a decision and is nobody's clue.
    #expect(clues["rule"].count { $0 == "largest" } == 4)
    #expect(try first.folder.text("RUN/largest.sql") == QueryRun.largest)
    #expect(try first.workshop.command(["verify", "RUN"]).status == 0)
    #expect(try first.workshop.command(["explain", "RUN", clues["key"][0]]).status == 0)
    let second = try QueryRun(QueryRun.largest + "-- looked at again\n")
    #expect(try second.run().status == 0)
    #expect(try first.modelHash() != second.modelHash())
    try first.folder.write(QueryRun.largest + " ", to: "RUN/largest.sql")
    #expect(try first.workshop.command(["verify", "RUN"]).status == 9)
  }

  @Test(
    "A query that reads another register is refused in both languages, and nothing is left", arguments: ["en", "zh"])
  func refused(language: String) throws {
    let sql = "SELECT person__key AS who, 0 AS fen, locator AS place FROM deaths\n"
    let run = try QueryRun(sql)
    let outcome = try run.run(language)
    #expect(outcome.status == 10 && !run.folder.has("RUN"))
    #expect(outcome.stderr.contains(language == "en" ? "The query of rule largest does more" : "规则 largest 的查询"))
  }

  @Test("A query that makes a text without bound is stopped in both languages", arguments: ["en", "zh"])
  func costly(language: String) throws {
    let sql = """
      WITH RECURSIVE n(t) AS (SELECT '12345678' UNION ALL SELECT t || t FROM n)
      SELECT MAX(length(t)) AS who, 0 AS fen, 1 AS place FROM n
      """
    let run = try QueryRun(sql)
    let outcome = try run.run(language)
    #expect(outcome.status == 10 && !run.folder.has("RUN"))
    #expect(outcome.stderr.contains(language == "en" ? "took more steps" : "步数"))
  }
}
