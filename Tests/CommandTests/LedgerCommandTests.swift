import Foundation
import SteelyardTestSupport
import Testing

/// A city's claims in files, some of whose rows stand in several of them, some changed, some damaged.
private struct SplitCity {
  static let beside = ["--persons", "city/persons.csv", "--institutions", "city/institutions.csv"]
  static let damage = ["--max-reject-rate", "0.05"]

  let workshop: Workshop
  let files: [String]

  init(seed: Int, parts count: Int = 5) throws {
    workshop = try Workshop.city(persons: 800, institutions: 20, seed: seed)
    var source = Seeded.announced("ledger \(seed)")
    let lines = try workshop.folder.text("city/claims.csv").split(separator: "\n").map(String.init)
    var parts = [[String]](repeating: [], count: count)
    for line in lines.dropFirst() {
      parts[source.below(count)].append(line)
      if source.chance(2) { parts[source.below(count)].append(line) }
      // The number with another cost contradicts itself; a row without its last cells is damaged.
      if source.chance(1) { parts[source.below(count)].append(Self.changed(line, lines[0])) }
      if source.chance(1) { parts[source.below(count)].append(String(line.prefix(line.count / 2))) }
    }
    files = (1...count).map { "claims-\($0).csv" }
    for (file, rows) in zip(files, parts) {
      try workshop.folder.write(([lines[0]] + rows).joined(separator: "\n") + "\n", to: file)
    }
  }

  private static func changed(_ line: String, _ header: String) -> String {
    let place = header.split(separator: ",").firstIndex(of: "drug_fee") ?? 0
    var cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    cells[place] = "0.01"
    return cells.joined(separator: ",")
  }

  /// A `ledger` command that must succeed; what it prints.
  @discardableResult func ledger(_ arguments: [String]) throws -> String {
    let outcome = try workshop.command(["ledger"] + arguments)
    try #require(outcome.status == 0, "\(arguments): \(outcome.stderr)")
    return outcome.stdout
  }

  func build(_ files: [String], _ options: [String] = [], out: String) throws {
    try ledger(["build", CommandRunner.model] + files + Self.damage + options + ["--out", out])
  }
}

@Suite("Ledgers") struct LedgerCommandTests {
  private static let files = Workshop.runFiles.filter { $0 != "run.json" }

