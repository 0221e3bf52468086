/// Order statistics of a handful of values: quantiles, the median, the median absolute deviation.
///
/// Every function sorts a copy, so the order of the values does not matter.
public enum Quantiles {
  /// The quantile at `probability`, linear between the two nearest order statistics.
  ///
  /// With n sorted values x₀ … x₍ₙ₋₁₎ and h = (n − 1) · probability it is
  /// (1 − f) · x₍ₗ₎ + f · x₍ₗ₊₁₎, where l = ⌊h⌋ and f = h − l: type 7 of Hyndman and Fan (1996), R's default.
  ///
  /// Edge cases: `nil` where there are no values; the only value where there is one.
  ///
  /// - Precondition: every value is finite and `0 <= probability <= 1`.
  public static func type7(_ values: [Double], probability: Double) -> Double? {
    precondition(probability >= 0 && probability <= 1, "a probability lies between 0 and 1")
    guard !values.isEmpty else { return nil }
    return type7(sorted: sorted(values), probability: probability)
  }

  /// The value in the middle, or the mean of the two in the middle.
  ///
  /// Edge cases: `nil` where there are no values.
  ///
  /// - Precondition: every value is finite.
  public static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let ordered = sorted(values)
    let middle = ordered.count / 2
    // Halves before the sum: the sum of two finite values may overflow, the halves cannot.
    return ordered.count.isMultiple(of: 2) ? ordered[middle - 1] / 2 + ordered[middle] / 2 : ordered[middle]
  }

  /// The median of the distances from the median, unscaled.
  ///
  /// Times 1.4826 it estimates the standard deviation of normal values. See Hampel (1974).
  ///
  /// Edge cases: `nil` where there are no values; zero where more than half of the values are equal.
  ///
  /// - Precondition: every value is finite, and so is every distance from the median.
  public static func medianAbsoluteDeviation(_ values: [Double]) -> Double? {
    guard let centre = median(values) else { return nil }
    return median(values.map { abs($0 - centre) })
  }

  /// The values with the lowest and the highest `share` pulled in to the type-7 quantiles there.
  ///
  /// No value is dropped and the order is kept: x becomes min(max(x, q(share)), q(1 − share)).
  ///
  /// Edge cases: a share of zero changes nothing; an empty array stays empty.
  /// Checked against the winsorised z scores of `funnelplotr_unit.json`.
  ///
  /// - Precondition: every value is finite and `0 <= share < 0.5`.
  public static func winsorised(_ values: [Double], share: Double) -> [Double] {
    precondition(share >= 0 && share < 0.5, "the winsorised share of a side lies in 0 ..< 0.5")
    guard !values.isEmpty else { return [] }
    let ordered = sorted(values)
    let low = type7(sorted: ordered, probability: share)
    let high = type7(sorted: ordered, probability: 1 - share)
    return values.map { min(max($0, low), high) }
  }

  private static func sorted(_ values: [Double]) -> [Double] {
    precondition(values.allSatisfy(\.isFinite), "order statistics need finite values")
    return values.sorted()
  }

  private static func type7(sorted ordered: [Double], probability: Double) -> Double {
    let h = Double(ordered.count - 1) * probability
    let low = min(Int(h), ordered.count - 1)
    let share = h - Double(low)
    guard share > 0, low + 1 < ordered.count, ordered[low] < ordered[low + 1] else { return ordered[low] }
    return (1 - share) * ordered[low] + share * ordered[low + 1]
  }
}
