extension Overdispersion {
  /// Estimates by how much the variance of every unit is to be multiplied, from winsorised z scores.
  ///
  /// z = y/s is pulled in to its type-7 quantiles at `share` and 1 − `share`; φ = Σz²/J; the factor is φ, or 1
  /// where φ < 1: limits are never drawn inside those of chance. Scores are z/√φ, limits widen by √φ, τ² is 0
  /// and the centre is the target. The method is named `od.log.mult.w10` for a share of 0.1, and
  /// `od.sqrt.mult.w10` on the square-root scale.
  ///
  /// Units do not differ in this way: a large institution is not held to be nearly certain of the peers' mean
  /// because it is large. Its limits close in on the target all the same, so the largest units stand outside.
  ///
  /// Edge cases: φ ≤ 1 is `noSpread`; fewer than two units give a factor of 1 and `tooFewUnits`; φ is `nil`
  /// without units.
  ///
  /// See McCullagh and Nelder, "Generalized Linear Models" (1989), and Spiegelhalter (2005). φ is that of
  /// ``additiveWinsorised(logRatios:standardErrors:share:scale:)`` and checked against the same numbers.
  ///
  /// - Parameters:
  ///   - y: the log ratio of each unit, within ±1e6.
  ///   - s: the standard error of each on the log scale, in 1e-50 … 1e50.
  ///   - share: the share winsorised on each side, in 0 ..< 0.5.
  ///   - scale: the scale of z and of the result.
  public static func multiplicativeWinsorised(
    logRatios y: [Double], standardErrors s: [Double], share: Double = 0.1, scale: Scale = .logarithm
  ) -> Overdispersion {
    let units = distances(logRatios: y, standardErrors: s, on: scale)
    let phi = winsorisedSquares(units, share: share) / Double(max(units.count, 1))
    let enough = units.count >= 2
    return Overdispersion(
      method: "od.\(scale.rawValue).mult.w\(percent(share))", scale: scale, centre: scale.target, tauSquared: 0,
      varianceFactor: enough ? max(1, phi) : 1, phi: units.count > 0 ? phi : nil, trimShare: share,
      units: units.count, status: !enough ? .tooFewUnits : phi > 1 ? .converged : .noSpread)
  }
}
