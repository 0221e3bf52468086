/// Sums of weights that never fall below zero, and signal at a limit.
///
/// C = max(0, C + W) for the weights W in turn, from C = 0; a signal is C at or above the limit.
///
/// Checked against `racusum.json` and `cusum_agg_rss2019.csv`.
public enum Cusum {
  /// What follows a signal.
  public enum Reset: Equatable, Sendable {
    /// The sum goes on as it is, and signals as long as it stays at or above the limit.
    case never
    /// The sum starts again from a value: 0, or a head start below the limit.
    case to(Double)
  }

  /// The sum after one weight.
  public struct Step: Equatable, Sendable {
    /// The weight W.
    public let weight: Double
    /// The sum C after it, before any reset.
    public let sum: Double
    /// Whether the sum has reached the limit.
    public let isSignal: Bool
  }

  /// The sum after every weight.
  ///
  /// Edge cases: no weights have no steps. A weight of zero leaves the sum as it is.
  ///
  /// - Precondition: every weight is finite and at most 1e100 in size, the limit is positive and finite, and a value to
  ///   start again from lies in 0 ..< limit.
  public static func path(weights: [Double], limit: Double, reset: Reset = .to(0)) -> [Step] {
    precondition(limit > 0 && limit.isFinite, "a limit is positive and finite")
    if case .to(let value) = reset {
      precondition(value >= 0 && value < limit, "a sum starts again from at least 0 and below the limit")
    }
    var sum = 0.0
    return weights.map { weight in
      precondition(abs(weight) <= 1e100, "a weight lies within ±1e100")
      sum = max(0, sum + weight)
      let step = Step(weight: weight, sum: sum, isSignal: sum >= limit)
      if step.isSignal, case .to(let value) = reset { sum = value }
      return step
    }
  }
}
