/// What a reader of a rule's clues must know beside what the rule looks for.
///
/// A rule that points at people says what a clue does not mean as well as what it means: none of this is optional in a
/// model file but the legal basis, which is the model's where the rule has none of its own.
public struct RuleGovernance: Equatable, Sendable {
  /// The rule's name within the model.
  public let id: String
  /// What a clue does not mean, in a sentence.
  public let doesNotMean: LocalizedText
  /// What the rule rests on in law; empty: what the model rests on.
  public let legalBasis: [LocalizedText]
  /// What else may explain a clue.
  public let innocentExplanations: [LocalizedText]
  /// The gap in the procedure that a confirmed clue would show.
  public let loophole: LocalizedText

  /// Creates the account of a rule.
  public init(
    id: String, doesNotMean: LocalizedText, legalBasis: [LocalizedText] = [],
    innocentExplanations: [LocalizedText], loophole: LocalizedText
  ) {
    self.id = id
    self.doesNotMean = doesNotMean
    self.legalBasis = legalBasis
    self.innocentExplanations = innocentExplanations
    self.loophole = loophole
  }
}
