import GRDB
import GRDBSQLite

/// A row of a rule's result, whichever engine gave it.
protocol ResultRow {
  /// Whether a cell is absent.
  func isAbsent(_ column: Int32) -> Bool
  /// Whether a cell is a whole number of 64 bits.
  func isWhole(_ column: Int32) -> Bool
  /// A cell as a number; 0 where it is absent.
  func number(_ column: Int32) -> Int64
  /// A cell as text; empty where it is absent.
  func text(_ column: Int32) -> String
}

/// The calls of SQLite that GRDB does not wrap for millions of rows: binding and reading cells without boxing.
///
/// Statements come from GRDB, which prepares, caches and frees them.
struct SQLiteStatement: ResultRow {
  private let statement: OpaquePointer
  /// GRDB's statement, which frees what the pointer points to when it goes.
  private let owner: Statement?

  init(_ statement: Statement) {
    self.statement = statement.sqliteStatement
    owner = statement
  }

  init(raw statement: OpaquePointer) {
    self.statement = statement
    owner = nil
  }

  func bindAbsent(_ place: Int32) { sqlite3_bind_null(statement, place) }

  func bind(_ number: Int64, at place: Int32) { sqlite3_bind_int64(statement, place, number) }

  func bind(_ bytes: UnsafeRawBufferPointer, at place: Int32) {
    // An empty text has no address, and SQLite would take that for an absent one.
    let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    if let start {
      sqlite3_bind_text(statement, place, start, Int32(bytes.count), copy)
    } else {
      sqlite3_bind_text(statement, place, "", 0, copy)
    }
  }

  func bind(_ text: String, at place: Int32) {
    var text = text
    text.withUTF8 { bind(UnsafeRawBufferPointer($0), at: place) }
  }

  /// Runs a statement that gives no rows, and makes it ready for the next.
  func execute() -> Int32 {
    let code = sqlite3_step(statement)
    sqlite3_reset(statement)
    return code == SQLITE_DONE ? SQLITE_OK : code
  }

  /// Goes to the next row: `SQLITE_ROW`, `SQLITE_DONE` or an error.
  func step() -> Int32 { sqlite3_step(statement) }

  func reset() { sqlite3_reset(statement) }

  func isAbsent(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

  func isWhole(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_INTEGER }

  func number(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(statement, column) else { return "" }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}

/// A connection's handler that asks every so often whether to go on.
final class ProgressWatch {
  /// How many steps of SQLite's machine lie between two questions: some ten milliseconds.
  static let steps: Int32 = 1_000_000

  private let shouldStop: () -> Bool
  private let connection: OpaquePointer?

  /// Starts to ask.
  init(_ database: Database, shouldStop: @escaping () -> Bool) {
    self.shouldStop = shouldStop
    connection = database.sqliteConnection
    let own = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_progress_handler(
      connection, Self.steps,
      { watch in
        guard let watch else { return 0 }
        return Unmanaged<ProgressWatch>.fromOpaque(watch).takeUnretainedValue().shouldStop() ? 1 : 0
      }, own)
  }

  /// Asks no more.
  func end() { sqlite3_progress_handler(connection, 0, nil, nil) }
}
