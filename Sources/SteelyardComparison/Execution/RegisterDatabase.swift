import GRDB
import GRDBSQLite
import SteelyardDomain

/// The database of a run: one table a register, filled in one transaction.
///
/// The file is the run's own and is nobody's afterwards; nothing of it is synchronised to disk while it is filled.
final class RegisterDatabase {
  private let queue: DatabaseQueue
  private let plan: ComparisonPlan
  private let path: String
  private var tables: [String: LoadedTable] = [:]

  /// What is known of a register's table while it is filled.
  private struct LoadedTable {
    let columns: [TableColumn]
    let insert: String
    var rows: Int64 = 0
    /// The sums of magnitudes of amounts and numbers, by position of the register's column.
    var totals: [Int: Int128] = [:]
  }

  /// Makes the tables of a plan in a new file.
  ///
  /// - Parameter needed: which columns of a register are kept; others are not looked at by any rule.
  init(plan: ComparisonPlan, path: String, needed: (String, TableColumn) -> Bool) throws(ComparisonFailure) {
    self.plan = plan
    self.path = path
    do {
      var configuration = Configuration()
      // The transaction of the load spans many calls, one for each batch.
      configuration.allowsUnsafeTransactions = true
      configuration.foreignKeysEnabled = false
      queue = try DatabaseQueue(path: path, configuration: configuration)
    } catch { throw Self.failure(error, rule: nil) }
    for schema in plan.registers {
      let columns = SQLCompiler.columns(schema).filter { $0.part == .locator || needed(schema.name, $0) }
      let names = columns.map { SQLDialect.sqlite.quoted($0.name) }.joined(separator: ", ")
      let places = columns.map { _ in "?" }.joined(separator: ", ")
      tables[schema.name] = LoadedTable(
        columns: columns,
        insert: "INSERT INTO \(SQLDialect.sqlite.quoted(schema.name)) (\(names)) VALUES (\(places))")
    }
    try work(rule: nil) { database in
      try database.execute(
        sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -131072; BEGIN")
      for schema in plan.registers {
        try database.execute(sql: SQLCompiler.table(schema, .sqlite, only: self.tables[schema.name]?.columns))
      }
    }
  }

  /// Whether a register's table has a column.
  func keeps(_ column: String, of register: String) -> Bool {
    tables[register]?.columns.contains { $0.name == column } == true
  }

  /// Runs work on the connection, and names what goes wrong.
  func work<Value>(rule: String?, _ body: (Database) throws -> Value) throws(ComparisonFailure) -> Value {
    do {
      return try queue.writeWithoutTransaction(body)
    } catch { throw Self.failure(error, rule: rule) }
  }

  /// Another connection that can only read; only after ``finish(indexes:)``.
  func reader() throws(ComparisonFailure) -> DatabaseQueue {
    do {
      var configuration = Configuration()
      configuration.readonly = true
      return try DatabaseQueue(path: path, configuration: configuration)
    } catch { throw Self.failure(error, rule: nil) }
  }

  static func failure(_ error: any Error, rule: String?) -> ComparisonFailure {
    if let failure = error as? ComparisonFailure { return failure }
    guard let error = error as? DatabaseError else { return .databaseUnusable(code: SQLITE_INTERNAL) }
    return failure(code: error.resultCode.rawValue, rule: rule)
  }

  static func failure(code: Int32, rule: String?) -> ComparisonFailure {
    switch (code & 0xFF, rule) {
    case (SQLITE_FULL, _): .diskFull
    case (SQLITE_INTERRUPT, _): .interrupted
    case (let code, let rule?): .statementFailed(rule: rule, code: code)
    case (let code, nil): .databaseUnusable(code: code)
    }
  }

  // MARK: - Filling

  /// Adds the rows of a batch.
  ///
  /// - Parameter persons: the texts of persons' numbers and keys.
  /// - Precondition: the batch is of the register, rectangular, and each place is new.
  func add(_ batch: RegisterBatch, to register: String, persons: IdentifierTable) throws(ComparisonFailure) {
    guard var table = tables[register], let schema = plan.register(register) else {
      preconditionFailure("a batch is added to a register of the plan")
    }
    precondition(
      batch.isRectangular && batch.columns.count == schema.columns.count, "a batch has its register's columns")
    table.rows += Int64(batch.count)
    guard table.rows <= Int64(ValueFacts.rowsMaximum) else { throw .tooManyRows(register: register) }
    try add(batch, schema, &table)
    try work(rule: nil) { database in
      let statement = SQLiteStatement(try database.cachedStatement(sql: table.insert))
      for row in 0..<batch.count {
        Self.bind(batch, row, table.columns, persons, statement)
        let code = statement.execute()
        guard code == SQLITE_OK else { throw Self.failure(code: code, rule: nil) }
      }
    }
    tables[register] = table
  }

  /// Adds the batch's magnitudes to the totals of the register.
  private func add(_ batch: RegisterBatch, _ schema: RegisterSchema, _ table: inout LoadedTable)
    throws(ComparisonFailure)
  {
    for (position, column) in batch.columns.enumerated() {
      guard case .numbers(let cells) = column else { continue }
      let sum = cells.reduce(Int128(0)) { $1 == RegisterBatch.absentNumber ? $0 : $0 + Int128($1.magnitude) }
      table.totals[position, default: 0] += sum
      guard table.totals[position, default: 0] <= ValueFacts.columnTotalMaximum else {
        throw .totalTooLarge(register: schema.name, column: schema.columns[position].name)
      }
    }
  }

  private static func bind(
    _ batch: RegisterBatch, _ row: Int, _ columns: [TableColumn], _ persons: IdentifierTable,
    _ statement: SQLiteStatement
  ) {
    for (position, column) in columns.enumerated() {
      let place = Int32(position + 1)
      switch column.part {
      case .locator: statement.bind(locator(file: batch.file[row], line: batch.line[row]), at: place)
      case .key(let cell):
        guard case .persons(let cells) = batch.columns[cell] else { preconditionFailure("keys are persons'") }
        bind(code: cells.key[row], persons, statement, place)
      case .cell(let cell):
        switch batch.columns[cell] {
        case .persons(let cells): bind(code: cells.number[row], persons, statement, place)
        case .texts(let cells): bind(code: cells[row], batch.texts, statement, place)
        case .days(let cells):
          bind(cells[row] == RegisterBatch.absentDate ? nil : Day(number: cells[row]).sqlNumber, statement, place)
        case .months(let cells):
          bind(cells[row] == RegisterBatch.absentDate ? nil : Month(number: cells[row]).sqlNumber, statement, place)
        case .numbers(let cells):
          bind(cells[row] == RegisterBatch.absentNumber ? nil : cells[row], statement, place)
        }
      }
    }
  }

  private static func bind(code: Int32, _ texts: IdentifierTable, _ statement: SQLiteStatement, _ place: Int32) {
    guard code >= 0 else { return statement.bindAbsent(place) }
    texts.withBytes(of: code) { statement.bind($0, at: place) }
  }

  private static func bind(_ number: Int64?, _ statement: SQLiteStatement, _ place: Int32) {
    if let number { statement.bind(number, at: place) } else { statement.bindAbsent(place) }
  }

  /// Where a row stands, as one number.
  static func locator(file: Int32, line: Int32) -> Int64 { Int64(file) << 32 | Int64(line) }

  /// Makes indexes and ends the transaction.
  func finish(indexes: [TableIndex]) throws(ComparisonFailure) {
    try work(rule: nil) { database in
      for (number, index) in indexes.enumerated() {
        let columns = index.columns.map { SQLDialect.sqlite.quoted($0) }.joined(separator: ", ")
        try database.execute(
          sql: "CREATE INDEX \"index__\(number)\" ON \(SQLDialect.sqlite.quoted(index.register)) (\(columns))")
      }
      try database.execute(sql: "COMMIT; PRAGMA analysis_limit = 1000; ANALYZE")
    }
  }
}
