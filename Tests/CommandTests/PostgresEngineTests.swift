import SteelyardTestSupport
import Testing

@Suite("Sums made by the database that holds the claims") struct PostgresEngineTests {
  private static let engine = ["--engine", "postgresql"]
  private static let inputs = ["--persons", "postgres:#persons", "--institutions", "postgres:#institutions"]

  @Test("The tally, its pairs and the account are those of this program, from texts, other types and queries")
  func sameTally() throws {
    let bureau = try Bureau(seed: 61)
    let before = try bureau.holdings()
    let options = ["--period", "2025-Q3"]
    try bureau.score(Workshop.cityInputs + options)
    let own = try #require(try bureau.workshop.manifest().counts)
    let sources = ["postgres:#claims", "postgres:#typed", "postgres:#SELECT * FROM typed -- all"]
    for (number, source) in sources.enumerated() {
      try bureau.score([source] + Self.inputs + options + Self.engine, out: "R\(number)")
      #expect(
        try bureau.workshop.differing("RUN", "R\(number)", among: ["tally.csv", "tally-pairs.csv"]).isEmpty, "\(source)"
      )
      let counts = try #require(try bureau.workshop.manifest(of: "R\(number)").counts)
      #expect(counts == own, "\(source)")
      #expect(try bureau.command(["verify", "R\(number)"]).status == 0)
    }
    #expect(try bureau.holdings() == before)
    // Where the embedded engine starts from the same tally, the ranking is the same.
    try bureau.score(
      ["--tally", "RUN/tally.csv", "--institutions", "postgres:#institutions"] + options, out: "TALLY")
    #expect(try bureau.workshop.folder.read("R0/ranking.csv") == bureau.workshop.folder.read("TALLY/ranking.csv"))
  }

  @Test("The manifest names the engine, its version and the place; the record has the statements and no query's text")
  func record() throws {
    let bureau = try Bureau(seed: 62)
    let query = "SELECT * FROM claims WHERE psn_no <> '9900007'"
    try bureau.score(["postgres:dbname=postgres#\(query)", "--engine-setting", "work_mem=16MB"] + Self.engine)
    let manifest = try bureau.workshop.folder.text("RUN/run.json")
    for line in ["\"engine\" : \"postgresql\"", "\"version\" : \"15", "\"master\" : \"postgres:dbname=postgres\""] {
      #expect(manifest.contains(line), "\(line)")
    }
    let record = try bureau.workshop.folder.text("RUN/reduction.sql")
    #expect(record.hasPrefix("BEGIN ISOLATION LEVEL REPEATABLE READ;\nCREATE TEMPORARY VIEW steelyard_input_1 AS\n"))
    #expect(record.hasSuffix("ROLLBACK;\n") && record.contains("/* query, SHA-256 "))
    #expect(!record.contains("9900007") && !manifest.contains("9900007"))
    #expect(try !bureau.workshop.folder.names(in: "RUN").contains("engine"))
  }

  @Test("Tables and functions of the database that are named like ours change nothing") func names() throws {
    let bureau = try Bureau(seed: 63)
    try bureau.score(["city/claims.csv"])
    _ = try bureau.server.run(
      """
      CREATE TABLE tally (a int); CREATE TABLE claim_text (a int); CREATE TABLE steelyard_input_1 AS TABLE claims;
      CREATE FUNCTION split_part(text, text, int) RETURNS text LANGUAGE sql AS 'SELECT ''9''';
      CREATE FUNCTION lower(text) RETURNS text LANGUAGE sql AS 'SELECT ''nil''';
      ALTER DATABASE postgres SET search_path = public, pg_catalog, pg_temp;
      """)
    try bureau.score(["postgres:#steelyard_input_1"] + Self.engine, out: "TABLE")
    try bureau.score(["postgres:#TABLE steelyard_input_1"] + Self.engine, out: "QUERY")
    for run in ["TABLE", "QUERY"] {
      #expect(try bureau.workshop.differing("RUN", run, among: ["tally.csv", "tally-pairs.csv"]).isEmpty)
    }
  }

  @Test("Several tables are one, and must be alike") func parts() throws {
    let bureau = try Bureau(seed: 64)
    try bureau.score(["city/claims.csv"])
    let parts = ["<", ">="].map { "postgres:#SELECT * FROM claims WHERE setl_time \($0) '2025-08-10'" }
    try bureau.score(parts + Self.engine, out: "PARTS")
    #expect(try bureau.workshop.differing("RUN", "PARTS", among: ["tally.csv", "tally-pairs.csv"]).isEmpty)
    let unlike = try bureau.run(
      [parts[0], "postgres:#SELECT setl_id, psn_no, fixmedins_code, setl_time, dise_no, medfee_sumamt FROM claims"]
        + Self.engine, out: "X")
    #expect(unlike.status == 2 && unlike.stderr.contains("other columns"), "\(unlike.stderr)")
  }

  @Test(
    "What it cannot do is told before anything is asked of the server",
    arguments: [
      ["city/claims.csv"], ["postgres:#claims", "--persons", "city/persons.csv"],
      ["postgres:#claims", "postgres:postgres#claims"], ["postgres:#claims", "--master", "local"],
      ["postgres:#claims", "--engine-folder", "F"], ["postgres:#claims", "--lines", "city/claims.csv"],
      ["postgres:#claims", "--engine-setting", "nosuch_setting=1"], ["postgres:#claims", "--rejects", "R.csv"],
      ["--ledger", "LEDGER"], ["postgres:#claims", "--encoding", "GB18030"],
    ])
  func refuses(options: [String]) throws {
    let bureau = try Bureau(persons: 60, institutions: 3, seed: 65)
    let outcome = try bureau.run(options + Self.engine)
    #expect(outcome.status == 2, "\(outcome.stderr)")
    #expect(try bureau.workshop.folder.names() == ["city", "person.key"])
  }

  @Test("Rows that the database rejects are held to the limit") func isHeldToTheLimit() throws {
    let bureau = try Bureau(seed: 66)
    _ = try bureau.server.run("UPDATE claims SET medfee_sumamt = '12.345' WHERE setl_id LIKE '%7'")
    let outcome = try bureau.run(["postgres:#claims"] + Self.engine)
    #expect(outcome.status == 3 && outcome.stderr.contains("rows were rejected"), "\(outcome.stderr)")
    try bureau.score(["postgres:#claims", "--max-reject-rate", "0.5"] + Self.engine, out: "A")
    try bureau.score(["postgres:#claims", "--max-reject-rate", "0.5"], out: "B")
    #expect(try bureau.workshop.differing("A", "B", among: ["tally.csv", "tally-pairs.csv"]).isEmpty)
    #expect(try bureau.workshop.manifest(of: "A").counts == bureau.workshop.manifest(of: "B").counts)
  }
}
