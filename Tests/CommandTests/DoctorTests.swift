import Foundation
import SteelyardTestSupport
import Testing

/// What the tests read of `doctor --json`.
private struct Doctor: Decodable {
  struct Text: Decodable { var zh, en: String }

  struct Finding: Decodable {
    var subject, status: String
    var title, text: Text
  }

  var schema: String
  var exitStatus: Int32
  var counts: [String: Int]
  var findings: [Finding]

  enum CodingKeys: String, CodingKey {
    case schema, counts, findings
    case exitStatus = "exit_status"
  }

  subscript(_ subject: String) -> Finding? { findings.first { $0.subject == subject } }
}

@Suite("doctor") struct DoctorTests {
  /// Runs it in a folder of its own whose name must not be printed, with a home whose name must not be either.
  private func doctor(
    _ arguments: [String] = [], environment: [String: String] = [:], in workshop: Workshop? = nil
  ) throws -> CommandRunner.Outcome {
    let workshop = try workshop ?? Workshop()
    return try workshop.command(["doctor"] + arguments, environment: environment)
  }

  private func findings(_ environment: [String: String] = [:], in workshop: Workshop? = nil) throws -> Doctor {
    let outcome = try doctor(["--json"], environment: environment, in: workshop)
    let report = try JSONDecoder().decode(Doctor.self, from: Data(outcome.outputBytes))
    #expect(report.schema == "steelyard.doctor/1" && report.exitStatus == outcome.status && outcome.stderr.isEmpty)
    return report
  }

  @Test("Every subject has a line in the reader's language, and a machine that builds the tests has no problem")
  func languages() throws {
    let english = try doctor()
    #expect(english.status == 0 && english.stderr.isEmpty, "\(english.stdout)")
    for word in [
      "program", "system", "cores", "memory", "temporary folder", "current folder", "OpenBLAS", "SQLite", "libcrypto",
      "zlib", "libzstd", "libzip", "expat", "libpq", "libxlsxwriter", "cairo", "pango", "librsvg",
      "locale", "time zone", "models", "key", "fonts",
    ] {
      #expect(english.stdout.contains(" \(word) "), "\(word)")
    }
    #expect(english.stdout.contains("steelyard 0.1.0, Swift 6") && english.stdout.contains("Nothing is a problem; "))
    let chinese = try doctor(["--lang", "zh"])
    #expect(chinese.status == 0 && chinese.stdout.contains("没有问题；注意事项"))
    #expect(chinese.stdout.split(separator: "\n").count == english.stdout.split(separator: "\n").count)
    #expect(!chinese.stdout.contains(/\b(?:problem|note|folder|machine)\b/))
  }

  @Test("As JSON it has both languages, a status a finding, and counts that add up") func json() throws {
    let report = try findings()
    #expect(report.findings.count >= 18)
    #expect(report.findings.allSatisfy { ["ok", "note", "problem"].contains($0.status) })
    #expect(report.findings.allSatisfy { !$0.title.zh.isEmpty && !$0.text.zh.isEmpty && !$0.text.en.isEmpty })
    #expect(report.counts.values.reduce(0, +) == report.findings.count)
    #expect(report["blas"]?.text.en.contains("1 thread, a small product is what plain loops give") == true)
  }

  @Test("A folder of temporary files that cannot be written to is a problem and exit status 6") func temporary() throws
  {
    let workshop = try Workshop()
    try workshop.folder.write("a file", to: "file")
    for place in [workshop.folder.path("none"), workshop.folder.path("file")] {
      let outcome = try doctor(environment: ["TMPDIR": place], in: workshop)
      #expect(outcome.status == 6 && outcome.stdout.contains("TMPDIR"))
      #expect(outcome.stdout.contains("1 problem, "), "\(outcome.stdout)")
      #expect(try findings(["TMPDIR": place], in: workshop)["temporary"]?.status == "problem")
    }
    #expect(try workshop.folder.names() == ["file", "person.key"], "nothing is left behind")
  }

  @Test("Models are counted where they are found; none, or one that fails its check, is a problem") func models() throws
  {
    #expect(try findings()["models"]?.status == "ok")
    let workshop = try Workshop()
    let none = try findings(["STEELYARD_MODELS": workshop.folder.path("none")], in: workshop)
    #expect(none["models"]?.status == "problem" && none.exitStatus == 6)
    let made = try workshop.command(["models", "new", "scoring", "my-fund/first", "--models", "Models"])
    #expect(made.status == 0)
    let own = try findings(["STEELYARD_MODELS": ""], in: workshop)
    #expect(own["models"]?.text.en == "1, all of them in order (Models in the current folder).")
    try workshop.folder.write("nonsense: 1\n", to: "Models/my-fund/first/model.yaml")
    let broken = try findings(["STEELYARD_MODELS": ""], in: workshop)
    #expect(broken["models"]?.status == "problem" && broken["models"]?.text.en.contains("my-fund/first") == true)
  }

  @Test("The key file is looked at, not made: absent is in order, readable by others is a problem") func key() throws {
    let workshop = try Workshop()
    let home = ["XDG_CONFIG_HOME": workshop.folder.path("settings")]
    #expect(try findings(home, in: workshop)["key"]?.status == "ok")
    #expect(!workshop.folder.has("settings"))
    try FileManager.default.createDirectory(
      atPath: workshop.folder.path("settings/steelyard"), withIntermediateDirectories: true)
    let path = try workshop.folder.write([UInt8](1...32), to: "settings/steelyard/person.key")
    chmod(path, 0o600)
    #expect(try findings(home, in: workshop)["key"]?.text.en == "There, for its owner alone.")
    chmod(path, 0o644)
    #expect(try findings(home, in: workshop)["key"]?.status == "problem")
    #expect(try findings(["HOME": ""], in: workshop)["key"]?.status == "note")
  }

  @Test("A locale that is not UTF-8 is worth a note, and what looks like no locale is not repeated") func locale()
    throws
  {
    #expect(try findings(["LC_ALL": "zh_CN.UTF-8"])["locale"]?.status == "ok")
    #expect(try findings(["LC_ALL": "zh_CN.GB18030"])["locale"]?.status == "note")
    #expect(try findings(["LC_ALL": "/secret/place"])["locale"]?.text.en.contains("secret") == false)
  }

  @Test("Neither the home folder, nor the user, nor the folder, nor the machine is named", arguments: ["zh", "en", ""])
  func nothingPersonal(language: String) throws {
    let workshop = try Workshop()
    let home = workshop.folder.path("zhangsan-home")
    try FileManager.default.createDirectory(atPath: "\(home)/tmp", withIntermediateDirectories: true)
    let environment = [
      "HOME": home, "USER": "zhangsan-user", "LOGNAME": "zhangsan-user", "TMPDIR": "\(home)/tmp",
      "STEELYARD_MODELS": "\(home)/models",
    ]
    let options = language.isEmpty ? ["--json"] : ["--lang", language]
    let outcome = try doctor(options, environment: environment, in: workshop)
    let host = String(decoding: try CommandRunner.system("uname", ["-n"]).dropLast(), as: UTF8.self)
    // A name of a few letters may be part of any word.
    for word in ["zhangsan", workshop.folder.root] + (host.count > 5 ? [host] : []) {
      #expect(!outcome.stdout.contains(word), "\(word)")
    }
    #expect(outcome.status == 6, "there are no models at that place")
  }
}
