import CPostgres
public import SteelyardDomain

/// A table or a query of a PostgreSQL database, as it is named among files: `postgres:CONNECTION#TABLE` or
/// `postgres:CONNECTION#QUERY`.
///
/// The connection is what `psql` takes: a URI (`postgres://user@host/bureau#claims`), words (`postgres:service=bureau#claims`),
/// the name of a database, or nothing at all, with the environment, `~/.pgpass` and service files as libpq knows them. It
/// ends at the first `#`. Behind it stands a table, its name written as in SQL, or a query, which has a blank in it.
///
/// *Edge cases*: a name with a password in it is refused, since lists of processes show it; so is one in which a password
/// that was not escaped could be taken for something else. A file of such a name is read as `./postgres:…`.
public struct PostgresSource: Equatable, Sendable {
  /// What is read.
  enum Content: Equatable {
    /// A table or view, written as in SQL.
    case table(String)
    /// A query.
    case query(String)
  }

  private static let prefixes = ["postgres:", "postgresql:"]

  /// The source as it is shown and recorded: as it was given, but of a query the beginning of its hash.
  public let name: String
  /// Where it is, as it was given.
  public let place: String
  /// The SHA-256 of the query in hexadecimal digits; empty for a table.
  public let queryHash: String
  /// What libpq is given.
  let connection: String
  let content: Content

  /// Whether a name among files is that of a database.
  public static func isNamed(by name: String) -> Bool { prefixes.contains(where: name.hasPrefix) }

  /// A name as it may be shown: that of a file as it is.
  public static func shown(_ name: String) -> String {
    guard isNamed(by: name) else { return name }
    return (try? PostgresSource(name))?.name ?? "postgres:"
  }

  /// Reads a name; nothing is asked of a server.
  ///
  /// - Throws: ``DatabaseFault/sourceUnreadable``, ``DatabaseFault/passwordInName``, ``DatabaseFault/libraryMissing``.
  public init(_ name: String) throws(DatabaseFault) {
    guard let prefix = Self.prefixes.first(where: name.hasPrefix),
      let mark = name.unicodeScalars.firstIndex(of: "#")
    else { throw .sourceUnreadable }
    place = String(name[..<mark])
    let words = place.dropFirst(prefix.count)
    connection = words.hasPrefix("//") ? place : String(words)
    content = try Self.content(String(name[mark...].unicodeScalars.dropFirst()))
    switch content {
    case .table(let table):
      queryHash = ""
      self.name = "\(place)#\(table)"
    case .query(let query):
      queryHash = ContentHash.of(Array(query.utf8))
      self.name = "\(place)#query-\(queryHash.prefix(12))"
    }
    try Self.check(connection)
  }

  /// A name of a table, in marks or not, its schema before it.
  private static func content(_ text: String) throws(DatabaseFault) -> Content {
    let blanks: Set<Character> = [" ", "\n", "\t", "\r", "\r\n"]
    var text = text[...]
    while let last = text.last, blanks.contains(last) || last == ";" { text.removeLast() }
    text = text.drop(while: blanks.contains)
    let part = #"(?:[\p{L}_][\p{L}\p{N}_$]*|"(?:[^"]|"")+")"#
    guard let pattern = try? Regex("\(part)(?:\\.\(part))?").matchingSemantics(.unicodeScalar) else {
      preconditionFailure("the pattern of a table's name is one")
    }
    if (try? pattern.wholeMatch(in: text)) != nil { return .table(String(text)) }
    // What is neither may be the rest of a password with the mark in it.
    guard text.contains(where: blanks.contains) else { throw .sourceUnreadable }
    return .query(String(text))
  }

  /// Refuses a connection that holds a password, or may hold one that was not escaped.
  private static func check(_ connection: String) throws(DatabaseFault) {
    // A database's name alone.
    guard connection.contains("=") || connection.hasPrefix("postgres") && connection.contains("://") else {
      if connection.contains("@") { throw .sourceUnreadable }
      return
    }
    guard let library = PostgresLibrary.loaded else { throw .libraryMissing }
    guard let options = library.parse(connection, nil) else { throw .sourceUnreadable }
    defer { library.freeOptions(options) }
    var option = options
    while let keyword = option.pointee.keyword.map({ String(cString: $0) }) {
      defer { option += 1 }
      guard let value = option.pointee.val.map({ String(cString: $0) }) else { continue }
      // The library marks so what is not to be shown.
      if option.pointee.dispchar.map({ String(cString: $0) })?.hasPrefix("*") == true { throw .passwordInName }
      let isPlace = ["host", "hostaddr", "port", "dbname"].contains(keyword)
      if isPlace, value.contains("@") { throw .sourceUnreadable }
      if keyword == "port", !value.allSatisfy({ $0.isNumber || $0 == "," }) { throw .sourceUnreadable }
    }
  }
}
