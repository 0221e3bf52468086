import SteelyardDomain

/// The container of a segment: named sections, each with its size and SHA-256, behind a header with its own
/// (Formats/ledger.md).
///
/// Nothing that a file says of itself is taken on trust: a section's place follows from the sizes before it and is
/// compared, sizes are added up without overflow and must end where the file ends, and what fills up to a multiple of
/// eight is zero.
struct SectionFile {
  /// One section to be written.
  struct Section {
    let name: String
    /// The bytes of one element.
    let elementBytes: Int
    let bytes: [UInt8]
  }

  /// Where a section lies.
  struct Place {
    let name: String
    let elementBytes, count: Int
    let range: Range<Int>
    let digest: [UInt8]
  }

  static let magic = Array("STEELYARD-LEDGER".utf8)
  static let version: UInt32 = 1
  /// The bytes of a section's name, filled up with zeros.
  static let nameBytes = 24
  private static let entryBytes = 80
  private static let fixedBytes = 32
  private static let hashBytes = 32
  /// More sections than any version has.
  private static let sectionsMaximum = 256

  let bytes: [UInt8]
  let places: [Place]

  /// The bytes of a file.
  ///
  /// - Precondition: names are ASCII and short, and a section is whole elements.
  static func encode(_ sections: [Section]) -> [UInt8] {
    let headerBytes = fixedBytes + sections.count * entryBytes + hashBytes
    let size = sections.reduce(headerBytes) { $0 + padded($1.bytes.count) }
    var header = RecordWriter()
    header.append(magic)
    header.write(version)
    header.write(UInt32(sections.count))
    header.write(Int64(size))
    var offset = headerBytes
    for section in sections {
      precondition(section.name.utf8.count <= nameBytes, "a section's name is short")
      precondition(section.bytes.count % section.elementBytes == 0, "a section is whole elements")
      header.append(Array(section.name.utf8) + Array(repeating: 0, count: nameBytes - section.name.utf8.count))
      header.write(UInt32(section.elementBytes))
      header.write(UInt32(0))
      header.write(Int64(section.bytes.count / section.elementBytes))
      header.write(Int64(offset))
      header.append(ContentHash.digest(of: section.bytes[...]))
      offset += padded(section.bytes.count)
    }
    header.append(ContentHash.digest(of: header.bytes[...]))
    var bytes = header.bytes
    bytes.reserveCapacity(size)
    for section in sections {
      bytes += section.bytes
      bytes += Array(repeating: 0, count: padded(section.bytes.count) - section.bytes.count)
    }
    return bytes
  }

  /// Reads the header and finds the sections; what stands in them is not looked at.
  ///
  /// - Throws: ``SegmentDamage``.
  init(_ bytes: [UInt8]) throws(SegmentDamage) {
    self.bytes = bytes
    let damage = SegmentDamage("header")
    guard bytes.count >= Self.fixedBytes + Self.hashBytes else { throw damage }
    var reader = RecordReader(bytes[...], part: "header")
    guard try reader.bytes(Self.magic.count).elementsEqual(Self.magic),
      try reader.integer(as: UInt32.self) == Self.version
    else { throw damage }
    let count = Int(try reader.integer(as: UInt32.self))
    guard count <= Self.sectionsMaximum, try reader.integer(as: Int64.self) == Int64(bytes.count) else { throw damage }
    let headerBytes = Self.fixedBytes + count * Self.entryBytes + Self.hashBytes
    guard bytes.count >= headerBytes,
      ContentHash.digest(of: bytes[..<(headerBytes - Self.hashBytes)])
        .elementsEqual(bytes[(headerBytes - Self.hashBytes)..<headerBytes])
    else { throw damage }
    var places: [Place] = []
    var offset = headerBytes
    for _ in 0..<count {
      let place = try Self.place(&reader, offset: offset, size: bytes.count)
      let end = offset + Self.padded(place.range.count)
      guard end <= bytes.count, bytes[place.range.upperBound..<end].allSatisfy({ $0 == 0 }) else { throw damage }
      places.append(place)
      offset = end
    }
    guard offset == bytes.count else { throw damage }
    self.places = places
  }

  private static func place(
    _ reader: inout RecordReader, offset: Int, size: Int
  ) throws(SegmentDamage) -> Place {
    let name = String(decoding: try reader.bytes(nameBytes).prefix { $0 != 0 }, as: UTF8.self)
    let elementBytes = Int(try reader.integer(as: UInt32.self))
    let reserved = try reader.integer(as: UInt32.self)
    let count = try reader.integer(as: Int64.self)
    let start = try reader.integer(as: Int64.self)
    let digest = Array(try reader.bytes(hashBytes))
    guard elementBytes >= 1, reserved == 0, count >= 0, start == Int64(offset),
      count <= Int64(size - offset) / Int64(elementBytes)
    else { throw SegmentDamage("header") }
    return Place(
      name: name, elementBytes: elementBytes, count: Int(count),
      range: offset..<(offset + Int(count) * elementBytes), digest: digest)
  }

  /// The names of the sections whose bytes are not those that were written.
  var damaged: [String] { places.filter { ContentHash.digest(of: bytes[$0.range]) != $0.digest }.map(\.name) }

  private static func padded(_ count: Int) -> Int { (count + 7) / 8 * 8 }
}
