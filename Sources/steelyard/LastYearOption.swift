import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// The run of the same months of last year, whose printed figures stand beside this one's in `year-on-year.csv`.
///
/// It is measured alike and made from the same kind of input. It feeds no gate; where none is named, one of `--history`
/// that is about those months serves.
struct LastYearOption: ParsableArguments {
  @Option(
    name: .customLong("last-year"),
    help: "The run of the same months a year before, to compare with. 去年同期的结果目录，用于同比。", completion: .directory)
  var folder: String?

  /// Its figures, with what the manifest says of it; `nil` where there is no such run.
  func read(
    for plan: RunPlan, among earlier: [String]
  ) throws(RunFailure) -> (figures: [PlainFigures], run: RunManifest.PastRun)? {
    guard case .months(let own) = plan.period else {
      if folder != nil { throw .usage(Wording.Failure.lastYearNeedsPeriod) }
      return nil
    }
    let wanted = Period.months(
      Month(number: own.lowerBound.number - 12)...Month(number: own.upperBound.number - 12))
    var found: OpenRun?
    if let folder {
      let run = try OpenRun(folder)
      guard Period(run.manifest.options.period) == wanted else {
        throw .usage(Wording.Failure.lastYearPeriod(folder, run.manifest.options.period, wanted.description))
      }
      try run.checkFits(plan)
      found = run
    } else {
      // What --history names was checked when it was read.
      for folder in earlier where found == nil {
        let run = try OpenRun(folder)
        if Period(run.manifest.options.period) == wanted { found = run }
      }
    }
    guard let found else { return nil }
    return (
      YearTable.figures(try found.ranking()),
      .init(period: found.manifest.options.period, sha256: found.hash)
    )
  }
}

extension OpenRun {
  /// Refuses a run that a run of this plan cannot be held against: another model, another way to measure, another area
  /// or kind of input.
  func checkFits(_ plan: RunPlan) throws(RunFailure) {
    guard manifest.model.id == plan.model.governance.id else {
      throw .usage(Wording.modelsDiffer(manifest.model.id, plan.model.governance.id))
    }
    guard manifest.plan(of: try model()).measuresAlike(plan.model.scoring),
      Set(manifest.options.area) == Set(plan.area), manifest.source == plan.source.kind
    else { throw .usage(Wording.Failure.historyUnlike(folder)) }
  }
}
