import SteelyardNumerics
import Testing

private func normals(_ count: Int, _ source: inout RandomSource) -> [Double] {
  (0..<count).map { _ in source.normal() }
}

/// G Gᵀ + shift · 1 for a random G of the given order: positive definite.
private func definite(_ order: Int, shift: Double, _ source: inout RandomSource) -> SymmetricMatrix {
  let g = Matrix(rows: order, columns: order, elements: normals(order * order, &source))
  var elements = [Double](repeating: 0, count: order * order)
  for row in 0..<order {
    for column in 0..<order {
      for inner in 0..<order { elements[row + column * order] += g[row, inner] * g[column, inner] }
      if row == column { elements[row + column * order] += shift }
    }
  }
  return SymmetricMatrix(order: order, lowerElements: elements)
}

/// The factor by the textbook loop.
private func naiveFactor(_ matrix: SymmetricMatrix) -> [Double] {
  let n = matrix.order
  var factor = [Double](repeating: 0, count: n * n)
  for column in 0..<n {
    for row in column..<n {
      var rest = matrix[row, column]
      for earlier in 0..<column { rest -= factor[row + earlier * n] * factor[column + earlier * n] }
      factor[row + column * n] = row == column ? rest.squareRoot() : rest / factor[column + column * n]
    }
  }
  return factor
}

/// Gauss and Jordan with row exchanges; also the determinant.
private func naiveInverse(_ matrix: SymmetricMatrix) -> (inverse: [[Double]], determinant: Double) {
  let n = matrix.order
  var rows = (0..<n).map { row in (0..<n).map { matrix[row, $0] } + (0..<n).map { $0 == row ? 1.0 : 0 } }
  var determinant = 1.0
  for column in 0..<n {
    let pivot = (column..<n).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
    if pivot != column {
      rows.swapAt(pivot, column)
      determinant = -determinant
    }
    determinant *= rows[column][column]
    rows[column] = rows[column].map { $0 / rows[column][column] }
    for row in 0..<n where row != column {
      let share = rows[row][column]
      rows[row] = zip(rows[row], rows[column]).map { $0 - share * $1 }
    }
  }
  return (rows.map { Array($0.suffix(n)) }, determinant)
}

@Suite struct CholeskyTests {
  private static let seed: UInt64 = 31

