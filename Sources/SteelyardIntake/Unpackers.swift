import CZlib
import CZstd
import SteelyardDomain

/// Why packed bytes cannot be unpacked.
enum UnpackFault: Error {
  /// They are cut short or damaged.
  case damaged
  /// They would unpack to more than is allowed.
  case tooLarge
  /// They are packed in a way that is not read.
  case unsupported

  /// The rule that says so.
  var code: Diagnostic.Code {
    switch self {
    case .damaged: .compressionDamaged
    case .tooLarge: .unpackedTooLarge
    case .unsupported: .packingUnsupported
    }
  }
}

/// Turns a packed stream, of one or several members, into the bytes in it.
protocol Unpacker: AnyObject {
  /// Whether the last member is whole and checked: only there may the stream end.
  var isBetweenMembers: Bool { get }
  /// Whether a member has no checksum, so that damage in it cannot be told.
  var lacksChecksum: Bool { get }

  /// Unpacks some bytes.
  func unpack(
    _ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(UnpackFault) -> (consumed: Int, produced: Int)
}

/// How much may be unpacked from how little.
///
/// Beyond 64 MiB the packed bytes may be at most two hundred times fewer; the whole has a limit of its own.
struct UnpackingLimit {
  /// Unpacked bytes up to which any ratio is good.
  static let bytesAnyRatio = 64 << 20
  /// The most bytes that one packed byte may stand for.
  static let ratioMaximum = 200

  let bytesMaximum: Int
  private(set) var unpacked = 0

  init(bytesMaximum: Int) { self.bytesMaximum = bytesMaximum }

  /// Books unpacked bytes against the packed ones so far.
  mutating func add(_ count: Int, packed: Int) throws(UnpackFault) {
    unpacked += count
    let isOverRatio = unpacked > Self.bytesAnyRatio && unpacked / Self.ratioMaximum >= max(packed, 1)
    if isOverRatio || unpacked > bytesMaximum { throw .tooLarge }
  }
}

/// zlib's inflate for gzip streams.
final class GzipUnpacker: Unpacker {
  // On the heap: zlib keeps the address and refuses a stream that has moved.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private(set) var isBetweenMembers = false
  let lacksChecksum = false

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

  func unpack(
    _ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(UnpackFault) -> (consumed: Int, produced: Int) {
    if isBetweenMembers {
      guard inflateReset(stream) == Z_OK else { throw .damaged }
      isBetweenMembers = false
    }
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(clamping: input.count)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(clamping: output.count)
    let (given, free) = (Int(stream.pointee.avail_in), Int(stream.pointee.avail_out))
    let result = CZlib.inflate(stream, Z_NO_FLUSH)
    guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else { throw .damaged }
    isBetweenMembers = result == Z_STREAM_END
    return (given - Int(stream.pointee.avail_in), free - Int(stream.pointee.avail_out))
  }
}

/// libzstd's streaming decompression; its members are frames, and skippable frames hold nothing.
final class ZstdUnpacker: Unpacker {
  /// The most memory a frame may ask for is 2^27 bytes: what `zstd -22` and `--long` need.
  static let windowLogMaximum: Int32 = 27

  private let stream: OpaquePointer
  private(set) var isBetweenMembers = false
  private(set) var lacksChecksum = false
  /// The magic number and the descriptor of the frame that is being read.
  private var frameHead: [UInt8] = []

  init() {
    guard let stream = ZSTD_createDStream() else { preconditionFailure("libzstd starts decompressing") }
    self.stream = stream
    let result = ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Self.windowLogMaximum)
    precondition(ZSTD_isError(result) == 0, "libzstd takes a limit of memory")
  }

  deinit { ZSTD_freeDStream(stream) }

  func unpack(
    _ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(UnpackFault) -> (consumed: Int, produced: Int) {
    var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var sink = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    let result = ZSTD_decompressStream(stream, &sink, &source)
    if ZSTD_isError(result) != 0 { throw Self.fault(ZSTD_getErrorCode(result)) }
    noteChecksum(input[..<source.pos])
    isBetweenMembers = result == 0
    if isBetweenMembers { frameHead = [] }
    return (source.pos, sink.pos)
  }

  private static func fault(_ code: ZSTD_ErrorCode) -> UnpackFault {
    switch code {
    case ZSTD_error_frameParameter_windowTooLarge: .tooLarge
    case ZSTD_error_dictionary_wrong: .unsupported
    default: .damaged
    }
  }

  /// Bit 2 of the descriptor, the byte behind the magic number, says whether a checksum ends the frame (RFC 8878).
  private func noteChecksum(_ bytes: Slice<UnsafeMutableRawBufferPointer>) {
    guard frameHead.count < 5 else { return }
    frameHead += bytes.prefix(5 - frameHead.count)
    if frameHead.count == 5, frameHead[0] == 0x28, frameHead[4] & 4 == 0 { lacksChecksum = true }
  }
}
