/// The columns of a source in a database, and the SELECT by which its rows mean the same whatever the server is set to.
///
/// Moments are told in the time of Asia/Shanghai, as everywhere; truth values are 1 and 0; money of the server's own type has
/// no signs of a currency. Everything else is the server's text.
public struct PostgresTable: Sendable {
  /// The columns, in order.
  public let columns: [String]
  /// The type of each, by the server's number.
  let types: [UInt32]
  /// What gives the rows.
  let query: String
  /// What stands for it in a record: a table itself, of a query its hash.
  let recorded: String

  /// The SELECT of some columns.
  ///
  /// - Parameters:
  ///   - wanted: the columns; `nil` takes all.
  ///   - isRecord: whether it is for a record, where a query's text does not stand.
  /// - Precondition: columns that are wanted by name have names of their own.
  public func select(_ wanted: Set<String>? = nil, isRecord: Bool = false) -> String {
    let given = columns.indices.map { "c\($0 + 1)" }
    let values = columns.indices.filter { wanted?.contains(columns[$0]) ?? true }.map {
      "\(Self.value(given[$0], types[$0])) AS \(Self.inMarks(columns[$0]))"
    }
    // A line of its own, since a query may end in a comment.
    return """
      SELECT \(values.joined(separator: ", "))
      FROM (
      \(isRecord ? recorded : query)
      ) AS steelyard_source (\(given.joined(separator: ", ")))
      """
  }

  /// The numbers of types, from the server's catalogue, where they are the same for ever.
  private enum TypeNumber {
    static let boolean: UInt32 = 16
    static let money: UInt32 = 790
    static let moment: UInt32 = 1184
  }

  private static func value(_ column: String, _ type: UInt32) -> String {
    switch type {
    case TypeNumber.boolean: "CAST(\(column) AS integer)"
    case TypeNumber.money: "CAST(\(column) AS numeric)"
    case TypeNumber.moment: "(\(column) AT TIME ZONE 'Asia/Shanghai')"
    default: column
    }
  }

  /// A name in marks, by scalars: a mark with an accent upon it is another character, and ends the name all the same.
  static func inMarks(_ name: String) -> String {
    "\"" + name.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
}
