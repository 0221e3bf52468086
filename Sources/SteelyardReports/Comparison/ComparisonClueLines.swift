public import SteelyardComparison
public import SteelyardDomain

/// The clues of a comparison run as JSON Lines (`clues.jsonl`): one object a line, in the order of `clues.csv`, each with
/// everything a reader must know of its rule.
public enum ComparisonClueLines {
  /// The clues as bytes.
  public static func jsonl(
    _ clues: [Clue], governance: ModelGovernance, rules: [Rule], accounts: [RuleGovernance]
  ) -> [UInt8] {
    let rules = Dictionary(rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let accounts = Dictionary(accounts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var bytes: [UInt8] = []
    for clue in ClueTable.ordered(clues) {
      bytes += object(clue, governance, rules[clue.rule], accounts[clue.rule]).line.utf8
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  private static func object(
    _ clue: Clue, _ governance: ModelGovernance, _ rule: Rule?, _ account: RuleGovernance?
  ) -> JsonText {
    let law = account?.legalBasis ?? []
    let innocent = account?.innocentExplanations ?? []
    let row = ClueRow(clue, rule: rule)
    return .object([
      ("key", .text(row.key)), ("model", .text(clue.model)), ("version", .text(clue.modelVersion)),
      ("rule", .text(clue.rule)), ("title", rule.map { .localized($0.title) } ?? .null),
      (
        "subject",
        .object([("kind", .text(clue.subject.kind.rawValue)), ("id", .text(clue.subject.identifier))])
      ),
      ("period", .text(clue.period)), ("occasion", clue.occasion.map { .text($0) } ?? .null),
      ("amount_fen", .whole(Int128(clue.amountFen))), ("severity", .text(clue.severity.rawValue)),
      ("direction", .text(clue.direction.rawValue)), ("evidence", .array(clue.evidence.map(evidence))),
      ("rows", .array(rows(clue))), ("wording", rule.map { .localized($0.sentence) } ?? .null),
      ("does_not_mean", account.map { .localized($0.doesNotMean) } ?? .null),
      ("legal_basis", .array((law.isEmpty ? governance.legalBasis : law).map(JsonText.localized))),
      (
        "innocent_explanations",
        .array((innocent.isEmpty ? governance.innocentExplanations : innocent).map(JsonText.localized))
      ),
      ("suggested_check", rule.map { .localized($0.suggestedCheck) } ?? .null),
      ("loophole", account.map { .localized($0.loophole) } ?? .null),
    ])
  }

  private static func evidence(_ evidence: Clue.Evidence) -> JsonText {
    .object([
      ("name", .text(evidence.name)), ("value", .text(evidence.value)),
      ("threshold", evidence.threshold.map { .text($0) } ?? .null),
    ])
  }

  /// How many rows of each register the clue rests on; `evidence.csv` has their places.
  private static func rows(_ clue: Clue) -> [JsonText] {
    Dictionary(grouping: clue.records, by: \.register).sorted { $0.key < $1.key }.map { register, records in
      .object([("register", .text(register)), ("rows", .whole(Int128(records.count)))])
    }
  }
}
