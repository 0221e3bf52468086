/// p values adjusted so that a threshold on them bounds false discoveries among many tests.
///
/// Rejecting where the value adjusted by an `fdr` method is at most 0.05 keeps the expected share of true null
/// hypotheses among the rejected at or below 5 %; by an `fwer` method, the probability of any.
///
/// Checked against `fdr.json`: the 15 p values of Benjamini and Hochberg (1995), ties, and 100 mixed.
public enum FalseDiscovery {
  /// How p values are adjusted; the raw value is the name printed with every result.
  public enum Method: String, CaseIterable, Sendable {
    /// Benjamini and Hochberg (1995), for independent or positively dependent tests.
    case benjaminiHochberg = "fdr.bh"
    /// Benjamini and Yekutieli (2001), for tests with any dependence.
    case benjaminiYekutieli = "fdr.by"
    /// Storey (2002) with λ = 0.5, for independent tests of which many are not null.
    case storey = "fdr.storey.l50"
    /// Bonferroni: every p value times their number.
    case bonferroni = "fwer.bonferroni"
    /// Holm (1979), for tests with any dependence.
    case holm = "fwer.holm"
    /// Hommel (1988), for independent or positively dependent tests.
    case hommel = "fwer.hommel"
  }

  /// Adjusts `p` by `method`.
  ///
  /// Edge cases: equal p values stay equal; an empty array stays empty. The order is kept.
  ///
  /// - Precondition: every value lies in 0 … 1.
  public static func adjusted(_ p: [Double], by method: Method) -> [Double] {
    switch method {
    case .benjaminiHochberg: benjaminiHochberg(p)
    case .benjaminiYekutieli: benjaminiYekutieli(p)
    case .storey: storey(p).q
    case .bonferroni: ranked(p) { sorted in sorted.map { min(1, $0 * Double(sorted.count)) } }
    case .holm: ranked(p, holm)
    case .hommel: ranked(p, hommel)
    }
  }

  /// Adjusts by Benjamini and Hochberg (1995), for independent or positively dependent tests.
  ///
  /// With the p values ascending, p₍ᵢ₎ becomes the least of p₍ₖ₎ · m/k over k ≥ i, and at most 1.
  ///
  /// Edge cases: equal p values stay equal; an empty array stays empty. The order is kept.
  ///
  /// - Precondition: every value lies in 0 … 1.
  public static func benjaminiHochberg(_ p: [Double]) -> [Double] { ranked(p) { stepUp($0, factor: 1) } }

  /// Adjusts by Benjamini and Yekutieli (2001), for tests with any dependence.
  ///
  /// As Benjamini and Hochberg, times 1 + 1/2 + … + 1/m.
  ///
  /// Edge cases: equal p values stay equal; an empty array stays empty. The order is kept.
  ///
  /// - Precondition: every value lies in 0 … 1.
  public static func benjaminiYekutieli(_ p: [Double]) -> [Double] {
    let harmonic = (0..<p.count).reduce(0) { $0 + 1 / Double($1 + 1) }
    return ranked(p) { stepUp($0, factor: harmonic) }
  }

  /// The q values of Storey (2002): Benjamini and Hochberg's, times the estimated share of true null hypotheses.
  ///
  /// π₀ = #(p ≥ λ) / (m(1 − λ)), at most 1, because above λ nearly all p values are those of true null hypotheses.
  ///
  /// Edge cases: without a p value of at least λ one is counted, since a share of 0 would make every q value 0;
  /// an empty array stays empty with π₀ = 1. The order is kept.
  ///
  /// - Precondition: every value lies in 0 … 1, and `0 <= lambda < 1`.
  public static func storey(_ p: [Double], lambda: Double = 0.5) -> (q: [Double], nullShare: Double) {
    precondition(lambda >= 0 && lambda < 1, "λ lies in 0 ..< 1")
    if p.isEmpty { return ([], 1) }
    let above = Double(max(1, p.filter { $0 >= lambda }.count))
    let nullShare = min(1, above / (Double(p.count) * (1 - lambda)))
    return (benjaminiHochberg(p).map { nullShare * $0 }, nullShare)
  }

  /// The least of p₍ₖ₎ · factor · m/k over k ≥ i, and at most 1.
  private static func stepUp(_ sorted: [Double], factor: Double) -> [Double] {
    let count = Double(sorted.count)
    var result = sorted
    var least = 1.0
    for rank in stride(from: sorted.count, to: 0, by: -1) {
      least = min(least, factor * count / Double(rank) * sorted[rank - 1])
      result[rank - 1] = least
    }
    return result
  }

  /// The largest of p₍ₖ₎ · (m − k + 1) over k ≤ i, and at most 1.
  private static func holm(_ sorted: [Double]) -> [Double] {
    var largest = 0.0
    return sorted.enumerated().map { before, p in
      largest = max(largest, min(1, Double(sorted.count - before) * p))
      return largest
    }
  }

  /// The largest Simes p value of all sets that hold a hypothesis: closed testing.
  ///
  /// Of the sets of m with a given member, the one with the m − 1 largest p values besides has the largest Simes value,
  /// min over k of m p₍ₖ₎/k; a member that is itself among the m largest has that of the m largest. Takes the square
  /// of the number of tests.
  private static func hommel(_ sorted: [Double]) -> [Double] {
    var result = sorted
    for size in stride(from: 2, through: sorted.count, by: 1) {
      // The size − 1 largest stand in ranks 2 … size of the set.
      let first = sorted.count - size + 1
      var others = 1.0
      for rank in 2...size { others = min(others, Double(size) * sorted[first + rank - 2] / Double(rank)) }
      for row in 0..<first { result[row] = max(result[row], min(others, Double(size) * sorted[row])) }
      let largest = min(others, Double(size) * sorted[first - 1])
      for row in first..<sorted.count { result[row] = max(result[row], largest) }
    }
    return result
  }

  /// Applies a method that takes ascending values, and puts the results back in the order of `p`.
  private static func ranked(_ p: [Double], _ method: ([Double]) -> [Double]) -> [Double] {
    precondition(p.allSatisfy { $0 >= 0 && $0 <= 1 }, "a p value lies between 0 and 1")
    let order = p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
    var result = p
    for (row, value) in zip(order, method(order.map { p[$0] })) { result[row] = value }
    return result
  }
}
