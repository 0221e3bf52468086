import Foundation
import SteelyardDomain
import SteelyardLedger
import SteelyardStatistics

/// The features of one institution on the scales they are judged on.
struct ProfileInput {
  let institution: String
  let peerGroup: String
  let fit: String
  /// A feature that cannot be had is missing.
  let values: [ProfileFeature: Double]
  /// The values as they are shown: shares as they are, without the half event that keeps a logit finite.
  let shown: [ProfileFeature: Double]
  /// Wilson's 95 % interval of the share of heads also seen elsewhere.
  let elsewhere: (low: Double, high: Double)?
  /// The first two digits of its amounts; `nil` without signals.
  let digits: InstitutionProfile.Digits?
  /// The features of which nothing was counted: a share of none.
  let none: Set<ProfileFeature>

  init(_ score: InstitutionScore, signals: InstitutionSignals?, screen: InstitutionScreen?, previous: Double?) {
    institution = score.institution.id
    peerGroup = score.peerGroup
    fit = score.fit
    var values: [ProfileFeature: Double] = [:]
    for (feature, signal) in [
      (ProfileFeature.visits, Screen.Signal.visits), (.price, .price), (.drugs, .drugs), (.crowding, .crowding),
    ] {
      values[feature] = screen?.scores[signal]?.logValue
    }
    if let fund = score.fundFen { values[.fundShare] = Self.logit(Double(fund), of: Double(score.costFen), half: 50) }
    if let signals {
      values[.elsewhere] = Self.logit(Double(signals.headsElsewhere), of: Double(signals.heads))
      values[.sameDay] = Self.logit(Double(signals.sameDayVisits), of: Double(signals.visits))
      values[.refunds] = Self.logit(Double(signals.refunds), of: Double(signals.refunds + signals.settlements))
      values[.weekend] = Self.logit(Double(signals.weekendVisits), of: Double(signals.visits))
      values[.topDecile] = Self.logit(Double(signals.topDecileFen), of: Double(signals.headCostFen), half: 50)
      values[.bursts] = Self.logit(Double(signals.burstVisits), of: Double(signals.visits))
    }
    if let previous, let now = score.indexAdjusted, now > 0 { values[.change] = log(now) - previous }
    digits = signals.map { signals in
      let found = DigitDistribution(counts: signals.digits, digits: .firstTwo)
      return InstitutionProfile.Digits(
        amounts: found.numbers, deviation: found.distance, deviationByChance: found.distanceByChance,
        conformity: found.conformity.rawValue)
    }
    if let digits, digits.amounts >= Self.numbersMinimum, digits.deviation > 0 {
      values[.digits] = log(digits.deviation / digits.deviationByChance)
    }
    self.values = values
    let told = values.filter { $0.key.scale != .logit }
    shown = Dictionary(uniqueKeysWithValues: told.map { ($0, $0.shown($1)) })
      .merging(Self.shares(score, signals)) { $1 }
    none = Self.none(signals)
    elsewhere = signals.flatMap { signals in
      guard signals.heads > 0 else { return nil }
      let interval = IntervalEstimates.wilson(Double(signals.headsElsewhere), of: Double(signals.heads), level: 0.95)
      return (interval.lower, interval.upper)
    }
  }

  /// Amounts that digits are compared from; the ratio to chance allows for few of them.
  private static let numbersMinimum: Int64 = 200

  /// The shares behind the features that are logits.
  private static func shares(_ score: InstitutionScore, _ signals: InstitutionSignals?) -> [ProfileFeature: Double] {
    var shares: [ProfileFeature: Double] = [:]
    func add(_ feature: ProfileFeature, _ part: Int64, _ whole: Int64) {
      if whole > 0 { shares[feature] = Double(part) / Double(whole) }
    }
    if let fund = score.fundFen { add(.fundShare, fund, score.costFen) }
    if let signals {
      add(.elsewhere, signals.headsElsewhere, signals.heads)
      add(.sameDay, signals.sameDayVisits, signals.visits)
      add(.refunds, signals.refunds, signals.refunds + signals.settlements)
      add(.weekend, signals.weekendVisits, signals.visits)
      add(.topDecile, signals.topDecileFen, signals.headCostFen)
      add(.bursts, signals.burstVisits, signals.visits)
    }
    return shares
  }

  private static func none(_ signals: InstitutionSignals?) -> Set<ProfileFeature> {
    guard let signals else { return [] }
    let counts: [(ProfileFeature, Int64)] = [
      (.elsewhere, signals.headsElsewhere), (.sameDay, signals.sameDayVisits), (.refunds, signals.refunds),
      (.weekend, signals.weekendVisits), (.bursts, signals.burstVisits),
    ]
    return Set(counts.filter { $0.1 == 0 }.map(\.0))
  }

  /// ln((k + half)/(n − k + half)): half an event, or half a yuan, keeps none and all finite; `nil` without a whole.
  private static func logit(_ part: Double, of whole: Double, half: Double = 0.5) -> Double? {
    guard whole > 0 else { return nil }
    let part = min(max(part, 0), whole)
    return log((part + half) / (whole - part + half))
  }
}
