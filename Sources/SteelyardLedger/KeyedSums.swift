/// What sums are kept by: a key that makes its own hash.
protocol SumKey: Equatable, Sendable {
  /// A number that differs for almost any two keys in all of its bits.
  var hash: UInt64 { get }
}

/// Sums by key: an open-addressing table over two arrays. A general dictionary's hash costs more than the sums do.
///
/// The order of keys is that of their first appearance; what leaves the ledger is sorted.
struct KeyedSums<Key: SumKey, Sums: Sendable>: Sendable {
  private(set) var keys: [Key] = []
  private(set) var sums: [Sums] = []
  /// Positions in the arrays, −1 where free; a power of two, at most half full.
  private var slots = [Int32](repeating: -1, count: 64)

  /// How many keys there are.
  var count: Int { keys.count }

  /// The position of a key, which is given one with `empty` sums at first sight.
  ///
  /// - Precondition: fewer than 2^31 keys.
  mutating func position(of key: Key, empty: @autoclosure () -> Sums) -> Int {
    let slot = slot(of: key)
    if slots[slot] >= 0 { return Int(slots[slot]) }
    slots[slot] = Int32(keys.count)
    keys.append(key)
    sums.append(empty())
    if keys.count * 2 > slots.count { grow() }
    return keys.count - 1
  }

  /// The sums of a key, `nil` where it has none.
  func value(of key: Key) -> Sums? {
    let position = slots[slot(of: key)]
    return position >= 0 ? sums[Int(position)] : nil
  }

  /// Changes the sums of a key, `empty` ones at first sight.
  mutating func update(_ key: Key, empty: @autoclosure () -> Sums, _ change: (inout Sums) -> Void) {
    change(&sums[position(of: key, empty: empty())])
  }

  /// Where a key's position stands, or the free slot where it would.
  @inline(__always) private func slot(of key: Key) -> Int {
    var slot = Int(truncatingIfNeeded: key.hash) & (slots.count - 1)
    while slots[slot] >= 0, keys[Int(slots[slot])] != key { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (position, key) in keys.enumerated() { slots[slot(of: key)] = Int32(position) }
  }
}

/// Spreads every bit of a number over all bits (the finaliser of MurmurHash3, a bijection).
@inline(__always) func spread(_ number: UInt64) -> UInt64 {
  var bits = number
  bits ^= bits >> 33
  bits &*= 0xFF51_AFD7_ED55_8CCD
  bits ^= bits >> 33
  bits &*= 0xC4CE_B9FE_1A85_EC53
  return bits ^ bits >> 33
}
