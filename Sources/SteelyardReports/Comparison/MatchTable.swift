public import SteelyardComparison
public import SteelyardDomain

/// The queues of matches (`matches.csv`): accounts of persons that may be one person's.
///
/// It is also the form in which decisions come back: whoever fills in `decision` gives the file to the next run.
public enum MatchTable {
  /// The name of the file in a run's folder.
  public static let fileName = "matches.csv"

  /// The columns.
  public static let table = ResultTable<MatchEntry>([
    .init("key", zh: "匹配键", en: "match key", .text, terminal: 0) { $0.key },
    .init("queue", zh: "队列", en: "queue", .word, terminal: 0, words: queueWords) { $0.queue.rawValue },
    .init("decision", zh: "决定", en: "decision", .word, terminal: 0, words: decisionWords) {
      $0.decision?.rawValue ?? ""
    },
    .init("register", zh: "待定的登记表", en: "register held back", .text, terminal: 1) { $0.held.register },
    .init("column", zh: "待定的列", en: "column held back", .text) { $0.held.column },
    .init("person", zh: "待定的人", en: "person held back", .text) { $0.held.person },
    .init("rows", zh: "待定行数", en: "rows held back", .whole, terminal: 2) { String($0.held.rows) },
    .init("other_register", zh: "可能对应的登记表", en: "register it may belong to", .text, terminal: 1) {
      $0.against.register
    },
    .init("other_column", zh: "可能对应的列", en: "its column", .text) { $0.against.column },
    .init("other_person", zh: "可能对应的人", en: "person it may be", .text) { $0.against.person },
    .init("other_rows", zh: "对方行数", en: "its rows", .whole, terminal: 3) { String($0.against.rows) },
  ])

  /// Reads the file back: queue and decision by key; `nil` where the bytes are no such table.
  public static func parse(csv bytes: [UInt8]) -> [String: (queue: MatchEntry.Queue, decision: MatchDecision?)]? {
    guard let rows = ResultRows.rows(bytes, with: ["key", "queue", "decision"]) else { return nil }
    var entries: [String: (queue: MatchEntry.Queue, decision: MatchDecision?)] = [:]
    for row in rows {
      guard let key = row["key"], let queue = row["queue"].flatMap(MatchEntry.Queue.init) else { return nil }
      entries[key] = (queue, row["decision"].flatMap { MatchDecision(rawValue: $0) })
    }
    return entries
  }

  private static let queueWords: @Sendable (String) -> LocalizedText = { cell in
    MatchEntry.Queue(rawValue: cell).map(Wording.matchQueue) ?? LocalizedText(zh: cell, en: cell)
  }

  private static let decisionWords: @Sendable (String) -> LocalizedText = { cell in
    MatchDecision(rawValue: cell).map(Wording.matchDecision) ?? LocalizedText(zh: cell, en: cell)
  }
}
