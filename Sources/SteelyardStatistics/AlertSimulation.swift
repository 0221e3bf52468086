internal import Dispatch
internal import SteelyardNumerics

/// Residuals of units in which nothing changes, drawn once and monitored at as many thresholds as are tried.
struct AlertSimulation {
  /// One unit's months without its log ratios.
  private struct Pattern {
    let plan: BaselinePlan
    /// √(s² + ω²) of every month.
    let deviations: [Double]
    /// Whether the alarms of a judged month count.
    let isCounted: [Bool]
  }

  /// How many calendar months have a judged unit and count.
  let months: Int
  /// The largest statistic of any unit in any draw, where nothing makes it start again.
  private(set) var largestStatistic = 0.0

  private let monitor: SequentialMonitor
  private let patterns: [Pattern]
  private let draws: Int
  private let threads: Int
  /// How many judged months all units have together.
  private let rows: Int
  /// The residuals, draw after draw, in a draw unit after unit.
  private let residuals: [Double]

  init(
    _ monitor: SequentialMonitor, _ series: [MonthlySeries], _ baseline: MonitorBaseline, countedFrom: Int?, draws: Int,
    seed: UInt64, threads: Int
  ) {
    precondition(draws >= 2 && threads >= 1, "a simulation needs two draws and a thread")
    let first = countedFrom ?? Int.min
    var counted: Set<Int> = []
    // Sorted by content, so that the order of the units does not decide which random numbers they get.
    patterns = series.map(Self.withoutRatios).sorted(by: MonthlySeries.precedes).map { unit in
      let plan = BaselinePlan(unit, baseline)
      let positions = plan.rows.map { unit.months[$0.month].position }
      counted.formUnion(positions.lazy.filter { $0 >= first })
      return Pattern(
        plan: plan, deviations: plan.weights.map { 1 / $0.squareRoot() }, isCounted: positions.map { $0 >= first })
    }
    months = counted.count
    rows = patterns.reduce(0) { $0 + $1.plan.rows.count }
    precondition(rows <= (1 << 28) / draws, "draws times judged months is at most 2^28")
    self.monitor = monitor
    self.draws = draws
    self.threads = threads
    residuals = Self.draw(
      patterns, tau: baseline.model.tauSquared.squareRoot(), rows: rows, draws: draws, seed: seed, threads: threads)
    largestStatistic = run(at: nil).map(\.largest).max() ?? 0
  }

  /// The counted alarms of every draw.
  func alarms(at threshold: Double) -> [Int] { run(at: threshold).map(\.alarms) }

  /// The mean of the draws' alarms a month, and its standard error.
  func perMonth(_ counts: [Int]) -> (mean: Double, monteCarloError: Double) {
    guard months > 0, counts.count >= 2 else { return (0, 0) }
    let (count, months) = (Double(counts.count), Double(months))
    let mean = Double(counts.reduce(0, +)) / count
    let squares = CompensatedSum.of(counts.lazy.map { (Double($0) - mean) * (Double($0) - mean) })
    return (mean / months, (squares / (count - 1) / count).squareRoot() / months)
  }

  private static func withoutRatios(_ series: MonthlySeries) -> MonthlySeries {
    MonthlySeries(
      series.months.map { .init(position: $0.position, logRatio: 0, standardError: $0.standardError) })
  }

  /// Draws every unit's level and months, and takes the baselines off. The mean μ cancels and is left out.
  private static func draw(
    _ patterns: [Pattern], tau: Double, rows: Int, draws: Int, seed: UInt64, threads: Int
  ) -> [Double] {
    [Double](unsafeUninitializedCapacity: rows * draws) { buffer, count in
      // Every draw writes a stretch of its own.
      nonisolated(unsafe) let buffer = buffer
      share(draws, threads) { draw in
        var source = RandomSource(seed: seed, stream: UInt64(draw))
        var place = draw * rows
        for pattern in patterns {
          let level = tau * source.normal()
          let values = pattern.deviations.map { level + $0 * source.normal() }
          for row in pattern.plan.rows {
            var baseline = 0.0
            for month in row.earlier { baseline += row.factor * pattern.plan.weights[month] * values[month] }
            buffer.initializeElement(at: place, to: values[row.month] - baseline)
            place += 1
          }
        }
      }
      count = rows * draws
    }
  }

  /// Monitors all units of every draw; without a threshold nothing signals.
  private func run(at threshold: Double?) -> [(alarms: Int, largest: Double)] {
    var results = [(alarms: Int, largest: Double)](repeating: (0, 0), count: draws)
    results.withUnsafeMutableBufferPointer { results in
      nonisolated(unsafe) let results = results
      Self.share(draws, threads) { draw in
        var place = draw * rows
        var (alarms, largest) = (0, 0.0)
        for pattern in patterns {
          var running = RunningStatistic(monitor)
          for (row, isCounted) in zip(pattern.plan.rows, pattern.isCounted) {
            let statistic = running.add(residual: residuals[place], variance: row.variance)
            place += 1
            largest = max(largest, statistic)
            if let threshold, statistic >= threshold {
              running.restart()
              if isCounted { alarms += 1 }
            }
          }
        }
        results[draw] = (alarms, largest)
      }
    }
    return results
  }

  /// Runs `work` for every draw, worker w taking draws w, w + threads, w + 2 · threads …
  private static func share(_ draws: Int, _ threads: Int, _ work: (Int) -> Void) {
    withoutActuallyEscaping(work) { work in
      nonisolated(unsafe) let work = work
      DispatchQueue.concurrentPerform(iterations: min(threads, draws)) { worker in
        for draw in stride(from: worker, to: draws, by: threads) { work(draw) }
      }
    }
  }
}
