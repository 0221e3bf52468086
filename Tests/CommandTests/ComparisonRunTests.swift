import SteelyardTestSupport
import Testing

/// A folder with the small registers and their model.
private struct Registry {
  let workshop: Workshop
  var folder: TemporaryFolder { workshop.folder }

  static let files = [
    "clues.csv", "clues.jsonl", "evidence.csv", "links.csv", "matches.csv", "model.yaml", "plan.sql", "quality.json",
    "rejects.csv", "run.json",
  ]
  /// The files that tell no places, hashes or times.
  static let results = ["clues.csv", "clues.jsonl", "links.csv", "matches.csv", "model.yaml", "plan.sql"]

  init(payments: String = SmallRegisters.payments) throws {
    workshop = try Workshop()
    try folder.write(payments, to: "payments.csv")
    try SmallRegisters.prepare(folder)
  }

  static let registers = [
    "--register", "residents=residents.csv", "--register", "deaths=deaths.csv", "--register", "payments=payments.csv",
  ]
  static let dates = ["--as-of", "2025-12-31", "--period", "2025"]

  func command(_ arguments: [String]) throws -> CommandRunner.Outcome {
    try workshop.command(arguments, environment: ["STEELYARD_MODELS": "Models", "COLUMNS": "160"])
  }

  func run(
    _ registers: [String] = registers, _ more: [String] = dates, out: String = "RUN"
  ) throws -> CommandRunner.Outcome {
    try command(["run", SmallRegisters.model] + registers + more + ["--key", "person.key", "--out", out])
  }

  @discardableResult
  func compare(_ registers: [String] = registers, _ more: [String] = dates, out: String = "RUN") throws -> String {
    let outcome = try run(registers, more, out: out)
    try #require(outcome.status == 0, "\(outcome.stderr)")
    return outcome.stdout
  }

  func table(_ name: String, in run: String = "RUN") throws -> CsvTable { try workshop.table(name, in: run) }

  func differing(_ first: String, _ second: String) throws -> [String] {
    try workshop.differing(first, second, among: Self.results)
  }
}

@Suite("Runs of comparison models") struct ComparisonRunTests {
  @Test("Registers become clues, queues, evidence and a manifest, and nothing names a person")
  func files() throws {
    let registry = try Registry()
    try registry.compare()
    #expect(try registry.folder.names(in: "RUN") == Registry.files)
    let clues = try registry.table("clues.csv")
    #expect(clues["rule"] == ["shared-account", "paid-after-death"])
    #expect(clues["amount"] == ["300.00", "200.00"] && clues["rows"] == ["3", "3"])
    #expect(clues["registers"] == ["payments=3", "deaths=1 payments=2"])
    for name in Registry.files {
      let text = try registry.folder.text("RUN/\(name)")
      for person in SmallRegisters.people {
        #expect(!text.contains(SmallRegisters.number(person.serial)) && !text.contains(person.name), "\(name)")
      }
      #expect(!text.contains(",A9,"), "\(name)")
    }
    #expect(try registry.folder.text("RUN/run.json").contains("\"source\" : \"registers\""))
    #expect(try registry.folder.text("RUN/plan.sql").contains("-- paid-after-death\nSELECT"))
  }

  @Test("Rows and fen of each register are accounted for, damaged rows and repeated ones listed at their places")
  func reconciliation() throws {
    let rows = SmallRegisters.payments.split(separator: "\n").map(String.init)
    let damaged = rows + [rows[1], rows[5].replacing("100.00", with: "x"), rows[6].replacing("100.00", with: "7.00")]
    let registry = try Registry(payments: damaged.map { $0 + "\n" }.joined())
    let refused = try registry.run()
    #expect(refused.status == 3 && refused.stderr.contains("payments.csv:12") && !registry.folder.has("RUN"))
    try registry.compare(Registry.registers, Registry.dates + ["--max-reject-rate", "0.9"])
    let rejects = try registry.table("rejects.csv")
    let listed = zip(rejects["code"], rejects["line"]).filter { !$0.0.hasPrefix("IN4") }.map { "\($0.0) \($0.1)" }
    #expect(listed == ["IN240 7", "IN320 11", "IN203 12", "IN240 13"])
    let quality = try registry.workshop.quality()
    #expect(quality.reconciliation.balances && quality.reconciliation.read.rows == 18)
    #expect(quality.reconciliation.read.fen == 95_700 && quality.reconciliation.rejected_total.fen == 10_700)
  }

