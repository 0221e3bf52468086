internal import SteelyardNumerics

/// Centre, scale and scores that a minority of wild values cannot move.
///
/// The centre is the median; the scale is the median absolute deviation times 1.4826, which makes it
/// the standard deviation of normal values. Both stand until half of the values are wild.
///
/// Used where no standard error can be had (method `z.robust.mad`). See F. R. Hampel, "The influence
/// curve and its role in robust estimation" (1974). Checked by hand and by shifting and scaling.
public enum RobustLocation {
  /// What makes the median absolute deviation consistent for normal values: 1/Φ⁻¹(3/4) to five digits.
  public static let consistency = 1.4826

  /// The median of `values`.
  ///
  /// Edge cases: `nil` where there are no values.
  ///
  /// - Precondition: every value lies within ±1e300.
  public static func centre(_ values: [Double]) -> Double? {
    check(values)
    return Quantiles.median(values)
  }

  /// 1.4826 times the median distance from the median, in the unit of `values`.
  ///
  /// Edge cases: `nil` where there are no values, or where more than half of them are equal and
  /// the distance is zero.
  ///
  /// - Precondition: every value lies within ±1e300.
  public static func scale(_ values: [Double]) -> Double? {
    check(values)
    guard let deviation = Quantiles.medianAbsoluteDeviation(values), deviation > 0 else { return nil }
    return consistency * deviation
  }

  /// The robust z of each value: (x − median)/(1.4826 · median absolute deviation).
  ///
  /// Edge cases: `nil` where ``scale(_:)`` is `nil`: nothing can be said of how far out a value lies. A score
  /// beyond ±1e300 is held there.
  ///
  /// - Precondition: every value lies within ±1e300.
  public static func scores(_ values: [Double]) -> [Double]? {
    guard let centre = centre(values), let scale = scale(values) else { return nil }
    return values.map { min(max(($0 - centre) / scale, -1e300), 1e300) }
  }

  private static func check(_ values: [Double]) {
    precondition(values.allSatisfy { abs($0) <= 1e300 }, "a value lies within ±1e300")
  }
}
