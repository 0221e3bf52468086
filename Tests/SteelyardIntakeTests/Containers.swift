import Foundation
import SteelyardDomain
import SteelyardTestSupport

@testable import SteelyardIntake

/// A file of an archive, every byte of whose record is the test's to choose.
struct ZipMember {
  var name: [UInt8]
  /// As it lies in the archive.
  var packed: [UInt8]
  var method: UInt32 = 0
  /// What the directory says of it, and the record before it.
  var size, checksum: UInt32
  var flags: UInt32 = 0
  var attributes: UInt32 = 0
  /// Size and checksum stand behind the bytes instead of before them, as when an archive is streamed.
  var isStreamed = false
  /// Whether the directory has the member.
  var isListed = true

  /// A member that is stored.
  init(_ name: String, _ content: [UInt8]) {
    self.name = Array(name.utf8)
    packed = content
    size = UInt32(content.count)
    checksum = Gzip.checksum(content)
    // Bit 11: the name is UTF-8.
    if !name.utf8.allSatisfy({ $0 < 0x80 }) { flags = 0x800 }
  }

  init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }

  /// A member that is deflated, out of a gzip member without a name.
  init(_ name: String, gzip: [UInt8]) {
    self.init(name, [])
    packed = Array(gzip[10..<(gzip.count - 8)])
    method = 8
    checksum = gzip.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    size = gzip.suffix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The member with something changed.
  func with<T>(_ path: WritableKeyPath<ZipMember, T>, _ value: T) -> ZipMember {
    var member = self
    member[keyPath: path] = value
    return member
  }

  /// The member with the mode that Unix gives it.
  func mode(_ mode: UInt32) -> ZipMember { with(\.attributes, mode << 16) }
}

/// Writes zip archives byte by byte (APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16).
enum Zip {
  static func archive(_ members: [ZipMember], comment: [UInt8] = []) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let offset = UInt32(bytes.count)
      let flags = member.flags | (member.isStreamed ? 8 : 0)
      let common = le(20, 2) + le(flags, 2) + le(member.method, 2) + le(0, 2) + le(33, 2)
      let sizes = le(member.checksum, 4) + le(UInt32(member.packed.count), 4) + le(member.size, 4)
      bytes += [0x50, 0x4B, 3, 4] + common + (member.isStreamed ? le(0, 4) + le(0, 4) + le(0, 4) : sizes)
      bytes += le(UInt32(member.name.count), 2) + le(0, 2) + member.name + member.packed
      if member.isStreamed { bytes += [0x50, 0x4B, 7, 8] + sizes }
      if !member.isListed { continue }
      // Made by version 2.0 on Unix.
      directory += [0x50, 0x4B, 1, 2, 20, 3] + common + sizes + le(UInt32(member.name.count), 2)
      directory += le(0, 4) + le(0, 4) + le(member.attributes, 4) + le(offset, 4) + member.name
    }
    let count = le(UInt32(members.count(where: \.isListed)), 2)
    return bytes + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count + le(UInt32(directory.count), 4)
      + le(UInt32(bytes.count), 4) + le(UInt32(comment.count), 2) + comment
  }

  private static func le(_ value: UInt32, _ count: Int) -> [UInt8] { Gzip.little(value, count) }
}

