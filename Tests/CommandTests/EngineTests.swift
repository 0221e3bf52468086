import Foundation
import SteelyardTestSupport
import Testing

/// What `--engine spark` does without a Spark, with one that fails, and with one whose answers are known.
@Suite struct EngineTests {
  /// A folder with a `spark-sql` that runs a script of the test's own.
  private func fake(_ script: String, in workshop: Workshop) throws -> String {
    let program = workshop.folder.path("spark/bin/spark-sql")
    try FileManager.default.createDirectory(
      atPath: workshop.folder.path("spark/bin"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: program, withDestinationPath: Checkout.path("Tests/CommandTests/Fixtures/spark-sql"))
    try workshop.folder.write(script + "\n", to: "spark/answer.sh")
    return workshop.folder.path("spark")
  }

  private static let spark = ["claims.csv", "--engine", "spark"]

  @Test("Without Spark a run ends with 7 and leaves nothing")
  func missing() throws {
    let workshop = try Workshop.tiny()
    let outcome = try workshop.run(Self.spark, environment: ["SPARK_HOME": workshop.folder.path("nowhere")])
    #expect(outcome.status == 7)
    #expect(outcome.stderr.contains("SPARK_HOME"))
    #expect(try workshop.folder.names() == ["claims.csv", "person.key"])
  }

  @Test("A Spark that fails ends a run with 7; its log is kept, and nothing of it is shown")
  func failing() throws {
    let workshop = try Workshop.tiny()
    let home = try fake("echo 'a value of a row' >&2; exit 3", in: workshop)
    let outcome = try workshop.run(Self.spark, environment: ["SPARK_HOME": home])
    #expect(outcome.status == 7)
    #expect(outcome.stderr.contains("RUN.spark.log"))
    #expect(!outcome.stderr.contains("a value of a row"))
    #expect(try workshop.folder.text("RUN.spark.log") == "a value of a row\n")
    #expect(try workshop.folder.names() == ["RUN.spark.log", "claims.csv", "person.key", "spark"])
  }

  /// A script that answers as Spark does: the columns, then the results that stand in `results`.
  private static let answering = """
    for last; do :; done
    case "$last" in
    *columns.sql)
      printf 'steelyard-columns version\\t4.3.0 revision\\nsteelyard-columns claims_1\\n'
      head -1 "$FAKE/claims.csv" | tr ',' '\\n' | sed 's/$/\\tstring\\tNULL/' ;;
    *)
      folder=$(dirname "$last")
      for result in tally tally_pairs tally_account; do
        mkdir "$folder/$result"
        cp "$FAKE/results/$result.csv" "$folder/$result/part-00000.csv"
        touch "$folder/$result/_SUCCESS"
      done ;;
    esac
    """

  /// A workshop with results as Spark would write them, from a run of this program over the same claims.
  private func answered(account: String? = nil) throws -> (workshop: Workshop, environment: [String: String]) {
    let workshop = try Workshop.tiny()
    try workshop.score(out: "OWN")
    try FileManager.default.createDirectory(atPath: workshop.folder.path("results"), withIntermediateDirectories: true)
    func write(_ name: String, from own: String, _ columns: [String]) throws {
      let table = try workshop.table(own, in: "OWN")
      let rows = (0..<table.rows.count).map { row in
        columns.map { table.header.contains($0) ? table[$0][row] : $0 == "attached" ? "all" : "" }
      }
      let lines = ([columns] + rows).map { $0.joined(separator: ",") + "\n" }
      try workshop.folder.write(lines.joined(), to: "results/\(name).csv")
    }
    try write(
      "tally", from: "tally.csv",
      [
        "row_type", "institution_id", "peer_group", "disease", "age_band", "sex", "scheme", "attached", "heads",
        "visits",
        "cost_fen", "capped_fen", "capped_sq_fen2", "drug_fen", "fund_fen", "distinct_heads",
      ])
    try write(
      "tally_pairs", from: "tally-pairs.csv",
      [
        "institution_id", "disease", "other_disease", "age_band", "sex", "scheme", "attached", "heads", "capped_fen",
        "other_capped_fen", "product_fen2",
      ])
    let rows = account ?? "read,48,1000,1000\naccepted,48,1000,1000\n"
    try workshop.folder.write("rule,row_count,fen,absolute_fen\n\(rows)", to: "results/tally_account.csv")
    let home = try fake(Self.answering, in: workshop)
    return (workshop, ["SPARK_HOME": home, "FAKE": workshop.folder.root])
  }

  @Test("A run goes on from what Spark gives: the same tally, the engine and the account in the manifest")
  func goesOn() throws {
    let (workshop, environment) = try answered()
    try workshop.score(Self.spark + ["--master", "local[2]"], environment: environment)
    for file in ["tally.csv", "tally-pairs.csv"] {
      #expect(try workshop.folder.read("RUN/\(file)") == workshop.folder.read("OWN/\(file)"))
    }
    let manifest = try workshop.folder.text("RUN/run.json")
    for line in ["\"engine\" : \"spark\"", "\"version\" : \"4.3.0\"", "\"master\" : \"local[2]\"", "\"rows\" : 48"] {
      #expect(manifest.contains(line), "\(line)")
    }
    #expect(!manifest.contains(workshop.folder.root))
    let statements = try workshop.folder.text("RUN/reduction.sql")
    #expect(statements.contains("INSERT OVERWRITE DIRECTORY 'steelyard-tally/tally'"))
    #expect(statements.contains("path 'claims.csv'"))
    #expect(try !workshop.folder.names(in: "RUN").contains("engine"))
    #expect(try workshop.command(["verify", "RUN"]).status == 0)
  }

  @Test("Rows that another engine rejected are held to the same limit")
  func isHeldToTheLimit() throws {
    let (workshop, environment) = try answered(
      account: "read,48,1000,1000\naccepted,47,990,990\nIN203,1,10,10\n")
    let outcome = try workshop.run(Self.spark, environment: environment)
    #expect(outcome.status == 3)
    #expect(outcome.stderr.contains("1 of 48 rows"))
    try workshop.score(Self.spark + ["--max-reject-rate", "0.1"], environment: environment)
  }

  @Test(
    "A folder that workers share goes where the run is refused after the engine's work",
    arguments: [(["--area", "NOWHERE"], 2), ([], 3)] as [([String], Int32)])
  func sharedFolderOfRefused(options: [String], status: Int32) throws {
    let (workshop, environment) = try answered(account: "read,48,1000,1000\naccepted,47,990,990\nIN203,1,10,10\n")
    try FileManager.default.createDirectory(atPath: workshop.folder.path("shared"), withIntermediateDirectories: true)
    let outcome = try workshop.run(Self.spark + ["--engine-folder", "shared"] + options, environment: environment)
    #expect(outcome.status == status, "\(outcome.stderr)")
    #expect(try workshop.folder.names(in: "shared") == [])
    #expect(try !workshop.folder.names().contains { $0.hasPrefix("RUN") || $0.hasPrefix(".RUN") })
  }

  @Test(
    "What another engine cannot do is refused before it is started",
    arguments: [
      ["--engine", "sparkle"], ["--engine", "spark", "--lines", "claims.csv"], ["--engine", "spark", "--one-unit"],
      ["--engine", "spark", "--control", "claims.csv"], ["--engine", "spark", "--engine-setting", "x"],
      ["--master", "local"], ["--engine", "spark", "--rejects", "R.csv"],
      ["--engine", "spark", "--encoding", "GB18030"],
    ])
  func refuses(options: [String]) throws {
    let workshop = try Workshop.tiny()
    let outcome = try workshop.run(["claims.csv"] + options, environment: ["SPARK_HOME": "/nowhere"])
    #expect(outcome.status == 2, "\(outcome.stderr)")
  }

  @Test("A file of another kind, and a file that is not there, are told before Spark is started")
  func looksAtNames() throws {
    let workshop = try Workshop.tiny()
    let home = try fake("exit 3", in: workshop)
    try workshop.folder.write("", to: "claims.xlsx")
    #expect(try workshop.run(["claims.xlsx", "--engine", "spark"], environment: ["SPARK_HOME": home]).status == 2)
    #expect(try workshop.run(["none.csv", "--engine", "spark"], environment: ["SPARK_HOME": home]).status == 3)
  }

  @Test("models sql prints a sentence for every step in both languages, and the same bytes each time")
  func everyStepIsTold() throws {
    let workshop = try Workshop()
    for (dialect, language) in [("spark", "en"), ("spark", "zh"), ("postgresql", "en")] {
      let arguments = [
        "models", "sql", CommandRunner.model, "--stage", "tally", "--dialect", dialect, "--lang", language,
        "--with-persons", "--period", "2025-Q3",
      ]
      let outcome = try workshop.command(arguments)
      #expect(outcome.status == 0, "\(outcome.stderr)")
      #expect(try workshop.command(arguments).outputBytes == outcome.outputBytes)
      let lines = outcome.stdout.split(separator: "\n", omittingEmptySubsequences: false)
      let names = lines.indices.filter { lines[$0].wholeMatch(of: /-- [a-z_]+/) != nil }
      #expect(names.count > 25)
      for line in names {
        #expect(lines[line] != lines[line + 1] && lines[line + 1].hasPrefix("-- "), "\(lines[line])")
      }
      #expect(outcome.stdout.hasSuffix("FROM tally_account;\n"))
    }
    #expect(try workshop.command(["models", "sql", CommandRunner.model, "--stage", "tally"]).status == 2)
    #expect(
      try workshop.command(["models", "sql", "medical-insurance/real-name", "--stage", "tally", "--dialect", "spark"])
        .status == 2)
  }
}
