import Foundation
import SteelyardDomain
import SteelyardLedger
import SteelyardStatistics

/// The way from one run's figures to another's, one cause at a time.
struct ChangeWalk {
  private typealias Point = (logIndex: Double?, z: Double?)

  private let first: ComparedRun
  private let second: ComparedRun
  private let isSamePeriod: Bool
  private let isOneYardstick: Bool
  /// The first run's tally under its own model, by this engine; then under the second's scoring keys; the second's.
  private let recomputed, remodelled, final: [String: InstitutionScore]
  private let measured: [String: Yardstick.Measured]
  private let fits: [String: DispersionFit]
  private let plan: ScoringPlan

  init(_ first: ComparedRun, _ second: ComparedRun, isSamePeriod: Bool, threads: Int) {
    self.first = first
    self.second = second
    self.isSamePeriod = isSamePeriod
    isOneYardstick = first.plan.makesSameTally(as: second.plan) && first.isTallyGiven == second.isTallyGiven
    plan = isOneYardstick ? second.plan : first.plan
    func card(_ run: ComparedRun, _ plan: ScoringPlan) -> Scorecard {
      Scorecard(
        tally: run.tally, plan: plan, institutions: run.institutions, isTallyGiven: run.isTallyGiven, threads: threads)
    }
    func byCode(_ card: Scorecard) -> [String: InstitutionScore] {
      Dictionary(uniqueKeysWithValues: card.institutions.map { ($0.institution.id, $0) })
    }
    let start = card(first, first.plan)
    let middle = plan == first.plan ? start : card(first, plan)
    recomputed = byCode(start)
    remodelled = byCode(middle)
    final = byCode(card(second, second.plan))
    fits = Dictionary(uniqueKeysWithValues: middle.fits.map { ($0.name, $0) })
    measured = isOneYardstick ? Yardstick(first.tally, plan: plan).measure(second.tally) : [:]
  }

  /// The parts of an institution that both runs have.
  func parts(_ id: String) -> [ListChange.Part] {
    let printed: Point = (first.printed[id]?.logIndex, first.printed[id]?.z)
    let (start, middle, end) = (point(recomputed[id]), point(remodelled[id]), point(final[id]))
    let printedEnd: Point = (second.printed[id]?.logIndex, second.printed[id]?.z)
    // Printed figures have six decimals; what is left of them then is no other method.
    let method: Point = (
      step(printed.logIndex, start.logIndex, plus: step(end.logIndex, printedEnd.logIndex)),
      step(printed.z, start.z, plus: step(end.z, printedEnd.z))
    )
    guard isOneYardstick else {
      return [
        .init(cause: .method, logIndex: method.logIndex, z: method.z),
        .init(cause: .model, logIndex: step(start.logIndex, end.logIndex), z: step(start.z, end.z)),
      ]
    }
    let own = ownPoint(id)
    let isMeasured = (own.logIndex != nil || end.logIndex == nil) && (own.z != nil || end.z == nil || middle.z == nil)
    guard isMeasured else {
      // The first run has no yardstick for the later rows: its own change and its peers' cannot be told apart.
      return [
        .init(cause: .method, logIndex: method.logIndex, z: method.z),
        .init(cause: .model, logIndex: step(start.logIndex, end.logIndex), z: step(start.z, end.z)),
      ]
    }
    return [
      .init(cause: .method, logIndex: method.logIndex, z: method.z),
      .init(cause: .model, logIndex: step(start.logIndex, middle.logIndex), z: step(start.z, middle.z)),
      .init(
        cause: isSamePeriod ? .data : .own, logIndex: step(middle.logIndex, own.logIndex), z: step(middle.z, own.z)),
      .init(cause: .peers, logIndex: step(own.logIndex, end.logIndex), z: step(own.z, end.z)),
    ]
  }

  /// The institution's later rows by the first run's references and fits.
  private func ownPoint(_ id: String) -> Point {
    guard let measured = measured[id], let score = remodelled[id] else { return (nil, nil) }
    let y = log(measured.index)
    guard let error = measured.standardError, let fit = fits[score.fit] else { return (y, nil) }
    return (y, fit.dispersion.score(logRatio: y, standardError: error))
  }

  private func point(_ score: InstitutionScore?) -> Point {
    (score?.indexAdjusted.flatMap { $0 > 0 ? log($0) : nil }, score?.z)
  }

  private func step(_ from: Double?, _ to: Double?, plus other: Double? = 0) -> Double? {
    guard let from, let to, let other else { return nil }
    return to - from + other
  }
}

extension ScoringPlan {
  /// Whether indices and standard errors of two such runs mean the same: the tally is made and measured alike.
  public func measuresAlike(_ other: ScoringPlan) -> Bool {
    makesSameTally(as: other) && reference == other.reference && ladder == other.ladder
      && stratumHeadsMinimum == other.stratumHeadsMinimum && variance == other.variance
  }

  /// Whether another plan makes the same tally of the same claims: rows of two such tallies can be measured alike.
  public func makesSameTally(as other: ScoringPlan) -> Bool {
    scope == other.scope && cost == other.cost && headRule == other.headRule && peers == other.peers
      && Set(factors) == Set(other.factors) && ageBandStarts == other.ageBandStarts && truncation == other.truncation
  }
}
