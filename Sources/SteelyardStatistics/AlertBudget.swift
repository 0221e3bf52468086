/// The threshold at which a monitor raises no more false alarms a month than one can look at.
///
/// A **false alarm** is a signal of a unit in a month in which nothing has changed: its statistic reaches the threshold
/// in that month, having been below it since it last started from nothing. After a signal it starts from nothing, so a
/// unit may raise several over the months and each counts. The expected alarms a month are all of them over the counted
/// months, divided by the number of counted calendar months in which some unit is judged. A CUSUM alarms less in its
/// first months than later; to hold the budget of the months to come, count from a month by which it has run a while.
///
/// The expectation is simulated under the ``MonthlyModel`` of the baseline, with the units' own months, gaps and
/// standard errors: θ ~ N(μ, τ²) once a unit, y = θ + N(0, s² + ω²) a month, baselines estimated anew from what was
/// drawn. The search halves an interval down to one part in 10,000 and gives its upper end: a threshold at which the mean
/// over the draws crosses the budget, and which keeps it. The mean need not fall with the threshold everywhere, as after a
/// signal a unit starts anew, so there may be a smaller one.
/// Every draw has a random stream of its own: the result is the same for any number of threads and any order of units.
///
/// Limits: the model's three numbers are taken as known; that they are estimated is not part of the error given.
///
/// See D. Spiegelhalter et al., "Statistical methods for healthcare regulation" (2012). Checked on fresh seeds, and
/// against units that are simulated and monitored one by one.
public struct AlertBudget: Equatable, Sendable {
  /// How the search ended.
  public enum Status: String, Sendable {
    /// The threshold holds the budget.
    case found
    /// As `found`, but from fewer than 100 alarms in all draws: the threshold is uncertain. Draw more.
    case tooFewDraws
    /// The budget is never reached, however low the threshold: there is none to set.
    case notBinding
    /// No unit has a month that can be judged and counted.
    case nothingToJudge
  }

  /// The monitor, the baseline, the budget, the draws and the seed.
  public let method: String
  /// The threshold h; `nil` where the budget sets none.
  public let threshold: Double?
  /// The expected false alarms a month at the threshold, over all units; zero without one.
  public let alarmsPerMonth: Double
  /// The standard error of `alarmsPerMonth` by the simulation.
  public let monteCarloError: Double
  /// How many calendar months were counted.
  public let months: Int
  /// How the search ended.
  public let status: Status

  /// Finds the threshold for a budget of false alarms a month over all units.
  ///
  /// It keeps 8 bytes for every draw and judged month of a unit: 1,250 units, 18 judged months and 200 draws take 36 MB
  /// and about 3 s on two cores (release build).
  ///
  /// Edge cases: see ``Status``.
  ///
  /// - Parameters:
  ///   - budget: the most false alarms a month that are wanted, on average; positive and finite.
  ///   - monitor: the statistic with its constants.
  ///   - series: the units; of the log ratios nothing is used.
  ///   - baseline: what months are compared with, and how units and months vary.
  ///   - countedFrom: the first calendar month whose alarms count; `nil` counts every month.
  ///   - draws: how many times all units are drawn, at least 2.
  ///   - seed: the family of random streams.
  ///   - threads: how many workers share the draws, at least 1.
  /// - Precondition: draws times judged months is at most 2²⁸.
  public static func threshold(
    keeping budget: Double, monitor: SequentialMonitor, series: [MonthlySeries], baseline: MonitorBaseline,
    countedFrom: Int? = nil, draws: Int = 200, seed: UInt64, threads: Int
  ) -> AlertBudget {
    precondition(budget > 0 && budget.isFinite, "a budget of alarms is positive and finite")
    let simulation = AlertSimulation(
      monitor, series, baseline, countedFrom: countedFrom, draws: draws, seed: seed, threads: threads)
    let counted = countedFrom.map { first in
      first == series.compactMap { $0.months.last?.position }.max()
        ? " (the latest month)" : " (from month \(first) on)"
    }
    let statement =
      "\(monitor.statement); \(baseline.statement); at most \(budget) false alarms a month\(counted ?? ""); "
      + "draws \(draws); seed \(seed)"
    func result(_ threshold: Double?, _ counts: [Int], _ status: Status) -> AlertBudget {
      let (mean, error) = simulation.perMonth(counts)
      return AlertBudget(
        method: statement, threshold: threshold, alarmsPerMonth: mean, monteCarloError: error,
        months: simulation.months, status: status)
    }
    guard simulation.months > 0 else { return result(nil, [], .nothingToJudge) }
    var high = simulation.largestStatistic.nextUp
    var low = high * 1e-6
    guard low > 0, simulation.perMonth(simulation.alarms(at: low)).mean > budget else {
      return result(nil, [], .notBinding)
    }
    var counts = simulation.alarms(at: high)
    while high - low > 1e-4 * high {
      let middle = low + (high - low) / 2
      let trial = simulation.alarms(at: middle)
      if simulation.perMonth(trial).mean > budget { low = middle } else { (high, counts) = (middle, trial) }
    }
    let isSure = budget * Double(simulation.months) * Double(draws) >= 100
    return result(high, counts, isSure ? .found : .tooFewDraws)
  }

  /// The expected false alarms a month at a given threshold, with the simulation's standard error.
  ///
  /// Edge cases: both are zero where no unit has a month that can be judged and counted.
  ///
  /// - Precondition: `threshold` is positive and finite; for the rest see
  ///   ``threshold(keeping:monitor:series:baseline:countedFrom:draws:seed:threads:)``.
  public static func alarmsPerMonth(
    at threshold: Double, monitor: SequentialMonitor, series: [MonthlySeries], baseline: MonitorBaseline,
    countedFrom: Int? = nil, draws: Int = 200, seed: UInt64, threads: Int
  ) -> (mean: Double, monteCarloError: Double) {
    precondition(threshold > 0 && threshold.isFinite, "a threshold is positive and finite")
    let simulation = AlertSimulation(
      monitor, series, baseline, countedFrom: countedFrom, draws: draws, seed: seed, threads: threads)
    guard simulation.months > 0 else { return (0, 0) }
    return simulation.perMonth(simulation.alarms(at: threshold))
  }
}
