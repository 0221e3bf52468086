extension Overdispersion {
  /// Estimates the variance between units as the one that makes their weighted squares what chance expects.
  ///
  /// With w = 1/(s² + τ²) and ȳ = Σwy/Σw it solves Σw(y − ȳ)² = J − 1 for τ². The left side never rises with
  /// τ² and is below J − 1 from half the squared range of y on, so bisection finds the root to the precision of
  /// a double. φ = Q/(J − 1) at τ² = 0. The centre is ȳ. The method is `od.log.pm`.
  ///
  /// Every unit counts alike where τ² is large; nothing holds a wild one back.
  ///
  /// Edge cases: a left side at τ² = 0 of at most J − 1 gives τ² = 0 and `noSpread`; fewer than two units
  /// `tooFewUnits`, the centre the only log ratio or 0, φ `nil`.
  ///
  /// See R. C. Paule and J. Mandel, "Consensus values and weighting factors" (1982). Checked against
  /// `empirical_bayes.json`, which is itself solved to 1.2e-4 only, and against its own equation.
  ///
  /// - Parameters:
  ///   - y: the log ratio of each unit, within ±1e6.
  ///   - s: the standard error of each, in 1e-50 … 1e50.
  public static func pauleMandel(logRatios y: [Double], standardErrors s: [Double]) -> Overdispersion {
    let units = LogRatioUnits(logRatios: y, standardErrors: s)
    let method = Method.logPauleMandel
    guard let lowest = units.logRatios.first, let highest = units.logRatios.last, units.count >= 2 else {
      return weighted(method, units, tauSquared: 0, phi: nil, .tooFewUnits)
    }
    let freedom = Double(units.count - 1)
    let atZero = WeightedFit(units, tauSquared: 0).squares
    if atZero <= freedom { return weighted(method, units, tauSquared: 0, phi: atZero / freedom, .noSpread) }
    let range = highest - lowest
    let tauSquared = crossing(from: 0, to: range * range / 2) {
      WeightedFit(units, tauSquared: $0).squares > freedom
    }
    return weighted(method, units, tauSquared: tauSquared, phi: atZero / freedom, .converged)
  }

  /// Where a condition that holds at `low` and not at `high` ceases to hold: neighbouring doubles, the upper one.
  static func crossing(from low: Double, to high: Double, while holds: (Double) -> Bool) -> Double {
    var (low, high) = (low, high)
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if holds(middle) { low = middle } else { high = middle }
    }
  }
}
