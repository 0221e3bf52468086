/// In which earlier periods each institution stood out: what the persistence gate rests on (methods §13).
///
/// An institution stood out in a period where its `index_eb05` exceeded the model's minimum and its q was within the
/// false discovery rate, by the figures that the earlier run printed and the thresholds of the model at hand.
public struct SignalHistory: Equatable, Sendable {
  /// The earlier periods, the latest first.
  public let periods: [String]
  /// For each institution that stood out, which of ``periods`` by position, ascending.
  public let signals: [String: [Int]]
  /// The same of those that stood out below their peers: what the low list's persistence rests on.
  public let lowSignals: [String: [Int]]
  /// ln(index_adjusted) in the latest of ``periods``, by institution.
  public let previous: [String: Double]

  /// Creates a history.
  ///
  /// - Precondition: positions lie within the periods.
  public init(
    periods: [String], signals: [String: [Int]], lowSignals: [String: [Int]] = [:], previous: [String: Double] = [:]
  ) {
    let all = [signals, lowSignals].flatMap(\.values)
    precondition(all.allSatisfy { $0.allSatisfy(periods.indices.contains) }, "a signal has a period")
    self.periods = periods
    self.previous = previous
    self.signals = signals.filter { !$0.value.isEmpty }.mapValues { $0.sorted() }
    self.lowSignals = lowSignals.filter { !$0.value.isEmpty }.mapValues { $0.sorted() }
  }

  /// In how many of the latest `count` periods an institution stood out.
  public func signals(of institution: String, among count: Int) -> Int {
    signals[institution]?.count { $0 < count } ?? 0
  }

  /// In how many of them it stood out below.
  public func lowSignals(of institution: String, among count: Int) -> Int {
    lowSignals[institution]?.count { $0 < count } ?? 0
  }
}

extension ScoringPlan.Gates {
  /// Whether printed figures make an institution stand out in its period.
  public func isSignal(conservativeIndex: Double?, adjustedP: Double?) -> Bool {
    guard let conservativeIndex, let adjustedP else { return false }
    return conservativeIndex > indexMinimum && adjustedP <= falseDiscoveryRate
  }
}
