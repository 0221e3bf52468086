import Foundation
import SteelyardTestSupport
import Testing

/// A folder to work in: claims and other inputs, a key outside every run, the runs themselves.
struct Workshop {
  /// The files of a finished run from claims, sorted.
  static let runFiles = [
    "card-bursts.csv", "clues.jsonl", "drill.csv", "funnel-en.svg", "funnel-zh.svg", "interactions.csv",
    "interview-list.csv", "low-list.csv", "model.yaml", "monthly.csv", "near-list.csv", "persons.csv", "profile.csv",
    "quality.json", "ranking.csv", "rejects.csv",
    "rollups.csv", "run.json", "tally-pairs.csv", "tally.csv", "waterfall.csv",
  ]

  /// The files of ``runFiles`` that hold results: equal input gives equal bytes, whatever it is called.
  static let resultFiles = runFiles.filter { !["quality.json", "rejects.csv", "run.json"].contains($0) }

  let folder: TemporaryFolder

  /// Makes the folder with a key of 32 bytes that its owner alone may read.
  init() throws {
    folder = try TemporaryFolder()
    try folder.write([UInt8](1...32), to: "person.key")
    chmod(folder.path("person.key"), 0o600)
  }

  /// A workshop with the tiny table in `claims.csv`.
  static func tiny(_ headers: ClaimsTable.Headers = .national) throws -> Workshop {
    let workshop = try Workshop()
    try workshop.folder.write(ClaimsTable.tiny.csv(headers), to: "claims.csv")
    return workshop
  }

  /// A workshop with a simulated city: `claims.csv`, `persons.csv`, `institutions.csv`, `truth.csv` in `city`.
  static func city(
    persons: Int = 1_500, institutions: Int = 25, seed: Int, strength: Int = 1, hasLines: Bool = false
  ) throws -> Workshop {
    let workshop = try Workshop()
    let outcome = try CommandRunner.steelyard(
      [
        "simulate", "claims", "--out", "city", "--persons", "\(persons)", "--institutions", "\(institutions)", "--seed",
        "\(seed)", "--strength", "\(strength)",
      ] + (hasLines ? ["--lines"] : []), in: workshop.folder.root)
    try #require(outcome.status == 0, "\(outcome.stderr)")
    return workshop
  }

  /// The inputs of a simulated city, as arguments of `run`.
  static let cityInputs = [
    "city/claims.csv", "--persons", "city/persons.csv", "--institutions", "city/institutions.csv",
  ]

  /// Runs the first model in the folder, as the user of the folder would.
  func run(
    _ arguments: [String] = ["claims.csv"], out: String = "RUN", key: String? = "person.key",
    environment: [String: String] = [:], input: [UInt8] = []
  ) throws -> CommandRunner.Outcome {
    let keyOption = arguments.contains("--tally") ? [] : key.map { ["--key", $0] } ?? []
    return try CommandRunner.steelyard(
      ["run", CommandRunner.model] + arguments + keyOption + ["--out", out], environment: environment, input: input,
      in: folder.root)
  }

  /// Runs the first model; a failure ends the test with the message.
  @discardableResult
  func score(
    _ arguments: [String] = ["claims.csv"], out: String = "RUN", environment: [String: String] = [:],
    input: [UInt8] = []
  ) throws -> String {
    let outcome = try run(arguments, out: out, environment: environment, input: input)
    try #require(outcome.status == 0, "\(outcome.stderr)")
    return outcome.stdout
  }

  /// Runs another command in the folder.
  func command(_ arguments: [String], environment: [String: String] = [:]) throws -> CommandRunner.Outcome {
    try CommandRunner.steelyard(arguments, environment: environment, in: folder.root)
  }

  /// A table of a run.
  func table(_ name: String, in run: String = "RUN") throws -> CsvTable { CsvTable(try folder.text("\(run)/\(name)")) }

  /// The manifest of a run.
  func manifest(of run: String = "RUN") throws -> Manifest {
    try JSONDecoder().decode(Manifest.self, from: Data(try folder.read("\(run)/run.json")))
  }

  /// The account of the input of a run.
  func quality(of run: String = "RUN") throws -> Quality {
    try JSONDecoder().decode(Quality.self, from: Data(try folder.read("\(run)/quality.json")))
  }

  /// The names among some files that differ between two runs.
  func differing(_ first: String, _ second: String, among names: [String] = resultFiles) throws -> [String] {
    try names.filter { try folder.read("\(first)/\($0)") != folder.read("\(second)/\($0)") }
  }
}

/// A CSV text cut into cells; quotes may stand around cells.
struct CsvTable {
  let header: [String]
  let rows: [[String]]

  init(_ text: String) {
    var lines = text.split(separator: "\n").map(Self.cells)
    header = lines.isEmpty ? [] : lines.removeFirst()
    rows = lines
  }

  /// The cells of a column; a column that is not there has none.
  subscript(_ name: String) -> [String] {
    guard let place = header.firstIndex(of: name) else { return [] }
    return rows.map { $0[place] }
  }

  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }
}

/// What the tests read of `run.json`.
struct Manifest: Decodable, Equatable {
  struct Flow: Decodable, Equatable {
    var rows: Int64
    var fen: Int64
  }

  struct Counts: Decodable, Equatable {
    var read, accepted: Flow
    var rejected, excluded: [String: Flow]
    var balances: Bool
  }

  struct Input: Decodable, Equatable {
    var name, table, sha256, compression: String
    var bytes: Int
    var rows: Int64
    var columns: [String]
  }

  struct Output: Decodable, Equatable {
    var name, sha256: String
    var bytes: Int
  }

  struct Options: Decodable, Equatable {
    var period, cost, order, currency: String
    var area, peers: [String]
    var rejectRateMaximum: Double
  }

  struct Model: Decodable, Equatable { var id, version, sha256: String }

  var format, engine, source: String
  var counts: Counts?
  var inputs: [Input]
  var outputs: [Output]
  var options: Options
  var model: Model
  var threads: Int
}

/// What the tests read of `quality.json`.
struct Quality: Decodable, Equatable {
  struct Flow: Decodable, Equatable {
    var rows, fen, absolute_fen: Int64
  }

  struct Account: Decodable, Equatable {
    var read, accepted, rejected_total, excluded_total: Flow
    var rejected, excluded: [String: Flow]
    var balances: Bool
  }

  struct Note: Decodable, Equatable {
    var code, subject: String
    var count: Int64
  }

  var reconciliation: Account
  var notes: [Note]
  var institutions, persons: Int

  /// How often something was noted of a subject.
  func count(_ code: String, _ subject: String) -> Int64? {
    notes.first { $0.code == code && $0.subject == subject }?.count
  }
}
