import SteelyardNumerics
import Testing

@testable import SteelyardStatistics

private let model = MonthlyModel(centre: 0, tauSquared: 0.02, omegaSquared: 0.003)

@Suite struct SequentialMonitorTests {
  /// Every statistic written anew from its definition for every month, from all residuals since the last signal.
  private func naive(_ monitor: SequentialMonitor, _ states: [SequentialMonitor.State]) -> [Double] {
    var start = 0
    return states.indices.map { now in
      let since = states[start...now]
      if states[now].isSignal { start = now + 1 }
      func cusum(_ sign: Double) -> Double {
        // The sum that never falls below zero is the largest sum of the latest weights, or zero.
        let weights = since.map { state -> Double in
          let r = sign * (state.logRatio - state.baseline)
          return monitor.method == .cusum
            ? r / state.variance.squareRoot() - monitor.allowance
            : monitor.shift * r / state.variance - monitor.shift * monitor.shift / (2 * state.variance)
        }
        return weights.indices.reduce(0) { max($0, weights[$1...].reduce(0, +)) }
      }
      guard monitor.method == .ewma else { return monitor.sides == .both ? max(cusum(1), cusum(-1)) : cusum(1) }
      var (mean, variance, weight) = (0.0, 0.0, monitor.smoothing)
      for state in since.reversed() {
        mean += weight * (state.logRatio - state.baseline)
        variance += weight * weight * state.variance
        weight *= 1 - monitor.smoothing
      }
      return (monitor.sides == .both ? abs(mean) : mean) / variance.squareRoot()
    }
  }

  @Test("Every statistic is that of its definition written out", arguments: SequentialMonitor.Method.allCases)
  func naiveTwin(method: SequentialMonitor.Method) {
    let maker = MonthlyMaker(model: model, months: 24, gaps: 0.15)
    var signals = 0
    for sides in SequentialMonitor.Sides.allCases {
      let monitor = SequentialMonitor(method, sides: sides)
      let series = maker.units(40, seed: 3).map(\.series)
      let paths = monitor.paths(of: series, baseline: .own(OwnBaseline(model: model)), threshold: 2)
      for states in paths {
        for (state, twin) in zip(states, naive(monitor, states)) {
          // A dozen terms, summed in another order.
          #expect(abs(state.statistic - twin) < 1e-12 * max(1, abs(twin)), "seed 3")
          #expect(state.isSignal == (state.statistic >= 2))
        }
        signals += states.filter(\.isSignal).count
      }
    }
    #expect(signals > 10, "else restarts are not tried")
  }

  @Test("Where the variance is constant the risk-adjusted CUSUM is the classical one in another unit")
  func constantVariance() {
    var source = RandomSource(seed: 4, stream: 0)
    let flat = MonthlyModel(centre: 0, tauSquared: 0, omegaSquared: 0)
    let series = MonthlySeries((0..<30).map { _ in 0.1 * source.normal() + 0.1 }, s: Array(repeating: 0.1, count: 30))
    let (shift, deviation) = (0.12, 0.1)
    let adjusted = SequentialMonitor(.riskAdjustedCusum, shift: shift)
    let classical = SequentialMonitor(.cusum, allowance: shift / (2 * deviation))
    let own = MonitorBaseline.own(OwnBaseline(model: flat, monthsMinimum: 0))
    let left = adjusted.path(of: series, baseline: own, threshold: 3 * shift / deviation)
    let right = classical.path(of: series, baseline: own, threshold: 3)
    for (a, b) in zip(left, right) {
      // Thirty sums.
      #expect(abs(a.statistic - b.statistic * shift / deviation) < 1e-13, "seed 4")
      #expect(a.isSignal == b.isSignal)
    }
    #expect(left.contains { $0.isSignal }, "seed 4")
  }

