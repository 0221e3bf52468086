extension Overdispersion {
  /// Estimates the variance between units by moments, in closed form.
  ///
  /// With w = 1/s², ȳ = Σwy/Σw and Q = Σw(y − ȳ)²: τ² = (Q − (J − 1)) / (Σw − Σw²/Σw), or 0 where that is
  /// negative; φ = Q/(J − 1). The centre is the mean of y with weights 1/(s² + τ²). The method is `od.log.dl`.
  ///
  /// Nothing holds a wild unit back: one far off pulls τ² up for all. Large units decide.
  ///
  /// Edge cases: Q ≤ J − 1 gives τ² = 0 and `noSpread`; fewer than two units `tooFewUnits`, the centre the only
  /// log ratio or 0, φ `nil`.
  ///
  /// See R. DerSimonian and N. Laird, "Meta-analysis in clinical trials" (1986). Checked against
  /// `empirical_bayes.json` (τ² = 0.3088 for the BCG trials) and `within_variance_choice.json`.
  ///
  /// - Parameters:
  ///   - y: the log ratio of each unit, within ±1e6.
  ///   - s: the standard error of each, in 1e-50 … 1e50.
  public static func derSimonianLaird(logRatios y: [Double], standardErrors s: [Double]) -> Overdispersion {
    let units = LogRatioUnits(logRatios: y, standardErrors: s)
    let method = Method.logDerSimonianLaird
    guard units.count >= 2 else { return weighted(method, units, tauSquared: 0, phi: nil, .tooFewUnits) }
    let fit = WeightedFit(units, tauSquared: 0)
    let freedom = Double(units.count - 1)
    let excess = fit.squares - freedom
    return weighted(
      method, units, tauSquared: excess > 0 ? excess / fit.weightSpread : 0, phi: fit.squares / freedom,
      excess > 0 ? .converged : .noSpread)
  }
}
