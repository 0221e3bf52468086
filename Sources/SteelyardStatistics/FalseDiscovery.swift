/// p values adjusted so that a threshold on them bounds the share of false discoveries.
///
/// Rejecting where the adjusted value is at most 0.05 keeps the expected share of true null
/// hypotheses among the rejected at or below 5 %.
///
/// Checked against `fdr.json`: the 15 p values of Benjamini and Hochberg (1995), ties, and 100 mixed.
public enum FalseDiscovery {
  /// Adjusts by Benjamini and Hochberg (1995), for independent or positively dependent tests.
  ///
  /// With the p values ascending, p₍ᵢ₎ becomes the least of p₍ₖ₎ · m/k over k ≥ i, and at most 1.
  ///
  /// Edge cases: equal p values stay equal; an empty array stays empty. The order is kept.
  ///
  /// - Precondition: every value lies in 0 … 1.
  public static func benjaminiHochberg(_ p: [Double]) -> [Double] { adjusted(p, factor: 1) }

  /// Adjusts by Benjamini and Yekutieli (2001), for tests with any dependence.
  ///
  /// As Benjamini and Hochberg, times 1 + 1/2 + … + 1/m.
  ///
  /// Edge cases: equal p values stay equal; an empty array stays empty. The order is kept.
  ///
  /// - Precondition: every value lies in 0 … 1.
  public static func benjaminiYekutieli(_ p: [Double]) -> [Double] {
    adjusted(p, factor: (0..<p.count).reduce(0) { $0 + 1 / Double($1 + 1) })
  }

  private static func adjusted(_ p: [Double], factor: Double) -> [Double] {
    precondition(p.allSatisfy { $0 >= 0 && $0 <= 1 }, "a p value lies between 0 and 1")
    let count = Double(p.count)
    var result = p
    var least = 1.0
    var rank = count
    for position in p.indices.sorted(by: { (p[$0], $0) > (p[$1], $1) }) {
      least = min(least, factor * count / rank * p[position])
      result[position] = least
      rank -= 1
    }
    return result
  }
}
