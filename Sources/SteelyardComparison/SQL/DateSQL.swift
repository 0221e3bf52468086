/// Arithmetic of dates in whole numbers that every dialect has, so that none uses functions of its own.
///
/// A day is the number YYYYMMDD and a month YYYYMM: readable, ordered, and free of time zones. All divisions are of
/// numbers that are not negative, where cutting and rounding down are the same.
enum DateSQL {
  /// The quotient of two whole numbers.
  static func quotient(_ a: SQLText, _ b: SQLText) -> SQLText { "(\(a)\(.wholeDivision)\(b))" }

  /// Months since year 0 of a month YYYYMM: y·12 + m = p − 88·⌊p/100⌋.
  static func monthNumber(_ month: SQLText) -> SQLText { "(\(month) - 88 * \(quotient(month, "100")))" }

  /// The month YYYYMM a day lies in.
  static func month(ofDay day: SQLText) -> SQLText { quotient(day, "100") }

  /// The first day of a month.
  static func firstDay(_ month: SQLText) -> SQLText { "(\(month) * 100 + 1)" }

  /// The last day of a month.
  static func lastDay(_ month: SQLText) -> SQLText {
    "(\(month) * 100 + \(length(year: quotient(month, "100"), month: "(\(month) % 100)")))"
  }

  /// How many days a month has.
  static func length(year: SQLText, month: SQLText) -> SQLText {
    """
    (CASE WHEN \(month) IN (4, 6, 9, 11) THEN 30 WHEN \(month) <> 2 THEN 31 \
    WHEN \(year) % 4 = 0 AND (\(year) % 100 <> 0 OR \(year) % 400 = 0) THEN 29 ELSE 28 END)
    """
  }

  /// Whole years from a day to a day: ⌊(b − a) / 10⁴⌋, moved by 10⁸ so that nothing negative is divided.
  static func age(_ birth: SQLText, _ day: SQLText) -> SQLText {
    "(\(quotient("(\(day) - \(birth) + 100000000)", "10000")) - 10000)"
  }

  /// Whole months from a day to a day: the difference of (y·12 + m)·100 + d = x − 8800·⌊x/10⁴⌋ in hundreds.
  static func monthsBetweenDays(_ from: SQLText, _ to: SQLText) -> SQLText {
    let position: (SQLText) -> SQLText = { "(\($0) - 8800 * \(quotient($0, "10000")))" }
    return "(\(quotient("(\(position(to)) - \(position(from)) + 100000000)", "100")) - 1000000)"
  }

  /// Whole months from a month to a month.
  static func monthsBetweenMonths(_ from: SQLText, _ to: SQLText) -> SQLText {
    "(\(monthNumber(to)) - \(monthNumber(from)))"
  }

  /// The month n months after a month; absent outside the years 1 to 9999.
  static func addMonths(toMonth month: SQLText, _ count: SQLText) -> SQLText {
    let number: SQLText = "(\(monthNumber(month)) - 1 + \(count))"
    return """
      (CASE WHEN \(number) BETWEEN 12 AND 119999 THEN \
      \(quotient(number, "12")) * 100 + \(number) % 12 + 1 END)
      """
  }

  /// The same day n months later, or that month's last day where it has no such day.
  static func addMonths(toDay day: SQLText, _ count: SQLText) -> SQLText {
    let month = addMonths(toMonth: self.month(ofDay: day), count)
    let number: SQLText = "(\(monthNumber(self.month(ofDay: day))) - 1 + \(count))"
    let length = length(year: quotient(number, "12"), month: "(\(number) % 12 + 1)")
    return """
      (\(month) * 100 + CASE WHEN \(day) % 100 <= 28 OR \(day) % 100 <= \(length) THEN \(day) % 100 \
      ELSE \(length) END)
      """
  }

  /// Days since 1970-01-01 of a day: with y and m counted from March, ⌊1461·y/4⌋ − ⌊y/100⌋ + ⌊y/400⌋ +
  /// ⌊(153·m + 2)/5⌋ + d − 719469.
  static func dayNumber(_ day: SQLText) -> SQLText {
    let fromMarch: SQLText = "(\(monthNumber(month(ofDay: day))) - 3)"
    let year = quotient(fromMarch, "12")
    return """
      (\(quotient("(1461 * \(year))", "4")) - \(quotient(year, "100")) + \(quotient(year, "400")) \
      + \(quotient("(153 * (\(fromMarch) % 12) + 2)", "5")) + \(day) % 100 - 719469)
      """
  }

  /// Days from a day to a day.
  static func daysBetween(_ from: SQLText, _ to: SQLText) -> SQLText { "(\(dayNumber(to)) - \(dayNumber(from)))" }

  /// How many days from Monday to Friday lie at or before a day number: the week of 1970-01-01, a Thursday, began on
  /// day −3; shifted by 5,200 centuries of weeks so that nothing negative is divided.
  static func weekdays(throughNumber number: SQLText) -> SQLText {
    let shifted: SQLText = "(\(number) + 7000003)"
    return """
      (\(quotient(shifted, "7")) * 5 + CASE WHEN \(shifted) % 7 < 4 THEN \(shifted) % 7 + 1 ELSE 5 END)
      """
  }
}