  @Test("The factor, the inverse, a solution and the determinant agree with loops", arguments: [1, 2, 5, 12, 33])
  func agreesWithLoops(order: Int) throws {
    var source = RandomSource(seed: Self.seed, stream: UInt64(order))
    let matrix = definite(order, shift: 1, &source)
    let ours = try #require(Cholesky(matrix))
    let (inverse, determinant) = naiveInverse(matrix)
    // Eigenvalues between 1 and some 4 · order: a condition below 150 and 33 operations deep, of 1e-16 each.
    for (got, loop) in zip(ours.factor, naiveFactor(matrix)) { #expect(abs(got - loop) < 1e-11, "seed \(Self.seed)") }
    let got = ours.inverse()
    for row in 0..<order {
      for column in 0..<order { #expect(abs(got[row, column] - inverse[row][column]) < 1e-11, "seed \(Self.seed)") }
    }
    let right = normals(order, &source)
    for (row, value) in ours.solve(right).enumerated() {
      #expect(abs(value - zip(inverse[row], right).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-11, "seed \(Self.seed)")
    }
    // ln through a product of up to 33 pivots.
    #expect(abs(ours.logDeterminant - logarithm(determinant)) < 1e-11, "seed \(Self.seed)")
  }

  /// ln by halving, so that the test needs no C library: x = m · 2ᵉ.
  private func logarithm(_ x: Double) -> Double {
    let root = x.significand
    // atanh series of (m − 1)/(m + 1), m in 1 ..< 2.
    let t = (root - 1) / (root + 1)
    var (sum, power) = (0.0, t)
    for k in 0..<40 {
      sum += power / Double(2 * k + 1)
      power *= t * t
    }
    return 2 * sum + Double(x.exponent) * 0.6931471805599453
  }

  @Test(
    "Squared distances and half-solved points agree with the inverse",
    arguments: [(1, 3), (3, 256), (7, 700), (12, 257)])
  func distances(dimension: Int, count: Int) throws {
    var source = RandomSource(seed: Self.seed, stream: UInt64(1000 + dimension))
    let matrix = definite(dimension, shift: 1, &source)
    let centre = normals(dimension, &source)
    let points = PointTable(dimension: dimension, coordinates: normals(dimension * count, &source))
    let ours = try #require(Cholesky(matrix))
    let inverse = naiveInverse(matrix).inverse
    let distances = ours.squaredDistances(of: points, from: centre)
    #expect(distances.count == count)
    let positions = Array(stride(from: count - 1, through: 0, by: -2))
    let whitened = ours.whitened(points, at: positions, from: centre)
    for position in 0..<count {
      let difference = zip(points.point(position), centre).map { $0 - $1 }
      let expected = difference.indices.reduce(0.0) { sum, row in
        sum + difference[row] * zip(inverse[row], difference).reduce(0) { $0 + $1.0 * $1.1 }
      }
      // Condition below 60; distances of some 40 at most.
      #expect(abs(distances[position] - expected) < 1e-11, "seed \(Self.seed)")
    }
    for (place, position) in positions.enumerated() {
      let length = whitened.point(place).reduce(0) { $0 + $1 * $1 }
      #expect(abs(length - distances[position]) < 1e-11, "seed \(Self.seed)")
    }
  }

  @Test("A matrix that is not positive definite has no factor")
  func indefinite() {
    #expect(Cholesky(SymmetricMatrix(order: 2, lowerElements: [1, 2, 2, 1])) == nil)
    #expect(Cholesky(SymmetricMatrix(order: 1, lowerElements: [0])) == nil)
    #expect(Cholesky(SymmetricMatrix(order: 0, lowerElements: []))?.logDeterminant == 0)
  }
}

@Suite struct SymmetricMatrixTests {
  @Test("Only the lower triangle is read, and both are there")
  func mirrored() {
    let matrix = SymmetricMatrix(order: 2, lowerElements: [1, 5, 99, 3])
    #expect(matrix.elements == [1, 5, 5, 3])
    #expect(matrix.diagonal == [1, 3])
    #expect(matrix.scaled(by: 2)[0, 1] == 10)
    #expect(matrix.restricted(to: [1]).elements == [3])
    #expect(matrix.restricted(to: [1, 0]).elements == [3, 5, 5, 1])
    #expect(matrix.matrix == Matrix(rows: 2, columns: 2, elements: [1, 5, 5, 3]))
  }

  @Test("Eigenvalues and eigenvectors put the matrix together again", arguments: [1, 2, 6, 15])
  func eigen(order: Int) throws {
    let seed: UInt64 = 77
    var source = RandomSource(seed: seed, stream: UInt64(order))
    let matrix = definite(order, shift: -2, &source)
    let eigen = try #require(SymmetricEigen(matrix))
    #expect(eigen.values == eigen.values.sorted())
    for row in 0..<order {
      for column in 0..<order {
        var (sum, product) = (0.0, 0.0)
        for k in 0..<order {
          sum += eigen.values[k] * eigen.vectors[row, k] * eigen.vectors[column, k]
          product += eigen.vectors[k, row] * eigen.vectors[k, column]
        }
        // Elements of some 60 at most, 15 terms.
        #expect(abs(sum - matrix[row, column]) < 1e-11, "seed \(seed)")
        #expect(abs(product - (row == column ? 1 : 0)) < 1e-12, "seed \(seed)")
      }
      let vector = (0..<order).map { eigen.vectors[$0, row] }
      #expect(vector.max { abs($0) < abs($1) } ?? 0 > 0, "the largest component is positive")
    }
  }

  @Test("Known eigenvalues: 2 ± 1, with axes along the diagonals")
  func knownEigen() throws {
    let eigen = try #require(SymmetricEigen(SymmetricMatrix(order: 2, lowerElements: [2, 1, 1, 2])))
    #expect(abs(eigen.values[0] - 1) < 1e-15 && abs(eigen.values[1] - 3) < 1e-15)
    #expect(SymmetricEigen(SymmetricMatrix(order: 0, lowerElements: []))?.values.isEmpty == true)
  }
}

@Suite struct PointTableTests {
  @Test("Means and scatters agree with loops, whatever the number of blocks", arguments: [1, 255, 256, 257, 1000])
  func moments(count: Int) {
    let seed: UInt64 = 5
    var source = RandomSource(seed: seed, stream: UInt64(count))
    let dimension = 4
    let matrix = Matrix(rows: count + 7, columns: dimension, elements: normals((count + 7) * dimension, &source))
    let points = PointTable(rowsOf: matrix)
    var positions = Array(0..<(count + 7))
    source.shuffle(&positions)
    positions = Array(positions.prefix(count))
    let mean = points.mean(of: positions)
    let scatter = points.scatter(of: positions, about: mean)
    for axis in 0..<dimension {
      let naive = positions.reduce(0) { $0 + matrix[$1, axis] } / Double(count)
      #expect(abs(naive - mean[axis]) < 1e-14, "seed \(seed)")
      for other in 0..<dimension {
        let sum = positions.reduce(0) { $0 + (matrix[$1, axis] - mean[axis]) * (matrix[$1, other] - mean[other]) }
        // A thousand products of size 1.
        #expect(abs(sum - scatter[axis, other]) < 1e-11, "seed \(seed)")
      }
    }
  }

  @Test("Points, axes and selections are the rows and columns of the matrix")
  func layout() {
    let points = PointTable(rowsOf: Matrix(rows: 3, columns: 2, elements: [1, 2, 3, 4, 5, 6]))
    #expect(points.coordinates == [1, 4, 2, 5, 3, 6])
    #expect(points.point(1) == [2, 5])
    #expect(points.values(ofAxis: 1) == [4, 5, 6])
    let few = points.selected([2, 0])
    #expect(few.coordinates == [3, 6, 1, 4] && few.values(ofAxis: 0) == [3, 1])
    #expect(points.scatter(of: [], about: [0, 0]).elements == [0, 0, 0, 0])
  }
}
