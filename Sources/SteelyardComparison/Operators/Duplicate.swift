extension Operator {
  /// The same key more often than allowed (重复领取): per month or day, within some days, or at all.
  ///
  /// All rows of a group that exceeds the limit are evidence; the amount is that of the rows beyond the first
  /// `allowed` (or of the values first seen after the first `allowed`), by file and line. Within a number of days it is
  /// that of the rows with `allowed` earlier ones in their window.
  public struct Duplicate: Equatable, Sendable {
    /// Which rows are counted together.
    public enum Span: Equatable, Sendable {
      /// All rows of a key.
      case ever
      /// Rows of a key with the same value: a month, a day, a voucher.
      case same(Formula)
      /// Rows of a key that lie within this many days, the first and last included: a finding for every row that stands
      /// in such a window.
      case within(days: Int, of: Formula)
    }

    /// The rows; the main source.
    public let rows: Source
    /// What makes rows the same; rows in which one is absent are not counted.
    public let key: [ColumnReference]
    /// Which rows are counted together.
    public let span: Span
    /// How many are allowed, at least 1.
    public let allowed: Int
    /// Count the different values of this instead of rows; not with ``Span/within(days:of:)``.
    public let counting: Formula?

    /// Creates the operator.
    public init(rows: Source, key: [ColumnReference], span: Span = .ever, allowed: Int = 1, counting: Formula? = nil) {
      self.rows = rows
      self.key = key
      self.span = span
      self.allowed = allowed
      self.counting = counting
    }
  }
}
