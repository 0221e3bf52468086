extension Operator {
  /// Paid, not or no longer entitled (不应享而享): a row that no row of another register supports, or that comes after
  /// one that ends.
  ///
  /// Each row of `paid` for which the test is true is a finding.
  public struct Presence: Equatable, Sendable {
    /// What is wrong with a payment.
    public enum Test: Equatable, Sendable {
      /// No row of the other register belongs to it.
      case unlisted
      /// No row of the other register that belongs to it holds at any time of the payment's own interval. A row whose
      /// beginning or end is absent is taken to hold.
      case uncovered(paid: Interval, other: Interval)
      /// It is for a day (or a month, for its first day) later than the day of the other register's row, and the
      /// tolerance. Where several rows belong to it the latest day counts; rows without a day do not.
      case after(time: Formula, other: Formula, tolerance: Tolerance)
    }

    /// How much later is not yet late: months first, then days.
    public struct Tolerance: Equatable, Sendable {
      /// Months.
      public let months: Int
      /// Days.
      public let days: Int

      /// Creates a tolerance.
      public init(months: Int = 0, days: Int = 0) {
        self.months = months
        self.days = days
      }
    }

    /// The payments; the main source.
    public let paid: Source
    /// The register that entitles, or that ends.
    public let other: Source
    /// Columns of the payments that equal columns of the other register. A payment in which one is absent has no
    /// finding: who waits in a queue is not called unlisted.
    public let on: [Pair]
    /// What is wrong.
    public let test: Test

    /// Creates the operator.
    public init(paid: Source, other: Source, on: [Pair], test: Test) {
      self.paid = paid
      self.other = other
      self.on = on
      self.test = test
    }
  }
}