  @Test("A run from a ledger gives the bytes of a run from the files, however they got in", arguments: [1, 2, 3])
  func equality(seed: Int) throws {
    let city = try SplitCity(seed: seed)
    let (workshop, files) = (city.workshop, city.files)
    let options = SplitCity.beside + SplitCity.damage + ["--period", "2025-Q3"]
    try workshop.score(files + options, out: "SCRATCH")
    try city.build(files, out: "WHOLE")
    try city.build([files[3], files[1]], out: "GROWN")
    try city.ledger(["add", "GROWN", files[4]] + SplitCity.damage)
    try city.ledger(["add", "GROWN", files[2], files[0]] + SplitCity.damage)
    try city.build([files[0], files[2]], out: "ONE")
    try city.build([files[2], files[1], files[3]], out: "TWO")
    try city.build(files.reversed(), out: "BACKWARDS")
    try city.ledger(["merge", "ONE", "TWO", "--out", "MERGED"])
    for (number, ledgers) in [["WHOLE"], ["GROWN"], ["BACKWARDS"], ["MERGED"], ["TWO", "ONE"]].enumerated() {
      let rest = ledgers.contains("MERGED") || ledgers.contains("ONE") ? [files[4]] : []
      let run = "RUN\(number)"
      try workshop.score(ledgers.flatMap { ["--ledger", $0] } + rest + options, out: run)
      #expect(try workshop.differing("SCRATCH", run, among: Self.files) == [], "\(ledgers)")
      let (scratch, manifest) = (try workshop.manifest(of: "SCRATCH"), try workshop.manifest(of: run))
      #expect(
        manifest.inputs == scratch.inputs && manifest.counts == scratch.counts && manifest.source == scratch.source)
    }
    // What was to be told apart is there.
    let account = try workshop.quality(of: "SCRATCH").reconciliation
    #expect(account.excluded.keys.contains { $0.hasPrefix("IN302") })
    #expect(account.rejected.keys.contains { $0.hasPrefix("IN210") })
    #expect(account.rejected.keys.contains { $0.hasPrefix("IN201") })
    let whole = try workshop.folder.read("WHOLE/ledger.json")
    for other in ["GROWN", "BACKWARDS"] {
      #expect(try workshop.folder.read("\(other)/ledger.json") == whole, "the order of adding shows nowhere")
      #expect(try workshop.folder.names(in: other) == workshop.folder.names(in: "WHOLE"))
    }
    #expect(try workshop.command(["verify", "RUN1"]).status == 0)
  }

  @Test("Other months, areas and tables are asked of the ledger as of the files") func laterOptions() throws {
    let city = try SplitCity(seed: 4, parts: 2)
    try city.build(city.files, out: "LEDGER")
    let area = try #require(city.workshop.table("institutions.csv", in: "city")["fix_blng_admdvs"].first)
    for (number, options) in [
      ["--period", "2025-08"], ["--period", "2025-08", "--area", area], [],
      ["--peers", "kind", "--order", "index_adjusted", "--threads", "1"],
    ].enumerated() {
      let all = options + SplitCity.beside + SplitCity.damage
      try city.workshop.score(city.files + all, out: "A\(number)")
      try city.workshop.score(["--ledger", "LEDGER"] + all, out: "B\(number)")
      #expect(try city.workshop.differing("A\(number)", "B\(number)", among: Self.files) == [])
    }
  }

  @Test("Fee lines are joined to the settlements of a ledger") func lines() throws {
    let workshop = try Workshop()
    let made = try workshop.command(
      ["simulate", "claims", "--out", "city", "--persons", "600", "--institutions", "12", "--seed", "5", "--lines"])
    try #require(made.status == 0, "\(made.stderr)")
    let lines = ["--lines", "city/lines.csv"]
    try workshop.score(["city/claims.csv"] + lines, out: "SCRATCH")
    try #require(
      workshop.command(["ledger", "build", CommandRunner.model, "city/claims.csv", "--out", "LEDGER"]).status == 0)
    try workshop.score(["--ledger", "LEDGER"] + lines, out: "RUN")
    #expect(try workshop.differing("SCRATCH", "RUN", among: Self.files) == [])
  }

  @Test("What is in a ledger already changes nothing and is told, under any name and however packed") func idempotence()
    throws
  {
    let workshop = try Workshop.tiny()
    let build = ["ledger", "build", CommandRunner.model, "claims.csv"]
    try #require(workshop.command(build + ["--out", "LEDGER"]).status == 0)
    let before = try workshop.folder.read("LEDGER/ledger.json")
    try workshop.folder.write(try workshop.folder.read("claims.csv"), to: "a-other.csv")
    try workshop.folder.write(
      try CommandRunner.system("gzip", ["-c", workshop.folder.path("claims.csv")]), to: "claims.csv.gz")
    let added = try workshop.command(["ledger", "add", "LEDGER", "claims.csv", "a-other.csv", "claims.csv.gz"])
    #expect(added.status == 0)
    #expect(
      added.stdout.split(separator: "\n").filter { $0.contains("in the ledger already, as claims.csv") }.count == 3)
    #expect(try workshop.folder.read("LEDGER/ledger.json") == before && workshop.folder.names(in: "LEDGER").count == 2)
    let twice = try workshop.command(build + ["a-other.csv", "--out", "TWICE"])
    #expect(twice.status == 0 && twice.stdout.contains("a-other.csv: in the ledger already"))
    #expect(try workshop.folder.read("TWICE/ledger.json") == before)
    let piped = try CommandRunner.steelyard(
      ["ledger", "add", "LEDGER", "-"], input: try workshop.folder.read("claims.csv"), in: workshop.folder.root)
    #expect(piped.status == 0 && piped.stdout.contains("already"))
    let run = try workshop.run(["--ledger", "LEDGER", "a-other.csv"])
    #expect(run.status == 3 && run.stderr.contains("IN118"), "a run refuses a file that the ledger has")
  }

  @Test("An archive of which a part is in the ledger is refused whole") func archive() throws {
    let workshop = try Workshop.tiny()
    var half = ClaimsTable.tiny
    half.rows.removeLast(20)
    let entries = [("a.csv", ClaimsTable.tiny.csv()), ("b.csv", half.csv())]
    for (name, text) in entries { try workshop.folder.write(text, to: name) }
    _ = try CommandRunner.system(
      "bash", ["-c", "cd '\(workshop.folder.root)' && python3 -m zipfile -c both.zip a.csv b.csv"])
    try #require(
      workshop.command(["ledger", "build", CommandRunner.model, "claims.csv", "--out", "LEDGER"]).status == 0)
    let before = try workshop.folder.names(in: "LEDGER")
    let outcome = try workshop.command(["ledger", "add", "LEDGER", "both.zip"])
    #expect(outcome.status == 3 && outcome.stderr.contains("IN118") && outcome.stderr.contains("both.zip"))
    #expect(try workshop.folder.names(in: "LEDGER") == before)
  }

  @Test("An archive and files with its tables merge to the archive, in any order and under any names")
  func mergedArchive() throws {
    let workshop = try Workshop.tiny()
    var (first, second) = (ClaimsTable.tiny, ClaimsTable.tiny)
    (first.rows, second.rows) = (Array(first.rows.prefix(20)), Array(second.rows.suffix(28)))
    try workshop.folder.write(first.csv(), to: "b.csv")
    try workshop.folder.write(second.csv(), to: "c.csv")
    _ = try CommandRunner.system(
      "bash", ["-c", "cd '\(workshop.folder.root)' && python3 -m zipfile -c m.zip b.csv c.csv && cp b.csv z.csv"])
    for (ledger, files) in [("ZIP", ["m.zip"]), ("BEFORE", ["b.csv"]), ("AFTER", ["z.csv"]), ("C", ["c.csv"])] {
      let made = try workshop.command(["ledger", "build", CommandRunner.model] + files + ["--out", ledger])
      try #require(made.status == 0, "\(made.stderr)")
    }
    let whole = try workshop.folder.read("ZIP/ledger.json")
    for (number, order) in [["ZIP", "BEFORE"], ["AFTER", "ZIP"], ["C", "BEFORE", "AFTER", "ZIP"]].enumerated() {
      let merged = try workshop.command(["ledger", "merge"] + order + ["--out", "M\(number)"])
      #expect(merged.status == 0, "\(merged.stderr)")
      #expect(try workshop.folder.read("M\(number)/ledger.json") == whole)
    }
    // Tables of an archive, compressed files and sheets are scored as they are when they are read.
    try workshop.score(["m.zip"], out: "SCRATCH")
    try workshop.score(["--ledger", "C", "--ledger", "ZIP"])
    #expect(try workshop.differing("SCRATCH", "RUN", among: Self.files) == [])
  }

  @Test("Files named in another order: what is counted is the same, and the later of two equal rows is another one")
  func otherOrder() throws {
    let city = try SplitCity(seed: 6, parts: 3)
    try city.build(city.files, out: "LEDGER")
    let options = SplitCity.beside + SplitCity.damage
    try city.workshop.score(city.files.reversed() + options, out: "BACK")
    try city.workshop.score(["--ledger", "LEDGER"] + options)
    let accounts = ["quality.json", "rejects.csv"]
    let differing = try city.workshop.differing("BACK", "RUN", among: Self.files)
    #expect(!differing.isEmpty && Set(differing).isSubset(of: accounts), "\(differing)")
    let (back, own) = (try city.workshop.quality(of: "BACK"), try city.workshop.quality(of: "RUN"))
    #expect(back.reconciliation == own.reconciliation)
  }

  @Test("Inputs of one name are told apart in a run's lists by the hash of their file, and no other name changes")
  func sharedNames() throws {
    let workshop = try Workshop.tiny()
    let folder = workshop.folder
    func write(_ part: Range<Int>, to name: String) throws {
      var table = ClaimsTable.tiny
      table.rows = Array(table.rows[part])
      table.rows[0][ClaimsTable.position("total_fee")] = "x"
      try folder.write(table.csv(), to: name)
    }
    let allow = ["--max-reject-rate", "0.5"]
    func ledger(_ arguments: [String]) throws {
      let outcome = try workshop.command(["ledger"] + arguments + allow)
      try #require(outcome.status == 0, "\(outcome.stderr)")
    }
    var hashes: [String] = []
    for (number, part) in [0..<12, 12..<24, 24..<36].enumerated() {
      try write(part, to: "day.csv")
      hashes.append(
        String(decoding: try CommandRunner.system("sha256sum", [folder.path("day.csv")]).prefix(8), as: UTF8.self))
      let last = number == 2 ? "OTHER" : "LEDGER"
      try ledger(number == 1 ? ["add", last, "day.csv"] : ["build", CommandRunner.model, "day.csv", "--out", last])
    }
    try write(36..<42, to: "alone.csv")
    try ledger(["add", "LEDGER", "alone.csv"])
    try write(42..<48, to: "day.csv")
    func names(_ run: String) throws -> [String] { try workshop.table("rejects.csv", in: run)["file"] }
    try workshop.score(["--ledger", "LEDGER", "--ledger", "OTHER"] + allow)
    let told = hashes.map { "day.csv (\($0))" }
    #expect(try names("RUN") == ["alone.csv"] + told.sorted())
    #expect(try workshop.manifest().inputs.map(\.name).sorted() == ["alone.csv"] + told.sorted())
    #expect(try told.allSatisfy(folder.text("RUN/quality.json").contains))
    // A file of the run keeps its name, and one segment alone does, too.
    try workshop.score(["--ledger", "OTHER", "day.csv"] + allow, out: "BESIDE")
    #expect(try names("BESIDE") == ["day.csv", told[2]])
    try workshop.score(["--ledger", "OTHER"] + allow, out: "ONE")
    #expect(try names("ONE") == ["day.csv"])
    // A refusal names them so, too.
    let refused = try workshop.run(["--ledger", "LEDGER", "--max-reject-rate", "0"], out: "NONE")
    #expect(refused.status == 3 && told.prefix(2).allSatisfy(refused.stderr.contains), "\(refused.stderr)")
  }

  @Test("Files of a ledger are for their owner alone, and no name of a file or word of an index is personal")
  func mode() throws {
    let workshop = try Workshop.tiny()
    let outcome = try workshop.command(["ledger", "build", CommandRunner.model, "claims.csv", "--out", "LEDGER"])
    #expect(outcome.status == 0 && outcome.stdout.contains("48 of 48 rows kept, 0 rejected, 0 excluded"))
    func mode(_ name: String) -> mode_t {
      var status = stat()
      return stat(workshop.folder.path(name), &status) == 0 ? status.st_mode & 0o777 : 0
    }
    #expect(mode("LEDGER") == 0o700)
    let names = try workshop.folder.names(in: "LEDGER")
    #expect(names.count == 2 && names.allSatisfy { mode("LEDGER/\($0)") == 0o600 })
    let index = try workshop.folder.text("LEDGER/ledger.json")
    for person in Set(ClaimsTable.tiny[column: "person_id"]) {
      #expect(!index.contains(person) && !outcome.stdout.contains(person))
    }
  }

  @Test(
    "A run that would have read the rows otherwise is refused, with what differs: exit status 2",
    arguments: [
      (["--cost", "fund"], "--cost"), (["--map", "x=care_type"], "--map"), (["--as-of", "2025-10-01"], "--as-of"),
      (["--date-order", "day-first"], "--date-order"), (["--show-values"], "--show-values"),
      (["--max-identity-rate", "0.5"], "--max-identity-rate"),
      (["--institution-codes", "codes.csv"], "--institution-codes"),
      (["--control", "totals.csv"], "--control"), (["--engine", "spark"], "--engine"),
      (["--encoding", "UTF-8"], "--encoding"),
    ])
  func otherTerms(options: [String], name: String) throws {
    let workshop = try Workshop.tiny()
    try workshop.folder.write("old_code,inst_code\nP33010690001,P33010690002\n", to: "codes.csv")
    try workshop.folder.write("total_fee\n0.01\n", to: "totals.csv")
    let build = ["ledger", "build", CommandRunner.model, "claims.csv"]
    try #require(workshop.command(build + ["--out", "LEDGER"]).status == 0)
    let outcome = try workshop.run(["--ledger", "LEDGER"] + options)
    #expect(outcome.status == 2 && outcome.stderr.contains(name) && outcome.stdout.isEmpty)
    #expect(!workshop.folder.has("RUN"))
    if ["--control", "--show-values", "--map", "--engine"].contains(name) { return }
    // Under the same terms it is taken, and another ledger under others does not merge with it.
    let other = try workshop.command(build + options + ["--out", "OTHER"])
    try #require(other.status == 0, "\(other.stderr)")
    try workshop.score(["claims.csv"] + options, out: "SCRATCH")
    try workshop.score(["--ledger", "OTHER"] + options)
    #expect(try workshop.differing("SCRATCH", "RUN", among: Self.files) == [])
    let merged = try workshop.command(["ledger", "merge", "LEDGER", "OTHER", "--out", "MERGED"])
    #expect(merged.status == 2 && merged.stderr.contains(name) && !workshop.folder.has("MERGED"))
  }

  @Test(
    "A model with another scope is refused, one with other methods is not",
    arguments: [("diseases: all ", "diseases: [M03900] ", 2), ("\"14\", \"9929\"", "\"9929\"", 2), ("id: ", "id: ", 0)])
  func otherModel(text: String, other: String, status: Int32) throws {
    let workshop = try Workshop.tiny()
    let build = ["ledger", "build", CommandRunner.model, "claims.csv", "--out", "LEDGER"]
    try #require(workshop.command(build).status == 0)
    let model = try String(contentsOfFile: Checkout.path("Models/\(CommandRunner.model)/model.yaml"), encoding: .utf8)
    try FileManager.default.createDirectory(atPath: workshop.folder.path("fund/own"), withIntermediateDirectories: true)
    let changed = model.replacing(text, with: other).replacing(/\nid: .*\n/, with: "\nid: fund/own\n")
      .replacing("minimum-heads: 30                   #", with: "minimum-heads: 5 #")
    try #require(model.contains(text) && changed.contains("minimum-heads: 5 #") && changed.contains("id: fund/own"))
    try workshop.folder.write(changed, to: "fund/own/model.yaml")
    let outcome = try workshop.command(["run", "fund/own", "--ledger", "LEDGER", "--key", "person.key", "--out", "RUN"])
    #expect(outcome.status == status && (status == 0) != outcome.stderr.contains("MODEL"), "\(outcome.stderr)")
  }

  @Test("A file that is refused, or too much of which is rejected, leaves the ledger as it was") func refusedFile()
    throws
  {
    let workshop = try Workshop.tiny()
    var damaged = ClaimsTable.tiny
    damaged.rows = Array(damaged.rows.prefix(10))
    damaged.rows[3][ClaimsTable.position("total_fee")] = "x"
    try workshop.folder.write(damaged.csv(), to: "damaged.csv")
    var more = ClaimsTable.tiny
    more.rows = more.rows.map { ["N" + $0[0]] + $0.dropFirst() }
    try workshop.folder.write(more.csv(), to: "more.csv")
    try #require(
      workshop.command(["ledger", "build", CommandRunner.model, "claims.csv", "--out", "LEDGER"]).status == 0)
    let before = try workshop.folder.names(in: "LEDGER")
    for (file, word) in [("damaged.csv", "IN203"), ("missing.csv", "missing.csv")] {
      let outcome = try workshop.command(["ledger", "add", "LEDGER", "more.csv", file])
      #expect(outcome.status == 3 && outcome.stderr.contains(word))
      #expect(outcome.stdout.isEmpty, "nothing was kept, and nothing is said to be")
      #expect(try workshop.folder.names(in: "LEDGER") == before)
      let built = try workshop.command(["ledger", "build", CommandRunner.model, file, "--out", "NEW"])
      #expect(built.status == 3 && !workshop.folder.has("NEW"))
    }
    let allowed = try workshop.command(["ledger", "add", "LEDGER", "damaged.csv", "--max-reject-rate", "0.5"])
    #expect(allowed.status == 0 && allowed.stdout.contains("damaged.csv: 9 of 10 rows kept, 1 rejected, 0 excluded."))
    // What is in the ledger is not judged again.
    let again = try workshop.command(["ledger", "add", "LEDGER", "damaged.csv", "more.csv"])
    #expect(again.status == 0 && again.stdout.contains("damaged.csv: in the ledger already"))
  }

  @Test(
    "Options are checked before anything is read: exit status 2",
    arguments: [
      ["build", CommandRunner.model, "claims.csv", "--out", "LEDGER", "--max-reject-rate", "2"],
      ["build", CommandRunner.model, "claims.csv", "--out", "LEDGER", "--max-identity-rate", "nan"],
      ["build", CommandRunner.model, "claims.csv", "--out", "LEDGER", "--cost", "all"],
      ["build", CommandRunner.model, "claims.csv", "--out", "LEDGER", "--disease-catalog", "d.csv"],
      ["build", CommandRunner.model, "claims.csv", "--out", "LEDGER", "--allow-duplicate-file"],
      ["build", CommandRunner.model, "claims.csv", "--out", "LEDGER", "--max-unpacked", "0"],
      ["add", "LEDGER", "claims.csv", "--max-unpacked", "0"],
      ["build", CommandRunner.model, "-", "-", "--out", "LEDGER"], ["build", CommandRunner.model, "--out", "LEDGER"],
      ["build", "no/such", "claims.csv", "--out", "LEDGER"], ["build", CommandRunner.model, "claims.csv", "--out", ""],
      ["add", "LEDGER", "claims.csv", "--max-reject-rate", "-1"], ["merge", "--out", "LEDGER"], ["split"],
    ])
  func usage(arguments: [String]) throws {
    let workshop = try Workshop.tiny()
    let outcome = try workshop.command(["ledger"] + arguments)
    #expect(outcome.status == 2 && outcome.stdout.isEmpty && !outcome.stderr.isEmpty, "\(outcome.stderr)")
    #expect(try workshop.folder.names() == ["claims.csv", "person.key"])
  }

  @Test("What an interruption left behind is told by verify and removed by the next add") func leftovers() throws {
    let workshop = try Workshop.tiny()
    try #require(
      workshop.command(["ledger", "build", CommandRunner.model, "claims.csv", "--out", "LEDGER"]).status == 0)
    let before = try workshop.folder.names(in: "LEDGER")
    let left = String(repeating: "a", count: 64) + ".segment"
    try workshop.folder.write("rows", to: "LEDGER/\(left)")
    try FileManager.default.createDirectory(
      atPath: workshop.folder.path("LEDGER/.partial"), withIntermediateDirectories: true)
    try workshop.folder.write("rows", to: "LEDGER/.partial/\(left)")
    try workshop.folder.write("mine", to: "LEDGER/notes.txt")
    let verified = try workshop.command(["ledger", "verify", "LEDGER"])
    #expect(verified.status == 0 && verified.stdout.contains("3 more files"))
    #expect(try workshop.command(["ledger", "add", "LEDGER", "claims.csv"]).status == 0)
    #expect(try workshop.folder.names(in: "LEDGER") == (before + ["notes.txt"]).sorted())
  }

  @Test("The index is JSON, and both languages are spoken") func languages() throws {
    let workshop = try Workshop.tiny()
    let build = ["ledger", "build", CommandRunner.model, "claims.csv", "--out"]
    let json = try workshop.command(build + ["A", "--json"])
    #expect(try json.status == 0 && json.outputBytes == workshop.folder.read("A/ledger.json"))
    let chinese = try workshop.command(build + ["B", "--lang", "zh"])
    #expect(chinese.stdout.contains("48 行中入账 48 行，拒收 0 行，排除 0 行") && chinese.stdout.contains("台账 B：1 个输入文件"))
    let verified = try workshop.command(["ledger", "verify", "A", "--lang", "zh"])
    #expect(verified.status == 0 && verified.stdout.contains("1 个输入文件、48 行与入账时一致"))
  }
}
