/// Words and codes as bureaus write them, by what they mean: the first label is one of ours.
public struct WordGroups: Sendable {
  /// The labels in order, each with its words in small letters.
  public let groups: [(label: String, words: [String])]
  private let labels: [String: String]

  init(_ groups: [(label: String, words: [String])]) {
    self.groups = groups
    labels = Dictionary(uniqueKeysWithValues: groups.flatMap { group in group.words.map { ($0, group.label) } })
  }

  /// What a word means, whatever the size of its letters; `nil` for a word of none.
  public func label(of word: String) -> String? { labels[word.lowercased()] }
}
