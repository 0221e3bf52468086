/// Log ratios with their standard errors, in an order that does not depend on how they came.
///
/// Sums over the sorted units are the same to the last bit whatever the order of the input rows.
struct LogRatioUnits {
  /// The log ratios, ascending; equal ones by their standard error.
  let logRatios: [Double]
  /// The standard error of each.
  let standardErrors: [Double]

  var count: Int { logRatios.count }

  init(logRatios: [Double], standardErrors: [Double]) {
    precondition(logRatios.count == standardErrors.count, "every log ratio needs its standard error")
    let pairs = zip(logRatios, standardErrors).sorted { $0 < $1 }
    for (y, s) in pairs { Self.check(y, s) }
    self.logRatios = pairs.map(\.0)
    self.standardErrors = pairs.map(\.1)
  }

  /// Stops where squares and their reciprocals would leave the range of a double.
  static func check(_ logRatio: Double, _ standardError: Double) {
    precondition(abs(logRatio) <= 1e6, "a log ratio lies within ±1e6")
    precondition(standardError >= 1e-50 && standardError <= 1e50, "a standard error lies in 1e-50 ... 1e50")
  }
}
