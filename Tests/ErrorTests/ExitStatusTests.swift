import Foundation
import SteelyardTestSupport
import Testing

/// The exit statuses of Design/architecture.md, one smallest way to each; 1 has none: no promise is known to
/// break. Those of ledgers are in `LedgerDamageTests`.
@Suite("Exit statuses")
struct ExitStatusTests {
  /// A folder with the tiny table and a key.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(ClaimsTable.tiny.csv(), to: "claims.csv")
    return folder
  }

  private func run(
    _ arguments: [String], out: String = "RUN", key: String = "person.key", in folder: TemporaryFolder
  ) throws -> CommandRunner.Outcome {
    try CommandRunner.steelyard(
      ["run", CommandRunner.model] + arguments + ["--key", key, "--out", out], in: folder.root)
  }

  @Test("0: a run that was finished") func success() throws {
    let folder = try folder()
    let outcome = try run(["claims.csv"], in: folder)
    #expect(outcome.status == 0 && outcome.stderr.isEmpty && !outcome.stdout.isEmpty)
  }

  @Test(
    "2: an option or a value that makes no sense, told in one message, and nothing written",
    arguments: [
      (["claims.csv", "--bogus"], "--bogus"), (["claims.csv", "--period", "2025-13"], "--period"),
      (["claims.csv", "--period", "July"], "--period"), (["claims.csv", "--period", "2025-09..2025-07"], "--period"),
      (["claims.csv", "--period", "2025-Q5"], "--period"), (["claims.csv", "--period", ""], "--period"),
      (["claims.csv", "--cost", "all"], "--cost"), (["claims.csv", "--peers", "size"], "--peers"),
      (["claims.csv", "--order", "name"], "--order"), (["claims.csv", "--threads", "0"], "--threads"),
      (["claims.csv", "--threads", "x"], "--threads"), (["claims.csv", "--max-reject-rate", "2"], "--max-reject-rate"),
      (["claims.csv", "--max-reject-rate", "nan"], "--max-reject-rate"), (["claims.csv", "--lang", "fr"], "--lang"),
      (["claims.csv", "--map", "total_fee"], "--map"), (["claims.csv", "--map", "x=no_such_field"], "--map"),
      (["-", "-"], "-"), ([], "--tally"), (["claims.csv", "--tally", "tally.csv"], "--tally"),
      (["--tally", "tally.csv", "--area", "330106"], "--area"), (["--tally", "tally.csv", "--cost", "fund"], "--cost"),
    ])
  func usage(arguments: [String], option: String) throws {
    let folder = try folder()
    try folder.write("row_type,institution_id,disease,heads,cost_fen\nstratum,A,M,1,1\n", to: "tally.csv")
    let outcome = try run(arguments, in: folder)
    #expect(outcome.status == 2 && outcome.stderr.contains(option) && outcome.stdout.isEmpty)
    #expect(try folder.names().allSatisfy { ["claims.csv", "person.key", "tally.csv"].contains($0) })
  }

  @Test("7: a database that cannot be reached") func upstream() throws {
    let folder = try folder()
    let outcome = try run(["postgres:host=/nowhere#claims"], in: folder)
    #expect(outcome.status == 7 && outcome.stderr.contains("postgres:host=/nowhere#claims"))
    #expect(try folder.names() == ["claims.csv", "person.key"])
  }

  @Test("2: an unknown command, a command without its argument", arguments: [["bogus"], ["explain"], ["run"]])
  func command(arguments: [String]) throws {
    let outcome = try CommandRunner.steelyard(arguments)
    #expect(outcome.status == 2 && outcome.stderr.contains("steelyard") && outcome.stdout.isEmpty)
  }

  @Test("2: a model that is not there, and an order that no institution has") func unknown() throws {
    let folder = try folder()
    let model = try CommandRunner.steelyard(["run", "no/such", "claims.csv", "--out", "RUN"], in: folder.root)
    #expect(model.status == 2 && model.stderr.contains("no/such"))
    try folder.write("row_type,institution_id,disease,heads,cost_fen\nstratum,A,M,1,1\n", to: "tally.csv")
    let order = try CommandRunner.steelyard(
      ["run", CommandRunner.model, "--tally", "tally.csv", "--order", "z", "--out", "RUN"], in: folder.root)
    #expect(order.status == 2 && order.stderr.contains("z"))
    #expect(!folder.has("RUN"))
  }

  @Test("4: claims that are not what the control totals say") func control() throws {
    let folder = try folder()
    try folder.write("total_fee\n0.01\n", to: "totals.csv")
    let outcome = try run(["claims.csv", "--control", "totals.csv"], in: folder)
    #expect(outcome.status == 4 && outcome.stderr.contains("1 of 1 figures") && outcome.stdout.isEmpty)
    #expect(!folder.has("RUN"))
  }

  @Test("3: a file that is missing or a folder, each table") func unreadable() throws {
    let folder = try folder()
    for arguments in [
      ["missing.csv"], ["."], ["claims.csv", "--persons", "missing.csv"],
      ["claims.csv", "--institutions", "missing.csv"],
    ] {
      let outcome = try run(arguments, in: folder)
      #expect(outcome.status == 3, "\(arguments)")
      #expect(outcome.stderr.contains(arguments.last ?? ""), "\(arguments)")
    }
    #expect(try folder.names().allSatisfy { ["claims.csv", "person.key"].contains($0) })
  }

  @Test("3: amounts that add up to more than can be counted") func sumTooLarge() throws {
    let folder = try TemporaryFolder()
    var table = ClaimsTable.tiny
    table.rows = (0..<93_000).map { number in
      var row = table.rows[0]
      row[0] = "B\(number)"
      row[ClaimsTable.position("total_fee")] = "999999999999.99"
      return row
    }
    try folder.write(table.csv(), to: "claims.csv")
    let outcome = try run(["claims.csv"], in: folder)
    #expect(outcome.status == 3 && outcome.stderr.contains("10^16"))
    #expect(!folder.has("RUN"))
  }

  @Test("6: a folder that cannot be made") func notWritable() throws {
    let folder = try folder()
    #expect(try run(["claims.csv"], out: "missing/RUN", in: folder).status == 6)
  }

  @Test("6: no room for the result, and nothing left behind") func noRoom() throws {
    let folder = try folder()
    // A file may have 8 blocks of 512 bytes: more than the key, less than the plots.
    let limited = #"cd "$1" && ulimit -f 8 && trap "" XFSZ && exec "$0" run "$2" claims.csv --key person.key --out RUN"#
    #expect(throws: CommandRunnerFailure.self) {
      try CommandRunner.system("sh", ["-c", limited, CommandRunner.binary, folder.root, CommandRunner.model])
    }
    let status = #"sh -c '\#(limited)' "$0" "$1" "$2" 2>&1; echo "status $?""#
    let text = try CommandRunner.system("sh", ["-c", status, CommandRunner.binary, folder.root, CommandRunner.model])
    #expect(String(decoding: text, as: UTF8.self).contains("status 6"))
    #expect(try folder.names().allSatisfy { ["claims.csv", "person.key"].contains($0) })
  }

  @Test("8: a key that others may read") func notPermitted() throws {
    let folder = try folder()
    try folder.write([UInt8](repeating: 1, count: 32), to: "open.key")
    chmod(folder.path("open.key"), 0o644)
    #expect(try run(["claims.csv"], key: "open.key", in: folder).status == 8)
  }

  @Test("9: a result that was changed") func integrity() throws {
    let folder = try folder()
    try #require(try run(["claims.csv"], in: folder).status == 0)
    try folder.write(try folder.text("RUN/ranking.csv") + "\n", to: "RUN/ranking.csv")
    #expect(try CommandRunner.steelyard(["verify", "RUN"], in: folder.root).status == 9)
  }

  @Test("10: a model or a mapping that is not valid", arguments: ["model", "mapping"])
  func invalid(kind: String) throws {
    let folder = try folder()
    try folder.write("colour: blue\n", to: "model.yaml")
    let outcome =
      kind == "model"
      ? try CommandRunner.steelyard(["models", "check", "."], in: folder.root)
      : try run(["claims.csv", "--mapping", "model.yaml"], in: folder)
    #expect(outcome.status == 10 && outcome.stderr.contains("model.yaml"))
    #expect(!folder.has("RUN"))
  }

  @Test("130 and 143: a signal while it reads", arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func signals(signal: Int32, status: Int32) throws {
    let folder = try folder()
    try #require(mkfifo(folder.path("pipe"), 0o600) == 0)
    let pipe = open(folder.path("pipe"), O_RDWR | O_CLOEXEC)
    defer { close(pipe) }
    let command = try CommandRunner.start(
      ["run", CommandRunner.model, "pipe", "--key", "person.key", "--out", "RUN"], in: folder.root)
    let hasBegun = Polling.until(.seconds(20)) { folder.has("person.key") }
    try #require(hasBegun)
    command.send(signal)
    #expect(try command.wait(atMost: .seconds(20)).status == status)
    #expect(try folder.names() == ["claims.csv", "person.key", "pipe"])
  }
}
