/// A sum that carries the rounding error of every addition along and adds it at the end.
///
/// The error of the result is about one rounding of the result, plus a term in the square of the
/// machine precision; it does not grow with the number of terms as that of a plain sum does.
/// See A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen" (1974).
///
/// Checked against exact integer sums and against Neumaier's own counter-example to Kahan's sum.
public enum CompensatedSum {
  /// The sum of `values`, each addition compensated.
  ///
  /// ```swift
  /// CompensatedSum.of([1, 1e100, 1, -1e100])  // 2; a plain sum gives 0
  /// ```
  ///
  /// Edge cases: the sum of nothing is zero. The last digits depend on the order of the values: sort
  /// them first where the result must not.
  ///
  /// - Precondition: no partial sum overflows.
  @inlinable
  public static func of(_ values: some Sequence<Double>) -> Double {
    var sum = 0.0
    var lost = 0.0
    for value in values {
      let next = sum + value
      lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
      sum = next
    }
    return sum + lost
  }
}
