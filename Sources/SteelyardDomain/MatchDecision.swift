/// What someone decided about two accounts of a person that may be one person's.
public enum MatchDecision: String, CaseIterable, Sendable {
  /// They are one person.
  case same
  /// They are two.
  case other

  /// The words for a decision, in either language.
  private static let words: [String: MatchDecision] = [
    "same": .same, "same person": .same, "同一人": .same, "是": .same, "yes": .same,
    "other": .other, "other person": .other, "不同人": .other, "非同一人": .other, "否": .other, "no": .other,
  ]

  /// Reads a decision from a word, in letters of any case; `nil` for any other.
  public init?(word: String) {
    guard let decision = Self.words[word.lowercased()] else { return nil }
    self = decision
  }
}
