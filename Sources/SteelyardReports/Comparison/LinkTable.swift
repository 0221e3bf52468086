import SteelyardDomain

/// What persons share with the subjects of clues (`links.csv`), by pseudonym: accounts, households, approvers, issuers.
///
/// Only what at least two persons share stands here, and only where one of them, or what they share, is the subject of a
/// clue: it is what `steelyard similar` needs to go from a case to others like it.
public enum LinkTable {
  /// The name of the file in a run's folder.
  public static let fileName = "links.csv"

  /// A person and what it shares.
  public struct Row: Hashable, Sendable {
    /// What is shared: `account`, `household`, `approver`, `issuer`, `organisation`.
    public let kind: String
    /// Which one, by pseudonym.
    public let link: String
    /// The person, by pseudonym.
    public let subject: String
    /// The register that says so.
    public let register: String

    /// Creates a row.
    public init(kind: String, link: String, subject: String, register: String) {
      self.kind = kind
      self.link = link
      self.subject = subject
      self.register = register
    }
  }

  /// The columns.
  public static let table = ResultTable<Row>([
    .init("kind", zh: "共用的是", en: "what is shared", .word, words: { Wording.linkKind($0) }) { $0.kind },
    .init("link", zh: "哪一个", en: "which", .text) { $0.link },
    .init("subject", zh: "人员", en: "person", .text) { $0.subject },
    .init("register", zh: "登记表", en: "register", .text) { $0.register },
  ])

  /// The file: rows by kind, link, person and register.
  public static func csv(_ rows: [Row]) -> [UInt8] {
    table.csv(rows.sorted { ($0.kind, $0.link, $0.subject, $0.register) < ($1.kind, $1.link, $1.subject, $1.register) })
  }

  /// Reads the file back; `nil` where the bytes are no such table.
  public static func parse(csv bytes: [UInt8]) -> [Row]? {
    ResultRows.rows(bytes, with: ["kind", "link", "subject", "register"])?.map { row in
      Row(
        kind: row["kind"] ?? "", link: row["link"] ?? "", subject: row["subject"] ?? "",
        register: row["register"] ?? "")
    }
  }
}

/// Persons who share something with a given one (`steelyard similar` on a comparison run).
public enum LinkedTable {
  /// A person who shares something.
  public struct Row: Equatable, Sendable {
    /// The person, by pseudonym.
    public let subject: String
    /// What is shared, by kind, with how many of each.
    public let shared: [String: Int]
    /// The person's own clues.
    public let clues: [ClueRow]

    var sharedTotal: Int { shared.values.reduce(0, +) }
  }

  /// Who shares most comes first, then who has more clues of its own, then by pseudonym; of an account, a household or an
  /// issuer everyone who has it.
  public static func rows(of subject: String, links: [LinkTable.Row], clues: [ClueRow], count: Int) -> [Row] {
    struct Key: Hashable { let kind, link: String }
    // A person's own, or the one that is asked about.
    let own = Set(
      links.filter { $0.subject == subject || $0.link == subject }.map { Key(kind: $0.kind, link: $0.link) })
    var shared: [String: Set<Key>] = [:]
    for link in links where link.subject != subject && own.contains(Key(kind: link.kind, link: link.link)) {
      shared[link.subject, default: []].insert(Key(kind: link.kind, link: link.link))
    }
    let cluesOf = Dictionary(grouping: clues.filter { $0["subject_kind"] == Clue.Subject.Kind.person.rawValue }) {
      $0["subject"]
    }
    let rows = shared.map { other, keys in
      Row(
        subject: other, shared: keys.reduce(into: [:]) { $0[$1.kind, default: 0] += 1 }, clues: cluesOf[other] ?? [])
    }
    return Array(
      rows.sorted {
        (-$0.sharedTotal, -$0.clues.count, $0.subject) < (-$1.sharedTotal, -$1.clues.count, $1.subject)
      }.prefix(count))
  }

  /// The columns.
  public static let table = ResultTable<Row>([
    .init("subject", zh: "人员", en: "person", .text, terminal: 0) { $0.subject },
    .init("shared", zh: "共用", en: "shares", .word, terminal: 0, words: sharedWords) { row in
      row.shared.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    },
    .init("clues", zh: "本人的线索数", en: "clues of its own", .whole, terminal: 0) { String($0.clues.count) },
    .init("rules", zh: "涉及的规则", en: "their rules", .text, terminal: 1) { row in
      Set(row.clues.map(\.rule)).sorted().joined(separator: " ")
    },
    .init("amount", zh: "涉及金额", en: "at stake", .money, terminal: 2) { row in
      NumberFormats.yuan(wideFen: row.clues.reduce(Int128(0)) { $0 + Int128($1.amountFen ?? 0) })
    },
  ])

  private static let sharedWords: @Sendable (String) -> LocalizedText = { cell in
    let parts = cell.split(separator: " ").map { part in
      let sides = part.split(separator: "=").map(String.init)
      let kind = Wording.linkKind(sides.first ?? "")
      return LocalizedText(zh: "\(kind.zh) \(sides.last ?? "")", en: "\(kind.en) \(sides.last ?? "")")
    }
    return LocalizedText(zh: parts.map(\.zh).joined(separator: "，"), en: parts.map(\.en).joined(separator: ", "))
  }
}
