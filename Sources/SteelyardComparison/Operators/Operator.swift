/// What a rule looks for: one of a few ways to compare registers, each a value with its parameters.
///
/// The *main source*, whose columns need no source's name in formulas, is the one named first.
public enum Operator: Equatable, Sendable {
  /// Entitled, not paid.
  case absence(Absence)
  /// Paid, not or no longer entitled.
  case presence(Presence)
  /// The same more often than allowed.
  case duplicate(Duplicate)
  /// Two states that exclude each other at the same time.
  case overlap(Overlap)
  /// More, or less, than the standard.
  case excess(Excess)
  /// A row that contradicts a fact.
  case condition(Condition)
  /// A recipient who is or is near to an official.
  case kinship(Kinship)
  /// One account for many.
  case sharing(Sharing)
  /// An extreme share or rate.
  case concentration(Concentration)
  /// A step that takes longer than allowed.
  case delay(Delay)
  /// A reviewed SELECT.
  case query(Query)

  /// What a model file calls the operator.
  public enum Kind: String, CaseIterable, Sendable {
    /// ``Operator/absence(_:)``
    case absence
    /// ``Operator/presence(_:)``
    case presence
    /// ``Operator/duplicate(_:)``
    case duplicate
    /// ``Operator/overlap(_:)``
    case overlap
    /// ``Operator/excess(_:)``
    case excess
    /// ``Operator/condition(_:)``
    case condition
    /// ``Operator/kinship(_:)``
    case kinship
    /// ``Operator/sharing(_:)``
    case sharing
    /// ``Operator/concentration(_:)``
    case concentration
    /// ``Operator/delay(_:)``
    case delay
    /// ``Operator/query(_:)``
    case query
  }

  /// Which operator it is.
  public var kind: Kind {
    switch self {
    case .absence: .absence
    case .presence: .presence
    case .duplicate: .duplicate
    case .overlap: .overlap
    case .excess: .excess
    case .condition: .condition
    case .kinship: .kinship
    case .sharing: .sharing
    case .concentration: .concentration
    case .delay: .delay
    case .query: .query
    }
  }
}
