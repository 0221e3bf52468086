import SteelyardDomain
import SteelyardModels
import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

@Suite("Gates, bands and order")
struct GateTests {
  /// A score that passes every gate at its very threshold, or as near as a gate allows.
  private func passing(_ id: String = "A") -> InstitutionScore {
    var score = InstitutionScore(
      institution: Institution(id: id), peerGroup: "all", heads: 30, visits: 60, costFen: 100, truncatedFen: 0,
      drugFen: nil, fundFen: nil)
    score.indexEb05 = 1.0.nextUp
    score.q = 0.05
    score.excessShrunk = 10_000
    score.reliability = 0.5
    score.probabilityAboveOne = 0.9
    score.probabilityAboveWatched = 0.9
    score.fit = "fit"
    return score
  }

  private func judge(_ score: InstitutionScore, heads: Int64 = 30, withoutSpread: Set<String> = []) -> InstitutionScore
  {
    var score = score
    InterviewGate(plan: ScoringPlan(), withoutSpread: withoutSpread).apply(to: &score, distinctHeads: heads)
    return score
  }

  @Test("The band and the near gate follow from which gates fail, in all 64 cases", arguments: 0..<64)
  func truthTable(bits: Int) {
    func fails(_ bit: Int) -> Bool { bits >> bit & 1 == 1 }
    var score = passing()
    if fails(0) { score.indexEb05 = 1.0 }
    if fails(1) { score.q = 0.05.nextUp }
    if fails(2) { score.excessShrunk = 10_000.0.nextDown }
    if fails(3) { score.reliability = 0.5.nextDown }
    let heads: Int64 = fails(4) ? 29 : 30
    if fails(5) { score.probabilityAboveWatched = 0.9.nextDown }
    let judged = judge(score, heads: heads)
    let failed = bits & 31
    let band: InstitutionScore.Band =
      failed == 0 ? .interview : fails(3) || fails(4) ? .cannotTell : fails(5) ? .ordinary : .watch
    #expect(judged.band == band)
    let gates = InstitutionScore.Gate.allCases.filter { $0 != .persistent }
    #expect(judged.failedGates == gates.indices.filter { fails($0) }.map { gates[$0] })
    let near: [Int: InstitutionScore.Gate] = [1: .extreme, 2: .significant, 4: .material]
    #expect(judged.nearGate == near[failed])
    #expect(judged.gates.map(\.threshold) == [1, 0.05, 10_000, 0.5, 30])
  }

  @Test("Where institutions do not differ beyond chance nobody is watched, nor near the list for not being significant")
  func noSpread() {
    var score = passing()
    score.q = 0.5
    score.probabilityAboveWatched = 0.999
    #expect(judge(score).band == .watch)
    #expect(judge(score, withoutSpread: ["fit"]).band == .ordinary)
    #expect(judge(score, withoutSpread: ["another"]).band == .watch)
    #expect(judge(score).nearGate == .significant)
    #expect(judge(score, withoutSpread: ["fit"]).failedGates == [.extreme, .significant])
    // Who is far out all the same is near, and the gate named is the one that cannot be judged.
    #expect(judge(passing(), withoutSpread: ["fit"]).nearGate == .extreme)
  }

  @Test("A figure that is missing fails its gate")
  func missing() {
    let bare = InstitutionScore(
      institution: Institution(id: "A"), peerGroup: "all", heads: 900, visits: nil, costFen: 1, truncatedFen: 0,
      drugFen: nil, fundFen: nil)
    let judged = judge(bare, heads: 900)
    #expect(judged.failedGates == [.extreme, .significant, .material, .reliable])
    #expect(judged.band == .cannotTell && judged.nearGate == nil)
  }

  @Test("The published order is by the printed index, then by excess, then by code, and who has no index comes last")
  func order() {
    let rows: [(id: String, plain: Double?, excess: Double?)] = [
      ("E", nil, 900), ("B", 1.500_000_4, 10), ("A", 1.500_000_1, 10.004), ("C", 1.499_999_6, 20), ("G", 1.6, nil),
      ("F", 1.6, -5), ("D", nil, nil), ("a", 0.2, 1), ("Z", 0.2, 1),
    ]
    var scores = rows.map { row in
      var score = passing(row.id)
      score.indexPlain = row.plain
      score.excess = row.excess
      return score
    }
    Ranking.sort(&scores, by: .plain)
    // 1.500000 three times: the greater excess first, and 10.00 yuan is 10.00 yuan, so the code decides.
    #expect(scores.map(\.institution.id) == ["F", "G", "C", "A", "B", "Z", "a", "D", "E"])
    #expect(scores.map(\.rank) == Array(1...9))
    let again = scores
    Ranking.sort(&scores, by: .plain)
    #expect(scores.map(\.institution.id) == again.map(\.institution.id))
  }

  @Test(
    "Each order puts the dearest by its own column first",
    arguments: ScoringPlan.Order.allCases.filter { $0 != .screen })
  func columns(order: ScoringPlan.Order) throws {
    let tally = TallyMaker.random(seed: 4).tally
    let scorecard = Scorecard(tally: tally, plan: ScoringPlan(), institutions: [:], order: order, threads: 1)
    let values = try scorecard.institutions.map { try #require($0.columns[order.rawValue]?.double) }
    // The order is that of six printed decimals.
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 >= $1 - 1e-6 })
    #expect(Set(values).count > 10)
  }

  @Test("Clues are the institutions of the interview list and those that miss one gate, no other")
  func clues() throws {
    var maker = TallyMaker.random(seed: 6, institutions: 30, personsEach: 150)
    maker.capFen = .max
    for row in maker.stays.indices where maker.stays[row].institution.hasSuffix("7") {
      maker.stays[row].fen = maker.stays[row].fen.mapValues { $0 * (row % 2 == 0 ? 3 : 4) }
    }
    let scorecard = Scorecard(maker.tally)
    let governance = try shippedModel().governance
    let clues = InterviewList.clues(scorecard, governance: governance, period: .all)
    let expected = scorecard.institutions.filter { $0.failedGates.isEmpty || $0.nearGate != nil }
    #expect(clues.map(\.subject) == expected.map { Clue.Subject.institution($0.institution.id) })
    #expect(clues.contains { $0.severity == .interview })
    #expect(clues.count < scorecard.institutions.count)
    #expect(Set(clues.map(\.stableKey)).count == clues.count)
  }
}
