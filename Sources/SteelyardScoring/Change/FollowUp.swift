import Foundation
public import SteelyardDomain
import SteelyardStatistics

/// What became of institutions after they were interviewed, with regression to the mean taken out (methods §15).
///
/// Whoever is picked for being high comes down a little by chance alone. The expected change without any intervention
/// is −(1 − B)(y − μ̂); only what goes beyond it may be an effect. How institutions change between two periods by
/// themselves is learnt from those that were not interviewed, their drift and its variance (``drift``), so an interval
/// is as wide as that too.
public struct FollowUp: Sendable {
  /// Why there is no net change.
  public enum Outcome: String, CaseIterable, Sendable {
    /// There is one.
    case measured
    /// The later run lacks the institution.
    case gone
    /// The earlier run lacks it.
    case unknownBefore = "unknown-before"
    /// One of the runs has no index, no standard error or no fit of the group for it.
    case notMeasured = "not-measured"
  }

  /// One interviewed institution.
  public struct Row: Sendable {
    /// The institution.
    public var institution: Institution
    /// Whether there is a net change.
    public var outcome: Outcome
    /// The adjusted indices of both runs.
    public var indexBefore, indexAfter: Double?
    /// Change of ln(index) relative to the peers' mean.
    public var change: Double?
    /// The change expected without any intervention.
    public var expectedChange: Double?
    /// Change beyond the expected and the common drift.
    public var net: Double?
    /// 95 % interval of the net change.
    public var netLow, netHigh: Double?
    /// What the net change is worth in the later period, yuan; negative is less spent.
    public var money: Double?
    /// What the expected change rests on: how much institutions differed in the earlier run.
    public var between: DispersionStatement?
    /// What the drift rests on: how institutions that were not interviewed changed.
    public var drift: DispersionStatement?
  }

  /// The net change of all measured institutions together, on the log scale.
  public struct Pooled: Sendable {
    /// How many were measured.
    public var institutions: Int
    /// The weighted mean net change.
    public var net: Double
    /// Its 95 % interval.
    public var low, high: Double
    /// Sum of the money of the rows, yuan.
    public var money: Double
  }

  /// The institutions asked for, by code.
  public let rows: [Row]
  /// All of them together; `nil` where none was measured.
  public let pooled: Pooled?
  /// With how many others the drift is known well enough to be taken off without a warning.
  public static let othersMinimum = 10
  /// How institutions that were not interviewed changed: how many, their common drift and its spread ω on the log scale.
  public let drift: (institutions: Int, centre: Double, spread: Double)
}

extension FollowUp {
  /// Compares two runs.
  ///
  /// - Parameters:
  ///   - before: the run whose list was acted on.
  ///   - after: a run of a later period.
  ///   - interviewed: the institutions that are asked about.
  ///   - listed: others that may have been interviewed as well: they do not tell how institutions change by themselves.
  public init(before: Scorecard, after: Scorecard, interviewed: Set<String>, listed: Set<String> = []) {
    let earlier = Self.byCode(before)
    let later = Self.byCode(after)
    func measurement(_ score: InstitutionScore?, _ card: Scorecard) -> RegressionToMean.Measurement? {
      guard let score, let adjusted = score.indexAdjusted, adjusted > 0, let error = score.standardError,
        let fit = card.fits.first(where: { $0.name == score.fit })
      else { return nil }
      return .init(logRatio: log(adjusted), standardError: error, mean: fit.shrinkageMean)
    }
    func change(_ id: String) -> RegressionToMean? {
      guard let from = measurement(earlier[id], before), let to = measurement(later[id], after),
        let fit = before.fits.first(where: { $0.name == earlier[id]?.fit })
      else { return nil }
      return RegressionToMean(before: from, after: to, tauSquared: fit.shrinkageTauSquared)
    }
    let others = earlier.keys.filter { !interviewed.contains($0) && !listed.contains($0) }.sorted().filter {
      earlier[$0]?.isEligible == true && later[$0]?.isEligible == true
    }.compactMap(change)
    let drift = RegressionToMean.drift(others)
    let driftVariance = RegressionToMean.driftVariance(others, drift: drift)
    self.drift = (others.count, drift.centre, drift.tauSquared.squareRoot())
    let driftStatement = DispersionStatement(
      method: drift.method, tauSquared: drift.tauSquared, phi: drift.phi, trimShare: drift.trimShare)
    var measured: [RegressionToMean] = []
    rows = interviewed.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { id in
      var row = Row(
        institution: later[id]?.institution ?? earlier[id]?.institution ?? Institution(id: id), outcome: .measured,
        indexBefore: earlier[id]?.indexAdjusted, indexAfter: later[id]?.indexAdjusted)
      guard let result = change(id) else {
        row.outcome = earlier[id] == nil ? .unknownBefore : later[id] == nil ? .gone : .notMeasured
        return row
      }
      measured.append(result)
      let net = result.net - drift.centre
      let deviation = (result.variance + drift.tauSquared + driftVariance).squareRoot()
      row.change = result.observed
      row.between = before.fits.first { $0.name == earlier[id]?.fit }?.shrinkageStatement
      row.drift = driftStatement
      row.expectedChange = result.expected
      row.net = net
      row.netLow = net - FunnelLimits.z95 * deviation
      row.netHigh = net + FunnelLimits.z95 * deviation
      if let score = later[id], let expected = score.expectedUntruncated, let adjusted = score.indexAdjusted {
        // What the same patients would have cost had there been no net change.
        row.money = expected * adjusted * (1 - exp(min(-net, FunnelScore.logRatioMaximum)))
      }
      return row
    }
    let money = rows.compactMap(\.money).reduce(0, +)
    pooled = RegressionToMean.pooled(measured, drift: drift, driftVariance: driftVariance).map { whole in
      Pooled(
        institutions: measured.count, net: whole.net, low: whole.net - FunnelLimits.z95 * whole.standardError,
        high: whole.net + FunnelLimits.z95 * whole.standardError, money: money)
    }
  }

  private static func byCode(_ card: Scorecard) -> [String: InstitutionScore] {
    Dictionary(card.institutions.map { ($0.institution.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
