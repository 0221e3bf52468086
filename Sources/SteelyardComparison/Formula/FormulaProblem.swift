/// What is wrong with a formula, and where.
public struct FormulaProblem: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Kind: Hashable, Sendable {
    /// There is nothing.
    case empty
    /// A character that no formula has.
    case character
    /// A text without its closing quote.
    case quoteOpen
    /// Something else was expected here: a value, `)`, `and` …
    case expected(String)
    /// There is more after the end.
    case trailing
    /// A number that does not fit, or with more than two decimals of a yuan, or decimals without `yuan`.
    case number
    /// A day or month that the calendar has not.
    case date
    /// Nested deeper than ``Formula/depthMaximum``.
    case tooDeep
    /// More than ``Formula/sizeMaximum`` parts, or the SQL it would compile to is too long.
    case tooLarge
    /// No function of this name.
    case functionUnknown(String)
    /// A function with another number of arguments.
    case argumentCount(function: String, expected: ClosedRange<Int>)
    /// No parameter of this name, or one that has no value here.
    case parameterUnknown(String)
    /// No source of this name.
    case sourceUnknown(String)
    /// No column of this name in the source.
    case columnUnknown(String)
    /// No standard of this name.
    case standardUnknown(String)
    /// Values of types that cannot stand together.
    case typesDiffer(ValueType, ValueType)
    /// A value of another type than is wanted.
    case typeWrong(expected: [ValueType], found: ValueType)
    /// A value that must be written out: a list's values, limits of bands, what a text begins with.
    case literalExpected
    /// Limits of bands that do not ascend from above 0.
    case bandsUnordered
    /// A value that may not fit into 63 bits.
    case mayOverflow
  }

  /// What is wrong.
  public let kind: Kind
  /// Where, in Unicode scalars from the start of the formula's text; `nil` where only the formula itself is known.
  public let offset: Int?
  /// The part of the formula, a part counted before the parts it is made of, from 0; `nil` while it is being read.
  public let part: Int?

  /// Creates a problem.
  public init(_ kind: Kind, offset: Int? = nil, part: Int? = nil) {
    self.kind = kind
    self.offset = offset
    self.part = part
  }
}

/// What a value is.
public enum ValueType: String, CaseIterable, Sendable {
  /// A text.
  case text
  /// A whole number.
  case whole
  /// An amount of money.
  case money
  /// A day.
  case day
  /// A month.
  case month
  /// A person.
  case person
  /// True or false.
  case truth
}
