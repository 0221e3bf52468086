import Foundation
import SteelyardTestSupport
import Testing

@Suite("A database that does not give what it is asked for") struct PostgresFailureTests {
  @Test("Every way to fail has its status and its sentence, and no folder is left") func statuses() throws {
    let bureau = try Bureau(seed: 51)
    _ = try bureau.server.run("CREATE ROLE poor LOGIN; CREATE SCHEMA closed; CREATE TABLE closed.claims (a int)")
    let cases: [(source: String, status: Int32, words: String)] = [
      ("postgres:#nosuch", 3, "no such table"), ("postgres:#public.nosuch", 3, "no such table"),
      ("postgres:#nowhere.claims", 3, "no such table"), ("postgres:#Claims", 0, ""),
      ("postgres:#\"Claims\"", 3, "no such table"), ("postgres:nosuch#claims", 7, "cannot be reached"),
      ("postgres:host=/nowhere#claims", 7, "cannot be reached"), ("postgres:user=poor#claims", 8, "permit"),
      ("postgres:user=poor#closed.claims", 8, "permit"), ("postgres:claims", 2, "cannot be read"),
      ("postgres:#SELECT nosuch FROM claims WHERE psn_no = '9900007'", 2, "character 8 (SQLSTATE 42703)"),
      ("postgres:#SELECT * FROM claims WHERE", 2, "SQLSTATE 42601"),
      ("postgres:#SELECT claims.*, 1 / (length(setl_id) - 20) AS x FROM claims", 7, "broke off (SQLSTATE 22012)"),
      ("postgres:#SELECT psn_no::int AS x FROM claims", 7, "broke off (SQLSTATE 22"),
      ("postgres:#SELECT 1 AS x", 3, "IN130"),
    ]
    for (source, status, words) in cases {
      let outcome = try bureau.run([source], out: "RUN-\(status)")
      #expect(
        outcome.status == status && (words.isEmpty || outcome.stderr.contains(words)), "\(source): \(outcome.stderr)")
      #expect(!outcome.stderr.contains("9900007") && !outcome.stderr.contains("993301"), "\(outcome.stderr)")
      let chinese = try bureau.run([source, "--lang", "zh"], out: "ZH-\(status)")
      #expect(chinese.status == status)
      if status == 7 { #expect(chinese.stderr.contains("数据库")) }
    }
    #expect(try bureau.workshop.folder.names() == ["RUN-0", "ZH-0", "city", "person.key"])
  }

  @Test(
    "Names and queries with quotes and semicolons run nothing",
    arguments: [
      "claims; DROP TABLE claims", "\"claims; DROP TABLE claims\"", "claims\"; DROP TABLE claims; --",
      "x'; DROP TABLE claims; --", "SELECT 1) TO STDOUT; DROP TABLE claims; --", "DROP TABLE claims",
      "SELECT * FROM claims; DROP TABLE claims", "DELETE FROM claims", "DELETE FROM claims RETURNING *",
      "WITH gone AS (DELETE FROM claims RETURNING *) SELECT * FROM gone", "SELECT * FROM claims FOR UPDATE",
      "SELECT lo_create(77)::text AS x", "COMMIT; DROP TABLE claims", "COPY claims TO PROGRAM 'true'",
      "SELECT 1) TO PROGRAM 'touch steelyard-was-here' --", "SELECT * INTO stolen FROM claims",
    ])
  func hostile(text: String) throws {
    let bureau = try Bureau(persons: 60, institutions: 3, seed: 52)
    let rows = try bureau.value("SELECT count(*) FROM claims")
    let before = try bureau.holdings()
    for engine in [[], ["--engine", "postgresql"]] {
      let outcome = try bureau.run(["postgres:#\(text)"] + engine)
      #expect(outcome.status != 0 && outcome.status < 128, "\(outcome.stdout)")
    }
    #expect(try bureau.value("SELECT count(*) FROM claims") == rows)
    #expect(try bureau.value("SELECT count(*) FROM pg_largeobject_metadata") == "0")
    #expect(try bureau.holdings() == before)
    #expect(try bureau.workshop.folder.names() == ["city", "person.key"])
  }

