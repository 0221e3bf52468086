public import SteelyardDomain

/// Clues as JSON Lines (`clues.jsonl`): one object a line, in the order given, each complete in itself.
public enum ClueLines {
  /// The clues of a model as bytes.
  public static func jsonl(_ clues: [Clue], governance: ModelGovernance) -> [UInt8] {
    var bytes: [UInt8] = []
    for clue in clues {
      bytes.append(contentsOf: object(clue, governance).line.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  private static func object(_ clue: Clue, _ governance: ModelGovernance) -> JsonText {
    .object([
      ("key", .text(clue.stableKey)), ("model", .text(clue.model)), ("version", .text(clue.modelVersion)),
      ("rule", .text(clue.rule)), ("subject", subject(clue.subject)), ("period", .text(clue.period)),
      ("amount_fen", .whole(Int128(clue.amountFen))), ("severity", .text(clue.severity.rawValue)),
      ("evidence", .array(clue.evidence.map(evidence))),
      ("wording", .localized(Wording.clue(clue.severity, period: clue.period))),
      ("legal_basis", .array(governance.legalBasis.map(JsonText.localized))),
      ("innocent_explanations", .array(governance.innocentExplanations.map(JsonText.localized))),
      ("suggested_check", .localized(Wording.suggestedCheck(clue.severity))),
    ])
  }

  private static func subject(_ subject: Clue.Subject) -> JsonText {
    .object([("kind", .text(subject.kind.rawValue)), ("id", .text(subject.identifier))])
  }

  /// A value with its title, where the ranking has a column of that name.
  private static func evidence(_ evidence: Clue.Evidence) -> JsonText {
    let column = RankingTable.positions[evidence.name].map { RankingTable.columns[$0] }
    return .object([
      ("name", .text(evidence.name)), ("title", column.map { .localized($0.title) } ?? .null),
      ("value", .text(evidence.value)), ("threshold", evidence.threshold.map { .text($0) } ?? .null),
    ])
  }
}
