import SteelyardTestSupport
import Testing

@testable import SteelyardLedger

@Suite("The grid of head costs")
struct CostGridTests {
  /// A natural number in base 2^32, the least digit first: as much arithmetic as the test needs.
  struct Natural {
    var digits: [UInt32] = [1]

    static func power(of base: Int64, _ exponent: Int) -> Natural {
      var result = Natural()
      for _ in 0..<exponent { result.multiply(by: UInt64(base)) }
      return result
    }

    mutating func multiply(by factor: UInt64) {
      var carry: UInt128 = 0
      for place in digits.indices {
        carry += UInt128(digits[place]) * UInt128(factor)
        digits[place] = UInt32(truncatingIfNeeded: carry)
        carry >>= 32
      }
      while carry > 0 {
        digits.append(UInt32(truncatingIfNeeded: carry))
        carry >>= 32
      }
    }

    /// The number is at most 2^exponent.
    func isAtMostPowerOfTwo(_ exponent: Int) -> Bool {
      guard let top = digits.last else { return true }
      let length = (digits.count - 1) * 32 + (32 - top.leadingZeroBitCount)
      let isPower = digits.dropLast().allSatisfy { $0 == 0 } && top.nonzeroBitCount == 1
      return length <= exponent || (length == exponent + 1 && isPower)
    }
  }

  @Test("The edge of bin k is the whole part of 2^(k/16): its 16th power is at most 2^k, the next number's is above")
  func edges() {
    for bin in 1..<CostGrid.bins {
      let edge = CostGrid.edge(bin)
      #expect(Natural.power(of: edge, 16).isAtMostPowerOfTwo(bin), "bin \(bin): \(edge)")
      #expect(!Natural.power(of: edge + 1, 16).isAtMostPowerOfTwo(bin), "bin \(bin): \(edge)")
    }
    #expect(CostGrid.edge(0) == 0 && CostGrid.edge(16) == 2 && CostGrid.edge(24) == 2 && CostGrid.edge(32) == 4)
    #expect(CostGrid.edge(160) == 1024)
  }

  @Test("A cost lies in the lowest bin whose edge it does not exceed, on every edge and beside it")
  func bins() {
    for bin in 1..<CostGrid.bins {
      for cost in [CostGrid.edge(bin) - 1, CostGrid.edge(bin), CostGrid.edge(bin) + 1] {
        let found = CostGrid.bin(of: cost)
        if cost <= 0 {
          #expect(found == 0)
        } else if cost <= CostGrid.edge(CostGrid.bins - 1) {
          #expect(CostGrid.edge(found) >= cost)
          #expect(found == 1 || CostGrid.edge(found - 1) < cost)
        }
      }
    }
    #expect(CostGrid.bin(of: 0) == 0 && CostGrid.bin(of: -5) == 0 && CostGrid.bin(of: 1) == 1)
  }

  @Test("More cost is never in a lower bin", arguments: 1...5 as ClosedRange<UInt64>)
  func monotone(seed: UInt64) {
    var source = Seeded(seed)
    let costs = (0..<5000).map { _ in Int64(source.next() >> (9 + UInt64(source.below(55)))) }.sorted()
    let bins = costs.map(CostGrid.bin)
    #expect(zip(bins, bins.dropFirst()).allSatisfy { $0 <= $1 }, "seed \(seed)")
    #expect(zip(costs, bins).allSatisfy { CostGrid.edge($1) >= $0 }, "seed \(seed)")
    // The largest sum of 90 rows of the largest amount still lies on the grid.
    #expect(CostGrid.edge(CostGrid.bins - 1) > 90 * 100_000_000_000_000)
  }

  @Test(
    "The cap is the edge of the first bin by which so many per mille of the heads are reached",
    arguments: 1...20 as ClosedRange<UInt64>)
  func cap(seed: UInt64) {
    var source = Seeded(seed)
    let costs = (0..<(1 + source.below(700))).map { _ in Int64(source.below(1_000_000)) - 1000 }
    var counts = [Int64](repeating: 0, count: CostGrid.bins)
    for cost in costs { counts[CostGrid.bin(of: cost)] += 1 }
    for perMille in [1, 500, 900, 995, 1000] {
      // By the sorted costs: the first head whose place reaches the share, and the edge of its bin.
      let place = (costs.count * perMille + 999) / 1000
      let cost = costs.sorted()[place - 1]
      #expect(CostGrid.cap(counts, perMille: perMille) == CostGrid.edge(CostGrid.bin(of: cost)), "seed \(seed)")
    }
    #expect(CostGrid.cap([0, 0, 0], perMille: 995) == nil)
  }
}
