import GRDB
import GRDBSQLite
public import SteelyardDomain

/// What was loaded, for another engine to load.
extension PlanExecutor {
  /// The rows of a register as rules see them, in the order of their places: repeated rows taken out, keys as matching
  /// decided.
  ///
  /// - Returns: cells in the order of ``SQLCompiler/columns(_:)``; `nil` where a cell is absent, or its column was not
  ///   kept because no rule looks at it.
  /// - Precondition: the plan has the register.
  /// - Throws: ``ComparisonFailure``.
  public func rows(of register: String) throws(ComparisonFailure) -> [[SQLValue?]] {
    guard let schema = plan.plan.register(register) else { preconditionFailure("the plan has the register") }
    let columns = SQLCompiler.columns(schema)
    let dialect = SQLDialect.sqlite
    let cells = columns.map { database.keeps($0.name, of: register) ? dialect.quoted($0.name) : "NULL" }
    let sql = """
      SELECT \(cells.joined(separator: ", ")) FROM \(dialect.quoted(register))
      ORDER BY \(dialect.quoted(SQLNames.locator))
      """
    return try database.work(rule: nil) { database in
      let statement = SQLiteStatement(try database.makeStatement(sql: sql))
      var rows: [[SQLValue?]] = []
      while true {
        let code = statement.step()
        if code == SQLITE_DONE { return rows }
        guard code == SQLITE_ROW else { throw RegisterDatabase.failure(code: code, rule: nil) }
        rows.append(
          columns.indices.map { position in
            let place = Int32(position)
            if statement.isAbsent(place) { return nil }
            return columns[position].isText ? .text(statement.text(place)) : .integer(statement.number(place))
          })
      }
    }
  }
}

extension SQLCompiler {
  /// How many rows a statement of ``fill(_:_:rows:)`` has at most.
  private static let rowsOfStatement = 500

  /// The statements that fill a register's table, values written out.
  ///
  /// - Parameter rows: cells in the order of ``columns(_:)``.
  public static func fill(_ schema: RegisterSchema, _ dialect: SQLDialect, rows: [[SQLValue?]]) -> [String] {
    stride(from: 0, to: rows.count, by: rowsOfStatement).map { start in
      let written = rows[start..<min(start + rowsOfStatement, rows.count)].map { row in
        "(" + row.map { $0.map { dialect.literal($0) } ?? "NULL" }.joined(separator: ", ") + ")"
      }
      return "INSERT INTO \(dialect.quoted(schema.name)) VALUES\n" + written.joined(separator: ",\n")
    }
  }
}

extension SQLDialect {
  /// A value as the dialect writes it.
  fileprivate func literal(_ value: SQLValue) -> String {
    switch value {
    case .integer(let number): literal(number)
    case .text(let text): literal(text)
    }
  }
}