  @Test("Another name under a number, and a number with a slip, wait in their queues; decisions are replayed")
  func decisions() throws {
    let registry = try Registry()
    try registry.compare()
    let matches = try registry.table("matches.csv")
    #expect(matches["queue"] == ["name-conflict", "weak-match"] && matches["decision"] == ["", ""])
    #expect(matches["rows"] == ["1", "1"] && matches["other_register"] == ["residents", "residents"])
    // Neither is said to be paid without being registered: nobody knows yet who they are.
    #expect(!(try registry.table("clues.csv")["rule"].contains("not-registered")))
    let keys = matches["key"]
    try registry.folder.write("key,decision\n\(keys[0]),other\n\(keys[1]),same\nm0,same\n", to: "decided.csv")
    try registry.compare(Registry.registers, Registry.dates + ["--decisions", "decided.csv"], out: "DECIDED")
    let clues = try registry.table("clues.csv", in: "DECIDED")
    #expect(clues["rule"].count { $0 == "not-registered" } == 1)
    #expect(clues["amount"].contains("50.00"))
    #expect(try registry.table("matches.csv", in: "DECIDED")["decision"] == ["other", "same"])
    let manifest = try registry.folder.text("DECIDED/run.json")
    #expect(manifest.contains("\"unused\" : 1") && manifest.contains("decided.csv"))
    let explained = try registry.command(["explain", "RUN", keys[0], "--lang", "en"])
    #expect(explained.stdout.contains("payments.csv:10") && explained.stdout.contains("none yet"))
  }

  @Test("The order of rows, the split into files and the encoding change nothing but places", arguments: 1...5)
  func determinism(seed: UInt64) throws {
    let registry = try Registry()
    try registry.compare()
    var random = Seeded(seed)
    var rows = SmallRegisters.payments.split(separator: "\n").map(String.init)
    let header = rows.removeFirst() + "\n"
    rows.shuffle(using: &random)
    try registry.folder.write(header + rows.map { $0 + "\n" }.joined(), to: "shuffled.csv")
    let others = Array(Registry.registers.prefix(4))
    try registry.compare(others + ["--register", "payments=shuffled.csv"], out: "SHUFFLED")
    #expect(try registry.differing("RUN", "SHUFFLED") == [])
    try registry.folder.write(header + rows.prefix(4).map { $0 + "\n" }.joined(), to: "one.csv")
    let rest = (header + rows.dropFirst(4).map { $0 + "\n" }.joined())
    try registry.folder.write(
      try CommandRunner.system("iconv", ["-f", "UTF-8", "-t", "GB18030"], input: Array(rest.utf8)), to: "two.csv")
    try registry.compare(
      others + ["--register", "payments=one.csv", "--register", "payments=two.csv"], out: "SPLIT")
    #expect(try registry.differing("RUN", "SPLIT") == [])
  }

  @Test("A rerun knows its clues, and diff tells what is new, gone or changed, and what differs")
  func diff() throws {
    let registry = try Registry()
    try registry.compare()
    let more = SmallRegisters.payments + "\(SmallRegisters.number(2)),李四,1941-02-02,东村,202506,100.00,A2,1\n"
    try registry.folder.write(more, to: "later.csv")
    let others = Array(Registry.registers.prefix(4))
    try registry.compare(others + ["--register", "payments=later.csv"], out: "LATER")
    let changes = CsvTable(try registry.command(["diff", "RUN", "LATER", "--all", "--format", "csv"]).stdout)
    #expect(changes["movement"] == ["changed", "same"] && changes["causes"] == ["data", ""])
    #expect(changes["amount_after"] == ["300.00", "300.00"])
    try registry.compare(Registry.registers, ["--as-of", "2025-12-31", "--period", "2025-01..2025-06"], out: "HALF")
    let dates = CsvTable(try registry.command(["diff", "RUN", "HALF", "--all", "--format", "csv"]).stdout)
    #expect(!dates["causes"].contains { $0.contains("data") || $0.contains("model") })
    #expect(try registry.command(["verify", "RUN"]).status == 0)
  }

