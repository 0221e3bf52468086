import Foundation
import SteelyardTestSupport
import Testing

@Suite("Where a run may write")
struct OutputFolderTests {
  /// An input that cannot be read: whoever complains of the folder has not tried to read it.
  private static let unreadable = ["missing.csv"]

  @Test(
    "What exists already is refused before anything is read, and stays as it is", arguments: ["folder", "file", "link"])
  func exists(kind: String) throws {
    let workshop = try Workshop.tiny()
    switch kind {
    case "folder":
      _ = try CommandRunner.system("mkdir", [workshop.folder.path("RUN")])
      try workshop.folder.write("kept", to: "RUN/mine.txt")
    case "file": try workshop.folder.write("kept", to: "RUN")
    default: symlink("nowhere", workshop.folder.path("RUN"))
    }
    let outcome = try workshop.run(Self.unreadable)
    #expect(outcome.status == 2 && outcome.stderr.contains("RUN") && outcome.stdout.isEmpty)
    #expect(try workshop.folder.names() == ["RUN", "claims.csv", "person.key"])
    if kind == "folder" { #expect(try workshop.folder.text("RUN/mine.txt") == "kept") }
  }

  @Test("A parent that is missing or a file is refused before anything is read", arguments: ["missing", "claims.csv"])
  func parent(name: String) throws {
    let workshop = try Workshop.tiny()
    let outcome = try workshop.run(Self.unreadable, out: "\(name)/RUN")
    #expect(outcome.status == 6 && outcome.stderr.contains("\(name)/RUN") && outcome.stdout.isEmpty)
    #expect(try workshop.folder.names() == ["claims.csv", "person.key"])
  }

  @Test("A file system that cannot be written is refused before anything is read") func readOnly() throws {
    let workshop = try Workshop.tiny()
    let outcome = try workshop.run(Self.unreadable, out: "/proc/RUN")
    #expect(outcome.status == 6 && outcome.stderr.contains("/proc/RUN"))
  }

  @Test("A folder without a name is a usage error") func noName() throws {
    let workshop = try Workshop.tiny()
    #expect(try workshop.run(Self.unreadable, out: "").status == 2)
  }

  @Test("A slash at the end of the folder's name makes no difference", arguments: ["RUN/", "./RUN", "RUN//"])
  func slashes(out: String) throws {
    let workshop = try Workshop.tiny()
    try workshop.score(out: out)
    #expect(try workshop.folder.names() == ["RUN", "claims.csv", "person.key"])
  }

  @Test("A refused input leaves nothing, not even a hidden folder") func refused() throws {
    let workshop = try Workshop.tiny()
    #expect(try workshop.run(["missing.csv"]).status == 3)
    try workshop.folder.write("", to: "empty.csv")
    #expect(try workshop.run(["empty.csv"]).status == 3)
    #expect(try workshop.folder.names() == ["claims.csv", "empty.csv", "person.key"])
  }

  @Test(
    "simulate refuses the same folders",
    arguments: [("city", 2), ("missing/city", 6), ("person.key/city", 6)] as [(String, Int32)])
  func simulate(out: String, status: Int32) throws {
    let workshop = try Workshop()
    try workshop.folder.write("kept", to: "city")
    let outcome = try workshop.command(["simulate", "claims", "--persons", "10", "--institutions", "2", "--out", out])
    #expect(outcome.status == status)
    #expect(try workshop.folder.names() == ["city", "person.key"])
  }

  @Test("A reader of the output that goes away does not spoil the run") func closedOutput() throws {
    let workshop = try Workshop.tiny()
    let command = #"exec "$0" run "$1" claims.csv --key person.key --out RUN >&-"#
    _ = try CommandRunner.system(
      "sh", ["-c", "cd \"$2\" && \(command)", CommandRunner.binary, CommandRunner.model, workshop.folder.root])
    #expect(try workshop.folder.names(in: "RUN") == Workshop.runFiles)
  }
}
