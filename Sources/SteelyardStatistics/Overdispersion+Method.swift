extension Overdispersion {
  /// The estimators a model can name; the raw value is the id that results print.
  ///
  /// How they compare on simulated units is in `Documentation/Reference/over-dispersion.md`.
  public enum Method: String, CaseIterable, Sendable {
    /// Centre and τ² together, distant units held to a limit: the default.
    case logHuber = "od.log.huber"
    /// Additive, winsorised at 10 % a side, on the log scale.
    case logAdditiveWinsorised = "od.log.add.w10"
    /// Additive, winsorised at 10 % a side, on the square-root scale.
    case rootAdditiveWinsorised = "od.sqrt.add.w10"
    /// Additive, truncated at 10 % a side, on the log scale.
    case logAdditiveTruncated = "od.log.add.t10"
    /// Additive, truncated at 10 % a side, on the square-root scale.
    case rootAdditiveTruncated = "od.sqrt.add.t10"
    /// Multiplicative, winsorised at 10 % a side, on the log scale.
    case logMultiplicativeWinsorised = "od.log.mult.w10"
    /// Multiplicative, winsorised at 10 % a side, on the square-root scale.
    case rootMultiplicativeWinsorised = "od.sqrt.mult.w10"
    /// Moments in closed form.
    case logDerSimonianLaird = "od.log.dl"
    /// Weighted squares set equal to what chance expects.
    case logPauleMandel = "od.log.pm"
    /// Restricted maximum likelihood.
    case logRestrictedMaximumLikelihood = "od.log.reml"
    /// Maximum likelihood.
    case logMaximumLikelihood = "od.log.ml"

    /// Whether the variance of each unit is multiplied, rather than added to.
    public var isMultiplicative: Bool {
      self == .logMultiplicativeWinsorised || self == .rootMultiplicativeWinsorised
    }
  }

  /// Estimates by the named method.
  ///
  /// Log ratios and their standard errors go in for every method; those on the square-root scale take √ratio and
  /// s/2 themselves, and ``score(logRatio:standardError:)`` of the result does the same.
  ///
  /// Edge cases: those of the method, as ``status``. The order of the units does not matter, to the last bit.
  ///
  /// - Parameters:
  ///   - method: the estimator.
  ///   - y: ln(observed/expected) of each unit, within ±1e6.
  ///   - s: its standard error √Var(observed)/expected, in 1e-50 … 1e50.
  public static func estimate(
    _ method: Method, logRatios y: [Double], standardErrors s: [Double]
  ) -> Overdispersion {
    switch method {
    case .logHuber: huberLog(logRatios: y, standardErrors: s)
    case .logAdditiveWinsorised: additiveWinsorised(logRatios: y, standardErrors: s)
    case .rootAdditiveWinsorised: additiveWinsorised(logRatios: y, standardErrors: s, scale: .squareRoot)
    case .logAdditiveTruncated: additiveTruncated(logRatios: y, standardErrors: s)
    case .rootAdditiveTruncated: additiveTruncated(logRatios: y, standardErrors: s, scale: .squareRoot)
    case .logMultiplicativeWinsorised: multiplicativeWinsorised(logRatios: y, standardErrors: s)
    case .rootMultiplicativeWinsorised: multiplicativeWinsorised(logRatios: y, standardErrors: s, scale: .squareRoot)
    case .logDerSimonianLaird: derSimonianLaird(logRatios: y, standardErrors: s)
    case .logPauleMandel: pauleMandel(logRatios: y, standardErrors: s)
    case .logRestrictedMaximumLikelihood: restrictedMaximumLikelihood(logRatios: y, standardErrors: s)
    case .logMaximumLikelihood: maximumLikelihood(logRatios: y, standardErrors: s)
    }
  }
}
