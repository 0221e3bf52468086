import Foundation
import SteelyardDomain
import SteelyardEngine
import SteelyardTestSupport
import Testing

/// Damage to a ledger on disk: every byte of every file, every length, a file that is gone.
@Suite("A damaged ledger") struct LedgerDamageTests {
  private let folder: TemporaryFolder
  private let segment: LedgerIndex.Segment
  private let names: [String]

  /// Makes a ledger of the tiny table by the program.
  init() throws {
    folder = try TemporaryFolder()
    try folder.write(ClaimsTable.tiny.csv(), to: "claims.csv")
    try folder.write([UInt8](1...32), to: "person.key")
    chmod(folder.path("person.key"), 0o600)
    let outcome = try CommandRunner.steelyard(
      ["ledger", "build", CommandRunner.model, "claims.csv", "--out", "LEDGER"], in: folder.root)
    try #require(outcome.status == 0, "\(outcome.stderr)")
    segment = try #require(try LedgerFolder(folder.path("LEDGER")).index.segments.first)
    names = [LedgerIndex.fileName, segment.fileName]
  }

  /// Why the ledger is refused, each time it is read and verified as a run does; `nil` where it is not.
  private func failure() -> RunFailure? {
    do throws(RunFailure) {
      let ledger = try LedgerFolder(folder.path("LEDGER"))
      for segment in ledger.index.segments { _ = try ledger.extract(of: segment) }
    } catch { return error }
    // What a run takes, verify takes, too.
    do throws(RunFailure) { try LedgerFolder(folder.path("LEDGER")).verify() } catch { return error }
    return nil
  }

  @Test("A bit that is another, at any byte of any file, refuses the ledger", arguments: [0, 1])
  func flips(number: Int) throws { try flip(names[number]) }

