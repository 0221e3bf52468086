import GRDB
import GRDBSQLite
public import SteelyardDomain

/// The system's library that registers are compared with.
public enum ComparisonLibrary {
  /// The oldest SQLite whose SQL the compiler writes: 3.35.
  private static let versionMinimum: Int32 = 3_035_000

  /// SQLite: whether it is new enough and runs a window function, which every search for duplicates needs.
  public static var sqlite: SystemLibrary {
    let question = "SELECT SUM(n) OVER (ORDER BY n) FROM (SELECT 20 AS n UNION ALL SELECT 22) ORDER BY 1 DESC"
    let answer = try? DatabaseQueue().read { try Int.fetchOne($0, sql: question) }
    return SystemLibrary(
      name: "SQLite", version: String(cString: sqlite3_libversion()),
      isSound: sqlite3_libversion_number() >= versionMinimum && answer == 42)
  }
}
