/// A calendar day in the insurance area's own calendar, counted from 1970-01-01 in the Gregorian calendar.
///
/// A day never passes through a time zone: the text of the data is the day that counts.
public struct Day: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  public let number: Int32

  /// Creates a day from its number.
  public init(number: Int32) { self.number = number }

  /// Creates a day, or `nil` where the calendar has none (30 February, month 13, year 0).
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Day.length(ofMonth: month, year: year)
    else { return nil }
    if let first = MonthTable.firstDay(of: year * 12 + month - 1) {
      number = first + Int32(day - 1)
      return
    }
    number = Day.number(year: year, month: month, day: day)
  }

  /// The number of a date that there is.
  static func number(year: Int, month: Int, day: Int) -> Int32 {
    // Days from civil: shift the year to start in March so that the leap day is the last day.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Creates a day from a text like `2025-07-01`, or `nil` where the text is none.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Year, month (1…12) and day of the month (1…31).
  public var civil: (year: Int, month: Int, day: Int) {
    if let (month, day) = MonthTable.place(of: number) { return (month / 12, month % 12 + 1, day) }
    return computedCivil
  }

  /// The same by arithmetic, for any day.
  var computedCivil: (year: Int, month: Int, day: Int) {
    let shifted = Int(number) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  /// The month the day lies in.
  public var month: Month {
    if let (month, _) = MonthTable.place(of: number) { return Month(number: Int32(month)) }
    let parts = computedCivil
    return Month(year: parts.year, month: parts.month)
  }

  /// The weekday, 0 Monday … 6 Sunday; 1970-01-01 was a Thursday.
  public var weekday: Int { Int(((number + 3) % 7 + 7) % 7) }

  /// Orders days.
  public static func < (a: Day, b: Day) -> Bool { a.number < b.number }

  /// How many days a month has.
  ///
  /// - Precondition: `month` is 1…12.
  public static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Whole years from this day, a birthday, to `later`: the age at `later`, negative before birth.
  ///
  /// Born on 29 February, a person turns a year older on 1 March of ordinary years.
  public func wholeYears(to later: Day) -> Int {
    let birth = civil
    let now = later.civil
    let hadBirthday = (now.month, now.day) >= (birth.month, birth.day)
    return now.year - birth.year - (hadBirthday ? 0 : 1)
  }
}

extension Day: CustomStringConvertible {
  /// `2025-07-01`.
  public var description: String {
    let parts = civil
    return "\(paddedText(parts.year, 4))-\(paddedText(parts.month, 2))-\(paddedText(parts.day, 2))"
  }
}

/// A whole number with leading zeros up to a width.
package func paddedText(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
