import Foundation
import SteelyardDomain
import SteelyardEngine
import SteelyardIntake
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// From options to a plan: every value checked before the long work starts.
extension RunCommand {
  func plan(_ model: ScoringModel, hash: String) throws(RunFailure) -> RunPlan {
    if out.isEmpty { throw .usage(Wording.Failure.optionInvalid("--out", "''", ["RUN"])) }
    var scoring = model.scoring
    if let cost { scoring.cost = try value(cost, "--cost", CostBasis.init, CostBasis.allCases.map(\.rawValue)) }
    if let peers {
      scoring.peers = []
      for axis in peers.split(separator: ",") {
        let known = ScoringPlan.PeerAxis.allCases.map(\.rawValue)
        scoring.peers.append(try value(String(axis), "--peers", ScoringPlan.PeerAxis.init, known))
      }
    }
    var plan = RunPlan(
      model: ScoringModel(governance: model.governance, scoring: scoring), modelHash: hash, source: try source())
    plan.personsFile = persons
    plan.institutionsFile = institutions
    plan.lineFiles = lines
    plan.controlFile = control
    plan.period = try value(period, "--period", Period.init, ["all", "2025", "2025-07", "2025-Q3", "2025-01..2025-06"])
    let separators: Set<Character> = [",", "，", "、"]
    plan.area = (area ?? "").split { separators.contains($0) }.map(String.init).sorted()
    if let area, plan.area.isEmpty { throw .usage(Wording.Failure.optionInvalid("--area", "'\(area)'", ["330106"])) }
    plan.order = try value(order, "--order", ScoringPlan.Order.init, ScoringPlan.Order.allCases.map(\.rawValue))
    plan.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    guard plan.threads >= 1 else {
      throw .usage(Wording.Failure.optionInvalid("--threads", "\(plan.threads)", ["1", "2"]))
    }
    guard (0...1).contains(maxRejectRate) else {
      throw .usage(Wording.Failure.optionInvalid("--max-reject-rate", "\(maxRejectRate)", ["0", "0.001", "1"]))
    }
    plan.rejectRateMaximum = maxRejectRate
    guard (0...1).contains(maxIdentityRate) else {
      throw .usage(Wording.Failure.optionInvalid("--max-identity-rate", "\(maxIdentityRate)", ["0", "0.01", "1"]))
    }
    plan.thresholds.identityBrokenShare = maxIdentityRate
    return plan
  }

  private func source() throws(RunFailure) -> RunPlan.Source {
    guard let tally else {
      if inputs.isEmpty { throw .usage(Wording.Failure.noInput) }
      if (inputs + lines + [control, persons, institutions].compactMap(\.self)).count(where: {
        $0 == ByteSource.standardInput
      }) > 1 {
        throw .usage(Wording.Failure.standardInputTwice)
      }
      return .claims(inputs)
    }
    let claimsOnly = [
      inputs.isEmpty ? nil : "INPUT", persons.map { _ in "--persons" }, cost.map { _ in "--cost" },
      peers.map { _ in "--peers" }, area.map { _ in "--area" }, lines.isEmpty ? nil : "--lines",
      control.map { _ in "--control" },
    ].compactMap { $0 }
    if let option = claimsOnly.first { throw .usage(Wording.Failure.notWithTally(option)) }
    let beside = (tally.lastIndex(of: "/").map { String(tally[...$0]) } ?? "") + Run.FileName.pairs
    return .tally(tally, pairs: tallyPairs ?? (Files.isFile(beside) ? beside : nil))
  }

  private func value<Value>(
    _ text: String, _ option: String, _ read: (String) -> Value?, _ known: [String]
  ) throws(RunFailure) -> Value {
    guard let value = read(text) else { throw .usage(Wording.Failure.optionInvalid(option, text, known)) }
    return value
  }
}
