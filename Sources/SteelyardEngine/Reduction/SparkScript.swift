import SteelyardComparison
import SteelyardDomain

/// The scripts that Spark's own `spark-sql` is given: one that asks for the columns of the tables, one that reduces them.
public enum SparkScript {
  /// How a table is stored.
  public enum Format: String, CaseIterable, Sendable {
    /// Text, UTF-8, commas, double quotes, a header; also packed.
    case csv
    /// Parquet.
    case parquet

    /// The format that a path's name tells, `nil` where it tells none.
    public init?(path: String) {
      let name = path.lowercased()
      if name.hasSuffix(".parquet") || name.hasSuffix(".parquet/") {
        self = .parquet
      } else if [".csv", ".csv.gz", ".csv.zst", ".csv.bz2", ".csv/"].contains(where: name.hasSuffix) {
        self = .csv
      } else {
        return nil
      }
    }
  }

  /// A table as it is stored.
  public struct Table: Equatable, Sendable {
    /// Its name in the statements.
    public let name: String
    /// Where it is, as Spark names it.
    public let path: String
    /// How it is stored.
    public let format: Format

    /// Creates a table.
    public init(name: String, path: String, format: Format) {
      self.name = name
      self.path = path
      self.format = format
    }
  }

  /// The column of a text table that holds a row that has not the header's shape.
  public static let damage = "steelyard_damage"
  private static let dialect = SQLDialect.spark
  /// What stands before the columns of a table in the output.
  private static let mark = "steelyard-columns"

  /// The settings under which a statement means the same in every version: overflow is an error, text is read whole
  /// whatever columns are asked for, and a moment is told in the time of the insurance area.
  public static let settings = [
    "SET spark.sql.ansi.enabled = true", "SET spark.sql.session.timeZone = Asia/Shanghai",
    "SET spark.sql.csv.parser.columnPruning.enabled = false", "SET spark.sql.parser.escapedStringLiterals = false",
  ]

  private static func script(_ statements: [String]) -> String { statements.map { $0 + ";\n" }.joined() }

  /// Asks for the version and for each table's columns.
  public static func question(_ tables: [Table]) -> String {
    let asked = tables.flatMap { table in
      [view(of: table, columns: []), "SELECT \(dialect.inQuotes("\(mark) \(table.name)"))", "DESCRIBE \(table.name)"]
    }
    return script(settings + ["SELECT \(dialect.inQuotes("\(mark) version")), version()"] + asked)
  }

  /// What Spark answered: its version, and each table's columns in order.
  ///
  /// - Returns: `nil` where the answer does not tell of every table.
  public static func answer(_ output: String, _ tables: [Table]) -> (version: String, columns: [[String]])? {
    var version = ""
    var columns: [String: [String]] = [:]
    var current: String?
    for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("\(mark) version\t") {
        version = line.split(separator: "\t").last?.split(separator: " ").first.map(String.init) ?? ""
      } else if line.hasPrefix("\(mark) ") {
        let name = String(line.dropFirst(mark.count + 1))
        columns[name] = []
        current = name
      } else if let name = current {
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
        // Behind the columns, what is told of partitions repeats some of them.
        if cells.count < 2 || line.hasPrefix("#") { current = nil } else { columns[name]?.append(unpadded(cells[0])) }
      }
    }
    let found = tables.compactMap { columns[$0.name] }
    return version.isEmpty || found.count != tables.count || found.contains(where: \.isEmpty) ? nil : (version, found)
  }

  /// A name without the blanks by which Spark fills it up to a width.
  private static func unpadded(_ name: Substring) -> String {
    var name = name
    while name.last == " " { name.removeLast() }
    return String(name)
  }

  /// Makes a table known.
  ///
  /// - Parameter columns: the columns of a text table, so that a row of another shape is kept as one; empty leaves them to
  ///   its header.
  private static func view(of table: Table, columns: [String]) -> String {
    let path = dialect.inQuotes(table.path)
    let view = "CREATE OR REPLACE TEMPORARY VIEW \(table.name)"
    if table.format == .parquet { return "\(view) USING parquet OPTIONS (path \(path))" }
    if columns.isEmpty { return "\(view) USING csv OPTIONS (path \(path), header 'true')" }
    let typed = (columns + [damage]).map { "\(dialect.inMarks($0)) STRING" }.joined(separator: ", ")
    let quote = dialect.inQuotes("\"")
    return
      "\(view) (\(typed))\nUSING csv OPTIONS (path \(path), header 'true', enforceSchema 'false', mode 'PERMISSIVE', "
      + "columnNameOfCorruptRecord '\(damage)', quote \(quote), escape \(quote))"
  }

  /// The statements of a reduction, its three results as text in folders of their names.
  ///
  /// - Parameters:
  ///   - sql: the reduction, of Spark's dialect.
  ///   - tables: the tables with their columns.
  ///   - folder: where kept steps and results stand, as Spark names it.
  public static func job(_ sql: TallySQL, _ tables: [(table: Table, columns: [String])], folder: String) -> String {
    let quote = dialect.inQuotes("\"")
    let options =
      "header 'true', quote \(quote), escape \(quote), emptyValue '', nullValue '', "
      + "ignoreLeadingWhiteSpace 'false', ignoreTrailingWhiteSpace 'false'"
    let results = TallySQL.results.map { result in
      "INSERT OVERWRITE DIRECTORY \(dialect.inQuotes("\(folder)/\(result)")) USING csv OPTIONS (\(options))\n"
        + "SELECT \(TallySQL.columns(of: result).joined(separator: ", ")) FROM \(result)"
    }
    return script(
      settings + tables.map { view(of: $0.table, columns: $0.columns) }
        + sql.steps.flatMap { sql.statements(of: $0, folder: folder) } + results)
  }
}
