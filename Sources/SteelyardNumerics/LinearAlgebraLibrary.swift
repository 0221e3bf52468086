import CLapack

/// The OpenBLAS that the running program finds, for a look at the machine.
public enum LinearAlgebraLibrary {
  /// Its version, as `0.3.21`; empty where it does not tell.
  public static var version: String {
    let words = String(cString: openblas_get_config()).split(separator: " ")
    return words.count > 1 && words[0] == "OpenBLAS" ? String(words[1]) : ""
  }

  /// The kind of processor whose kernels it chose, as `Haswell`.
  public static var processor: String { String(cString: openblas_get_corename()) }

  /// The number of threads it works with once ``BlasThreads`` has set it: one.
  public static var threads: Int {
    BlasThreads.pinToOne()
    return Int(openblas_get_num_threads())
  }

  /// Whether a product of small whole numbers, 7 × 11 by 11 × 5, is what three plain loops give.
  ///
  /// Every sum stays far below 2⁵³, so the two agree to the bit or the library is broken.
  public static var productHolds: Bool {
    let (rows, inner, columns) = (7, 11, 5)
    let left = (0..<rows * inner).map { Double($0 * 17 % 29 - 14) }
    let right = (0..<inner * columns).map { Double($0 * 13 % 31 - 15) }
    let product = Matrix(rows: rows, columns: inner, elements: left)
      .times(Matrix(rows: inner, columns: columns, elements: right))
    for column in 0..<columns {
      for row in 0..<rows {
        let sum = (0..<inner).reduce(0) { $0 + left[$1 * rows + row] * right[column * inner + $1] }
        if product[row, column] != sum { return false }
      }
    }
    return true
  }
}
