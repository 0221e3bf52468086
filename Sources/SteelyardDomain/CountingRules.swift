/// What counts as a head of an institution row (methods §1).
public enum HeadRule: String, CaseIterable, Sendable {
  /// Whoever was seen in the period.
  case distinctInPeriod = "distinct-in-period"
  /// Whoever was seen at the institution for the first time of the year in the period.
  case firstInYear = "first-in-year"
}

/// A property of a head, beside the disease, that makes strata; the order of the cases is that of the tally's columns.
public enum StratumFactor: String, CaseIterable, Sendable {
  /// The age band at the first visit.
  case ageBand = "age-band"
  /// The sex.
  case sex
  /// The insurance scheme, grouped.
  case scheme
  /// Whether the institution has most of the person's visit-days.
  case attached
}

/// How the cost of dear patients is truncated (methods §5).
public enum Truncation: Equatable, Sendable {
  /// At the point of the peers' head costs that this many per mille do not exceed.
  case perMille(Int)
  /// At a fixed amount.
  case fixed(Money)
  /// Not at all.
  case none
}

/// Age bands by their lowest ages.
public struct AgeBands: Equatable, Sendable {
  /// The lowest age of each band in whole years, ascending, the first 0.
  public let starts: [Int]

  /// Creates bands.
  ///
  /// - Precondition: the starts ascend from 0.
  public init(starts: [Int]) {
    precondition(starts.first == 0 && zip(starts, starts.dropFirst()).allSatisfy(<), "age bands ascend from 0")
    self.starts = starts
  }

  /// How many labels there are: the bands and `unknown`, which is last.
  public var count: Int { starts.count + 1 }

  /// The band of an age in whole years; `unknown` where there is none or it lies outside 0…130.
  public func band(of years: Int?) -> Int {
    guard let years, (0...130).contains(years) else { return starts.count }
    return (starts.lastIndex { $0 <= years }) ?? starts.count
  }

  /// The label of a band: `18-44`, `80+`, `unknown`.
  public func label(_ band: Int) -> String {
    if band >= starts.count { return Institution.unknown }
    return band + 1 < starts.count ? "\(starts[band])-\(starts[band + 1] - 1)" : "\(starts[band])+"
  }
}
