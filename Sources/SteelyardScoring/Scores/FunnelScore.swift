import Foundation
import SteelyardDomain
import SteelyardNumerics
import SteelyardStatistics

/// How far outside chance each institution lies, and its index shrunk by how much its figures can be relied on
/// (methods §§6, 7): over-dispersion and shrinkage by fit group.
struct FunnelScore {
  /// The name of the fit that small peer groups share.
  static let smallGroups = "small-groups"
  /// The least τ² that reliability is computed with: 0.05².
  static let tauSquaredFloor = 0.0025
  /// Where a ratio stops: e^600 ≈ 10^260, times any sum of money, is still a finite number.
  static let logRatioMaximum = 600.0

  let plan: ScoringPlan

  /// Gives every institution of the run the figures of its fit group, and returns the fits by name.
  func apply(to scores: inout [InstitutionScore]) -> [DispersionFit] {
    let eligible = Dictionary(grouping: scores.indices.filter { scores[$0].isEligible }, by: { scores[$0].peerGroup })
    for row in scores.indices {
      let units = eligible[scores[row].peerGroup]?.count ?? 0
      scores[row].fit = units >= plan.fitUnitsMinimum ? scores[row].peerGroup : Self.smallGroups
    }
    var fits: [DispersionFit] = []
    for name in Set(scores.map(\.fit)).sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let members = scores.indices.filter { scores[$0].fit == name && scores[$0].standardError != nil }
      let units = members.filter { scores[$0].isEligible }
      if units.isEmpty { continue }
      fits.append(apply(to: &scores, members: members, units: units, name: name))
    }
    return fits
  }

  private func apply(
    to scores: inout [InstitutionScore], members: [Int], units: [Int], name: String
  ) -> DispersionFit {
    func logRatio(_ row: Int) -> Double { log(scores[row].indexAdjusted ?? 1) }
    let y = units.map(logRatio)
    let s = units.map { scores[$0].standardError ?? 0 }
    let estimate = Overdispersion.estimate(plan.dispersion, logRatios: y, standardErrors: s)
    let dispersion = plan.centre == .fitted ? estimate : estimate.aboutTarget()
    let spread = Self.shrinkageSpread(plan, estimate, y, s)
    let shrinkage = NormalShrinkage(
      logRatios: y, standardErrors: s, tauSquared: spread.tauSquaredLog, centre: plan.centre == .zero ? 0 : nil)
    let floor = max(spread.tauSquaredLog, Self.tauSquaredFloor)
    let fit = DispersionFit(
      name: name, dispersion: dispersion, shrinkageMethod: spread.method, shrinkageTauSquared: spread.tauSquaredLog,
      shrinkageMean: shrinkage.meanHat, shrinkageMeanVariance: shrinkage.meanVariance)
    for row in members {
      scores[row].dispersion = fit.statement
      let error = scores[row].standardError ?? 0
      let z = dispersion.score(logRatio: logRatio(row), standardError: error)
      scores[row].z = z
      scores[row].p =
        plan.sides == .upper ? NormalDistribution.upperTail(z) : min(1, 2 * NormalDistribution.upperTail(abs(z)))
      scores[row].reliability = floor / (floor + error * error)
      let posterior = shrinkage.posterior(logRatio: logRatio(row), standardError: error)
      shrink(&scores[row], mean: posterior.mean, deviation: posterior.variance.squareRoot())
    }
    return fit
  }

  /// The variance between institutions that shrinks: the plan's, or that of z; a multiplicative spread has none, and
  /// the closed-form moments stand in for it.
  private static func shrinkageSpread(
    _ plan: ScoringPlan, _ estimate: Overdispersion, _ y: [Double], _ s: [Double]
  ) -> Overdispersion {
    let asked = plan.shrinkageDispersion ?? plan.dispersion
    let method = asked.isMultiplicative ? .logDerSimonianLaird : asked
    return method == plan.dispersion ? estimate : .estimate(method, logRatios: y, standardErrors: s)
  }

  private func shrink(_ score: inout InstitutionScore, mean: Double, deviation: Double) {
    score.posteriorMean = mean
    score.posteriorDeviation = deviation
    func ratio(_ logRatio: Double) -> Double { exp(min(logRatio, Self.logRatioMaximum)) }
    score.indexShrunk = ratio(mean)
    score.indexLow = ratio(mean - FunnelLimits.z95 * deviation)
    score.indexHigh = ratio(mean + FunnelLimits.z95 * deviation)
    score.indexEb05 = ratio(mean + NormalDistribution.quantile(0.05) * deviation)
    score.probabilityAboveOne =
      deviation > 0 ? NormalDistribution.cumulative(mean / deviation) : (mean > 0 ? 1 : 0)
    score.probabilityAboveWatched = NormalShrinkage.probability(
      ratioAbove: plan.watchIndex, mean: mean, variance: deviation * deviation)
    score.excessShrunk = score.expectedUntruncated.map { $0 * (ratio(mean) - 1) }
  }

  /// Where the tally has no squares: z is the robust z of ln(index) within the peer group (methods §6).
  func applyRobust(to scores: inout [InstitutionScore]) {
    for (_, members) in Dictionary(
      grouping: scores.indices.filter { scores[$0].isEligible }, by: { scores[$0].peerGroup })
    {
      let robust = RobustLocation.scores(members.map { log(scores[$0].indexAdjusted ?? 1) })
      for (position, row) in members.enumerated() { scores[row].z = robust?[position] }
    }
  }
}