  @Test("An index is read however its JSON is spaced, ordered and escaped, as long as its hash is that of its bytes")
  func otherSpelling() throws {
    let name = LedgerIndex.fileName
    let (index, bytes) = (try LedgerFolder(folder.path("LEDGER")).index, try folder.read("LEDGER/\(name)"))
    // Without blanks and ends of lines, the last key first, a slash and a letter escaped.
    let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    let entries = try #require(object).filter { $0.key != "sha256" }.sorted { $0.key > $1.key }.map { key, value in
      let text = try JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys])
      return "\"\(key)\":\(String(decoding: text, as: UTF8.self))"
    }
    let rest = (entries.joined(separator: ",") + "}").replacing("claims.csv", with: "cl\\u0061ims.csv")
    let hash = ContentHash.of(Array("{\"sha256\":\"\",\(rest)".utf8))
    try folder.write("{\"sha256\":\"\(hash)\",\(rest)", to: "LEDGER/\(name)")
    try #require(failure() == nil)
    var read = try LedgerFolder(folder.path("LEDGER")).index
    #expect(read.sha256 == hash)
    read.sha256 = index.sha256
    #expect(read == index && read.encoded() == bytes)
    try flip(name)
    // What is added to it is written as this version writes.
    var more = ClaimsTable.tiny
    more.rows.removeLast()
    try folder.write(more.csv(), to: "more.csv")
    for arguments in [["add", "LEDGER", "claims.csv"], ["add", "LEDGER", "more.csv"], ["verify", "LEDGER"]] {
      #expect(try CommandRunner.steelyard(["ledger"] + arguments, in: folder.root).status == 0, "\(arguments)")
    }
    let grown = try LedgerFolder(folder.path("LEDGER")).index
    #expect(try folder.read("LEDGER/\(name)") == grown.encoded() && grown.segments.count == 2)
  }

  @Test("An index whose hash is right and whose values cannot be is refused") func impossibleValues() throws {
    let index = try LedgerFolder(folder.path("LEDGER")).index
    for change in [
      { $0.segments[0].inputs[0].sha256 = "x" }, { $0.segments[0].inputs[0].content = "" },
      { $0.segments[0].bytes = -1 }, { $0.segments[0].inputs = [] },
    ] as [(inout LedgerIndex) -> Void] {
      var changed = index
      change(&changed)
      try folder.write(changed.encoded(), to: "LEDGER/\(LedgerIndex.fileName)")
      #expect(LedgerIndex.decode(changed.encoded()) == nil && failure()?.exitStatus == 9)
    }
  }

  /// Changes one bit of each byte of a file, one after another.
  private func flip(_ name: String) throws {
    let bytes = try folder.read("LEDGER/\(name)")
    #expect(failure() == nil && bytes.count > 500)
    for offset in bytes.indices {
      var damaged = bytes
      damaged[offset] ^= UInt8(1) << UInt8(offset % 8)
      try folder.write(damaged, to: "LEDGER/\(name)")
      switch failure() {
      case .ledgerDamaged(let file, _): #expect(file == folder.path("LEDGER/\(name)"))
      // The digit behind the format's name, and no more: another version is no damage.
      case .ledgerReadOtherwise(_, let names):
        #expect(name == LedgerIndex.fileName && names.count == 1 && names[0].hasPrefix("steelyard-ledger/"))
      default: Issue.record("byte \(offset) of \(name) was not noticed")
      }
    }
    try folder.write(bytes, to: "LEDGER/\(name)")
    #expect(failure() == nil)
  }

  @Test("A file that ends early refuses the ledger, at any length", arguments: [0, 1])
  func truncation(number: Int) throws {
    let bytes = try folder.read("LEDGER/\(names[number])")
    for length in 0..<bytes.count {
      try folder.write(Array(bytes[..<length]), to: "LEDGER/\(names[number])")
      #expect(failure()?.exitStatus == 9, "length \(length)")
    }
  }

  @Test("The damaged part is named to the user, and nothing is written: exit status 9") func told() throws {
    var bytes = try folder.read("LEDGER/\(segment.fileName)")
    bytes[bytes.count - 9] ^= 1
    try folder.write(bytes, to: "LEDGER/\(segment.fileName)")
    for arguments in [
      ["ledger", "verify", "LEDGER"], ["ledger", "merge", "LEDGER", "--out", "OTHER"],
      ["run", CommandRunner.model, "--ledger", "LEDGER", "--key", "person.key", "--out", "RUN"],
    ] {
      let outcome = try CommandRunner.steelyard(arguments, in: folder.root)
      #expect(outcome.status == 9 && outcome.stdout.isEmpty, "\(arguments)")
      #expect(outcome.stderr.contains(segment.fileName) && outcome.stderr.contains("row.fund"))
    }
    #expect(!folder.has("RUN") && !folder.has("OTHER"))
  }

  @Test("A segment that is gone is damage, a folder without index is no ledger") func missing() throws {
    try FileManager.default.removeItem(atPath: folder.path("LEDGER/\(segment.fileName)"))
    #expect(failure()?.exitStatus == 9)
    try FileManager.default.removeItem(atPath: folder.path("LEDGER/\(LedgerIndex.fileName)"))
    #expect(failure() == .notALedger(folder: folder.path("LEDGER")))
    for arguments in [["verify", "LEDGER"], ["add", "LEDGER", "claims.csv"], ["merge", "LEDGER", "--out", "OTHER"]] {
      let outcome = try CommandRunner.steelyard(["ledger"] + arguments, in: folder.root)
      #expect(outcome.status == 3 && outcome.stderr.contains("LEDGER"), "\(arguments)")
    }
  }

  @Test("An index that names a segment twice, another, or out of order is refused, whatever its own hash") func order()
    throws
  {
    let index = try LedgerFolder(folder.path("LEDGER")).index
    var twice = index
    twice.segments += twice.segments
    var other = index
    other.segments[0].inputs[0].name = "b.csv"
    var more = index
    more.segments[0].rows += 1
    var huge = index
    huge.segments[0].rows = .max
    var outside = index
    outside.segments[0].sha256 = "../" + String(repeating: "a", count: 61)
    for changed in [twice, other, more, huge, outside] {
      try folder.write(changed.encoded(), to: "LEDGER/\(LedgerIndex.fileName)")
      #expect(failure()?.exitStatus == 9)
    }
    // Two inputs, and the same two the other way round.
    try folder.write(index.encoded(), to: "LEDGER/\(LedgerIndex.fileName)")
    var rows = ClaimsTable.tiny
    rows.rows.removeLast()
    try folder.write(rows.csv(), to: "a.csv")
    let added = try CommandRunner.steelyard(["ledger", "add", "LEDGER", "a.csv"], in: folder.root)
    try #require(added.status == 0 && failure() == nil)
    var reversed = try LedgerFolder(folder.path("LEDGER")).index
    #expect(reversed.segments.map { $0.inputs[0].name } == ["a.csv", "claims.csv"])
    reversed.segments.reverse()
    try folder.write(reversed.encoded(), to: "LEDGER/\(LedgerIndex.fileName)")
    #expect(failure()?.exitStatus == 9)
  }

  @Test("A part whose own hash is another, in a file whose name is right, is damage to verify") func partHash() throws {
    var bytes = try folder.read("LEDGER/\(segment.fileName)")
    // The first section's own hash, and the header's over it.
    let header = 32 + 80 * Int(bytes[20])
    bytes[32 + 48] ^= 1
    bytes.replaceSubrange(header..<(header + 32), with: ContentHash.digest(of: bytes[..<header]))
    var index = try LedgerFolder(folder.path("LEDGER")).index
    index.segments[0].sha256 = ContentHash.of(bytes)
    try folder.write(bytes, to: "LEDGER/\(index.segments[0].fileName)")
    try folder.write(index.encoded(), to: "LEDGER/\(LedgerIndex.fileName)")
    guard case .ledgerDamaged(_, let part) = failure() else {
      Issue.record("a part with another hash was not noticed")
      return
    }
    #expect(part == "terms")
  }

  @Test("Another format, another version of the program and a file one may not read are told as what they are")
  func otherVersions() throws {
    var index = try LedgerFolder(folder.path("LEDGER")).index
    let bytes = index.encoded()
    index.format = "steelyard-ledger/2"
    try folder.write(index.encoded(), to: "LEDGER/\(LedgerIndex.fileName)")
    #expect(failure() == .ledgerReadOtherwise(folder: folder.path("LEDGER"), ["steelyard-ledger/2"]))
    index.format = LedgerIndex.format
    index.terms.engine = "0.0.1"
    try folder.write(index.encoded(), to: "LEDGER/\(LedgerIndex.fileName)")
    for arguments in [
      ["ledger", "add", "LEDGER", "claims.csv"],
      ["run", CommandRunner.model, "--ledger", "LEDGER", "--key", "person.key", "--out", "RUN"],
    ] {
      let outcome = try CommandRunner.steelyard(arguments, in: folder.root)
      #expect(outcome.status == 2 && outcome.stderr.contains("version 0.0.1"), "\(outcome.stderr)")
    }
    try folder.write(bytes, to: "LEDGER/\(LedgerIndex.fileName)")
    #expect(failure() == nil)
  }

  @Test("A segment that is far too long, and a pipe in its place, are damage at once") func oddFiles() throws {
    let path = folder.path("LEDGER/\(segment.fileName)")
    try #require(truncate(path, 1 << 40) == 0)
    #expect(failure()?.exitStatus == 9)
    try FileManager.default.removeItem(atPath: path)
    try #require(mkfifo(path, 0o600) == 0)
    #expect(failure()?.exitStatus == 9)
  }

  @Test("Someone else who is adding: exit status 5, and nothing changes") func busy() throws {
    let lock = open(folder.path("LEDGER"), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { close(lock) }
    try #require(flock(lock, LOCK_EX | LOCK_NB) == 0)
    let before = try folder.read("LEDGER/\(LedgerIndex.fileName)")
    let outcome = try CommandRunner.steelyard(["ledger", "add", "LEDGER", "claims.csv"], in: folder.root)
    #expect(outcome.status == 5 && outcome.stderr.contains("LEDGER") && outcome.stdout.isEmpty)
    #expect(try folder.read("LEDGER/\(LedgerIndex.fileName)") == before)
    #expect(try CommandRunner.steelyard(["ledger", "verify", "LEDGER"], in: folder.root).status == 0)
  }
}
