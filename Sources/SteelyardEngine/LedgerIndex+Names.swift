import SteelyardDomain
import SteelyardIntake

/// Names by which a run tells the inputs of ledgers apart: on two days a file may have been called alike.
extension LedgerIndex {
  /// How many digits of a hash are shown at least.
  private static let digitsMinimum = 8
  /// How many it has.
  private static let digitsMaximum = 64

  /// The names of every segment's tables as a run shows them, in order.
  ///
  /// A name that no other table and no file of the run has stays. Behind one that another has, the first digits of the
  /// SHA-256 of its file's bytes stand in brackets: eight, or as many more as tell all of that name apart.
  ///
  /// - Parameter files: the files that the run reads beside its ledgers, whose names stay.
  func shownNames(beside files: [String]) -> [[String]] {
    let inputs = segments.flatMap(\.inputs)
    let byName = Dictionary(grouping: inputs, by: \.name)
    let known = Set(byName.keys).union(files)
    var shown: [Input: String] = [:]
    for (name, likes) in byName where likes.count > 1 || Self.isRead(name, among: files) {
      let digits = (Self.digitsMinimum...Self.digitsMaximum).first { digits in
        let names = Set(likes.map { Self.shown($0, digits) })
        return names.count == likes.count && names.isDisjoint(with: known)
      }
      for input in likes { shown[input] = Self.shown(input, digits ?? Self.digitsMaximum) }
    }
    return segments.map { $0.inputs.map { shown[$0] ?? $0.name } }
  }

  private static func shown(_ input: Input, _ digits: Int) -> String {
    "\(input.name) (\(input.sha256.prefix(digits)))"
  }

  /// Whether a table is called like one that the run reads from its files; those of an archive are called after it.
  private static func isRead(_ name: String, among files: [String]) -> Bool {
    files.lazy.map(PostgresSource.shown).contains { name == $0 || name.hasPrefix("\($0):") }
  }
}
