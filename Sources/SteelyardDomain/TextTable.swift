/// A small table of texts as it stands in a file: what a tally or another table of aggregates is read from.
public struct TextTable: Equatable, Sendable {
  /// The file's name.
  public let file: String
  /// The column names.
  public let columns: [String]
  /// The rows, each with as many cells as there are columns.
  public let rows: [[String]]
  /// The line each row starts on.
  public let lines: [Int]

  /// Creates a table.
  ///
  /// - Precondition: every row has as many cells as there are columns, and there is a line for each.
  public init(file: String, columns: [String], rows: [[String]], lines: [Int]) {
    precondition(rows.count == lines.count && rows.allSatisfy { $0.count == columns.count }, "a table is rectangular")
    self.file = file
    self.columns = columns
    self.rows = rows
    self.lines = lines
  }

  /// A cell of a table of ours as it is written: quoted where a separator, quote or line end stands in it (RFC 4180).
  public static func cell(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 }
    // By scalars: a quotation mark with an accent upon it is another character, and the same byte in a file.
    return needsQuotes ? "\"" + text.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\"" : text
  }
}
