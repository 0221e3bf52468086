import Foundation
import SteelyardTestSupport
import Testing

@Suite("The key of pseudonyms")
struct KeyTests {
  private func mode(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test("A key that is not there is made, for its owner alone", arguments: ["new.key", "deep/er/new.key"])
  func made(name: String) throws {
    let workshop = try Workshop.tiny()
    #expect(try workshop.run(key: name).status == 0)
    #expect(try mode(workshop.folder.path(name)) == 0o600)
    #expect(try workshop.folder.read(name).count >= 32)
  }

  @Test("Two keys that were made differ") func random() throws {
    let workshop = try Workshop.tiny()
    #expect(try workshop.run(out: "A", key: "a.key").status == 0)
    #expect(try workshop.run(out: "B", key: "b.key").status == 0)
    #expect(try workshop.folder.read("a.key") != workshop.folder.read("b.key"))
    #expect(try workshop.differing("A", "B") == ["persons.csv"])
  }

  @Test(
    "Without --key the key lies where the user's settings lie",
    arguments: [("XDG_CONFIG_HOME", "steelyard/person.key"), ("HOME", ".config/steelyard/person.key")])
  func usualPlace(variable: String, place: String) throws {
    let workshop = try Workshop.tiny()
    let outcome = try workshop.run(key: nil, environment: [variable: workshop.folder.path("settings")])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(try mode(workshop.folder.path("settings/\(place)")) == 0o600)
  }

  @Test("Without --key and without a home the run is refused") func noHome() throws {
    let workshop = try Workshop.tiny()
    let outcome = try workshop.run(key: nil, environment: ["HOME": ""])
    #expect(outcome.status == 8 && outcome.stderr.contains("--key"))
    #expect(!workshop.folder.has("RUN"))
  }

  @Test("A key that others may read is refused", arguments: [0o640, 0o604, 0o644, 0o620, 0o601, 0o660])
  func readableByOthers(bits: mode_t) throws {
    let workshop = try Workshop.tiny()
    chmod(workshop.folder.path("person.key"), bits)
    let outcome = try workshop.run()
    #expect(outcome.status == 8 && outcome.stderr.contains("chmod 600"))
    #expect(try workshop.folder.names() == ["claims.csv", "person.key"])
  }

  @Test("A key of fewer than 32 bytes is refused", arguments: [0, 1, 31])
  func short(count: Int) throws {
    let workshop = try Workshop.tiny()
    try workshop.folder.write([UInt8](repeating: 7, count: count), to: "short.key")
    chmod(workshop.folder.path("short.key"), 0o600)
    #expect(try workshop.run(key: "short.key").status == 8)
    #expect(!workshop.folder.has("RUN"))
  }

  @Test(
    "A key inside the run's folder is refused, however it is written",
    arguments: ["RUN/person.key", "./RUN/person.key", "RUN/../RUN/person.key", "RUN/deep/person.key"])
  func inside(path: String) throws {
    let workshop = try Workshop.tiny()
    #expect(try workshop.run(key: path).status == 8)
    #expect(try workshop.run(key: workshop.folder.path(path)).status == 8)
    #expect(try workshop.folder.names() == ["claims.csv", "person.key"])
  }

  @Test("A folder is no key") func folder() throws {
    let workshop = try Workshop.tiny()
    #expect(try workshop.run(key: workshop.folder.root).status == 8)
  }

  @Test("One key gives one person one pseudonym in every run; another key gives another") func pseudonyms() throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    try workshop.score(["claims.csv", "--period", "2025-08"], out: "AUGUST")
    #expect(try workshop.run(out: "OTHER", key: "other.key").status == 0)
    let all = Set(try workshop.table("persons.csv")["person"])
    let august = Set(try workshop.table("persons.csv", in: "AUGUST")["person"])
    #expect(all.count == 12 && !august.isEmpty && august.isSubset(of: all))
    #expect(all.isDisjoint(with: try workshop.table("persons.csv", in: "OTHER")["person"]))
    #expect(all.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
  }

  @Test("A pseudonym is the first half of HMAC-SHA-256, as openssl makes it") func standard() throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    let key = (1...32).map { String($0 + 256, radix: 16).dropFirst() }.joined()
    let number = ClaimsTable.tiny[column: "person_id"][0]
    let digest = try CommandRunner.system(
      "openssl", ["dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:\(key)", "-r"], input: Array(number.utf8))
    let expected = String(decoding: digest.prefix(32), as: UTF8.self)
    #expect(try workshop.table("persons.csv")["person"].contains(expected))
  }

  @Test("No person's number is in any file of a run, nor in what is printed", arguments: 1...2)
  func noNumbers(seed: Int) throws {
    let workshop = try Workshop.city(persons: 500, institutions: 10, seed: seed)
    let claims = try workshop.folder.text("city/claims.csv")
    // A damaged row of a known person must not carry the number out either.
    try workshop.folder.write(claims + "9,,9933010500000000000001,only,five\n", to: "city/claims.csv")
    let printed = try workshop.score(Workshop.cityInputs + ["--max-reject-rate", "0.5"])
    let numbers = Set(try workshop.table("persons.csv", in: "city")["psn_no"])
    #expect(numbers.count == 500)
    for name in Workshop.runFiles {
      let text = try workshop.folder.text("RUN/\(name)")
      // A number is a run of 22 digits; every such run in the file is looked up.
      let runs = text.split { !$0.isASCII || !$0.isNumber }.filter { $0.count >= 20 }
      #expect(!runs.contains { numbers.contains(String($0)) }, "\(name)")
    }
    #expect(!numbers.contains { printed.contains($0) })
  }
}
