import SteelyardDomain

/// What one pass over a record's bytes tells: rare things are looked for only where they can be.
struct ByteMarks {
  /// Whether a quotation mark of either kind may stand in it.
  let mayHaveQuotes: Bool
  private let hasNul: Bool
  private let isAscii: Bool

  /// - Parameter bytes: a record without its line end.
  init(_ bytes: UnsafeRawBufferPointer) {
    // Sums without branches, so that the compiler takes many bytes at a time.
    var (gathered, lowest, quotes): (UInt8, UInt8, UInt8) = (0, 0xFF, 0)
    for byte in bytes {
      gathered |= byte
      lowest = min(lowest, byte)
      // The two quotation marks, and # and &.
      quotes |= byte & 0xFA == 0x22 ? 1 : 0
    }
    isAscii = gathered < 0x80
    hasNul = lowest == 0
    mayHaveQuotes = quotes != 0
  }

  /// What is wrong with the bytes, if anything: a NUL, or bytes that are not UTF-8.
  func fault(in bytes: UnsafeRawBufferPointer) -> Diagnostic.Code? {
    if hasNul { return .nulByte }
    return isAscii || Utf8.isValid(bytes) ? nil : .encodingInvalid
  }
}

/// Eight bytes at a time: which of them are one of three, or whether all are digits.
struct ByteWords {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let sevens: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  private static let tops: UInt64 = 0x8080_8080_8080_8080
  private let first, second, third: UInt64

  init(_ first: UInt8, _ second: UInt8, _ third: UInt8) {
    self.first = UInt64(first) * Self.ones
    self.second = UInt64(second) * Self.ones
    self.third = UInt64(third) * Self.ones
  }

  /// The highest bit of each byte, the first byte in memory lowest, that is one of the three.
  @inline(__always) func matches(_ loaded: UInt64) -> UInt64 {
    let word = UInt64(littleEndian: loaded)
    return Self.zeros(word ^ first) | Self.zeros(word ^ second) | Self.zeros(word ^ third)
  }

  /// Whether bytes are nothing but ASCII digits, and eight or more.
  @inline(__always) static func isDigits(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count >= 8 else { return false }
    var others: UInt64 = 0
    var offset = 0
    while offset + 8 <= bytes.count {
      others |= nonDigits(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    // The last eight once more rather than a few bytes by themselves.
    return others | nonDigits(bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)) == 0
  }

  /// The highest bit of each byte that is no digit, one beyond ASCII included.
  @inline(__always) private static func nonDigits(_ word: UInt64) -> UInt64 {
    let low = word & sevens
    // Beyond 9, or not up to 0: neither sum leaves its byte.
    let above = low &+ (ones &* (0x80 - 0x3A))
    let below = ~(low &+ (ones &* (0x80 - 0x30)))
    return (above | below | word) & tops
  }

  /// The highest bit of each byte that is zero; exact, for no carry leaves a byte.
  @inline(__always) private static func zeros(_ word: UInt64) -> UInt64 {
    ~((word & sevens &+ sevens) | word | sevens)
  }
}
