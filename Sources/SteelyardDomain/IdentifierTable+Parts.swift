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
    return codes(of: other, from: 0)
  }

  /// The same for the texts of another table from one of its codes on.
  public mutating func codes(of other: IdentifierTable, from first: Int) -> [Int32] {
    (Int32(first)..<Int32(other.count)).map { old in other.withBytes(of: old) { code(of: $0) } }
  }

  /// An empty table with room for some texts, by their number and their bytes in all.
  public init(roomFor texts: Int, bytes: Int) {
    self.init()
    reserve(texts: texts, bytes: bytes)
  }

  /// The table of some texts that lie end to end, in the order of their codes.
  ///
  /// - Parameters:
  ///   - bytes: the texts.
  ///   - ends: where each text ends in `bytes`.
  /// - Returns: `nil` where the ends descend, do not reach the last byte, or a text stands twice.
  public init?(bytes: UnsafeRawBufferPointer, ends: [Int64]) {
    guard ends.last ?? 0 == bytes.count, ends.count <= Int32.max else { return nil }
    self.init(roomFor: ends.count, bytes: bytes.count)
    var start = 0
    for (position, end) in ends.enumerated() {
      guard end >= start, end <= bytes.count else { return nil }
      let text = UnsafeRawBufferPointer(rebasing: bytes[start..<Int(end)])
      if code(of: text) != Int32(position) { return nil }
      start = Int(end)
    }
  }
}
