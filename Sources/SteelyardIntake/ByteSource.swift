import CZlib
import Glibc
import SteelyardDomain

/// A file, a pipe or standard input as a stream of unpacked bytes, hashed as it is read.
///
/// What the first bytes say decides: a gzip stream is inflated (members one after another are one stream), anything
/// else is passed on. The hash is that of the bytes on disk.
///
/// Edge cases: a cut or damaged gzip stream, or bytes after its end that are not gzip, refuse the file.
public final class ByteSource {
  /// The name for standard input.
  public static let standardInput = "-"

  /// The file's name as it was given.
  public let name: String
  /// Bytes read from disk so far.
  public private(set) var bytesRead = 0
  /// The file's size in bytes, 0 where it cannot be told (a pipe).
  public let bytesExpected: Int
  /// Whether the bytes are inflated from gzip.
  public private(set) var isGzip = false

  private let descriptor: Int32
  private let hash = ContentHash()
  private let before: stat
  private var packed: UnsafeMutableRawBufferPointer
  private var pending: Range<Int>
  private var atEnd = false
  private var inflater: Inflater?

  /// Opens a file, or standard input for `-`.
  ///
  /// - Throws: ``IntakeFailure/unreadable(file:)``.
  public init(_ name: String) throws(IntakeFailure) {
    self.name = name
    descriptor = name == Self.standardInput ? dup(0) : open(name, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(file: name) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw .unreadable(file: name)
    }
    before = status
    bytesExpected = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
    packed = .allocate(byteCount: 1 << 18, alignment: 64)
    pending = 0..<0
    // A pipe may give a single byte at first; two tell a gzip stream.
    while pending.count < 2, !atEnd {
      let free = UnsafeMutableRawBufferPointer(rebasing: packed[pending.count...])
      pending = 0..<(pending.count + (try readDisk(into: free)))
    }
    if pending.count >= 2, packed[0] == 0x1F, packed[1] == 0x8B {
      isGzip = true
      inflater = Inflater()
    }
  }

  deinit {
    close(descriptor)
    packed.deallocate()
  }

  /// Fills a buffer as far as the stream reaches; 0 bytes mean its end.
  ///
  /// - Throws: ``IntakeFailure``.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeFailure) -> Int {
    guard let inflater else { return try readPlain(into: buffer) }
    while true {
      if pending.isEmpty { try fill() }
      if pending.isEmpty {
        guard inflater.isBetweenMembers else { throw damaged }
        return 0
      }
      let input = UnsafeMutableRawBufferPointer(rebasing: packed[pending])
      guard let step = inflater.inflate(input, into: buffer) else { throw damaged }
      pending = (pending.lowerBound + step.consumed)..<pending.upperBound
      if step.produced > 0 { return step.produced }
    }
  }

  /// Ends the stream: the SHA-256 of the bytes on disk, after a check that the file is still the one that was opened.
  ///
  /// - Throws: ``IntakeFailure/changedWhileReading(file:)``.
  public func finish() throws(IntakeFailure) -> String {
    var after = stat()
    guard fstat(descriptor, &after) == 0 else { throw .unreadable(file: name) }
    let isRegular = before.st_mode & S_IFMT == S_IFREG
    let isSame =
      after.st_size == before.st_size && after.st_mtim.tv_sec == before.st_mtim.tv_sec
      && after.st_mtim.tv_nsec == before.st_mtim.tv_nsec
    if isRegular, !isSame || bytesRead != Int(before.st_size) { throw .changedWhileReading(file: name) }
    return hash.finish()
  }

  private var damaged: IntakeFailure {
    .refused([Diagnostic(.compressionDamaged, at: .init(file: name, line: 1, byteOffset: bytesRead))])
  }

  private func readPlain(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeFailure) -> Int {
    if pending.isEmpty { return try readDisk(into: buffer) }
    let count = min(pending.count, buffer.count)
    let slice = pending.lowerBound..<(pending.lowerBound + count)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: packed[slice]))
    pending = slice.upperBound..<pending.upperBound
    return count
  }

  private func fill() throws(IntakeFailure) {
    pending = 0..<(try readDisk(into: packed))
  }

  private func readDisk(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeFailure) -> Int {
    if atEnd { return 0 }
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(file: name) }
      if count == 0 { atEnd = true }
      bytesRead += count
      hash.update(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
      return count
    }
  }
}

/// zlib's inflate for gzip streams of one or several members.
private final class Inflater {
  // On the heap: zlib keeps the address and refuses a stream that has moved.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private(set) var isBetweenMembers = false

  init() {
    // 15 bits of window, +16: expect a gzip header.
    stream.initialize(to: z_stream())
    let result = inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(result == Z_OK, "zlib starts inflating")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Inflates some bytes, or returns `nil` where they are damaged.
  func inflate(
    _ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> (consumed: Int, produced: Int)? {
    if isBetweenMembers {
      guard inflateReset(stream) == Z_OK else { return nil }
      isBetweenMembers = false
    }
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(input.count)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(output.count)
    let result = CZlib.inflate(stream, Z_NO_FLUSH)
    guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else { return nil }
    isBetweenMembers = result == Z_STREAM_END
    return (input.count - Int(stream.pointee.avail_in), output.count - Int(stream.pointee.avail_out))
  }
}