  @Test("A password is taken from the environment or a password file, and written nowhere") func passwords() throws {
    var bureau = try Bureau(persons: 100, institutions: 4, seed: 53)
    let (user, password) = (PostgresServer.userWithPassword, "tiger-\(UUID().uuidString)")
    _ = try bureau.server.run(
      "CREATE ROLE \(user) LOGIN PASSWORD '\(password)'; GRANT SELECT ON claims TO \(user);"
        + "SET client_min_messages = 'error'; GRANT TEMPORARY ON DATABASE postgres TO \(user)")
    bureau.environment["PGUSER"] = user
    let refused = try bureau.run(["postgres:#claims"])
    #expect(refused.status == 7 && refused.stderr.contains("password"))
    let wrong = try bureau.workshop.run(
      ["postgres:#claims"], environment: bureau.environment.merging(["PGPASSWORD": "\(password)-not"]) { $1 })
    #expect(wrong.status == 7 && !wrong.stderr.contains(password), "\(wrong.stderr)")
    try bureau.workshop.folder.write("*:*:*:\(user):\(password)\n", to: "pgpass")
    chmod(bureau.workshop.folder.path("pgpass"), 0o600)
    bureau.environment["PGPASSFILE"] = bureau.workshop.folder.path("pgpass")
    try bureau.score(["postgres:#claims"], out: "FILE")
    bureau.environment["PGPASSFILE"] = nil
    bureau.environment["PGPASSWORD"] = password
    for engine in [[], ["--engine", "postgresql"]] {
      let outcome = try bureau.run(["postgres:#claims", "--json"] + engine, out: "RUN\(engine.count)")
      #expect(outcome.status == 0, "\(outcome.stderr)")
      #expect(!outcome.stdout.contains(password) && !outcome.stderr.contains(password))
      for name in try bureau.workshop.folder.names(in: "RUN\(engine.count)") {
        let text = String(decoding: try bureau.workshop.folder.read("RUN\(engine.count)/\(name)"), as: UTF8.self)
        #expect(!text.contains(password), "\(name)")
      }
    }
  }

  @Test("Without libpq a database is not read, and everything else is as before") func libraryMissing() throws {
    let workshop = try Workshop.tiny()
    // The loader finds this first, and it is no library.
    try workshop.folder.write("", to: "libpq.so.5")
    let environment = [
      "LD_LIBRARY_PATH": [workshop.folder.root, CommandRunner.environment["LD_LIBRARY_PATH"]].compactMap(\.self).joined(
        separator: ":")
    ]
    for arguments in [
      ["postgres:dbname=b#claims"], ["postgres:#claims"], ["postgres:#claims", "--engine", "postgresql"],
    ] {
      let outcome = try workshop.run(arguments, environment: environment)
      #expect(outcome.status == 7 && outcome.stderr.contains("apt-get install libpq5"), "\(outcome.stderr)")
    }
    try workshop.score(environment: environment)
    let doctor = try workshop.command(["doctor"], environment: environment)
    #expect(doctor.status == 0 && doctor.stdout.contains("note  libpq"), "\(doctor.stdout)")
  }

  @Test(
    "A password in a name is refused and not repeated",
    arguments: ["postgres://u:tiger@host/b#claims", "postgres:password=tiger#claims", "postgres://u:ti#ger@h/b#claims"])
  func passwordsInNames(name: String) throws {
    let workshop = try Workshop()
    for arguments in [
      [name], [name, "--lang", "zh"], [name, "--engine", "postgresql"], [name, "--engine", "spark"],
      ["claims.csv", "--persons", name, "--engine", "postgresql"],
    ] {
      let outcome = try workshop.run(arguments, environment: ["SPARK_HOME": "/nowhere"])
      #expect(outcome.status == 2 || arguments.contains("spark") && outcome.status == 7, "\(outcome.stderr)")
      #expect(!outcome.stderr.contains("ger") && !outcome.stdout.contains("ger"), "\(outcome.stderr)")
    }
    #expect(try workshop.folder.names() == ["person.key"])
  }

  @Test(
    "A connection that is lost midway refuses the run, for the rows that came are not all", arguments: [false, true])
  func lost(byEngine: Bool) throws {
    let bureau = try Bureau(seed: 54)
    let before = try bureau.holdings()
    let running = try bureau.start([Bureau.slow] + (byEngine ? ["--engine", "postgresql"] : []))
    _ = try bureau.server.run(
      Bureau.untilAsleep
        + "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'steelyard';\n")
    let outcome = try running.wait(atMost: .seconds(60))
    #expect(outcome.status == 7 && outcome.stderr.contains("connection to the database was lost"), "\(outcome.stderr)")
    #expect(try bureau.workshop.folder.names() == ["city", "person.key"])
    #expect(try bureau.holdings() == before)
  }

  @Test("An interrupt ends the run at once, and its query soon after", arguments: [false, true])
  func interrupted(byEngine: Bool) throws {
    let bureau = try Bureau(seed: 55)
    let running = try bureau.start([Bureau.slow] + (byEngine ? ["--engine", "postgresql"] : []))
    _ = try bureau.server.run(Bureau.untilAsleep)
    running.send(SIGINT)
    #expect(try running.wait(atMost: .seconds(60)).status == 130)
    #expect(try bureau.workshop.folder.names() == ["city", "person.key"])
    let left = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'steelyard'"
    #expect(Polling.until(.seconds(60)) { (try? bureau.value(left)) == "0" })
  }
}
