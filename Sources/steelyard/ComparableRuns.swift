import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// What two runs must share before their figures are set side by side.
extension OpenRun {
  /// The months the run is about: those it was asked for, else those with figures; `nil` where neither is known.
  func months() throws(RunFailure) -> Set<Month>? {
    if manifest.outputs.contains(where: { $0.name == MonthlyTable.fileName }) {
      return Set(try monthly().map(\.month))
    }
    guard case .months(let range)? = Period(manifest.options.period) else { return nil }
    return Set((range.lowerBound.number...range.upperBound.number).map(Month.init(number:)))
  }

  /// Whether both runs are about the same months, as far as is known: two tallies that tell no months may be of any.
  func isKnownToShareMonths(with other: OpenRun) throws(RunFailure) -> Bool {
    guard let own = try months(), let others = try other.months() else { return false }
    return own == others && manifest.options.period == other.manifest.options.period
  }

  /// The figures of every month.
  func monthly() throws(RunFailure) -> [MonthlyFigure] {
    guard manifest.source == "claims" else { throw .usage(Wording.Failure.tallyHasNoMonths(folder)) }
    if manifest.options.without?.contains(RunPlan.Leavable.months.rawValue) == true {
      throw .usage(Wording.Failure.monthsLeftOut(folder))
    }
    guard let figures = MonthlyTable.parse(try file(MonthlyTable.fileName)) else {
      throw .fileChanged(file: "\(folder)/\(MonthlyTable.fileName)")
    }
    return figures
  }

  /// Refuses a run whose figures mean something else: another model, other sums or another way to measure them, another
  /// area.
  func checkAlike(_ other: OpenRun) throws(RunFailure) {
    let (first, second) = (manifest.model.id, other.manifest.model.id)
    guard first == second else { throw .usage(Wording.modelsDiffer(first, second)) }
    let isAlike = manifest.plan(of: try model()).measuresAlike(other.manifest.plan(of: try other.model()))
    guard isAlike, Set(manifest.options.area) == Set(other.manifest.options.area),
      manifest.source == other.manifest.source
    else { throw .usage(Wording.Failure.runsUnlike(folder, other.folder)) }
  }
}
