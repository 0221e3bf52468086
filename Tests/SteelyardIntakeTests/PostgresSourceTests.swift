import SteelyardDomain
import Testing

@testable import SteelyardIntake

@Suite struct PostgresSourceTests {
  @Test(
    "A table is named behind the first mark, its name as in SQL; the source is shown as it was given",
    arguments: [
      "postgres:#claims", "postgres:bureau#public.claims", "postgres:service=bureau#结算", "postgresql://host/bureau#a.b",
      "postgres://user@host:5433/bureau?sslmode=require#\"a b\".\"c\"\"d#\"", "postgres:dbname=bureau host=db#_1$",
    ])
  func tables(name: String) throws {
    let source = try PostgresSource(name)
    #expect(source.name == name && source.queryHash.isEmpty)
    guard case .table = source.content else {
      Issue.record("\(name) is a table")
      return
    }
    #expect(PostgresSource.isNamed(by: name) && PostgresSource.shown(name) == name)
  }

  @Test("A query has a blank in it, and is shown by its hash; blanks and a semicolon at its end are no part of it")
  func queries() throws {
    let query = "SELECT * FROM claims WHERE person = '99'"
    let source = try PostgresSource("postgres://host/bureau# \(query) ;\n")
    #expect(source.content == .query(query))
    #expect(source.queryHash == ContentHash.of(Array(query.utf8)))
    #expect(source.name == "postgres://host/bureau#query-\(source.queryHash.prefix(12))")
    #expect(source.connection == "postgres://host/bureau" && source.place == "postgres://host/bureau")
    #expect(try PostgresSource("postgres:bureau#TABLE \"a#b\"").content == .query("TABLE \"a#b\""))
  }

  @Test(
    "A password in a name is refused, in every way to write one",
    arguments: [
      "postgres://user:tiger@host/bureau#claims", "postgres://user@host/bureau?password=tiger#claims",
      "postgres://user@host/bureau?pass%77ord=tiger#claims", "postgres:password=tiger host=db#claims",
      "postgres://user@host/bureau?sslpassword=tiger#claims", "postgres:host=db password = 'tiger'#claims",
      "postgres://user:ti@ger@host/bureau#claims",
    ])
  func passwords(name: String) {
    #expect(throws: DatabaseFault.passwordInName) { try PostgresSource(name) }
    #expect(PostgresSource.shown(name) == "postgres:")
  }

  @Test(
    "A name that cannot be read is refused and not shown, for it may hold a password that was not escaped",
    arguments: [
      "postgres:claims", "postgres:#", "postgres:# ; ", "postgres://user:ti#ger@host/bureau#claims",
      "postgres://user:ti/ger@host/bureau#claims", "postgres://user:tiger/bureau#claims",
      "postgres:user:tiger@host/bureau#claims", "postgres:hots=db#claims", "postgres:bureau#claims;drop",
      "postgres:x#a.b.c",
    ])
  func unreadable(name: String) {
    #expect(throws: DatabaseFault.sourceUnreadable) { try PostgresSource(name) }
    #expect(PostgresSource.shown(name) == "postgres:")
  }

  @Test("A file of another name is shown as it is") func files() {
    for name in ["claims.csv", "./postgres:x#y", "-", "postgres.csv"] {
      #expect(!PostgresSource.isNamed(by: name) && PostgresSource.shown(name) == name)
    }
  }

  @Test("A column's name cannot leave its marks; a record of a query has its hash and not its text")
  func selects() {
    let table = PostgresTable(
      columns: ["a\"\u{301}b", "moment", "flag", "sum"], types: [25, 1184, 16, 790], query: "SELECT 'secret' -- all",
      recorded: "/* query, SHA-256 00 */")
    #expect(
      table.select() == """
        SELECT c1 AS "a""\u{301}b", (c2 AT TIME ZONE 'Asia/Shanghai') AS "moment", CAST(c3 AS integer) AS "flag", \
        CAST(c4 AS numeric) AS "sum"
        FROM (
        SELECT 'secret' -- all
        ) AS steelyard_source (c1, c2, c3, c4)
        """)
    let record = table.select(["flag"], isRecord: true)
    #expect(record.hasPrefix("SELECT CAST(c3 AS integer) AS \"flag\"\n") && !record.contains("secret"))
  }
}
