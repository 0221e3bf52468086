/// Finds the known word that a mistyped one is likely to stand for.
enum DidYouMean {
  /// How many letters may be wrong.
  static let editsMaximum = 2
  /// How many letters a beginning has before it stands for the whole.
  static let prefixMinimum = 3

  /// The nearest of the known words: one of which `word` is a beginning, or that is at most two edits away, but no more
  /// than half its length; the first in order where several are as near, `nil` where none is.
  static func nearest(to word: String, among known: [String]) -> String? {
    let letters = Array(word.lowercased().unicodeScalars)
    var best: (word: String, distance: Int)?
    for candidate in known {
      let other = Array(candidate.lowercased().unicodeScalars)
      guard let distance = likeness(letters, other), distance < best?.distance ?? .max else { continue }
      best = (candidate, distance)
    }
    return best?.word
  }

  /// The distance of a word from a candidate, or `nil` where they are too far apart.
  private static func likeness(_ word: [Unicode.Scalar], _ candidate: [Unicode.Scalar]) -> Int? {
    if abs(word.count - candidate.count) <= editsMaximum {
      let distance = edits(word, candidate)
      if distance <= min(editsMaximum, candidate.count / 2) { return distance }
    }
    let isBeginning = word.count >= prefixMinimum && candidate.starts(with: word)
    let isContinued = candidate.count >= prefixMinimum && word.starts(with: candidate)
    return isBeginning || isContinued ? editsMaximum + 1 : nil
  }

  /// How many letters must be put in, taken out or changed to make one word of the other (Levenshtein 1966).
  static func edits(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var previous = Array(0...b.count)
    for (row, letter) in a.enumerated() {
      var current = [row + 1]
      for (column, other) in b.enumerated() {
        let changed = previous[column] + (letter == other ? 0 : 1)
        current.append(min(changed, previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous[b.count]
  }
}
