import SteelyardDomain
import SteelyardLedger
import SteelyardStatistics
import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

@Suite("Visits against the peers, and money above the limit")
struct VisitRatioTests {
  @Test("The standardised ratio is visits over those of as many heads of each stratum at the peers", arguments: 1...4)
  func ratio(seed: UInt64) throws {
    let tally = TallyMaker.random(seed: seed).tally
    var plan = ScoringPlan()
    plan.stratumHeadsMinimum = 2
    plan.ladder = []
    let ratios = VisitRatio.ratios(tally, plan: plan)
    #expect(!ratios.isEmpty && ratios.map(\.institution) == ratios.map(\.institution).sorted())
    for found in ratios {
      let own = try #require(tally.institutions.firstIndex(of: found.institution))
      let peers = tally.institutions.indices.filter { tally.peerGroups[$0] == tally.peerGroups[own] }
      var (observed, expected) = (0.0, 0.0)
      for cell in tally.rows where cell.institution == own {
        observed += Double(cell.sums.visits)
        var (visits, heads) = (0.0, 0.0)
        for other in tally.rows where other.stratum == cell.stratum && peers.contains(other.institution) {
          visits += Double(other.sums.visits)
          heads += Double(other.sums.heads)
        }
        if heads > 0 { expected += Double(cell.sums.heads) * visits / heads }
      }
      // Sums of a few quotients in another order.
      #expect(abs(found.expected / expected - 1) < 1e-12 && abs(found.ratio * expected / observed - 1) < 1e-12)
      let interval = IntervalEstimates.count(observed, level: 0.95, by: .exactBelowTen)
      #expect(abs(found.low * expected / interval.lower - 1) < 1e-12)
      #expect(abs(found.high * expected / interval.upper - 1) < 1e-12)
      try rates(found, own, peers, tally)
    }
  }

  /// The standardised rates by plain loops over the tally.
  private func rates(_ found: VisitRatio, _ own: Int, _ peers: [Int], _ tally: Tally) throws {
    var (visits, heads) = ([Int: Double](), [Int: Double]())
    for other in tally.rows where peers.contains(other.institution) {
      visits[other.stratum, default: 0] += Double(other.sums.visits)
      heads[other.stratum, default: 0] += Double(other.sums.heads)
    }
    let crude = visits.values.reduce(0, +) / heads.values.reduce(0, +)
    #expect(abs(found.rate.value / (found.ratio * crude) - 1) < 1e-12)
    #expect(abs(found.rate.low / (found.low * crude) - 1) < 1e-12)
    #expect(abs(found.rate.high / (found.high * crude) - 1) < 1e-12)
    let cells = tally.rows.filter { $0.institution == own && $0.sums.heads > 0 }
    let covered = cells.reduce(0) { $0 + (heads[$1.stratum] ?? 0) }
    let direct = cells.reduce(0) { sum, cell in
      sum + Double(cell.sums.visits) / Double(cell.sums.heads) * (heads[cell.stratum] ?? 0) / covered
    }
    let rate = try #require(found.direct)
    #expect(abs(rate.value / direct - 1) < 1e-12)
    #expect(rate.low < rate.value && rate.value < rate.high)
    #expect(abs(found.directCoverage - covered / heads.values.reduce(0, +)) < 1e-12)
  }

  @Test("Money above the limit is none on it and below it, and grows with what lies above")
  func overLimit() {
    let dispersion = Overdispersion.huberLog(
      logRatios: [-0.1, 0, 0.1, 0.05, -0.05], standardErrors: [0.1, 0.1, 0.1, 0.1, 0.1])
    let fit = DispersionFit(
      name: "all", dispersion: dispersion, shrinkageMethod: "", shrinkageTauSquared: 0, shrinkageMean: 0,
      shrinkageMeanVariance: 0)
    let limit = fit.limit(standardError: 0.1, z: 1.96)
    #expect(fit.excessOverLimit(expected: 1000, index: limit, standardError: 0.1, z: 1.96) == 0)
    #expect(fit.excessOverLimit(expected: 1000, index: 0.5, standardError: 0.1, z: 1.96) == 0)
    #expect(abs(fit.excessOverLimit(expected: 1000, index: limit + 0.25, standardError: 0.1, z: 1.96) - 250) < 1e-9)
  }
}
