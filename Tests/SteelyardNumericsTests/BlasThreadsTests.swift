import CLapack
import SteelyardNumerics
import Testing

@Suite struct BlasThreadsTests {
  @Test("OpenBLAS works with one thread after the first matrix product")
  func oneThread() {
    let square = Matrix(rows: 5, columns: 5, repeating: 1)
    _ = square.times(square)
    #expect(openblas_get_num_threads() == 1)
    BlasThreads.pinToOne()
    #expect(openblas_get_num_threads() == 1)
  }

  @Test("The C library of LAPACK is linked: it factors a matrix by hand-checked numbers")
  func lapackeIsLinked() {
    // [4 2; 2 5] = L Lᵀ with L = [2 0; 1 2].
    var elements = [4.0, 2, 2, 5]
    let information = LAPACKE_dpotrf(LAPACK_COL_MAJOR, 76, 2, &elements, 2)  // 76 is the letter L
    #expect(information == 0)
    #expect(elements[0] == 2 && elements[1] == 1 && elements[3] == 2)
  }
}
