extension Operator {
  /// Paid more than the standard for category and period (超标准发放), or less (少发、迟发).
  ///
  /// Rows with the same `key` and `month` are added up and compared with the standard that holds for them: the highest
  /// among the group's rows for more, the lowest for less. Amount: the difference to the standard.
  ///
  /// Edge cases: rows in which a key, the month, the amount or the standard is absent are left out.
  public struct Excess: Equatable, Sendable {
    /// Which side is looked for.
    public enum Side: String, CaseIterable, Sendable {
      /// More than the standard.
      case above
      /// Less than the standard.
      case below
    }

    /// The payments; the main source.
    public let paid: Source
    /// Whose payments are added up, usually the person's column; empty: each row by itself.
    public let key: [ColumnReference]
    /// The month payments are for; `nil`: all of a key together.
    public let month: Formula?
    /// What was paid, in fen.
    public let amount: Formula
    /// What the standard is for a row, in fen: usually a lookup.
    public let standard: Formula
    /// How many fen aside do not count.
    public let toleranceFen: Int64
    /// Which side.
    public let side: Side

    /// Creates the operator.
    public init(
      paid: Source, key: [ColumnReference], month: Formula?, amount: Formula, standard: Formula,
      toleranceFen: Int64 = 0, side: Side = .above
    ) {
      self.paid = paid
      self.key = key
      self.month = month
      self.amount = amount
      self.standard = standard
      self.toleranceFen = toleranceFen
      self.side = side
    }
  }
}
