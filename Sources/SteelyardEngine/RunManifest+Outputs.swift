import SteelyardDomain

/// What a run wrote, by name, size and hash.
extension RunManifest {
  /// A file that was written.
  public struct Output: Codable, Equatable, Sendable {
    /// The name in the folder.
    public var name: String
    /// Its size.
    public var bytes: Int
    /// SHA-256.
    public var sha256: String

    /// Describes a file by its bytes, in parts end to end.
    public init(name: String, parts: [[UInt8]]) {
      self.name = name
      bytes = parts.reduce(0) { $0 + $1.count }
      let hash = ContentHash()
      for part in parts { part.withUnsafeBytes(hash.update) }
      sha256 = hash.finish()
    }
  }

  /// Adds the hashes of what was written.
  public mutating func seal(_ files: [(name: String, bytes: [UInt8])]) {
    seal(files.map { Output(name: $0.name, parts: [$0.bytes]) })
  }

  /// Adds what was written, hashed by whoever wrote it.
  public mutating func seal(_ files: [Output]) {
    outputs = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}
