public import SteelyardComparison
public import SteelyardDomain

/// A clue of a comparison run as its files print it: the texts of its cells, by column name.
///
/// A row is had from a clue or read back from `clues.csv`; what `rank`, `diff`, `explain` and `similar` show is shown from
/// rows, so the file alone is enough.
public struct ClueRow: Equatable, Sendable {
  private let cells: [String: String]

  /// The text of a cell; empty where there is none.
  public subscript(name: String) -> String { cells[name] ?? "" }

  /// The clue's key.
  public var key: String { self["key"] }
  /// The rule's name within the model.
  public var rule: String { self["rule"] }
  /// What and who the clue is about, `person:3f…`.
  public var subject: String { "\(self["subject_kind"]):\(self["subject"])" }
  /// The money at stake in fen; `nil` where the cell is no amount.
  public var amountFen: Int64? { NumberFormats.fen(yuan: self["amount"]).flatMap { Int64(exactly: $0) } }

  init(cells: [String: String]) { self.cells = cells }

  /// Creates the row of a clue.
  init(_ clue: Clue, rule: Rule?) {
    let registers = clue.records.reduce(into: [(String, Int)]()) { counts, record in
      if let last = counts.last, last.0 == record.register {
        counts[counts.count - 1].1 += 1
      } else {
        counts.append((record.register, 1))
      }
    }
    cells = [
      "key": clue.stableKey, "rule": clue.rule, "title_zh": rule?.title.zh ?? "", "title_en": rule?.title.en ?? "",
      "severity": clue.severity.rawValue, "direction": clue.direction.rawValue,
      "subject_kind": clue.subject.kind.rawValue, "subject": clue.subject.identifier, "period": clue.period,
      "occasion": clue.occasion ?? "", "amount": NumberFormats.yuan(fen: clue.amountFen),
      "rows": String(clue.records.count), "registers": registers.map { "\($0.0)=\($0.1)" }.joined(separator: " "),
      "evidence": clue.evidence.map(Self.evidence).joined(separator: "; "),
    ]
  }

  private static func evidence(_ evidence: Clue.Evidence) -> String {
    "\(evidence.name)=\(evidence.value)" + (evidence.threshold.map { " (\($0))" } ?? "")
  }
}

/// The clues of a comparison run (`clues.csv`): the gravest first, then by money at stake, then by key.
public enum ClueTable {
  /// The name of the file in a run's folder.
  public static let fileName = "clues.csv"

  /// The columns; a terminal shows the rule's title in a language.
  public static func table(_ language: Language = .en) -> ResultTable<ClueRow> {
    ResultTable<ClueRow>([
      column("key", "线索键", "clue key", .text, terminal: 0), column("rule", "规则", "rule", .text),
      column("title_zh", "规则名称", "rule (Chinese)", .text, terminal: language == .zh ? 1 : nil),
      column("title_en", "规则名称（英文）", "rule", .text, terminal: language == .en ? 1 : nil),
      column("severity", "轻重", "severity", .word, terminal: 2, words: severityWords),
      column("direction", "性质", "kind of clue", .word, terminal: 3, words: directionWords),
      column("subject_kind", "对象类型", "about", .word, terminal: 5, words: kindWords),
      column("subject", "对象", "subject", .text, terminal: 4), column("period", "核查期", "period", .text),
      column("occasion", "事项", "occasion", .text, terminal: 6),
      column("amount", "涉及金额", "at stake", .money, terminal: 0),
      column("rows", "依据行数", "rows", .whole, terminal: 7), column("registers", "依据的登记表", "registers", .text),
      column("evidence", "比对结果", "findings", .text, terminal: 8),
    ])
  }

  /// The rows of clues, in the order of the file.
  public static func rows(_ clues: [Clue], rules: [Rule]) -> [ClueRow] {
    let rules = Dictionary(rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return ordered(clues).map { ClueRow($0, rule: rules[$0.rule]) }
  }

  /// Clues in the order of the file.
  static func ordered(_ clues: [Clue]) -> [Clue] {
    let grades = Dictionary(uniqueKeysWithValues: Clue.Severity.allCases.enumerated().map { ($1, $0) })
    return clues.map { (clue: $0, key: $0.stableKey) }.sorted { a, b in
      let (first, second) = (grades[a.clue.severity] ?? 0, grades[b.clue.severity] ?? 0)
      return (first, -a.clue.amountFen, a.key) < (second, -b.clue.amountFen, b.key)
    }.map(\.clue)
  }

  /// Reads the file back; `nil` where the bytes are no such table.
  public static func parse(csv bytes: [UInt8]) -> [ClueRow]? {
    ResultRows.rows(bytes, with: ["key", "rule", "subject", "amount"])?.map(ClueRow.init(cells:))
  }

  private static func column(
    _ name: String, _ zh: String, _ en: String, _ kind: ColumnKind, terminal: Int? = nil,
    words: (@Sendable (String) -> LocalizedText)? = nil
  ) -> ResultTable<ClueRow>.Column {
    .init(name, zh: zh, en: en, kind, terminal: terminal, words: words) { $0[name] }
  }

  static let severityWords: @Sendable (String) -> LocalizedText = { cell in
    Clue.Severity(rawValue: cell).map(Wording.clueSeverity) ?? LocalizedText(zh: cell, en: cell)
  }

  static let directionWords: @Sendable (String) -> LocalizedText = { cell in
    Clue.Direction(rawValue: cell).map(Wording.clueDirection) ?? LocalizedText(zh: cell, en: cell)
  }

  static let kindWords: @Sendable (String) -> LocalizedText = { cell in
    Clue.Subject.Kind(rawValue: cell).map(Wording.subjectKind) ?? LocalizedText(zh: cell, en: cell)
  }
}
