import SteelyardTestSupport
import Testing

@Suite("verify")
struct VerifyTests {
  private func scored() throws -> Workshop {
    let workshop = try Workshop.city(persons: 600, institutions: 10, seed: 5)
    try workshop.score(Workshop.cityInputs)
    return workshop
  }

  /// Turns over one bit in the middle of a file.
  private func flip(_ name: String, in workshop: Workshop) throws {
    var bytes = try workshop.folder.read(name)
    bytes[bytes.count / 2] ^= 1
    try workshop.folder.write(bytes, to: name)
  }

  @Test("A run as it was written passes, every file with its hash", arguments: ["en", "zh"])
  func intact(language: String) throws {
    let workshop = try scored()
    let outcome = try workshop.command(["verify", "RUN", "--lang", language])
    #expect(outcome.status == 0 && outcome.stderr.isEmpty)
    for output in try workshop.manifest().outputs {
      #expect(outcome.stdout.contains("\(output.sha256)  \(output.name)"))
    }
    #expect(outcome.stdout.contains("run.json"))
    let count = try workshop.manifest().outputs.count
    #expect(outcome.stdout.contains(language == "zh" ? "\(count) 个文件" : "\(count) files"))
  }

  @Test("One bit turned over in any file is found", arguments: Workshop.runFiles.filter { $0 != "run.json" })
  func flipped(name: String) throws {
    let workshop = try scored()
    try flip("RUN/\(name)", in: workshop)
    let outcome = try workshop.command(["verify", "RUN"])
    #expect(outcome.status == 9)
    #expect(outcome.stderr.contains("RUN/\(name)"))
  }

  @Test("A file that is cut, longer or empty is found", arguments: ["cut", "longer", "empty"])
  func length(damage: String) throws {
    let workshop = try scored()
    let bytes = try workshop.folder.read("RUN/ranking.csv")
    let damaged = damage == "cut" ? Array(bytes.dropLast()) : damage == "longer" ? bytes + [10] : []
    try workshop.folder.write(damaged, to: "RUN/ranking.csv")
    #expect(try workshop.command(["verify", "RUN"]).status == 9)
  }

  @Test("Another hash in the manifest is found") func manifestHash() throws {
    let workshop = try scored()
    let hash = try workshop.manifest().outputs[3].sha256
    let other = (hash.first == "0" ? "1" : "0") + hash.dropFirst()
    let text = try workshop.folder.text("RUN/run.json").replacing(hash, with: other)
    try workshop.folder.write(text, to: "RUN/run.json")
    #expect(try workshop.command(["verify", "RUN"]).status == 9)
  }

  @Test("A manifest that was changed is found by the hash that was noted") func manifestNoted() throws {
    let workshop = try scored()
    let lines = try workshop.command(["verify", "RUN"]).stdout.split(separator: "\n")
    let noted = try #require(lines.first { $0.hasSuffix("  run.json") }?.prefix(64))
    #expect(try workshop.command(["verify", "RUN", "--manifest", String(noted)]).status == 0)
    let text = try workshop.folder.text("RUN/run.json")
    try workshop.folder.write(text.replacing("20250701", with: "20250702"), to: "RUN/run.json")
    #expect(try workshop.command(["verify", "RUN", "--manifest", String(noted)]).status == 9)
  }

  @Test("A manifest that was changed has another hash than the one that was noted") func manifestPrinted() throws {
    let workshop = try scored()
    let before = try workshop.command(["verify", "RUN"]).stdout
    let text = try workshop.folder.text("RUN/run.json").replacing("\"threads\" : ", with: "\"threads\" : 1")
    try workshop.folder.write(text, to: "RUN/run.json")
    let after = try workshop.command(["verify", "RUN"]).stdout
    let line = { (text: String) in text.split(separator: "\n").first { $0.contains("run.json") } }
    #expect(line(before) != nil && line(before) != line(after))
  }

  @Test("A folder without a manifest, with a broken one or without a file of it is no run")
  func incomplete() throws {
    let workshop = try scored()
    _ = try CommandRunner.system("rm", [workshop.folder.path("RUN/tally.csv")])
    #expect(try workshop.command(["verify", "RUN"]).status == 3)
    try workshop.folder.write("{}", to: "RUN/run.json")
    #expect(try workshop.command(["verify", "RUN"]).status == 3)
    #expect(try workshop.command(["verify", "city"]).status == 3)
    #expect(try workshop.command(["verify", "nowhere"]).status == 3)
  }

  @Test(
    "rank and explain use no file that was changed",
    arguments: [
      ("rank", "ranking.csv"), ("explain", "ranking.csv"), ("explain", "tally.csv"), ("explain", "model.yaml"),
      ("explain", "tally-pairs.csv"),
    ])
  func use(command: String, name: String) throws {
    let workshop = try scored()
    let institution = try workshop.table("ranking.csv")["institution_id"][0]
    try flip("RUN/\(name)", in: workshop)
    let outcome = try workshop.command([command, "RUN"] + (command == "explain" ? [institution] : []))
    #expect(outcome.status == 9)
    #expect(outcome.stdout.isEmpty)
  }
}
