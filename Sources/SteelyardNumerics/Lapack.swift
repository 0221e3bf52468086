internal import CLapack

/// The only caller of LAPACKE: shapes have been checked by then, and every matrix is column-major.
///
/// A positive `info` of LAPACK is a mathematical outcome and is handed on; a negative one says that
/// an argument was wrong, which is an error of this file.
enum Lapack {
  /// Overwrites the lower triangle of `elements` by its Cholesky factor (dpotrf).
  ///
  /// - Returns: whether the matrix is positive definite; if not, `elements` is of no use.
  static func factorLower(_ elements: inout [Double], order: Int) -> Bool {
    BlasThreads.pinToOne()
    let info = elements.withUnsafeMutableBufferPointer { buffer in
      // The work variant: no test for NaN and no allocation, both of which the caller does without.
      LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, lower, Blas.size(order), buffer.baseAddress, Blas.size(order))
    }
    precondition(info >= 0, "dpotrf was given a wrong argument")
    return info == 0
  }

  /// Overwrites a symmetric matrix by its eigenvectors and returns its eigenvalues, ascending (dsyev).
  ///
  /// - Returns: `nil` where the iteration did not converge.
  static func eigen(_ elements: inout [Double], order: Int) -> [Double]? {
    BlasThreads.pinToOne()
    var values = [Double](repeating: 0, count: order)
    let info = elements.withUnsafeMutableBufferPointer { buffer in
      values.withUnsafeMutableBufferPointer { values in
        LAPACKE_dsyev(
          LAPACK_COL_MAJOR, vectors, lower, Blas.size(order), buffer.baseAddress, Blas.size(order), values.baseAddress)
      }
    }
    precondition(info >= 0, "dsyev was given a wrong argument")
    return info == 0 ? values : nil
  }

  private static let lower = CChar(UInt8(ascii: "L"))
  private static let vectors = CChar(UInt8(ascii: "V"))
}
