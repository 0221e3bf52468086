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
