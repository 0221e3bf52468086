import SteelyardNumerics
import Testing

@testable import SteelyardStatistics

private let model = MonthlyModel(centre: 0.05, tauSquared: 0.0225, omegaSquared: 0.0025)
private let maker = MonthlyMaker(model: model, months: 24, gaps: 0.1)
private let own = MonitorBaseline.own(OwnBaseline(model: model))

@Suite struct AlertBudgetTests {
  @Test("On fresh seeds the budget holds within the simulation's error", arguments: SequentialMonitor.Method.allCases)
  func freshSeeds(method: SequentialMonitor.Method) throws {
    let series = maker.units(100, seed: 11).map(\.series)
    let monitor = SequentialMonitor(method)
    let found = AlertBudget.threshold(
      keeping: 1, monitor: monitor, series: series, baseline: own, draws: 200, seed: 1, threads: 2)
    let threshold = try #require(found.threshold)
    #expect(found.status == .found && found.months == 18)
    #expect(found.alarmsPerMonth <= 1 && found.monteCarloError < 0.03, "\(found)")
    for seed in UInt64(2)...4 {
      let fresh = AlertBudget.alarmsPerMonth(
        at: threshold, monitor: monitor, series: series, baseline: own, draws: 200, seed: seed, threads: 2)
      let error = (found.monteCarloError * found.monteCarloError + fresh.monteCarloError * fresh.monteCarloError)
        .squareRoot()
      // Four standard errors of the difference.
      #expect(abs(fresh.mean - found.alarmsPerMonth) < 4 * error, "\(method), seed \(seed): \(fresh), \(found)")
    }
  }

  @Test("Units made and monitored one by one alarm as often as the simulation says")
  func monitoredOneByOne() throws {
    let series = maker.units(60, seed: 12).map(\.series)
    for baseline in [
      own, .common(model), .own(OwnBaseline(model: model, earlier: .window(months: 6, gap: 1), monthsMinimum: 3)),
    ] {
      let monitor = SequentialMonitor(.riskAdjustedCusum, sides: .both)
      let expected = AlertBudget.alarmsPerMonth(
        at: 2, monitor: monitor, series: series, baseline: baseline, countedFrom: 8, draws: 300, seed: 5, threads: 2)
      let counts = (0..<300).map { draw in
        var source = RandomSource(seed: 6, stream: UInt64(draw))
        return series.reduce(0) { sum, unit in
          let level = model.centre + model.tauSquared.squareRoot() * source.normal()
          let made = MonthlySeries(
            unit.months.map { month in
              let s = month.standardError
              let y = level + model.omegaSquared.squareRoot() * source.normal() + s * source.normal()
              return .init(position: month.position, logRatio: y, standardError: s)
            })
          let states = monitor.path(of: made, baseline: baseline, threshold: 2)
          return sum + states.filter { $0.isSignal && $0.position >= 8 }.count
        }
      }
      let mean = Double(counts.reduce(0, +)) / 300 / 16
      // Both are means of 300 draws with the same error: four standard errors of the difference.
      #expect(abs(mean - expected.mean) < 4 * 1.42 * expected.monteCarloError, "seeds 5, 6: \(mean), \(expected)")
    }
  }

  @Test("The result is the same for any number of threads and any order of the units")
  func deterministic() {
    var series = maker.units(40, seed: 13).map(\.series)
    func found(_ threads: Int) -> AlertBudget {
      AlertBudget.threshold(
        keeping: 0.5, monitor: SequentialMonitor(.riskAdjustedCusum), series: series, baseline: own, draws: 60, seed: 9,
        threads: threads)
    }
    let first = found(1)
    for threads in [2, 3, 16] { #expect(found(threads) == first) }
    var source = RandomSource(seed: 14, stream: 0)
    source.shuffle(&series)
    #expect(found(2) == first)
    #expect(
      first.method
        == "racusum.gaussian, shift 0.2, upper; own level, all months before, at least 6; at most 0.5 false alarms a month; draws 60; seed 9"
    )
  }

  @Test("The method names the months whose alarms count")
  func countedMonths() {
    let series = maker.units(12, seed: 15).map(\.series)
    let last = series.compactMap { $0.months.last?.position }.max() ?? 0
    for (first, words) in [(nil, "a month; draws"), (last, "a month (the latest month); draws")] {
      let found = AlertBudget.threshold(
        keeping: 0.5, monitor: SequentialMonitor(.riskAdjustedCusum), series: series, baseline: own,
        countedFrom: first, draws: 4, seed: 9, threads: 1)
      #expect(found.method.contains(words), "\(found.method)")
    }
  }

