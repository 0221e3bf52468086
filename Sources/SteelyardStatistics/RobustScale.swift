internal import SteelyardNumerics

/// Scales made of the distances between pairs of values, with no centre to measure from.
///
/// Both stand until half of the values are wild, as the median absolute deviation does, but lose less where
/// the values are normal: Qn has 82 % of the efficiency of the standard deviation, Sn 58 %, the median
/// absolute deviation 37 %. Neither supposes that the values are symmetric.
///
/// See P. J. Rousseeuw and C. Croux, "Alternatives to the median absolute deviation", Journal of the American
/// Statistical Association 88 (1993), and "Time-efficient algorithms for two highly robust estimators of scale",
/// Computational Statistics 1 (1992). The corrections for few values are those of robustbase 0.95. Checked
/// against `robust_scale.json`, against all pairs written out, and by simulating the efficiencies.
public enum RobustScale {
  /// What makes Qn consistent for normal values: 1/(√2 Φ⁻¹(5/8)).
  public static let qnConsistency = 2.219144465985076
  /// What makes Sn consistent for normal values, as published, to four digits.
  public static let snConsistency = 1.1926

  /// Qn: the k-th smallest distance of two values, scaled; k = h(h − 1)/2 with h = ⌊n/2⌋ + 1.
  ///
  /// Corrected for n values, and found in O(n log n) time without writing out the n(n − 1)/2 distances.
  ///
  /// Edge cases: `nil` for fewer than two values, or where so many values are equal that the distance is zero.
  ///
  /// - Precondition: every value lies within ±1e300.
  public static func qn(_ values: [Double]) -> Double? {
    guard let ordered = sortedPair(values) else { return nil }
    let half = ordered.count / 2 + 1
    var pairs = PairDistances(ordered)
    let distance = pairs.smallest(half * (half - 1) / 2)
    guard distance > 0 else { return nil }
    return qnConsistency * qnCorrection(ordered.count) * distance
  }

  /// Sn: the low median over i of the high median over j of |xᵢ − xⱼ|, scaled.
  ///
  /// The high median of n values is the one with rank ⌊n/2⌋ + 1, the low one that with rank ⌊(n + 1)/2⌋. Corrected
  /// for n values, and found in O(n log n) time.
  ///
  /// Edge cases: `nil` for fewer than two values, or where so many values are equal that the scale is zero.
  ///
  /// - Precondition: every value lies within ±1e300.
  public static func sn(_ values: [Double]) -> Double? {
    guard let ordered = sortedPair(values) else { return nil }
    let rank = ordered.count / 2 + 1
    let medians = ordered.indices.map { distance(from: $0, rank: rank, in: ordered) }.sorted()
    let middle = medians[(medians.count + 1) / 2 - 1]
    guard middle > 0 else { return nil }
    return snConsistency * snCorrection(ordered.count) * middle
  }

  private static func sortedPair(_ values: [Double]) -> [Double]? {
    precondition(values.allSatisfy { abs($0) <= 1e300 }, "a value lies within ±1e300")
    return values.count >= 2 ? values.sorted() : nil
  }

  /// The distance with `rank`, from 1, among those from one of `ordered` to all of them, its own zero included.
  ///
  /// The distances to the left and to the right are sorted already: halve the ranges until the rank is used up.
  private static func distance(from position: Int, rank: Int, in ordered: [Double]) -> Double {
    let (left, right) = (position, ordered.count - position)
    // Take `taken` of the left distances and rank − taken of the right ones, the right ones including the zero.
    var (low, high) = (max(0, rank - right), min(left, rank - 1))
    let value = ordered[position]
    while low < high {
      let taken = (low + high) / 2
      // One more from the left is right where it is nearer than the last taken from the right.
      if value - ordered[position - taken - 1] < ordered[position + rank - taken - 1] - value {
        low = taken + 1
      } else {
        high = taken
      }
    }
    let farthestLeft = low > 0 ? value - ordered[position - low] : 0
    return max(farthestLeft, ordered[position + rank - low - 1] - value)
  }

  /// The correction of Qn for `count` values: simulated up to 12, a fitted curve above.
  private static func qnCorrection(_ count: Int) -> Double {
    guard count > 12 else { return qnSimulated[count - 2] }
    let n = Double(count)
    if count.isMultiple(of: 2) {
      return 1 / (1 + (3.67561 + (1.9654 + (6.987 - 77 / n) / n) / n) / n)
    }
    return 1 / (1 + (1.60188 + (-2.1284 - 5.172 / n) / n) / n)
  }

