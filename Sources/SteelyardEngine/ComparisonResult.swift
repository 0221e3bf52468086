public import SteelyardComparison
public import SteelyardDomain

/// What a comparison run found: one value, from which every file is rendered.
///
/// Whoever it names it names by pseudonym, but for villages, institutions and organisations; only what the user asked to
/// be shown of the rows is there.
public struct ComparisonResult: Sendable {
  /// Something that persons share with the subject of a clue, by pseudonym.
  public struct Link: Hashable, Sendable {
    /// What is shared.
    public let kind: String
    /// Which one.
    public let link: String
    /// The person.
    public let subject: String
    /// The register that says so.
    public let register: String
  }

  /// What became of the decisions that were given.
  public struct Decisions: Equatable, Sendable {
    /// The file's name and the hash of its bytes.
    public var file, sha256: String
    /// How many entries of the queues they decided, by the decision.
    public var same, other: Int
    /// How many name an entry that no queue has now.
    public var unused: Int
  }

  /// What the model points at.
  public var clues: [Clue]
  /// The queues; persons by pseudonym.
  public var matches: [MatchEntry]
  /// What became of the decisions; `nil` where none were given.
  public var decisions: Decisions?
  /// What persons share with the subjects of clues.
  public var links: [Link]
  /// The statements of the rules with their values written out, as they were run.
  public var rules: [RuleStatement]
  /// The names of each register's files, by number.
  public var files: [String: [String]]
  /// What was found about the input.
  public var quality: QualityReport
  /// Rows that were rejected, excluded one by one, or marked.
  public var diagnostics: [Diagnostic]

  /// A rule as it was run.
  public struct RuleStatement: Equatable, Sendable {
    /// The rule's name within the model.
    public var id: String
    /// The statement, values written out.
    public var sql: String
    /// SHA-256 of the statement as it would be for fixed dates: it changes with the rule alone.
    public var definition: String
    /// The registers it reads.
    public var registers: [String]
  }
}
