internal import SteelyardNumerics

/// Rows of a table with their mean and the factor of their covariance (divisor: their number less one).
struct CompactSubset: Sendable {
  /// The rows, ascending.
  let rows: [Int]
  let centre: [Double]
  let factor: Cholesky
  let logDeterminant: Double
}

/// The step that makes a subset more compact: take the rows nearest to the mean, by the covariance, of the last ones.
///
/// A step never raises the determinant of the covariance, and leaves it only when the rows stay the same.
/// See P. J. Rousseeuw and K. Van Driessen, "A fast algorithm for the minimum covariance determinant estimator",
/// Technometrics 41 (1999), theorem 1.
struct Concentration: Sendable {
  let points: PointTable
  /// How many rows a subset has after a step.
  let size: Int

  /// A coordinate whose variance, given the ones before it, falls below this share of its own is taken to follow
  /// from them: the rounding of a sum of products is 1e-16, and an honest correlation is far from 1 − 1e-13.
  private static let residualShare = 1e-13
  /// A spread below this share of the coordinate itself is rounding.
  private static let roundingShare = 1e-13
  /// The determinant falls strictly, so this only guards against rounding that goes in circles.
  private static let stepsMaximum = 500

  /// Mean and covariance of `rows`, or `nil` where that has no inverse in doubles.
  func subset(_ rows: [Int]) -> CompactSubset? {
    guard rows.count > points.dimension else { return nil }
    let centre = points.mean(of: rows)
    let covariance = points.scatter(of: rows, about: centre).scaled(by: 1 / Double(rows.count - 1))
    guard let factor = Cholesky(covariance) else { return nil }
    for axis in 0..<points.dimension {
      let pivot = factor.factor[axis + axis * points.dimension]
      let rounding = Self.roundingShare * max(1, abs(centre[axis]))
      guard pivot * pivot > Self.residualShare * covariance[axis, axis], pivot > rounding else { return nil }
    }
    return CompactSubset(rows: rows, centre: centre, factor: factor, logDeterminant: factor.logDeterminant)
  }

  /// The squared distance of every row.
  func distances(_ subset: CompactSubset) -> [Double] {
    subset.factor.squaredDistances(of: points, from: subset.centre)
  }

  /// The rows nearest to `subset`.
  func nearest(_ subset: CompactSubset) -> [Int] { NearestRows.smallest(size, of: distances(subset)) }

  /// Takes `steps` steps.
  func concentrated(_ start: CompactSubset, steps: Int) -> SearchResult {
    var last = start
    for _ in 0..<steps {
      let rows = nearest(last)
      if rows == last.rows { break }
      guard let next = subset(rows) else { return degenerate(rows) }
      last = next
    }
    return .subset(last)
  }

  /// What `rows` without a covariance amount to: a hyperplane, or rows too different in size to tell.
  func degenerate(_ rows: [Int]) -> SearchResult {
    guard let plane = Hyperplane(through: rows, of: points), plane.isTight else { return .nothing }
    return .plane(rows)
  }

  /// Steps until the rows stay the same.
  func converged(_ start: CompactSubset) -> SearchResult { concentrated(start, steps: Self.stepsMaximum) }
}

/// What a start led to.
enum SearchResult: Sendable {
  /// A subset with a covariance.
  case subset(CompactSubset)
  /// As many rows as were asked for, on one hyperplane.
  case plane([Int])
  /// Rows that differ so much in size that a covariance in doubles is singular though they lie on no hyperplane.
  case nothing
}
