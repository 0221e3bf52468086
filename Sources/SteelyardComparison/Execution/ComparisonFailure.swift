/// Why a comparison stopped: circumstances, never what a row says.
public enum ComparisonFailure: Error, Equatable, Sendable {
  /// The database file cannot be made or written: SQLite's result code.
  case databaseUnusable(code: Int32)
  /// There is no room for the database or its temporary files.
  case diskFull
  /// The caller wanted the work to stop.
  case interrupted
  /// A register has more than a billion rows.
  case tooManyRows(register: String)
  /// The amounts or numbers of a column add up to more than 10^17, signs aside.
  case totalTooLarge(register: String, column: String)
  /// The amounts of a rule or a clue add up to more than 63 bits hold.
  case sumTooLarge(rule: String)
  /// A query does something other than read its registers, or is more than one statement.
  case queryRefused(rule: String)
  /// A query takes more steps, or makes longer texts, than it may.
  case queryTooCostly(rule: String)
  /// A query has not the columns of its contract, or one of them has not its type.
  case queryContract(rule: String)
  /// A statement failed: SQLite's result code.
  case statementFailed(rule: String, code: Int32)
}
