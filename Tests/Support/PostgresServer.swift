import Foundation

/// A PostgreSQL of a test's own: a folder that is removed, a socket in it, no network, an unprivileged user.
public final class PostgresServer {
  /// Why there is none.
  public struct Failure: Error, CustomStringConvertible {
    /// What was tried and what it said.
    public let description: String
  }

  /// Where Debian puts the server's programs, the newest version last.
  private static let programs = "/usr/lib/postgresql"

  /// Whether this is Debian, where the set-up installs the server; elsewhere tests may do without it.
  public static var isExpected: Bool { FileManager.default.fileExists(atPath: "/etc/debian_version") }

  /// A user, once a test makes it, who has to give a password.
  public static let userWithPassword = "locked"

  private let folder: URL
  private let bin: URL

  /// What a program finds in its environment that is to find this server.
  public var environment: [String: String] {
    ["PGHOST": folder.path(), "PGUSER": "steelyard", "PGDATABASE": "postgres"]
  }

  /// Starts a server in a new folder.
  ///
  /// - Throws: ``Failure`` with what the program said.
  public init() throws {
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: Self.programs)) ?? []
    guard let newest = versions.compactMap(Int.init).max() else {
      throw Failure(description: "no PostgreSQL under \(Self.programs): run Scripts/setup")
    }
    bin = URL(filePath: "\(Self.programs)/\(newest)/bin")
    // A socket's path has at most 107 bytes, so the folder stands near the root.
    folder = URL(filePath: "/tmp/steelyard-pg-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    _ = try Self.run("/bin/chmod", ["0777", folder.path()])
    let data = folder.appending(path: "data").path()
    _ = try unprivileged(
      bin.appending(path: "initdb").path(),
      ["-D", data, "-U", "steelyard", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"])
    let rules = folder.appending(path: "data/pg_hba.conf")
    let usual = try Data(contentsOf: rules)
    // In place, for the file stays its owner's.
    let file = try FileHandle(forWritingTo: rules)
    try file.write(contentsOf: Data("local all \(Self.userWithPassword) scram-sha-256\n".utf8) + usual)
    try file.close()
    _ = try unprivileged(
      bin.appending(path: "pg_ctl").path(),
      [
        "-D", data, "-w", "-l", folder.appending(path: "log").path(), "-o",
        "-c listen_addresses= -c unix_socket_directories=\(folder.path()) -c fsync=off", "start",
      ])
  }

  deinit {
    let data = folder.appending(path: "data").path()
    _ = try? unprivileged(bin.appending(path: "pg_ctl").path(), ["-D", data, "-m", "immediate", "stop"])
    _ = try? Self.run("/bin/rm", ["-rf", folder.path()])
  }

  /// Runs a script, and gives what it wrote; the first error stops it.
  public func run(_ script: String) throws -> String {
    let file = folder.appending(path: "script-\(UUID().uuidString).sql")
    try Data(script.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try Self.run(
      bin.appending(path: "psql").path(),
      [
        "-X", "-q", "-h", folder.path(), "-U", "steelyard", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-f",
        file.path(),
      ])
  }

  /// Runs a program as a user who may not do everything: PostgreSQL refuses to run as root.
  private func unprivileged(_ program: String, _ arguments: [String]) throws -> String {
    guard getuid() == 0 else { return try Self.run(program, arguments) }
    return try Self.run("/usr/sbin/runuser", ["-u", "nobody", "--", program] + arguments)
  }

  /// In a folder that everyone may enter, which a checkout need not be.
  private static func run(_ program: String, _ arguments: [String]) throws -> String {
    String(decoding: try CommandRunner.system("env", ["-C", "/tmp", program] + arguments), as: UTF8.self)
  }
}
