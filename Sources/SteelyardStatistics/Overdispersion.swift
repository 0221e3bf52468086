internal import SteelyardNumerics

/// How much more the units differ than chance within each of them explains.
///
/// Unit j has a log ratio y = ln(observed/expected) with standard error s of its own. What is left
/// of the spread of y when the s are taken off is the variance between units, ``tauSquared``.
/// A unit is then judged by (y − ``centre``)/√(s² + ``tauSquared``), not by y/s, which would single
/// out every large unit.
///
/// See D. J. Spiegelhalter, "Handling over-dispersion of performance indicators",
/// Quality and Safety in Health Care 14 (2005).
public struct Overdispersion: Equatable, Sendable {
  /// The estimator, with its constants.
  public let method: String
  /// What the units scatter about, on the log scale: 0 means a ratio of 1.
  public let centre: Double
  /// The variance between units τ², on the log scale; zero where chance explains the spread.
  public let tauSquared: Double
  /// The spread of y/s over that of chance, φ, where the estimator uses it.
  public let phi: Double?
  /// How many units it was estimated from.
  public let units: Int
  /// How the estimation ended.
  public let status: FitStatus

  /// The standardised distance of a unit from the centre: (y − centre)/√(s² + τ²).
  ///
  /// - Precondition: `logRatio` lies within ±1e6 and `standardError` in 1e-50 … 1e50.
  public func score(logRatio: Double, standardError: Double) -> Double {
    LogRatioUnits.check(logRatio, standardError)
    return (logRatio - centre) / (standardError * standardError + tauSquared).squareRoot()
  }

  /// Estimates the variance between units by the published recipe with winsorised z scores.
  ///
  /// z = y/s is pulled in to its type-7 quantiles at `share` and 1 − `share`; φ = Σz²/J; with
  /// w = 1/s², τ² = (Jφ − (J − 1)) / (Σw − Σw²/Σw), or 0 where Jφ < J − 1. The centre is 0. The method
  /// is named `od.log.add.w10` for a share of 0.1, and so on.
  ///
  /// Winsorising shrinks φ under chance alone to 0.68 at 10 %, and nothing here corrects for it; the
  /// recipe is offered because it is published. Use ``huberLog(logRatios:standardErrors:)``.
  ///
  /// Edge cases: fewer than two units give τ² = 0 and `tooFewUnits`; φ is `nil` without units.
  ///
  /// See Spiegelhalter (2005) and DerSimonian and Laird (1986). Checked against `medpar_summary.json`
  /// (φ = 10.941005, τ² = 0.03764566) and `funnelplotr_unit.json`.
  ///
  /// - Parameters:
  ///   - y: the log ratio of each unit, within ±1e6.
  ///   - s: the standard error of each, in 1e-50 … 1e50.
  ///   - share: the share winsorised on each side, in 0 ..< 0.5.
  public static func additiveWinsorised(
    logRatios y: [Double], standardErrors s: [Double], share: Double = 0.1
  ) -> Overdispersion {
    let units = LogRatioUnits(logRatios: y, standardErrors: s)
    let count = Double(units.count)
    let z = zip(units.logRatios, units.standardErrors).map { $0 / $1 }
    let squares = CompensatedSum.of(Quantiles.winsorised(z, share: share).lazy.map { $0 * $0 })
    let weights = units.standardErrors.map { 1 / ($0 * $0) }
    let total = CompensatedSum.of(weights)
    // Σw − Σw²/Σw, term by term: it stays positive where one weight dwarfs the others.
    let scale = CompensatedSum.of(weights.lazy.map { $0 * ((total - $0) / total) })
    let excess = squares - (count - 1)
    let enough = units.count >= 2
    return Overdispersion(
      method: "od.log.add.w\(Int((share * 100).rounded()))",
      centre: 0,
      tauSquared: enough && excess > 0 ? excess / scale : 0,
      phi: units.count > 0 ? squares / count : nil,
      units: units.count,
      status: !enough ? .tooFewUnits : excess > 0 ? .converged : .noSpread)
  }
}
