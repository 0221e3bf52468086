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

  /// The matrix product `self · other`, of `rows` × `other.columns` (dgemm).
  ///
  /// Edge cases: where `columns` is zero every sum is empty and the product is all zeros.
  ///
  /// - Precondition: `columns == other.rows`.
  public func times(_ other: Matrix) -> Matrix {
    precondition(columns == other.rows, "the inner sides of a product must agree")
    guard rows > 0, columns > 0, other.columns > 0 else {
      return Matrix(rows: rows, columns: other.columns, repeating: 0)
    }
    return Matrix(rows: rows, columns: other.columns, elements: Blas.product(operand, other.operand))
  }

  /// The product `self · vector`, of `rows` values (dgemv).
  ///
  /// Edge cases: where `columns` is zero the product is all zeros.
  ///
  /// - Precondition: `vector` holds `columns` values.
  public func times(_ vector: [Double]) -> [Double] {
    precondition(columns == vector.count, "the inner sides of a product must agree")
    guard rows > 0, columns > 0 else { return [Double](repeating: 0, count: rows) }
    return Blas.product(operand, vector)
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
