/// How alike two names are, character by character.
///
/// A character is a Unicode scalar. Of two Chinese names of two characters that share one, every measure says the same
/// whichever character differs: 张伟 and 张玮 score as 李娜 and 王娜. Such names need deterministic keys first, and where
/// keys agree and names do not, a person who looks; a score decides nothing.
///
/// Letter case, width and spaces are not normalised here.
///
/// See M. A. Jaro (1989), W. E. Winkler, "String comparator metrics and enhanced decision rules in the Fellegi-Sunter
/// model of record linkage" (1990), F. J. Damerau (1964). Checked against `matching_and_digits.json`.
public enum NameSimilarity {
  /// Jaro's similarity: 1 for equal names, 0 for names without a common character in reach.
  ///
  /// Two equal characters match where their places differ by at most max(|a|, |b|)/2 − 1 (whole numbers, at least 0),
  /// each used once, from the left. With m matches of which t pairs stand in another order, the similarity is
  /// (m/|a| + m/|b| + (m − t)/m)/3, t being half the number of matches that do not agree in order, rounded down.
  ///
  /// Edge cases: 0 where a name is empty, both included: nothing agrees.
  public static func jaro(_ a: String, _ b: String) -> Double { jaro(Array(a.unicodeScalars), Array(b.unicodeScalars)) }

  /// Jaro's similarity J with Winkler's bonus for a common beginning: J + 0.1 · p · (1 − J).
  ///
  /// p is the length of the common beginning, at most 4. The bonus is given only where J > 0.7.
  ///
  /// Edge cases: as ``jaro(_:_:)``.
  public static func jaroWinkler(_ a: String, _ b: String) -> Double {
    let (first, second) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
    let similarity = jaro(first, second)
    guard similarity > 0.7 else { return similarity }
    let common = zip(first, second).prefix(4).prefix { $0 == $1 }.count
    return similarity + 0.1 * Double(common) * (1 - similarity)
  }

  /// The fewest characters to insert, delete or replace that make one name of the other.
  ///
  /// Edge cases: the length of the other name where one is empty.
  public static func levenshtein(_ a: String, _ b: String) -> Int {
    let second = Array(b.unicodeScalars)
    var row = Array(0...second.count)
    for (line, character) in a.unicodeScalars.enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for (place, other) in second.enumerated() {
        let replaced = diagonal + (character == other ? 0 : 1)
        diagonal = row[place + 1]
        row[place + 1] = min(replaced, row[place] + 1, diagonal + 1)
      }
    }
    return row[second.count]
  }

  /// The fewest characters to insert, delete or replace, or neighbours to swap, that make one name of the other.
  ///
  /// What has been swapped may be edited further, so that the triangle inequality holds: CA and ABC are 2 apart.
  ///
  /// Edge cases: the length of the other name where one is empty.
  public static func damerau(_ a: String, _ b: String) -> Int {
    let (first, second) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
    let farthest = first.count + second.count
    // One row and column more than the usual: they stand for a swap with what lies before the beginning.
    var distances = [[Int]](
      repeating: [Int](repeating: farthest, count: second.count + 2), count: first.count + 2)
    for place in 0...first.count { distances[place + 1][1] = place }
    for place in 0...second.count { distances[1][place + 1] = place }
    var lastRows: [Unicode.Scalar: Int] = [:]
    for row in stride(from: 1, through: first.count, by: 1) {
      var lastColumn = 0
      for column in stride(from: 1, through: second.count, by: 1) {
        let swapRow = lastRows[second[column - 1]] ?? 0
        let swapColumn = lastColumn
        let isEqual = first[row - 1] == second[column - 1]
        if isEqual { lastColumn = column }
        let swapped = distances[swapRow][swapColumn] + (row - swapRow - 1) + 1 + (column - swapColumn - 1)
        distances[row + 1][column + 1] = min(
          distances[row][column] + (isEqual ? 0 : 1), distances[row + 1][column] + 1, distances[row][column + 1] + 1,
          swapped)
      }
      lastRows[first[row - 1]] = row
    }
    return distances[first.count + 1][second.count + 1]
  }

  private static func jaro(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Double {
    guard !a.isEmpty, !b.isEmpty else { return 0 }
    let reach = max(max(a.count, b.count) / 2 - 1, 0)
    var isTaken = [Bool](repeating: false, count: b.count)
    var matched: [Unicode.Scalar] = []
    for (place, character) in a.enumerated() {
      let window = min(max(0, place - reach), b.count)..<min(b.count, place + reach + 1)
      guard let partner = window.first(where: { !isTaken[$0] && b[$0] == character }) else { continue }
      isTaken[partner] = true
      matched.append(character)
    }
    guard !matched.isEmpty else { return 0 }
    let inOrder = b.indices.lazy.filter { isTaken[$0] }.map { b[$0] }
    let transposed = zip(matched, inOrder).lazy.filter { $0 != $1 }.count / 2
    let matches = Double(matched.count)
    return (matches / Double(a.count) + matches / Double(b.count) + (matches - Double(transposed)) / matches) / 3
  }
}
