import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// Earlier runs whose printed figures feed the gate of persistence.
///
/// They are of as many months as this run, made from the same kind of input (claims, or a tally), and measured alike.
/// Months between two of them that no run covers are passed over: "2 of the latest 3" means the latest three runs named,
/// this one included, however far apart they lie.
struct HistoryOption: ParsableArguments {
  @Option(
    name: .customLong("history"), parsing: .upToNextOption,
    help: "Earlier runs, for the gate of persistence. 以前各期的结果目录，用于“持续偏高”条件。", completion: .directory)
  var folders: [String] = []

  /// The history the runs make, the latest period first, with what the manifest says of them; `nil` where no run was named.
  func read(for plan: RunPlan) throws(RunFailure) -> (history: SignalHistory, runs: [RunManifest.PastRun])? {
    if folders.isEmpty { return nil }
    guard case .months(let own) = plan.period else { throw .usage(Wording.Failure.historyNeedsPeriod) }
    var past: [(months: ClosedRange<Month>, run: OpenRun)] = []
    for folder in folders {
      let run = try OpenRun(folder)
      try run.checkFits(plan)
      guard case .months(let months)? = Period(run.manifest.options.period), months.upperBound < own.lowerBound,
        months.upperBound.number - months.lowerBound.number == own.upperBound.number - own.lowerBound.number,
        !past.contains(where: { $0.months.overlaps(months) })
      else { throw .usage(Wording.Failure.historyPeriod(folder, run.manifest.options.period)) }
      past.append((months, run))
    }
    past.sort { $0.months.lowerBound > $1.months.lowerBound }
    var (signals, lowSignals) = ([String: [Int]](), [String: [Int]]())
    var runs: [RunManifest.PastRun] = []
    var previous: [String: Double] = [:]
    for (position, entry) in past.enumerated() {
      let rows = try entry.run.ranking()
      // A change against the period before needs the period before, not one of last year.
      if position == 0, entry.months.upperBound.number + 1 == own.lowerBound.number {
        for row in rows { previous[row["institution_id"]] = row.standing.logIndex }
      }
      for row in rows
      where plan.model.scoring.gates.isSignal(
        conservativeIndex: row.number("index_eb05"), adjustedP: row.number("q"))
      { signals[row["institution_id"], default: []].append(position) }
      for id in LowSide.signals(rows.map(\.estimate), plan: plan.model.scoring) {
        lowSignals[id, default: []].append(position)
      }
      runs.append(.init(period: entry.run.manifest.options.period, sha256: entry.run.hash))
    }
    let history = SignalHistory(
      periods: runs.map(\.period), signals: signals, lowSignals: lowSignals, previous: previous)
    return (history, runs)
  }
}

extension OpenRun {
  /// The history the run was given, `nil` where it was given none.
  func history() throws(RunFailure) -> SignalHistory? {
    guard let periods = manifest.history?.map(\.period) else { return nil }
    guard let history = HistoryTable.parse(try file(HistoryTable.fileName), periods: periods) else {
      throw .fileChanged(file: "\(folder)/\(HistoryTable.fileName)")
    }
    return history
  }
}
