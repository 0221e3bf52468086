public import SteelyardLedger

extension ScoringPlan {
  /// What counts as a card burst (methods §12).
  public struct Bursts: Equatable, Sendable {
    /// Persons of a group.
    public var personsMinimum = 3
    /// Days on which the group came.
    public var daysMinimum = 3
    /// The bound on chance, over all groups of an institution, below which a group is a burst.
    public var chanceMaximum = 1e-6

    /// Creates the defaults.
    public init() {}

    /// The rule of the ledger's search.
    public var rule: CardBurstRule {
      CardBurstRule(groupMinimum: personsMinimum, daysMinimum: daysMinimum, chanceMaximum: chanceMaximum)
    }
  }
}
