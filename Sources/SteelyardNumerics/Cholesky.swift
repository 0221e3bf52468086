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
  /// One half-solve L⁻¹(x − centre); the distance is the square of its length. It is written out over blocks of 256
  /// points, axis after axis: for a dozen axes dtrsm spends nine tenths of its time on getting started.
  ///
  /// - Precondition: `points` has dimension ``order``, which is at least one, and `centre` holds as many values.
  public func squaredDistances(of points: PointTable, from centre: [Double]) -> [Double] {
    precondition(points.dimension == order && centre.count == order, "points, centre and matrix share a dimension")
    let size = PointTable.blockPoints
    return [Double](unsafeUninitializedCapacity: points.count) { distances, count in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: order * size) { solved in
        points.axes.withUnsafeBufferPointer { axes in
          guard let axes = axes.baseAddress, let solved = solved.baseAddress, let all = distances.baseAddress else {
            return
          }
          for start in stride(from: 0, to: points.count, by: size) {
            let block = min(size, points.count - start)
            squaredLengths(axes + start, stride: points.count, count: block, centre, solved, all + start)
          }
        }
      }
      count = points.count
    }
  }

  /// Forward substitution for one block of points, and the squared lengths of what comes out.
  private func squaredLengths(
    _ axes: UnsafePointer<Double>, stride: Int, count: Int, _ centre: [Double],
    _ solved: UnsafeMutablePointer<Double>, _ lengths: UnsafeMutablePointer<Double>
  ) {
    for slot in 0..<count { lengths[slot] = 0 }
    for axis in 0..<order {
      let (values, result, middle) = (axes + axis * stride, solved + axis * count, centre[axis])
      for slot in 0..<count { result[slot] = values[slot] - middle }
      for earlier in 0..<axis {
        let (share, part) = (factor[axis + earlier * order], solved + earlier * count)
        for slot in 0..<count { result[slot] -= share * part[slot] }
      }
      let pivot = factor[axis + axis * order]
      for slot in 0..<count {
        let value = result[slot] / pivot
        result[slot] = value
        lengths[slot] += value * value
      }
    }
  }

  /// The half-solved points L⁻¹(x − centre) at `positions`, whose squared lengths are the distances (dtrsm).
  ///
  /// - Precondition: as for ``squaredDistances(of:from:)``, and every position is one of a point.
  public func whitened(_ points: PointTable, at positions: [Int], from centre: [Double]) -> PointTable {
    precondition(points.dimension == order && centre.count == order, "points, centre and matrix share a dimension")
    var result: [Double] = []
    result.reserveCapacity(positions.count * order)
    points.withBlocks(of: positions, about: centre) { block, _, size in
      Blas.solveLower(factor, order: order, transposed: false, block: block, count: size)
      result.append(contentsOf: UnsafeBufferPointer(start: block, count: size * order))
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
