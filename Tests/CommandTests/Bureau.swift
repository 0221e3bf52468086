import Foundation
import SteelyardTestSupport
import Testing

/// A simulated city whose tables stand in a database, too, on a server whose settings are not ours.
struct Bureau {
  let workshop: Workshop
  let server: PostgresServer
  /// Laid over the environment of every command.
  var environment: [String: String]

  /// Makes the city and loads it: `claims`, `persons`, `institutions` with columns of text, `typed` with others; with fee
  /// lines `lines`, too.
  init(
    persons: Int = 600, institutions: Int = 12, seed: Int, hasLines: Bool = false,
    network: PostgresServer.Network = .none
  ) throws {
    workshop = try Workshop.city(persons: persons, institutions: institutions, seed: seed, hasLines: hasLines)
    server = try PostgresServer(network: network)
    environment = server.environment
    for table in ["claims", "persons", "institutions"] + (hasLines ? ["lines"] : []) {
      try load(try workshop.folder.text("city/\(table).csv"), as: table)
    }
    _ = try server.run(Self.typed + Self.settings)
  }

  /// Makes a table with columns of text of a CSV text; what is empty there is NULL.
  func load(_ text: String, as table: String) throws {
    let columns = text.prefix { $0 != "\n" }.split(separator: ",").map { "\"\($0)\" text" }.joined(separator: ", ")
    _ = try server.run(
      "SET client_encoding = 'UTF8';\nCREATE TABLE \(table) (\(columns));\nCOPY \(table) FROM STDIN CSV HEADER;\n\(text)\\.\n"
    )
  }

  /// The claims in columns of all kinds that a database may have for them, and in no order.
  private static let typed = """
    CREATE TABLE typed AS SELECT setl_id::varchar(30) AS "结算ID", init_setl_id, psn_no::char(30) AS psn_no,
      gend::smallint AS gend, brdy::date AS brdy, insutype::int AS insutype, fixmedins_code, med_type,
      (setl_time::timestamp AT TIME ZONE 'Asia/Shanghai') AS setl_time, dise_no,
      medfee_sumamt::numeric(16, 4) AS medfee_sumamt, fulamt_ownpay_amt::numeric(16, 2) AS fulamt_ownpay_amt,
      overlmt_selfpay::numeric AS overlmt_selfpay, preselfpay_amt::money AS preselfpay_amt,
      inscp_scp_amt::float8 AS inscp_scp_amt, fund_pay_sumamt::numeric AS fund_pay_sumamt, acct_pay::numeric AS acct_pay,
      cash_payamt::numeric AS cash_payamt, drug_fee::float8 AS drug_fee, refd_setl_flag = '1' AS refd_setl_flag,
      vali_flag = '1' AS vali_flag, 1 AS "a ""name"", of ours", '无' AS unused
    FROM claims ORDER BY md5(setl_id);

    """

  /// What a server may be set to, against every reader that relies on the usual.
  private static let settings = """
    ALTER DATABASE postgres SET DateStyle = 'German, DMY';
    ALTER DATABASE postgres SET TimeZone = 'America/New_York';
    ALTER DATABASE postgres SET extra_float_digits = -15;
    ALTER DATABASE postgres SET standard_conforming_strings = off;
    ALTER DATABASE postgres SET client_encoding = 'GB18030';
    ALTER DATABASE postgres SET client_min_messages = 'debug1';

    """

  /// Waits until the server sleeps for the program: the middle of ``slow``.
  static let untilAsleep = """
    DO $$ BEGIN
      FOR n IN 1..20000 LOOP
        PERFORM pg_stat_clear_snapshot();
        EXIT WHEN EXISTS (
          SELECT FROM pg_stat_activity WHERE application_name = 'steelyard' AND wait_event = 'PgSleep');
        PERFORM pg_sleep(0.005);
      END LOOP;
    END $$;

    """

  /// A query that gives some rows and then none for ten minutes.
  static let slow = """
    postgres:#SELECT claims.* FROM claims, (SELECT max(setl_id) AS last FROM claims) AS ends
    WHERE setl_id <> last OR pg_sleep(600) IS NULL
    """

  func run(_ arguments: [String], out: String = "RUN") throws -> CommandRunner.Outcome {
    try workshop.run(arguments, out: out, environment: environment)
  }

  func score(_ arguments: [String], out: String = "RUN") throws {
    try workshop.score(arguments, out: out, environment: environment)
  }

  func command(_ arguments: [String]) throws -> CommandRunner.Outcome {
    try workshop.command(arguments, environment: environment)
  }

  /// Starts a run and lets it be.
  func start(_ arguments: [String], out: String = "RUN") throws -> RunningCommand {
    try CommandRunner.start(
      ["run", CommandRunner.model] + arguments + ["--key", "person.key", "--out", out], environment: environment,
      in: workshop.folder.root)
  }

  /// What a SELECT of one value gives.
  func value(_ select: String) throws -> String? {
    try server.rows(after: "", of: ["(\(select))"])[0].first?.first ?? nil
  }

  /// Whatever stands in the database and is not the server's own, temporary tables of every session among it.
  func holdings() throws -> [[String?]] {
    let namespaces = "relnamespace::regnamespace::text"
    return try server.rows(
      after: "",
      of: [
        """
        (SELECT \(namespaces), relname, relkind FROM pg_class
          WHERE \(namespaces) NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1, 2)
        """
      ])[0]
  }
}
