internal import SteelyardNumerics

/// What the months of a unit differ by beyond sampling: ω², one for all units.
///
/// Months of unit j lie about its level θ_j with variance s² + ω². With w = 1/(s² + ω²), the weighted mean θ̂_j of the
/// unit's months and the leverage h = w/Σw, the residual r = (y − θ̂_j)/√((s² + ω²)(1 − h)) is standard normal at the
/// right ω². It solves
///
///     Σ (1 − h) min(r², c²) = b Σ (1 − h)
///
/// over all months of all units, with c = 1.281552 and b = E min(r², c²) of ``Overdispersion/huberLog(logRatios:standardErrors:)``.
/// Without the limit c this is Paule and Mandel's equation Σ_j Q_j(ω²) = Σ_j (n_j − 1); the limit keeps a few units that
/// drift, and a few wild months, from setting ω² for all.
///
/// See R. C. Paule and J. Mandel, "Consensus values and weighting factors" (1982), and P. J. Huber, "Robust
/// Statistics" (1981). Checked against a naive twin and against simulated units of known ω².
public struct MonthToMonthVariance: Equatable, Sendable {
  /// The estimator: `month.pm.huber`.
  public let method: String
  /// ω² on the log scale; zero where sampling explains how months differ.
  public let omegaSquared: Double
  /// How many units had two months or more.
  public let units: Int
  /// Σ (n_j − 1) over those units.
  public let degreesOfFreedom: Int
  /// How the estimation ended.
  public let status: FitStatus

  /// Estimates ω² from every unit with at least two months.
  ///
  /// The equation is solved by bisection to the precision of a double.
  ///
  /// Edge cases:
  /// - `noSpread` and 0 where the left side at ω² = 0 is at most the right one.
  /// - `tooFewUnits` and 0 with fewer than two degrees of freedom.
  /// - Neither the order of the units nor that of the months matters, to the last bit.
  public static func estimate(_ series: [MonthlySeries]) -> MonthToMonthVariance {
    let units = series.filter { $0.months.count >= 2 }.sorted(by: MonthlySeries.precedes)
    let freedom = units.reduce(0) { $0 + $1.months.count - 1 }
    func result(_ omegaSquared: Double, _ status: FitStatus) -> MonthToMonthVariance {
      MonthToMonthVariance(
        method: "month.pm.huber", omegaSquared: omegaSquared, units: units.count, degreesOfFreedom: freedom,
        status: status)
    }
    guard freedom >= 2 else { return result(0, .tooFewUnits) }
    guard excess(units, freedom, omegaSquared: 0) > 0 else { return result(0, .noSpread) }
    // Each term is at most range²/ω², and a unit has at most twice as many months as degrees of freedom.
    let ranges = units.map { unit in
      let ratios = unit.months.map(\.logRatio)
      return (ratios.max() ?? 0) - (ratios.min() ?? 0)
    }
    let widest = ranges.max() ?? 0
    var (low, high) = (0.0, 2 * widest * widest / HuberFit.meanSquareOfChance)
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return result(high, .converged) }
      if excess(units, freedom, omegaSquared: middle) > 0 { low = middle } else { high = middle }
    }
  }

  /// The left side of the equation less the right one.
  private static func excess(_ units: [MonthlySeries], _ freedom: Int, omegaSquared: Double) -> Double {
    let terms = units.lazy.flatMap { unit -> [Double] in
      let weights = unit.months.map { 1 / ($0.standardError * $0.standardError + omegaSquared) }
      let total = CompensatedSum.of(weights)
      let level = CompensatedSum.of(zip(weights, unit.months).lazy.map { $0 / total * $1.logRatio })
      return zip(weights, unit.months).map { weight, month in
        let distance = month.logRatio - level
        // (1 − h) min(r², c²) without dividing by 1 − h, which vanishes where one weight dwarfs the others.
        return min(distance * distance * weight, HuberFit.limit * HuberFit.limit * ((total - weight) / total))
      }
    }
    return CompensatedSum.of(terms) - HuberFit.meanSquareOfChance * Double(freedom)
  }
}
