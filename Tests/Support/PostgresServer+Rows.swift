/// What statements give, as text cells.
extension PostgresServer {
  /// Runs a script, then statements, and gives the rows of each statement; a cell that is absent is `nil`.
  ///
  /// - Parameters:
  ///   - script: statements that give no rows, each with its semicolon.
  ///   - statements: what `COPY` takes: a SELECT in brackets, or a table.
  public func rows(after script: String, of statements: [String]) throws -> [[[String?]]] {
    let copies = statements.map { "\\echo '\\\(Self.mark)'\nCOPY \($0) TO STDOUT;\n" }
    var rows: [[[String?]]] = []
    // Scalars, since a carriage return and a line feed would be one character.
    for line in try run(script + copies.joined()).unicodeScalars.split(separator: "\n").map(Substring.init) {
      if line == Self.mark {
        rows.append([])
      } else {
        let cells = line.unicodeScalars.split(separator: "\t", omittingEmptySubsequences: false)
        rows[rows.count - 1].append(cells.map { Self.plain(Substring($0)) })
      }
    }
    return rows
  }

  /// A line that no row is: a row that began so would have its backslash doubled.
  private static let mark = #"\-"#

  /// A cell as PostgreSQL's own text format has it, made plain.
  private static func plain(_ cell: Substring) -> String? {
    guard cell != "\\N" else { return nil }
    var (text, isEscaped) = (String.UnicodeScalarView(), false)
    for scalar in cell.unicodeScalars {
      if isEscaped {
        text.append(scalar == "t" ? "\t" : scalar == "n" ? "\n" : scalar == "r" ? "\r" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        text.append(scalar)
      }
    }
    return String(text)
  }
}
