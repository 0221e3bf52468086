internal import SteelyardNumerics

/// The points x with normal · x = offset.
struct Hyperplane: Sendable {
  /// Of length one.
  let normal: [Double]
  let offset: Double
  /// How far from it the rows lie that it was put through, and so how far a row may lie that counts as on it.
  let tolerance: Double

  /// Whether the rows it was put through lie on it but for rounding, in units of the columns' scales.
  let isTight: Bool

  /// Puts a plane through `rows` across the direction in which they vary least; `nil` where LAPACK does not converge.
  init?(through rows: [Int], of points: PointTable) {
    let centre = points.mean(of: rows)
    guard let eigen = SymmetricEigen(points.scatter(of: rows, about: centre)) else { return nil }
    let normal = Array(eigen.vectors.elements.prefix(points.dimension))
    let offset = Self.product(normal, centre)
    self.normal = normal
    self.offset = offset
    let farthest = rows.reduce(0.0) { max($0, abs(Self.product(normal, points.point($1)) - offset)) }
    // A few roundings of the offset at least: rows on the plane exactly need not come out at zero.
    tolerance = max(farthest, Self.rounding * max(1, abs(offset)))
    // The root mean square of the distances is below 1e-6 where every one is below that times √count.
    isTight = tolerance <= Self.tightness * Double(rows.count).squareRoot()
  }

  /// The rows on it: as near as those it was put through, or as the rounding of their own terms allows.
  ///
  /// The direction is that of rows in the middle, and its last digits count for as much more as a row is farther out.
  func rows(of points: PointTable) -> [Int] {
    (0..<points.count).filter { row in
      let point = points.point(row)
      let size = zip(normal, point).reduce(0) { $0 + abs($1.0 * $1.1) }
      return abs(Self.product(normal, point) - offset) <= max(tolerance, Self.rounding * size)
    }
  }

  private static let tightness = 1e-6
  /// Some fifty roundings.
  private static let rounding = 1e-14

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
