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
    BlasThreads.pinToOne()
    let (m, n, k) = (size(a.rows), size(b.columns), size(a.columns))
    return [Double](unsafeUninitializedCapacity: a.rows * b.columns) { result, count in
      // beta = 0: cblas writes every element and reads none of them.
      cblas_dgemm(
        CblasColMajor, CblasNoTrans, CblasNoTrans, m, n, k,
        1, a.elements, m, b.elements, k, 0, result.baseAddress, m)
      count = a.rows * b.columns
    }
  }

  /// The product `a · x` (dgemv).
  static func product(_ a: Operand, _ x: [Double]) -> [Double] {
    BlasThreads.pinToOne()
    let (m, n) = (size(a.rows), size(a.columns))
    return [Double](unsafeUninitializedCapacity: a.rows) { result, count in
      cblas_dgemv(CblasColMajor, CblasNoTrans, m, n, 1, a.elements, m, x, 1, 0, result.baseAddress, 1)
      count = a.rows
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

  /// Adds `block · blockᵀ` to the lower triangle of `scatter` (dsyrk).
  ///
  /// `block` holds `count` points of `order` coordinates each, point after point.
  static func addScatter(
    of block: UnsafePointer<Double>, order: Int, count: Int, to scatter: UnsafeMutablePointer<Double>
  ) {
    BlasThreads.pinToOne()
    let (n, k) = (size(order), size(count))
    cblas_dsyrk(CblasColMajor, CblasLower, CblasNoTrans, n, k, 1, block, n, 1, scatter, n)
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
