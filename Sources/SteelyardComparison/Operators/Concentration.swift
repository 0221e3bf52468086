extension Operator {
  /// One recipient or household holds an extreme share of a group's money, or a group has an extreme rate.
  ///
  /// The absolute limits make findings by themselves. With `isScored` the groups' counts go to Scoring as well, where
  /// they are compared with their peers; only what both single out is a clue.
  public struct Concentration: Equatable, Sendable {
    /// What is measured.
    public enum Measure: Equatable, Sendable {
      /// The share of each recipient in the money of its group. Finding: a recipient whose share exceeds the limit;
      /// its amount is what lies above the limit.
      case share(recipient: ColumnReference, amount: Formula)
      /// The share of a group's rows for which something is true. Finding: a group whose rate exceeds the limit.
      case rate(of: Formula)
    }

    /// The rows; the main source.
    public let rows: Source
    /// The column of the group: village, issuer.
    public let group: ColumnReference
    /// What is measured.
    public let measure: Measure
    /// The limit, in thousandths; what lies above it is a finding.
    public let limitPerMille: Int
    /// The least total of a group, in fen for shares and in rows for rates.
    public let totalMinimum: Int64
    /// The least number of recipients of a group, or of its rows for rates: a village of two has no extreme share.
    public let countMinimum: Int
    /// Whether the groups are compared with their peers as well.
    public let isScored: Bool

    /// Creates the operator.
    public init(
      rows: Source, group: ColumnReference, measure: Measure, limitPerMille: Int, totalMinimum: Int64,
      countMinimum: Int, isScored: Bool
    ) {
      self.rows = rows
      self.group = group
      self.measure = measure
      self.limitPerMille = limitPerMille
      self.totalMinimum = totalMinimum
      self.countMinimum = countMinimum
      self.isScored = isScored
    }
  }
}
