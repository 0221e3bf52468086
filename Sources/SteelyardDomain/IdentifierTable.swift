import Glibc

/// Strings as dense codes: each distinct text gets the next whole number, in order of first appearance.
///
/// The columns of a batch hold these codes, so a million rows of one institution hold its name once. Codes depend on
/// the order of rows and leave a run only together with their texts (``ClaimExtract``): results are sorted by text.
///
/// Edge cases: the empty text is a text like any other.
public struct IdentifierTable: Sendable {
  /// One slot of the open-addressing table: the hash and the code, −1 where free.
  ///
  /// A table has fewer than 2^32 slots, so half a hash tells the place; and eight slots lie in a line of the cache.
  private struct Slot: Sendable, BitwiseCopyable {
    var hash: UInt32
    var code: Int32
  }

  private var slots = [Slot](repeating: Slot(hash: 0, code: -1), count: 64)
  private var arena: [UInt8] = []
  /// The code last given, -1 for none.
  private var latest: Int32 = -1
  /// Where each text ends among the texts laid end to end, by code.
  public private(set) var ends: [Int] = []

  /// Creates an empty table.
  public init() {}

  /// How many distinct texts the table holds.
  public var count: Int { ends.count }

  /// The code of a text, given one at first sight.
  ///
  /// - Precondition: fewer than 2^31 distinct texts.
  public mutating func code(of bytes: UnsafeRawBufferPointer) -> Int32 {
    // Many columns say the same row after row.
    if latest >= 0, holds(latest, bytes) { return latest }
    let (position, hash) = slot(of: bytes)
    latest = slots[position].code
    if latest >= 0 { return latest }
    let code = Int32(ends.count)
    latest = code
    slots[position] = Slot(hash: hash, code: code)
    arena.growLarge(by: bytes.count)
    arena.append(contentsOf: bytes)
    ends.growLarge(by: 1)
    ends.append(arena.count)
    if ends.count * 2 > slots.count { grow() }
    return code
  }

  /// The code of a text, given one at first sight.
  public mutating func code(of text: String) -> Int32 {
    var text = text
    return text.withUTF8 { code(of: UnsafeRawBufferPointer($0)) }
  }

  /// The code of a text, or `nil` where the table has none.
  public func knownCode(of text: String) -> Int32? {
    var text = text
    return text.withUTF8 { knownCode(of: UnsafeRawBufferPointer($0)) }
  }

  /// The code of a text, or `nil` where the table has none.
  public func knownCode(of bytes: UnsafeRawBufferPointer) -> Int32? {
    let code = slots[slot(of: bytes).position].code
    return code >= 0 ? code : nil
  }

  /// The text of a code.
  ///
  /// - Precondition: the table gave the code.
  public func text(of code: Int32) -> String {
    String(decoding: arena[range(of: code)], as: UTF8.self)
  }

  /// Calls a function with the bytes of a code's text, which live no longer than the call.
  ///
  /// - Precondition: the table gave the code.
  public func withBytes<Result>(of code: Int32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let range = range(of: code)
    return arena.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// Calls a function with the texts laid end to end in the order of their codes; they live no longer than the call.
  public func withAllBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { arena.withUnsafeBytes(body) }

  /// Makes room for some texts, by their number and their bytes in all.
  mutating func reserve(texts: Int, bytes: Int) {
    var capacity = slots.count
    while capacity < texts * 2 { capacity *= 2 }
    if ends.isEmpty { slots = .large(repeating: Slot(hash: 0, code: -1), count: capacity) }
    arena.reserveLarge(bytes)
    ends.reserveLarge(texts)
  }

  /// All texts, by code.
  public var texts: [String] { (0..<Int32(count)).map(text) }

  /// Codes in the order of their texts' bytes: `position[code]` is the place of the code's text among the sorted.
  public var sortedPositions: [Int32] {
    let order = (0..<Int32(count)).sorted(by: precedes)
    var positions = [Int32](repeating: 0, count: count)
    for (position, code) in order.enumerated() { positions[Int(code)] = Int32(position) }
    return positions
  }

  /// Whether the text of one code comes before that of another in the order of their bytes.
  ///
  /// - Precondition: the table gave both codes.
  public func precedes(_ a: Int32, _ b: Int32) -> Bool {
    let (first, second) = (range(of: a), range(of: b))
    return arena.withUnsafeBytes { arena in
      guard let base = arena.baseAddress else { return false }
      let order = memcmp(base + first.lowerBound, base + second.lowerBound, min(first.count, second.count))
      return order != 0 ? order < 0 : first.count < second.count
    }
  }

  /// Whether the text of a code is these bytes: no hash is computed.
  ///
  /// - Precondition: the table gave the code.
  public func isText(of code: Int32, _ bytes: UnsafeRawBufferPointer) -> Bool { holds(code, bytes) }

  /// Where a text's code stands, or the free slot where it would; and the text's hash.
  @inline(__always) private func slot(of bytes: UnsafeRawBufferPointer) -> (position: Int, hash: UInt32) {
    let hash = UInt32(truncatingIfNeeded: Fingerprint.hash(bytes, seed: 0x9E37_79B9_7F4A_7C15))
    var position = Int(hash) & (slots.count - 1)
    while slots[position].code >= 0, slots[position].hash != hash || !holds(slots[position].code, bytes) {
      position = (position + 1) & (slots.count - 1)
    }
    return (position, hash)
  }

  private func range(of code: Int32) -> Range<Int> {
    (code == 0 ? 0 : ends[Int(code) - 1])..<ends[Int(code)]
  }

  @inline(__always) private func holds(_ code: Int32, _ bytes: UnsafeRawBufferPointer) -> Bool {
    let range = range(of: code)
    guard range.count == bytes.count else { return false }
    guard let given = bytes.baseAddress else { return true }
    return arena.withUnsafeBytes { arena in
      arena.baseAddress.map { memcmp($0 + range.lowerBound, given, range.count) == 0 } ?? range.isEmpty
    }
  }

  private mutating func grow() {
    var larger = [Slot].large(repeating: Slot(hash: 0, code: -1), count: slots.count * 2)
    for slot in slots where slot.code >= 0 {
      var position = Int(slot.hash) & (larger.count - 1)
      while larger[position].code >= 0 { position = (position + 1) & (larger.count - 1) }
      larger[position] = slot
    }
    slots = larger
  }
}