  @Test("A larger budget needs no higher threshold")
  func monotone() throws {
    let series = maker.units(40, seed: 15).map(\.series)
    let thresholds = try [0.2, 0.5, 1, 3].map { budget in
      try #require(
        AlertBudget.threshold(
          keeping: budget, monitor: SequentialMonitor(.riskAdjustedCusum), series: series, baseline: own, draws: 100,
          seed: 3, threads: 2
        ).threshold)
    }
    #expect(thresholds == thresholds.sorted(by: >), "\(thresholds)")
  }

  @Test("Nothing to judge, a budget beyond reach and too few draws are outcomes of their own")
  func outcomes() {
    let monitor = SequentialMonitor(.riskAdjustedCusum)
    func found(_ series: [MonthlySeries], _ budget: Double, from: Int? = nil) -> AlertBudget {
      AlertBudget.threshold(
        keeping: budget, monitor: monitor, series: series, baseline: own, countedFrom: from, draws: 20, seed: 1,
        threads: 2)
    }
    let units = maker.units(5, seed: 16).map(\.series)
    for series in [[], [MonthlySeries([])], [MonthlySeries([0.1], s: [0.1])]] {
      let none = found(series, 1)
      #expect(none.status == .nothingToJudge && none.threshold == nil && none.alarmsPerMonth == 0 && none.months == 0)
    }
    #expect(found(units, 1, from: 24).status == .nothingToJudge)
    let loose = found(units, 5)
    #expect(loose.status == .notBinding && loose.threshold == nil)
    let tight = found(units, 1e-9)
    #expect(tight.status == .tooFewDraws && tight.alarmsPerMonth == 0 && tight.threshold != nil)
    #expect(found(units, 0.001, from: 23).months == 1)
  }

  @Test("One unit with the widest admissible errors has a finite threshold or none")
  func extremes() {
    for s in [1e-50, 1e50] {
      for omegaSquared in [0, 1e100] {
        let wide = MonthlyModel(centre: 0, tauSquared: 1e100, omegaSquared: omegaSquared)
        for baseline in [MonitorBaseline.common(wide), .own(OwnBaseline(model: wide))] {
          let series = [MonthlySeries(Array(repeating: 0, count: 8), s: Array(repeating: s, count: 8))]
          for method in SequentialMonitor.Method.allCases {
            let found = AlertBudget.threshold(
              keeping: 0.1, monitor: SequentialMonitor(method), series: series, baseline: baseline, draws: 30, seed: 2,
              threads: 1)
            #expect(found.alarmsPerMonth <= 0.1 && found.monteCarloError.isFinite)
            #expect(found.threshold.map { $0 > 0 && $0.isFinite } ?? (found.status == .notBinding))
          }
        }
      }
    }
  }
}

@Suite struct ChronicallyHighTests {
  /// The share of false alarms that falls on the tenth of units with the highest levels, over ten cities.
  private func shareOfHighest(tau: Double, common: Bool) throws -> Double {
    let model = MonthlyModel(centre: 0, tauSquared: tau * tau, omegaSquared: 0.0025)
    let maker = MonthlyMaker(model: model, months: 24, gaps: 0.05)
    let baseline = common ? MonitorBaseline.common(model) : .own(OwnBaseline(model: model))
    let monitor = SequentialMonitor(.riskAdjustedCusum)
    var (onHighest, all) = (0, 0)
    for seed in UInt64(1)...10 {
      let units = maker.units(400, seed: 1000 + seed).sorted { $0.level > $1.level }
      let threshold = try #require(
        AlertBudget.threshold(
          keeping: 4, monitor: monitor, series: units.map(\.series), baseline: baseline, draws: 20, seed: seed,
          threads: 2
        ).threshold)
      let paths = monitor.paths(of: units.map(\.series), baseline: baseline, threshold: threshold)
      let counts = paths.map { $0.filter(\.isSignal).count }
      all += counts.reduce(0, +)
      onHighest += counts.prefix(40).reduce(0, +)
    }
    return Double(onHighest) / Double(all)
  }

  @Test("About the common mean most false alarms fall on the highest tenth of units", arguments: [0.08, 0.15])
  func commonMean(tau: Double) throws {
    let share = try shareOfHighest(tau: tau, common: true)
    // Measured 0.756 and 0.774. Some 800 alarms in ten cities: a standard error of 0.015.
    #expect(share > 0.7, "seeds 1001 to 1010: \(share)")
  }

  @Test("About their own level the highest tenth get less than a quarter of them", arguments: [0.08, 0.15])
  func ownLevel(tau: Double) throws {
    let share = try shareOfHighest(tau: tau, common: false)
    // Measured 0.194 and 0.161; a tenth would be their share. Some 700 alarms: a standard error of 0.015.
    #expect(share < 0.25, "seeds 1001 to 1010: \(share)")
  }

  @Test("A lasting rise by 0.3 is signalled within a year in most units")
  func lastingRise() throws {
    let units = maker.units(100, seed: 21).map(\.series)
    let monitor = SequentialMonitor(.riskAdjustedCusum)
    let threshold = try #require(
      AlertBudget.threshold(
        keeping: 1, monitor: monitor, series: units, baseline: own, draws: 100, seed: 1, threads: 2
      ).threshold)
    let risen = units.map { unit in
      MonthlySeries(
        unit.months.map {
          .init(
            position: $0.position, logRatio: $0.logRatio + ($0.position >= 12 ? 0.3 : 0),
            standardError: $0.standardError)
        })
    }
    let found = [units, risen].map { series in
      monitor.paths(of: series, baseline: own, threshold: threshold).filter { states in
        states.contains { $0.isSignal && $0.position >= 12 }
      }.count
    }
    // Measured 100, and 12 without the rise: at most one alarm a month over twelve months.
    #expect(found[1] >= 70 && found[0] <= 25, "seed 21: \(found)")
  }
}
