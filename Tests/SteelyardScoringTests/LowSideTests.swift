import Foundation
import SteelyardDomain
import SteelyardStatistics
import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

/// The 95 % point of the normal distribution.
private let z95 = 1.6448536269514722

/// What lies above x.
private func upperTail(_ x: Double) -> Double { erfc(x / 2.0.squareRoot()) / 2 }

@Suite("The low side")
struct LowSideTests {
  /// A city of random scores as a scorecard holds them, judged by the interview gates; `sign` −1 turns it round.
  private func card(_ seed: UInt64, sign: Double, _ plan: ScoringPlan, _ history: SignalHistory? = nil) -> Scorecard {
    var source = Seeded(seed)
    func uniform() -> Double { Double(source.below(1_000_001)) / 1_000_000 }
    var scores = (0..<80).map { number in
      let heads = Int64(20 + source.below(60))
      var score = InstitutionScore(
        institution: Institution(id: "P\(number)"), peerGroup: "all", heads: heads, visits: nil, costFen: 1,
        truncatedFen: 0, drugFen: nil, fundFen: nil)
      let (mean, deviation) = (sign * (uniform() - 0.5), 0.02 + 0.1 * uniform())
      score.posteriorMean = mean
      score.posteriorDeviation = deviation
      score.z = mean / deviation
      score.isEligible = heads >= 30
      score.indexShrunk = exp(mean)
      score.indexLow = exp(mean - FunnelLimits.z95 * deviation)
      score.indexHigh = exp(mean + FunnelLimits.z95 * deviation)
      score.indexEb05 = exp(mean + -z95 * deviation)
      score.p =
        plan.sides == .upper
        ? upperTail(mean / deviation) : 2 * upperTail(abs(mean / deviation))
      score.excess = mean * 90_000
      score.excessShrunk = mean * 80_000
      score.expectedUntruncated = 80_000
      score.reliability = uniform()
      return score
    }
    let family = scores.indices.filter { scores[$0].isEligible }
    let q = FalseDiscovery.adjusted(family.map { scores[$0].p ?? 1 }, by: plan.multiplicity)
    for (position, row) in family.enumerated() { scores[row].q = q[position] }
    let gate = InterviewGate(plan: plan, withoutSpread: [], history: history)
    for row in scores.indices { gate.apply(to: &scores[row], distinctHeads: scores[row].heads) }
    return Scorecard(
      institutions: scores, peerGroups: [], fits: [], methods: [], absences: [], topCount: 10, order: .plain)
  }

  @Test(
    "A city turned round on the log scale has the interview list as its low list, gate by gate",
    arguments: [ScoringPlan.Sides.upper, .two], 1...4 as ClosedRange<UInt64>)
  func mirror(sides: ScoringPlan.Sides, seed: UInt64) throws {
    var plan = ScoringPlan()
    plan.sides = sides
    plan.gates.indexMinimum = 1.05
    plan.gates.reliabilityMinimum = 0.2
    let signals = ["P1": [0], "P2": [0, 1], "P3": [2], "P70": [1]]
    let periods = ["c", "b", "a"]
    let history = seed == 4 ? SignalHistory(periods: periods, signals: signals) : nil
    let mirrored = seed == 4 ? SignalHistory(periods: periods, signals: [:], lowSignals: signals) : nil
    let upper = card(seed, sign: 1, plan, history).institutions
    let lower = LowSide.all(card(seed, sign: -1, plan, mirrored), plan: plan, history: mirrored)
    #expect(upper.contains { $0.band == .interview } || seed == 4)
    for (high, low) in zip(upper, lower) {
      #expect(high.gates.map(\.gate) == low.gates.map(\.gate))
      #expect(high.gates.map(\.passes) == low.gates.map(\.passes), "seed \(seed) \(high.institution.id)")
      #expect(low.isListed == (high.band == .interview))
      #expect(low.periodsSignalled == high.periodsSignalled)
      let product = try #require(low.indexEb95) * (try #require(high.indexEb05))
      #expect(abs(product - 1) < 1e-12)
      #expect(low.shortfallShrunk == high.excessShrunk && low.shortfall == high.excess)
      for (a, b) in [(low.p, high.p), (low.q, high.q)] {
        #expect((a == nil) == (b == nil))
        if let a, let b { #expect(abs(a - b) <= 1e-12 * max(a, b)) }
      }
    }
  }

  @Test("The low list holds who is listed, the lowest first, and nobody who is on the interview list")
  func list() {
    let plan = ScoringPlan()
    let card = card(9, sign: 1, plan)
    let list = LowSide.list(card, plan: plan)
    let all = LowSide.all(card, plan: plan)
    #expect(!list.isEmpty && list.count == all.count(where: \.isListed))
    #expect(zip(list, list.dropFirst()).allSatisfy { ($0.indexEb95 ?? 9) <= ($1.indexEb95 ?? 0) + 1e-6 })
    #expect(
      list.allSatisfy { $0.score.band != .interview && ($0.score.z ?? 0) < 0 && ($0.shortfallShrunk ?? 0) >= 10_000 })
    let low = list[0]
    #expect((low.shortfallLow ?? 9e9) <= (low.shortfallShrunk ?? 0) + 1e-9 || low.score.expectedUntruncated == nil)
  }

