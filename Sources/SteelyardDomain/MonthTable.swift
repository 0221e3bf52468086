/// The first days of the months of 1900 to 2200: dates are asked of every row, and arithmetic takes several divisions.
///
/// Outside these years there is nothing, and ``Day`` computes; the two agree day by day (`DayTests`).
enum MonthTable {
  /// The first month of the table, January 1900, and the month after its last.
  private static let months = 1900 * 12..<2201 * 12
  /// The first day of each month, and of the month after the last.
  private static let firstDays: [Int32] = (months.lowerBound...months.upperBound).map {
    Day.number(year: $0 / 12, month: $0 % 12 + 1, day: 1)
  }
  private static let lowest = Day.number(year: 1900, month: 1, day: 1)
  private static let highest = Day.number(year: 2201, month: 1, day: 1)

  /// The first day of a month by its number, `nil` outside the table.
  @inline(__always) static func firstDay(of month: Int) -> Int32? {
    months.contains(month) ? firstDays[month - months.lowerBound] : nil
  }

  /// The number of the month in which a day lies, and its day there, counted from one; `nil` outside the table.
  @inline(__always) static func place(of day: Int32) -> (month: Int, day: Int)? {
    guard day >= lowest, day < highest else { return nil }
    // 4,800 months have 146,097 days: at most one month off, by either side.
    var position = Int(day - lowest) * 4_800 / 146_097
    if firstDays[position] > day { position -= 1 } else if firstDays[position + 1] <= day { position += 1 }
    return (months.lowerBound + position, Int(day - firstDays[position]) + 1)
  }
}
