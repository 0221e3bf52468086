internal import Glibc

/// The weight of evidence that two records are of one person, by Fellegi and Sunter.
///
/// A comparison that agrees in probability m among records of one person and u among records of two has Bayes factor
/// m/u and match weight log₂(m/u): one more unit doubles the odds. With the probability λ that two records drawn at random are
/// of one person, the weights of the comparisons, taken as independent, add to the prior weight log₂(λ/(1 − λ)); of a
/// weight w the probability is 2^w/(1 + 2^w).
///
/// See I. P. Fellegi and A. B. Sunter, "A theory for record linkage" (1969). Checked against `matching_and_digits.json`.
public struct LinkageWeights: Equatable, Sendable {
  /// What is known of one outcome of a comparison, such as "names equal".
  public struct Level: Equatable, Sendable {
    /// m/u.
    public let bayesFactor: Double
    /// log₂(m/u).
    public let matchWeight: Double

    /// Creates a level from the probabilities of its outcome.
    ///
    /// - Parameters:
    ///   - matching: m, among records of one person.
    ///   - unmatching: u, among records of two.
    /// - Precondition: both lie in 1e-100 … 1.
    public init(matching: Double, unmatching: Double) {
      precondition(matching >= 1e-100 && matching <= 1, "the probability m lies in 1e-100 ... 1")
      precondition(unmatching >= 1e-100 && unmatching <= 1, "the probability u lies in 1e-100 ... 1")
      bayesFactor = matching / unmatching
      matchWeight = log2(bayesFactor)
    }
  }

  /// log₂(λ/(1 − λ)).
  public let priorWeight: Double

  /// Creates the weights for the probability λ that two records drawn at random are of one person.
  ///
  /// - Precondition: λ lies in 1e-100 … 1 − 1e-10.
  public init(probabilityOfMatch lambda: Double) {
    precondition(lambda >= 1e-100 && lambda <= 1 - 1e-10, "a prior probability lies in 1e-100 ... 1 - 1e-10")
    priorWeight = log2(lambda / (1 - lambda))
  }

  /// The weight of a pair of records with these outcomes, and the probability that it is of one person.
  ///
  /// Edge cases: no outcomes leave the prior. A comparison that cannot be made is left out.
  public func evidence(_ levels: [Level]) -> (matchWeight: Double, probability: Double) {
    let weight = levels.reduce(priorWeight) { $0 + $1.matchWeight }
    // An exponential too large for a double leaves a probability of 0.
    return (weight, 1 / (1 + exp2(-weight)))
  }
}
