import Foundation
import SteelyardTestSupport
import Testing

/// One smallest input in `Inputs/<code>-<name>`, and what the program says of it.
///
/// A folder holds `claims.csv` or other tables, further options in `args.txt` (one argument a line), and
/// `expected.txt`. `model-change.txt` holds a line of the first model and the line that stands in its place.
/// `payments.csv` makes it a case of the small comparison model, with `decisions.csv` where matches are decided.
struct ErrorCase: CustomTestStringConvertible {
  static let folder = Checkout.path("Tests/ErrorTests/Inputs")

  /// All cases, by name.
  static let all: [ErrorCase] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().map { ErrorCase(name: $0) }
  }()

  /// `$STEELYARD_RECORD=1` writes what the program says instead of comparing it.
  static let isRecording = ProcessInfo.processInfo.environment["STEELYARD_RECORD"] == "1"

  let name: String

  var testDescription: String { name }

  /// The code that the case is about.
  var code: String { String(name.prefix { $0 != "-" }) }

  /// Whether it is a case of the small comparison model.
  var isOfRegisters: Bool { FileManager.default.fileExists(atPath: "\(Self.folder)/\(name)/payments.csv") }

  /// What the program is expected to say.
  func expected() throws -> String {
    try String(contentsOfFile: "\(Self.folder)/\(name)/expected.txt", encoding: .utf8)
  }

  /// Writes what the program says down as what is expected.
  func record(_ report: String) throws {
    try report.write(toFile: "\(Self.folder)/\(name)/expected.txt", atomically: true, encoding: .utf8)
  }

  /// What the program says, in both languages, and what it lists and counts.
  func report() throws -> String {
    let work = try TemporaryFolder()
    let inputs = try inputs(in: work)
    let english = try run(inputs, "en", in: work)
    let chinese = try run(inputs, "zh", in: work)
    var sections = [
      "exit status \(english.status)\(chinese.status == english.status ? "" : " and \(chinese.status)")",
      "standard error, en\n\(english.stderr)", "standard error, zh\n\(chinese.stderr)",
    ]
    for place in ["RUN-en/rejects.csv", "rejects-en.csv"] where work.has(place) {
      let lines = try work.text(place).split(separator: "\n").dropFirst()
      sections.append("rejects.csv\n" + lines.map { $0 + "\n" }.joined())
    }
    if work.has("RUN-en/quality.json") { sections.append(try account(in: work)) }
    return sections.filter { !$0.hasSuffix("\n") || $0.split(separator: "\n").count > 1 }
      .map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined(separator: "\n")
  }

  /// Copies the case to a folder of its own and makes the arguments of `run`.
  func inputs(in work: TemporaryFolder) throws -> [String] {
    let source = "\(Self.folder)/\(name)"
    for file in try FileManager.default.contentsOfDirectory(atPath: source) where file != "expected.txt" {
      try FileManager.default.copyItem(atPath: "\(source)/\(file)", toPath: work.path(file))
    }
    try changeModel(in: work)
    if work.has("payments.csv") { return try registers(in: work) }
    var arguments = work.has("claims.csv") ? ["claims.csv"] : []
    for table in ["persons", "institutions", "lines"] where work.has("\(table).csv") {
      arguments += ["--\(table)", "\(table).csv"]
    }
    if work.has("args.txt") { arguments += try work.text("args.txt").split(separator: "\n").map(String.init) }
    return arguments
  }

  /// Puts the small comparison model where the run will find it, and makes the arguments of a run of it: registers that
  /// the case does not have are those of ``SmallRegisters``.
  private func registers(in work: TemporaryFolder) throws -> [String] {
    try SmallRegisters.prepare(work)
    let registers = ["residents", "deaths", "payments"].flatMap { ["--register", "\($0)=\($0).csv"] }
    let decisions = work.has("decisions.csv") ? ["--decisions", "decisions.csv"] : []
    return registers + ["--as-of", "2025-12-31", "--period", "2025"] + decisions
  }

  /// Puts a copy of the first model, one line changed, where the run will find it.
  private func changeModel(in work: TemporaryFolder) throws {
    guard work.has("model-change.txt") else { return }
    let lines = try work.text("model-change.txt").split(separator: "\n")
    let yaml = try String(contentsOfFile: Checkout.path("Models/\(CommandRunner.model)/model.yaml"), encoding: .utf8)
    guard lines.count == 2, yaml.contains(lines[0]) else {
      throw CommandRunnerFailure(description: "the model has no line \(lines)")
    }
    let folder = "Models/\(CommandRunner.model)"
    try FileManager.default.createDirectory(atPath: work.path(folder), withIntermediateDirectories: true)
    try work.write(yaml.replacing(lines[0], with: lines[1]), to: "\(folder)/model.yaml")
  }

  private func run(_ inputs: [String], _ language: String, in work: TemporaryFolder) throws -> CommandRunner.Outcome {
    let options = ["--key", "person.key", "--rejects", "rejects-\(language).csv", "--lang", language]
    let model = work.has("payments.csv") ? SmallRegisters.model : CommandRunner.model
    return try CommandRunner.steelyard(
      ["run", model] + inputs + options + ["--out", "RUN-\(language)"],
      environment: work.has("Models") ? ["STEELYARD_MODELS": "Models"] : [:], in: work.root)
  }

  /// The rows by rule, and the notes of the case's own code.
  private func account(in work: TemporaryFolder) throws -> String {
    let quality = try JSONDecoder().decode(Quality.self, from: Data(try work.read("RUN-en/quality.json")))
    let account = quality.reconciliation
    var lines = ["read \(account.read.line)", "accepted \(account.accepted.line)"]
    for (outcome, flows) in [("rejected", account.rejected), ("excluded", account.excluded)] {
      lines += flows.sorted { $0.key < $1.key }.map { "\(outcome) \($0.key) \($0.value.line)" }
    }
    for file in quality.files where file.table == "claim_lines" {
      lines.append("fee lines read \(file.reconciliation.read.line), accepted \(file.reconciliation.accepted.line)")
      for (outcome, flows) in [("rejected", file.reconciliation.rejected), ("excluded", file.reconciliation.excluded)] {
        lines += flows.sorted { $0.key < $1.key }.map { "fee lines \(outcome) \($0.key) \($0.value.line)" }
      }
    }
    lines += quality.notes.filter { $0.code == code }.map { "note \($0.code) \($0.subject) \($0.count)" }
    return "quality.json\n" + lines.map { $0 + "\n" }.joined()
  }

  /// What is read of `quality.json`.
  private struct Quality: Decodable {
    struct Flow: Decodable {
      var rows, fen: Int64
      var line: String { "\(rows) rows \(fen) fen" }
    }

    struct Account: Decodable {
      var read, accepted: Flow
      var rejected, excluded: [String: Flow]
    }

    struct Note: Decodable {
      var code, subject: String
      var count: Int64
    }

    struct File: Decodable {
      var table: String
      var reconciliation: Account
    }

    var files: [File]
    var reconciliation: Account
    var notes: [Note]
  }
}
