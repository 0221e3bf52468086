import Foundation
public import SteelyardDomain
import SteelyardStatistics

/// Who is growing dear, month by month, told before the period ends (methods §14).
///
/// Each institution is compared with its own earlier level, drawn towards its peers as far as its months are unreliable,
/// so that who was always dear raises no alarm every month: that is the ranking's business. How many false alarms are
/// wanted a month decides the threshold, by simulation with the institutions' own months and standard errors.
public struct EarlyWarning: Sendable {
  /// How one fit group was judged.
  public struct Group: Sendable {
    /// The peer group, or the small ones together.
    public let name: String
    /// How many institutions have a month that can be used.
    public let institutions: Int
    /// Mean of the institutions' levels, log scale.
    public let centre: Double
    /// Variance between institutions.
    public let tauSquared: Double
    /// Variance between months of an institution beyond sampling.
    public let omegaSquared: Double
    /// False alarms a month this group may raise.
    public let budget: Double
    /// The threshold; `nil` where the budget sets none or no month can be judged.
    public let threshold: Double?
    /// Expected false alarms a month at the threshold.
    public let alarmsPerMonth: Double
    /// How the search for the threshold ended.
    public let outcome: String
    /// Monitor, baseline, budget, draws and seed.
    public let method: String
  }

  /// One judged month of an institution.
  public struct State: Sendable {
    /// The month's figures.
    public let figure: MonthlyFigure
    /// The fit group.
    public let group: String
    /// What ln(index) was expected at.
    public let baseline: Double
    /// Distance from the baseline in standard deviations.
    public let z: Double
    /// The statistic after the month.
    public let statistic: Double
    /// The threshold.
    public let threshold: Double
    /// Whether the month is signalled.
    public let isSignal: Bool
  }

  /// The fit groups, by name.
  public let groups: [Group]
  /// Every judged month, the latest first, then by descending statistic, then by code.
  public let states: [State]
  /// The months of the panel, ascending.
  public let months: [Month]

  /// The signalled months.
  public var alerts: [State] { states.filter(\.isSignal) }
}

extension EarlyWarning {
  /// Watches the months of a panel.
  ///
  /// - Parameters:
  ///   - figures: one a month and institution.
  ///   - plan: the model's plan.
  ///   - threads: workers of the simulation; nothing depends on it.
  /// - Precondition: no institution has two figures for one month.
  public init(figures: [MonthlyFigure], plan: ScoringPlan, threads: Int) {
    let warning = plan.warning
    // The peer group of the latest month counts for all.
    var groupOf: [String: String] = [:]
    for figure in figures.sorted(by: { $0.month < $1.month }) { groupOf[figure.institution] = figure.peerGroup }
    let usable = figures.filter { figure in
      // A printed error of 0.000000 is smaller than can be told, and no month varies that little.
      (figure.standardError ?? 0) >= Self.standardErrorMinimum && (figure.indexAdjusted ?? 0) > 0
        && figure.heads >= warning.headsMinimum
    }
    let byInstitution = Dictionary(grouping: usable, by: \.institution)
    let units = Dictionary(grouping: byInstitution.keys, by: { groupOf[$0] ?? "" })
    var members: [String: [String]] = [:]
    for (name, codes) in units {
      members[codes.count >= plan.fitUnitsMinimum ? name : FunnelScore.smallGroups, default: []] += codes
    }
    let whole = Double(byInstitution.count)
    let budget = warning.alarmsPerMonth ?? max(1, whole / 100)
    var groups: [Group] = []
    var states: [State] = []
    for (name, codes) in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      let panel = codes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { byInstitution[$0] ?? [] }
      let watched = Self.watch(
        panel, name: name, plan: warning, budget: budget * Double(codes.count) / whole, threads: threads)
      groups.append(watched.group)
      states += watched.states
    }
    self.groups = groups
    self.states = states.sorted { a, b in
      if a.figure.month != b.figure.month { return a.figure.month > b.figure.month }
      if a.statistic != b.statistic { return a.statistic > b.statistic }
      return a.figure.institution.utf8.lexicographicallyPrecedes(b.figure.institution.utf8)
    }
    months = Set(figures.map(\.month)).sorted()
  }

  /// The least standard error of a month, in its six printed decimals.
  private static let standardErrorMinimum = 1e-6

  private static func watch(
    _ panel: [[MonthlyFigure]], name: String, plan: ScoringPlan.Warning, budget: Double, threads: Int
  ) -> (group: Group, states: [State]) {
    let series = panel.map { figures in
      MonthlySeries(
        figures.map {
          .init(
            position: Int($0.month.number), logRatio: log($0.indexAdjusted ?? 1), standardError: $0.standardError ?? 1)
        })
    }
    let model = Self.model(of: series)
    let baseline = MonitorBaseline.own(
      OwnBaseline(model: model, earlier: .allBefore, monthsMinimum: plan.baselineMonthsMinimum))
    let monitor = SequentialMonitor(
      plan.method, shift: plan.shift, allowance: plan.allowance, smoothing: plan.smoothing, sides: .upper)
    // A draw and judged month take 8 bytes: beyond 2^25 of them fewer draws are made, and told.
    let draws = min(plan.draws, max(2, (1 << 25) / max(1, series.reduce(0) { $0 + $1.months.count })))
    let latest = series.compactMap { $0.months.last?.position }.max()
    let found = AlertBudget.threshold(
      keeping: budget, monitor: monitor, series: series, baseline: baseline, countedFrom: latest, draws: draws,
      seed: plan.seed, threads: threads)
    let group = Group(
      name: name, institutions: series.count, centre: model.centre, tauSquared: model.tauSquared,
      omegaSquared: model.omegaSquared, budget: budget, threshold: found.threshold,
      alarmsPerMonth: found.alarmsPerMonth, outcome: found.status.rawValue, method: found.method)
    guard let threshold = found.threshold else { return (group, []) }
    var states: [State] = []
    for (figures, unit) in zip(panel, series) {
      let byMonth = Dictionary(uniqueKeysWithValues: figures.map { (Int($0.month.number), $0) })
      for state in monitor.path(of: unit, baseline: baseline, threshold: threshold) {
        guard let figure = byMonth[state.position] else { continue }
        states.append(
          State(
            figure: figure, group: name, baseline: state.baseline,
            z: (state.logRatio - state.baseline) / state.variance.squareRoot(), statistic: state.statistic,
            threshold: threshold, isSignal: state.isSignal))
      }
    }
    return (group, states)
  }

  /// How the institutions of a group and their months vary: ω² within, then μ and τ² of their levels.
  private static func model(of series: [MonthlySeries]) -> MonthlyModel {
    let omega = MonthToMonthVariance.estimate(series).omegaSquared
    var levels: [Double] = []
    var errors: [Double] = []
    for unit in series {
      let weights = unit.months.map { 1 / ($0.standardError * $0.standardError + omega) }
      let total = weights.reduce(0, +)
      levels.append(zip(weights, unit.months).reduce(0) { $0 + $1.0 / total * $1.1.logRatio })
      errors.append((1 / total).squareRoot())
    }
    let centre = Overdispersion.huberLog(logRatios: levels, standardErrors: errors).centre
    // The spread of all levels, distant ones too: a robust one would draw who was always dear almost to the peers, and
    // every month of it would then seem a rise.
    let spread = Overdispersion.restrictedMaximumLikelihood(logRatios: levels, standardErrors: errors)
    return MonthlyModel(centre: centre, tauSquared: spread.tauSquared, omegaSquared: omega)
  }
}
