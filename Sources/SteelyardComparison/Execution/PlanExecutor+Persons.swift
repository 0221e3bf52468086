import GRDB
public import SteelyardDomain

/// A column of a register that says what a person shares with others.
public struct LinkColumn: Hashable, Sendable {
  /// What is shared.
  public enum Kind: String, CaseIterable, Sendable {
    /// An account, telephone number or address.
    case account
    /// A household.
    case household
    /// Who approved a row.
    case approver
    /// Who issued something.
    case issuer
    /// An employer or another organisation.
    case organisation
  }

  /// What it says.
  public let kind: Kind
  /// The register.
  public let register: String
  /// The column of the person, and the column of what is shared.
  public let person, shared: String
}

/// A person and something it shares; the texts are secret, they leave a run only as pseudonyms.
public struct PersonLink: Hashable, Sendable {
  /// What is shared.
  public let kind: LinkColumn.Kind
  /// Which one.
  public let shared: String
  /// The person's key.
  public let person: String
  /// The register that says so.
  public let register: String
}

extension ComparisonPlan {
  /// The columns by which persons are tied, as the plan's rules name them: shared values, households, approvers and what
  /// clues are about.
  public var linkColumns: [LinkColumn] {
    var links: [LinkColumn] = []
    func add(_ kind: LinkColumn.Kind, _ register: String, _ person: String?, _ shared: String) {
      guard let schema = self.register(register), let person, schema.column(person)?.content == .personId,
        let content = schema.column(shared)?.content, [.code, .text, .personId].contains(content), person != shared
      else { return }
      let link = LinkColumn(kind: kind, register: register, person: person, shared: shared)
      if !links.contains(link) { links.append(link) }
    }
    func first(_ register: String) -> String? { self.register(register)?.persons.first?.id }
    for rule in rules {
      switch rule.operation {
      case .sharing(let sharing):
        add(.account, sharing.rows.register, sharing.person, sharing.shared)
        if let home = sharing.household { add(.household, home.source.register, home.person, home.household) }
      case .kinship(let kinship):
        for tie in kinship.ties {
          switch tie {
          case .household(let source, let person, let household): add(.household, source.register, person, household)
          case .account(let source, let person, let account): add(.account, source.register, person, account)
          case .same, .declared: break
          }
        }
        for pair in kinship.on { add(.approver, kinship.recipients.register, kinship.recipient, pair.column.column) }
      default: break
      }
      let (main, source) = (rule.operation.sources.first, rule.subject.column.source)
      guard let register = main?.register, source == nil || source == main?.name,
        let kind = LinkColumn.Kind(rawValue: rule.subject.kind.rawValue)
      else { continue }
      add(kind, register, first(register), rule.subject.column.column)
    }
    return links
  }

  /// The columns that a run needs beside those its rules look at: names by which keys change, and what persons share.
  var columnsBesideRules: [String: Set<String>] {
    var kept: [String: Set<String>] = [:]
    for register in registers {
      for person in register.persons {
        if let name = person.name { kept[register.name, default: []].insert(name) }
      }
    }
    for link in linkColumns {
      kept[link.register, default: []].formUnion([link.shared, SQLNames.key(link.shared), SQLNames.key(link.person)])
    }
    return kept
  }
}

/// What happens to rows between reading and comparing, and what persons share afterwards.
extension PlanExecutor {
  /// Takes out rows that do not count.
  ///
  /// - Throws: ``ComparisonFailure``.
  public func remove(_ rows: [RegisterRows.Finding], from register: String) throws(ComparisonFailure) {
    if rows.isEmpty { return }
    try database.work(rule: nil) { database in
      let table = SQLDialect.sqlite.quoted(register)
      let statement = SQLiteStatement(
        try database.cachedStatement(
          sql: "DELETE FROM \(table) WHERE \(SQLDialect.sqlite.quoted(SQLNames.locator)) = ?"))
      for row in rows {
        statement.bind(RegisterDatabase.locator(file: row.file, line: row.line), at: 1)
        let code = statement.execute()
        guard code == 0 else { throw RegisterDatabase.failure(code: code, rule: nil) }
      }
    }
  }

  /// Gives rows the keys that matching decided; only before ``finishLoading()``.
  ///
  /// - Throws: ``ComparisonFailure``.
  public func apply(_ changes: [KeyChange], persons: IdentifierTable) throws(ComparisonFailure) {
    struct Side: Hashable { let register, column: String }
    let groups = Dictionary(grouping: changes) { Side(register: $0.register, column: $0.column) }
    for (side, changes) in groups.sorted(by: { ($0.key.register, $0.key.column) < ($1.key.register, $1.key.column) }) {
      // A person whom no rule looks at has no key here.
      guard database.keeps(SQLNames.key(side.column), of: side.register) else { continue }
      try apply(changes, side.register, side.column, persons)
    }
  }

