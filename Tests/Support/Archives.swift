// Containers made by hand, so that every byte of them is a test's to damage.

/// Makes gzip members of stored blocks: no compressor, and every byte of the container is ours to damage.
public enum Gzip {
  /// A member that unpacks to some bytes.
  public static func member(_ bytes: [UInt8]) -> [UInt8] {
    var member: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    let blocks = stride(from: 0, to: max(bytes.count, 1), by: 65_535).map { bytes[$0..<min($0 + 65_535, bytes.count)] }
    for (number, block) in blocks.enumerated() {
      let count = UInt16(block.count)
      member.append(number == blocks.count - 1 ? 1 : 0)
      member += little(UInt32(count), 2) + little(UInt32(~count), 2) + block
    }
    return member + little(checksum(bytes), 4) + little(UInt32(bytes.count), 4)
  }

  /// Members of one to `most` bytes each: a source that gives only a little at a time.
  public static func crumbs(_ bytes: [UInt8], most: Int, using generator: inout Seeded) -> [UInt8] {
    var packed: [UInt8] = []
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Int.random(in: 1...most, using: &generator))
      packed += member(Array(bytes[start..<end]))
      start = end
    }
    return packed
  }

  /// A number in some bytes, the low one first.
  public static func little(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }

  private static let remainders: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { remainder, _ in remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1 }
  }

  /// CRC-32 of RFC 1952.
  public static func checksum(_ bytes: [UInt8]) -> UInt32 {
    remainders.withUnsafeBufferPointer { table in
      ~bytes.reduce(0xFFFF_FFFF as UInt32) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
    }
  }
}

/// Writes zip archives by hand, so that every byte of the container is ours to damage.
public enum WorkbookZip {
  /// A file of the archive.
  public struct Entry {
    /// Its name, which may be any.
    public var name: String
    /// What stands in the archive: the bytes themselves, or a deflated stream of them.
    public var packed: [UInt8]
    /// What the directory says of it.
    public var size: Int
    /// The same of its checksum.
    public var checksum: UInt32
    /// How it is packed; 0 is not at all.
    public var method: UInt16 = 0
    /// Its flags; the name is UTF-8.
    public var flags: UInt16 = 0x0800

    /// Creates an entry that is stored.
    public init(_ name: String, _ bytes: [UInt8]) {
      (self.name, packed, size, checksum) = (name, bytes, bytes.count, Gzip.checksum(bytes))
    }

    /// Creates an entry that is stored.
    public init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }
  }

  /// An archive of entries and its directory.
  public static func archive(_ entries: [Entry]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let name = Array(entry.name.utf8)
      // Version, flags, method, time and date of 1980-01-01, checksum, sizes, lengths of name and extra field.
      let common =
        Gzip.little(20, 2) + Gzip.little(UInt32(entry.flags), 2) + Gzip.little(UInt32(entry.method), 2)
        + Gzip.little(0, 2) + Gzip.little(33, 2)
        + Gzip.little(entry.checksum, 4) + Gzip.little(UInt32(entry.packed.count), 4)
        + Gzip.little(UInt32(entry.size), 4)
        + Gzip.little(UInt32(name.count), 2) + Gzip.little(0, 2)
      directory += [0x50, 0x4B, 1, 2] + Gzip.little(20, 2) + common + [UInt8](repeating: 0, count: 10)
      directory += Gzip.little(UInt32(bytes.count), 4) + name
      bytes += [0x50, 0x4B, 3, 4] + common + name + entry.packed
    }
    let count = Gzip.little(UInt32(entries.count), 2)
    return bytes + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count
      + Gzip.little(UInt32(directory.count), 4) + Gzip.little(UInt32(bytes.count), 4) + [0, 0]
  }
}