  /// The correction of Sn for `count` values: simulated up to 9; for more only an odd number needs one.
  private static func snCorrection(_ count: Int) -> Double {
    guard count > 9 else { return snSimulated[count - 2] }
    return count.isMultiple(of: 2) ? 1 : Double(count) / (Double(count) - 0.9)
  }

  /// For 2, 3, … 12 values.
  private static let qnSimulated = [
    0.399356, 0.99365, 0.51321, 0.84401, 0.6122, 0.85877, 0.66993, 0.87344, 0.72014, 0.88906, 0.75743,
  ]
  /// For 2, 3, … 9 values.
  private static let snSimulated = [0.743, 1.851, 0.954, 1.351, 0.993, 1.198, 1.005, 1.131]
}

/// The distances of all pairs of sorted values, never written out.
///
/// Row r holds the distances from value r to those before it, nearest first: a table whose rows ascend.
/// A rank is found by cutting from every row what a weighted median of the rows' middles shows to be too near or
/// too far: about half of what is left each time.
struct PairDistances {
  /// How many rows' middles give the pivot. Rounds beyond the first ones use all of them, which cuts a quarter at least.
  private static let pivotRows = 64
  private static let roundsSampled = 40

  private let ordered: [Double]
  /// Of row r the distances at places low[r] ..< high[r] are still in question.
  private var low: [Int]
  private var high: [Int]
  /// For every row how many distances are below the pivot, and how many are not above it.
  private var nearer: [Int]
  private var within: [Int]

  /// - Precondition: `ordered` ascends.
  init(_ ordered: [Double]) {
    self.ordered = ordered
    low = [Int](repeating: 0, count: ordered.count)
    high = Array(0..<ordered.count)
    nearer = low
    within = low
  }

  /// The distance with `rank`, from 1, among all pairs; asked once.
  mutating func smallest(_ rank: Int) -> Double {
    let count = ordered.count
    precondition(rank >= 1 && rank <= count * (count - 1) / 2, "there is no pair of that rank")
    var open = count * (count - 1) / 2
    var rounds = 0
    while open > count {
      let pivot = pivot(all: rounds >= Self.roundsSampled)
      let (below, upTo) = compare(pivot)
      if rank <= below {
        for row in 0..<count { high[row] = min(high[row], max(nearer[row], low[row])) }
      } else if rank > upTo {
        for row in 0..<count { low[row] = max(low[row], min(within[row], high[row])) }
      } else {
        return pivot
      }
      open = 0
      for row in 0..<count { open += high[row] - low[row] }
      rounds += 1
    }
    var rest: [Double] = []
    var below = 0
    for row in 0..<count {
      below += low[row]
      for place in low[row]..<high[row] { rest.append(distance(row, place)) }
    }
    return NearestRows.value(rank: rank - below, of: rest)
  }

  private func distance(_ row: Int, _ place: Int) -> Double { ordered[row] - ordered[row - 1 - place] }

  /// Of the middle distances of some rows the one with half of those rows' open places on either side.
  private func pivot(all: Bool) -> Double {
    let rows = ordered.indices.filter { low[$0] < high[$0] }
    let step = all ? 1 : max(1, rows.count / Self.pivotRows)
    var middles = stride(from: 0, to: rows.count, by: step).map { place in
      let row = rows[place]
      return (distance: distance(row, (low[row] + high[row]) / 2), places: high[row] - low[row])
    }
    middles.sort { $0.distance < $1.distance }
    let half = middles.reduce(0) { $0 + $1.places } / 2
    var seen = 0
    for middle in middles {
      seen += middle.places
      if seen > half { return middle.distance }
    }
    return middles[middles.count - 1].distance
  }

  /// Counts the distances below `pivot` and not above it, row by row, in one walk down the two staircases.
  private mutating func compare(_ pivot: Double) -> (below: Int, upTo: Int) {
    var (below, upTo) = (0, 0)
    // The farthest values that are still near enough only move up as the row does.
    var (firstNearer, firstWithin) = (0, 0)
    for row in ordered.indices {
      let value = ordered[row]
      while firstNearer < row && value - ordered[firstNearer] >= pivot { firstNearer += 1 }
      while firstWithin < row && value - ordered[firstWithin] > pivot { firstWithin += 1 }
      nearer[row] = row - firstNearer
      within[row] = row - firstWithin
      below += row - firstNearer
      upTo += row - firstWithin
    }
    return (below, upTo)
  }
}
