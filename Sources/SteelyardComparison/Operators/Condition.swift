extension Operator {
  /// A row contradicts its own or another register's fact: age, sex, level, income, a count.
  ///
  /// Each row for which the test is true is a finding. Facts from other registers come by the source's joins.
  public struct Condition: Equatable, Sendable {
    /// The rows; the main source.
    public let rows: Source
    /// What is true of a finding.
    public let test: Formula

    /// Creates the operator.
    public init(rows: Source, test: Formula) {
      self.rows = rows
      self.test = test
    }
  }
}
