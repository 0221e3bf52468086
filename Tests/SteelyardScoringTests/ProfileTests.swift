import Foundation
import SteelyardNumerics
import SteelyardStatistics
import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

@Suite("Profiles")
struct ProfileTests {
  typealias Profile = ScoringPlan.Profile

  static let seeds: [UInt64] = [1, 2, 3]

  /// Two large peer groups and a small one.
  static let groups = [(name: "pharmacy", count: 60), (name: "clinic", count: 45), (name: "ward", count: 12)]

  /// The estimate behind the only fit of a run, from the run's own z.
  private func estimate(_ run: ProfileRun) throws -> MinimumCovariance.Solution {
    let features = try #require(run.fits.first).features
    let columns = features.map { feature in run.profiles.map { $0.z[feature] ?? .infinity } }
    let table = Matrix(rows: run.profiles.count, columns: features.count, elements: columns.flatMap { $0 })
    let plan = run.plan.profile
    return try #require(
      MinimumCovariance.fit(
        table, alpha: plan.alpha, convention: plan.convention, randomStarts: plan.randomStarts, seed: plan.seed,
        threads: 1
      ).solution)
  }

  @Test(
    "z is the distance from the peers' median in their scale; a group below twenty takes the scale of all",
    arguments: [Profile.Scale.mad, .qn], seeds)
  func standardised(scale: Profile.Scale, seed: UInt64) throws {
    let run = ProfileRun(ProfileUnit.city(seed: seed, groups: Self.groups), plan: .quickProfile(scale: scale))
    let twin = ProfileTwin(run.units.map(\.input), scale: scale)
    var compared = 0
    for unit in run.units {
      let profile = try #require(run[unit.code])
      for feature in ProfileFeature.allCases {
        let expected = twin.z(unit.input, feature)
        #expect((profile.z[feature] == nil) == (expected == nil))
        guard let z = profile.z[feature], let expected else { continue }
        compared += 1
        // The corrections for few values are evaluated in another order: a few last digits.
        #expect(abs(z - expected) <= 1e-12 * max(1, abs(expected)), "seed \(seed): \(unit.code) \(feature)")
      }
    }
    #expect(compared == 9 * run.units.count)
    // The twin's rule by its numbers: the twelve wards have a centre of their own and the scale of all.
    let frames = twin.frames
    let wards = run.units.filter { $0.group == "ward" }.compactMap { $0.logs[.visits] }
    #expect(frames["ward"]?[.visits]?.centre == ProfileTwin.median(wards))
    #expect(frames["ward"]?[.visits]?.scale != frames["clinic"]?[.visits]?.scale)
  }

  @Test("Twenty peers stand by themselves, nineteen do not", arguments: [19, 20])
  func peersMinimum(count: Int) throws {
    let units = ProfileUnit.city(seed: 5, groups: [("pharmacy", 40), ("clinic", count)])
    let clinics = units.filter { $0.group == "clinic" }.compactMap { $0.logs[.visits] }
    let frame = count == 20 ? clinics : units.compactMap { $0.logs[.visits] }
    let run = ProfileRun(units, plan: .quickProfile(scale: .mad))
    for unit in units where unit.group == "clinic" {
      let z = try #require(run[unit.code]?.z[.visits])
      let expected = (try #require(unit.logs[.visits]) - ProfileTwin.median(clinics)) / ProfileTwin.mad(frame)
      #expect(abs(z - expected) <= 1e-12 * max(1, abs(expected)))
    }
  }

  @Test("The parts add up to the distance, and only features above the centre raise the upper score", arguments: seeds)
  func parts(seed: UInt64) throws {
    let run = ProfileRun(ProfileUnit.city(seed: seed, groups: Self.groups))
    let fit = try #require(run.fits.first)
    #expect(run.fits.count == 1 && fit.outcome == "fitted" && fit.institutions == 117)
    #expect(fit.features.count == 9 && fit.logDeterminant != nil)
    let solution = try estimate(run)
    var hasLowPart = false
    for (row, profile) in run.profiles.enumerated() {
      let distance = try #require(profile.distance)
      let sum = fit.features.reduce(0) { $0 + (profile.parts[$1] ?? .infinity) }
      #expect(abs(sum - distance) <= 1e-9 * distance, "seed \(seed): \(profile.institution)")
      #expect(abs(distance - solution.distances[row]) <= 1e-9 * distance)
      var upper = 0.0
      for (feature, centre) in zip(fit.features, solution.reweighted.centre) {
        let part = profile.parts[feature] ?? 0
        if (profile.z[feature] ?? 0) > centre { upper += max(0, part) } else { hasLowPart = hasLowPart || part > 1 }
      }
      #expect(abs((profile.upperScore ?? -1) - upper) <= 1e-9 * max(1, upper), "seed \(seed)")
    }
    #expect(hasLowPart, "some feature below the centre adds to a distance and is left out of the upper score")
  }

  @Test("What was planted is flagged, and the feature it was planted in has the largest part", arguments: seeds)
  func planted(seed: UInt64) throws {
    for (signal, feature) in [(Screen.Signal.price, ProfileFeature.price), (.drugs, .drugs), (.crowding, .crowding)] {
      var units = ProfileUnit.city(seed: seed)
      // Ten to forty times how much honest ones scatter.
      units[17].logs[signal, default: 0] += 4
      let profile = try #require(ProfileRun(units)[units[17].code])
      #expect(profile.isOutlier, "seed \(seed): \(feature)")
      #expect(profile.parts.max { $0.value < $1.value }?.key == feature, "seed \(seed)")
      #expect(profile.ordinary[feature] != nil && (profile.upperScore ?? 0) > (profile.cutoff ?? .infinity))
      let ordinary = try #require(profile.ordinary[feature])
      #expect(ordinary < (units[17].logs[signal] ?? 0), "seed \(seed): less would be ordinary")
    }
  }

  @Test(
    "What is said to be ordinary is: put back, the institution lies within its cutoff",
    arguments: Profile.Cutoff.allCases)
  func ordinary(cutoff: Profile.Cutoff) throws {
    var outliers = 0
    for seed in Self.seeds {
      var units = ProfileUnit.city(seed: seed, groups: Self.groups)
      units[17].logs[.price, default: 0] += 2
      units[70].weekend = 1800
      units[30].topDecileFen = 390_000_000
      let run = ProfileRun(units, plan: .quickProfile(cutoff: cutoff))
      let twin = ProfileTwin(units.map(\.input), scale: .qn)
      let features = try #require(run.fits.first).features
      let estimate = try estimate(run).reweighted
      for profile in run.profiles {
        let limit = try #require(profile.cutoff)
        #expect(profile.ordinary.isEmpty == !profile.isOutlier, "seed \(seed): \(profile.institution)")
        guard profile.isOutlier else { continue }
        outliers += 1
        let row = features.map { feature -> Double in
          guard let shown = profile.ordinary[feature], let frame = twin.frames[profile.peerGroup]?[feature] else {
            return profile.z[feature] ?? .infinity
          }
          return (judged(shown, feature) - frame.centre) / frame.scale
        }
        let back = try #require(
          MahalanobisDistances.squared(
            Matrix(rows: 1, columns: row.count, elements: row), centre: estimate.centre,
            covariance: estimate.covariance))
        // Shares went to the shown scale and back: rounding.
        #expect(back[0] <= limit * (1 + 1e-9), "seed \(seed): \(profile.institution)")
      }
    }
    #expect(outliers >= 9, "three were planted in each of three cities")
  }

  @Test("An institution just beyond the cutoff is told what would be ordinary, too")
  func justBeyond() {
    let wide = MahalanobisDistances.cutoff(columns: 9, probability: 0.99)
    let near = Self.seeds.flatMap { seed in
      ProfileRun(ProfileUnit.city(seed: seed)).profiles.filter { $0.isOutlier && ($0.distance ?? wide) < wide }
    }
    // About 1.5 % of 270 ordinary institutions lie between the two quantiles.
    #expect(!near.isEmpty && near.allSatisfy { !$0.ordinary.isEmpty })
  }

  @Test("The order of institutions and the number of threads change no bit")
  func order() throws {
    var source = Seeded.announced()
    let units = ProfileUnit.city(seed: source.next(), groups: Self.groups)
    let one = ProfileRun(units)
    #expect(one.figures.count > 2000)
    for threads in 1...3 {
      let other = ProfileRun(units.shuffled(using: &source), threads: threads)
      #expect(other.bits == one.bits, "threads \(threads)")
      #expect(other.profiles.map(\.institution) == one.profiles.map(\.institution))
    }
  }

  @Test("Multiplying all money leaves the profiles", arguments: seeds)
  func scaling(seed: UInt64) throws {
    let units = ProfileUnit.city(seed: seed, groups: Self.groups)
    let more = units.map { unit in
      var unit = unit
      unit.costFen *= 1000
      unit.fundFen *= 1000
      unit.topDecileFen *= 1000
      return unit
    }
    let (before, after) = (ProfileRun(units), ProfileRun(more))
    #expect(Set(before.figures.keys) == Set(after.figures.keys))
    for (name, value) in before.figures where !name.contains("cutoff") {
      // Half a yuan beside a hundred million fen moves a logit by 1e-6 of itself at most, and z and distances tenfold.
      let other = try #require(after.figures[name])
      #expect(abs(other - value) <= 1e-4 * max(1, abs(value)), "seed \(seed): \(name)")
    }
  }

  /// A shown value on the scale it is judged on: the way back by hand.
  private func judged(_ shown: Double, _ feature: ProfileFeature) -> Double {
    switch feature {
    case .visits, .price, .drugs, .crowding, .change: shown
    case .digits: log(shown)
    default: log(shown / (1 - shown))
    }
  }
}
