/// The CUSUM of OpenPrescribing: a target that moves along with the series once it has signalled.
///
/// Values are shares of one, such as percentiles over 100; `nil` is a month without a value. Two sums run: upwards
/// S⁺ = max(0, S⁺ + x − target − d) and downwards S⁻ = min(0, S⁻ + x − target + d), each rounded to two decimals;
/// d = threshold/(2 · sensitivity) is half the standard deviation the threshold was made of. A month alerts where
/// S⁺ > threshold or S⁻ < −threshold.
///
/// - The first window holds the first `window` months from the first month s at which it holds any value. Up to and
///   including month s, target and threshold are anew the mean, and `sensitivity` times the population standard
///   deviation, of the values of the window that starts at the month, and the sums start from nothing.
/// - After a month without an alert, target and threshold stay.
/// - After an alert, the target is the mean of the last `window` months. If the sums then move on in the direction of
///   the alert the threshold stays; otherwise it is made anew from the same months and the sums start from nothing.
///
/// The percentile knows nothing of how uncertain a month is: ``SequentialMonitor`` does, and is the method of choice. This
/// one is offered because it is published.
///
/// Edge cases:
/// - A month without a value sets both sums to 0.
/// - No value at all: no states.
/// - An alert in the first `window` months is followed by a window of all months before it, be they fewer.
///
/// See `CUSUM` in ebmdatalab/openprescribing (2018). Checked against the 25 series of `openprescribing_cusum.json`.
public struct MovingTargetCusum: Equatable, Sendable {
  /// Which way a series has moved.
  public enum Direction: String, Sendable {
    /// Upwards.
    case up = "u"
    /// Downwards.
    case down = "d"
  }

  /// One month.
  public struct State: Equatable, Sendable {
    /// The upward sum S⁺, rounded to two decimals.
    public let sumUp: Double
    /// The downward sum S⁻, rounded to two decimals, at most zero.
    public let sumDown: Double
    /// What values are compared with; `nil` where the window holds none.
    public let target: Double?
    /// What a sum must exceed for an alert; `nil` where the window holds no value.
    public let threshold: Double?
    /// The alert, if any.
    public let alert: Direction?
  }

  /// The alerts that lead up to the last month.
  public struct LastAlert: Equatable, Sendable {
    /// The target of the month before the first of them.
    public let from: Double
    /// The value of the last month.
    public let to: Double
    /// For how many months they have lasted.
    public let months: Int
  }

  /// How large the change is, in words.
  public enum Change: String, Sendable {
    /// There is no alert in the last month, or no difference.
    case none = "not at all"
    /// Less than 0.1.
    case slight = "slightly"
    /// From 0.1.
    case moderate = "moderately"
    /// From 0.2.
    case considerable = "considerably"
    /// From 0.3.
    case massive = "massively"
  }

  /// Every month; empty where there is no value at all.
  public private(set) var states: [State] = []
  /// The alerts that lead up to the last month; `nil` where it does not alert, and where it is the only month.
  public private(set) var lastAlert: LastAlert?

  private let window: Int
  private let sensitivity: Double

  /// Runs along a series.
  ///
  /// - Precondition: every value lies within ±1e6; `window >= 1`; `sensitivity` lies in 1e-6 … 1e6.
  public init(values: [Double?], window: Int = 12, sensitivity: Double = 5) {
    precondition(window >= 1, "a window has at least one month")
    precondition(sensitivity >= 1e-6 && sensitivity <= 1e6, "a sensitivity lies in 1e-6 ... 1e6")
    precondition(values.allSatisfy { $0.map { abs($0) <= 1e6 } ?? true }, "a value lies within ±1e6")
    self.window = window
    self.sensitivity = sensitivity
    guard let first = values.firstIndex(where: { $0 != nil }) else { return }
    for month in values.indices {
      states.append(state(month, of: values, start: max(0, first - window + 1)))
    }
    lastAlert = alertAtTheEnd(values)
  }

  /// The size of the change up to the last month.
  public var change: Change {
    guard let lastAlert else { return .none }
    // Shares are rounded quotients: 0.3 must not fall short of itself by a last digit.
    let size = (abs(lastAlert.to - lastAlert.from) * 1e9).rounded() / 1e9
    if size == 0 { return .none }
    return size < 0.1 ? .slight : size < 0.2 ? .moderate : size < 0.3 ? .considerable : .massive
  }

  private func state(_ month: Int, of values: [Double?], start: Int) -> State {
    guard month > start, let last = states.last else {
      let (target, threshold) = fitted(values[month..<min(month + window, values.count)])
      return next(after: nil, values[month], target, threshold)
    }
    guard last.alert != nil, let limit = last.threshold else {
      return next(after: last, values[month], last.target, last.threshold)
    }
    let (target, threshold) = fitted(values[max(0, month - window)..<month])
    let onwards = next(after: last, values[month], target, limit)
    let goesUp = last.sumUp > limit && onwards.sumUp > last.sumUp
    let goesDown = last.sumDown < -limit && onwards.sumDown < last.sumDown
    return goesUp || goesDown ? onwards : next(after: nil, values[month], target, threshold)
  }

  private func next(after last: State?, _ value: Double?, _ target: Double?, _ threshold: Double?) -> State {
    guard let value, let target, let threshold else {
      return State(sumUp: 0, sumDown: 0, target: target, threshold: threshold, alert: nil)
    }
    let slack = 0.5 * threshold / sensitivity
    let up = rounded(max(0, value - (target + slack) + (last?.sumUp ?? 0)))
    let down = rounded(min(0, value - (target - slack) + (last?.sumDown ?? 0)))
    let alert: Direction? = up > threshold ? .up : down < -threshold ? .down : nil
    return State(sumUp: up, sumDown: down, target: target, threshold: threshold, alert: alert)
  }

  /// Two decimals, halves to the even neighbour.
  private func rounded(_ value: Double) -> Double { (value * 100).rounded(.toNearestOrEven) / 100 }

  /// Mean, and `sensitivity` times the population standard deviation, of the values there are.
  private func fitted(_ months: ArraySlice<Double?>) -> (target: Double?, threshold: Double?) {
    let values = months.compactMap { $0 }
    guard !values.isEmpty else { return (nil, nil) }
    let mean = values.reduce(0, +) / Double(values.count)
    // Multiplied before the deviation is taken, as published: equal values then have a deviation of exactly 0 more often.
    let scaled = values.map { $0 * sensitivity }
    let centre = scaled.reduce(0, +) / Double(values.count)
    let squares = scaled.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    return (mean, (squares / Double(values.count)).squareRoot())
  }

  private func alertAtTheEnd(_ values: [Double?]) -> LastAlert? {
    guard let last = states.last, last.alert != nil, let to = values.last ?? nil else { return nil }
    let months = states.reversed().prefix { $0.alert != nil }.count
    guard months < states.count, let from = states[states.count - months - 1].target else { return nil }
    return LastAlert(from: from, to: to, months: months)
  }
}
