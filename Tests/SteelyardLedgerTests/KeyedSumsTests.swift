import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardLedger

/// A key whose hash is one of a few numbers, so that keys meet in the table.
private struct CrowdedKey: SumKey, Hashable {
  let number: UInt64

  var hash: UInt64 { number % 7 &* 0x4000_0000_0000_0001 }
}

private struct SpreadKey: SumKey, Hashable {
  let number: UInt64

  var hash: UInt64 { spread(number) }
}

@Suite("Sums by key") struct KeyedSumsTests {
  /// Adds random numbers under random keys to the table and to a dictionary.
  private func compare<Key: SumKey & Hashable>(_ key: (UInt64) -> Key, keys: UInt64, updates: Int, seed: UInt64) {
    var random = Seeded(seed)
    var table = KeyedSums<Key, Int64>()
    var twin: [Key: Int64] = [:]
    var order: [Key] = []
    for _ in 0..<updates {
      let (key, amount) = (key(random.next() % keys), Int64(random.next() % 1_000) - 500)
      if twin[key] == nil { order.append(key) }
      twin[key, default: 0] += amount
      table.update(key, empty: 0) { $0 += amount }
    }
    #expect(table.entries.map(\.key) == order && table.count == order.count)
    #expect(table.entries.allSatisfy { twin[$0.key] == $0.sums })
    for number in 0..<(keys + 50) { #expect(table.value(of: key(number)) == twin[key(number)]) }
  }

  @Test("A table and a dictionary hold the same sums", arguments: [1, 2, 3] as [UInt64])
  func twin(seed: UInt64) {
    compare(SpreadKey.init, keys: 5_000, updates: 20_000, seed: seed)
    compare(SpreadKey.init, keys: 10, updates: 100, seed: seed)
    compare(CrowdedKey.init, keys: 300, updates: 2_000, seed: seed)
  }

  @Test("Many updates at once are the same as one after another", arguments: [1, 2, 3] as [UInt64])
  func batches(seed: UInt64) {
    func compare<Key: SumKey & Hashable>(_ key: (UInt64) -> Key, keys: UInt64, batches: Int) {
      var random = Seeded(seed)
      var (table, twin) = (KeyedSums<Key, Int64>(), KeyedSums<Key, Int64>())
      for _ in 0..<batches {
        // Empty ones, single ones, and more new keys than the table has room for.
        let items = (0..<Int(random.next() % 200)).map { _ in
          (key: key(random.next() % keys), item: Int64(random.next() % 1_000) - 500)
        }
        table.update(all: items, empty: 0) { $0 += $1 }
        for item in items { twin.update(item.key, empty: 0) { $0 += item.item } }
      }
      #expect(table.entries.map(\.key) == twin.entries.map(\.key))
      #expect(table.entries.map(\.sums) == twin.entries.map(\.sums))
    }
    compare(SpreadKey.init, keys: 3, batches: 20)
    compare(SpreadKey.init, keys: 5_000, batches: 100)
    compare(CrowdedKey.init, keys: 300, batches: 20)
  }

  @Test("An empty table has no sums") func empty() {
    #expect(KeyedSums<SpreadKey, Int64>().value(of: SpreadKey(number: 0)) == nil)
  }
}
