import Foundation
import SteelyardDomain
import SteelyardEngine
import SteelyardReports

/// The secret that pseudonyms are made with: 32 random bytes in a file only its owner may read.
enum KeyFile {
  /// The usual place: `$XDG_CONFIG_HOME/steelyard/person.key`, else `~/.config/steelyard/person.key`.
  static var usualPath: String? {
    let environment = ProcessInfo.processInfo.environment
    let base =
      environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
      ?? environment["HOME"].flatMap { $0.isEmpty ? nil : "\($0)/.config" }
    return base.map { "\($0)/steelyard/person.key" }
  }

  /// Reads the key, or makes it with mode 0600 at first use.
  ///
  /// - Throws: ``RunFailure/keyUnusable(file:)``: inside the run's folder, readable by others, too short, not writable.
  static func load(_ path: String, outside run: String) throws(RunFailure) -> Pseudonym {
    let full = URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
    let runFull = URL(filePath: run).standardizedFileURL.path(percentEncoded: false)
    let prefix = runFull.hasSuffix("/") ? runFull : runFull + "/"
    if full.hasPrefix(prefix) { throw .keyUnusable(file: path) }
    var status = stat()
    if stat(path, &status) != 0 {
      do {
        try FileManager.default.createDirectory(
          at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700])
        try Files.write(Pseudonym.newKey(), to: path, mode: 0o600)
      } catch { throw .keyUnusable(file: path) }
      if stat(path, &status) != 0 { throw .keyUnusable(file: path) }
    }
    guard isSafe(status), let data = FileManager.default.contents(atPath: path),
      data.count >= Pseudonym.keyBytesMinimum
    else { throw .keyUnusable(file: path) }
    return Pseudonym(key: Array(data))
  }

  /// How the key file at its usual place stands; it is neither made nor read.
  static var state: DoctorFacts.Key {
    guard let path = usualPath else { return .homeless }
    var status = stat()
    guard stat(path, &status) == 0 else { return .absent }
    return isSafe(status) ? .safe : .unsafe
  }

  /// Whether a file can be a key: a regular one, for its owner alone, long enough.
  private static func isSafe(_ status: stat) -> Bool {
    status.st_mode & S_IFMT == S_IFREG && status.st_mode & 0o077 == 0
      && status.st_size >= Int64(Pseudonym.keyBytesMinimum)
  }
}
