/// Counts as they may be published: small ones withheld, the others rounded, and nothing left that gives a withheld one
/// away.
///
/// Rules: a count of at most 7 is withheld; any other is rounded to the nearest multiple of 5; a total is the sum of what is
/// published. Where the withheld counts could be had by subtraction, all counts of the table are withheld: a reader who
/// knows the exact total T and every rounding would else be left with fewer than ``valuesMinimum`` values for one of them
/// (the counts 0, 0, 8 with T = 8 leave one).
///
/// With r the rounded count of a published cell, the reader knows max(8, r − 2) ≤ count ≤ r + 2, hence the sum S of the
/// withheld ones between T − Σ upper and T − Σ lower, and each withheld one between max(0, S_low − 7 (w − 1)) and
/// min(7, S_high), w the number of withheld ones.
///
/// The test enumerates all small tables, groups those that are published alike under one total, and finds for every withheld
/// count at least five different values among them (two categories: three), or all 0…T where T is smaller.
///
/// *Edge cases*: a table of one category is its own total: who knows that knows the count. A reader who also knows all
/// published counts exactly knows the sum of the withheld ones. Several publications of overlapping institutions can be
/// set against each other: publish one.
public enum DisclosureControl {
  /// The largest count that is withheld.
  public static let withheldMaximum = 7
  /// What counts are rounded to a multiple of.
  public static let roundingBase = 5
  /// How many values a reader who knows the total must be left with for each withheld count.
  public static let valuesMinimum = 5

  /// The counts as they are published, `nil` where they are withheld.
  ///
  /// - Parameter counts: how many of each category; the categories share nothing and leave nothing out.
  /// - Precondition: no count is negative.
  public static func published(_ counts: [Int]) -> [Int?] {
    precondition(counts.allSatisfy { $0 >= 0 }, "a count is not negative")
    if leavesDoubt(counts) { return counts.map { $0 <= withheldMaximum ? nil : rounded($0) } }
    return counts.map { _ in nil }
  }

  /// The nearest multiple of ``roundingBase``.
  static func rounded(_ count: Int) -> Int { (count + roundingBase / 2) / roundingBase * roundingBase }

  /// Whether each withheld count can still be one of several for a reader who knows the exact total.
  private static func leavesDoubt(_ counts: [Int]) -> Bool {
    let withheld = counts.count { $0 <= withheldMaximum }
    if withheld == 0 || counts.count == 1 { return true }
    let total = counts.reduce(0, +)
    var (sumLow, sumHigh) = (total, total)
    for count in counts where count > withheldMaximum {
      sumLow -= rounded(count) + roundingBase / 2
      sumHigh -= max(withheldMaximum + 1, rounded(count) - roundingBase / 2)
    }
    let low = max(0, max(0, sumLow) - withheldMaximum * (withheld - 1))
    let high = min(withheldMaximum, sumHigh)
    return high - low + 1 >= min(valuesMinimum, total + 1)
  }
}
