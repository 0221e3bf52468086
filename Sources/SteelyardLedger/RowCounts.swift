import SteelyardDomain

/// Rows of each institution × month, counted when the ledger is made: what sums by person no longer tell.
///
/// Only pairs with rows take space, so a single row of a far-off year costs nothing.
struct RowCounts: Sendable {
  /// The rows of one institution in one month, or in several.
  struct Counts: Sendable {
    /// Rows that are no refunds.
    var settlements: Int64 = 0
    /// Refund rows, those without an original too.
    var refunds: Int64 = 0
    /// Their total cost in fen, without sign.
    var refundFen: Int64 = 0
    /// Settlement rows of at least 10 fen by the first two digits of their total cost in fen, 10 … 99.
    var digits = [Int32](repeating: 0, count: 90)

    static func += (a: inout Counts, b: Counts) {
      a.settlements += b.settlements
      a.refunds += b.refunds
      a.refundFen += b.refundFen
      for digit in 0..<90 { a.digits[digit] += b.digits[digit] }
    }
  }

  /// The months with rows, ascending.
  private let months: [Int32]
  /// For institution i and the month at position m, the place of the counts, −1 without rows.
  private let places: [Int32]
  private let counts: [Counts]

  /// Counts the rows that stand, by their day after refunds took their originals' days.
  init(_ resolution: Resolution, standing: [Int32], institutions: Int) {
    let monthOf = standing.map { Day(number: resolution.rows.day[Int($0)]).month.number }
    let months = Set(monthOf).sorted()
    let positions = Dictionary(uniqueKeysWithValues: months.enumerated().map { ($1, $0) })
    var places = [Int32](repeating: -1, count: institutions * months.count)
    var counts: [Counts] = []
    // Neighbouring rows mostly lie in one month.
    var (month, position) = (Int32.min, 0)
    for (standing, rowMonth) in zip(standing, monthOf) {
      let row = Int(standing)
      if rowMonth != month { (month, position) = (rowMonth, positions[rowMonth] ?? 0) }
      let place = Int(resolution.rows.institution[row]) * months.count + position
      if places[place] < 0 {
        places[place] = Int32(counts.count)
        counts.append(Counts())
      }
      let fen = resolution.rows.totalFen[row]
      let slot = Int(places[place])
      if resolution.rows.refund[row] == .none {
        counts[slot].settlements += 1
        if fen >= 10 { counts[slot].digits[RowCounts.firstTwoDigits(of: fen) - 10] += 1 }
      } else {
        counts[slot].refunds += 1
        counts[slot].refundFen += Int64(fen.magnitude)
      }
    }
    self.months = months
    self.places = places
    self.counts = counts
  }

  /// The counts of an institution over a period.
  func counts(of institution: Int, in period: Period) -> Counts {
    var sum = Counts()
    for (position, month) in months.enumerated() where period.contains(Month(number: month)) {
      let place = places[institution * months.count + position]
      if place >= 0 { sum += counts[Int(place)] }
    }
    return sum
  }

  /// The first two digits of an amount, 10 … 99.
  ///
  /// - Precondition: the amount is at least 10.
  static func firstTwoDigits(of fen: Int64) -> Int {
    precondition(fen >= 10, "an amount of two digits or more")
    var rest = fen
    while rest >= 100 { rest /= 10 }
    return Int(rest)
  }
}
