/// One unit's log ratios month by month; a month without data is simply not there.
///
/// Months are counted by position, one to a calendar month: year · 12 + month, or any other count from a fixed start.
/// The order in which they are given does not matter.
public struct MonthlySeries: Equatable, Sendable {
  /// A month with data.
  public struct Month: Equatable, Sendable {
    /// The calendar month as a count, within ±1e9.
    public let position: Int
    /// The log ratio y = ln(observed/expected) of the month, within ±1e6.
    public let logRatio: Double
    /// Its standard error s, in 1e-50 … 1e50.
    public let standardError: Double

    /// Creates a month.
    ///
    /// - Precondition: the three values lie in their ranges.
    public init(position: Int, logRatio: Double, standardError: Double) {
      precondition(abs(position) <= 1_000_000_000, "a month's position lies within ±1e9")
      LogRatioUnits.check(logRatio, standardError)
      self.position = position
      self.logRatio = logRatio
      self.standardError = standardError
    }
  }

  /// The months with data, earliest first.
  public let months: [Month]

  /// Creates a series of months in any order.
  ///
  /// Edge cases: no months are a series.
  ///
  /// - Precondition: no two months have one position.
  public init(_ months: [Month]) {
    self.months = months.sorted { $0.position < $1.position }
    let positions = self.months.map(\.position)
    precondition(zip(positions, positions.dropFirst()).allSatisfy { $0 < $1 }, "a month stands in a series once")
  }

  /// An order of series that looks at nothing but their content.
  static func precedes(_ a: MonthlySeries, _ b: MonthlySeries) -> Bool {
    if a.months.count != b.months.count { return a.months.count < b.months.count }
    for (left, right) in zip(a.months, b.months) where left != right {
      return (left.position, left.standardError, left.logRatio) < (right.position, right.standardError, right.logRatio)
    }
    return false
  }
}

/// How units and months vary while nothing changes.
///
/// y_m = θ + ε_m + e_m for month m of a unit: θ ~ N(centre, tauSquared) is the unit's own lasting level,
/// ε_m ~ N(0, omegaSquared) what months differ by beyond sampling, e_m ~ N(0, s_m²) sampling; all independent.
public struct MonthlyModel: Equatable, Sendable {
  /// The mean of the units' levels, μ, within ±1e6.
  public let centre: Double
  /// The variance of the units' levels, τ², in 0 … 1e100.
  public let tauSquared: Double
  /// The variance between months of a unit beyond sampling, ω², in 0 … 1e100.
  public let omegaSquared: Double

  /// Creates a model.
  ///
  /// - Precondition: the three values lie in their ranges.
  public init(centre: Double, tauSquared: Double, omegaSquared: Double) {
    precondition(abs(centre) <= 1e6, "a centre lies within ±1e6")
    precondition(tauSquared >= 0 && tauSquared <= 1e100, "a variance between units lies in 0 ... 1e100")
    precondition(omegaSquared >= 0 && omegaSquared <= 1e100, "a variance between months lies in 0 ... 1e100")
    self.centre = centre
    self.tauSquared = tauSquared
    self.omegaSquared = omegaSquared
  }
}
