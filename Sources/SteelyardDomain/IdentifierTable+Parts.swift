extension IdentifierTable {
  /// The codes of another table's texts in this one, by their codes there; new texts get the next codes, in the order of
  /// the other table.
  ///
  /// Edge cases: tables of files, taken in order, give the codes that the rows of all files would have been given.
  public mutating func codes(of other: IdentifierTable) -> [Int32] {
    if count == 0 {
      self = other
      return Array(0..<Int32(other.count))
    }
    return (0..<Int32(other.count)).map { old in other.withBytes(of: old) { code(of: $0) } }
  }

  /// The table of some texts that lie end to end, in the order of their codes.
  ///
  /// - Parameters:
  ///   - bytes: the texts.
  ///   - ends: where each text ends in `bytes`.
  /// - Returns: `nil` where the ends descend, do not reach the last byte, or a text stands twice.
  public init?(bytes: UnsafeRawBufferPointer, ends: [Int64]) {
    self.init()
    guard ends.last ?? 0 == bytes.count, ends.count <= Int32.max else { return nil }
    reserve(texts: ends.count, bytes: bytes.count)
    var start = 0
    for (position, end) in ends.enumerated() {
      guard end >= start, end <= bytes.count else { return nil }
      let text = UnsafeRawBufferPointer(rebasing: bytes[start..<Int(end)])
      if code(of: text) != Int32(position) { return nil }
      start = Int(end)
    }
  }
}
