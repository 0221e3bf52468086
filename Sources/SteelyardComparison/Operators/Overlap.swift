extension Operator {
  /// Two states that exclude each other hold at the same time (互斥).
  ///
  /// A pair of rows is a finding where their times share at least `minimumDays` days and the condition holds. Where
  /// both sources are one register, a pair is looked at once, the earlier row by file and line on the left, and a row
  /// is no pair with itself.
  ///
  /// Edge cases: a row without a beginning takes no part; one whose end is absent has not ended.
  public struct Overlap: Equatable, Sendable {
    /// The rows on the left; the main source.
    public let left: Source
    /// When they hold.
    public let leftTime: Interval
    /// The rows on the right.
    public let right: Source
    /// When they hold.
    public let rightTime: Interval
    /// Columns of the left that equal columns of the right.
    public let on: [Pair]
    /// What else must be true of both rows.
    public let condition: Formula?
    /// How many days they must share, at least 1.
    public let minimumDays: Int
    /// How many days at either end of the right's time do not count: 1 leaves out days of admission and discharge.
    public let marginDays: Int

    /// Creates the operator.
    public init(
      left: Source, leftTime: Interval, right: Source, rightTime: Interval, on: [Pair], condition: Formula? = nil,
      minimumDays: Int = 1, marginDays: Int = 0
    ) {
      self.left = left
      self.leftTime = leftTime
      self.right = right
      self.rightTime = rightTime
      self.on = on
      self.condition = condition
      self.minimumDays = minimumDays
      self.marginDays = marginDays
    }
  }
}
