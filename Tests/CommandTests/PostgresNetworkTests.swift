import Foundation
import SteelyardTestSupport
import Testing

/// The same tables over TCP, on this machine's own address, from a user who needs a password.
@Suite("A PostgreSQL server on the network") struct PostgresNetworkTests {
  private let user = PostgresServer.userWithPassword
  private let password = "tiger-\(UUID().uuidString)"

  /// A city on a server that is reached at a port, and the way there in the environment, without the password.
  private func bureau(_ network: PostgresServer.Network, seed: Int) throws -> Bureau {
    var bureau = try Bureau(persons: 200, institutions: 6, seed: seed, network: network)
    _ = try bureau.server.run(
      "SET client_min_messages = 'error'; CREATE ROLE \(user) LOGIN PASSWORD '\(password)'; "
        + "GRANT SELECT ON claims TO \(user); GRANT TEMPORARY ON DATABASE postgres TO \(user)")
    bureau.environment = [:]
    try bureau.score(["city/claims.csv"])
    return bureau
  }

  /// The place of the database on a host.
  private func place(_ bureau: Bureau, host: String = "127.0.0.1", _ rest: String = "") -> String {
    "postgres://\(user)@\(host):\(bureau.server.port)/postgres\(rest)"
  }

  @Test(
    "A password of the environment or a password file opens it, none and a wrong one do not, one in a name is refused")
  func passwords() throws {
    var bureau = try bureau(.plain, seed: 81)
    let (place, port) = (place(bureau), bureau.server.port)
    let none = try bureau.run(["\(place)#claims"], out: "NONE")
    #expect(none.status == 7 && none.stderr.contains("password"), "\(none.stderr)")
    bureau.environment = ["PGPASSWORD": "\(password)-not"]
    let wrong = try bureau.run(["\(place)#claims"], out: "NONE")
    #expect(wrong.status == 7 && !wrong.stderr.contains(password), "\(wrong.stderr)")
    bureau.environment = ["PGPASSWORD": password]
    for name in [
      place.replacing("\(user)@", with: "\(user):\(password)@"), "\(place)?password=\(password)",
      "postgres:host=127.0.0.1 port=\(port) user=\(user) dbname=postgres password=\(password)",
    ] {
      let inName = try bureau.run(["\(name)#claims"], out: "NONE")
      #expect(inName.status == 2 && !inName.stderr.contains(password), "\(inName.stderr)")
    }
    for (number, name) in [
      place, "postgres:host=127.0.0.1 port=\(port) user=\(user) dbname=postgres",
      "postgresql://127.0.0.1/postgres?port=\(port)&user=\(user)&connect_timeout=10",
    ].enumerated() {
      try bureau.score(["\(name)#claims"], out: "R\(number)")
      #expect(try bureau.workshop.differing("RUN", "R\(number)") == [], "\(name)")
    }
    try bureau.workshop.folder.write("127.0.0.1:\(port):postgres:\(user):\(password)\n", to: "pgpass")
    chmod(bureau.workshop.folder.path("pgpass"), 0o600)
    bureau.environment = [
      "PGPASSFILE": bureau.workshop.folder.path("pgpass"), "PGHOST": "127.0.0.1", "PGPORT": "\(port)", "PGUSER": user,
      "PGDATABASE": "postgres",
    ]
    try bureau.score(["postgres:#claims", "--engine", "postgresql"], out: "ENGINE")
    #expect(try bureau.workshop.differing("RUN", "ENGINE", among: ["tally.csv", "tally-pairs.csv"]) == [])
    #expect(try !bureau.workshop.folder.names().contains("NONE"))
    for run in ["R0", "ENGINE"] {
      for name in try bureau.workshop.folder.names(in: run) {
        let text = String(decoding: try bureau.workshop.folder.read("\(run)/\(name)"), as: UTF8.self)
        #expect(!text.contains(password), "\(name)")
      }
    }
  }

  @Test("A server that takes TLS alone is reached by it, and one whose certificate is another is not") func encrypted()
    throws
  {
    var bureau = try bureau(.encrypted, seed: 82)
    let certificate = bureau.workshop.folder.path("root.crt")
    try FileManager.default.copyItem(atPath: bureau.server.certificate, toPath: certificate)
    let other = try PostgresServer(network: .encrypted)
    try FileManager.default.copyItem(
      atPath: other.certificate, toPath: bureau.workshop.folder.path("other.crt"))
    bureau.environment = ["PGPASSWORD": password]
    // Rows come where the server itself says that the connection is encrypted.
    let query = "SELECT * FROM claims WHERE (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())"
    let taken = [
      place(bureau, "?sslmode=require"), place(bureau, host: "localhost", "?sslmode=verify-full&sslrootcert=root.crt"),
      place(bureau, "?sslmode=verify-ca&sslrootcert=root.crt"), place(bureau),
    ]
    for (number, place) in taken.enumerated() {
      try bureau.score(["\(place)#\(query)"], out: "R\(number)")
      #expect(try bureau.workshop.differing("RUN", "R\(number)") == [], "\(place)")
      try bureau.score(["\(place)#\(query)", "--engine", "postgresql"], out: "E\(number)")
      #expect(try bureau.workshop.differing("RUN", "E\(number)", among: ["tally.csv", "tally-pairs.csv"]) == [])
    }
    for (host, rest) in [
      ("127.0.0.1", "?sslmode=disable"), ("127.0.0.1", "?sslmode=verify-full&sslrootcert=root.crt"),
      ("localhost", "?sslmode=verify-full&sslrootcert=other.crt"), ("localhost", "?sslmode=verify-full"),
    ] {
      for language in ["en", "zh"] {
        let refused = try bureau.run(["\(place(bureau, host: host, rest))#claims", "--lang", language], out: "NONE")
        #expect(refused.status == 7 && !refused.stderr.contains(password), "\(rest): \(refused.stderr)")
        #expect(refused.stderr.split(separator: "\n").count <= 2, "\(refused.stderr)")
      }
    }
    #expect(!bureau.workshop.folder.has("NONE"))
  }

  @Test(
    "A connection over TLS that is lost midway refuses the run; so does a server that stops", arguments: [false, true])
  func lost(isStopped: Bool) throws {
    var bureau = try bureau(.encrypted, seed: 83)
    bureau.environment = ["PGPASSWORD": password]
    let slow = Bureau.slow.replacing("postgres:#", with: "\(place(bureau, "?sslmode=require"))#")
    let running = try bureau.start([slow], out: "LOST")
    let ended = isStopped ? "" : "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '\(user)';\n"
    _ = try bureau.server.run(Bureau.untilAsleep + ended)
    if isStopped { try bureau.server.stop() }
    let outcome = try running.wait(atMost: .seconds(60))
    #expect(outcome.status == 7 && outcome.stderr.contains("connection to the database was lost"), "\(outcome.stderr)")
    #expect(!bureau.workshop.folder.has("LOST"))
  }
}
