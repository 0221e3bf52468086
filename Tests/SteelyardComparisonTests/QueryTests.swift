import SteelyardComparison
import SteelyardDomain
import Testing

@Suite("Reviewed queries") struct QueryTests {
  private func rule(_ sql: String, registers: [String] = ["payments"]) -> Rule {
    .test(
      "query",
      .query(
        Operator.Query(
          file: "query.sql", sql: sql, registers: registers, subject: "who", occasion: "month", amount: "fen",
          records: [Operator.Query.Record(register: "payments", column: "place")], values: ["account"])))
  }

  private let tables = [
    "payments": """
    id | month | amount | account
    991 | 2025-01 | 100 | a
    991 | 2025-02 | 200 | b
    992 | 2025-01 | 300 | a
    """
  ]

  private func run(_ sql: String, registers: [String] = ["payments"]) throws -> [NaiveClue] {
    let rows = try TestTables.parse(try #require(tables["payments"]), "payments")
    return try TestRun([rule(sql, registers: registers)], ["payments": rows]).found()
  }

  private static let plain = """
    SELECT id__key AS who, CAST(month AS TEXT) AS month, amount AS fen, locator AS place, account FROM payments
    WHERE account = 'a'
    """

  @Test("A query's rows become clues by its contract, and it may use windows and common tables")
  func contract() throws {
    let expected = [("991", 100, "payments:2"), ("992", 300, "payments:4")].map { subject, fen, record in
      NaiveClue(
        rule: "query", subject: subject, occasion: "202501", amountFen: Int128(fen), records: [record],
        details: ["account=a"])
    }
    #expect(try run(Self.plain) == expected)
    #expect(try run("WITH p AS (\(Self.plain)) SELECT * FROM p -- a comment") == expected)
    #expect(
      try run("SELECT *, ROW_NUMBER() OVER (ORDER BY place) AS n FROM (\(Self.plain))") == expected)
  }

  @Test(
    "Whatever does more than read its own registers is refused",
    arguments: [
      "SELECT 1 AS who) AS q; DROP TABLE payments; --", "SELECT * FROM (DELETE FROM payments)",
      "SELECT id__key AS who, name AS month, 1 AS fen, locator AS place, name AS account FROM residents",
      "SELECT name AS who, sql AS month, 1 AS fen, 1 AS place, '' AS account FROM sqlite_master",
      "SELECT 'x' AS who, load_extension('x') AS month, 1 AS fen, 1 AS place, '' AS account",
      "SELECT 'x' AS who, readfile('/etc/hostname') AS month, 1 AS fen, 1 AS place, '' AS account",
      "SELECT 'x' AS who, hex(randomblob(9)) AS month, 1 AS fen, 1 AS place, '' AS account",
      "SELECT name AS who, '' AS month, 1 AS fen, 1 AS place, '' AS account FROM pragma_database_list",
      "SELECT 'x' AS who, sqlite_version() AS month, 1 AS fen, 1 AS place, '' AS account",
      "SELECT 'x' AS who, '' AS month, 1 AS fen, 1 AS place, '' AS account) q; ATTACH 'x' AS y; SELECT 1 FROM (SELECT 1",
      "SELECT 'x' AS who, '' AS month, 1 AS fen, 1 AS place, value AS account FROM json_each('[1]')",
      "SELECT * FROM (PRAGMA database_list)", "SELECT * FROM (ATTACH 'x' AS y)",
      "WITH p AS (UPDATE payments SET amount = 0 RETURNING *) SELECT * FROM p",
      "SELECT id__key AS who, '' AS month, 1 AS fen, 1 AS place, '' AS account FROM temp.sqlite_temp_master",
      "SELECT 'x' AS who, name AS month, 1 AS fen, 1 AS place, '' AS account FROM payments, pragma_table_info('x')",
    ])
  func refused(sql: String) throws {
    let failures: [ComparisonFailure] = [.queryRefused(rule: "query"), .queryContract(rule: "query")]
    let failure = #expect(throws: ComparisonFailure.self) { try run(sql) }
    #expect(failure.map { failures.contains($0) } == true, "\(String(describing: failure))")
  }

  @Test(
    "Text that does not begin as a SELECT is refused before it is run",
    arguments: ["", "DELETE FROM payments", "PRAGMA writable_schema = 1", "ATTACH 'x' AS y", "-- SELECT", "INSERT"])
  func begins(sql: String) throws {
    let problem = PlanProblem(path: ["rules", "0", "file"], kind: .statement)
    #expect(FormulaTwinTests.check(rule(sql)) == .failure(PlanProblems(problems: [problem])))
  }

  @Test(
    "A query that never ends is stopped, whether it gives rows or none",
    arguments: [
      "SELECT 'x' AS who, '' AS month, x AS fen, 1 AS place, '' AS account FROM n",
      "SELECT 'x' AS who, '' AS month, COUNT(x) AS fen, 1 AS place, '' AS account FROM n",
    ])
  func endless(sql: String) throws {
    var run = try TestRun(
      [rule("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) \(sql)")], ["payments": []])
    run.queryStepsMaximum = 2_000_000
    #expect(throws: ComparisonFailure.queryTooCostly(rule: "query")) { try run.found() }
  }

  @Test("A query that needs fewer steps than it may is not stopped") func ending() throws {
    let sql = """
      WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 500000)
      SELECT 'x' AS who, '' AS month, COUNT(x) AS fen, 2 AS place, '' AS account FROM n
      """
    var run = try TestRun([rule(sql)], ["payments": []])
    // Between two questions lie a million steps; these are some ten million.
    run.queryStepsMaximum = 1_000_000
    #expect(throws: ComparisonFailure.queryTooCostly(rule: "query")) { try run.found() }
    run.queryStepsMaximum = 100_000_000
    #expect(try run.found().map(\.amountFen) == [500_000])
  }

  @Test("A query that makes a text without bound is stopped before it fills the memory") func tooLong() throws {
    let sql = """
      WITH RECURSIVE n(t) AS (SELECT '12345678' UNION ALL SELECT t || t FROM n)
      SELECT MAX(length(t)) AS who, '' AS month, 0 AS fen, 1 AS place, '' AS account FROM n
      """
    #expect(throws: ComparisonFailure.queryTooCostly(rule: "query")) { try run(sql) }
  }

  @Test("A query without the columns of its contract, or with an amount that is no whole number, is a failure")
  func wrongContract() throws {
    for sql in [
      "SELECT id__key AS who FROM payments",
      "SELECT id__key AS who, '' AS month, 0.5 AS fen, locator AS place, '' AS account FROM payments",
    ] {
      #expect(throws: ComparisonFailure.queryContract(rule: "query")) { try run(sql) }
    }
  }
}