  private func apply(
    _ changes: [KeyChange], _ register: String, _ column: String, _ persons: IdentifierTable
  ) throws(ComparisonFailure) {
    func quoted(_ name: String) -> String { SQLDialect.sqlite.quoted(name) }
    let (table, key) = (quoted(register), quoted(SQLNames.key(column)))
    let name = changes.lazy.compactMap(\.name?.column).first.map(quoted)
    try database.work(rule: nil) { database in
      try database.execute(
        sql: "CREATE TEMP TABLE changes__ (old TEXT NOT NULL, name TEXT, new TEXT)")
      try database.execute(sql: "CREATE INDEX temp.changes__old ON changes__ (old)")
      let insert = SQLiteStatement(try database.makeStatement(sql: "INSERT INTO changes__ VALUES (?, ?, ?)"))
      for change in changes {
        insert.bind(persons.text(of: change.from), at: 1)
        if let name = change.name { insert.bind(name.text, at: 2) } else { insert.bindAbsent(2) }
        if change.to >= 0 { insert.bind(persons.text(of: change.to), at: 3) } else { insert.bindAbsent(3) }
        let code = insert.execute()
        guard code == 0 else { throw RegisterDatabase.failure(code: code, rule: nil) }
      }
      // Those told by key alone never meet those told by name: a number is valid or it is not.
      try database.execute(
        sql: """
          UPDATE \(table) SET \(key) = (SELECT new FROM changes__ WHERE old = \(key) AND name IS NULL)
          WHERE \(key) IN (SELECT old FROM changes__ WHERE name IS NULL)
          """)
      if let name {
        try database.execute(
          sql: """
            UPDATE \(table) SET \(key) =
            (SELECT new FROM changes__ AS c WHERE c.old = \(key) AND c.name = \(table).\(name))
            WHERE EXISTS (SELECT 1 FROM changes__ AS c WHERE c.old = \(key) AND c.name = \(table).\(name))
            """)
      }
      try database.execute(sql: "DROP TABLE changes__")
    }
  }

  /// What persons share with given ones, by the columns of the plan that say so; only after ``finishLoading()``.
  ///
  /// - Parameters:
  ///   - subjects: keys of persons.
  ///   - shared: what clues are about that persons share: accounts, households, issuers.
  /// - Returns: for everything that one of them has and somebody else has too, and for everything in `shared`, everyone
  ///   who has it.
  /// - Throws: ``ComparisonFailure``.
  public func links(
    of subjects: Set<String>, shared: [LinkColumn.Kind: Set<String>]
  ) throws(ComparisonFailure) -> [PersonLink] {
    struct Shared: Hashable {
      let kind: LinkColumn.Kind
      let text: String
    }
    var holders: [Shared: Set<PersonLink>] = [:]
    let columns = plan.plan.linkColumns.filter { database.keeps(SQLNames.key($0.person), of: $0.register) }
    if columns.isEmpty || subjects.isEmpty && shared.isEmpty { return [] }
    try database.work(rule: nil) { database in
      try database.execute(sql: "CREATE TEMP TABLE subjects__ (person TEXT PRIMARY KEY) WITHOUT ROWID")
      let insert = SQLiteStatement(try database.makeStatement(sql: "INSERT INTO subjects__ VALUES (?)"))
      for subject in subjects {
        insert.bind(subject, at: 1)
        let code = insert.execute()
        guard code == 0 else { throw RegisterDatabase.failure(code: code, rule: nil) }
      }
      try database.execute(sql: "CREATE TEMP TABLE shared__ (kind TEXT NOT NULL, shared TEXT NOT NULL)")
      let share = SQLiteStatement(try database.makeStatement(sql: "INSERT INTO shared__ VALUES (?, ?)"))
      for (kind, texts) in shared {
        for text in texts {
          share.bind(kind.rawValue, at: 1)
          share.bind(text, at: 2)
          let code = share.execute()
          guard code == 0 else { throw RegisterDatabase.failure(code: code, rule: nil) }
        }
      }
      for link in columns {
        let statement = SQLiteStatement(try database.makeStatement(sql: self.select(link)))
        while statement.step() == 100 {
          let (text, person) = (statement.text(0), statement.text(1))
          let one = PersonLink(kind: link.kind, shared: text, person: person, register: link.register)
          holders[Shared(kind: link.kind, text: text), default: []].insert(one)
        }
      }
      try database.execute(sql: "DROP TABLE subjects__; DROP TABLE shared__")
    }
    return holders.values.filter { Set($0.map(\.person)).count > 1 }.flatMap { $0 }.sorted {
      ($0.kind.rawValue, $0.shared, $0.person, $0.register) < ($1.kind.rawValue, $1.shared, $1.person, $1.register)
    }
  }

  private func select(_ link: LinkColumn) -> String {
    func quoted(_ name: String) -> String { SQLDialect.sqlite.quoted(name) }
    let isPerson = plan.plan.register(link.register)?.column(link.shared)?.content == .personId
    let (table, key) = (quoted(link.register), quoted(SQLNames.key(link.person)))
    let shared = quoted(isPerson ? SQLNames.key(link.shared) : link.shared)
    return """
      SELECT DISTINCT \(shared), \(key) FROM \(table) WHERE \(key) IS NOT NULL AND (\(shared) IN
      (SELECT \(shared) FROM \(table) WHERE \(key) IN (SELECT person FROM subjects__) AND \(shared) <> '')
      OR \(shared) IN (SELECT shared FROM shared__ WHERE kind = '\(link.kind.rawValue)'))
      """
  }
}
