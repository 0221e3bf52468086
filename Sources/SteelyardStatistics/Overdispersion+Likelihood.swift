internal import Glibc
internal import SteelyardNumerics

extension Overdispersion {
  /// Estimates the variance between units by maximum likelihood: y normal about a common centre with variance s² + τ².
  ///
  /// It is the highest point over τ² ≥ 0 of −½ Σ ln(s² + τ²) − ½ Σw(y − ȳ)², with w = 1/(s² + τ²) and ȳ = Σwy/Σw.
  /// Beyond the squared range of y the likelihood falls. Between that and a sixteenth of the smallest s² its slope
  /// is looked at four times a doubling; every change from rising to falling is bisected to the precision of a
  /// double, and the highest of these points and zero is taken. φ = Q/(J − 1) at τ² = 0. The centre is ȳ. The
  /// method is `od.log.ml`.
  ///
  /// It takes no account of the centre being estimated, and is too small by about τ²/J.
  ///
  /// Edge cases: τ² = 0 and `noSpread` where zero is the highest point; fewer than two units `tooFewUnits`, the
  /// centre the only log ratio or 0, φ `nil`.
  ///
  /// See R. J. Hardy and S. G. Thompson, "A likelihood approach to meta-analysis with random effects" (1996).
  /// Checked against `empirical_bayes.json` and a naive search.
  ///
  /// - Parameters:
  ///   - y: the log ratio of each unit, within ±1e6.
  ///   - s: the standard error of each, in 1e-50 … 1e50.
  public static func maximumLikelihood(logRatios y: [Double], standardErrors s: [Double]) -> Overdispersion {
    let units = LogRatioUnits(logRatios: y, standardErrors: s)
    return likelihood(units, .logMaximumLikelihood, BetweenLikelihood(units: units, isRestricted: false))
  }

  /// Estimates the variance between units by restricted maximum likelihood, which allows for the estimated centre.
  ///
  /// As ``maximumLikelihood(logRatios:standardErrors:)`` with −½ ln Σw added to the likelihood. The method is
  /// `od.log.reml`.
  ///
  /// Edge cases: as there.
  ///
  /// See W. Viechtbauer, "Bias and efficiency of meta-analytic variance estimators in the random-effects model"
  /// (2005). Checked against `empirical_bayes.json` (τ² = 0.3132 for the BCG trials) and a naive search.
  ///
  /// - Parameters:
  ///   - y: the log ratio of each unit, within ±1e6.
  ///   - s: the standard error of each, in 1e-50 … 1e50.
  public static func restrictedMaximumLikelihood(
    logRatios y: [Double], standardErrors s: [Double]
  ) -> Overdispersion {
    let units = LogRatioUnits(logRatios: y, standardErrors: s)
    return likelihood(units, .logRestrictedMaximumLikelihood, BetweenLikelihood(units: units, isRestricted: true))
  }

  private static func likelihood(
    _ units: LogRatioUnits, _ method: Method, _ likelihood: BetweenLikelihood
  ) -> Overdispersion {
    guard units.count >= 2 else { return weighted(method, units, tauSquared: 0, phi: nil, .tooFewUnits) }
    let tauSquared = likelihood.highest()
    return weighted(
      method, units, tauSquared: tauSquared,
      phi: WeightedFit(units, tauSquared: 0).squares / Double(units.count - 1),
      tauSquared > 0 ? .converged : .noSpread)
  }
}

/// The likelihood of a variance between units, with the centre profiled out or integrated out.
struct BetweenLikelihood {
  let units: LogRatioUnits
  /// Whether the centre is integrated out.
  let isRestricted: Bool

  /// The step from one look at the slope to the next: four to a doubling.
  private static let step = 0.8408964152537145

  /// The variance of the highest likelihood.
  func highest() -> Double {
    let range = units.logRatios[units.count - 1] - units.logRatios[0]
    let smallest = units.standardErrors.reduce(units.standardErrors[0], min)
    var peaks: [Double] = []
    var upper = range * range
    var risesAtUpper = false
    func look(_ lower: Double) {
      let risesAtLower = rises(lower)
      if risesAtLower && !risesAtUpper { peaks.append(Overdispersion.crossing(from: lower, to: upper, while: rises)) }
      (upper, risesAtUpper) = (lower, risesAtLower)
    }
    while upper * Self.step > smallest * smallest / 16 { look(upper * Self.step) }
    look(0)
    if !risesAtUpper { peaks.append(0) }
    // One peak is the rule, and then no logarithm is needed.
    guard peaks.count > 1 else { return peaks.first ?? 0 }
    var best = (tauSquared: peaks[0], value: value(peaks[0]))
    for peak in peaks.dropFirst() {
      let height = value(peak)
      if height > best.value { best = (peak, height) }
    }
    return best.tauSquared
  }

  /// Whether the likelihood grows with τ²: Σw²(y − ȳ)² > Σw, or > Σw − Σw²/Σw with the centre integrated out.
  private func rises(_ tauSquared: Double) -> Bool {
    let fit = WeightedFit(units, tauSquared: tauSquared)
    return fit.squaresSlope > (isRestricted ? fit.weightSpread : fit.weightTotal)
  }

  /// The logarithm of the likelihood, but for a constant.
  func value(_ tauSquared: Double) -> Double {
    let fit = WeightedFit(units, tauSquared: tauSquared)
    let logarithms = CompensatedSum.of(fit.weights.map { log($0) })
    return (logarithms - fit.squares - (isRestricted ? log(fit.weightTotal) : 0)) / 2
  }
}
