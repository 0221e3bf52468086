public import SteelyardDomain

extension Ledger {
  /// The months of the period in which a row lies, ascending; a refund lies in its original's month.
  public var monthsWithRows: [Month] {
    let range = entries.lazy.map(\.month)
    guard let first = range.min(), let last = range.max() else { return [] }
    var isPresent = [Bool](repeating: false, count: Int(last - first) + 1)
    for entry in entries { isPresent[Int(entry.month - first)] = true }
    return isPresent.indices.filter { isPresent[$0] }.map { Month(number: first + Int32($0)) }.filter(period.contains)
  }

  /// The tally of every month of the period with rows, as if the run were about that month alone.
  ///
  /// Heads are the month's heads, caps are read from the month's head costs, and ages, schemes and attachment are those
  /// of the month; under ``HeadRule/firstInYear`` earlier months still tell who was seen before. Heads of months do not
  /// add up to heads of the period.
  ///
  /// Each month equals ``tally(_:threads:)`` of the ledger ``restricted(to:)`` it.
  ///
  /// - Parameters:
  ///   - plan: what the tallies are made by.
  ///   - threads: how many threads; the result does not depend on it.
  /// - Returns: months in ascending order, each with its tally; empty without rows.
  public func monthlyTallies(_ plan: TallyPlan, threads: Int) -> [(month: Month, tally: Tally)] {
    monthsWithRows.map { month in (month, restricted(to: .months(month...month)).tally(plan, threads: threads)) }
  }
}
