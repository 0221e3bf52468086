public import SteelyardComparison
public import SteelyardDomain

/// Where the rows stand that clues and matches rest on (`evidence.csv`): register, file and line, for who may look them up.
///
/// The other files do not name places, so that they do not depend on the order of rows or the split into files.
public enum EvidenceTable {
  /// The name of the file in a run's folder.
  public static let fileName = "evidence.csv"

  /// A place.
  public struct Row: Equatable, Sendable {
    /// The key of the clue or match.
    public var key: String
    /// `clue`, or which account of a match: `held`, `against`.
    public var role: String
    /// The register.
    public var register: String
    /// The file's name.
    public var file: String
    /// The line.
    public var line: Int
    /// The values compared, where the user asked for them.
    public var values: String
  }

  /// The columns.
  public static let table = ResultTable<Row>([
    .init("key", zh: "键", en: "key", .text) { $0.key },
    .init("role", zh: "作用", en: "role", .word, terminal: 0, words: roleWords) { $0.role },
    .init("register", zh: "登记表", en: "register", .text, terminal: 0) { $0.register },
    .init("file", zh: "文件", en: "file", .text, terminal: 0) { $0.file },
    .init("line", zh: "行", en: "line", .whole, terminal: 0) { String($0.line) },
    .init("values", zh: "比对的值", en: "values compared", .text, terminal: 1) { $0.values },
  ])

  /// The places of clues, then of matches.
  ///
  /// - Parameter files: the names of each register's files, by number.
  public static func rows(_ clues: [Clue], matches: [MatchEntry], files: [String: [String]]) -> [Row] {
    func name(_ register: String, _ file: Int) -> String {
      let names = files[register] ?? []
      return names.indices.contains(file) ? names[file] : ""
    }
    let clueRows = ClueTable.ordered(clues).flatMap { clue in
      let key = clue.stableKey
      return clue.records.map { record in
        Row(
          key: key, role: "clue", register: record.register, file: name(record.register, record.file),
          line: record.line, values: record.values.map { "\($0.name)=\($0.value)" }.joined(separator: "; "))
      }
    }
    let matchRows = matches.flatMap { entry in
      [("held", entry.held), ("against", entry.against)].map { role, account in
        Row(
          key: entry.key, role: role, register: account.register, file: name(account.register, Int(account.file)),
          line: Int(account.line), values: "")
      }
    }
    return clueRows + matchRows
  }

  /// Reads the file back; `nil` where the bytes are no such table.
  public static func parse(csv bytes: [UInt8]) -> [Row]? {
    ResultRows.rows(bytes, with: ["key", "role", "register", "file", "line", "values"])?.compactMap { row in
      row["line"].flatMap { Int($0) }.map {
        Row(
          key: row["key"] ?? "", role: row["role"] ?? "", register: row["register"] ?? "", file: row["file"] ?? "",
          line: $0, values: row["values"] ?? "")
      }
    }
  }

  private static let roleWords: @Sendable (String) -> LocalizedText = { cell in
    Wording.evidenceRoles[cell] ?? LocalizedText(zh: cell, en: cell)
  }
}
