import CPostgres
public import SteelyardDomain

/// A connection to a PostgreSQL server, in one transaction that sees one state of the data and is never committed.
///
/// ```swift
/// let session = try PostgresSession(source, .readOnly)
/// let rows = try session.csv(of: try session.table(source).select())
/// ```
///
/// Statements go one at a time by the protocol that takes no second one behind a semicolon. The server ends the transaction
/// when the connection goes, and whatever it made with it.
///
/// *Edge cases*: notices of the server are dropped, for they may quote rows.
public final class PostgresSession {
  /// What the transaction may do.
  public enum Access: Sendable {
    /// Read.
    case readOnly
    /// Read, and make tables that nobody else sees.
    case temporaryTables
  }

  /// The server's version, as it tells it.
  public let version: String
  private let library: steelyard_libpq
  private let connection: OpaquePointer

  /// Connects and begins.
  ///
  /// - Parameters:
  ///   - source: whose connection is made.
  ///   - settings: what is set before, `name=value`; our own go before them, where both name one.
  /// - Throws: ``DatabaseFault``.
  public init(_ source: PostgresSource, _ access: Access, settings: [String] = []) throws(DatabaseFault) {
    guard let library = PostgresLibrary.loaded else { throw .libraryMissing }
    self.library = library
    // The first is the connection as a whole, so what stands behind it holds whatever it says.
    let names = ["fallback_application_name", "dbname", "client_encoding"]
    let values = ["steelyard", source.connection, "UTF8"]
    let made = withCStrings(names) { names in withCStrings(values) { library.connect(names, $0, 1) } }
    guard let made else { throw .noConnection("") }
    guard library.status(made) == CONNECTION_OK else {
      let text = Self.plain(library.message(made).map { String(cString: $0) } ?? "")
      library.finish(made)
      throw .noConnection(text)
    }
    connection = made
    _ = library.setNotices(made, { _, _ in }, nil)
    version = library.parameter(made, "server_version").map { String(cString: $0) } ?? ""
    try run("BEGIN ISOLATION LEVEL REPEATABLE READ\(access == .readOnly ? ", READ ONLY" : "")")
    for setting in settings {
      let sides = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      do { try run("SELECT set_config($1, $2, true)", [sides[0], sides.last ?? ""]) } catch {
        if case .failed = error { throw .settingRefused(name: sides[0]) }
        throw error
      }
    }
    try run(Self.settings)
    try watchClient()
  }

  deinit { library.finish(connection) }

  /// What texts of values depend on, the same for every server: dates, moments, floating point, quotes, and that a table's
  /// rows come from its beginning.
  private static let settings =
    "SELECT "
    + [
      "'DateStyle', 'ISO, YMD'", "'TimeZone', 'Asia/Shanghai'", "'IntervalStyle', 'postgres'", "'bytea_output', 'hex'",
      "'extra_float_digits', '1'", "'standard_conforming_strings', 'on'", "'synchronize_seqscans', 'off'",
    ].map { "set_config(\($0), true)" }.joined(separator: ", ")

  /// Has the server look now and then whether we are still there, so that a query ends soon after its reader; one before
  /// version 14, or on a system where it cannot, works on to the end.
  private func watchClient() throws(DatabaseFault) {
    try run("SAVEPOINT steelyard")
    do {
      try run("SELECT set_config(name, '2s', true) FROM pg_settings WHERE name = 'client_connection_check_interval'")
    } catch {
      try run("ROLLBACK TO SAVEPOINT steelyard")
    }
  }

  /// Runs a statement and hands back its rows; an absent value is an empty text.
  ///
  /// - Throws: ``DatabaseFault``.
  @discardableResult
  public func run(_ statement: String, _ values: [String] = []) throws(DatabaseFault) -> [[String]] {
    let result = withCStrings(values) {
      library.execute(connection, statement, Int32(values.count), nil, $0, nil, nil, 0)
    }
    defer { library.clear(result) }
    guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(library.resultStatus(result)) else { throw fault(result) }
    return (0..<library.rowCount(result)).map { row in
      (0..<library.columnCount(result)).map { column in
        library.value(result, row, column).map { String(cString: $0) } ?? ""
      }
    }
  }

  /// Finds a source's table, or has the server read its query, and tells the columns.
  ///
  /// - Throws: ``DatabaseFault``.
  public func table(_ source: PostgresSource) throws(DatabaseFault) -> PostgresTable {
    let query: String
    switch source.content {
    case .query(let text): query = text
    case .table(let name): query = "SELECT * FROM \(try whole(name))"
    }
    try prepare(query)
    let described = library.describe(connection, "")
    defer { library.clear(described) }
    guard library.resultStatus(described) == PGRES_COMMAND_OK else { throw fault(described) }
    let places = 0..<library.columnCount(described)
    if places.isEmpty { throw .noRows }
    let table = PostgresTable(
      columns: places.map { library.columnName(described, $0).map { String(cString: $0) } ?? "" },
      types: places.map { library.columnType(described, $0) }, query: query,
      recorded: source.queryHash.isEmpty ? query : "/* query, SHA-256 \(source.queryHash) */")
    try tryReading(table)
    return table
  }