  @Test("rank lists the clues, explain tells one in full in both languages, similar goes from it to others")
  func reading() throws {
    let registry = try Registry()
    try registry.compare()
    let clues = try registry.table("clues.csv")
    let key = try #require(zip(clues["rule"], clues["key"]).first { $0.0 == "paid-after-death" }?.1)
    let ranked = try registry.command(["rank", "RUN", "--lang", "en"])
    #expect(ranked.stdout.contains(key) && ranked.stdout.contains("not evidence of wrongdoing"))
    let english = try registry.command(["explain", "RUN", key, "--lang", "en"])
    for part in ["Paid after death", "payments.csv:4", "A regulation", "Late data", "Look up the records"] {
      #expect(english.stdout.contains(part), "\(part)")
    }
    #expect(try registry.command(["explain", "RUN", key, "--lang", "zh"]).stdout.contains("死亡后发放"))
    let links = try registry.table("links.csv")
    #expect(links["kind"] == ["account", "account", "account"])
    let similar = CsvTable(
      try registry.command(["similar", "RUN", links["subject"][0], "--format", "csv"]).stdout)
    #expect(
      Set(similar["subject"]) == Set(links["subject"].dropFirst()) && similar["shared"] == ["account=1", "account=1"])
  }

  @Test("The values compared are shown only where the user asks for them") func values() throws {
    let registry = try Registry()
    try registry.compare()
    #expect(try registry.table("evidence.csv")["values"].allSatisfy(\.isEmpty))
    try registry.compare(Registry.registers, Registry.dates + ["--show-values"], out: "SHOWN")
    #expect(try registry.folder.text("SHOWN/evidence.csv").contains(SmallRegisters.number(2)))
  }

  @Test(
    "What a comparison run cannot do without, or has no use for, is a usage error that names it",
    arguments: [
      (Registry.registers, ["--period", "2025"], "--as-of"),
      (Registry.registers, ["--as-of", "2025-12-31"], "--period"),
      (Registry.registers, ["--as-of", "31/12/2025", "--period", "2025"], "--as-of"),
      (Array(Registry.registers.prefix(4)), Registry.dates, "payments"),
      (Registry.registers + ["--register", "taxes=deaths.csv"], Registry.dates, "taxes"),
      (Registry.registers + ["--register", "deaths"], Registry.dates, "--register"),
      (Registry.registers + ["claims.csv"], Registry.dates, "INPUT"),
      (Registry.registers, Registry.dates + ["--map", "payments.x=nothing"], "--map"),
    ])
  func usage(registers: [String], more: [String], word: String) throws {
    let registry = try Registry()
    let outcome = try registry.run(registers, more)
    #expect(outcome.status == 2 && outcome.stderr.contains(word) && !registry.folder.has("RUN"), "\(outcome.stderr)")
  }

  @Test("A scoring model takes no registers, and an unknown clue is a usage error") func kinds() throws {
    let registry = try Registry()
    let workshop = try Workshop.tiny()
    let scoring = try workshop.run(["claims.csv", "--register", "a=b"])
    #expect(scoring.status == 2 && scoring.stderr.contains("--register"))
    try registry.compare()
    #expect(try registry.command(["explain", "RUN", "nothing"]).status == 2)
    #expect(try registry.command(["similar", "RUN", "nothing"]).status == 2)
  }

  @Test("Decisions that contradict one another, or are no decision, are refused at their lines") func badDecisions()
    throws
  {
    let registry = try Registry()
    for (text, code, line) in [("m1,maybe\n", "IN133", 2), ("m1,same\nm1,other\n", "IN134", 3)] {
      try registry.folder.write("key,decision\n" + text, to: "bad.csv")
      let outcome = try registry.run(Registry.registers, Registry.dates + ["--decisions", "bad.csv"])
      #expect(outcome.status == 3 && outcome.stderr.contains("bad.csv:\(line): \(code)"), "\(outcome.stderr)")
    }
  }
}
