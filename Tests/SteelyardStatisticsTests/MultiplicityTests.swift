import SteelyardNumerics
import SteelyardStatistics
import Testing

@Suite struct MultiplicityTests {
  /// The adjusted value by closed testing: the largest Simes p value of all sets that hold the hypothesis.
  private func closed(_ p: [Double]) -> [Double] {
    var result = p.map { _ in 0.0 }
    for set in 1..<(1 << p.count) {
      let members = p.indices.filter { set >> $0 & 1 == 1 }
      let sorted = members.map { p[$0] }.sorted()
      let simes = sorted.enumerated().map { Double(sorted.count) * $1 / Double($0 + 1) }.min() ?? 1
      for row in members { result[row] = max(result[row], simes) }
    }
    return result
  }

  @Test("Hommel's values are those of closed testing over all subsets", arguments: UInt64(0)..<12)
  func hommelIsClosedTesting(stream: UInt64) {
    let seed: UInt64 = 77
    var source = RandomSource(seed: seed, stream: stream)
    // Cubes bring some p values near 0; rounding to hundredths makes ties.
    let p = (0..<9).map { _ in
      let u = source.uniform()
      return stream % 2 == 0 ? u * u * u : (u * u * 100).rounded() / 100
    }
    for (value, reference) in zip(FalseDiscovery.adjusted(p, by: .hommel), closed(p)) {
      // The same products and quotients: two roundings.
      #expect(abs(value - reference) < 1e-15, "seed \(seed), stream \(stream)")
    }
  }

  @Test("No method lowers a p value but Storey's; order, ties and stronger methods agree", arguments: UInt64(0)..<5)
  func relations(stream: UInt64) {
    let seed: UInt64 = 78
    var source = RandomSource(seed: seed, stream: stream)
    let p = (0..<60).map { _ in (source.uniform() * source.uniform() * 200).rounded() / 200 }
    let adjusted = Dictionary(
      uniqueKeysWithValues: FalseDiscovery.Method.allCases.map { ($0, FalseDiscovery.adjusted(p, by: $0)) })
    for (method, values) in adjusted {
      for row in p.indices {
        #expect((0...1).contains(values[row]), "\(method), seed \(seed)")
        if method != .storey { #expect(values[row] >= p[row]) }
        for other in p.indices where p[other] <= p[row] { #expect(values[other] <= values[row]) }
      }
      #expect(FalseDiscovery.adjusted(p.reversed(), by: method) == values.reversed())
    }
    // Roundings of one product apart, each method rejects what a stricter one does.
    let chain: [FalseDiscovery.Method] = [.storey, .benjaminiHochberg, .hommel, .holm, .bonferroni]
    for (weaker, stricter) in zip(chain, chain.dropFirst()) {
      for row in p.indices { #expect((adjusted[weaker]?[row] ?? 2) <= (adjusted[stricter]?[row] ?? -1) + 1e-15) }
    }
  }

  @Test("Four p values by hand")
  func byHand() {
    let p = [0.5, 0.02, 0.01, 0.03]
    // 4·0.01; max with 3·0.02, 2·0.03, 1·0.5.
    for (value, expected) in zip(FalseDiscovery.adjusted(p, by: .holm), [0.5, 0.06, 0.04, 0.06]) {
      #expect(abs(value - expected) < 1e-16)
    }
    #expect(FalseDiscovery.adjusted(p, by: .bonferroni) == [1, 0.08, 0.04, 0.12])
    // One of four is at least 0.5: π₀ = 1/(4 · 0.5).
    let storey = FalseDiscovery.storey(p)
    #expect(storey.nullShare == 0.5)
    for (q, expected) in zip(storey.q, [0.25, 0.02, 0.02, 0.02]) { #expect(abs(q - expected) < 1e-16) }
  }

  @Test("Empty, single and certain p values pass through every method")
  func degenerate() {
    for method in FalseDiscovery.Method.allCases {
      #expect(FalseDiscovery.adjusted([], by: method) == [])
      #expect(FalseDiscovery.adjusted([1], by: method) == [1])
      #expect(FalseDiscovery.adjusted([0, 0, 0], by: method) == [0, 0, 0])
      #expect(FalseDiscovery.adjusted([0.3], by: method) == [0.3] || method == .storey)
    }
    // Nothing above λ counts as one: π₀ = 1/(3 · 0.5).
    #expect(abs(FalseDiscovery.storey([0.1, 0.1, 0.1]).nullShare - 2.0 / 3) < 1e-16)
    #expect(FalseDiscovery.storey([]).nullShare == 1)
    #expect(FalseDiscovery.storey([0.9, 0.8]).nullShare == 1)
  }
}
