/// What the values of a used column were: counted by a check, not by a run.
public struct ColumnValues: Equatable, Sendable {
  /// The column's name as it stands in the header.
  public let column: String
  /// Our field.
  public let field: String
  /// The unit of amounts other than yuan, as the header names it; empty for yuan and for what is no amount.
  public let unit: String
  /// Rows that are in scope: accepted, or rejected as damaged.
  public private(set) var rows: Int64 = 0
  /// Those of them that have a value.
  public private(set) var filled: Int64 = 0
  /// How dates are written, with how many so; empty for what is no date.
  public var forms: [DateForm: Int64] = [:]

  /// Creates a column of which nothing is counted yet.
  public init(column: String, field: String, unit: String = "") {
    self.column = column
    self.field = field
    self.unit = unit
  }

  /// Counts a row.
  public mutating func count(isFilled: Bool) {
    rows += 1
    if isFilled { filled += 1 }
  }

  /// The share of rows with a value; `nil` without rows.
  public var completeness: Double? { rows > 0 ? Double(filled) / Double(rows) : nil }
}

/// How a date is written.
public enum DateForm: Int, CaseIterable, Sendable {
  /// `2025-07-01`, `2025/7/1`, `2025.7.1`.
  case dashed, slashed, dotted
  /// `20250701`.
  case compact
  /// `2025年7月1日`.
  case chinese
  /// `1/7/2025` in the order that the user said.
  case declared
  /// `1/7/2025` without a word about its order.
  case undeclared
}
