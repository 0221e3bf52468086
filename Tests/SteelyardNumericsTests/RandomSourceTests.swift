import Testing

@testable import SteelyardNumerics

private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

private func variance(_ values: [Double]) -> Double {
  let centre = mean(values)
  return values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(values.count - 1)
}

@Suite struct RandomSourceTests {
  @Test("SplitMix64 gives the published outputs for seed 1234567")
  func splitMixReference() {
    var filler = SplitMix64(state: 1_234_567)
    // Published with the algorithm's entry on Rosetta Code; reproduced with splitmix64.c by S. Vigna.
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in filler.next() } == expected)
  }

  @Test("xoshiro256** gives the published outputs for state 1, 2, 3, 4")
  func xoshiroReference() {
    var source = RandomSource(state: (1, 2, 3, 4))
    // Published in the tests of the rand_xoshiro crate, made with xoshiro256starstar.c by Blackman and Vigna.
    let expected: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
      607_988_272_756_665_600, 16_172_922_978_634_559_625, 8_476_171_486_693_032_832,
      10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
    ]
    #expect(expected.map { _ in source.next() } == expected)
  }

  @Test("Stream 0 of seed 0 is xoshiro256** seeded by SplitMix64 at 0")
  func streamZeroIsTheUsualSeeding() {
    var source = RandomSource(seed: 0, stream: 0)
    // Made with the two reference programs in C.
    let expected: [UInt64] = [11_091_344_671_253_066_420, 13_793_997_310_169_335_082, 1_900_383_378_846_508_768]
    #expect(expected.map { _ in source.next() } == expected)
  }

  @Test("Streams of one seed differ, and a stream repeats itself")
  func streamsDiffer() {
    var firsts: Set<UInt64> = []
    for stream in UInt64(0)..<1000 {
      var source = RandomSource(seed: 42, stream: stream)
      var again = source
      firsts.insert(source.next())
      #expect(again.next() != source.next(), "a stream moves on")
    }
    #expect(firsts.count == 1000)
    var a = RandomSource(seed: 42, stream: 7)
    var b = RandomSource(seed: 42, stream: 7)
    #expect((0..<100).allSatisfy { _ in a.next() == b.next() })
  }

  @Test("Two streams of one seed are uncorrelated")
  func streamsAreUncorrelated() {
    let seed: UInt64 = 2024
    var a = RandomSource(seed: seed, stream: 0)
    var b = RandomSource(seed: seed, stream: 1)
    let products = (0..<100_000).map { _ in a.normal() * b.normal() }
    // The mean of 10⁵ products of variance 1 has standard error 0.0032; five of them.
    #expect(abs(mean(products)) < 0.016, "seed \(seed)")
  }

  @Test("Uniforms lie strictly inside the unit interval and fill it evenly")
  func uniforms() {
    let seed: UInt64 = 1
    var source = RandomSource(seed: seed, stream: 0)
    var cells = [Int](repeating: 0, count: 20)
    for _ in 0..<200_000 {
      let u = source.uniform()
      #expect(u > 0 && u < 1)
      cells[Int(u * 20)] += 1
    }
    let chiSquared = cells.reduce(0.0) { $0 + (Double($1) - 10_000) * (Double($1) - 10_000) / 10_000 }
    // χ² with 19 degrees of freedom exceeds 50 with probability 1e-4.
    #expect(chiSquared < 50, "seed \(seed)")
  }

  @Test("Whole numbers below a bound are equally likely", arguments: [1, 2, 6, 10])
  func wholeNumbers(bound: Int) {
    let seed: UInt64 = 3
    var source = RandomSource(seed: seed, stream: UInt64(bound))
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<60_000 { counts[source.uniform(below: bound)] += 1 }
    let expected = 60_000 / Double(bound)
    // A count has standard deviation below √expected; five of them.
    for count in counts { #expect(abs(Double(count) - expected) <= 5 * expected.squareRoot(), "seed \(seed)") }
  }

  @Test("A bound that does not divide 2⁶⁴ has no preferred remainders")
  func largeBound() {
    let seed: UInt64 = 9
    var source = RandomSource(seed: seed, stream: 0)
    // Eight 64-bit numbers share three results: without rejection the remainders come as 3 : 3 : 2.
    let bound = 3 << 61
    var counts = [0, 0, 0]
    for _ in 0..<30_000 { counts[source.uniform(below: bound) % 3] += 1 }
    // A binomial count of 30,000 · 1/3 has standard deviation 82; five of them.
    for count in counts { #expect(abs(count - 10_000) < 410, "seed \(seed)") }
  }

  @Test("Normals have mean 0, variance 1 and the tails of the normal distribution")
  func normals() {
    let seed: UInt64 = 17
    var source = RandomSource(seed: seed, stream: 0)
    let draws = (0..<200_000).map { _ in source.normal() }
    // Standard errors 0.0022 of the mean, 0.0032 of the variance, 71 of the count above 1.959964; five each.
    #expect(abs(mean(draws)) < 0.011, "seed \(seed)")
    #expect(abs(variance(draws) - 1) < 0.016, "seed \(seed)")
    #expect(abs(draws.filter { $0 > 1.959964 }.count - 5000) < 355, "seed \(seed)")
  }

  @Test("Gamma draws have mean and variance equal to the shape", arguments: [0.05, 0.7, 1, 2.5, 40])
  func gammas(shape: Double) {
    let seed: UInt64 = 23
    var source = RandomSource(seed: seed, stream: UInt64(shape * 100))
    let n = 200_000
    let draws = (0..<n).map { _ in source.gamma(shape: shape) }
    #expect(draws.allSatisfy { $0 >= 0 && $0.isFinite })
    // The mean has variance shape/n, the variance (3·shape·(shape + 2) − shape²)/n; five standard errors each.
    #expect(abs(mean(draws) - shape) < 5 * (shape / Double(n)).squareRoot(), "seed \(seed)")
    let fourth = 3 * shape * (shape + 2) - shape * shape
    #expect(abs(variance(draws) - shape) < 5 * (fourth / Double(n)).squareRoot(), "seed \(seed)")
  }

  @Test("Poisson counts follow their probabilities", arguments: [0.3, 4, 9.99, 10, 37.5])
  func poissons(mean: Double) {
    let seed: UInt64 = 29
    var source = RandomSource(seed: seed, stream: UInt64(mean * 100))
    let n = 200_000
    var counts: [Int: Int] = [:]
    for _ in 0..<n { counts[source.poisson(mean: mean), default: 0] += 1 }
    var probability = SeriesExponential.of(-mean)
    for k in 0..<100 {
      let expected = probability * Double(n)
      // A cell's standard deviation is below √expected; five of them, and one count for tiny cells.
      #expect(abs(Double(counts[k] ?? 0) - expected) < 5 * expected.squareRoot() + 1, "\(k), seed \(seed)")
      probability *= mean / Double(k + 1)
    }
  }

  @Test("Poisson counts of extreme means stay counts")
  func extremePoissons() {
    var source = RandomSource(seed: 31, stream: 0)
    #expect(source.poisson(mean: 0) == 0)
    let large = source.poisson(mean: 1e12)
    // The standard deviation is 1e6; six of them.
    #expect(abs(large - 1_000_000_000_000) < 6_000_000)
  }

  @Test("Lognormal draws are exponentials of normals with the given mean and spread")
  func lognormals() {
    var source = RandomSource(seed: 37, stream: 0)
    var twin = RandomSource(seed: 37, stream: 0)
    for _ in 0..<100 {
      let expected = SeriesExponential.of(1 + 0.5 * twin.normal())
      // Both are one exponential of the same number, each within a rounding or two.
      #expect(abs(source.lognormal(meanLog: 1, sdLog: 0.5) / expected - 1) < 1e-13)
    }
    #expect(source.lognormal(meanLog: 5000, sdLog: 1) == .greatestFiniteMagnitude)
  }

  @Test("Shuffling keeps the elements and makes each order equally likely")
  func shuffles() {
    let seed: UInt64 = 41
    var source = RandomSource(seed: seed, stream: 0)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 {
      var values = [0, 1, 2, 3]
      source.shuffle(&values)
      counts[values, default: 0] += 1
    }
    #expect(counts.count == 24)
    // Each order is expected 1,000 times, standard deviation 31; five of them.
    for (order, count) in counts { #expect(abs(count - 1000) < 155, "\(order), seed \(seed)") }
  }
}

/// The exponential as a power series after halving, so that the test does not lean on the tested library call.
private enum SeriesExponential {
  static func of(_ x: Double) -> Double {
    let y = x / 64
    var term = 1.0
    var sum = 1.0
    for k in 1...20 {
      term *= y / Double(k)
      sum += term
    }
    return (0..<6).reduce(sum) { power, _ in power * power }
  }
}