  /// Tries a source where nothing can be written or locked, without a row of it: what stands alone need not stand within
  /// another, as a DELETE that returns rows.
  private func tryReading(_ table: PostgresTable) throws(DatabaseFault) {
    try run("SAVEPOINT steelyard")
    try run("SET TRANSACTION READ ONLY")
    do { try run("SELECT FROM (\n\(table.select())\n) AS steelyard_trial LIMIT 0") } catch {
      // 42: syntax and names; 0A: not supported there; 25006: it would write.
      guard case .failed(let state) = error, state.hasPrefix("42") || state.hasPrefix("0A") || state == "25006" else {
        throw error
      }
      throw .queryRefused(state: state, position: nil)
    }
    try run("ROLLBACK TO SAVEPOINT steelyard")
  }

  /// Has the server read a query; more than one statement is none.
  private func prepare(_ query: String) throws(DatabaseFault) {
    let prepared = library.prepare(connection, "", query, 0, nil)
    defer { library.clear(prepared) }
    guard library.resultStatus(prepared) == PGRES_COMMAND_OK else { throw fault(prepared, isReading: true) }
  }

  /// A table's name with its schema, in the server's own marks: the server reads what was given, as a name and nothing else.
  private func whole(_ name: String) throws(DatabaseFault) -> String {
    let rows: [[String]]
    do {
      rows = try run(
        """
        SELECT format('%I.%I', nspname, relname) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE pg_class.oid = to_regclass($1) AND relkind IN ('r', 'p', 'v', 'm', 'f')
        """, [name])
    } catch {
      if case .failed = error { throw .tableMissing }
      throw error
    }
    guard let found = rows.first?.first else { throw .tableMissing }
    return found
  }

  /// Begins to copy the rows of a SELECT out as CSV, the header first.
  ///
  /// - Throws: ``DatabaseFault``.
  func beginCopy(_ select: String) throws(DatabaseFault) {
    let result = library.execute(
      connection, "COPY (\n\(select)\n) TO STDOUT WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')", 0, nil, nil, nil,
      nil, 0)
    defer { library.clear(result) }
    guard library.resultStatus(result) == PGRES_COPY_OUT else { throw fault(result) }
  }

  /// The next row of a copy; `nil` after the last, once the server has said that it was the last.
  ///
  /// - Returns: its bytes, to be given back to ``free(_:)``.
  /// - Throws: ``DatabaseFault``: what came before is then not the whole.
  func nextRow() throws(DatabaseFault) -> UnsafeRawBufferPointer? {
    var bytes: UnsafeMutablePointer<CChar>?
    let count = library.copyData(connection, &bytes, 0)
    if count > 0, let bytes { return UnsafeRawBufferPointer(start: bytes, count: Int(count)) }
    let result = library.nextResult(connection)
    defer { library.clear(result) }
    guard count == -1, library.resultStatus(result) == PGRES_COMMAND_OK else { throw fault(result) }
    while let rest = library.nextResult(connection) { library.clear(rest) }
    return nil
  }

  /// Gives a row back.
  func free(_ row: UnsafeRawBufferPointer) {
    library.freeMemory(UnsafeMutableRawPointer(mutating: row.baseAddress))
  }

  /// The rows of a SELECT as CSV, the header first.
  ///
  /// - Throws: ``DatabaseFault``.
  public func csv(of select: String) throws(DatabaseFault) -> [UInt8] {
    try beginCopy(select)
    var bytes: [UInt8] = []
    while let row = try nextRow() {
      bytes.append(contentsOf: row)
      free(row)
    }
    return bytes
  }

  /// What went wrong, told by the SQLSTATE alone.
  ///
  /// - Parameter isReading: whether the server was only to read a query, so that the place it stopped at is one of the user's.
  private func fault(_ result: OpaquePointer?, isReading: Bool = false) -> DatabaseFault {
    func field(_ code: Int) -> String? { library.errorField(result, Int32(code)).map { String(cString: $0) } }
    let state = field(steelyard_sqlstate) ?? ""
    // 57P01 to 57P03: the server is shut down, or someone ended the connection.
    let isLost = state.isEmpty || state.hasPrefix("08") || state.hasPrefix("57P")
    if isLost || library.status(connection) != CONNECTION_OK { return .connectionLost }
    if state == "42501" { return .notPermitted }
    if isReading { return .queryRefused(state: state, position: field(steelyard_position).flatMap { Int($0) }) }
    return .failed(state: state)
  }

  /// A message on one line, without what would steer a terminal.
  private static func plain(_ message: String) -> String {
    let lines = message.split(whereSeparator: \.isNewline).map { line in
      String(String.UnicodeScalarView(line.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    }
    return lines.joined(separator: "; ")
  }
}

/// Hands strings on as C has them, a null behind the last.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
  let copies = strings.map { Array($0.utf8CString) }
  var places: [Int] = []
  var bytes: [CChar] = []
  for copy in copies {
    places.append(bytes.count)
    bytes += copy
  }
  return bytes.withUnsafeBufferPointer { bytes in
    let pointers = places.map { bytes.baseAddress?.advanced(by: $0) } + [nil]
    return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
