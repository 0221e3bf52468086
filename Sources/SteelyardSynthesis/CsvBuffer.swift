/// A block of CSV bytes that is filled row by row and handed on when it is full.
///
/// Fields are written without quotes: no text of a simulated city holds a comma, a quote or a line end.
struct CsvBuffer: ~Copyable {
  /// How many bytes the block holds.
  static let capacity = 1 << 18
  /// A row is shorter than the space left below this fill.
  private static let fillLimit = capacity - (1 << 12)

  private let bytes: UnsafeMutablePointer<UInt8>
  private(set) var count = 0

  init() { bytes = .allocate(capacity: Self.capacity) }

  deinit { bytes.deallocate() }

  /// Whether the block is to be handed on before the next row.
  var isFull: Bool { count > Self.fillLimit }

  /// Hands the bytes on and empties the block.
  mutating func hand<Failure: Error>(
    to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    guard count > 0 else { return }
    let filled = count
    count = 0
    try sink(UnsafeRawBufferPointer(start: bytes, count: filled))
  }

  /// Writes one byte.
  mutating func put(_ byte: UInt8) {
    precondition(count < Self.capacity, "a row is longer than the buffer allows")
    bytes[count] = byte
    count += 1
  }

  /// Ends a field.
  mutating func comma() { put(UInt8(ascii: ",")) }

  /// Ends a row.
  mutating func endRow() { put(UInt8(ascii: "\n")) }

  /// Writes a text.
  mutating func put(_ text: String) {
    for byte in text.utf8 { put(byte) }
  }

  /// Writes a whole number with leading zeros.
  ///
  /// - Precondition: the number is not negative; digits beyond the width are lost.
  mutating func put(_ number: Int, width: Int) {
    precondition(number >= 0 && count + width <= Self.capacity, "a row is longer than the buffer allows")
    var rest = UInt64(number)
    var position = count + width
    while position > count {
      position -= 1
      bytes[position] = 48 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    count += width
  }

  /// Writes an amount in yuan with two decimals: `-12.05`.
  mutating func put(fen: Int64) {
    if fen < 0 { put(UInt8(ascii: "-")) }
    put(whole: Int(fen.magnitude / 100))
    put(UInt8(ascii: "."))
    put(Int(fen.magnitude % 100), width: 2)
  }

  /// Writes a whole number without leading zeros.
  ///
  /// - Precondition: the number is not negative and below 10^18.
  mutating func put(whole number: Int) {
    var width = 1
    var bound = 10
    while number >= bound, width < 18 {
      bound *= 10
      width += 1
    }
    put(number, width: width)
  }

  /// Writes a calendar day: `2025-07-01`.
  mutating func put(_ date: CivilDate) {
    put(Int(date.year), width: 4)
    put(UInt8(ascii: "-"))
    put(Int(date.month), width: 2)
    put(UInt8(ascii: "-"))
    put(Int(date.day), width: 2)
  }

  /// Writes a time of day given in seconds after midnight: `14:25:07`.
  mutating func put(secondOfDay second: Int) {
    put(second / 3600, width: 2)
    put(UInt8(ascii: ":"))
    put(second / 60 % 60, width: 2)
    put(UInt8(ascii: ":"))
    put(second % 60, width: 2)
  }
}
