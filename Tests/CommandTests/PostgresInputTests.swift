import Foundation
import SteelyardTestSupport
import Testing

@Suite("Claims from a PostgreSQL database") struct PostgresInputTests {
  @Test("Tables of texts, tables of other types and queries give the bytes of the file, whatever the server is set to")
  func sameBytes() throws {
    let bureau = try Bureau(seed: 41)
    try bureau.score(Workshop.cityInputs + ["--period", "2025-Q3"])
    let listed = ["--persons", "postgres:#persons", "--institutions", "postgres:#public.institutions"]
    let folder = try #require(bureau.environment["PGHOST"])
    let places = [
      "postgres:#claims", "postgres:dbname=postgres#typed",
      "postgresql:///postgres?host=\(folder)#TABLE typed -- all of it",
      "postgres:postgres#SELECT *, now() AS moment FROM claims ORDER BY psn_no DESC;",
    ]
    for (number, place) in places.enumerated() {
      try bureau.score([place] + listed + ["--period", "2025-Q3", "--threads", "\(number % 2 + 1)"], out: "R\(number)")
      #expect(try bureau.workshop.differing("RUN", "R\(number)").isEmpty, "\(place)")
    }
    let (own, theirs) = (try bureau.workshop.manifest(), try bureau.workshop.manifest(of: "R1"))
    #expect(own.counts == theirs.counts)
    #expect(
      theirs.inputs.map(\.name) == [
        "postgres:dbname=postgres#typed", "postgres:#persons", "postgres:#public.institutions",
      ])
    #expect(theirs.inputs[0].sha256.count == 64 && theirs.inputs[0].bytes > 100_000)
    // Rows of a table come as they lie, so that its bytes are known again.
    try bureau.score(["postgres:#claims"] + listed + ["--period", "2025-Q3"], out: "AGAIN")
    #expect(
      try bureau.workshop.manifest(of: "AGAIN").inputs.map(\.sha256)
        == bureau.workshop.manifest(of: "R0").inputs.map(\.sha256))
  }

  @Test("What is said of how files are written is not said of a database beside them") func beside() throws {
    let bureau = try Bureau(seed: 47)
    let table = try bureau.workshop.folder.text("city/institutions.csv")
    try bureau.workshop.folder.write(table.replacing(",", with: ";"), to: "institutions.csv")
    try bureau.score(["city/claims.csv", "--institutions", "city/institutions.csv"])
    let said = ["--delimiter", ";", "--encoding", "UTF-8", "--comment", "9"]
    try bureau.score(["postgres:#claims", "--institutions", "institutions.csv"] + said, out: "SAID")
    #expect(try bureau.workshop.differing("RUN", "SAID").isEmpty)
  }

  @Test("A moment belongs to the day that it is in China") func moments() throws {
    let bureau = try Bureau(seed: 42)
    let query = """
      postgres:#SELECT setl_id, psn_no, fixmedins_code, dise_no, medfee_sumamt, med_type,
        timestamptz '2025-06-30 16:30:00+00' AS setl_time FROM claims
      """
    #expect(try bureau.run([query, "--period", "2025-06"]).status == 3)
    try bureau.score([query, "--period", "2025-07"])
  }

  @Test("A query is recorded by its hash; its text stands nowhere") func queryText() throws {
    let bureau = try Bureau(seed: 43)
    let query = "SELECT * FROM claims WHERE psn_no <> '9900007'"
    try bureau.score(["postgres:#\(query)"])
    let hash = String(
      decoding: try CommandRunner.system("sha256sum", [], input: Array(query.utf8)).prefix(64), as: UTF8.self)
    let manifest = try bureau.workshop.folder.text("RUN/run.json")
    #expect(manifest.contains("\"name\" : \"postgres:#query-\(hash.prefix(12))\""))
    #expect(manifest.contains("\"part\" : \"query \(hash)\""))
    for name in try bureau.workshop.folder.names(in: "RUN") {
      #expect(!String(decoding: try bureau.workshop.folder.read("RUN/\(name)"), as: UTF8.self).contains("9900007"))
    }
  }

  @Test("A ledger takes a table, knows it again, and gives the run of the file") func ledgers() throws {
    let bureau = try Bureau(seed: 44)
    try bureau.score(["city/claims.csv"])
    let built = try bureau.command(["ledger", "build", CommandRunner.model, "postgres:#claims", "--out", "LEDGER"])
    #expect(built.status == 0 && built.stdout.contains("postgres:#claims"), "\(built.stderr)")
    let added = try bureau.command(["ledger", "add", "LEDGER", "postgres:#TABLE claims"])
    #expect(added.status == 0 && added.stdout.contains("query-"), "\(added.stderr)")
    try bureau.score(["--ledger", "LEDGER"], out: "KEPT")
    #expect(try bureau.workshop.differing("RUN", "KEPT").isEmpty)
  }

  @Test("Sums that stand in a table are a tally, and a file of pairs that lies about is none of theirs") func tallies()
    throws
  {
    let bureau = try Bureau(seed: 48)
    try bureau.score(["city/claims.csv"])
    for (name, table) in [("tally.csv", "sums"), ("tally-pairs.csv", "pairs")] {
      try bureau.load(try bureau.workshop.folder.text("RUN/\(name)"), as: table)
    }
    try bureau.workshop.folder.write("nonsense\n", to: "tally-pairs.csv")
    try bureau.score(["--tally", "postgres:#sums"], out: "ALONE")
    try bureau.score(["--tally", "postgres:#sums", "--tally-pairs", "postgres:#pairs"], out: "BOTH")
    try bureau.score(["--tally", "RUN/tally.csv"], out: "FILE")
    #expect(try bureau.workshop.folder.read("BOTH/ranking.csv") == bureau.workshop.folder.read("FILE/ranking.csv"))
    #expect(!bureau.workshop.folder.has("ALONE/tally-pairs.csv"))
  }

  @Test("A check judges a table, and says of one that is missing what a run says") func checks() throws {
    let bureau = try Bureau(seed: 45)
    let outcome = try bureau.command(["check", "postgres:#typed"])
    #expect(outcome.status == 0 && outcome.stdout.contains("postgres:#typed: table claims"), "\(outcome.stderr)")
    let missing = try bureau.command(["check", "postgres:#none", "postgres:#claims"])
    #expect(missing.status == 3 && missing.stderr.contains("postgres:#none: the database has no such table"))
  }

  @Test("Registers of a comparison model may stand in a database") func registers() throws {
    let bureau = try Bureau(persons: 100, institutions: 4, seed: 46)
    try SmallRegisters.prepare(bureau.workshop.folder)
    for register in ["residents", "deaths", "payments"] {
      try bureau.load(try bureau.workshop.folder.text("\(register).csv"), as: "register_\(register)")
    }
    func run(_ place: (String) -> String, out: String) throws {
      let registers = ["residents", "deaths", "payments"].flatMap { ["--register", "\($0)=\(place($0))"] }
      let outcome = try bureau.workshop.command(
        ["run", SmallRegisters.model] + registers + [
          "--as-of", "2025-12-31", "--period", "2025", "--key", "person.key", "--out", out,
        ], environment: bureau.environment.merging(["STEELYARD_MODELS": "Models"]) { $1 })
      try #require(outcome.status == 0, "\(outcome.stderr)")
    }
    try run({ "\($0).csv" }, out: "FILES")
    try run({ "postgres:postgres#register_\($0)" }, out: "TABLES")
    for name in ["clues.csv", "matches.csv"] where bureau.workshop.folder.has("FILES/\(name)") {
      #expect(
        try bureau.workshop.folder.read("FILES/\(name)") == bureau.workshop.folder.read("TABLES/\(name)"), "\(name)")
    }
    #expect(bureau.workshop.folder.has("FILES/clues.csv"))
  }
}
