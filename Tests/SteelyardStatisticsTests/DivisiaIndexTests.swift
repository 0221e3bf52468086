import Foundation
import SteelyardNumerics
import SteelyardStatistics
import Testing

/// A matrix of cells × factors from rows as they are read.
private func matrix(_ rows: [[Double]]) -> Matrix {
  let columns = rows.first?.count ?? 0
  return Matrix(
    rows: rows.count, columns: columns, elements: (0..<columns).flatMap { column in rows.map { $0[column] } })
}

/// Two sides of some cells × factors, log-normal, over ten orders of magnitude between factors.
private func sides(cells: Int, factors: Int, seed: UInt64, zeroShare: Double = 0) -> (x: [[Double]], r: [[Double]]) {
  var source = RandomSource(seed: seed, stream: 0)
  func side() -> [[Double]] {
    (0..<cells).map { _ in
      (0..<factors).map { factor in
        source.uniform() < zeroShare ? 0 : source.lognormal(meanLog: Double(factor) * 6 - 6, sdLog: 1)
      }
    }
  }
  return (side(), side())
}

/// The effects as integrals: along x(t) = r·(x/r)^t factor k moves its cell by ∫ Π x(t) dt · ln(x_k/r_k).
private func integrated(_ x: [[Double]], _ r: [[Double]]) -> [Double] {
  let rule = GaussLegendre(points: 40)
  var effects = [Double](repeating: 0, count: x[0].count)
  for (own, reference) in zip(x, r) {
    let logs = zip(own, reference).map { log($0) - log($1) }
    let start = reference.reduce(1, *)
    let rate = logs.reduce(0, +)
    // Sixteen pieces, so that forty points integrate each exponential to rounding.
    for piece in 0..<16 {
      for (node, weight) in zip(rule.nodes, rule.weights) {
        let t = (Double(piece) + (node + 1) / 2) / 16
        let product = start * exp(rate * t)
        for factor in effects.indices { effects[factor] += weight / 32 * product * logs[factor] }
      }
    }
  }
  return effects
}

@Suite struct DivisiaIndexTests {
  static let seeds = Array(UInt64(1)...20)

  @Test("One cell by hand: the logarithms of its factors, and twelve yuan of difference")
  func byHand() throws {
    // | | price | quantity | product |   24 against 6: L = 18/ln 4
    // |---|---|---|---|
    // | own | 6 | 4 | 24 |
    // | reference | 2 | 3 | 6 |
    let split = DivisiaIndex(own: matrix([[6, 4]]), reference: matrix([[2, 3]]))
    let effects = try #require(split.logEffects)
    // A few roundings of numbers about 1 and 18.
    #expect(abs(effects[0] - log(3)) < 1e-15 && abs(effects[1] - log(4.0 / 3)) < 1e-15)
    #expect(abs(split.differences[0] - 18 / log(4) * log(3)) < 1e-14)
    #expect(abs(split.differences[0] + split.differences[1] - 18) < 1e-14)
    #expect(split.own == 24 && split.reference == 6 && split.outcome == .positive)
  }

  @Test("Effects add up to the difference and to the logarithm of the ratio", arguments: seeds)
  func additive(seed: UInt64) throws {
    let (x, r) = sides(cells: 40, factors: 4, seed: seed, zeroShare: seed.isMultiple(of: 2) ? 0.2 : 0)
    let split = DivisiaIndex(own: matrix(x), reference: matrix(r))
    let effects = try #require(split.logEffects)
    let size = effects.reduce(0) { $0 + abs($1) }
    // Each effect is a compensated sum of forty terms, each a few roundings: 1e-12 of their size is ample.
    #expect(abs(effects.reduce(0, +) - log(split.own / split.reference)) < 1e-12 * size, "seed \(seed)")
    let money = split.differences.reduce(0) { $0 + abs($1) }
    #expect(abs(split.differences.reduce(0, +) - (split.own - split.reference)) < 1e-12 * money, "seed \(seed)")
    let naive = (own: x.reduce(0) { $0 + $1.reduce(1, *) }, reference: r.reduce(0) { $0 + $1.reduce(1, *) })
    #expect(abs(split.own / naive.own - 1) < 1e-13 && abs(split.reference / naive.reference - 1) < 1e-13)
    #expect(split.outcome == (seed.isMultiple(of: 2) ? .limit : .positive))
  }

