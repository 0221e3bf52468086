internal import SteelyardDomain

extension Wording {
  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  /// A month with its year, as readers write it.
  static func month(_ month: Month) -> LocalizedText {
    LocalizedText(
      zh: "\(month.year)年\(month.monthOfYear)月", en: "\(monthNames[month.monthOfYear - 1]) \(month.year)")
  }

  /// A month without its year.
  static func monthShort(_ month: Month) -> LocalizedText {
    LocalizedText(zh: "\(month.monthOfYear)月", en: String(monthNames[month.monthOfYear - 1].prefix(3)))
  }

  /// A year.
  static func year(_ year: Int) -> LocalizedText { LocalizedText(zh: "\(year)年", en: "\(year)") }

  /// A period as readers write it: months by name, a year or a quarter by its number; an unreadable one as it is.
  static func periodName(_ text: String) -> LocalizedText {
    guard case .months(let range)? = Period(text) else { return periodText(text) }
    let (first, last) = (range.lowerBound, range.upperBound)
    let months = Int(last.number - first.number) + 1
    if months == 1 { return month(first) }
    if months == 12, first.monthOfYear == 1 { return year(first.year) }
    if months == 3, first.monthOfYear % 3 == 1 {
      let quarter = first.monthOfYear / 3 + 1
      return LocalizedText(zh: "\(first.year)年第\(quarter)季度", en: "Q\(quarter) \(first.year)")
    }
    let sameYear = first.year == last.year
    return LocalizedText(
      zh: "\(month(first).zh)至\(sameYear ? monthShort(last).zh : month(last).zh)",
      en: "\(sameYear ? monthNames[first.monthOfYear - 1] : month(first).en) to \(month(last).en)")
  }
}
