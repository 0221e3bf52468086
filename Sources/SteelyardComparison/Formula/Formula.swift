public import SteelyardDomain

/// A column as a formula names it: `payments.amount`, or `amount` of the operator's main source.
public struct ColumnReference: Hashable, Sendable {
  /// The name of the source or join, or `nil` for the operator's main source.
  public let source: String?
  /// The column's name, or the name of an aggregate's measure.
  public let column: String

  /// Creates a reference.
  public init(source: String? = nil, column: String) {
    self.source = source
    self.column = column
  }
}

/// An expression over the columns of a row: what a condition tests, what an amount is, when an interval ends.
///
/// It is total: every formula that passes the check has a value for every row. A value may be *absent*, as a cell may;
/// what is made of an absent value is absent, a comparison with it is neither true nor false, and a rule fires only
/// where its test is true (Kleene's three values, as in SQL). Division by zero is absent. Whole numbers cannot
/// overflow: the check bounds every intermediate value below 2^63. There are no loops and no regular expressions.
public indirect enum Formula: Hashable, Sendable {
  /// A value of the run, the same for every row; written with a `$`: `$as_of`.
  public enum Parameter: String, CaseIterable, Sendable {
    /// The day the run is made for.
    case asOf = "as_of"
    /// The first day of the run's period.
    case periodStart = "period_start"
    /// The last day of the run's period.
    case periodEnd = "period_end"
    /// The month of the grid; only in what an absence tests month by month.
    case month
  }

  /// How two values are compared.
  public enum Comparison: String, CaseIterable, Sendable {
    /// The same.
    case equal = "="
    /// Not the same.
    case unequal = "<>"
    /// Less, or earlier.
    case less = "<"
    /// Not greater.
    case lessOrEqual = "<="
    /// Greater, or later.
    case greater = ">"
    /// Not less.
    case greaterOrEqual = ">="
  }

  /// What is done with two numbers.
  public enum Arithmetic: String, CaseIterable, Sendable {
    /// Sum.
    case plus = "+"
    /// Difference.
    case minus = "-"
    /// Product.
    case times = "*"
    /// Quotient without its remainder, cut towards zero; absent where the divisor is 0.
    case divided = "/"
  }

  /// A column of the row.
  case column(ColumnReference)
  /// A value of the run.
  case parameter(Parameter)
  /// A text.
  case text(String)
  /// A whole number.
  case whole(Int64)
  /// An amount in fen, written `12.50 yuan`.
  case money(Int64)
  /// A day, written `date '2025-07-01'`.
  case day(Day)
  /// A month, written `month '2025-07'`.
  case month(Month)
  /// True where the inner one is false.
  case not(Formula)
  /// True where all are.
  case and([Formula])
  /// True where one is.
  case or([Formula])
  /// A comparison.
  case comparison(Comparison, Formula, Formula)
  /// Whether a value is one of several.
  case isIn(Formula, [Formula])
  /// Whether a value lies between two, both included.
  case between(Formula, Formula, Formula)
  /// Whether a value is absent, or an empty text; true or false for every row.
  case isEmpty(Formula)
  /// A sum, difference, product or quotient.
  case arithmetic(Arithmetic, Formula, Formula)
  /// A function of one or more values.
  case function(Function, [Formula])
  /// The amount a standard gives for its categories and a month; absent where it names none.
  case lookup(standard: String, categories: [Formula], month: Formula)

  /// How deep formulas may be nested.
  public static let depthMaximum = 64
  /// How many parts a formula may have.
  public static let sizeMaximum = 1_000
}

extension Formula {
  /// What can be made of values, by the name a formula calls it.
  public enum Function: String, CaseIterable, Sendable {
    /// `age(birth, day)`: whole years from a birthday to a day; born on 29 February, a year older on 1 March.
    case age
    /// `months_between(from, to)`: whole months from a day to a day, or from a month to a month; negative backwards.
    case monthsBetween = "months_between"
    /// `days_between(from, to)`: days from a day to a day; negative backwards.
    case daysBetween = "days_between"
    /// `add_months(day or month, n)`: the same day n months later, or that month's last day where it has no such day.
    case addMonths = "add_months"
    /// `month_of(day)`: the month a day lies in.
    case monthOf = "month_of"
    /// `year_of(day or month)`: the year as a whole number.
    case yearOf = "year_of"
    /// `first_day(month)`: a month's first day.
    case firstDay = "first_day"
    /// `last_day(month)`: a month's last day.
    case lastDay = "last_day"
    /// `band(n, 80, 90)`: the band a whole number lies in, as text: `0-79`, `80-89`, `90+`; absent below 0.
    case band
    /// `least(a, b)`: the lesser of two values, absent where one is.
    case least
    /// `greatest(a, b)`: the greater of two values, absent where one is.
    case greatest
    /// `coalesce(a, b)`: the first, or the second where the first is absent.
    case coalesce
    /// `starts_with(text, 'beginning')`: whether a text begins with another.
    case startsWith = "starts_with"
    /// `contains(text, 'part')`: whether a text has another within.
    case contains
  }
}
