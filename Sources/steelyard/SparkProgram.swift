import Foundation
import SteelyardDomain
import SteelyardEngine

/// Spark's `spark-sql`, as the user has it.
struct SparkProgram {
  /// The name that messages have.
  static let name = "spark-sql"

  private let path: String
  /// Where it runs.
  let master: String
  private let settings: [String]
  private let folder: String
  private let log: String

  /// Finds the program: of `$SPARK_HOME`, else on `$PATH`.
  ///
  /// - Parameters:
  ///   - settings: what is set beside the master, `name=value`.
  ///   - folder: where scripts and what Spark keeps for itself go.
  ///   - log: where a failure's log is left.
  /// - Throws: ``RunFailure/engineMissing(name:)``.
  init(master: String, settings: [String], folder: String, log: String) throws(RunFailure) {
    let environment = ProcessInfo.processInfo.environment
    let home = environment["SPARK_HOME"].flatMap { $0.isEmpty ? nil : ["\($0)/bin"] }
    let folders = home ?? (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let found = folders.map { "\($0)/\(Self.name)" }.first(where: FileManager.default.isExecutableFile)
    guard let found else { throw .engineMissing(name: Self.name) }
    // Whole, since it is started elsewhere.
    path = URL(filePath: found).standardizedFileURL.path(percentEncoded: false)
    self.master = master
    self.settings = settings
    self.folder = folder
    self.log = log
  }

  /// Runs a script to its end and hands back what it printed.
  ///
  /// What Spark says goes to a file, not to the terminal: it may hold values of rows. A signal that ends this program ends
  /// Spark (``Interruption``).
  ///
  /// - Throws: ``RunFailure/engineFailed(name:log:)``; the log is then kept.
  func run(_ script: String, as name: String) throws(RunFailure) -> String {
    let (source, output, errors) = ("\(folder)/\(name).sql", "\(folder)/\(name).out", "\(folder)/\(name).log")
    try Files.write(Array(script.utf8), to: source)
    for file in [output, errors] { try Files.write([], to: file, mode: 0o600) }
    let arguments =
      ["--master", master, "--name", "steelyard"] + usual + settings.flatMap { ["--conf", $0] } + [
        "-S", "-f", source,
      ]
    let process: ChildProcess
    do {
      // Spark's catalogue of tables, which holds none of ours, is made where it is started.
      process = try ChildProcess(path, arguments, in: folder, output: .file(output), errors: .file(errors))
    } catch { throw .engineMissing(name: Self.name) }
    guard process.wait() else { throw failure(errors) }
    return String(decoding: try Files.read(output), as: UTF8.self)
  }

  /// The failure, its log kept where no one removes it.
  func failure(_ errors: String) -> RunFailure {
    try? FileManager.default.removeItem(atPath: log)
    try? FileManager.default.moveItem(atPath: errors, toPath: log)
    return .engineFailed(name: Self.name, log: log)
  }

  /// Settings of ours, before the user's: no page on a port, no bar of progress, tables of Spark's own in the folder.
  private var usual: [String] {
    ["spark.ui.enabled=false", "spark.ui.showConsoleProgress=false", "spark.sql.warehouse.dir=\(folder)/warehouse"]
      .flatMap { ["--conf", $0] }
  }
}
