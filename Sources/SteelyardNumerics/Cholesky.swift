internal import Glibc

/// The factor L of a positive definite matrix L · Lᵀ, and what is solved with it.
///
/// ```swift
/// let covariance = SymmetricMatrix(order: 2, lowerElements: [4, 2, 2, 3])
/// let factor = Cholesky(covariance)  // L = (2, 0; 1, √2)
/// factor?.squaredDistances(of: points, from: [0, 0])  // xᵀ · covariance⁻¹ · x for every point
/// ```
///
/// The inverse of the matrix is never needed for a distance; it is offered for the formulas that want it.
///
/// Checked against a factorisation, a solution and an inverse written as loops.
public struct Cholesky: Equatable, Sendable {
  /// How many rows, and how many columns.
  public let order: Int
  /// L, column after column; what stands above the diagonal is zero.
  public let factor: [Double]

  /// Factors `matrix` (dpotrf).
  ///
  /// Edge cases: `nil` where the matrix is not positive definite to the precision of a double, which is a
  /// mathematical outcome. A matrix of order zero has an empty factor.
  ///
  /// - Precondition: every element is finite.
  public init?(_ matrix: SymmetricMatrix) {
    precondition(matrix.elements.allSatisfy(\.isFinite), "a matrix to be factored is finite")
    let order = matrix.order
    var factor = matrix.elements
    if order > 0 {
      guard Lapack.factorLower(&factor, order: order) else { return nil }
    }
    for column in 0..<order {
      for row in 0..<column { factor[row + column * order] = 0 }
    }
    self.order = order
    self.factor = factor
  }

  /// The logarithm of the determinant of the matrix: 2 Σ ln Lⱼⱼ.
  public var logDeterminant: Double {
    2 * (0..<order).reduce(0) { $0 + log(factor[$1 + $1 * order]) }
  }

  /// The solution of matrix · x = `vector`.
  ///
  /// - Precondition: `vector` holds ``order`` values.
  public func solve(_ vector: [Double]) -> [Double] {
    precondition(vector.count == order, "a right-hand side has the matrix's order")
    var solution = vector
    solve(&solution, columns: 1)
    return solution
  }

  /// The inverse of the matrix.
  public func inverse() -> SymmetricMatrix {
    var columns = [Double](repeating: 0, count: order * order)
    for position in 0..<order { columns[position + position * order] = 1 }
    solve(&columns, columns: order)
    return SymmetricMatrix(order: order, lowerElements: columns)
  }

  /// The squared Mahalanobis distances (x − centre)ᵀ · matrix⁻¹ · (x − centre) of all points, in their order.
  ///
  /// One half-solve L⁻¹(x − centre); the distance is the square of its length.
  ///
  /// - Precondition: `points` has dimension ``order``, which is at least one, and `centre` holds as many values.
  public func squaredDistances(of points: PointTable, from centre: [Double]) -> [Double] {
    precondition(points.dimension == order && centre.count == order, "points, centre and matrix share a dimension")
    let substitution = ForwardSubstitution(order: order, factor: factor)
    return [Double](unsafeUninitializedCapacity: points.count + PointBlock.lanes) { distances, count in
      if let distances = distances.baseAddress {
        // The last block may write up to seven lengths of empty slots behind the last distance.
        points.withBlocks(about: centre, axes: order) { block, start in
          substitution.solve(block, lengths: distances + start)
        }
      }
      count = points.count
    }
  }

  /// The half-solved points L⁻¹(x − centre) at `positions`, whose squared lengths are the distances.
  ///
  /// - Precondition: as for ``squaredDistances(of:from:)``, and every position is one of a point.
  public func whitened(_ points: PointTable, at positions: [Int], from centre: [Double]) -> PointTable {
    precondition(points.dimension == order && centre.count == order, "points, centre and matrix share a dimension")
    let substitution = ForwardSubstitution(order: order, factor: factor)
    var result: [Double] = []
    result.reserveCapacity(positions.count * order)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: PointBlock.points) { lengths in
      guard let lengths = lengths.baseAddress else { return }
      points.withBlocks(of: positions, about: centre, axes: order) { block, _ in
        substitution.solve(block, lengths: lengths)
        for slot in 0..<block.count {
          for axis in 0..<order { result.append(block.axis(axis)[slot]) }
        }
      }
    }
    return PointTable(dimension: order, coordinates: result)
  }

  private func solve(_ block: inout [Double], columns: Int) {
    guard order > 0, columns > 0 else { return }
    block.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      Blas.solveLower(factor, order: order, transposed: false, block: base, count: columns)
      Blas.solveLower(factor, order: order, transposed: true, block: base, count: columns)
    }
  }
}
