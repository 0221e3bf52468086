/// Why a database did not give what was asked of it.
///
/// No text of the server but that of a refused connection is kept: an error in a query may quote a value of a row.
public enum DatabaseFault: Error, Equatable, Sendable {
  /// What names the source is none, or cannot be told apart from a password.
  case sourceUnreadable
  /// A password stands in the name of the source, where everyone who lists processes sees it.
  case passwordInName
  /// The client library is not installed.
  case libraryMissing
  /// No connection; what the library and the server say of it.
  case noConnection(String)
  /// The database has no such table.
  case tableMissing
  /// The user may not read it, or may not make temporary tables.
  case notPermitted
  /// The query is one that the server does not read as a single SELECT.
  ///
  /// - Parameters:
  ///   - state: the SQLSTATE.
  ///   - position: the character of the query that the server stopped at, from one; `nil` where it names none.
  case queryRefused(state: String, position: Int?)
  /// The query gives no table: it is no SELECT.
  case noRows
  /// A setting that was asked for is none, or its value is none.
  case settingRefused(name: String)
  /// The server broke off; the SQLSTATE says why.
  case failed(state: String)
  /// The connection was lost before everything had come.
  case connectionLost
}
