/// Finds the ends of lines and bytes that are not ASCII, many bytes at once.
enum LineEnds {
  /// A line: where the next one begins, whether the bytes end it, and whether it has bytes that are not ASCII.
  struct Line {
    var end: Int
    var isEnded: Bool
    var hasHighBytes: Bool
  }

  /// The line that begins at a position; it ends behind LF, CR LF or CR.
  static func next(in bytes: UnsafeRawBufferPointer, from start: Int) -> Line {
    var gathered: UInt64 = 0
    var position = start
    while position + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
      let found = zeroBytes(word ^ 0x0A0A_0A0A_0A0A_0A0A) | zeroBytes(word ^ 0x0D0D_0D0D_0D0D_0D0D)
      if found != 0 { break }
      gathered |= word
      position += 8
    }
    while position < bytes.count, bytes[position] != 10, bytes[position] != 13 {
      gathered |= UInt64(bytes[position])
      position += 1
    }
    let hasHighBytes = gathered & 0x8080_8080_8080_8080 != 0
    guard position < bytes.count else { return Line(end: position, isEnded: false, hasHighBytes: hasHighBytes) }
    let isPair = bytes[position] == 13 && position + 1 < bytes.count && bytes[position + 1] == 10
    return Line(end: position + (isPair ? 2 : 1), isEnded: true, hasHighBytes: hasHighBytes)
  }

  /// The first byte that is not ASCII, `nil` where all are.
  static func firstHighByte(in bytes: UnsafeRawBufferPointer) -> Int? {
    var position = 0
    while position + 128 <= bytes.count {
      let a = bytes.loadUnaligned(fromByteOffset: position, as: SIMD8<UInt64>.self)
      let b = bytes.loadUnaligned(fromByteOffset: position + 64, as: SIMD8<UInt64>.self)
      let four = (a | b).lowHalf | (a | b).highHalf
      let two = four.lowHalf | four.highHalf
      if (two.x | two.y) & 0x8080_8080_8080_8080 != 0 { break }
      position += 128
    }
    while position < bytes.count {
      if bytes[position] >= 0x80 { return position }
      position += 1
    }
    return nil
  }

  /// How many lines end in bytes without a quotation mark, a NUL or anything that is not UTF-8; `nil` where one stands there.
  static func countPlain(in bytes: UnsafeRawBufferPointer) -> Int? {
    typealias Bytes = SIMD16<UInt8>
    func isEqual(_ some: Bytes, _ byte: UInt8) -> Bytes {
      unsafeBitCast(some .== Bytes(repeating: byte), to: Bytes.self)
    }
    var (gathered, odd, returns) = (Bytes(), Bytes(), Bytes())
    var count = 0
    var position = 0
    while position + 16 <= bytes.count {
      // No more steps than a byte can count.
      let stop = min(bytes.count - 15, position + 16 * 255)
      var ends = Bytes()
      while position < stop {
        let some = bytes.loadUnaligned(fromByteOffset: position, as: Bytes.self)
        gathered |= some
        odd |= isEqual(some, 0x22) | isEqual(some, 0x27) | isEqual(some, 0)
        returns |= isEqual(some, 13)
        // Equal is all bits, which is -1.
        ends &-= isEqual(some, 10)
        position += 16
      }
      for place in ends.indices { count += Int(ends[place]) }
    }
    let rest = bytes[position...]
    if odd.max() > 0 || rest.contains(where: { $0 == 0x22 || $0 == 0x27 || $0 == 0 }) { return nil }
    if gathered.max() | (rest.max() ?? 0) >= 0x80, !Utf8.isValid(bytes) { return nil }
    count += rest.count { $0 == 10 }
    return returns.max() > 0 || rest.contains(13) ? count + loneReturns(in: bytes) : count
  }

  /// How many CR have no LF behind them.
  private static func loneReturns(in bytes: UnsafeRawBufferPointer) -> Int {
    var count = 0
    for position in bytes.indices where bytes[position] == 13 {
      if position + 1 == bytes.count || bytes[position + 1] != 10 { count += 1 }
    }
    return count
  }

  /// The top bit of every byte that is zero, exact up to the first.
  @inline(__always)
  private static func zeroBytes(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }
}

/// Finds runs of NUL bytes: what a lost page of a disk leaves in a file.
struct NulRuns {
  /// The shortest run that is damage, 4 KiB.
  static let bytesMinimum = 4096

  /// NULs at the end of the blocks before.
  private var trailing = 0

  /// Where in a block a run begins that is long enough, `nil` without one; below zero where it began in blocks before.
  ///
  /// A run of 4 KiB covers a whole word at a multiple of 2 KiB, so only those are looked at.
  mutating func start(in block: UnsafeRawBufferPointer) -> Int? {
    let leading = block.prefix { $0 == 0 }.count
    if trailing + leading >= Self.bytesMinimum { return -trailing }
    if leading == block.count {
      trailing += leading
      return nil
    }
    for position in stride(from: 0, through: block.count - 8, by: Self.bytesMinimum / 2) {
      guard block.loadUnaligned(fromByteOffset: position, as: UInt64.self) == 0 else { continue }
      var start = position
      while start > 0, block[start - 1] == 0 { start -= 1 }
      var end = position
      while end < block.count, block[end] == 0 { end += 1 }
      if end - start >= Self.bytesMinimum { return start }
    }
    trailing = block.reversed().prefix { $0 == 0 }.count
    return nil
  }
}