  @Test("Each effect is the integral over the geometric path", arguments: seeds)
  func naiveTwin(seed: UInt64) {
    let (x, r) = sides(cells: 12, factors: 3, seed: seed)
    let split = DivisiaIndex(own: matrix(x), reference: matrix(r))
    let twin = integrated(x, r)
    let size = twin.reduce(0) { $0 + abs($1) }
    // The quadrature is exact to rounding, summed over 640 nodes a cell.
    for factor in twin.indices { #expect(abs(split.differences[factor] - twin[factor]) < 1e-12 * size, "seed \(seed)") }
  }

  @Test(
    "Swapping the sides turns every sign, and the unit of a factor changes no effect on the ratio", arguments: seeds)
  func invariances(seed: UInt64) throws {
    let (x, r) = sides(cells: 30, factors: 3, seed: seed, zeroShare: 0.1)
    let effects = try #require(DivisiaIndex(own: matrix(x), reference: matrix(r)).logEffects)
    let turned = try #require(DivisiaIndex(own: matrix(r), reference: matrix(x)).logEffects)
    let scale = [100, 0.01, 7.0]
    func scaled(_ side: [[Double]]) -> Matrix { matrix(side.map { zip($0, scale).map(*) }) }
    let other = try #require(DivisiaIndex(own: scaled(x), reference: scaled(r)).logEffects)
    let size = effects.reduce(0) { $0 + abs($1) }
    for factor in effects.indices {
      #expect(abs(effects[factor] + turned[factor]) < 1e-13 * size, "seed \(seed)")
      #expect(abs(effects[factor] - other[factor]) < 1e-13 * size, "seed \(seed)")
    }
  }

  @Test("The order of the cells changes no more than rounding, and two factors multiplied have their effects' sum")
  func aggregation() {
    let (x, r) = sides(cells: 25, factors: 3, seed: 5)
    let split = DivisiaIndex(own: matrix(x), reference: matrix(r))
    let reversed = DivisiaIndex(own: matrix(x.reversed()), reference: matrix(r.reversed()))
    func joined(_ side: [[Double]]) -> Matrix { matrix(side.map { [$0[0] * $0[1], $0[2]] }) }
    let two = DivisiaIndex(own: joined(x), reference: joined(r))
    let size = split.differences.reduce(0) { $0 + abs($1) }
    #expect(zip(split.differences, reversed.differences).allSatisfy { abs($0 - $1) < 1e-13 * size })
    #expect(abs(split.differences[0] + split.differences[1] - two.differences[0]) < 1e-13 * size)
  }

  /// Own factors, reference factors, and what each factor gets.
  struct ZeroCase: Sendable {
    let own, reference, effects: [Double]
    let outcome: DivisiaIndex.Outcome
  }

  static let zeros: [ZeroCase] = [
    ZeroCase(own: [0, 3], reference: [2, 3], effects: [-6, 0], outcome: .noRatio),
    ZeroCase(own: [2, 3], reference: [2, 0], effects: [0, 6], outcome: .noRatio),
    ZeroCase(own: [0, 0, 5], reference: [2, 3, 4], effects: [-12, -12, 0], outcome: .noRatio),
    ZeroCase(own: [0, 0, 0], reference: [2, 3, 4], effects: [-8, -8, -8], outcome: .noRatio),
    ZeroCase(own: [0, 5], reference: [4, 0], effects: [0, 0], outcome: .noRatio),
    ZeroCase(own: [0, 5], reference: [0, 7], effects: [0, 0], outcome: .noRatio),
  ]

  @Test("A factor that vanishes takes what its cell loses, several share it", arguments: zeros)
  func vanishing(example: ZeroCase) {
    let split = DivisiaIndex(own: matrix([example.own]), reference: matrix([example.reference]))
    #expect(split.differences == example.effects && split.outcome == example.outcome && split.logEffects == nil)
    // Beside a cell of 10 on both sides, there is a ratio, and the same differences.
    func beside(_ cell: [Double]) -> Matrix { matrix([cell, [10] + cell.dropFirst().map { _ in 1 }]) }
    let both = DivisiaIndex(own: beside(example.own), reference: beside(example.reference))
    #expect(both.differences == example.effects && both.outcome == .limit && both.logEffects != nil)
  }

  @Test("The limit is where ever smaller values in place of zero lead")
  func limit() {
    // Two factors vanish together and a third changes: what is left dies like 1/ln δ, so the limit is approached slowly.
    let exact = DivisiaIndex(own: matrix([[0, 0, 5]]), reference: matrix([[2, 3, 4]])).differences
    var distance = 24.0
    for exponent in [10.0, 30, 90, 150] {
      let small = pow(10, -exponent)
      let near = DivisiaIndex(own: matrix([[small, small, 5]]), reference: matrix([[2, 3, 4]])).differences
      let now = zip(near, exact).map { abs($0 - $1) }.max() ?? 0
      #expect(now < distance * 0.7, "10^-\(exponent)")
      distance = now
    }
    // 24 · (ln 3 − ln(24/5)/2)/(2 · 150 · ln 10), the second factor's leading term at the last step, is 0.0109.
    #expect(abs(distance - 0.0109) < 0.0001)
  }

  @Test("The logarithmic mean lies between the geometric and the arithmetic one, keeps its digits near equality")
  func logMean() {
    #expect(DivisiaIndex.logMean(7, 7) == 7 && DivisiaIndex.logMean(7, 0) == 0 && DivisiaIndex.logMean(0, 0) == 0)
    // e − 1 is L(e, 1): one rounding of e.
    #expect(abs(DivisiaIndex.logMean(M_E, 1) - (M_E - 1)) < 1e-15)
    for exponent in -16...300 {
      let (a, b) = (3.0, 3 * (1 + pow(10, Double(exponent))))
      let mean = DivisiaIndex.logMean(a, b)
      #expect(mean == DivisiaIndex.logMean(b, a))
      #expect(mean >= (a.squareRoot() * b.squareRoot()) * (1 - 1e-15) && mean <= (a / 2 + b / 2) * (1 + 1e-15))
      // Series (a + b)/2 · (1 − d²/12), d the relative difference: good to d⁴ below 1e-4.
      if exponent < -4 {
        let d = (b - a) / ((a + b) / 2)
        #expect(abs(mean / ((a + b) / 2 * (1 - d * d / 12)) - 1) < 3e-16)
      }
    }
    #expect(DivisiaIndex.logMean(.leastNormalMagnitude, .greatestFiniteMagnitude).isFinite)
  }

  @Test("Without cells there is nothing, and no ratio")
  func empty() {
    let none = DivisiaIndex(
      own: Matrix(rows: 0, columns: 2, repeating: 0), reference: Matrix(rows: 0, columns: 2, repeating: 0))
    #expect(none.differences == [0, 0] && none.logEffects == nil && none.outcome == .noRatio)
  }
}
