internal import CLapack

/// The only caller of cblas: shapes have been checked by then, and every matrix is column-major.
///
/// Each function first ensures that OpenBLAS runs on one thread. A shape with a zero in it never
/// gets here, because cblas rejects a leading dimension of zero.
enum Blas {
  /// A matrix in column-major order, as cblas wants it described.
  struct Operand {
    let elements: [Double]
    let rows: Int
    let columns: Int
  }

  /// The product `a · b` (dgemm), column-major.
  static func product(_ a: Operand, _ b: Operand) -> [Double] {
    [Double](unsafeUninitializedCapacity: a.rows * b.columns) { result, count in
      guard let block = result.baseAddress else { return }
      product(a, from: 0, rows: a.rows, b, from: 0, columns: b.columns, to: block)
      count = a.rows * b.columns
    }
  }

  /// Writes the product of `rows` rows of `a` from `row` and `columns` columns of `b` from `column` (dgemm).
  ///
  /// `block` receives it column after column, `rows` values each; none of what it held is read.
  static func product(
    _ a: Operand, from row: Int, rows: Int, _ b: Operand, from column: Int, columns: Int,
    to block: UnsafeMutablePointer<Double>
  ) {
    BlasThreads.pinToOne()
    a.elements.withUnsafeBufferPointer { left in
      b.elements.withUnsafeBufferPointer { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return }
        cblas_dgemm(
          CblasColMajor, CblasNoTrans, CblasNoTrans, size(rows), size(columns), size(a.columns),
          1, left + row, size(a.rows), right + column * b.rows, size(b.rows), 0, block, size(rows))
      }
    }
  }

  /// Adds `scale · x yᵀ` to the column-major `elements` (dger).
  static func addOuterProduct(_ scale: Double, _ x: [Double], _ y: [Double], to elements: inout [Double]) {
    BlasThreads.pinToOne()
    let (m, n) = (size(x.count), size(y.count))
    elements.withUnsafeMutableBufferPointer { buffer in
      cblas_dger(CblasColMajor, m, n, scale, x, 1, y, 1, buffer.baseAddress, m)
    }
  }

  /// Replaces `block` by `factor⁻¹ · block`, or by `factor⁻ᵀ · block`, for a lower triangular factor (dtrsm).
  static func solveLower(
    _ factor: [Double], order: Int, transposed: Bool, block: UnsafeMutablePointer<Double>, count: Int
  ) {
    BlasThreads.pinToOne()
    let (m, n) = (size(order), size(count))
    cblas_dtrsm(
      CblasColMajor, CblasLeft, CblasLower, transposed ? CblasTrans : CblasNoTrans, CblasNonUnit,
      m, n, 1, factor, m, block, m)
  }

  /// A dimension in the 32 bits of Debian's OpenBLAS.
  static func size(_ count: Int) -> Int32 {
    precondition(count <= Int(Int32.max), "a matrix side does not fit the 32 bits of BLAS")
    return Int32(count)
  }
}
