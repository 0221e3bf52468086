import Foundation
import SteelyardDomain
import SteelyardTestSupport

@testable import SteelyardLedger
@testable import SteelyardScoring

/// An institution of a made-up city as the profile sees it: what was counted of it, and its signals.
struct ProfileUnit {
  var code: String
  var group = "pharmacy"
  var fit = "pharmacy"
  /// Signals on the log scale, free to be set.
  var logs: [Screen.Signal: Double] = [:]
  /// ln(index_adjusted) less that of the period before; `nil` without a period before.
  var change: Double?
  var costFen: Int64 = 400_000_000
  var fundFen: Int64 = 200_000_000
  var heads: Int64 = 500
  var elsewhere: Int64 = 0
  var visits: Int64 = 2000
  var weekend: Int64 = 0
  var topDecileFen: Int64 = 0
  var bursts: Int64 = 0
  /// How many amounts begin with 10 … 99.
  var digits = [Int64](repeating: 0, count: 90)

  var input: ProfileInput {
    var score = InstitutionScore(
      institution: Institution(id: code), peerGroup: group, heads: heads, visits: visits, costFen: costFen,
      truncatedFen: 0, drugFen: nil, fundFen: fundFen)
    score.fit = fit
    score.indexAdjusted = 1
    var signals = InstitutionSignals(institution: code)
    signals.heads = heads
    signals.headsElsewhere = elsewhere
    signals.visits = visits
    signals.weekendVisits = weekend
    signals.burstVisits = bursts
    signals.digits = digits
    signals.headCostFen = costFen
    signals.topDecileFen = topDecileFen
    let scores = logs.compactMapValues { SignalScore(logValue: $0, standardError: 0.1) }
    return ProfileInput(
      score, signals: signals, screen: InstitutionScreen(institution: code, peerGroup: group, scores: scores),
      previous: change.map { -$0 })
  }
}

extension ProfileUnit {
  /// A city: `groups` tells how many institutions each peer group has; features are correlated and scatter evenly.
  static func city(seed: UInt64, groups: [(name: String, count: Int)] = [("pharmacy", 90)]) -> [ProfileUnit] {
    var source = Seeded(seed)
    // Twelve uniform numbers less six have mean 0 and variance 1.
    func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &source) } }
    var units: [ProfileUnit] = []
    for (place, group) in groups.enumerated() {
      for number in 0..<group.count {
        var unit = ProfileUnit(code: "P\(place)\(1000 + number)", group: group.name)
        let visits = 0.2 * normal()
        unit.logs = [
          .visits: visits + 0.3 * Double(place), .price: 0.15 * normal() - 0.3 * visits, .drugs: 0.25 * normal(),
          .crowding: 0.1 * normal() + 0.2 * visits,
        ]
        unit.change = 0.08 * normal()
        unit.fundFen = Int64(2e8 + 1.5e7 * normal())
        unit.elsewhere = Int64(100 + 15 * normal())
        unit.weekend = Int64(500 + 40 * normal())
        unit.topDecileFen = Int64(1.2e8 + 8e6 * normal())
        units.append(unit)
      }
    }
    return units
  }
}

/// Profiles and fits of some units, all of which are eligible unless a test says otherwise.
struct ProfileRun {
  let units: [ProfileUnit]
  let plan: ScoringPlan
  let profiles: [InstitutionProfile]
  let fits: [ProfileFit]

  init(_ units: [ProfileUnit], plan: ScoringPlan = .quickProfile(), without: Set<String> = [], threads: Int = 1) {
    self.units = units
    self.plan = plan
    (profiles, fits) = ProfileDistance(plan: plan, threads: threads).profiles(
      units.map(\.input), eligible: Set(units.map(\.code)).subtracting(without))
  }

  subscript(_ code: String) -> InstitutionProfile? { profiles.first { $0.institution == code } }

  /// Every number of the result, by name.
  var figures: [String: Double] {
    var figures: [String: Double] = [:]
    for profile in profiles {
      for (name, values) in [
        ("value", profile.values), ("z", profile.z), ("part", profile.parts), ("ordinary", profile.ordinary),
      ] {
        for (feature, value) in values { figures["\(profile.institution) \(name) \(feature.rawValue)"] = value }
      }
      figures["\(profile.institution) distance"] = profile.distance
      figures["\(profile.institution) cutoff"] = profile.cutoff
      figures["\(profile.institution) upper"] = profile.upperScore
    }
    for fit in fits { figures["fit \(fit.name)"] = fit.logDeterminant }
    return figures
  }

  /// The same to the last bit.
  var bits: [String: UInt64] { figures.mapValues(\.bitPattern) }
}

extension ScoringPlan {
  /// The default plan with fewer random starts: the deterministic ones find the subset of these small tables too.
  static func quickProfile(
    scale: Profile.Scale = .qn, cutoff: Profile.Cutoff = .chiSquared
  ) -> ScoringPlan {
    var plan = ScoringPlan()
    plan.profile.randomStarts = 8
    plan.profile.scale = scale
    plan.profile.cutoff = cutoff
    return plan
  }
}
