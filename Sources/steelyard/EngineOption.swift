import ArgumentParser
import SteelyardEngine
import SteelyardReports

/// Which engine makes the sums of the claims.
struct EngineOption: ParsableArguments {
  /// The engines.
  enum Engine: String, CaseIterable {
    /// This program.
    case embedded
    /// A Spark that the user has.
    case spark
    /// The database that holds the claims.
    case postgresql
  }

  @Option(
    help: """
      What makes the sums: embedded, spark for claims in CSV or Parquet, or postgresql for claims in that database. \
      汇总引擎：内置、spark，或 postgresql（数据所在的库）。
      """,
    completion: .list(Engine.allCases.map(\.rawValue)))
  var engine = Engine.embedded.rawValue
  @Option(help: "With --engine spark, Spark's master URL (default: local[*]). Spark 主节点地址。") var master: String?
  @Option(
    name: .customLong("engine-folder"),
    help: "A folder that Spark's workers and this program both see (default: beside --out). 各节点与本程序都能读写的目录。",
    completion: .directory)
  var engineFolder: String?
  @Option(
    name: .customLong("engine-setting"),
    help: "A setting of Spark or PostgreSQL, name=value; repeatable. 引擎设置，可多次给出。")
  var engineSettings: [String] = []

  /// The engine that was named.
  ///
  /// - Throws: ``RunFailure/usage(_:)`` for one that is none, or for an option that the embedded one does not have.
  func chosen() throws(RunFailure) -> Engine {
    let engine = try ScopeOption.value(engine, "--engine", Engine.init, Engine.allCases.map(\.rawValue))
    let sparkOnly = [
      master.map { _ in "--master" }, engineFolder.map { _ in "--engine-folder" },
      engineSettings.isEmpty || engine == .postgresql ? nil : "--engine-setting",
    ].compactMap { $0 }
    if engine != .spark, let option = sparkOnly.first {
      throw .usage(Wording.Failure.optionInvalid(option, "", ["\(option) … --engine spark"]))
    }
    for setting in engineSettings where !setting.contains("=") {
      throw .usage(Wording.Failure.optionInvalid("--engine-setting", setting, ["spark.executor.memory=8g"]))
    }
    return engine
  }
}
