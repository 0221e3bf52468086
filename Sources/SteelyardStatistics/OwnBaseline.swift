internal import SteelyardNumerics

/// A unit's own earlier level, drawn towards the group as far as its earlier months are unreliable.
///
/// With the ``MonthlyModel`` and the earlier months i of month m, each of weight w_i = 1/(s_i² + ω²), S = Σ w_i:
/// the posterior of the unit's level θ is normal with
///
///     variance K = τ²/(1 + τ² S)        mean b = μ + K Σ w_i (y_i − μ)
///
/// so that b = μ + B (ȳ − μ) with ȳ = Σ w_i y_i / S and reliability B = τ² S/(1 + τ² S). Month m is expected at b with
/// variance v = s_m² + K + ω²: its own sampling, what is not known of θ, and what months differ by. Where all months
/// before are used, the differences y_m − b of successive months are independent while nothing changes.
///
/// Edge cases:
/// - τ² = 0: b is μ, K is 0.
/// - No earlier months: b is μ, K is τ². With `monthsMinimum` above 0 such a month is not judged.
///
/// Checked against the conditional mean and variance of the joint normal distribution, by elimination.
public struct OwnBaseline: Equatable, Sendable {
  /// Which months count as earlier than month m.
  public enum EarlierMonths: Equatable, Sendable {
    /// Every month before m. A change that lasts is slowly taken into the baseline.
    case allBefore
    /// The calendar months m − gap − months ..< m − gap: recent ones, but not the very last.
    case window(months: Int, gap: Int)
    /// The months before m that lie before a fixed position: a reference period.
    case before(position: Int)
  }

  /// How units and months vary.
  public let model: MonthlyModel
  /// Which months count as earlier.
  public let earlier: EarlierMonths
  /// The fewest earlier months with data for a month to be judged.
  public let monthsMinimum: Int

  /// Creates a baseline.
  ///
  /// - Precondition: `monthsMinimum >= 0`; a window has at least one month and no negative gap, both up to 1e6; a fixed
  ///   position lies within ±1e9.
  public init(model: MonthlyModel, earlier: EarlierMonths = .allBefore, monthsMinimum: Int = 6) {
    precondition(monthsMinimum >= 0, "the fewest earlier months cannot be negative")
    switch earlier {
    case .allBefore: break
    case .window(let months, let gap):
      precondition((1...1_000_000).contains(months), "a window has 1 to 1e6 months")
      precondition((0...1_000_000).contains(gap), "a gap has 0 to 1e6 months")
    case .before(let position):
      precondition(abs(position) <= 1_000_000_000, "a month's position lies within ±1e9")
    }
    self.model = model
    self.earlier = earlier
    self.monthsMinimum = monthsMinimum
  }

  /// The calendar positions that count as earlier than `position`.
  fileprivate func positions(before position: Int) -> Range<Int> {
    switch earlier {
    case .allBefore: return Int.min..<position
    case .window(let months, let gap): return (position - gap - months)..<(position - gap)
    case .before(let end): return Int.min..<min(position, end)
    }
  }
}

/// What a unit's month is compared with.
///
/// Which one is chosen decides whom false alarms fall on. In simulated cities in which nothing changes, with 24 months of
/// s about 0.11, ω = 0.05 and τ = 0.08 or 0.15, the tenth of units with the highest levels gets 76 and 77 % of them
/// about the common mean, 19 and 16 % about the own level (`swift test --filter ChronicallyHighTests`).
public enum MonitorBaseline: Equatable, Sendable {
  /// The mean of all units, with variance v = s² + τ². It takes a lasting level for a change, month after month.
  case common(MonthlyModel)
  /// The unit's own earlier level.
  case own(OwnBaseline)

  /// How units and months vary while nothing changes.
  public var model: MonthlyModel {
    switch self {
    case .common(let model): model
    case .own(let baseline): baseline.model
    }
  }

  /// The name of the baseline with its settings, for a method's statement.
  public var statement: String {
    switch self {
    case .common: return "common mean"
    case .own(let baseline):
      let months =
        switch baseline.earlier {
        case .allBefore: "all months before"
        case .window(let months, let gap): "\(months) months before a gap of \(gap)"
        case .before(let position): "months before \(position)"
        }
      return "own level, \(months), at least \(baseline.monthsMinimum)"
    }
  }
}

/// How every judged month of a unit is compared, apart from the log ratios: it depends on positions and errors alone.
struct BaselinePlan {
  /// A judged month.
  struct Row {
    /// Where the month stands among the months of the series.
    let month: Int
    /// The earlier months, as places among the months of the series.
    let earlier: Range<Int>
    /// K: the baseline is μ + K Σ w (y − μ) over the earlier months.
    let factor: Double
    /// The variance v of the month about its baseline.
    let variance: Double
  }

  /// w = 1/(s² + ω²) of every month.
  let weights: [Double]
  let rows: [Row]

  init(_ series: MonthlySeries, _ baseline: MonitorBaseline) {
    let model = baseline.model
    let months = series.months
    let weights = months.map { 1 / ($0.standardError * $0.standardError + model.omegaSquared) }
    self.weights = weights
    switch baseline {
    case .common:
      rows = months.indices.map { month in
        let s = months[month].standardError
        return Row(month: month, earlier: 0..<0, factor: 0, variance: s * s + model.tauSquared)
      }
    case .own(let own):
      rows = months.indices.compactMap { month in
        let positions = own.positions(before: months[month].position)
        let start = months.firstIndex { $0.position >= positions.lowerBound } ?? months.count
        let end = months.firstIndex { $0.position >= positions.upperBound } ?? months.count
        guard end - start >= own.monthsMinimum else { return nil }
        let factor = model.tauSquared / (1 + model.tauSquared * CompensatedSum.of(weights[start..<end]))
        let s = months[month].standardError
        return Row(
          month: month, earlier: start..<end, factor: factor, variance: s * s + factor + model.omegaSquared)
      }
    }
  }

  /// The baseline of a judged month of this series.
  func baseline(_ row: Row, _ series: MonthlySeries, centre: Double) -> Double {
    centre
      + CompensatedSum.of(row.earlier.lazy.map { row.factor * weights[$0] * (series.months[$0].logRatio - centre) })
  }
}
