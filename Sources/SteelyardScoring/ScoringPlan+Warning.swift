public import SteelyardStatistics

extension ScoringPlan {
  /// How months are watched (methods §14).
  public struct Warning: Equatable, Sendable {
    /// The statistic.
    public var method = SequentialMonitor.Method.riskAdjustedCusum
    /// δ of the risk-adjusted CUSUM: the change of ln(index) it is tuned to; 0.2 is 22 % dearer.
    public var shift = 0.2
    /// k of the classical CUSUM: half the standardised change it is tuned to.
    public var allowance = 0.5
    /// λ of the EWMA: the weight of the latest month.
    public var smoothing = 0.2
    /// False alarms a month that are wanted at most, over all institutions; `nil` means one for a hundred, at least one.
    public var alarmsPerMonth: Double?
    /// Heads a month needs to be used.
    public var headsMinimum: Int64 = 10
    /// Earlier months an institution needs before a month of it is judged.
    public var baselineMonthsMinimum = 6
    /// Draws of the simulation that sets the threshold.
    public var draws = 400
    /// Its seed.
    public var seed: UInt64 = 20_250_701

    /// Creates the defaults.
    public init() {}
  }
}