  @Test("An EWMA of weight one is the standardised month, and its limits widen to their last width otherwise")
  func ewmaLimits() {
    let series = MonthlySeries([0.1, 0.3, -0.2], s: [0.1, 0.2, 0.1])
    let flat = MonitorBaseline.common(MonthlyModel(centre: 0, tauSquared: 0, omegaSquared: 0))
    let states = SequentialMonitor(.ewma, smoothing: 1).path(of: series, baseline: flat, threshold: 9)
    for (state, z) in zip(states, [1, 1.5, -2]) { #expect(abs(state.statistic - z) < 1e-15, "one rounding") }
    // Of equal months at 1 the EWMA is 1 − (1 − λ)^t, over λ/(2 − λ) · (1 − (1 − λ)^2t).
    let equal = MonthlySeries(Array(repeating: 1, count: 12), s: Array(repeating: 1, count: 12))
    var kept = 1.0
    for state in SequentialMonitor(.ewma, smoothing: 0.2).path(of: equal, baseline: flat, threshold: 99) {
      kept *= 0.8
      // A dozen sums.
      #expect(abs(state.statistic - (1 - kept) / (0.2 / 1.8 * (1 - kept * kept)).squareRoot()) < 1e-13)
    }
  }

  @Test("A month without data leaves the sum as it is, and a signal starts it anew")
  func gapsAndRestarts() {
    let flat = MonitorBaseline.common(MonthlyModel(centre: 0, tauSquared: 0, omegaSquared: 0))
    let monitor = SequentialMonitor(.cusum, allowance: 0.5)
    let ratios = [1.0, 1, 1, 1]
    let dense = monitor.path(of: MonthlySeries(ratios, s: [1, 1, 1, 1]), baseline: flat, threshold: 1)
    #expect(dense.map(\.statistic) == [0.5, 1, 0.5, 1] && dense.map(\.isSignal) == [false, true, false, true])
    let sparse = MonthlySeries([3, 7, 20, 21].map { .init(position: $0, logRatio: 1, standardError: 1) })
    let states = monitor.path(of: sparse, baseline: flat, threshold: 1)
    #expect(states.map(\.statistic) == dense.map(\.statistic) && states.map(\.position) == [3, 7, 20, 21])
  }

  @Test("A fall is seen on both sides only")
  func fall() {
    let flat = MonitorBaseline.common(MonthlyModel(centre: 0, tauSquared: 0, omegaSquared: 0))
    let falling = MonthlySeries(Array(repeating: -1, count: 9), s: Array(repeating: 0.5, count: 9))
    for method in SequentialMonitor.Method.allCases {
      let upper = SequentialMonitor(method).path(of: falling, baseline: flat, threshold: 2)
      let both = SequentialMonitor(method, sides: .both).path(of: falling, baseline: flat, threshold: 2)
      #expect(!upper.contains { $0.isSignal } && both.contains { $0.isSignal }, "\(method)")
    }
  }

  @Test("A shift of all ratios and of the centre leaves every statistic")
  func shifted() {
    let maker = MonthlyMaker(model: model, months: 12, gaps: 0)
    for made in maker.units(10, seed: 5) {
      let moved = MonthlySeries(
        made.series.months.map {
          .init(position: $0.position + 7, logRatio: $0.logRatio + 1, standardError: $0.standardError)
        })
      let lifted = MonthlyModel(centre: 1, tauSquared: model.tauSquared, omegaSquared: model.omegaSquared)
      for method in SequentialMonitor.Method.allCases {
        let monitor = SequentialMonitor(method)
        let a = monitor.path(of: made.series, baseline: .own(OwnBaseline(model: model)), threshold: 3)
        let b = monitor.path(of: moved, baseline: .own(OwnBaseline(model: lifted)), threshold: 3)
        // The shift rounds each ratio to 1e-16; weights are below 20.
        for (x, y) in zip(a, b) { #expect(abs(x.statistic - y.statistic) < 1e-12, "seed 5") }
        #expect(a.count == b.count && a.count == 6)
      }
    }
  }

  @Test("No months, one month and the widest admissible months give finite numbers")
  func degenerate() {
    let own = MonitorBaseline.own(OwnBaseline(model: model, monthsMinimum: 0))
    let widest = MonitorBaseline.own(
      OwnBaseline(model: MonthlyModel(centre: -1e6, tauSquared: 0, omegaSquared: 0), monthsMinimum: 0))
    for method in SequentialMonitor.Method.allCases {
      for sides in SequentialMonitor.Sides.allCases {
        let monitor = SequentialMonitor(method, shift: 1e6, sides: sides)
        #expect(monitor.path(of: MonthlySeries([]), baseline: own, threshold: 1).isEmpty)
        #expect(monitor.path(of: MonthlySeries([0], s: [1]), baseline: own, threshold: 1).count == 1)
        let wide = MonthlySeries([1e6, -1e6, 1e6], s: [1e-50, 1e-50, 1e50])
        for state in monitor.path(of: wide, baseline: widest, threshold: 1e300) {
          #expect(state.statistic.isFinite && state.baseline.isFinite && state.variance > 0, "\(method)")
        }
      }
    }
    #expect(SequentialMonitor(.riskAdjustedCusum).statement == "racusum.gaussian, shift 0.2, upper")
  }
}
