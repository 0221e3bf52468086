import SteelyardDomain

/// The part of a stream that is in memory: what is being cut into records, and the place of it in the stream.
///
/// It grows where a record is longer than it, so a record always lies in one piece.
struct ByteWindow {
  /// How many bytes it first holds.
  private static let firstBytes = 1 << 20

  /// The memory; only the first ``filled`` bytes mean something.
  private(set) var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.firstBytes, alignment: 64)
  /// How many bytes are there.
  private(set) var filled = 0
  /// Where the next record starts.
  var position = 0
  /// The offset of the first byte in the stream.
  private(set) var offset = 0
  /// Whether the stream ends with what is there.
  private(set) var isFinal = false

  /// What is there; valid until the next ``refill(from:keeping:)``.
  var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[0..<filled]) }

  subscript(at: Int) -> UInt8 {
    get { memory[at] }
    nonmutating set { memory[at] = newValue }
  }

  /// Gives the memory back; the window is then of no more use.
  func deallocate() { memory.deallocate() }

  /// Moves what is left from `position`, or from `kept`, to the front, enlarges the window if it is full, and reads
  /// until it is full or the stream ends: so a long record is looked at few times, however short the reads are.
  mutating func refill(from text: TextSource, keeping kept: Int? = nil) throws(IntakeFailure) {
    let gone = kept ?? position
    if gone > 0 {
      let rest = filled - gone
      if rest > 0, let base = memory.baseAddress { base.copyMemory(from: base + gone, byteCount: rest) }
      offset += gone
      filled = rest
      position -= gone
    }
    if filled == memory.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: memory.count * 2, alignment: 64)
      larger.copyMemory(from: UnsafeRawBufferPointer(memory))
      memory.deallocate()
      memory = larger
    }
    // A short read is not the end: only zero bytes are.
    let before = filled
    while filled < memory.count, !isFinal, filled == before || !text.isDamagedAhead {
      let count = try text.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[filled...]))
      filled += count
      if count == 0 { isFinal = true }
    }
  }

  /// Where the line that starts at `start` ends, after its line end; `nil` where more bytes are needed to tell.
  ///
  /// At the end of the stream it is the end of the bytes.
  func lineEnd(after start: Int) -> Int? {
    var cursor = start
    while cursor < filled, memory[cursor] != 10, memory[cursor] != 13 { cursor += 1 }
    if cursor + 1 >= filled, !isFinal { return nil }
    if cursor == filled { return filled }
    return memory[cursor] == 13 && cursor + 1 < filled && memory[cursor + 1] == 10 ? cursor + 2 : cursor + 1
  }

  /// Where the last line ends, by a LF, that ends within some bytes from the position on; `nil` where none does.
  func linesEnd(_ bytes: Int) -> Int? {
    var end = min(position + bytes, filled)
    while end > position, memory[end - 1] != 10 { end -= 1 }
    return end > position ? end : nil
  }

  /// How many line ends there are.
  var lineEnds: Int {
    var count = 0
    for position in 0..<filled where Self.isLineEnd(memory[position]) {
      // CR LF is one.
      if memory[position] == 10 || position + 1 == filled || memory[position + 1] != 10 { count += 1 }
    }
    return count
  }

  /// Whether the bytes at a place begin with a mark.
  func begins(with mark: [UInt8], at start: Int) -> Bool {
    guard filled - start >= mark.count else { return false }
    for (position, byte) in mark.enumerated() where memory[start + position] != byte { return false }
    return true
  }

  /// Whether a byte ends a line.
  static func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }
}
