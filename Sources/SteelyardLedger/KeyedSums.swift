/// What sums are kept by: a key that makes its own hash.
protocol SumKey: Equatable, Sendable {
  /// A number that differs for almost any two keys in all of its bits.
  var hash: UInt64 { get }
}

/// Sums by key: an open-addressing table over an array. A general dictionary's hash costs more than the sums do.
///
/// The order of keys is that of their first appearance; what leaves the ledger is sorted.
struct KeyedSums<Key: SumKey, Sums: Sendable>: Sendable {
  /// A key and its sums, side by side: whoever finds the key mostly wants them.
  struct Entry: Sendable {
    let key: Key
    var sums: Sums
  }

  private(set) var entries: [Entry] = []
  /// Positions in the array, −1 where free; a power of two, at most half full.
  private var slots = [Int32](repeating: -1, count: 64)

  /// How many keys there are.
  var count: Int { entries.count }

  /// The position of a key, which is given one with `empty` sums at first sight.
  ///
  /// - Precondition: fewer than 2^31 keys.
  mutating func position(of key: Key, empty: @autoclosure () -> Sums) -> Int {
    let slot = slot(of: key)
    if slots[slot] >= 0 { return Int(slots[slot]) }
    slots[slot] = Int32(entries.count)
    entries.append(Entry(key: key, sums: empty()))
    if entries.count * 2 > slots.count { grow() }
    return entries.count - 1
  }

  /// The sums of a key, `nil` where it has none.
  func value(of key: Key) -> Sums? {
    let position = slots[slot(of: key)]
    return position >= 0 ? entries[Int(position)].sums : nil
  }

  /// Changes the sums of a key, `empty` ones at first sight.
  mutating func update(_ key: Key, empty: @autoclosure () -> Sums, _ change: (inout Sums) -> Void) {
    change(&entries[position(of: key, empty: empty())].sums)
  }

  /// Changes the sums of many keys, `empty` ones at first sight, in their order.
  ///
  /// The same as ``update(_:empty:_:)`` of each, its slow twin. A large table lies in no cache, and the next key's place is
  /// not asked for before the last one's sums are there; here the places of all are asked for at once.
  ///
  /// - Parameters:
  ///   - items: what is to be added, each with its key.
  ///   - add: adds an item to its key's sums.
  mutating func update<Item>(
    all items: [(key: Key, item: Item)], empty: Sums, _ add: (inout Sums, Item) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: items.count) { places in
      let mask = slots.count - 1
      for (place, item) in items.enumerated() {
        places[place] = slots[Int(truncatingIfNeeded: item.key.hash) & mask]
      }
      // Entries keep their positions however the table grows.
      for (place, item) in items.enumerated() where places[place] >= 0 {
        if entries[Int(places[place])].key != item.key { places[place] = -1 }
      }
      for (place, item) in items.enumerated() {
        let known = places[place] >= 0 ? Int(places[place]) : position(of: item.key, empty: empty)
        add(&entries[known].sums, item.item)
      }
    }
  }

  /// Where a key's position stands, or the free slot where it would.
  @inline(__always) private func slot(of key: Key) -> Int {
    var slot = Int(truncatingIfNeeded: key.hash) & (slots.count - 1)
    while slots[slot] >= 0, entries[Int(slots[slot])].key != key { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (position, entry) in entries.enumerated() { slots[slot(of: entry.key)] = Int32(position) }
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
