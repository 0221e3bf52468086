import Glibc

/// Bounds on the chance of coincidences (``CardBurstRule``).
enum BurstChance {
  /// A bound on the probability that at least `seen` of some events happen, events of one person's days: independent
  /// between weeks, negatively associated within one.
  ///
  /// The smaller of two: Hoeffding's (1963, theorem 1), exp(−(t ln(t/λ) + (k − t) ln((k − t)/(k − λ)))) with λ the sum
  /// of k probabilities, and the sum over all sets of t events of the product of their probabilities, which bounds it as
  /// negatively associated events all happen no more often than independent ones (Joag-Dev & Proschan 1983).
  ///
  /// *Edge cases*: 1 where no more was seen than expected, 0 where fewer events are possible than were seen.
  static func ofDays(_ seen: Int, _ likelihoods: [Double]) -> Double {
    precondition(seen > 0, "something was seen")
    let possible = likelihoods.count
    if possible < seen { return 0 }
    let expected = likelihoods.reduce(0, +)
    let (t, k) = (Double(seen), Double(possible))
    if t <= expected { return 1 }
    let rest = seen == possible ? 0 : (k - t) * log((k - t) / (k - expected))
    return min(exp(-(t * log(t / expected) + rest)), setsOf(seen, likelihoods))
  }

  /// The elementary symmetric polynomial of a degree: Σ over sets of so many events of the product of probabilities.
  private static func setsOf(_ degree: Int, _ likelihoods: [Double]) -> Double {
    var sums = [Double](repeating: 0, count: degree + 1)
    sums[0] = 1
    for likelihood in likelihoods {
      for size in stride(from: degree, to: 0, by: -1) { sums[size] += sums[size - 1] * likelihood }
    }
    return sums[degree]
  }

  /// ln of a bound on the probability that at least `seen` of some independent events happen, at most 0.
  ///
  /// The smaller of two, with λ the sum of the probabilities: Chernoff's, t − λ − t ln(t/λ), and ln(λ^t / t!), the union
  /// over all sets of t events.
  ///
  /// *Edge cases*: 0 where no more was seen than expected.
  /// - Precondition: `seen` > 0; `expected` > 0.
  static func logOfPersons(_ seen: Int, expected: Double) -> Double {
    precondition(seen > 0 && expected > 0, "some persons were seen and could be")
    let t = Double(seen)
    if t <= expected { return 0 }
    var union = 0.0
    for place in 1...seen { union += log(expected / Double(place)) }
    return min(t - expected - t * log(t / expected), union)
  }
}
