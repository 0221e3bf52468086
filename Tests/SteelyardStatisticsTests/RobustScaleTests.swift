import SteelyardNumerics
import SteelyardStatistics
import Testing

/// Qn with every distance written out, uncorrected and unscaled.
private func naiveQn(_ values: [Double]) -> Double {
  var distances: [Double] = []
  for a in values.indices { for b in 0..<a { distances.append(abs(values[a] - values[b])) } }
  let half = values.count / 2 + 1
  return distances.sorted()[half * (half - 1) / 2 - 1]
}

/// Sn with every distance written out, uncorrected and unscaled.
private func naiveSn(_ values: [Double]) -> Double {
  let high = values.map { a in values.map { abs(a - $0) }.sorted()[values.count / 2] }
  return high.sorted()[(values.count + 1) / 2 - 1]
}

private func draw(_ count: Int, _ shape: String, _ source: inout RandomSource) -> [Double] {
  (0..<count).map { position in
    switch shape {
    case "normal": source.normal()
    case "ties": (source.normal() * 2).rounded()
    case "skewed": source.lognormal(meanLog: 0, sdLog: 2)
    default: position.isMultiple(of: 3) ? 1e6 + source.normal() : source.normal()
    }
  }
}

@Suite struct RobustScaleTests {
  private static let seed: UInt64 = 404

  @Test(
    "The fast scales are those of all pairs, to the last bit of the distance",
    arguments: [2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 20, 51, 128, 601], ["normal", "ties", "skewed", "wild"])
  func agreesWithAllPairs(count: Int, shape: String) {
    var source = RandomSource(seed: Self.seed, stream: UInt64(count))
    let values = draw(count, shape, &source)
    // What is left when the distance is taken out is a constant of the number of values.
    var other = RandomSource(seed: Self.seed, stream: UInt64(count) + 10_000)
    let reference = (0..<count).map { _ in other.normal() }
    for (fast, naive) in [(RobustScale.qn, naiveQn), (RobustScale.sn, naiveSn)] {
      let distance = naive(values)
      guard distance > 0 else {
        #expect(fast(values) == nil, "seed \(Self.seed)")
        continue
      }
      let (ours, factor) = (fast(values) ?? -1, (fast(reference) ?? -1) / naive(reference))
      // Two products and a quotient.
      #expect(abs(ours / distance / factor - 1) < 1e-15 * 8, "seed \(Self.seed)")
    }
  }

  @Test("Order does not matter; shifting does nothing and scaling scales")
  func equivariance() throws {
    var source = RandomSource(seed: Self.seed, stream: 1)
    var values = (0..<77).map { _ in (source.normal() * 1024).rounded() }
    for scale in [RobustScale.qn, RobustScale.sn] {
      let first = try #require(scale(values))
      source.shuffle(&values)
      #expect(scale(values) == first)
      // Whole numbers and powers of two: exact.
      #expect(scale(values.map { $0 + 4096 }) == first)
      #expect(scale(values.map { $0 * -8 }) == 8 * first)
    }
  }

  @Test("Both stand when 45 of 100 values are wild")
  func breakdown() throws {
    var source = RandomSource(seed: Self.seed, stream: 2)
    let values = (0..<100).map { $0 < 45 ? 1e9 + Double($0) * 1e6 : source.normal() }
    // The bias is bounded by what the ordinary values allow: their range is 5.
    #expect(try #require(RobustScale.qn(values)) < 10)
    #expect(try #require(RobustScale.sn(values)) < 10)
  }

  @Test("On normal values both are unbiased and as efficient as published: 82 % and 58 % of the standard deviation")
  func efficiency() throws {
    var source = RandomSource(seed: Self.seed, stream: 3)
    let (count, trials) = (400, 2_000)
    var sums = [String: (sum: Double, squares: Double)]()
    func add(_ name: String, _ value: Double) {
      sums[name, default: (0, 0)].sum += value
      sums[name, default: (0, 0)].squares += value * value
    }
    for _ in 0..<trials {
      let values = (0..<count).map { _ in source.normal() }
      let mean = values.reduce(0, +) / Double(count)
      add("sd", (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)).squareRoot())
      add("qn", try #require(RobustScale.qn(values)))
      add("sn", try #require(RobustScale.sn(values)))
    }
    func moments(_ name: String) -> (mean: Double, variance: Double) {
      let (sum, squares) = sums[name] ?? (0, 0)
      let mean = sum / Double(trials)
      return (mean, squares / Double(trials) - mean * mean)
    }
    let (sd, qn, sn) = (moments("sd"), moments("qn"), moments("sn"))
    // The mean's standard error is 0.039/√2000 = 0.0009 at most; three of them.
    #expect(abs(qn.mean - 1) < 0.003 && abs(sn.mean - 1) < 0.003, "seed \(Self.seed)")
    // A ratio of two variances from 2,000 trials has a relative error of some 4 %; the asymptotic values hold to 3 % at 400.
    #expect(abs(sd.variance / qn.variance / 0.8227 - 1) < 0.15, "seed \(Self.seed)")
    #expect(abs(sd.variance / sn.variance / 0.5823 - 1) < 0.15, "seed \(Self.seed)")
  }

  @Test("Too few values, and too many equal ones, have no scale")
  func degenerate() {
    for scale in [RobustScale.qn, RobustScale.sn] {
      #expect(scale([]) == nil)
      #expect(scale([1]) == nil)
      #expect(scale([2, 2, 2, 2, 9]) == nil)
    }
  }
}
