import SteelyardComparison
import SteelyardDomain

/// The statements that PostgreSQL is given to reduce claims to the tally, in one transaction that is never committed.
public enum PostgresScript {
  /// A table of the reduction: a view for this session alone.
  public struct Table: Equatable, Sendable {
    /// Its name in the statements.
    public let name: String
    /// The SELECT that gives its rows.
    public let select: String

    /// Creates a table.
    public init(name: String, select: String) {
      self.name = name
      self.select = select
    }
  }

  /// The statements of a reduction, in order.
  ///
  /// Once the views are made, names mean the session's own tables and the server's functions, whatever tables and functions
  /// the database has. Tables that several steps read are looked at, or the server would plan for a handful of rows.
  ///
  /// - Parameters:
  ///   - sql: the reduction, of PostgreSQL's dialect.
  ///   - tables: what it reads.
  public static func statements(_ sql: TallySQL, _ tables: [Table]) -> [String] {
    tables.map { "CREATE TEMPORARY VIEW \($0.name) AS\n\($0.select)" } + ["SET LOCAL search_path = pg_temp"]
      + sql.steps.flatMap { step in
        sql.statements(of: step, folder: "") + (step.isKept ? ["ANALYZE \(step.name)"] : [])
      }
  }

  /// The SELECT of a result: one of ``TallySQL/results``.
  public static func select(_ result: String) -> String {
    "SELECT \(TallySQL.columns(of: result).joined(separator: ", ")) FROM \(result)"
  }

  /// The reduction as it is recorded, from beginning to end.
  ///
  /// - Parameter tables: as they are recorded, without the texts of queries.
  public static func record(_ sql: TallySQL, _ tables: [Table]) -> String {
    let results = TallySQL.results.map { "COPY (\(select($0))) TO STDOUT WITH (FORMAT csv, HEADER true)" }
    let all = ["BEGIN ISOLATION LEVEL REPEATABLE READ"] + statements(sql, tables) + results + ["ROLLBACK"]
    return all.map { $0 + ";\n" }.joined()
  }
}
