public import SteelyardDomain

/// A file, a pipe or standard input as a stream of unpacked bytes, hashed as it is read.
///
/// What the first bytes say decides: gzip and zstd streams are unpacked (members one after another are one stream),
/// Parquet is read through a program of the user's (``ConvertedFile``), anything else is passed on. The files of a zip archive are opened by ``TableInput``. The hash is that of the bytes
/// on disk.
///
/// Edge cases: a cut or damaged packed stream, bytes after its end that are none, and one that unpacks to more than
/// ``ReadingOptions/unpackedBytesMaximum``, or beyond 64 MiB to more than two hundred times its size, refuse the file.
public final class ByteSource {
  /// The name for standard input.
  public static let standardInput = "-"

  /// The file's name as it is shown; of several files in an archive each is `archive.zip:part.csv`.
  public let name: String
  /// The file within an archive, or the hash of a query in a database; empty where the file is the table.
  public let part: String
  /// What the bytes on disk are packed in: `none`, `gzip`, `zstd`, `zip`, `xlsx`, `parquet`.
  public let compression: String
  /// What the unpacked bytes are.
  private(set) var kind: FileKind
  /// The SHA-256 of the unpacked bytes, known when ``finish()`` was called.
  private(set) var contentHash = ""

  private enum Feed {
    case plain
    case packed(any Unpacker)
    case entry(ZipEntryStream)
    case converted(ConvertedFile)
  }

  private let disk: DiskFile
  private let feed: Feed
  private var limit: UnpackingLimit
  private let unpackedHash: ContentHash?
  /// Unpacked bytes that were read to tell what they are.
  private var head: [UInt8] = []
  private var headGiven = 0

  /// Opens a file, or standard input for `-`.
  ///
  /// - Parameter options: the most bytes it may unpack to.
  /// - Throws: ``IntakeFailure``.
  public convenience init(_ name: String, _ options: ReadingOptions = ReadingOptions()) throws(IntakeFailure) {
    try self.init(DiskFile(name), options)
  }

  /// Reads a file that is open.
  init(_ disk: DiskFile, _ options: ReadingOptions) throws(IntakeFailure) {
    self.disk = disk
    name = disk.name
    part = disk.query.isEmpty ? "" : "query \(disk.query)"
    kind = disk.kind
    limit = UnpackingLimit(bytesMaximum: options.unpackedBytesMaximum)
    switch disk.kind {
    case .gzip: feed = .packed(GzipUnpacker())
    case .zstd: feed = .packed(ZstdUnpacker())
    case .parquet:
      guard let program = disk.converter else {
        throw .refused([Diagnostic(.containerUnsupported, at: .init(file: disk.name, line: 1))])
      }
      feed = .converted(try ConvertedFile(disk.name, by: program))
    default: feed = .plain
    }
    let isPacked = [.gzip, .zstd, .parquet].contains(disk.kind)
    compression = isPacked ? disk.kind.rawValue : "none"
    unpackedHash = isPacked ? ContentHash() : nil
    if isPacked { try readHead() }
  }

  /// Reads a file of an archive.
  init(_ entry: ZipEntryStream, named name: String) throws(IntakeFailure) {
    disk = entry.archive.disk
    self.name = name
    part = entry.entry.name
    kind = .text
    limit = UnpackingLimit(bytesMaximum: Int.max)
    feed = .entry(entry)
    compression = FileKind.zip.rawValue
    unpackedHash = ContentHash()
    try readHead()
  }

  /// Holds a workbook for a reader that works on its ``descriptor``.
  init(workbook disk: DiskFile) {
    self.disk = disk
    name = disk.name
    part = ""
    kind = .xlsx
    limit = UnpackingLimit(bytesMaximum: Int.max)
    feed = .plain
    compression = FileKind.xlsx.rawValue
    unpackedHash = nil
  }

