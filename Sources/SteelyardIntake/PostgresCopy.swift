import SteelyardDomain

/// The rows of a source in a database as a stream of CSV bytes.
///
/// *Edge cases*: the end is given only where the server said that everything was sent; a connection that is lost is a
/// failure and never an early end.
final class PostgresCopy {
  /// What is read.
  let source: PostgresSource
  private let session: PostgresSession
  /// The row that is being given, and what was given of it.
  private var row: UnsafeRawBufferPointer?
  private var given = 0
  private var isAtEnd = false

  /// Connects and has the server begin.
  ///
  /// - Throws: ``IntakeFailure/database(source:_:)``.
  init(_ name: String) throws(IntakeFailure) {
    do throws(DatabaseFault) {
      source = try PostgresSource(name)
      session = try PostgresSession(source, .readOnly)
      try session.beginCopy(try session.table(source).select())
    } catch { throw .database(source: PostgresSource.shown(name), error) }
  }

  deinit { if let row { session.free(row) } }

  /// Fills a buffer as far as the rows reach; 0 bytes mean the end.
  ///
  /// - Throws: ``IntakeFailure/database(source:_:)``.
  func read(into target: UnsafeMutableRawBufferPointer) throws(IntakeFailure) -> Int {
    var filled = 0
    while filled < target.count {
      guard let row = try current() else { break }
      let count = min(row.count - given, target.count - filled)
      UnsafeMutableRawBufferPointer(rebasing: target[filled...]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: row[given..<(given + count)]))
      filled += count
      given += count
      if given == row.count {
        session.free(row)
        self.row = nil
      }
    }
    return filled
  }

  /// The row that is being given; `nil` after the last.
  private func current() throws(IntakeFailure) -> UnsafeRawBufferPointer? {
    if row == nil, !isAtEnd {
      do throws(DatabaseFault) { row = try session.nextRow() } catch {
        throw .database(source: source.name, error)
      }
      given = 0
      isAtEnd = row == nil
    }
    return row
  }
}
