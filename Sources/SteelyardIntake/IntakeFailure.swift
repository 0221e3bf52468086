public import SteelyardDomain

/// Why a file could not be read to its end.
public enum IntakeFailure: Error, Equatable, Sendable {
  /// The file is missing, is a directory, or the system refuses to read it.
  case unreadable(file: String)
  /// The file changed while it was read.
  case changedWhileReading(file: String)
  /// A database did not give what was asked of it.
  case database(source: String, DatabaseFault)
  /// Whoever asked for the rows cannot hold more of them; how many were read.
  case stopped(rows: Int64)
  /// The file's content cannot be used; each diagnostic is fatal.
  case refused([Diagnostic])
}
