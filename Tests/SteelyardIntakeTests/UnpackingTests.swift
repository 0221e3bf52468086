import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Packed streams") struct UnpackingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func drain(_ source: ByteSource, piece: Int = 1 << 20) throws -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: piece)
    while true {
      let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
      if count == 0 { return all }
      all += buffer[..<count]
    }
  }

  /// Reads to the end and lets the bytes go: how many there were, or the rule that refused them.
  private func length(_ file: String, _ options: ReadingOptions = ReadingOptions()) -> (Int, [Diagnostic.Code]) {
    var total = 0
    let said = refusal {
      let source = try ByteSource(file, options)
      var buffer = [UInt8](repeating: 0, count: 1 << 20)
      while true {
        let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
        if count == 0 { return }
        total += count
      }
    }
    return (total, said?.map(\.code) ?? [])
  }

  private static let sample: [UInt8] = {
    var generator = Seeded(11)
    return (0..<300_000).map { _ in UInt8.random(in: 32...126, using: &generator) }
  }()

  @Test("A zstd stream gives the bytes in it, the hash of the bytes on disk and that of its content")
  func zstd() throws {
    for count in [0, 1, 31, 32, 511, 512, 513, 131_072, 300_000] {
      let bytes = Array(Self.sample[..<count])
      let packed = Zstd.frame(bytes)
      let source = try ByteSource(folder.file(packed, name: "claims.csv"))
      #expect(try drain(source, piece: 1000) == bytes)
      #expect(source.compression == "zstd" && !source.lacksChecksum)
      #expect(try source.finish() == ContentHash.of(packed))
      #expect(source.contentHash == ContentHash.of(bytes))
      #expect(source.bytesOnDisk == packed.count)
    }
  }

  @Test("Frames one after another are one stream; skippable ones, first or last or between, hold nothing")
  func frames() throws {
    let pieces = [Array(Self.sample[..<200_000]), [], [7], Array(Self.sample[200_000...])]
    let packed = Zstd.skippable() + pieces.flatMap { Zstd.frame($0) + Zstd.skippable([]) }
    for piece in [1, 4096, 1 << 20] {
      #expect(try drain(ByteSource(folder.file(packed)), piece: piece) == pieces.flatMap { $0 })
    }
  }

  @Test("A packed table cut anywhere is refused and nothing of it is kept", arguments: ["gzip", "zstd", "zip"])
  func cut(kind: String) throws {
    let packed = pack(kind)
    let file = folder.path("cut.csv")
    for count in (1..<packed.count).reversed() {
      Packed.overwrite(file, Array(packed[..<count]))
      let outcome = Packed.outcome([file])
      // Of the first three bytes alone nobody can tell what they begin.
      let codes = outcome.codes
      #expect(count < 4 ? !codes.isEmpty : codes == [.compressionDamaged], "cut at \(count): \(outcome)")
    }
  }

  @Test(
    "A packed table with any one bit turned is refused, or it is read as it was", arguments: ["gzip", "zstd", "zip"])
  func flipped(kind: String) throws {
    let packed = pack(kind)
    let whole = try unpacked(packed)
    #expect(whole == Array(Packed.claims(2).utf8))
    var harmless = 0
    for place in packed.indices {
      for bit in 0..<8 {
        var turned = packed
        turned[place] ^= 1 << UInt8(bit)
        var found: [UInt8]? = []
        let said = refusal { found = try unpacked(turned) }
        // Without the first four bytes it is text, which the reader of text refuses.
        if said == nil, found == nil {
          #expect(place < 4)
        } else if found == whole {
          harmless += 1
        } else {
          #expect(said != nil, "\(place).\(bit)")
        }
      }
    }
    // Times, systems and versions are no content; everything else is.
    #expect(harmless < packed.count * 8 / 3, "\(harmless) of \(packed.count * 8)")
    for place in 0..<4 {
      var turned = packed
      turned[place] ^= 0x10
      #expect(try !Packed.outcome([folder.file(turned)]).codes.isEmpty)
    }
  }

  /// The bytes in a packed table, `nil` where it is not known as packed.
  private func unpacked(_ packed: [UInt8]) throws -> [UInt8]? {
    let file = folder.path("unpacked.csv")
    Packed.overwrite(file, packed)
    let disk = try DiskFile(file)
    guard disk.kind == .zip else {
      return disk.kind == .text ? nil : try drain(ByteSource(disk, ReadingOptions()), piece: 4096)
    }
    let archive = try ZipArchive(disk, ReadingOptions())
    return try archive.entries.flatMap { try drain(ByteSource(archive.open($0, named: "a"), named: "a"), piece: 4096) }
  }

  private func pack(_ kind: String) -> [UInt8] {
    let text = Packed.claims(2)
    switch kind {
    case "gzip": return Gzip.member(Array(text.utf8))
    case "zstd": return Zstd.frame(Array(text.utf8))
    default: return Zip.archive([ZipMember("claims.csv", gzip: Gzip.member(Array(text.utf8))).mode(0o100644)])
    }
  }

  @Test(
    "Bytes behind a packed stream that are none refuse it", arguments: ["gzip", "zstd", "zip"],
    [[0], Array("claim_id\n".utf8), [UInt8](repeating: 0, count: 600), [0x28, 0xB5, 0x2F]])
  func garbage(kind: String, tail: [UInt8]) throws {
    #expect(try Packed.outcome([folder.file(pack(kind) + tail)]).codes == [.compressionDamaged])
  }

  @Test("A zstd frame without checksum is read and said to be without", arguments: [true, false])
  func checksum(isThere: Bool) throws {
    let frames = [Zstd.frame(Array(Packed.claims(2).utf8)), Zstd.frame(Array("\n".utf8), hasChecksum: isThere)]
    let file = try folder.file(frames.flatMap { $0 })
    let reader = try ClaimReading(files: [file]).reader
    let said = reader.diagnostics.map { "\($0.code.rawValue) \($0.location.file == file)" }
    #expect(said == (isThere ? [] : ["IN432 true"]))
    #expect(reader.noteCounts[.packedWithoutChecksum] == (isThere ? nil : ["claims": 1]))
    // Without it damage goes by unseen, which is why it is said.
    #expect(reader.files.first?.format.compression == "zstd")
  }

  @Test("A frame that asks for more memory than any compressor does is refused")
  func window() throws {
    // 2^31 bytes of window.
    let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0, 21 << 3, 9, 0, 0, 48]
    #expect(try length(folder.file(frame)).1 == [.unpackedTooLarge])
    let dictionary: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 1, 7 << 3, 99, 9, 0, 0, 48]
    #expect(try length(folder.file(dictionary)).1 == [.packingUnsupported])
  }

  @Test("What unpacks to two hundred times its size is stopped soon after 64 MiB", arguments: ["gzip", "zstd", "zip"])
  func bomb(kind: String) throws {
    let megabytes = 80
    let packed: [UInt8]
    switch kind {
    case "zstd": packed = Zstd.runs(megabytes * 8)
    case "gzip": packed = try Packed.gzip(Packed.zeros(megabytes << 20, in: folder))
    default:
      packed = Zip.archive([ZipMember("a", gzip: try Packed.gzip(Packed.zeros(megabytes << 20, in: folder)))])
    }
    #expect(packed.count < megabytes << 20 / 200)
    let file = try folder.file(packed)
    if kind == "zip" {
      let archive = try ZipArchive(DiskFile(file), ReadingOptions())
      let source = try ByteSource(archive.open(archive.entries[0], named: file), named: file)
      #expect(refusal { _ = try drain(source) }?.map(\.code) == [.unpackedTooLarge])
      #expect(source.bytesRead <= UnpackingLimit.bytesAnyRatio + 1 << 20)
    } else {
      let (total, codes) = length(file)
      #expect(codes == [.unpackedTooLarge])
      #expect(total >= UnpackingLimit.bytesAnyRatio - 1 << 20 && total <= UnpackingLimit.bytesAnyRatio)
    }
  }

  @Test("Up to 64 MiB any ratio is good, and beyond it one below two hundred")
  func ratio() throws {
    let most = UnpackingLimit.bytesAnyRatio
    #expect(try length(folder.file(Zstd.runs(most >> 17))) == (most, []))
    #expect(try length(folder.file(Zstd.runs(most >> 17) + Zstd.frame([48]))).1 == [.unpackedTooLarge])
    // A frame that does not shrink comes first, so that the packed bytes are enough for what follows.
    let plain = [UInt8](repeating: 48, count: (most + 1 << 17) / 200 + 1)
    let whole = try folder.file(Zstd.frame(plain, hasChecksum: false) + Zstd.runs(most >> 17))
    #expect(length(whole) == (most + plain.count, []))
  }

  @Test("The whole may unpack to the limit and to no byte more", arguments: ["gzip", "zstd", "zip"])
  func total(kind: String) throws {
    let size = Packed.claims(2).utf8.count
    let file = try folder.file(pack(kind))
    for (limit, codes) in [(size, []), (size - 1, [Diagnostic.Code.unpackedTooLarge])] {
      #expect(Packed.outcome([file], Packed.request { $0.unpackedBytesMaximum = limit }).codes == codes)
    }
  }

  @Test(
    "What is packed twice is refused: unpack it first", arguments: ["gzip", "zstd", "zip"],
    ["gzip", "zstd", "zip", "tar", "xlsx", "rar"])
  func twice(outer: String, inner: String) throws {
    let content: [UInt8]
    switch inner {
    case "tar": content = Self.tar(Packed.claims(1))
    case "xlsx":
      content = Zip.archive([ZipMember("[Content_Types].xml", "<a/>"), ZipMember("xl/workbook.xml", "<a/>")])
    case "rar": content = Array("Rar!\u{1A}\u{7}".utf8) + [0]
    default: content = pack(inner)
    }
    let packed =
      switch outer {
      case "gzip": Gzip.member(content)
      case "zstd": Zstd.frame(content)
      default: Zip.archive([ZipMember("claims.csv", content)])
      }
    let file = try folder.file(packed)
    let place = outer == "zip" ? "\(file):claims.csv" : file
    #expect(Packed.outcome([file]) == .refused([.packingUnsupported], at: [place]))
  }

  /// A tar archive of one file.
  static func tar(_ text: String) -> [UInt8] {
    var head = [UInt8](repeating: 0, count: 512)
    head.replaceSubrange(0..<10, with: Array("claims.csv".utf8))
    head.replaceSubrange(257..<263, with: Array("ustar\0".utf8))
    return head + Array(text.utf8)
  }

  @Test("A FIFO that gives one byte at a time is unpacked like a file", arguments: ["gzip", "zstd", "plain"])
  func crumbs(kind: String) throws {
    let text = Packed.claims(40)
    let packed =
      switch kind {
      case "gzip": Gzip.member(Array(text.utf8))
      case "zstd": Zstd.frame(Array(text.utf8))
      default: Array(text.utf8)
      }
    let path = folder.path("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    let writer = Thread {
      let descriptor = open(path, O_WRONLY)
      for byte in packed { withUnsafeBytes(of: byte) { _ = write(descriptor, $0.baseAddress, 1) } }
      close(descriptor)
    }
    writer.start()
    let claims = try ClaimReading(files: [path])
    #expect(claims.account.accepted == Flow(rows: 40, fen: 4000, absoluteFen: 4000))
    #expect(claims.reader.files.map(\.sha256) == [ContentHash.of(packed)])
  }

  @Test("An archive or a workbook through a pipe is refused: it must be a file", arguments: ["zip", "xlsx"])
  func pipedArchive(kind: String) throws {
    let names = kind == "zip" ? ["a.csv"] : ["[Content_Types].xml", "xl/workbook.xml"]
    let path = folder.path("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    let packed = Zip.archive(names.map { ZipMember($0, Packed.claims()) })
    let writer = Thread { FileHandle(forWritingAtPath: path)?.write(Data(packed)) }
    writer.start()
    #expect(Packed.outcome([path]).codes == [.archiveNotSeekable])
  }
}
