import SteelyardComparison
import SteelyardDomain
import SteelyardIntake

/// Decisions about matches, as a file gives them: any table with the columns `key` and `decision`, such as `matches.csv`
/// with its empty cells filled in.
struct MatchDecisions {
  /// What was decided, by the entries' keys.
  private(set) var decisions: [String: MatchDecision] = [:]
  /// The file's account.
  private(set) var file: QualityReport.File
  /// Where each decision stands.
  private var lines: [String: Int] = [:]

  private static let schema = RegisterSchema(
    name: "decisions", title: LocalizedText(zh: "匹配决定", en: "decisions"),
    columns: [
      RegisterSchema.Column(
        name: "key", title: LocalizedText(zh: "匹配键", en: "match key"), content: .code, isRequired: true),
      RegisterSchema.Column(
        name: "decision", title: LocalizedText(zh: "决定", en: "decision"), content: .text, aliases: ["处理结果", "核实结果"]),
    ])

  /// Reads a file of decisions; a row without one decides nothing.
  ///
  /// - Throws: ``RunFailure``: a row that cannot be read, a word that is no decision, and two decisions of one entry that
  ///   differ refuse the file, for a decision has no row to spare.
  init(_ name: String, reading: ReadingOptions) throws(RunFailure) {
    var mapping = TableMapping()
    mapping.reading = reading
    mapping.reading.sheet = nil
    var reader = RegisterReader(mapping: mapping)
    var rows: [(key: String, word: String, line: Int)] = []
    do {
      try reader.read(name, as: Self.schema) { batch, _ in
        guard case .texts(let keys) = batch.columns[0], case .texts(let words) = batch.columns[1] else { return }
        for row in 0..<batch.count where words[row] >= 0 {
          rows.append((batch.texts.text(of: keys[row]), batch.texts.text(of: words[row]), Int(batch.line[row])))
        }
      }
    } catch { throw RunFailure(error) }
    guard let file = reader.files.first else { throw .inputUnreadable(file: name) }
    self.file = file
    var problems = reader.diagnostics.filter { $0.code.severity == .rejected }
    for row in rows {
      let place = Diagnostic.Location(file: file.name, line: row.line, field: "decision")
      guard let decision = MatchDecision(word: row.word) else {
        problems.append(Diagnostic(.decisionUnreadable, at: place))
        continue
      }
      if let known = decisions[row.key], known != decision {
        problems.append(Diagnostic(.decisionsContradict, at: place))
      }
      decisions[row.key] = decision
      lines[row.key] = row.line
    }
    if !problems.isEmpty { throw .inputRefused(problems) }
  }

  /// The failure of decisions that make two valid numbers one person's.
  func contradiction(_ keys: [String]) -> RunFailure {
    .inputRefused(
      keys.map {
        Diagnostic(.decisionsContradict, at: .init(file: file.name, line: lines[$0] ?? 1, field: "decision"))
      }.sorted(by: Diagnostic.precedes))
  }

  /// What became of them.
  func account(_ outcome: MatchOutcome) -> ComparisonResult.Decisions {
    let known = Set(outcome.entries.map(\.key))
    func count(_ decision: MatchDecision) -> Int { outcome.entries.count { $0.decision == decision } }
    return ComparisonResult.Decisions(
      file: file.name, sha256: file.sha256, same: count(.same), other: count(.other),
      unused: decisions.keys.count { !known.contains($0) })
  }
}
