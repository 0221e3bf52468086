import SteelyardDomain
import SteelyardLedger
import SteelyardStatistics

/// How many refunds an institution had against its peers: a count, so with the intervals and the shrinkage of counts
/// (methods §§4, 7).
///
/// Expected are as many as its rows would have at the peers' rate. The ratio has a Poisson interval, and is drawn
/// towards the peers by how few refunds there are (Gamma–Poisson). Refunds have innocent reasons; an export that removed
/// reversed settlements shows none.
public struct RefundRate: Equatable, Sendable {
  /// The institution's code.
  public let institution: String
  /// Refund rows.
  public let observed: Int64
  /// Rows, refunds among them.
  public let rows: Int64
  /// Refunds expected at the peers' rate.
  public let expected: Double
  /// Observed over expected.
  public let ratio: Double
  /// 95 % interval of the ratio.
  public let ratioLow, ratioHigh: Double
  /// The ratio drawn towards the peers.
  public internal(set) var ratioShrunk: Double?
  /// Its 5 % posterior quantile.
  public internal(set) var ratioEb05: Double?
  /// P(ratio > 1).
  public internal(set) var probabilityAboveOne: Double?
  /// Refunds per 1,000 rows, with the interval of the count.
  public let ratePerThousand, rateLow, rateHigh: Double
}

/// How the refund rates of a fit group were shrunk.
public struct RefundFit: Equatable, Sendable {
  /// The fit group.
  public let name: String
  /// How many institutions.
  public let units: Int
  /// The method with the count interval's.
  public let method: String
  /// α and β of the ratios; `nil` where they do not vary beyond chance.
  public let shape, rate: Double?
  /// How the estimation ended.
  public let outcome: String
}

extension RefundRate {
  /// The rates of all institutions with rows whose peers had refunds, by code, and the fits by name.
  static func rates(
    _ scores: [InstitutionScore], signals: [String: InstitutionSignals], plan: ScoringPlan.Profile
  ) -> (rates: [RefundRate], fits: [RefundFit]) {
    var peers: [String: (refunds: Int64, rows: Int64)] = [:]
    for score in scores {
      guard let own = signals[score.institution.id] else { continue }
      let sums = peers[score.peerGroup] ?? (0, 0)
      peers[score.peerGroup] = (sums.refunds + own.refunds, sums.rows + own.refunds + own.settlements)
    }
    var rates: [RefundRate] = []
    var fitOf: [Int: String] = [:]
    for score in scores {
      guard let own = signals[score.institution.id], let sums = peers[score.peerGroup], sums.refunds > 0 else {
        continue
      }
      let rows = own.refunds + own.settlements
      if rows == 0 { continue }
      let peerRate = Double(sums.refunds) / Double(sums.rows)
      let expected = Double(rows) * peerRate
      // Less than one refund in a million such institutions: nothing can be said.
      if expected < 1e-6 { continue }
      let interval = IntervalEstimates.count(Double(own.refunds), level: 0.95, by: plan.countInterval)
      fitOf[rates.count] = score.fit
      rates.append(
        RefundRate(
          institution: score.institution.id, observed: own.refunds, rows: rows, expected: expected,
          ratio: Double(own.refunds) / expected, ratioLow: interval.lower / expected,
          ratioHigh: interval.upper / expected, ratePerThousand: Double(own.refunds) / expected * peerRate * 1000,
          rateLow: interval.lower / expected * peerRate * 1000, rateHigh: interval.upper / expected * peerRate * 1000))
    }
    var fits: [RefundFit] = []
    let groups = Dictionary(grouping: rates.indices, by: { fitOf[$0] ?? "" })
    for (name, members) in groups.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      let observed = members.map { Int(rates[$0].observed) }
      let expected = members.map { rates[$0].expected }
      let fit =
        plan.countShrinkage == .maximumLikelihood
        ? GammaPoissonShrinkage.maximumLikelihood(observed: observed, expected: expected)
        : GammaPoissonShrinkage.marshall(observed: observed, expected: expected)
      let (low, above) = (fit.eb05, fit.probabilities(ratioAbove: 1))
      for (position, row) in members.enumerated() {
        rates[row].ratioShrunk = fit.posteriorMeans[position]
        rates[row].ratioEb05 = low[position]
        // Without spread all are at their peers' rate, and rounding must not decide on which side of it.
        rates[row].probabilityAboveOne = fit.shape == nil ? nil : above[position]
      }
      fits.append(
        RefundFit(
          name: name, units: members.count, method: "\(fit.method); \(plan.countInterval.rawValue)", shape: fit.shape,
          rate: fit.rate, outcome: fit.status.rawValue))
    }
    return (rates, fits)
  }
}
