@testable import SteelyardNumerics
import Testing

/// Numbers of very different sizes, so that another order of additions gives other bits.
private func wild(_ rows: Int, _ columns: Int, _ source: inout RandomSource) -> Matrix {
  let scales = [1e-8, 1, 1e8]
  return Matrix(
    rows: rows, columns: columns,
    elements: (0..<rows * columns).map { _ in source.normal() * scales[source.uniform(below: scales.count)] })
}

/// Every element as the sum of its terms from left to right.
private func leftToRight(_ a: Matrix, _ b: Matrix) -> Matrix {
  var result = Matrix(rows: a.rows, columns: b.columns, repeating: 0)
  for row in 0..<a.rows {
    for column in 0..<b.columns {
      for inner in 0..<a.columns { result[row, column] += a[row, inner] * b[inner, column] }
    }
  }
  return result
}

@Suite("Products with few columns, and products in parts") struct NarrowProductTests {
  @Test(
    "A product with up to four columns is to the bit the sum from left to right",
    arguments: [1, 7, 8, 9, 16, 23, NarrowProduct.blockRows, NarrowProduct.blockRows + 13], [1, 2, 7, 8, 9, 17])
  func bitsOfLoops(rows: Int, inner: Int) {
    let seed: UInt64 = 31
    var source = RandomSource(seed: seed, stream: UInt64(rows * 100 + inner))
    let left = wild(rows, inner, &source)
    for columns in 1...NarrowProduct.columnsMaximum {
      let right = wild(inner, columns, &source)
      let (fast, slow) = (left.times(right), leftToRight(left, right))
      #expect(fast == slow, "seed \(seed), \(columns) columns")
      for column in 0..<columns {
        #expect(left.times(right.column(column)) == slow.column(column), "seed \(seed), column \(column) alone")
      }
    }
  }

  @Test("What is not finite stays in its own rows and columns")
  func notFinite() {
    var left = Matrix(rows: 17, columns: 9, repeating: 1)
    left[3, 2] = .infinity
    left[16, 8] = .nan
    let product = left.times(Matrix(rows: 9, columns: 3, repeating: 1))
    for row in 0..<17 {
      for column in 0..<3 {
        switch row {
        case 3: #expect(product[row, column] == .infinity)
        case 16: #expect(product[row, column].isNaN)
        default: #expect(product[row, column] == 9)
        }
      }
    }
  }

  @Test(
    "The parts of a product are those of the loops, whatever the parts",
    arguments: [(1, 1, 1), (5, 3, 7), (33, 36, 20), (64, 1, 65)])
  func parts(rows: Int, inner: Int, columns: Int) {
    let seed: UInt64 = 32
    var source = RandomSource(seed: seed, stream: UInt64(rows))
    let left = Matrix(rows: rows, columns: inner, elements: (0..<rows * inner).map { _ in source.normal() })
    let right = Matrix(rows: inner, columns: columns, elements: (0..<inner * columns).map { _ in source.normal() })
    let slow = leftToRight(left, right)
    for (height, width) in [(1, 1), (4, 3), (rows, columns), (17, 64)] {
      var block = [Double](repeating: -7, count: height * width + 1)
      for top in stride(from: 0, to: rows, by: height) {
        for first in stride(from: 0, to: columns, by: width) {
          let (part, across) = (top..<min(top + height, rows), first..<min(first + width, columns))
          left.writeProduct(with: right, rows: part, columns: across, to: &block)
          for (place, column) in across.enumerated() {
            for (offset, row) in part.enumerated() {
              // 36 products of numbers below 5: 36 · 25 roundings of 1.1e-16.
              #expect(abs(block[place * part.count + offset] - slow[row, column]) < 1e-13, "seed \(seed)")
            }
          }
        }
      }
      #expect(block.last == -7, "what stands behind a part stays")
    }
  }

  @Test("An empty part writes nothing, and a product over nothing is zero")
  func emptyParts() {
    var block: [Double] = [1, 2, 3, 4]
    let (left, right) = (Matrix(rows: 3, columns: 2, repeating: 1), Matrix(rows: 2, columns: 3, repeating: 1))
    left.writeProduct(with: right, rows: 1..<1, columns: 0..<3, to: &block)
    left.writeProduct(with: right, rows: 0..<3, columns: 2..<2, to: &block)
    #expect(block == [1, 2, 3, 4])
    Matrix(rows: 3, columns: 0, repeating: 0).writeProduct(
      with: Matrix(rows: 0, columns: 3, repeating: 0), rows: 0..<1, columns: 0..<3, to: &block)
    #expect(block == [0, 0, 0, 4])
  }

  @Test("A part outside the product, or a block without room for it, stops the program")
  func outside() async {
    await #expect(processExitsWith: .failure) {
      var block = [Double](repeating: 0, count: 9)
      let square = Matrix(rows: 2, columns: 2, repeating: 1)
      square.writeProduct(with: square, rows: 0..<3, columns: 0..<2, to: &block)
    }
    await #expect(processExitsWith: .failure) {
      var block = [0.0]
      let square = Matrix(rows: 2, columns: 2, repeating: 1)
      square.writeProduct(with: square, rows: 0..<2, columns: 0..<1, to: &block)
    }
  }

  @Test("The product of a sparse matrix is to the bit the sum over its stored cells")
  func sparseBits() {
    let seed: UInt64 = 33
    var source = RandomSource(seed: seed, stream: 0)
    for (rows, columns, cells) in [(0, 3, 0), (1, 1, 1), (9, 4, 0), (40, 25, 300), (7, 200, 900)] {
      let triplets = (0..<cells).map { _ in
        (row: source.uniform(below: rows), column: source.uniform(below: columns), value: source.normal() * 1e8)
      }
      let sparse = SparseMatrix(rows: rows, columns: columns, triplets: triplets)
      let vector = (0..<columns).map { _ in source.normal() }
      let slow = (0..<rows).map { row in
        (sparse.rowStarts[row]..<sparse.rowStarts[row + 1]).reduce(0.0) {
          $0 + sparse.values[$1] * vector[sparse.columnPositions[$1]]
        }
      }
      #expect(sparse.times(vector) == slow, "seed \(seed)")
    }
  }
}
