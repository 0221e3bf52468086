import SteelyardNumerics
import Testing

private func random(_ rows: Int, _ columns: Int, _ source: inout RandomSource) -> Matrix {
  Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in source.normal() })
}

/// The product as three loops, in another order of summation than BLAS.
private func naiveProduct(_ a: Matrix, _ b: Matrix) -> Matrix {
  var result = Matrix(rows: a.rows, columns: b.columns, repeating: 0)
  for row in 0..<a.rows {
    for column in 0..<b.columns {
      for inner in 0..<a.columns { result[row, column] += a[row, inner] * b[inner, column] }
    }
  }
  return result
}

@Suite struct MatrixTests {
  @Test("Elements are stored column after column")
  func storageIsColumnMajor() {
    var matrix = Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
    #expect(matrix[0, 1] == 3)
    #expect(matrix[1, 2] == 6)
    matrix[1, 0] = 20
    #expect(matrix.elements == [1, 20, 3, 4, 5, 6])
    #expect(Matrix(rows: 2, columns: 1, repeating: 7).elements == [7, 7])
  }

  @Test("Whole-number products are exact")
  func wholeNumbersAreExact() {
    let heads = Matrix(rows: 2, columns: 3, elements: [3, 0, 1, 2, 0, 5])
    let costs = Matrix(rows: 3, columns: 2, elements: [100, 50, 10, 1, 2, 3])
    #expect(heads.times(costs) == Matrix(rows: 2, columns: 2, elements: [350, 150, 5, 19]))
    #expect(heads.times([100, 50, 10]) == [350, 150])
  }

  @Test(
    "Products agree with three loops for every shape",
    arguments: [(1, 1, 1), (1, 7, 1), (5, 1, 4), (17, 33, 9), (64, 64, 64), (129, 3, 65)])
  func productsMatchLoops(m: Int, k: Int, n: Int) {
    let seed: UInt64 = 11
    var source = RandomSource(seed: seed, stream: UInt64(m * 10_000 + k * 100 + n))
    let (a, b) = (random(m, k, &source), random(k, n, &source))
    let (fast, slow) = (a.times(b), naiveProduct(a, b))
    // Sums of at most 64 products of numbers below 5: 64 · 25 roundings of 1.1e-16.
    for (x, y) in zip(fast.elements, slow.elements) { #expect(abs(x - y) < 2e-13, "seed \(seed)") }
    let column = (0..<k).map { b[$0, 0] }
    for (x, y) in zip(a.times(column), slow.elements) { #expect(abs(x - y) < 2e-13, "seed \(seed)") }
  }

  @Test("Adding an outer product changes every element by scale times its two factors")
  func outerProductAdds() {
    var matrix = Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
    let before = matrix
    matrix.addOuterProduct(2, [1, 10], [1, 0, -3])
    #expect(matrix.elements == [3, 22, 3, 4, -1, -54])
    #expect(before.elements == [1, 2, 3, 4, 5, 6], "the copy shares no storage")
  }

  @Test("Shapes with an empty side give empty or zero results")
  func emptyShapes() {
    let flat = Matrix(rows: 0, columns: 3, repeating: 0)
    let thin = Matrix(rows: 3, columns: 0, repeating: 0)
    #expect(flat.times([1, 2, 3]) == [])
    #expect(thin.times([]) == [0, 0, 0])
    #expect(thin.times(flat) == Matrix(rows: 3, columns: 3, repeating: 0))
    #expect(flat.times(thin) == Matrix(rows: 0, columns: 0, repeating: 0))
    var empty = flat
    empty.addOuterProduct(1, [], [1, 2, 3])
    #expect(empty == flat)
  }

  @Test("Sides that do not agree stop the program")
  func mismatchStops() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rows: 2, columns: 3, repeating: 0).times([1, 2])
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rows: 2, columns: 2, elements: [1, 2, 3])
    }
  }
}

@Suite struct SparseMatrixTests {
  @Test("Triplets of one cell add up, whatever their order")
  func duplicatesAdd() {
    // The cell (1, 1) has three magnitudes: even a compensated sum of it depends on the order.
    let triplets =
      [(1, 0, 1.0), (0, 2, 4), (0, 2, 0.1), (0, 0, 1e16), (0, 2, 0.2), (0, 0, 1), (0, 0, -1e16)]
      + [1e200, 1e100, 1, -1e200, -1e100].map { (1, 1, $0) }
    let matrix = SparseMatrix(rows: 2, columns: 3, triplets: triplets)
    #expect(matrix.rowStarts == [0, 2, 4])
    #expect(matrix.columnPositions == [0, 2, 0, 1])
    #expect(matrix.values[0] == 1, "the compensated sum keeps the 1 beside 1e16")
    for seed in UInt64(1)...10 {
      var source = RandomSource(seed: seed, stream: 0)
      var shuffled = triplets
      source.shuffle(&shuffled)
      #expect(SparseMatrix(rows: 2, columns: 3, triplets: shuffled).values == matrix.values, "seed \(seed)")
    }
  }

  @Test("The product agrees with the dense matrix of the same cells")
  func productMatchesDense() {
    let seed: UInt64 = 5
    var source = RandomSource(seed: seed, stream: 0)
    let triplets = (0..<300).map { _ in
      (row: source.uniform(below: 40), column: source.uniform(below: 25), value: source.normal())
    }
    var dense = Matrix(rows: 40, columns: 25, repeating: 0)
    for (row, column, value) in triplets { dense[row, column] += value }
    let vector = (0..<25).map { _ in source.normal() }
    let sparse = SparseMatrix(rows: 40, columns: 25, triplets: triplets)
    // Rows of about eight products of numbers below 4: 8 · 16 roundings of 1.1e-16.
    for (x, y) in zip(sparse.times(vector), dense.times(vector)) { #expect(abs(x - y) < 2e-14, "seed \(seed)") }
  }

  @Test("A matrix without triplets gives zeros")
  func emptyGivesZeros() {
    #expect(SparseMatrix(rows: 3, columns: 2, triplets: []).times([1, 1]) == [0, 0, 0])
    #expect(SparseMatrix(rows: 0, columns: 2, triplets: []).times([1, 1]) == [])
    #expect(SparseMatrix(rows: 2, columns: 0, triplets: []).times([]) == [0, 0])
  }
}
