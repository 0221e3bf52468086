internal import SteelyardNumerics

extension Overdispersion {
  /// Estimates the variance between units by the published recipe with truncated z scores.
  ///
  /// Units whose rank r of z = y/s among n has r/(n + 1) below `share` or above 1 − `share` are left out, so
  /// that n shrinks to n′; equal z share the mean of their ranks. Over the rest φ = Σz²/n′, w = 1/s² and
  /// τ² = (n′φ − (n′ − 1)) / (Σw − Σw²/Σw), or 0 where n′φ < n′ − 1. The centre is the target. The method is
  /// named `od.log.add.t10` for a share of 0.1, `od.sqrt.add.t10` on the square-root scale; the recipe is that
  /// of the Summary Hospital-level Mortality Indicator, which keeps the lower and leaves out the upper of two
  /// units exactly on the borders; here both stay, so that turning every sign changes nothing.
  ///
  /// Truncating shrinks φ under chance alone to 0.44 at 10 %, and nothing here corrects for it; the recipe is
  /// offered because it is published. Use ``huberLog(logRatios:standardErrors:)``.
  ///
  /// Edge cases: fewer than two units left give τ² = 0 and `tooFewUnits`; φ is `nil` without any.
  ///
  /// See Spiegelhalter et al., "Statistical methods for healthcare regulation", Journal of the Royal
  /// Statistical Society A 175 (2012). Checked against `medpar_funnel_shmi_expected.csv` (44 of 54 units,
  /// φ = 8.532851, τ² = 0.02841023) and `funnelplotr_unit.json`.
  ///
  /// - Parameters:
  ///   - y: the log ratio of each unit, within ±1e6.
  ///   - s: the standard error of each on the log scale, in 1e-50 … 1e50.
  ///   - share: the share left out on each side, in 0 ..< 0.5.
  ///   - scale: the scale of z and of the result.
  public static func additiveTruncated(
    logRatios y: [Double], standardErrors s: [Double], share: Double = 0.1, scale: Scale = .logarithm
  ) -> Overdispersion {
    precondition(share >= 0 && share < 0.5, "the truncated share of a side lies in 0 ..< 0.5")
    let units = distances(logRatios: y, standardErrors: s, on: scale)
    let kept = keptUnits(units, share: share)
    let squares = winsorisedSquares(kept, share: 0)
    let count = Double(kept.count)
    let enough = kept.count >= 2
    let excess = squares - (count - 1)
    return Overdispersion(
      method: "od.\(scale.rawValue).add.t\(percent(share))", scale: scale, centre: scale.target,
      tauSquared: enough && excess > 0 ? excess / WeightedFit(kept, tauSquared: 0).weightSpread : 0,
      phi: kept.count > 0 ? squares / count : nil, trimShare: share, units: units.count, unitsUsed: kept.count,
      status: !enough ? .tooFewUnits : excess > 0 ? .converged : .noSpread)
  }

  /// The units whose mean rank of z lies between the borders.
  private static func keptUnits(_ units: LogRatioUnits, share: Double) -> LogRatioUnits {
    let z = zip(units.logRatios, units.standardErrors).map { $0 / $1 }
    let order = z.indices.sorted { z[$0] < z[$1] }
    // Twice the mean rank is a whole number, so the two borders are met exactly by shares such as 0.1.
    let low = 2 * share * Double(z.count + 1)
    let high = 2 * Double(z.count + 1) - low
    var kept: [Int] = []
    var first = 0
    while first < order.count {
      let last = order[first...].prefix { z[$0] == z[order[first]] }.endIndex - 1
      let twiceRank = Double(first + last + 2)
      if twiceRank >= low && twiceRank <= high { kept += order[first...last] }
      first = last + 1
    }
    return LogRatioUnits(
      logRatios: kept.map { units.logRatios[$0] }, standardErrors: kept.map { units.standardErrors[$0] })
  }
}
