internal import CLapack

/// The number of threads OpenBLAS works with: one.
///
/// One BLAS thread gives the same bits on every run, and two give others; Steelyard therefore
/// runs in parallel above BLAS, over fixed blocks, and never inside it.
public enum BlasThreads {
  private static let pinned: Void = openblas_set_num_threads(1)

  /// Sets OpenBLAS to one thread, once for the life of the process.
  ///
  /// Every matrix operation of this module ensures it by itself, so a program need not call it;
  /// one that calls OpenBLAS through another library does so first.
  ///
  /// Edge cases: later calls do nothing. It is safe from any thread.
  public static func pinToOne() { _ = pinned }
}
