/// What is wrong with a plan, and where in it.
public struct PlanProblem: Hashable, Sendable {
  /// What is wrong.
  public enum Kind: Hashable, Sendable {
    /// A name that is not ``SteelyardDomain/RegisterSchema/isIdentifier(_:)``, or a word that formulas or SQL keep.
    case nameMalformed(String)
    /// A name that is used twice where it must be one thing's.
    case nameRepeated(String)
    /// No register of this name.
    case registerUnknown(String)
    /// No column of this name.
    case columnUnknown(String)
    /// No source of this name.
    case sourceUnknown(String)
    /// A column of another type than is wanted.
    case typeWrong(expected: [ValueType], found: ValueType)
    /// Two columns that are to be equal are of two types.
    case typesDiffer(ValueType, ValueType)
    /// A formula that is wrong.
    case formula(FormulaProblem)
    /// A number outside its range.
    case numberOutside(ClosedRange<Int64>)
    /// A list with fewer or more entries than it may have.
    case countOutside(ClosedRange<Int>)
    /// Two rows of a standard for the same categories and month.
    case standardOverlaps
    /// A measure that needs a value and has none, or the other way round.
    case measureValue
    /// Two parameters that cannot be given together.
    case excluded(String)
    /// A statement that is not one SELECT or is too long.
    case statement
    /// What the rule compiles to is longer than a statement may be.
    case tooLarge
  }

  /// Where: the names of the parts from the plan inwards, with positions in lists counted from 0.
  public let path: [String]
  /// What.
  public let kind: Kind

  /// Creates a problem.
  public init(path: [String], kind: Kind) {
    self.path = path
    self.kind = kind
  }
}
