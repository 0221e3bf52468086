/// What a simulated city came to: the figures its tables must add up to.
public struct SimulationSummary: Equatable, Sendable {
  /// Rows of the claims table, refunds and other care included.
  public var claimRows = 0
  /// Rows of specified-disease settlements that are no refunds.
  public var settlements = 0
  /// Refund rows that point to a settlement of the table.
  public var refunds = 0
  /// Refund rows that point to a settlement from before the table.
  public var orphanRefunds = 0
  /// Rows of other care types, 11 and 41.
  public var otherCareRows = 0
  /// Settlements of zero money.
  public var zeroTotals = 0
  /// The sum of the total cost of all rows in fen, refunds negative.
  public var totalFen: Int64 = 0
  /// Insured persons.
  public var persons = 0
  /// Institutions.
  public var institutions = 0
  /// What was planted, in the order of the truth table; fewer than asked for where the city is too small.
  public var planted: [PlantedAnomaly] = []
}
