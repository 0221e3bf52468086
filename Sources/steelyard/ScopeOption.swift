import ArgumentParser
import Foundation
import SteelyardDomain
import SteelyardEngine
import SteelyardIntake
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// What a run of claims and a check of them are told alike: tables beside the claims, months, districts, cost, how much
/// may be rejected.
struct ScopeOption: ParsableArguments {
  @Option(help: "Table of insured persons: sex, birth, death. 参保人员表：性别、出生、死亡。", completion: .file())
  var persons: String?
  @Option(help: "Table of institutions: name, kind, level, district. 机构表：名称、类型、等级、区划。", completion: .file())
  var institutions: String?
  @Option(
    name: .customLong("lines"), parsing: .upToNextOption,
    help: "Fee lines of the settlements: split cost into price, quantity and basket. 费用明细文件，可把费用拆为价格、用量和品种结构。",
    completion: .file())
  var lines: [String] = []
  @Option(help: "all, 2025, 2025-07, 2025-Q3 or 2025-01..2025-06. 考核期。") var period = "all"
  @Option(help: "Districts, by code or name, separated by commas (default: all). 区划，逗号分隔，默认全部。") var area: String?
  @Option(
    help: "Cost to compare: total, eligible or fund (default: the model's). 费用口径：总额、列支、基金支付。",
    completion: .list(CostBasis.allCases.map(\.rawValue)))
  var cost: String?
  @Option(
    name: .customLong("max-reject-rate"), help: "Share of rows or money that may be rejected, 0 to 1. 允许拒收的行数或金额占比。")
  var maxRejectRate = 0.001
  @Option(
    name: .customLong("max-identity-rate"),
    help: "Share of a file's settlements that may break an identity of amounts, 0 to 1. 允许勾稽不平的结算占比。")
  var maxIdentityRate = 0.01
  @Option(
    help: "The bureau's totals by scheme and month, which the claims must equal to the fen. 分险种、分月的对账总额。",
    completion: .file())
  var control: String?

  /// The model with the cost that the user wants compared.
  func scoring(of model: ScoringModel) throws(RunFailure) -> ScoringPlan {
    var scoring = model.scoring
    if let cost { scoring.cost = try Self.value(cost, "--cost", CostBasis.init, CostBasis.allCases.map(\.rawValue)) }
    return scoring
  }

  /// Claim files, those of ledgers beside them, as what a plan starts from.
  func claims(_ inputs: [String], ledgers: [String] = []) throws(RunFailure) -> RunPlan.Source {
    if inputs.isEmpty, ledgers.isEmpty { throw .usage(Wording.Failure.noInput) }
    let tables = [control, persons, institutions].compactMap(\.self)
    if (inputs + lines + tables).count(where: { $0 == ByteSource.standardInput }) > 1 {
      throw .usage(Wording.Failure.standardInputTwice)
    }
    return .claims(inputs)
  }

  /// Fills in a plan.
  func fill(_ plan: inout RunPlan) throws(RunFailure) {
    plan.personsFile = persons
    plan.institutionsFile = institutions
    plan.lineFiles = lines
    plan.controlFile = control
    plan.period = try Self.value(
      period, "--period", Period.init, ["all", "2025", "2025-07", "2025-Q3", "2025-01..2025-06"])
    let separators: Set<Character> = [",", "，", "、"]
    plan.area = (area ?? "").split { separators.contains($0) }.map(String.init).sorted()
    if let area, plan.area.isEmpty { throw .usage(Wording.Failure.optionInvalid("--area", "'\(area)'", ["330106"])) }
    guard (0...1).contains(maxRejectRate) else {
      throw .usage(Wording.Failure.optionInvalid("--max-reject-rate", "\(maxRejectRate)", ["0", "0.001", "1"]))
    }
    plan.rejectRateMaximum = maxRejectRate
    guard (0...1).contains(maxIdentityRate) else {
      throw .usage(Wording.Failure.optionInvalid("--max-identity-rate", "\(maxIdentityRate)", ["0", "0.01", "1"]))
    }
    plan.thresholds.identityBrokenShare = maxIdentityRate
  }

  /// The value that a text names.
  ///
  /// - Throws: ``RunFailure/usage(_:)`` with what is known where it names none.
  static func value<Value>(
    _ text: String, _ option: String, _ read: (String) -> Value?, _ known: [String]
  ) throws(RunFailure) -> Value {
    guard let value = read(text) else { throw .usage(Wording.Failure.optionInvalid(option, text, known)) }
    return value
  }
}
