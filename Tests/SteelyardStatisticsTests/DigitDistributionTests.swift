import SteelyardNumerics
import SteelyardStatistics
import Testing

@Suite struct DigitDistributionTests {
  @Test("The expected shares add to one", arguments: DigitDistribution.Digits.allCases)
  func sharesAddUp(digits: DigitDistribution.Digits) {
    // 900 roundings of shares below 0.005.
    #expect(abs(digits.expected.reduce(0, +) - 1) < 1e-13)
    #expect(digits.expected.count == digits.count && digits.cutoffs == digits.cutoffs.sorted())
  }

  @Test("The leading digits are those a person reads", arguments: DigitDistribution.Digits.allCases)
  func leadingDigits(digits: DigitDistribution.Digits) {
    var source = RandomSource(seed: 2, stream: 0)
    var numbers: [Int64] = [1, 9, 10, 99, 100, 999, 1000, .max, .min, -7, -123]
    numbers += (0..<200).map { Int64(truncatingIfNeeded: source.next() >> UInt64($0 % 60)) | 1 }
    for number in numbers {
      let text = (String(number.magnitude) + "00").prefix(digits.rawValue)
      #expect(digits.cell(of: number) == (Int(text) ?? 0) - digits.lowest, "\(number), seed 2")
    }
    #expect(digits.cell(of: 0) == nil)
  }

  @Test("Distance and χ² are those of the definition, for powers of two")
  func powersOfTwo() {
    var counts = [Int64](repeating: 0, count: 9)
    var leading = 1.0
    for _ in 0..<2000 {
      counts[Int(leading) - 1] += 1
      leading *= 2
      if leading >= 10 { leading /= 10 }
    }
    let found = DigitDistribution(counts: counts, digits: .first)
    #expect(found.numbers == 2000 && found.conformity == .close, "powers of two follow the law")
    var (distance, square) = (0.0, 0.0)
    for (count, share) in zip(counts, DigitDistribution.Digits.first.expected) {
      distance += abs(Double(count) / 2000 - share) / 9
      square += (Double(count) - 2000 * share) * (Double(count) - 2000 * share) / (2000 * share)
    }
    // Nine terms each.
    #expect(abs(found.distance - distance) < 1e-15 && abs(found.chiSquare - square) < 1e-12)
  }

  @Test("The distance by chance is what numbers that follow the law come to on average")
  func distanceByChance() {
    let digits = DigitDistribution.Digits.firstTwo
    var source = RandomSource(seed: 3, stream: 0)
    var limits: [Double] = []
    for share in digits.expected { limits.append((limits.last ?? 0) + share) }
    let distances = (0..<40).map { _ in
      var counts = [Int64](repeating: 0, count: digits.count)
      for _ in 0..<2000 {
        let u = source.uniform()
        counts[limits.firstIndex { u < $0 } ?? 89] += 1
      }
      return DigitDistribution(counts: counts, digits: digits)
    }
    let mean = distances.reduce(0) { $0 + $1.distance } / 40
    // One MAD of 90 cells scatters by about 6 %, the mean of forty by 1 %: four of those.
    #expect(abs(mean / distances[0].distanceByChance - 1) < 0.04, "seed 3: \(mean)")
  }

  @Test("The classes change at Nigrini's cut-offs")
  func classes() {
    // 1,000,000 numbers on the law, and a part of them moved from the first cell to the last: MAD = 2 · moved/9.
    let total = 1_000_000.0
    let base = DigitDistribution.Digits.first.expected.map { Int64(($0 * total).rounded()) }
    func conformity(_ distance: Double) -> DigitDistribution.Conformity {
      var counts = base
      let moved = Int64((distance * 9 / 2 * total).rounded())
      counts[0] -= moved
      counts[8] += moved
      return DigitDistribution(counts: counts, digits: .first).conformity
    }
    let found = [0, 0.00599, 0.00601, 0.01199, 0.01201, 0.01499, 0.01501].map(conformity)
    #expect(found == [.close, .close, .acceptable, .acceptable, .marginal, .marginal, .none])
  }

  @Test("Few numbers are too few, and none have no distance")
  func tooFew() {
    for (digits, most) in [(DigitDistribution.Digits.first, Int64(245)), (.firstTwo, 1300), (.firstThree, 2549)] {
      var counts = [Int64](repeating: 0, count: digits.count)
      #expect(DigitDistribution(counts: counts, digits: digits).conformity == .tooFewNumbers)
      #expect(DigitDistribution(counts: counts, digits: digits).shares == counts.map { _ in 0 })
      counts[0] = most
      #expect(DigitDistribution(counts: counts, digits: digits).conformity == .tooFewNumbers)
      counts[0] = most + 1
      #expect(DigitDistribution(counts: counts, digits: digits).conformity == .none)
    }
  }
}
