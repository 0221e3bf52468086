import GRDB
import GRDBSQLite

/// What a reviewed query may do: read the tables of its registers and call plain functions, nothing else.
///
/// SQLite asks for every step of a statement while it is prepared. Writing, attaching, pragmas, transactions, temporary
/// tables, virtual tables, the schema table, loading extensions and functions outside the list are refused. A common
/// table of which no column is named, as in `SELECT COUNT(*) FROM p`, looks to SQLite's question like a table that is not
/// a register, and is refused too: count one of its columns.
final class QueryGuard {
  /// Functions that only compute from what they are given.
  private static let functions: Set<String> = [
    "abs", "avg", "coalesce", "count", "cume_dist", "dense_rank", "first_value", "ifnull", "iif", "instr", "lag",
    "last_value", "lead", "length", "like", "lower", "ltrim", "max", "min", "nth_value", "ntile", "nullif",
    "percent_rank", "rank", "replace", "round", "row_number", "rtrim", "sign", "substr", "substring", "sum", "total",
    "trim", "upper",
  ]

  private let tables: Set<String>
  private(set) var wasRefused = false

  /// A guard for queries that read some tables.
  init(tables: [String]) { self.tables = Set(tables) }

  /// Stands before a connection; the guard must outlive every statement of it.
  func stand(before database: Database) {
    let own = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_set_authorizer(
      database.sqliteConnection,
      { guardPointer, action, first, second, _, _ in
        guard let guardPointer else { return SQLITE_DENY }
        let guardian = Unmanaged<QueryGuard>.fromOpaque(guardPointer).takeUnretainedValue()
        return guardian.answer(action, first.map { String(cString: $0) }, second.map { String(cString: $0) })
      }, own)
  }

  private func answer(_ action: Int32, _ first: String?, _ second: String?) -> Int32 {
    let isAllowed =
      switch action {
      case SQLITE_SELECT, SQLITE_RECURSIVE: true
      case SQLITE_READ: first.map { tables.contains($0) || $0.isEmpty } ?? false
      case SQLITE_FUNCTION: second.map { Self.functions.contains($0.lowercased()) } ?? false
      default: false
      }
    if !isAllowed { wasRefused = true }
    return isAllowed ? SQLITE_OK : SQLITE_DENY
  }
}
