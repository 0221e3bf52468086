import SteelyardDomain
import SteelyardLedger
import SteelyardStatistics

extension MethodStatement {
  /// What someone else's reduction decided is not known here, whatever the model says.
  private static let asTallied = "as-tallied"

  /// The methods of a run with every constant, in the order in which they are used.
  static func statements(
    plan: ScoringPlan, tally: Tally, fits: [DispersionFit], ranks: String, isTallyGiven: Bool,
    history: SignalHistory?
  ) -> [MethodStatement] {
    let hasSquares = tally.parts.contains(.squares)
    return [
      MethodStatement(role: "heads", id: isTallyGiven ? asTallied : plan.headRule.rawValue),
      MethodStatement(role: "cost", id: isTallyGiven ? asTallied : plan.cost.rawValue),
      MethodStatement(role: "peers", id: isTallyGiven ? asTallied : plan.peers.map(\.rawValue).joined(separator: "+")),
      MethodStatement(
        role: "reference", id: "std.indirect",
        constants: [
          "rule = \(plan.reference.rawValue)",
          "strata = \(isTallyGiven ? asTallied : (["disease"] + plan.factors.map(\.rawValue)).joined(separator: "+"))",
          "age_bands = \(isTallyGiven ? asTallied : plan.ageBandStarts.map(String.init).joined(separator: "+"))",
          "stratum_heads_minimum = \(plan.stratumHeadsMinimum)",
          "ladder = \(plan.ladder.map(\.rawValue).joined(separator: "+"))",
        ]),
      truncation(plan, tally, isTallyGiven: isTallyGiven),
      MethodStatement(
        role: "variance", id: hasSquares ? plan.variance.rawValue : "none",
        constants: hasSquares && plan.variance != .gamma
          ? ["pairs = \(tally.parts.contains(.pairs) ? "yes" : "no")"] : []),
      MethodStatement(
        role: "over-dispersion", id: hasSquares ? plan.dispersion.rawValue : "z.robust.mad",
        constants: hasSquares
          ? dispersion(fits) + ["centre = \(plan.centre.rawValue)", "fit_units_minimum = \(plan.fitUnitsMinimum)"]
          : ["consistency = 1.4826"]),
      MethodStatement(
        role: "funnel", id: hasSquares ? "funnel.limits" : "none",
        constants: hasSquares ? ["levels = \(plan.funnel.inner)+\(plan.funnel.outer)"] : []),
      MethodStatement(
        role: "shrinkage", id: hasSquares ? "eb.lognormal" : "none",
        constants: hasSquares
          ? fits.prefix(1).map { "between = \($0.shrinkageMethod)" } + fits.map(shrinkage)
            + ["interval = 0.95", "conservative_quantile = 0.05", "reliability_tau_floor = 0.05"] : []),
      MethodStatement(
        role: "ranks", id: ranks.isEmpty ? "none" : ranks,
        constants: ranks.isEmpty
          ? [] : ["exact_up_to = 200", "draws = \(plan.rankDraws)", "seed = \(plan.rankSeed)"]),
      MethodStatement(
        role: "multiplicity", id: hasSquares ? plan.multiplicity.rawValue : "none",
        constants: hasSquares ? ["sides = \(plan.sides.rawValue)"] : []),
      MethodStatement(role: "waterfall", id: "lmdi.strata"),
      MethodStatement(
        role: "low-side", id: hasSquares ? "low.mirrored" : "none",
        constants: hasSquares
          ? [
            "conservative_quantile = 0.95",
            "max_index = \(FixedDecimal.text(1 / plan.gates.indexMinimum, decimals: 6))",
          ]
          : []),
      MethodStatement(
        role: "persons", id: isTallyGiven ? "none" : "person.robust.mad",
        constants: isTallyGiven ? [] : ["persons_minimum = \(PersonIndex.personsMinimum)", "consistency = 1.4826"]),
      MethodStatement(
        role: "gates", id: "all-must-pass", constants: gateConstants(plan) + persistence(plan.gates, history)),
    ]
  }

  private static func gateConstants(_ plan: ScoringPlan) -> [String] {
    let gates = plan.gates
    return [
      "min_index = \(gates.indexMinimum)", "fdr = \(gates.falseDiscoveryRate)",
      "min_excess_yuan = \(gates.excessMinimum.yuanText)", "reliability = \(gates.reliabilityMinimum)",
      "min_heads = \(gates.headsMinimum)", "watch_probability = \(plan.watchProbability)",
      "watch_index = \(plan.watchIndex)",
    ]
  }

  /// τ² and μ̂ of a fit's shrinkage.
  private static func shrinkage(_ fit: DispersionFit) -> String {
    "\(fit.name): τ² = \(FixedDecimal.text(fit.shrinkageTauSquared, decimals: 6)) "
      + "μ̂ = \(FixedDecimal.text(fit.shrinkageMean, decimals: 6))"
  }

  /// Scale, trim and what else the estimator rests on, and φ and τ² of every fit group.
  private static func dispersion(_ fits: [DispersionFit]) -> [String] {
    guard let first = fits.first?.dispersion else { return [] }
    var constants = ["scale = \(first.scale.rawValue)"]
    if first.method == Overdispersion.Method.logHuber.rawValue { constants.append("c = 1.281552") }
    if first.trimShare > 0 { constants.append("trimmed_each_side = \(first.trimShare)") }
    for fit in fits {
      let phi = fit.dispersion.phi.map { " φ = \(FixedDecimal.text($0, decimals: 6))" } ?? ""
      let tau = FixedDecimal.text(fit.tauSquared, decimals: 6)
      constants.append("\(fit.name): τ² = \(tau)\(phi) n = \(fit.dispersion.unitsUsed)")
    }
    return constants
  }

  /// The gate of persistence, where it is judged.
  private static func persistence(_ gates: ScoringPlan.Gates, _ history: SignalHistory?) -> [String] {
    guard let history else { return [] }
    return [
      "persistent = \(gates.persistenceMinimum) of \(gates.persistencePeriods)",
      "earlier_periods = \(history.periods.joined(separator: "+"))",
    ]
  }

  /// The truncation of dear patients, as far as the tally has any.
  private static func truncation(_ plan: ScoringPlan, _ tally: Tally, isTallyGiven: Bool) -> MethodStatement {
    if !tally.parts.contains(.capped) { return MethodStatement(role: "truncation", id: "cap.none") }
    if isTallyGiven { return MethodStatement(role: "truncation", id: asTallied) }
    switch plan.truncation {
    case .perMille(let perMille):
      return MethodStatement(
        role: "truncation", id: "cap.grid16", constants: ["per_mille = \(perMille)", "bins_per_doubling = 16"])
    case .fixed(let money):
      return MethodStatement(role: "truncation", id: "cap.fixed", constants: ["cap_yuan = \(money.yuanText)"])
    case .none: return MethodStatement(role: "truncation", id: "cap.none")
    }
  }
}
