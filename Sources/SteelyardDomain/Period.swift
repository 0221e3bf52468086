/// A calendar month, counted from year 0.
public struct Month: Hashable, Comparable, Sendable {
  /// `year * 12 + month - 1`.
  public let number: Int32

  /// Creates a month from its number.
  public init(number: Int32) { self.number = number }

  /// Creates a month.
  ///
  /// - Precondition: `month` is 1…12.
  public init(year: Int, month: Int) {
    precondition((1...12).contains(month), "a month lies between 1 and 12")
    number = Int32(year * 12 + month - 1)
  }

  /// The year.
  public var year: Int { Int(number) / 12 }
  /// The month of the year, 1…12.
  public var monthOfYear: Int { Int(number) % 12 + 1 }
  /// The first day.
  public var firstDay: Day {
    if let first = MonthTable.firstDay(of: Int(number)) { return Day(number: first) }
    guard let day = Day(year: year, month: monthOfYear, day: 1) else { preconditionFailure("a month has a first day") }
    return day
  }

  /// Orders months.
  public static func < (a: Month, b: Month) -> Bool { a.number < b.number }
}

extension Month: CustomStringConvertible {
  /// `2025-07`.
  public var description: String { "\(paddedText(year, 4))-\(paddedText(monthOfYear, 2))" }
}

/// The months a run is about.
///
/// Written `all`, `2025`, `2025-07`, `2025-Q3` or `2025-01..2025-06` (both ends included).
public enum Period: Hashable, Sendable {
  /// Every month in the data.
  case all
  /// The months of a range, both ends included.
  case months(ClosedRange<Month>)

  /// Creates a period from its text, or `nil` where the text is none of the written forms.
  public init?(_ text: String) {
    if text == "all" {
      self = .all
    } else if let dots = text.firstRange(of: "..") {
      guard let from = Period.span(text[..<dots.lowerBound]), let to = Period.span(text[dots.upperBound...]),
        from.lowerBound <= to.upperBound
      else { return nil }
      self = .months(from.lowerBound...to.upperBound)
    } else {
      guard let span = Period.span(text[...]) else { return nil }
      self = .months(span)
    }
  }

  /// Whether the period holds a month.
  public func contains(_ month: Month) -> Bool {
    switch self {
    case .all: true
    case .months(let range): range.contains(month)
    }
  }

  private static func span(_ text: Substring) -> ClosedRange<Month>? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, first.count == 4, first.utf8.allSatisfy({ (48...57).contains($0) }),
      let year = Int(first), year >= 1
    else { return nil }
    if parts.count == 1 { return Month(year: year, month: 1)...Month(year: year, month: 12) }
    guard parts.count == 2 else { return nil }
    if parts[1].utf8.count == 2, parts[1].first == "Q", let quarter = Int(parts[1].dropFirst()),
      (1...4).contains(quarter)
    {
      return Month(year: year, month: quarter * 3 - 2)...Month(year: year, month: quarter * 3)
    }
    guard parts[1].count == 2, parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let month = Int(parts[1]),
      (1...12).contains(month)
    else { return nil }
    return Month(year: year, month: month)...Month(year: year, month: month)
  }
}

extension Period: CustomStringConvertible {
  /// `all`, `2025-07` or `2025-07..2025-09`.
  public var description: String {
    switch self {
    case .all: "all"
    case .months(let range):
      range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound)..\(range.upperBound)"
    }
  }
}
