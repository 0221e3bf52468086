internal import SteelyardNumerics

/// Exchanges single rows of a subset for single rows outside it while that makes the determinant smaller.
///
/// Where no concentration step changes anything any more, exchanges often still do: a step looks only at distances,
/// not at what taking a row away does to them. With z = (1, x), M = Σ zzᵀ over the subset and q(i, j) = zᵢᵀM⁻¹zⱼ, the
/// determinant after row i is exchanged for row j is (1 − q(i, i))(1 + q(j, j)) + q(i, j)² times what it was. Only rows
/// near the border can gain, so the farthest inside and the nearest outside are tried, and q is carried along.
///
/// See D. M. Hawkins, "The feasible solution algorithm for the minimum covariance determinant estimator in
/// multivariate data", Computational Statistics and Data Analysis 17 (1994).
struct SubsetExchange {
  /// How many rows on either side of the border are tried.
  private static let reach = 64
  /// An exchange must gain more than rounding can feign.
  private static let gainMinimum = 1e-11

  let concentration: Concentration

  /// The subset after exchanges and the steps that they make possible, until neither gains.
  func refined(_ start: CompactSubset) -> SearchResult {
    var best = start
    // Every round lowers the determinant; the bound only guards against rounding that goes in circles.
    for _ in 0..<100 {
      guard let rows = exchanged(best) else { break }
      guard let next = concentration.subset(rows) else { return concentration.degenerate(rows) }
      let result = concentration.converged(next)
      guard case .subset(let settled) = result else { return result }
      guard settled.logDeterminant < best.logDeterminant else { break }
      best = settled
    }
    return .subset(best)
  }

  /// The rows after the exchanges that gain, ascending; `nil` where none does.
  private func exchanged(_ subset: CompactSubset) -> [Int]? {
    let distances = concentration.distances(subset)
    var isInside = [Bool](repeating: false, count: distances.count)
    for row in subset.rows { isInside[row] = true }
    let outside = distances.indices.filter { !isInside[$0] }
    guard !outside.isEmpty else { return nil }
    let inner = Self.nearest(of: subset.rows) { -distances[$0] }
    let outer = Self.nearest(of: outside) { distances[$0] }
    let border = inner + outer
    var products = BorderProducts(
      concentration.points, border: border, of: subset, inside: inner.count)
    guard products.exchange(gainMinimum: Self.gainMinimum) else { return nil }
    for (slot, row) in border.enumerated() { isInside[row] = products.isInside[slot] }
    return isInside.indices.filter { isInside[$0] }
  }

  private static func nearest(of rows: [Int], by distance: (Int) -> Double) -> [Int] {
    NearestRows.smallest(min(reach, rows.count), of: rows.map(distance)).map { rows[$0] }
  }
}

/// The products q(i, j) of the rows near the border, kept up to date through exchanges.
private struct BorderProducts {
  private let count: Int
  private var q: [Double]
  private(set) var isInside: [Bool]

  init(_ points: PointTable, border: [Int], of subset: CompactSubset, inside: Int) {
    count = border.count
    isInside = border.indices.map { $0 < inside }
    let whitened = subset.factor.whitened(points, at: border, from: subset.centre)
    let (p, h) = (points.dimension, Double(subset.rows.count))
    q = [Double](repeating: 0, count: border.count * border.count)
    for row in border.indices {
      for column in 0...row {
        var sum = 0.0
        for axis in 0..<p { sum += whitened.coordinates[row * p + axis] * whitened.coordinates[column * p + axis] }
        let value = 1 / h + sum / (h - 1)
        q[row * count + column] = value
        q[column * count + row] = value
      }
    }
  }

  /// Exchanges the pair that gains most, again and again; whether there was one.
  mutating func exchange(gainMinimum: Double) -> Bool {
    var exchanges = 0
    while exchanges < 4 * count, let pair = best(below: 1 - gainMinimum) {
      update(by: pair.out, scale: 1 / (1 - q[pair.out * count + pair.out]))
      update(by: pair.in, scale: -1 / (1 + q[pair.in * count + pair.in]))
      isInside[pair.out] = false
      isInside[pair.in] = true
      exchanges += 1
    }
    return exchanges > 0
  }

  private func best(below limit: Double) -> (out: Int, in: Int)? {
    let outer = isInside.indices.filter { !isInside[$0] }
    var found: (out: Int, in: Int)?
    var smallest = limit
    q.withUnsafeBufferPointer { q in
      for inner in isInside.indices where isInside[inner] {
        let kept = 1 - q[inner * count + inner]
        // A row without which the others lie on a hyperplane leaves no inverse to go on with.
        guard kept > 1e-9 else { continue }
        for other in outer {
          let cross = q[inner * count + other]
          let ratio = kept * (1 + q[other * count + other]) + cross * cross
          if ratio < smallest {
            smallest = ratio
            found = (inner, other)
          }
        }
      }
    }
    return found
  }

  /// Adds scale · c cᵀ with c the column of `slot`: what M⁻¹ gains when that row leaves or joins.
  private mutating func update(by slot: Int, scale: Double) {
    let column = Array(q[slot * count..<(slot + 1) * count])
    q.withUnsafeMutableBufferPointer { q in
      for row in 0..<count {
        let factor = scale * column[row]
        for position in 0..<count { q[row * count + position] += factor * column[position] }
      }
    }
  }
}
