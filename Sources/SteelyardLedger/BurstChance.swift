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
  /// *Edge cases*: 1 where no more was seen than expected, 0 where fewer events are possible than were seen; not below
  /// ``least`` otherwise.
  static func ofDays(_ seen: Int, _ likelihoods: [Double]) -> Double {
    if likelihoods.count < seen { return 0 }
    guard let logarithm = hoeffding(seen, likelihoods) else { return 1 }
    return max(least, min(exp(logarithm), setsOf(seen, likelihoods)))
  }

  /// ln of ``ofDays(_:_:)``, but not bounded from below: several hundred common days are less likely than any double
  /// tells.
  ///
  /// - Precondition: at least `seen` events are possible.
  static func logOfDays(_ seen: Int, _ likelihoods: [Double]) -> Double {
    precondition(likelihoods.count >= seen, "what was seen is possible")
    guard let logarithm = hoeffding(seen, likelihoods) else { return 0 }
    return min(logarithm, log(max(least, setsOf(seen, likelihoods))))
  }

  /// The least bound that is told as a probability: below it a double loses its digits, and a product of such bounds
  /// would be 0. A bound may be raised.
  static let least = Double.leastNormalMagnitude

  /// ln of Hoeffding's bound, `nil` where no more was seen than expected.
  private static func hoeffding(_ seen: Int, _ likelihoods: [Double]) -> Double? {
    precondition(seen > 0, "something was seen")
    let expected = likelihoods.reduce(0, +)
    let (t, k) = (Double(seen), Double(likelihoods.count))
    if t <= expected { return nil }
    let rest = seen == likelihoods.count ? 0 : (k - t) * log((k - t) / (k - expected))
    return -(t * log(t / expected) + rest)
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
