/// The eigenvalues and eigenvectors of a symmetric matrix (dsyev).
///
/// The sign of an eigenvector is free; here its largest component in size, the first of equals, is
/// positive.
///
/// Checked by putting the matrix together again from them, and against matrices whose eigenvalues are known.
public struct SymmetricEigen: Equatable, Sendable {
  /// The eigenvalues, ascending.
  public let values: [Double]
  /// The eigenvectors, each a column of length one, in the order of ``values``.
  public let vectors: Matrix

  /// Decomposes `matrix`.
  ///
  /// Edge cases: `nil` where LAPACK's iteration does not converge. A matrix of order zero has none of either.
  ///
  /// - Precondition: every element is finite.
  public init?(_ matrix: SymmetricMatrix) {
    precondition(matrix.elements.allSatisfy(\.isFinite), "a matrix to be decomposed is finite")
    let order = matrix.order
    guard order > 0 else {
      values = []
      vectors = Matrix(rows: 0, columns: 0, elements: [])
      return
    }
    var elements = matrix.elements
    guard let values = Lapack.eigen(&elements, order: order) else { return nil }
    for column in 0..<order {
      let span = column * order..<(column + 1) * order
      var largest = span.lowerBound
      for position in span where abs(elements[position]) > abs(elements[largest]) { largest = position }
      if elements[largest] < 0 {
        for position in span { elements[position] = -elements[position] }
      }
    }
    self.values = values
    vectors = Matrix(rows: order, columns: order, elements: elements)
  }
}
