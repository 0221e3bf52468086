import Foundation
import SteelyardTestSupport
import Testing

@Suite("Signals during a run")
struct SignalTests {
  /// A run that has read half a table from a pipe and waits for the rest.
  private struct Halfway {
    let workshop: Workshop
    let command: RunningCommand
    let pipe: Int32

    init(
      _ program: [String], ignoring ignored: String? = nil, prepare: (Workshop) throws -> Void = { _ in }
    ) throws {
      workshop = try Workshop()
      try prepare(workshop)
      let path = workshop.folder.path("pipe")
      try #require(mkfifo(path, 0o600) == 0)
      // Read and write: opening waits for no one, and the program sees no end of the pipe until this is closed.
      pipe = open(path, O_RDWR | O_CLOEXEC)
      try #require(pipe >= 0)
      command = try CommandRunner.start(program, in: workshop.folder.root, ignoring: ignored)
      let bytes = Array(ClaimsTable.tiny.csv().utf8)
      try #require(write(pipe, bytes, bytes.count) == bytes.count)
      let descriptor = pipe
      let isRead = Polling.until(.seconds(20)) {
        var waiting: Int32 = 0
        return ioctl(descriptor, UInt(FIONREAD), &waiting) == 0 && waiting == 0
      }
      try #require(isRead, "the program reads what is in the pipe")
    }

    /// What is in the folder beside the inputs.
    func left() throws -> [String] { try workshop.folder.names().filter { !["person.key", "pipe"].contains($0) } }
  }

  private static let arguments = ["run", CommandRunner.model, "pipe", "--key", "person.key", "--out", "RUN"]

  @Test("While it reads, a run has a hidden folder and none under the final name") func hidden() throws {
    let halfway = try Halfway(Self.arguments)
    let names = try halfway.left()
    halfway.command.send(SIGINT)
    _ = try halfway.command.wait(atMost: .seconds(20))
    close(halfway.pipe)
    #expect(names.count == 1 && names.allSatisfy { $0.hasPrefix(".RUN") })
  }

  @Test(
    "A signal ends the run at once with 128 and its number, and leaves nothing behind",
    arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
  func interrupted(signal: Int32, status: Int32) throws {
    let halfway = try Halfway(Self.arguments)
    let sent = ContinuousClock.now
    halfway.command.send(signal)
    let outcome = try halfway.command.wait(atMost: .seconds(20))
    close(halfway.pipe)
    #expect(outcome.status == status)
    #expect(outcome.stdout.isEmpty)
    #expect(try halfway.left() == [])
    // Two seconds are promised; a busy machine may be slower to wake the test.
    #expect(sent.duration(to: .now) < .seconds(10))
  }

  @Test("What is on its way into a ledger is gone after a signal, and no ledger notices a killed program")
  func addition() throws {
    let add = ["ledger", "add", "LEDGER", "more.csv", "pipe"]
    func start() throws -> Halfway {
      try Halfway(add) { workshop in
        try workshop.folder.write(ClaimsTable.tiny.csv(), to: "claims.csv")
        var more = ClaimsTable.tiny
        more.rows = more.rows.map { ["N" + $0[0]] + $0.dropFirst() }
        try workshop.folder.write(more.csv(), to: "more.csv")
        let made = try workshop.command(["ledger", "build", CommandRunner.model, "claims.csv", "--out", "LEDGER"])
        try #require(made.status == 0, "\(made.stderr)")
      }
    }
    for (signal, status) in [(SIGINT, 130), (SIGKILL, 137)] as [(Int32, Int32)] {
      let halfway = try start()
      let (folder, workshop) = (halfway.workshop.folder, halfway.workshop)
      #expect(try folder.names(in: "LEDGER/.partial").count == 1, "more.csv is read, and counts not yet")
      let index = try folder.read("LEDGER/ledger.json")
      halfway.command.send(signal)
      #expect(try halfway.command.wait(atMost: .seconds(20)).status == status)
      close(halfway.pipe)
      #expect(try folder.read("LEDGER/ledger.json") == index)
      #expect(folder.has("LEDGER/.partial") == (signal == SIGKILL))
      try #require(workshop.command(["ledger", "verify", "LEDGER"]).status == 0)
      try #require(workshop.command(["ledger", "add", "LEDGER", "more.csv"]).status == 0)
      #expect(try folder.names(in: "LEDGER").count == 3)
    }
  }

  @Test("A killed run leaves no folder under the final name, and the next run succeeds") func killed() throws {
    let halfway = try Halfway(Self.arguments)
    halfway.command.send(SIGKILL)
    let outcome = try halfway.command.wait(atMost: .seconds(20))
    close(halfway.pipe)
    #expect(outcome.status == 137)
    #expect(!halfway.workshop.folder.has("RUN"))
    try halfway.workshop.folder.write(ClaimsTable.tiny.csv(), to: "claims.csv")
    try halfway.workshop.score()
    #expect(try halfway.workshop.folder.names(in: "RUN") == Workshop.runFiles)
  }

  @Test("A signal that it was started to ignore, as nohup does, changes nothing") func ignored() throws {
    let halfway = try Halfway(Self.arguments, ignoring: "HUP")
    halfway.command.send(SIGHUP)
    close(halfway.pipe)
    #expect(try halfway.command.wait(atMost: .seconds(20)).status == 0)
    #expect(try halfway.workshop.manifest().counts?.read.rows == 48)
  }

  @Test("A pipe that ends is read to its end") func pipe() throws {
    let halfway = try Halfway(Self.arguments)
    close(halfway.pipe)
    #expect(try halfway.command.wait(atMost: .seconds(20)).status == 0)
    #expect(try halfway.workshop.manifest().counts?.read.rows == 48)
  }

  @Test("A signal that falls into the writing leaves the whole run or nothing, never a part under the final name")
  func interruptedWriting() throws {
    for attempt in 0..<25 {
      let workshop = try Workshop()
      try workshop.folder.write(ClaimsTable.tiny.csv(), to: "claims.csv")
      let run = ["run", CommandRunner.model, "claims.csv", "--key", "person.key", "--out", "RUN"]
      let command = try CommandRunner.start(run, in: workshop.folder.root)
      let partial = ".RUN.partial-\(command.identifier)/ranking.csv"
      _ = Polling.until(.seconds(5)) { workshop.folder.has(partial) || workshop.folder.has("RUN") }
      // Each attempt waits a little longer: the signal wanders through the writing.
      for _ in 0..<(attempt * 400) { _ = workshop.folder.has("none") }
      command.send(SIGTERM)
      let outcome = try command.wait(atMost: .seconds(20))
      let names = try workshop.folder.names().filter { !["claims.csv", "person.key"].contains($0) }
      if names == ["RUN"] {
        #expect(try workshop.command(["verify", "RUN"]).status == 0, "attempt \(attempt)")
      } else {
        #expect(names == [] && outcome.status == 143, "attempt \(attempt): \(names)")
      }
    }
  }
}
