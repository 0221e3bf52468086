import SteelyardDomain
import SteelyardLedger
import SteelyardStatistics

extension MethodStatement {
  /// The methods of a run with every constant, in the order in which they are used.
  static func statements(plan: ScoringPlan, tally: Tally, ranks: String) -> [MethodStatement] {
    let gates = plan.gates
    let hasSquares = tally.parts.contains(.squares)
    var truncation: MethodStatement {
      if !tally.parts.contains(.capped) { return MethodStatement(role: "truncation", id: "cap.none") }
      switch plan.truncation {
      case .perMille(let perMille):
        return MethodStatement(
          role: "truncation", id: "cap.grid16", constants: ["per_mille = \(perMille)", "bins_per_doubling = 16"])
      case .fixed(let money):
        return MethodStatement(role: "truncation", id: "cap.fixed", constants: ["cap_yuan = \(money.yuanText)"])
      case .none: return MethodStatement(role: "truncation", id: "cap.none")
      }
    }
    let dispersionConstants =
      plan.dispersion == .logHuber ? ["c = 1.281552"] : ["winsorised_each_side = 0.1", "target = 0"]
    return [
      MethodStatement(role: "heads", id: plan.headRule.rawValue),
      MethodStatement(role: "cost", id: plan.cost.rawValue),
      MethodStatement(role: "peers", id: plan.peers.map(\.rawValue).joined(separator: "+")),
      MethodStatement(
        role: "reference", id: "std.indirect",
        constants: [
          "rule = \(plan.reference.rawValue)",
          "strata = \((["disease"] + plan.factors.map(\.rawValue)).joined(separator: "+"))",
          "age_bands = \(plan.ageBandStarts.map(String.init).joined(separator: "+"))",
          "stratum_heads_minimum = \(plan.stratumHeadsMinimum)",
          "ladder = \(plan.ladder.map(\.rawValue).joined(separator: "+"))",
        ]),
      truncation,
      MethodStatement(
        role: "variance", id: hasSquares ? "var.pooled" : "none",
        constants: hasSquares ? ["pairs = \(tally.parts.contains(.pairs) ? "yes" : "no")"] : []),
      MethodStatement(
        role: "over-dispersion", id: hasSquares ? plan.dispersion.rawValue : "z.robust.mad",
        constants: hasSquares
          ? dispersionConstants + ["centre = \(plan.centre.rawValue)", "fit_units_minimum = \(plan.fitUnitsMinimum)"]
          : ["consistency = 1.4826"]),
      MethodStatement(
        role: "shrinkage", id: hasSquares ? "eb.lognormal" : "none",
        constants: hasSquares
          ? ["interval = 0.95", "conservative_quantile = 0.05", "reliability_tau_floor = 0.05"] : []),
      MethodStatement(
        role: "ranks", id: ranks.isEmpty ? "none" : ranks,
        constants: ranks.isEmpty
          ? [] : ["exact_up_to = 200", "draws = \(plan.rankDraws)", "seed = \(plan.rankSeed)"]),
      MethodStatement(role: "multiplicity", id: hasSquares ? "fdr.bh" : "none", constants: ["sides = upper"]),
      MethodStatement(
        role: "gates", id: "all-must-pass",
        constants: [
          "min_index = \(gates.indexMinimum)", "fdr = \(gates.falseDiscoveryRate)",
          "min_excess_yuan = \(gates.excessMinimum.yuanText)", "reliability = \(gates.reliabilityMinimum)",
          "min_heads = \(gates.headsMinimum)", "watch_probability = \(plan.watchProbability)",
        ]),
    ]
  }
}
