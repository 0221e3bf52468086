public import SteelyardDomain

/// A table of amounts that a rule prescribes, by category and period: what a person of a kind is due a month.
public struct Standard: Equatable, Sendable {
  /// One amount.
  public struct Row: Equatable, Sendable {
    /// A label for each category, in the standard's order.
    public let categories: [String]
    /// The first month it holds for, or `nil` for any time before.
    public let from: Month?
    /// The last month it holds for, or `nil` for any time after.
    public let through: Month?
    /// The amount in fen.
    public let amountFen: Int64

    /// Creates a row.
    public init(categories: [String], from: Month? = nil, through: Month? = nil, amountFen: Int64) {
      self.categories = categories
      self.from = from
      self.through = through
      self.amountFen = amountFen
    }
  }

  /// Our name for it, see `RegisterSchema.isIdentifier`.
  public let name: String
  /// What a reader calls it.
  public let title: LocalizedText
  /// What the categories are: `level`, `age_band`.
  public let categories: [String]
  /// The amounts; no two rows with the same categories hold for one month.
  public let rows: [Row]

  /// How many rows a standard may have.
  public static let rowsMaximum = 500

  /// Creates a standard.
  public init(name: String, title: LocalizedText, categories: [String], rows: [Row]) {
    self.name = name
    self.title = title
    self.categories = categories
    self.rows = rows
  }

  /// The amount in fen for categories in a month, or `nil` where the standard names none.
  public func amountFen(categories labels: [String], month: Month) -> Int64? {
    rows.first { row in
      row.categories == labels && (row.from.map { $0 <= month } ?? true) && (row.through.map { month <= $0 } ?? true)
    }?.amountFen
  }
}

/// Which days are worked: Monday to Friday, less public holidays, with the weekend days that are worked instead.
public struct WorkCalendar: Equatable, Sendable {
  /// Days from Monday to Friday that are not worked.
  public let holidays: [Day]
  /// Saturdays and Sundays that are worked.
  public let workdays: [Day]

  /// Creates a calendar.
  public init(holidays: [Day] = [], workdays: [Day] = []) {
    self.holidays = holidays
    self.workdays = workdays
  }

  /// Whether a day is worked.
  public func isWorked(_ day: Day) -> Bool {
    day.weekday < 5 ? !holidays.contains(day) : workdays.contains(day)
  }
}
