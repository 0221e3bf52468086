extension Operator {
  /// Entitled, not paid (应享未享): for each month of the run's period, who meets a condition and has no payment.
  ///
  /// The months are those of the period up to `graceMonths` before the month of the as-of day. A row of `entitled` has
  /// a finding for each month in which `monthly` is true, no ending came before the month's first day, and no row of
  /// `paid` belongs to it. Amount: `due` in that month. In formulas `month` is the month of the grid.
  ///
  /// Edge cases: where `due` is absent the month is not due; a person listed twice has the findings of the first row.
  public struct Absence: Equatable, Sendable {
    /// Something that ends an entitlement: death, a move, a certificate that runs out.
    public struct Ending: Equatable, Sendable {
      /// The rows that end.
      public let source: Source
      /// Columns of `entitled` that equal columns of the source.
      public let on: [Pair]
      /// The last day, or month, of the entitlement; the earliest counts. A row without it ends nothing.
      public let last: Formula

      /// Creates an ending.
      public init(source: Source, on: [Pair], last: Formula) {
        self.source = source
        self.on = on
        self.last = last
      }
    }

    /// Who may be entitled; the main source.
    public let entitled: Source
    /// Whether a row is entitled in a month.
    public let monthly: Formula
    /// What ends entitlement.
    public let endings: [Ending]
    /// The payments.
    public let paid: Source
    /// Columns of `entitled` that equal columns of the payments.
    public let on: [Pair]
    /// The month a payment is for.
    public let paidMonth: Formula
    /// How many of the latest months are not yet asked for.
    public let graceMonths: Int
    /// What is due in a month, in fen.
    public let due: Formula

    /// Creates the operator.
    public init(
      entitled: Source, monthly: Formula, endings: [Ending] = [], paid: Source, on: [Pair], paidMonth: Formula,
      graceMonths: Int = 0, due: Formula
    ) {
      self.entitled = entitled
      self.monthly = monthly
      self.endings = endings
      self.paid = paid
      self.on = on
      self.paidMonth = paidMonth
      self.graceMonths = graceMonths
      self.due = due
    }
  }
}
