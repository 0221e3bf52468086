import GRDB
import GRDBSQLite
public import SteelyardDomain

/// Runs a plan on SQLite: registers in, clues out.
///
/// ```swift
/// let executor = try PlanExecutor(plan, dates: dates, path: "run.sqlite")
/// try executor.add(batch, to: "payments", persons: persons)
/// try executor.finishLoading()
/// let clues = try executor.clues(frame)
/// ```
///
/// Everything is loaded in one transaction into a file of the run's own, with only the columns and the indexes that the
/// plan's rules look at. Rules run in their order; clues come by rule, subject and occasion, so they are the same
/// whatever order the rows were added in.
public final class PlanExecutor {
  let plan: ValidatedPlan
  private let compiler: SQLCompiler
  private let compiled: [CompiledRule]
  let database: RegisterDatabase
  private let queryStepsMaximum: Int
  private let shouldStop: () -> Bool

  /// Makes the database of a plan in a new file.
  ///
  /// - Parameters:
  ///   - path: where; must not exist. The caller removes it.
  ///   - keepsEveryColumn: whether columns are loaded that no rule looks at.
  ///   - queryStepsMaximum: how many steps a query may take.
  ///   - shouldStop: asked every few milliseconds while statements run: an interrupt, a time limit.
  /// - Throws: ``ComparisonFailure`` where the file cannot be made.
  public init(
    _ plan: ValidatedPlan, dates: ComparisonDates, path: String, keepsEveryColumn: Bool = false,
    queryStepsMaximum: Int = Operator.Query.stepsMaximum, shouldStop: @escaping () -> Bool = { false }
  ) throws(ComparisonFailure) {
    self.plan = plan
    self.queryStepsMaximum = queryStepsMaximum
    self.shouldStop = shouldStop
    compiler = SQLCompiler(plan, dates: dates)
    compiled = compiler.rules
    // A query's own text is not taken apart: what it may read is loaded whole.
    let queried = Set(
      plan.plan.rules.flatMap { rule -> [String] in
        if case .query(let query) = rule.operation { query.registers } else { [] }
      })
    let named = Set(compiled.flatMap { $0.statement.names })
    let kept = plan.plan.columnsBesideRules
    database = try RegisterDatabase(plan: plan.plan, path: path) { register, column in
      keepsEveryColumn || queried.contains(register) || named.contains(column.name)
        || kept[register]?.contains(column.name) == true
    }
  }

  /// Adds rows of a register.
  ///
  /// - Parameter persons: the texts behind the codes of persons.
  /// - Precondition: the batch has the register's columns, and no two rows stand at one place.
  /// - Throws: ``ComparisonFailure`` where there is no room, or a column's total leaves its range.
  public func add(_ batch: RegisterBatch, to register: String, persons: IdentifierTable) throws(ComparisonFailure) {
    if shouldStop() { throw .interrupted }
    try database.add(batch, to: register, persons: persons)
  }

  /// Ends the load: indexes are made and the transaction is over.
  public func finishLoading() throws(ComparisonFailure) {
    try database.finish(indexes: TableIndex.needed(by: plan.plan))
  }

  /// The clues of all rules, in the order of rules, subjects and occasions.
  ///
  /// - Throws: ``ComparisonFailure`` where it was stopped, or a query does what it may not.
  public func clues(_ frame: ClueFrame) throws(ComparisonFailure) -> [Clue] {
    var clues: [Clue] = []
    for rule in compiled { clues += try self.clues(rule, frame) }
    return clues
  }

  /// The groups of a rule that measures concentration, by name; empty for other rules.
  public func groups(of rule: Rule) throws(ComparisonFailure) -> [GroupFigure] {
    guard let sql = compiler.groups(rule) else { return [] }
    var groups: [GroupFigure] = []
    try rows(sql.bound(.sqlite), rule.id) { row in
      groups.append(
        GroupFigure(group: row.text(0), part: row.number(1), total: row.number(2), members: row.number(3)))
      return true
    }
    return groups.sorted { $0.group.utf8.lexicographicallyPrecedes($1.group.utf8) }
  }