/// Writes zstd frames of raw blocks and of runs (RFC 8878, section 3.1.1).
enum Zstd {
  /// A frame of raw blocks, with its checksum or without.
  static func frame(_ bytes: [UInt8], hasChecksum: Bool = true) -> [UInt8] {
    // One segment, a size of four bytes.
    var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, hasChecksum ? 0xA4 : 0xA0]
    frame += Gzip.little(UInt32(bytes.count), 4)
    let most = 1 << 17
    let blocks = stride(from: 0, to: max(bytes.count, 1), by: most).map { bytes[$0..<min($0 + most, bytes.count)] }
    for (number, block) in blocks.enumerated() {
      frame += Gzip.little(UInt32(block.count) << 3 | (number == blocks.count - 1 ? 1 : 0), 3) + block
    }
    return frame + (hasChecksum ? Gzip.little(UInt32(truncatingIfNeeded: hash(bytes)), 4) : [])
  }

  /// A frame of runs of one byte, 128 KiB each: four bytes stand for each run.
  static func runs(_ count: Int, of byte: UInt8 = 48) -> [UInt8] {
    // A window of 128 KiB, no size, no checksum.
    var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0, 7 << 3]
    for number in 1...count { frame += Gzip.little((1 << 20) | (number == count ? 3 : 2), 3) + [byte] }
    return frame
  }

  /// A frame that holds nothing.
  static func skippable(_ bytes: [UInt8] = [1, 2, 3]) -> [UInt8] {
    [0x5A, 0x2A, 0x4D, 0x18] + Gzip.little(UInt32(bytes.count), 4) + bytes
  }

  /// XXH64 with seed zero.
  static func hash(_ bytes: [UInt8]) -> UInt64 {
    let primes: [UInt64] = [
      0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
      0x27D4_EB2F_1656_67C5,
    ]
    func turned(_ value: UInt64, _ by: UInt64) -> UInt64 { value << by | value >> (64 - by) }
    func word(_ start: Int, _ count: Int) -> UInt64 {
      bytes[start..<(start + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    func round(_ lane: UInt64, _ input: UInt64) -> UInt64 { turned(lane &+ input &* primes[1], 31) &* primes[0] }
    var position = 0
    var hash = primes[4]
    if bytes.count >= 32 {
      var lanes = [primes[0] &+ primes[1], primes[1], 0, 0 &- primes[0]]
      while position + 32 <= bytes.count {
        for lane in 0..<4 { lanes[lane] = round(lanes[lane], word(position + 8 * lane, 8)) }
        position += 32
      }
      hash = turned(lanes[0], 1) &+ turned(lanes[1], 7) &+ turned(lanes[2], 12) &+ turned(lanes[3], 18)
      for lane in lanes { hash = (hash ^ round(0, lane)) &* primes[0] &+ primes[3] }
    }
    hash &+= UInt64(bytes.count)
    while position + 8 <= bytes.count {
      hash = turned(hash ^ round(0, word(position, 8)), 27) &* primes[0] &+ primes[3]
      position += 8
    }
    if position + 4 <= bytes.count {
      hash = turned(hash ^ (word(position, 4) &* primes[0]), 23) &* primes[1] &+ primes[2]
      position += 4
    }
    for byte in bytes[position...] { hash = turned(hash ^ (UInt64(byte) &* primes[4]), 11) &* primes[0] }
    hash = (hash ^ hash >> 33) &* primes[1]
    hash = (hash ^ hash >> 29) &* primes[2]
    return hash ^ hash >> 32
  }
}

/// Small claim files and what comes of them.
enum Packed {
  /// A table of `rows` settlements of 1.00 yuan each, numbered from `first`.
  static func claims(_ rows: Int = 3, first: Int = 1) -> String {
    SmallClaims.table("", (first..<(first + rows)).map { "S\($0),P\($0),H33010600001,2025-07-01,M03900,1.00" })
  }

  /// A request with options of reading.
  static func request(_ set: (inout ReadingOptions) -> Void = { _ in }) -> ClaimReader.Request {
    var mapping = TableMapping()
    set(&mapping.reading)
    return ClaimReader.Request(cost: .total, mapping: mapping)
  }

  /// Reads files of claims: what was accepted and whose it is, or the codes of the refusal and the places they name.
  static func outcome(_ files: [String], _ request: ClaimReader.Request = request()) -> Outcome {
    do {
      let claims = try ClaimReading(request, files: files)
      return .read(claims.account.accepted, ids: claims.texts(\.person, \.persons))
    } catch IntakeFailure.refused(let diagnostics) {
      return .refused(diagnostics.map(\.code), at: diagnostics.map(\.location.file))
    } catch { return .failed("\(error)") }
  }

  enum Outcome: Equatable {
    case read(Flow, ids: [String])
    case refused([Diagnostic.Code], at: [String])
    case failed(String)

    var codes: [Diagnostic.Code] {
      if case .refused(let codes, _) = self { return codes }
      return []
    }
  }

  /// Writes over a file without emptying it first, which some file systems answer by waiting for the disk.
  static func overwrite(_ file: String, _ bytes: [UInt8]) {
    let descriptor = open(file, O_WRONLY | O_CREAT, 0o600)
    defer { close(descriptor) }
    precondition(pwrite(descriptor, bytes, bytes.count, 0) == bytes.count && ftruncate(descriptor, bytes.count) == 0)
  }

  /// Packs a file with the gzip program, without a name in it.
  static func gzip(_ file: String) throws -> [UInt8] { try CommandRunner.system("gzip", ["-nc", file]) }

  /// A file of zeros of a size, which takes no room on disk.
  static func zeros(_ bytes: Int, in folder: TemporaryFolder) throws -> String {
    let file = try folder.file([], name: "zeros")
    let handle = try FileHandle(forWritingTo: URL(filePath: file))
    try handle.truncate(atOffset: UInt64(bytes))
    try handle.close()
    return file
  }
}
