/// A statistic that runs along a unit's months and signals when it has gathered enough evidence of a change.
///
/// Month m has the residual r = y − baseline with variance v (see ``MonitorBaseline``). One of:
///
/// - `racusum.gaussian`: W = (δ/v)(r − δ/2), the log likelihood ratio of a shift by δ against none;
///   C = max(0, C + W).
/// - `cusum.classical`: z = r/√v; C = max(0, C + z − k).
/// - `ewma`: E = λ r + (1 − λ) E with its own variance V = λ² v + (1 − λ)² V, both from 0; the statistic is E/√V, so
///   a limit of L stands at L √V, narrower in the first months.
///
/// On both sides, each CUSUM runs a second time on −r and the larger one counts; the EWMA counts by its size. A signal is
/// a statistic at or above the threshold; after it the statistic starts again from nothing. A month without data, or
/// one that has no baseline yet, leaves everything as it is.
///
/// ```swift
/// let monitor = SequentialMonitor(.riskAdjustedCusum, shift: 0.2)
/// let states = monitor.path(of: series, baseline: .own(OwnBaseline(model: model)), threshold: 4)
/// ```
///
/// See S. H. Steiner et al., "Monitoring surgical performance using risk-adjusted cumulative sum charts" (2000), and
/// D. C. Montgomery, "Introduction to Statistical Quality Control". Checked against naive twins, and, where v does not
/// vary, against each other: `racusum.gaussian` is then δ/√v times `cusum.classical` with k = δ/(2√v).
public struct SequentialMonitor: Equatable, Sendable {
  /// The statistic.
  public enum Method: String, CaseIterable, Sendable {
    /// The risk-adjusted CUSUM of normal values with known variances.
    case riskAdjustedCusum = "racusum.gaussian"
    /// The exponentially weighted moving average.
    case ewma = "ewma"
    /// The CUSUM of standardised values.
    case cusum = "cusum.classical"
  }

  /// Which changes are watched for.
  public enum Sides: String, CaseIterable, Sendable {
    /// Changes upwards.
    case upper
    /// Changes either way.
    case both
  }

  /// A judged month.
  public struct State: Equatable, Sendable {
    /// The calendar month as a count.
    public let position: Int
    /// The month's log ratio y.
    public let logRatio: Double
    /// What it was expected at.
    public let baseline: Double
    /// The variance v of y about the baseline.
    public let variance: Double
    /// The statistic after this month, before it starts again.
    public let statistic: Double
    /// Whether the statistic has reached the threshold.
    public let isSignal: Bool
  }

  /// The statistic.
  public let method: Method
  /// δ of `racusum.gaussian`: the shift of the log ratio it is tuned to.
  public let shift: Double
  /// k of `cusum.classical`: half the standardised shift it is tuned to.
  public let allowance: Double
  /// λ of `ewma`: the weight of the latest month.
  public let smoothing: Double
  /// Which changes are watched for.
  public let sides: Sides

  /// Creates a monitor; settings of the other statistics are ignored.
  ///
  /// - Precondition: `shift` lies in 1e-6 … 1e6, `allowance` in 0 … 1e6, `smoothing` in 0.001 … 1.
  public init(
    _ method: Method, shift: Double = 0.2, allowance: Double = 0.5, smoothing: Double = 0.2, sides: Sides = .upper
  ) {
    precondition(shift >= 1e-6 && shift <= 1e6, "a shift lies in 1e-6 ... 1e6")
    precondition(allowance >= 0 && allowance <= 1e6, "an allowance lies in 0 ... 1e6")
    precondition(smoothing >= 0.001 && smoothing <= 1, "a smoothing weight lies in 0.001 ... 1")
    self.method = method
    self.shift = shift
    self.allowance = allowance
    self.smoothing = smoothing
    self.sides = sides
  }

  /// The method with its constants: `racusum.gaussian, shift 0.2, upper`.
  public var statement: String {
    let constant =
      switch method {
      case .riskAdjustedCusum: "shift \(shift)"
      case .cusum: "allowance \(allowance)"
      case .ewma: "smoothing \(smoothing)"
      }
    return "\(method.rawValue), \(constant), \(sides.rawValue)"
  }

  /// The judged months of one unit, earliest first.
  ///
  /// Edge cases: a unit without a judged month has none.
  ///
  /// - Precondition: `threshold` is positive and finite.
  public func path(of series: MonthlySeries, baseline: MonitorBaseline, threshold: Double) -> [State] {
    precondition(threshold > 0 && threshold.isFinite, "a threshold is positive and finite")
    let plan = BaselinePlan(series, baseline)
    var running = RunningStatistic(self)
    return plan.rows.map { row in
      let month = series.months[row.month]
      let expected = plan.baseline(row, series, centre: baseline.model.centre)
      let statistic = running.add(residual: month.logRatio - expected, variance: row.variance)
      let isSignal = statistic >= threshold
      if isSignal { running.restart() }
      return State(
        position: month.position, logRatio: month.logRatio, baseline: expected, variance: row.variance,
        statistic: statistic, isSignal: isSignal)
    }
  }

  /// The judged months of every unit, in the order of the units.
  ///
  /// - Precondition: `threshold` is positive and finite.
  public func paths(of series: [MonthlySeries], baseline: MonitorBaseline, threshold: Double) -> [[State]] {
    series.map { path(of: $0, baseline: baseline, threshold: threshold) }
  }
}

/// The statistic of a monitor as it runs.
struct RunningStatistic {
  private let monitor: SequentialMonitor
  private var upper = 0.0
  private var lower = 0.0
  /// The variance of an EWMA.
  private var spread = 0.0

  init(_ monitor: SequentialMonitor) { self.monitor = monitor }

  /// Takes in a month and gives the statistic after it.
  mutating func add(residual: Double, variance: Double) -> Double {
    switch monitor.method {
    case .riskAdjustedCusum:
      let shift = monitor.shift
      return accumulate(shift / variance * (residual - shift / 2), shift / variance * (-residual - shift / 2))
    case .cusum:
      let z = residual / variance.squareRoot()
      return accumulate(z - monitor.allowance, -z - monitor.allowance)
    case .ewma:
      let kept = 1 - monitor.smoothing
      upper = monitor.smoothing * residual + kept * upper
      spread = monitor.smoothing * monitor.smoothing * variance + kept * kept * spread
      let standardised = upper / spread.squareRoot()
      return monitor.sides == .both ? abs(standardised) : standardised
    }
  }

  mutating func restart() { (upper, lower, spread) = (0, 0, 0) }

  private mutating func accumulate(_ up: Double, _ down: Double) -> Double {
    upper = max(0, upper + up)
    guard monitor.sides == .both else { return upper }
    lower = max(0, lower + down)
    return max(upper, lower)
  }
}
