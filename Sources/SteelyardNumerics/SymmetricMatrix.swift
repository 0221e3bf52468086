/// A symmetric matrix of doubles, both triangles stored, column after column.
///
/// Checked against loops: products of a matrix with itself, and covariances.
public struct SymmetricMatrix: Equatable, Sendable {
  /// How many rows, and how many columns.
  public let order: Int
  /// The elements, column after column: `order · order` of them.
  public let elements: [Double]

  /// Creates a matrix from the lower triangle of `elements`, column after column; what stands above it is not read.
  ///
  /// - Precondition: `elements` holds `order · order` values.
  public init(order: Int, lowerElements elements: [Double]) {
    precondition(order >= 0 && elements.count == order * order, "a symmetric matrix needs order · order elements")
    var whole = elements
    for column in 0..<order {
      for row in 0..<column { whole[row + column * order] = elements[column + row * order] }
    }
    self.order = order
    self.elements = whole
  }

  /// The element in `row` and `column`, both counted from zero.
  ///
  /// - Precondition: `row` and `column` lie inside the matrix.
  public subscript(row: Int, column: Int) -> Double {
    precondition(row >= 0 && row < order && column >= 0 && column < order, "no such element in the matrix")
    return elements[row + column * order]
  }

  /// The elements (0, 0), (1, 1) and so on.
  public var diagonal: [Double] { (0..<order).map { elements[$0 + $0 * order] } }

  /// The matrix as one without a promise of symmetry.
  public var matrix: Matrix { Matrix(rows: order, columns: order, elements: elements) }

  /// The matrix with every element times `scale`.
  public func scaled(by scale: Double) -> SymmetricMatrix {
    SymmetricMatrix(order: order, lowerElements: elements.map { $0 * scale })
  }

  /// The rows and columns at `positions`, in the order given.
  ///
  /// - Precondition: every position lies inside the matrix.
  public func restricted(to positions: [Int]) -> SymmetricMatrix {
    SymmetricMatrix(
      order: positions.count,
      lowerElements: positions.flatMap { column in positions.map { row in self[row, column] } })
  }
}
