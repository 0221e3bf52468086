/// A dense matrix of doubles in column-major order, as BLAS and LAPACK store it.
///
/// Element (i, j) stands at position `i + j · rows` of ``elements``, so a column is contiguous.
/// Products run on OpenBLAS with one thread; their bits do not depend on the run.
///
/// ```swift
/// let heads = Matrix(rows: 2, columns: 2, elements: [3, 0, 1, 2])  // columns (3, 0) and (1, 2)
/// let expected = heads.times([100, 50])  // [350, 100]
/// ```
///
/// Edge cases: a side may be zero. The product over an empty inner side is all zeros.
///
/// Checked against a product written as three loops.
public struct Matrix: Equatable, Sendable {
  /// How many rows.
  public let rows: Int
  /// How many columns.
  public let columns: Int
  /// The elements, column after column: `rows · columns` of them.
  public private(set) var elements: [Double]

  /// Creates a matrix whose elements are all `value`.
  ///
  /// - Precondition: both sides are at least zero.
  public init(rows: Int, columns: Int, repeating value: Double) {
    precondition(rows >= 0 && columns >= 0, "a matrix side cannot be negative")
    self.rows = rows
    self.columns = columns
    elements = [Double](repeating: value, count: rows * columns)
  }

  /// Creates a matrix from its elements, column after column.
  ///
  /// - Precondition: both sides are at least zero, and `elements` holds `rows · columns` values.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(rows >= 0 && columns >= 0, "a matrix side cannot be negative")
    precondition(elements.count == rows * columns, "a matrix needs rows · columns elements")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// The element in `row` and `column`, both counted from zero.
  ///
  /// - Precondition: `row` and `column` lie inside the matrix.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[position(row, column)] }
    set { elements[position(row, column)] = newValue }
  }

  /// The elements of one column, counted from zero.
  ///
  /// - Precondition: `column` lies inside the matrix.
  public func column(_ column: Int) -> [Double] {
    precondition(column >= 0 && column < columns, "no such column in the matrix")
    return Array(elements[column * rows..<(column + 1) * rows])
  }

  /// The matrix product `self · other`, of `rows` × `other.columns`.
  ///
  /// Up to four columns are added up in one pass over the matrix, each element from left to right; more go to dgemm.
  ///
  /// Edge cases: where `columns` is zero every sum is empty and the product is all zeros.
  ///
  /// - Precondition: `columns == other.rows`.
  public func times(_ other: Matrix) -> Matrix {
    precondition(columns == other.rows, "the inner sides of a product must agree")
    guard rows > 0, columns > 0, other.columns > 0 else {
      return Matrix(rows: rows, columns: other.columns, repeating: 0)
    }
    let isNarrow = other.columns <= NarrowProduct.columnsMaximum
    return Matrix(
      rows: rows, columns: other.columns,
      elements: isNarrow
        ? NarrowProduct.product(operand, other.operand) : Blas.product(operand, other.operand))
  }

  /// The product `self · vector`, of `rows` values, each added up from left to right.
  ///
  /// Edge cases: where `columns` is zero the product is all zeros.
  ///
  /// - Precondition: `vector` holds `columns` values.
  public func times(_ vector: [Double]) -> [Double] {
    precondition(columns == vector.count, "the inner sides of a product must agree")
    guard rows > 0, columns > 0 else { return [Double](repeating: 0, count: rows) }
    return NarrowProduct.product(operand, Blas.Operand(elements: vector, rows: columns, columns: 1))
  }

  /// Writes a part of the product `self · other` to `block`, column after column (dgemm).
  ///
  /// It is for products that are looked at once and too large to keep: a block of some 512 × 64 stays in a cache.
  ///
  /// Edge cases: an empty part writes nothing; where the inner side is zero the part is all zeros.
  ///
  /// - Parameters:
  ///   - other: the right side.
  ///   - rows: which rows of the product.
  ///   - columns: which columns of the product.
  ///   - block: receives `rows.count · columns.count` values from its start; what stands behind them stays.
  /// - Precondition: the inner sides agree, both ranges lie inside the product, and `block` has room.
  public func writeProduct(
    with other: Matrix, rows part: Range<Int>, columns: Range<Int>, to block: inout [Double]
  ) {
    precondition(self.columns == other.rows, "the inner sides of a product must agree")
    precondition(
      part.lowerBound >= 0 && part.upperBound <= rows && columns.lowerBound >= 0
        && columns.upperBound <= other.columns, "a part lies inside the product")
    precondition(block.count >= part.count * columns.count, "a block has room for the part")
    guard !part.isEmpty, !columns.isEmpty else { return }
    guard self.columns > 0 else {
      for place in 0..<part.count * columns.count { block[place] = 0 }
      return
    }
    let (left, right) = (operand, other.operand)
    block.withUnsafeMutableBufferPointer { block in
      guard let block = block.baseAddress else { return }
      Blas.product(
        left, from: part.lowerBound, rows: part.count, right, from: columns.lowerBound, columns: columns.count,
        to: block)
    }
  }

  /// Adds `scale · x yᵀ` to the matrix, in place (dger).
  ///
  /// - Precondition: `x` holds `rows` values and `y` holds `columns` values.
  public mutating func addOuterProduct(_ scale: Double, _ x: [Double], _ y: [Double]) {
    precondition(x.count == rows && y.count == columns, "an outer product must have the matrix's shape")
    guard rows > 0, columns > 0 else { return }
    Blas.addOuterProduct(scale, x, y, to: &elements)
  }

  private var operand: Blas.Operand { Blas.Operand(elements: elements, rows: rows, columns: columns) }

  private func position(_ row: Int, _ column: Int) -> Int {
    precondition(row >= 0 && row < rows && column >= 0 && column < columns, "no such element in the matrix")
    return row + column * rows
  }
}