  private func clues(_ rule: CompiledRule, _ frame: ClueFrame) throws(ComparisonFailure) -> [Clue] {
    var assembly = ClueAssembly(rule)
    let take: (SQLiteStatement) -> Bool = { row in
      guard let finding = Finding(row, rule) else { return false }
      assembly.add(finding)
      return true
    }
    if case .query(let query) = rule.rule.operation {
      try self.query(query, rule, take)
    } else {
      try rows(rule.bound(.sqlite), rule.rule.id, take)
    }
    return try assembly.clues(frame, registers: plan.plan.registers.map(\.name))
  }

  /// Runs a statement of the compiler and hands on its rows.
  private func rows(
    _ statement: (text: String, values: [SQLValue]), _ rule: String, _ take: (SQLiteStatement) -> Bool
  ) throws(ComparisonFailure) {
    try database.work(rule: rule) { database in
      let prepared = try database.makeStatement(sql: statement.text)
      let row = SQLiteStatement(prepared)
      for (position, value) in statement.values.enumerated() {
        switch value {
        case .integer(let number): row.bind(number, at: Int32(position + 1))
        case .text(let text): row.bind(text, at: Int32(position + 1))
        }
      }
      try self.step(row, database, rule, shouldStop: self.shouldStop, take)
    }
  }

  private func step(
    _ row: SQLiteStatement, _ database: Database, _ rule: String, shouldStop: @escaping () -> Bool,
    _ take: (SQLiteStatement) -> Bool
  ) throws(ComparisonFailure) {
    let watch = ProgressWatch(database, shouldStop: shouldStop)
    defer { watch.end() }
    while true {
      let code = row.step()
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else {
        // A sum that leaves 63 bits is the one error that rows can cause.
        if code & 0xFF == SQLITE_ERROR { throw .sumTooLarge(rule: rule) }
        throw RegisterDatabase.failure(code: code, rule: rule)
      }
      guard take(row) else { throw .queryContract(rule: rule) }
    }
  }

  /// Runs a reviewed query on a connection of its own that can only read, under its guard.
  private func query(_ query: Operator.Query, _ rule: CompiledRule, _ take: (SQLiteStatement) -> Bool)
    throws(ComparisonFailure)
  {
    let reader = try database.reader()
    let queryGuard = QueryGuard(tables: query.registers)
    let text = rule.written(.sqlite)
    var questions = 0
    let (limit, shouldStop) = (queryStepsMaximum / Int(ProgressWatch.steps), self.shouldStop)
    do {
      try reader.unsafeRead { database in
        queryGuard.stand(before: database)
        defer { sqlite3_set_authorizer(database.sqliteConnection, nil, nil) }
        sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_LENGTH, Int32(Operator.Query.textBytesMaximum))
        let prepared = try Self.prepare(text, database, queryGuard, rule.rule.id)
        defer { sqlite3_finalize(prepared) }
        let stops = {
          questions += 1
          return questions > limit || shouldStop()
        }
        try self.step(SQLiteStatement(raw: prepared), database, rule.rule.id, shouldStop: stops, take)
      }
    } catch {
      let failure = RegisterDatabase.failure(error, rule: rule.rule.id)
      let isTooLong = failure == .statementFailed(rule: rule.rule.id, code: SQLITE_TOOBIG)
      throw questions > limit || isTooLong ? .queryTooCostly(rule: rule.rule.id) : failure
    }
  }

  /// Prepares the one statement of a text; GRDB would take the statements one by one.
  private static func prepare(_ text: String, _ database: Database, _ queryGuard: QueryGuard, _ rule: String)
    throws(ComparisonFailure) -> OpaquePointer
  {
    var prepared: OpaquePointer?
    let rest = text.withCString { start -> String in
      var end: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v2(database.sqliteConnection, start, -1, &prepared, &end)
      return code == SQLITE_OK ? end.map { String(cString: $0) } ?? "" : "error"
    }
    let isAlone = rest.allSatisfy(\.isWhitespace)
    guard let prepared, isAlone, !queryGuard.wasRefused, sqlite3_stmt_readonly(prepared) != 0 else {
      sqlite3_finalize(prepared)
      if queryGuard.wasRefused || !isAlone && rest != "error" { throw .queryRefused(rule: rule) }
      throw .queryContract(rule: rule)
    }
    return prepared
  }
}
