extension Operator {
  /// One account, telephone number or address serves more recipients than allowed.
  ///
  /// Each row of a shared value that serves more than `allowed` different persons is a finding. With a household
  /// register, persons of one household count once, so a couple's account is one recipient's.
  public struct Sharing: Equatable, Sendable {
    /// A register that says who lives together.
    public struct Household: Equatable, Sendable {
      /// The rows.
      public let source: Source
      /// The column of the person; the first row of a person counts.
      public let person: String
      /// The column of the household.
      public let household: String

      /// Creates the link.
      public init(source: Source, person: String, household: String) {
        self.source = source
        self.person = person
        self.household = household
      }
    }

    /// The rows; the main source.
    public let rows: Source
    /// The column that is shared; rows in which it is absent or empty are not counted.
    public let shared: String
    /// The column of the person.
    public let person: String
    /// How many persons, or households, may share it; at least 1.
    public let allowed: Int
    /// Who lives together.
    public let household: Household?

    /// Creates the operator.
    public init(rows: Source, shared: String, person: String, allowed: Int, household: Household? = nil) {
      self.rows = rows
      self.shared = shared
      self.person = person
      self.allowed = allowed
      self.household = household
    }
  }
}
