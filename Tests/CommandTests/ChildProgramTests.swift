import Foundation
import SteelyardTestSupport
import Testing

/// Programs of the user's that the program starts: whatever ends it ends them and all that they have started.
@Suite("Programs that were started") struct ChildProgramTests {
  /// A shell script that tells its process and that of a program it starts, and does nothing for ten minutes.
  private static let sleeping = """
    echo $$ > "$FAKE/leader"
    sleep 600 & echo $! > "$FAKE/descendant"
    wait

    """
  /// What makes it and whatever it starts deaf to all that can be ignored.
  private static let deaf = "trap '' TERM INT HUP PIPE\n"

  private let workshop: Workshop

  init() throws { workshop = try Workshop.tiny() }

  /// A run with a Spark that sleeps.
  private func spark(isDeaf: Bool, _ options: [String] = []) throws -> Started {
    try FileManager.default.createDirectory(
      atPath: workshop.folder.path("spark/bin"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: workshop.folder.path("spark/bin/spark-sql"),
      withDestinationPath: Checkout.path("Tests/CommandTests/Fixtures/spark-sql"))
    try workshop.folder.write((isDeaf ? Self.deaf : "") + Self.sleeping, to: "spark/answer.sh")
    return try started(
      ["run", CommandRunner.model, "claims.csv", "--engine", "spark", "--key", "person.key", "--out", "RUN"] + options,
      ["SPARK_HOME": workshop.folder.path("spark")])
  }

  /// A command that reads Parquet through a program that gives some rows and then sleeps.
  private func parquet(_ arguments: [String], isDeaf: Bool) throws -> Started {
    try workshop.folder.write(Array("PAR1\u{15}".utf8) + Array(ClaimsTable.tiny.csv().utf8), to: "claims.parquet")
    return try started(
      arguments + ["claims.parquet"],
      [
        "STEELYARD_PARQUET": Checkout.path("Tests/CommandTests/Fixtures/parquet-as-csv"),
        "CONVERTER_START": isDeaf ? Self.deaf : "", "CONVERTER_END": Self.sleeping,
      ])
  }

  /// A command that waits for its program.
  private struct Started {
    let command: RunningCommand
    let processes: [Int32]

    /// Whether neither the program nor what it started is left; a zombie waits for its parent alone.
    func areGone() -> Bool {
      processes.allSatisfy { process in
        let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return status?.contains(") Z ") ?? true
      }
    }

    /// Ends what is left, where a test has failed.
    func clear() { for process in processes where !areGone() { kill(process, SIGKILL) } }
  }

  private func started(_ arguments: [String], _ environment: [String: String]) throws -> Started {
    let environment = environment.merging(["FAKE": workshop.folder.root]) { $1 }
    let command = try CommandRunner.start(arguments, environment: environment, in: workshop.folder.root)
    let places = ["leader", "descendant"].map { workshop.folder.path($0) }
    func number(_ place: String) -> Int32? {
      let text = (try? String(contentsOfFile: place, encoding: .utf8)) ?? ""
      return text.hasSuffix("\n") ? Int32(text.dropLast()) : nil
    }
    let isWaiting = Polling.until(.seconds(30)) { places.allSatisfy { number($0) != nil } }
    try #require(isWaiting, "the program was started")
    return Started(command: command, processes: places.compactMap(number))
  }

  /// What is in the folder beside inputs and what the script wrote.
  private func left() throws -> [String] {
    let known = ["claims.csv", "claims.parquet", "person.key", "spark", "leader", "descendant", "shared"]
    return try workshop.folder.names().filter { !known.contains($0) }
  }

  private static let signals = [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)]

  @Test(
    "A signal during Spark's work ends Spark and what it has started, deaf or not; nothing is left, nothing is said",
    arguments: signals, [false, true])
  func spark(signal: (number: Int32, status: Int32), isDeaf: Bool) throws {
    let started = try spark(isDeaf: isDeaf)
    defer { started.clear() }
    let sent = ContinuousClock.now
    started.command.send(signal.number)
    let outcome = try started.command.wait(atMost: .seconds(20))
    #expect(outcome.status == signal.status && outcome.stdout.isEmpty && outcome.stderr.isEmpty, "\(outcome.stderr)")
    #expect(Polling.until(.seconds(2)) { started.areGone() })
    #expect(try left() == [])
    // Two seconds are promised; a busy machine may be slower to wake the test.
    #expect(sent.duration(to: .now) < .seconds(10))
  }

  @Test("A folder that Spark's workers share goes, too") func sharedFolder() throws {
    try FileManager.default.createDirectory(atPath: workshop.folder.path("shared"), withIntermediateDirectories: true)
    let started = try spark(isDeaf: false, ["--engine-folder", "shared"])
    defer { started.clear() }
    #expect(try workshop.folder.names(in: "shared").count == 1)
    started.command.send(SIGTERM)
    #expect(try started.command.wait(atMost: .seconds(20)).status == 143)
    #expect(try workshop.folder.names(in: "shared") == [] && left() == [])
  }

  @Test(
    "A signal while Parquet is read ends the program that reads it, in a run, a ledger and a check",
    arguments: [
      ["run", CommandRunner.model, "--key", "person.key", "--out", "RUN"],
      ["ledger", "build", CommandRunner.model, "--out", "LEDGER"], ["check"],
    ], [false, true])
  func parquet(arguments: [String], isDeaf: Bool) throws {
    for (number, status) in Self.signals {
      let started = try parquet(arguments, isDeaf: isDeaf)
      defer { started.clear() }
      started.command.send(number)
      #expect(try started.command.wait(atMost: .seconds(20)).status == status)
      #expect(Polling.until(.seconds(2)) { started.areGone() })
      #expect(try left() == [])
      for name in ["leader", "descendant"] { try FileManager.default.removeItem(atPath: workshop.folder.path(name)) }
    }
  }

  @Test("A command that is refused does not wait for a program that nobody reads any more") func refused() throws {
    // More rows than are looked at before a file is refused.
    let rows = String(repeating: "1,2,3\n", count: 1_000_000)
    try workshop.folder.write("PAR1\u{15}one,two,three\n\(rows)", to: "claims.parquet")
    let command = try CommandRunner.start(
      ["check", "claims.parquet"],
      environment: [
        "STEELYARD_PARQUET": Checkout.path("Tests/CommandTests/Fixtures/parquet-as-csv"), "CONVERTER_START": Self.deaf,
        "CONVERTER_END": "echo $$ > leader; sleep 600",
      ], in: workshop.folder.root)
    defer {
      if let process = (try? workshop.folder.text("leader")).flatMap({ Int32($0.dropLast()) }) {
        kill(process, SIGKILL)
      }
    }
    let outcome = try command.wait(atMost: .seconds(20))
    #expect(outcome.status == 3 && outcome.stderr.contains("IN130"), "\(outcome.stderr)")
  }
}