  @Test("A gate fails at its threshold, and a figure that is missing fails its gate", arguments: 0..<4)
  func thresholds(gate: Int) {
    let plan = ScoringPlan()
    var score = card(9, sign: 1, plan).institutions[0]
    score.isEligible = true
    score.reliability = 0.5
    score.heads = 30
    (score.posteriorMean, score.posteriorDeviation, score.z) = (-0.3, 0.05, -6)
    score.excessShrunk = -10_000
    func failed(_ change: (inout InstitutionScore) -> Void) -> [InstitutionScore.Gate] {
      var score = score
      change(&score)
      InterviewGate(plan: plan, withoutSpread: []).apply(to: &score, distinctHeads: score.heads)
      let card = Scorecard(
        institutions: [score], peerGroups: [], fits: [], methods: [], absences: [], topCount: 1, order: .plain)
      return LowSide.all(card, plan: plan)[0].gates.filter { !$0.passes }.map(\.gate)
    }
    #expect(failed { _ in } == [])
    switch gate {
    case 0:
      #expect(failed { $0.posteriorMean = -0.05 * z95 + 1e-9 } == [.extreme])
      #expect(failed { $0.posteriorMean = -0.05 * z95 - 1e-9 } == [])
      #expect(failed { $0.posteriorMean = nil } == [.extreme])
    case 1:
      #expect(failed { $0.z = -z95 + 1e-9 } == [.significant])
      #expect(failed { $0.z = -z95 - 1e-9 } == [])
      #expect(failed { $0.isEligible = false } == [.significant] && failed { $0.z = nil } == [.significant])
    case 2:
      #expect(failed { $0.excessShrunk = (-10_000.0).nextUp } == [.material])
      #expect(failed { $0.excessShrunk = nil } == [.material])
    default:
      #expect(failed { $0.reliability = 0.5.nextDown } == [.reliable])
      #expect(failed { $0.heads = 29 } == [.heads])
    }
  }

  @Test("Without gates there is no low side", arguments: [1])
  func notJudged(seed: UInt64) {
    var score = card(seed, sign: 1, ScoringPlan()).institutions[0]
    score.gates = []
    let card = Scorecard(
      institutions: [score], peerGroups: [], fits: [], methods: [], absences: [], topCount: 1, order: .plain)
    let low = LowSide.all(card, plan: ScoringPlan())[0]
    #expect(low.gates.isEmpty && !low.isListed && LowSide.list(card, plan: ScoringPlan()).isEmpty)
  }

  @Test("Printed figures tell the same signals as the estimates behind them", arguments: 1...6 as ClosedRange<UInt64>)
  func printed(seed: UInt64) {
    let plan = ScoringPlan()
    let scorecard = card(seed, sign: 1, plan)
    func rounded(_ value: Double?) -> Double? { value.flatMap { Double(FixedDecimal.text($0, decimals: 6)) } }
    let printed = scorecard.institutions.map { score in
      PrintedEstimate(
        institution: score.institution.id, indexShrunk: rounded(score.indexShrunk), indexLow: rounded(score.indexLow),
        indexHigh: rounded(score.indexHigh), z: rounded(score.z), isEligible: score.isEligible)
    }
    let expected = LowSide.all(scorecard, plan: plan).filter { low in
      low.gates.filter { [.extreme, .significant].contains($0.gate) }.allSatisfy(\.passes)
    }
    #expect(LowSide.signals(printed, plan: plan) == Set(expected.map(\.score.institution.id)) && expected.count > 5)
    var damaged = printed
    for row in damaged.indices { damaged[row].indexLow = nil }
    #expect(LowSide.signals(damaged, plan: plan).isEmpty)
    for row in damaged.indices { (damaged[row].indexLow, damaged[row].indexHigh) = (0, 0) }
    #expect(LowSide.signals(damaged, plan: plan).isEmpty)
  }
}
