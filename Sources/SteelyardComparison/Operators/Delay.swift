extension Operator {
  /// A step took, or is taking, longer than allowed (久拖不决).
  ///
  /// A row is a finding where more than `limitDays` days lie between `from` and `to`; where `to` is absent or later
  /// than the as-of day, between `from` and the as-of day.
  ///
  /// Edge cases: a row without `from`, or with `from` after the as-of day, has no finding.
  public struct Delay: Equatable, Sendable {
    /// Which days are counted.
    public enum Days: String, CaseIterable, Sendable {
      /// All of them.
      case calendar
      /// Those worked by the plan's calendar.
      case working
    }

    /// The rows; the main source.
    public let rows: Source
    /// The day the step began; the day after it is the first that counts.
    public let from: Formula
    /// The day it ended.
    public let to: Formula
    /// How many days are allowed.
    public let limitDays: Int
    /// Which days are counted.
    public let days: Days

    /// Creates the operator.
    public init(rows: Source, from: Formula, to: Formula, limitDays: Int, days: Days = .calendar) {
      self.rows = rows
      self.from = from
      self.to = to
      self.limitDays = limitDays
      self.days = days
    }
  }
}