  /// The file on disk, for a reader that seeks; it stays open as long as the source is there.
  var descriptor: Int32 { disk.descriptor }
  /// How far a reader that works on the ``descriptor`` is, in bytes of the file.
  var bytesPassed: Int?
  /// The size of what was read from disk.
  var bytesOnDisk: Int { disk.bytesRead }
  /// Whether the bytes are unpacked from gzip.
  public var isGzip: Bool { compression == FileKind.gzip.rawValue }
  /// Whether damage in the packed bytes cannot be told, because they carry no checksum.
  var lacksChecksum: Bool {
    if case .packed(let unpacker) = feed { return unpacker.lacksChecksum }
    return false
  }

  /// Bytes read so far, of ``bytesExpected``: from disk, or of a file in an archive.
  public var bytesRead: Int {
    if let bytesPassed { return bytesPassed }
    if case .entry = feed { return limit.unpacked }
    return disk.bytesRead
  }

  /// The size that ``bytesRead`` grows to, 0 where it cannot be told (a pipe).
  public var bytesExpected: Int {
    if case .entry(let stream) = feed { return stream.entry.bytes }
    return disk.bytesExpected
  }

  /// Fills a buffer as far as the stream reaches; 0 bytes mean its end.
  ///
  /// - Throws: ``IntakeFailure``.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeFailure) -> Int {
    guard let unpackedHash else { return try disk.read(into: buffer) }
    if headGiven < head.count {
      let count = min(head.count - headGiven, buffer.count)
      buffer.copyBytes(from: head[headGiven..<(headGiven + count)])
      headGiven += count
      return count
    }
    let count = try unpack(into: buffer)
    unpackedHash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    return count
  }

  /// Ends the stream: the SHA-256 of the bytes on disk, after a check that the file is still the one that was opened.
  ///
  /// - Precondition: it is called once, at the end of the stream.
  /// - Throws: ``IntakeFailure/changedWhileReading(file:)``.
  public func finish() throws(IntakeFailure) -> String {
    if case .converted = feed { try disk.hashRest() }
    let sha256 = try disk.finish()
    contentHash = unpackedHash?.finish() ?? sha256
    return sha256
  }

  /// Reads enough to tell what the unpacked bytes are.
  private func readHead() throws(IntakeFailure) {
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: DiskFile.headBytes, alignment: 64)
    defer { bytes.deallocate() }
    var filled = 0
    while filled < bytes.count {
      let count = try unpack(into: UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]))
      if count == 0 { break }
      filled += count
    }
    let found = UnsafeRawBufferPointer(rebasing: bytes[..<filled])
    unpackedHash?.update(found)
    kind = FileKind(head: found)
    head = Array(found)
  }

  private func unpack(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeFailure) -> Int {
    switch feed {
    case .plain: return try disk.read(into: buffer)
    case .packed(let unpacker): return try unpack(by: unpacker, into: buffer)
    case .converted(let file):
      let count = try file.read(into: buffer)
      do throws(UnpackFault) { try limit.add(count, packed: Int.max) } catch { throw refusal(error.code) }
      return count
    case .entry(let stream):
      do throws(UnpackFault) {
        let count = try stream.read(into: buffer)
        try limit.add(count, packed: Int.max)
        return count
      } catch { throw refusal(error.code) }
    }
  }

  private func unpack(
    by unpacker: any Unpacker, into buffer: UnsafeMutableRawBufferPointer
  ) throws(IntakeFailure) -> Int {
    while true {
      try disk.fill()
      let input = disk.ahead
      if input.isEmpty {
        guard unpacker.isBetweenMembers else { throw refusal(.compressionDamaged) }
        return 0
      }
      do throws(UnpackFault) {
        let step = try unpacker.unpack(input, into: buffer)
        // Neither taking nor giving would go on for ever.
        guard step.consumed > 0 || step.produced > 0 else { throw .damaged }
        disk.consume(step.consumed)
        try limit.add(step.produced, packed: disk.bytesRead - disk.ahead.count)
        if step.produced > 0 { return step.produced }
      } catch { throw refusal(error.code) }
    }
  }

  private func refusal(_ code: Diagnostic.Code) -> IntakeFailure {
    .refused([Diagnostic(code, at: .init(file: name, line: 1, byteOffset: bytesRead))])
  }
}
