import Foundation

/// A PostgreSQL of a test's own: a folder that is removed, a socket in it, no network but this machine's own where a test
/// asks for it, an unprivileged user.
public final class PostgresServer {
  /// Why there is none.
  public struct Failure: Error, CustomStringConvertible {
    /// What was tried and what it said.
    public let description: String
  }

  /// How it is reached beside its socket, by whoever has a password.
  public enum Network: Sendable {
    /// Not at all.
    case none
    /// At a port of 127.0.0.1.
    case plain
    /// At a port of 127.0.0.1, with TLS alone and a certificate for `localhost` that it has signed itself.
    case encrypted
  }

  /// Where Debian puts the server's programs, the newest version last.
  private static let programs = "/usr/lib/postgresql"

  /// Whether this is Debian, where the set-up installs the server; elsewhere tests may do without it.
  public static var isExpected: Bool { FileManager.default.fileExists(atPath: "/etc/debian_version") }

  /// A user, once a test makes it, who has to give a password.
  public static let userWithPassword = "locked"

  private let folder: URL
  private let bin: URL
  /// The port, which is part of the socket's name, too.
  public let port: Int

  /// What a program finds in its environment that is to find this server by its socket.
  public var environment: [String: String] {
    ["PGHOST": folder.path(), "PGPORT": "\(port)", "PGUSER": "steelyard", "PGDATABASE": "postgres"]
  }

  /// The certificate of a server whose network is encrypted.
  public var certificate: String { folder.appending(path: "data/server.crt").path() }

  /// Starts a server in a new folder.
  ///
  /// - Throws: ``Failure`` with what the program said.
  public init(network: Network = .none) throws {
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: Self.programs)) ?? []
    guard let newest = versions.compactMap(Int.init).max() else {
      throw Failure(description: "no PostgreSQL under \(Self.programs): run Scripts/setup")
    }
    bin = URL(filePath: "\(Self.programs)/\(newest)/bin")
    // The usual one is part of a socket's name only.
    port = network == .none ? 5432 : try Self.freePort()
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
    let own = """
      local all \(Self.userWithPassword) scram-sha-256
      \(network == .encrypted ? "hostssl" : "host") all all 127.0.0.1/32 scram-sha-256
      host all all 127.0.0.1/32 reject

      """
    try file.write(contentsOf: Data(own.utf8) + usual)
    try file.close()
    if network == .encrypted { try makeCertificate() }
    let settings = [
      "listen_addresses=\(network == .none ? "" : "127.0.0.1")", "port=\(port)",
      "unix_socket_directories=\(folder.path())", "fsync=off", "ssl=\(network == .encrypted ? "on" : "off")",
    ]
    _ = try unprivileged(
      bin.appending(path: "pg_ctl").path(),
      [
        "-D", data, "-w", "-l", folder.appending(path: "log").path(), "-o",
        settings.map { "-c \($0)" }.joined(separator: " "), "start",
      ])
  }

  /// A port that nobody listens at.
  private static func freePort() throws -> Int {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isFound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, size) == 0 && getsockname(socket, $0, &size) == 0
      }
    }
    guard isFound else { throw Failure(description: "there is no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  /// Makes a key and a certificate where the server looks for them.
  private func makeCertificate() throws {
    _ = try unprivileged(
      "openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
        "-keyout", folder.appending(path: "data/server.key").path(), "-out", certificate,
      ])
  }

  /// Stops it at once, whoever is connected.
  public func stop() throws {
    let data = folder.appending(path: "data").path()
    _ = try unprivileged(bin.appending(path: "pg_ctl").path(), ["-D", data, "-m", "immediate", "stop"])
  }

  deinit {
    try? stop()
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
        "-X", "-q", "-h", folder.path(), "-p", "\(port)", "-U", "steelyard", "-d", "postgres", "-v", "ON_ERROR_STOP=1",
        "-f",
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
