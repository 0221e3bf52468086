/// Where each unit may stand in a ranking, given how uncertain its value is.
///
/// Unit i has a true value that is normal with its own mean and standard deviation, independent of the
/// others: usually the posterior of a ``NormalShrinkage``. Rank 1 is the largest. A published rank is
/// one number; this says how far it can be trusted.
///
/// See H. Goldstein and D. J. Spiegelhalter, "League tables and their limitations" (1996); N. Laird and
/// T. Louis, "Empirical Bayes ranking methods" (1989). Checked against `rank_uncertainty.json`.
public struct RankIntervals: Sendable {
  /// The mean rank of each unit, in 1 … J.
  public let expectedRanks: [Double]
  /// The lower end of each unit's 95 % interval: the smallest rank r with P(rank ≤ r) ≥ 0.025.
  public let lows: [Int]
  /// The upper end of each unit's 95 % interval: the smallest rank r with P(rank ≤ r) ≥ 0.975.
  public let highs: [Int]
  /// The probability that each unit is among the `top` largest.
  public let topProbabilities: [Double]
  /// How it was computed: `rank.exact` or `rank.simulated`.
  public let method: String

  static let lowerTail = 0.025
  static let upperTail = 0.975

  static func check(means: [Double], standardDeviations: [Double], top: Int) {
    precondition(means.count == standardDeviations.count, "every mean needs its standard deviation")
    precondition(means.allSatisfy { abs($0) <= 1e100 }, "a mean lies within ±1e100")
    precondition(standardDeviations.allSatisfy { $0 >= 0 && $0 <= 1e100 }, "a standard deviation lies in 0 ... 1e100")
    precondition(top >= 1, "the top of a ranking holds at least one unit")
  }
}
