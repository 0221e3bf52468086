import SteelyardDomain
import SteelyardEngine
import SteelyardIntake
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// From options to a plan: every value checked before the long work starts.
extension RunCommand {
  func plan(_ model: ScoringModel, hash: String) throws(RunFailure) -> RunPlan {
    let comparisonOnly = [
      registers.isEmpty ? nil : "--register", decisions.map { _ in "--decisions" },
    ].compactMap { $0 }
    if let option = comparisonOnly.first { throw .usage(Wording.Failure.notWithScoring(option)) }
    if out.isEmpty { throw .usage(Wording.Failure.optionInvalid("--out", "''", ["RUN"])) }
    var scoring = try scope.scoring(of: model)
    if let peers {
      scoring.peers = []
      for axis in peers.split(separator: ",") {
        let known = ScoringPlan.PeerAxis.allCases.map(\.rawValue)
        scoring.peers.append(try ScopeOption.value(String(axis), "--peers", ScoringPlan.PeerAxis.init, known))
      }
    }
    var plan = RunPlan(
      model: ScoringModel(governance: model.governance, scoring: scoring), modelHash: hash, source: try source())
    try scope.fill(&plan)
    plan.order = try ScopeOption.value(
      order, "--order", ScoringPlan.Order.init, ScoringPlan.Order.allCases.map(\.rawValue))
    plan.leftOut = try leftOut()
    plan.threads = try Threads.checked(threads)
    return plan
  }

  /// The lists to leave out.
  private func leftOut() throws(RunFailure) -> Set<RunPlan.Leavable> {
    var lists: Set<RunPlan.Leavable> = []
    for name in without?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
      let known = RunPlan.Leavable.allCases.map(\.rawValue)
      lists.insert(try ScopeOption.value(String(name), "--without", RunPlan.Leavable.init, known))
    }
    return lists
  }

  private func source() throws(RunFailure) -> RunPlan.Source {
    guard let tally else {
      if !ledgers.isEmpty, scope.control != nil { throw .usage(Wording.Failure.notWithLedger("--control")) }
      if !ledgers.isEmpty, engine.engine != EngineOption.Engine.embedded.rawValue {
        throw .usage(Wording.Failure.engineWithLedger)
      }
      return try scope.claims(inputs, ledgers: ledgers)
    }
    let claimsOnly = [
      inputs.isEmpty ? nil : "INPUT", ledgers.isEmpty ? nil : "--ledger", scope.persons.map { _ in "--persons" },
      scope.cost.map { _ in "--cost" },
      peers.map { _ in "--peers" }, scope.area.map { _ in "--area" }, scope.lines.isEmpty ? nil : "--lines",
      scope.control.map { _ in "--control" }, without.map { _ in "--without" },
    ].compactMap { $0 }
    if let option = claimsOnly.first { throw .usage(Wording.Failure.notWithTally(option)) }
    let beside = (tally.lastIndex(of: "/").map { String(tally[...$0]) } ?? "") + Run.FileName.pairs
    // Nothing lies beside a table of a database.
    let isBeside = !PostgresSource.isNamed(by: tally) && Files.isFile(beside)
    return .tally(tally, pairs: tallyPairs ?? (isBeside ? beside : nil))
  }
}
