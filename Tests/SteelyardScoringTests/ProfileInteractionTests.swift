import SteelyardNumerics
import SteelyardStatistics
import Testing

@testable import SteelyardScoring

@Suite("Interactions and counterfactuals of profiles")
struct ProfileInteractionTests {
  /// A city in which three institutions are unlike their peers in different ways.
  private func city(_ seed: UInt64) -> [ProfileUnit] {
    var units = ProfileUnit.city(seed: seed)
    units[17].logs[.price, default: 0] += 2
    units[40].weekend = 1800
    units[30].topDecileFen = 390_000_000
    return units
  }

  /// The centre and covariance behind the distances, from the run's own z, and the features they are over.
  private func estimate(
    _ run: ProfileRun
  ) throws -> (features: [ProfileFeature], estimate: MinimumCovariance.Estimate) {
    let features = try #require(run.fits.first).features
    let table = Matrix(
      rows: run.profiles.count, columns: features.count,
      elements: features.flatMap { feature in run.profiles.map { $0.z[feature] ?? .infinity } })
    let plan = run.plan.profile
    let solution = try #require(
      MinimumCovariance.fit(
        table, alpha: plan.alpha, convention: plan.convention, randomStarts: plan.randomStarts, seed: plan.seed,
        threads: 1
      ).solution)
    return (features, solution.reweighted)
  }

  @Test("The parts of an outlier add up to its distance; the named pair is the largest of them", arguments: [1, 2, 3])
  func interactions(seed: UInt64) throws {
    let run = ProfileRun(city(seed))
    let features = try #require(run.fits.first).features.count
    var outliers = 0
    for profile in run.profiles {
      guard profile.isOutlier else {
        #expect(profile.interactions.isEmpty, "who is like the peers has no matrix")
        continue
      }
      outliers += 1
      #expect(profile.interactions.count == features * (features + 1) / 2)
      let sum = profile.interactions.reduce(0) { $0 + $1.part }
      let distance = try #require(profile.distance)
      // Forty-five products of either sign: rounding of the largest.
      let size = profile.interactions.reduce(1) { max($0, abs($1.part)) }
      #expect(abs(sum - distance) <= 1e-10 * size, "seed \(seed): \(profile.institution)")
      let largest = profile.interactions.filter { $0.first != $0.second }.map { abs($0.part) }.max()
      #expect(profile.pair.map { abs($0.part) } == largest, "seed \(seed)")
      // A feature's row of the matrix, half of each pair, is its part.
      for (feature, part) in profile.parts {
        let row = profile.interactions.reduce(0.0) { sum, pair in
          if pair.first == feature, pair.second == feature { return sum + pair.part }
          return pair.first == feature || pair.second == feature ? sum + pair.part / 2 : sum
        }
        #expect(abs(row - part) <= 1e-10 * size, "seed \(seed): \(feature)")
      }
    }
    #expect(outliers >= 3)
  }

  @Test("The model's choice of counterfactual is the one that is made", arguments: [1, 2, 3])
  func counterfactual(seed: UInt64) throws {
    var differences = 0
    for choice in ScoringPlan.Profile.Counterfactual.allCases {
      var plan = ScoringPlan.quickProfile()
      plan.profile.counterfactual = choice
      let run = ProfileRun(city(seed), plan: plan)
      let (features, estimate) = try estimate(run)
      #expect(run.fits[0].method.contains("counterfactual \(choice.rawValue)"))
      for profile in run.profiles where profile.isOutlier {
        let point = features.map { profile.z[$0] ?? .infinity }
        let limit = try #require(profile.cutoff).nextDown
        let scd = try #require(
          ShapleyCounterfactual.scd(
            centre: estimate.centre, covariance: estimate.covariance, of: point, limit: limit))
        let moe = try #require(
          ShapleyCounterfactual.moe(centre: estimate.centre, covariance: estimate.covariance, of: point))
        let expected = choice == .centre ? scd : moe
        // Changed as told, the institution is within its own cutoff; where it would not be, nothing is told.
        let changed = try #require(
          ShapleyDecomposition.about(centre: estimate.centre, covariance: estimate.covariance, of: expected.values))
        let isWithin = expected.status == .madeOrdinary && changed.squaredDistance <= limit
        let cells = isWithin ? Set(expected.outlyingCells.map { features[$0] }) : []
        #expect(Set(profile.ordinary.keys) == cells, "seed \(seed): \(profile.institution)")
        if choice == .centre { #expect(isWithin, "seed \(seed): \(profile.institution)") }
        if scd.values != moe.values { differences += 1 }
      }
    }
    #expect(differences > 0, "the two ways differ for some institution")
  }
}
