public import SteelyardStatistics

extension ScoringPlan {
  /// How profiles are judged (methods §10).
  public struct Profile: Equatable, Sendable {
    /// The robust scale of a feature.
    public enum Scale: String, CaseIterable, Sendable {
      /// Qn of Rousseeuw and Croux, the default.
      case qn
      /// Sn of the same.
      case sn
      /// 1.4826 times the median absolute deviation.
      case mad
    }

    /// From where an institution is unlike its peers.
    public enum Cutoff: String, CaseIterable, Sendable {
      /// χ²_p,0.975.
      case chiSquared = "chi-squared"
      /// The default: a quantile that grows with the number of institutions, of which a few are far by chance.
      case adaptive
      /// Where the distances' own tail grows heavier than that of χ².
      case empirical
    }

    /// Towards what the cells of an outlier move until it is ordinary.
    public enum Counterfactual: String, CaseIterable, Sendable {
      /// Towards the centre, the default.
      case centre = "scd"
      /// Towards what the other cells make one expect.
      case regularCells = "moe"
    }

    /// How ratios of counts are drawn towards the peers.
    public enum CountShrinkage: String, CaseIterable, Sendable {
      /// Gamma–Poisson by maximum likelihood, the default.
      case maximumLikelihood = "eb.gammapoisson.ml"
      /// Gamma–Poisson by Marshall's moments.
      case marshall = "eb.gammapoisson.marshall"
    }

    /// The interval of a count.
    public var countInterval = IntervalEstimates.CountMethod.exactBelowTen
    /// The shrinkage of ratios of counts.
    public var countShrinkage = CountShrinkage.maximumLikelihood
    /// The robust scale.
    public var scale = Scale.qn
    /// The share of institutions the MCD rests on.
    public var alpha = 0.75
    /// The consistency convention.
    public var convention = ConsistencyConvention.current
    /// The cutoff.
    public var cutoff = Cutoff.adaptive
    /// The way to the ordinary.
    public var counterfactual = Counterfactual.centre
    /// Random starts of the MCD.
    public var randomStarts = 500
    /// Seed of the random starts.
    public var seed: UInt64 = 20_250_701

    /// Creates the defaults.
    public init() {}
  }
}
