import Foundation
import SteelyardDomain
import SteelyardEngine
import SteelyardReports

/// A run whose sums another engine makes.
extension RunCommand {
  /// The plan of a run that goes on from the sums that another engine made of the claims.
  ///
  /// What Spark writes, rows of persons among it, stands in a folder that only the user can read, within the run's unfinished
  /// folder or in that of `--engine-folder`: both go where the run fails, or by a signal.
  func reduced(_ plan: RunPlan, by chosen: EngineOption.Engine, _ output: RunFolder) throws(RunFailure) -> RunPlan {
    let tallyOnly = [
      tally.map { _ in "--tally" }, rejects.map { _ in "--rejects" }, without.map { _ in "--without" },
    ].compactMap { $0 }
    if let option = tallyOnly.first { throw .usage(Wording.Failure.notWithEngine(option)) }
    guard case .claims(let inputs) = plan.source else { throw .internalFault("a run by another engine has claims") }
    let folder = engineFolder(output)
    let isMade = engine.engineFolder == nil ? mkdir(folder, 0o700) == 0 : Interruption.begin(beside: folder)
    if !isMade { throw .outputNotWritable(folder: folder) }
    if chosen == .postgresql {
      return try PostgresReduction(plan, inputs: inputs, settings: engine.engineSettings, folder: folder).reduced()
    }
    return try SparkReduction(
      plan, inputs: inputs, option: engine, folder: folder, log: "\(output.path).spark.log"
    ).reduced()
  }

  /// Removes what the engine gave, once nothing is read of it any more.
  func removeEngineFolder(_ output: RunFolder) throws(RunFailure) {
    let folder = engineFolder(output)
    guard Files.exists(folder) else { return }
    do { try FileManager.default.removeItem(atPath: folder) } catch { throw .outputNotWritable(folder: folder) }
    Interruption.forgetBeside()
  }

  /// The folder of the engine's results, which Spark's workers see too, as a whole path.
  private func engineFolder(_ output: RunFolder) -> String {
    let place = engine.engineFolder.map { "\($0)/steelyard-\(getpid())" } ?? output.partialPath("engine")
    return URL(filePath: place).standardizedFileURL.path(percentEncoded: false)
  }
}
