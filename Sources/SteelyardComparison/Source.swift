/// Two columns that must be equal for rows to belong together.
///
/// Two columns of persons are compared by their keys, so rows that wait in a queue belong to no one.
public struct Pair: Equatable, Sendable {
  /// How persons' numbers are compared.
  public enum Matching: String, CaseIterable, Sendable {
    /// By key: the person each row is held to be of.
    case key
    /// By the number as it is written, whoever it is held to be.
    case number
  }

  /// The column on the side that is named first.
  public let column: ColumnReference
  /// The column of the other register.
  public let other: String
  /// How persons' numbers are compared; of no effect on other columns.
  public let matching: Matching

  /// Creates a pair.
  public init(_ column: ColumnReference, _ other: String, matching: Matching = .key) {
    self.column = column
    self.other = other
    self.matching = matching
  }
}

/// The rows a rule looks at: those of a register that meet a condition, with facts from other registers beside them.
public struct Source: Equatable, Sendable {
  /// What formulas call it; the register's name unless the rule looks at one register twice.
  public let name: String
  /// The register.
  public let register: String
  /// What is put beside each row; a later one may use what an earlier one brought.
  public let joins: [Join]
  /// Which rows are taken; may use the joins. `nil`: all.
  public let condition: Formula?

  /// Creates a source.
  public init(name: String? = nil, register: String, joins: [Join] = [], condition: Formula? = nil) {
    self.name = name ?? register
    self.register = register
    self.joins = joins
    self.condition = condition
  }
}

/// What is put beside each row of a source: never more than one row, so nothing is counted twice.
public enum Join: Equatable, Sendable {
  /// A row of another register.
  case row(RowJoin)
  /// Counts and sums over rows of another register.
  case aggregate(Aggregate)

  /// What formulas call it.
  public var name: String {
    switch self {
    case .row(let join): join.name
    case .aggregate(let aggregate): aggregate.name
    }
  }
}

/// The first row of a register, by file and line, that belongs to a row.
public struct RowJoin: Equatable, Sendable {
  /// What formulas call it.
  public let name: String
  /// The register.
  public let register: String
  /// Columns of the source, or of an earlier join, that must equal columns of the register.
  public let on: [Pair]
  /// Whether a row without one is left out; otherwise its columns are absent.
  public let isRequired: Bool
  /// Which rows of the register may be the one; sees only their own columns.
  public let condition: Formula?

  /// Creates a join.
  public init(name: String? = nil, register: String, on: [Pair], isRequired: Bool = true, condition: Formula? = nil) {
    self.name = name ?? register
    self.register = register
    self.on = on
    self.isRequired = isRequired
    self.condition = condition
  }
}

/// Counts and sums over all rows of a register that belong to a row.
public struct Aggregate: Equatable, Sendable {
  /// What is computed.
  public enum Function: String, CaseIterable, Sendable {
    /// How many rows; 0 where there are none.
    case count
    /// How many different values, persons by key; 0 where there are none.
    case countDistinct = "count-distinct"
    /// Their sum; absent where there are none.
    case sum
    /// The least; absent where there are none.
    case minimum
    /// The greatest; absent where there are none.
    case maximum
  }

  /// One number computed.
  public struct Measure: Equatable, Sendable {
    /// What formulas call it.
    public let name: String
    /// What is computed.
    public let function: Function
    /// Of what; `nil` for ``Function/count``.
    public let value: Formula?

    /// Creates a measure.
    public init(name: String, function: Function, value: Formula? = nil) {
      self.name = name
      self.function = function
      self.value = value
    }
  }

  /// What formulas call it.
  public let name: String
  /// The register; may be that of the source.
  public let register: String
  /// Columns of the source, or of an earlier join, that must equal columns of the register.
  public let on: [Pair]
  /// Which rows are counted; sees only their own columns.
  public let condition: Formula?
  /// What is computed.
  public let measures: [Measure]

  /// Creates an aggregate.
  public init(name: String, register: String, on: [Pair], condition: Formula? = nil, measures: [Measure]) {
    self.name = name
    self.register = register
    self.on = on
    self.condition = condition
    self.measures = measures
  }
}

/// A time from a day or month through another.
public struct Interval: Equatable, Sendable {
  /// When it ends.
  public enum End: Equatable, Sendable {
    /// With the day, or the month, it begins.
    case same
    /// With a day, or the last day of a month. Where it is absent in a row, the time has not ended.
    case through(Formula)
    /// After a whole number of days, the first included: 1 is the first day alone. Where the number is absent or less
    /// than 1 the row takes no part.
    case lasting(days: Formula)
  }

  /// The first day, or a month for its first day.
  public let from: Formula
  /// When it ends.
  public let end: End

  /// Creates an interval.
  public init(from: Formula, end: End) {
    self.from = from
    self.end = end
  }
}
