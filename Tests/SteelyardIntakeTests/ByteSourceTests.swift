import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Byte sources") struct ByteSourceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// All bytes of a source, read in pieces of a size.
  private func drain(_ source: ByteSource, piece: Int = 1000) throws -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: piece)
    while true {
      let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
      if count == 0 { return all }
      all += buffer[..<count]
    }
  }

  /// Bytes that neither repeat nor compress to nothing, longer than any buffer.
  private static let sample: [UInt8] = {
    var generator = Seeded(7)
    return (0..<700_000).map { _ in UInt8.random(in: 32...127, using: &generator) }
  }()

  private func failure(_ file: String) -> IntakeFailure? {
    do {
      _ = try drain(ByteSource(file))
      return nil
    } catch { return error as? IntakeFailure }
  }

  @Test("A plain file gives its bytes and their hash", arguments: [0, 1, 2, 262_143, 262_144, 262_145, 700_000])
  func plain(count: Int) throws {
    let bytes = Array(Self.sample[..<count])
    let source = try ByteSource(folder.file(bytes))
    #expect(source.bytesExpected == count)
    #expect(try drain(source) == bytes)
    #expect(try source.finish() == ContentHash.of(bytes))
    #expect(source.bytesRead == count)
    #expect(!source.isGzip)
  }

  @Test("A gzip stream gives the bytes in it and the hash of the bytes on disk", arguments: [0, 1, 65_535, 700_000])
  func gzip(count: Int) throws {
    let bytes = Array(Self.sample[..<count])
    let packed = Gzip.member(bytes)
    let source = try ByteSource(folder.file(packed, name: "claims.csv.gz"))
    #expect(try drain(source) == bytes)
    #expect(source.isGzip)
    #expect(try source.finish() == ContentHash.of(packed))
    #expect(source.bytesRead == packed.count)
  }

  @Test("Members one after another are one stream, an empty one between them included")
  func members() throws {
    let pieces = [Array(Self.sample[..<300_000]), [], [7], Array(Self.sample[300_000...])]
    let packed = pieces.flatMap { Gzip.member($0) }
    #expect(try drain(ByteSource(folder.file(packed)), piece: 1 << 20) == pieces.flatMap { $0 })
    #expect(try drain(ByteSource(folder.file(packed)), piece: 1) == pieces.flatMap { $0 })
  }

  @Test("What the gzip program packs is unpacked, at any level, runs of one byte included", arguments: ["-1", "-9"])
  func gzipProgram(level: String) throws {
    let bytes = Self.sample + [UInt8](repeating: 48, count: 3_000_000)
    let file = try folder.file(bytes)
    let program = Process()
    program.executableURL = URL(filePath: "/usr/bin/gzip")
    program.arguments = [level, file]
    try program.run()
    program.waitUntilExit()
    try #require(program.terminationStatus == 0)
    #expect(try drain(ByteSource(file + ".gz"), piece: 4096) == bytes)
  }

  @Test("A gzip stream cut anywhere is refused as damaged")
  func truncated() throws {
    let packed = Gzip.member(Array("claim_id,total_fee\n1,2\n".utf8))
    for count in 2..<packed.count {
      let file = try folder.file(Array(packed[..<count]))
      #expect(failure(file).map(codes) == [.compressionDamaged], "cut at \(count)")
    }
    let cutLater = try folder.file(packed + packed.dropLast(3))
    #expect(failure(cutLater).map(codes) == [.compressionDamaged])
  }

  @Test("A gzip stream with a wrong checksum, a wrong length or bytes behind it is refused as damaged")
  func damaged() throws {
    let packed = Gzip.member(Array("claim_id,total_fee\n1,2\n".utf8))
    for place in [packed.count - 1, packed.count - 5, 11, 13, 20] {
      var flipped = packed
      flipped[place] ^= 0x40
      #expect(try failure(folder.file(flipped)).map(codes) == [.compressionDamaged], "byte \(place)")
    }
    for tail in [[0], Array("claim_id\n".utf8), [0x1F, 0x8B], [UInt8](repeating: 0, count: 512)] {
      #expect(try failure(folder.file(packed + tail)).map(codes) == [.compressionDamaged], "\(tail.count) bytes behind")
    }
  }

  private func codes(_ failure: IntakeFailure) -> [Diagnostic.Code] {
    guard case .refused(let diagnostics) = failure else { return [] }
    return diagnostics.map(\.code)
  }

  @Test("A missing file is unreadable, a folder is no file")
  func unreadable() throws {
    let missing = folder.path("missing.csv")
    #expect(failure(missing) == .unreadable(file: missing))
    #expect(failure(folder.path("")).map(codes) == [.notAFile])
  }

  @Test("A file that grew or shrank while it was read is refused at the end", arguments: [true, false])
  func changed(isGrowing: Bool) throws {
    let file = try folder.file(Array(Self.sample[..<5000]))
    let source = try ByteSource(file)
    _ = try drain(source)
    let handle = try FileHandle(forWritingTo: URL(filePath: file))
    try handle.truncate(atOffset: isGrowing ? 6000 : 4000)
    try handle.close()
    #expect(throws: IntakeFailure.changedWhileReading(file: file)) { _ = try source.finish() }
  }

  @Test("A pipe that gives one byte at first is read whole, gzip or not", arguments: [true, false])
  func pipe(isPacked: Bool) throws {
    let bytes = Array(Self.sample[..<200_000])
    let packed = isPacked ? Gzip.member(bytes) : bytes
    let path = folder.path("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    let writer = Thread {
      guard let handle = FileHandle(forWritingAtPath: path) else { return }
      for piece in [packed[..<1], packed[1..<2], packed[2..<7], packed[7...]] { handle.write(Data(piece)) }
      handle.closeFile()
    }
    writer.start()
    let source = try ByteSource(path)
    #expect(try drain(source) == bytes)
    #expect(source.isGzip == isPacked)
    #expect(source.bytesExpected == 0)
    #expect(try source.finish() == ContentHash.of(packed))
  }
}
