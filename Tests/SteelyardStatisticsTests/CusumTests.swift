import SteelyardNumerics
import SteelyardStatistics
import Testing

@Suite struct BernoulliCusumTests {
  @Test("The weight is the log ratio of the two probabilities of what happened")
  func weights() {
    for ratio in [0.1, 0.5, 1, 2, 30] {
      for risk in [1e-9, 0.01, 0.3, 0.5, 0.99] {
        let odds = ratio * risk / (1 - risk)
        let other = odds / (1 + odds)
        let cusum = BernoulliCusum(oddsRatio: ratio)
        // Likelihoods divided and logged by hand: rounding of 1 − p near p = 1.
        #expect(abs(cusum.weight(occurred: true, risk: risk) - logarithm(other / risk)) < 1e-13)
        #expect(abs(cusum.weight(occurred: false, risk: risk) - logarithm((1 - other) / (1 - risk))) < 1e-13)
      }
    }
  }

  @Test("Risks of 0 and 1 have weights without an infinity")
  func certainRisks() {
    let cusum = BernoulliCusum(oddsRatio: 2)
    #expect(cusum.weight(occurred: false, risk: 0) == 0 && cusum.weight(occurred: true, risk: 1) == 0)
    #expect(abs(cusum.weight(occurred: true, risk: 0) - 0.6931471805599453) < 1e-15)
    #expect(abs(cusum.weight(occurred: false, risk: 1) + 0.6931471805599453) < 1e-15)
  }

  @Test(
    "The exact limit is that of every sequence of outcomes written out",
    arguments: [(0.1, 2.0, 10), (0.3, 0.5, 9), (0.5, 3, 8), (0.02, 5, 7), (0.4, 1.5, 1)])
  func exactLimits(risk: Double, ratio: Double, cases: Int) throws {
    let cusum = BernoulliCusum(oddsRatio: ratio)
    var (highest, probabilities): ([Double], [Double]) = ([], [])
    var values: Set<Double> = []
    for sequence in 0..<(1 << cases) {
      let outcomes = (0..<cases).map { sequence >> $0 & 1 == 1 }
      let sums = cusum.path(
        occurred: outcomes, risks: Array(repeating: risk, count: cases), limit: 1e9, reset: .never
      ).map(\.sum)
      highest.append(sums.max() ?? 0)
      probabilities.append(outcomes.reduce(1) { $0 * ($1 ? risk : 1 - risk) })
      values.formUnion(sums.map { ($0 * 1e9).rounded() / 1e9 })
    }
    for alpha in [0.01, 0.05, 0.3] {
      var best = (distance: Double.infinity, limit: 0.0, probability: 0.0)
      for value in values.sorted() where value > 0 {
        // Values were rounded at the ninth decimal.
        let reached = zip(highest, probabilities).reduce(0) { $0 + ($1.0 >= value - 2e-9 ? $1.1 : 0) }
        if abs(reached - alpha) <= best.distance { best = (abs(reached - alpha), value, reached) }
      }
      let found = try #require(cusum.exactLimit(risk: risk, cases: cases, alpha: alpha))
      #expect(abs(found.limit - best.limit) < 2e-9 && abs(found.probability - best.probability) < 1e-12, "\(alpha)")
    }
  }

  @Test("No limit exists where the odds do not change")
  func noChange() {
    #expect(BernoulliCusum(oddsRatio: 1).exactLimit(risk: 0.1, cases: 5, alpha: 0.05) == nil)
    #expect(BernoulliCusum(oddsRatio: 2).path(occurred: [], risks: [], limit: 1).isEmpty)
  }

  @Test("After a signal the sum starts from zero, from a head start, or not at all")
  func resets() {
    let weights = [1.0, 1, -0.25, -5, 1]
    func sums(_ reset: Cusum.Reset) -> [Double] { Cusum.path(weights: weights, limit: 2, reset: reset).map(\.sum) }
    #expect(sums(.to(0)) == [1, 2, 0, 0, 1])
    #expect(sums(.to(1.5)) == [1, 2, 1.25, 0, 1])
    #expect(sums(.never) == [1, 2, 1.75, 0, 1])
    #expect(Cusum.path(weights: [3, 0], limit: 2, reset: .never).map(\.isSignal) == [true, true])
  }

  /// ln x by the definition of the module under test's own inverse would prove nothing: a series instead.
  private func logarithm(_ x: Double) -> Double {
    var (value, scaled) = (0.0, x)
    while scaled > 1.5 { (scaled, value) = (scaled / 2, value + 0.6931471805599453) }
    while scaled < 0.75 { (scaled, value) = (scaled * 2, value - 0.6931471805599453) }
    let t = (scaled - 1) / (scaled + 1)
    var (term, sum) = (2 * t, 0.0)
    for k in stride(from: 1, to: 61, by: 2) {
      sum += term / Double(k)
      term *= t * t
    }
    return value + sum
  }
}

@Suite struct MovingTargetCusumTests {
  @Test("No value at all has no states, and single values do not alert")
  func degenerate() {
    for values: [Double?] in [[], [nil], [nil, nil, nil]] {
      let cusum = MovingTargetCusum(values: values, window: 2)
      #expect(cusum.states.isEmpty && cusum.lastAlert == nil && cusum.change == .none)
    }
    for values: [Double?] in [[0.5], [nil, 0.5], [0.5, nil]] {
      let cusum = MovingTargetCusum(values: values, window: 1)
      #expect(cusum.states.count == values.count && cusum.states.allSatisfy { $0.alert == nil })
    }
  }

  @Test("A gap longer than the window leaves no target until nothing can be told any more")
  func longGap() {
    let cusum = MovingTargetCusum(values: [0.1, 0.1, 0.9, nil, nil, nil, 0.9], window: 2)
    #expect(cusum.states[2].alert == .up)
    #expect(cusum.states.allSatisfy { $0.sumUp.isFinite && $0.sumDown.isFinite })
    #expect(cusum.states.last?.alert == nil)
  }

  @Test("A series and its mirror image alert the other way round")
  func mirrored() {
    for seed in UInt64(1)...20 {
      var source = RandomSource(seed: seed, stream: 0)
      let values = (0..<40).map { Double($0 / 20) * 0.3 + 0.1 * source.uniform() }
      let up = MovingTargetCusum(values: values, window: 6)
      let down = MovingTargetCusum(values: values.map { 1 - $0 }, window: 6)
      let turned: [MovingTargetCusum.Direction?] = down.states.map {
        $0.alert == nil ? nil : $0.alert == .up ? .down : .up
      }
      #expect(up.states.map(\.alert) == turned, "seed \(seed)")
      #expect(up.states.contains { $0.alert == .up }, "seed \(seed)")
    }
  }

  @Test("The words change at 0.1, 0.2 and 0.3")
  func words() {
    // After three equal months any step up alerts: the threshold is 0.
    let words = [0.05, 0.1, 0.19, 0.2, 0.29, 0.3, 0.7].map { step in
      MovingTargetCusum(values: [0.2, 0.2, 0.2, 0.2 + step], window: 3).change
    }
    #expect(words == [.slight, .moderate, .moderate, .considerable, .considerable, .massive, .massive])
  }
}
