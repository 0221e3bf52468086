internal import SteelyardNumerics

extension Overdispersion {
  /// Estimates the variance between units by the published recipe with winsorised z scores.
  ///
  /// z = y/s is pulled in to its type-7 quantiles at `share` and 1 − `share`; φ = Σz²/J; with
  /// w = 1/s², τ² = (Jφ − (J − 1)) / (Σw − Σw²/Σw), or 0 where Jφ < J − 1. The centre is the target. The
  /// method is named `od.log.add.w10` for a share of 0.1, `od.sqrt.add.w10` on the square-root scale, where
  /// y = √ratio − 1 and s is halved; the recipe is the Care Quality Commission's.
  ///
  /// Winsorising shrinks φ under chance alone to 0.68 at 10 %, and nothing here corrects for it; the
  /// recipe is offered because it is published. Use ``huberLog(logRatios:standardErrors:)``.
  ///
  /// Edge cases: fewer than two units give τ² = 0 and `tooFewUnits`; φ is `nil` without units.
  ///
  /// See Spiegelhalter (2005) and DerSimonian and Laird (1986). Checked against `medpar_summary.json`
  /// (φ = 10.941005, τ² = 0.03764566), `medpar_funnel_cqc_expected.csv` and `funnelplotr_unit.json`; that
  /// file's proportions go in as distances asin√p − asin√target with 1/(2√n) for s.
  ///
  /// - Parameters:
  ///   - y: the log ratio of each unit, within ±1e6.
  ///   - s: the standard error of each on the log scale, in 1e-50 … 1e50.
  ///   - share: the share winsorised on each side, in 0 ..< 0.5.
  ///   - scale: the scale of z and of the result.
  public static func additiveWinsorised(
    logRatios y: [Double], standardErrors s: [Double], share: Double = 0.1, scale: Scale = .logarithm
  ) -> Overdispersion {
    let units = distances(logRatios: y, standardErrors: s, on: scale)
    let squares = winsorisedSquares(units, share: share)
    let count = Double(units.count)
    let enough = units.count >= 2
    let excess = squares - (count - 1)
    return Overdispersion(
      method: "od.\(scale.rawValue).add.w\(percent(share))", scale: scale, centre: scale.target,
      tauSquared: enough && excess > 0 ? excess / WeightedFit(units, tauSquared: 0).weightSpread : 0,
      phi: units.count > 0 ? squares / count : nil, trimShare: share, units: units.count,
      status: !enough ? .tooFewUnits : excess > 0 ? .converged : .noSpread)
  }

  /// Σz² over the winsorised z = y/s.
  static func winsorisedSquares(_ units: LogRatioUnits, share: Double) -> Double {
    let z = zip(units.logRatios, units.standardErrors).map { $0 / $1 }
    return CompensatedSum.of(Quantiles.winsorised(z, share: share).map { $0 * $0 })
  }

  /// A share in per cent, as method names have it.
  static func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }
}
