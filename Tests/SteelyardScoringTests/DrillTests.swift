import Foundation
import SteelyardDomain
import SteelyardEngine
import SteelyardLedger
import SteelyardSynthesis
import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

@Suite("The patients behind an excess", .serialized)
struct DrillTests {
  /// A soiled city scored with gates that let many institutions through.
  private func scored(_ seed: UInt64, _ change: (inout TwinCase) -> Void = { _ in }) throws -> RunResult {
    var city = TwinCity(
      Scenario(
        persons: 1200, institutions: 16, seed: seed, plantings: [Planting(.dearPrice, count: 3)],
        plantedHeadsMinimum: 60))
    city.soil(seed: seed)
    var test = try TwinCase()
    test.scoring.gates.excessMinimum = Money(fen: 1)
    test.scoring.gates.reliabilityMinimum = 0
    test.scoring.gates.falseDiscoveryRate = 0.5
    change(&test)
    return try test.engine(city)
  }

  @Test(
    "Patients add up to their stratum, in heads and fen, and strata to the institution's excess",
    arguments: [1, 2, 3] as [UInt64])
  func sums(seed: UInt64) throws {
    let result = try scored(seed) { test in
      if seed == 2 { test.scoring.reference = .leaveOneOut }
      if seed == 3 { test.scoring.factors.append(.attached) }
    }
    let drills = try #require(result.drills)
    let wanted = result.scorecard.institutions.filter(Drill.isWanted)
    #expect(!drills.isEmpty && drills.map(\.institution) == wanted.map(\.institution.id))
    #expect(wanted.count < result.scorecard.institutions.count)
    for (drill, score) in zip(drills, wanted) {
      #expect(drill.parts.map(\.stratum) == score.strata)
      var excess: [Double] = []
      for part in drill.parts {
        #expect(part.patients.reduce(0) { $0 + $1.heads } == part.stratum.heads)
        #expect(part.patients.reduce(0) { $0 + $1.costFen } == part.stratum.costFen)
        excess += part.patients.map { Double($0.costFen) / 100 - part.expected(of: $0.heads) }
      }
      let whole = try #require(score.excess)
      #expect(abs(excess.reduce(0, +) - whole) < 1e-9 * Double(score.costFen), "seed \(seed)")
    }
    // Money without a head is there, too.
    #expect(drills.flatMap(\.parts).flatMap(\.patients).contains { $0.heads == 0 && $0.costFen != 0 })
  }

  @Test("A person's cells over all institutions are the person's cost and visits", arguments: [4, 5] as [UInt64])
  func persons(seed: UInt64) throws {
    let result = try scored(seed) { $0.scoring.gates.headsMinimum = 1 }
    let drills = try #require(result.drills)
    let scores = Dictionary(uniqueKeysWithValues: (result.persons ?? []).map { ($0.person, $0) })
    var cost: [Int32: Int64] = [:]
    for patient in drills.flatMap(\.parts).flatMap(\.patients) { cost[patient.person, default: 0] += patient.costFen }
    // Only some institutions are drilled: a person of one institution has all cost there or none.
    let codes = Set(drills.map(\.institution))
    #expect(!codes.isEmpty)
    var compared = 0
    for (person, fen) in cost where scores[person]?.institutions == 1 && scores[person]?.costFen == fen {
      compared += 1
    }
    #expect(compared > 20, "seed \(seed)")
  }

  /// A stratum of three heads that are expected to cost 10 yuan each, and money without a head.
  private let part = Drill.Part(
    stratum: .init(labels: ["M1", "all", "all", "all", "all"], heads: 4, costFen: 9_100, expected: 40),
    patients: [
      .init(person: 1, heads: 1, visits: 2, costFen: 3_000), .init(person: 2, heads: 1, visits: 1, costFen: 3_000),
      .init(person: 3, heads: 1, visits: 1, costFen: 1_000), .init(person: 4, heads: 1, visits: 3, costFen: 100),
      .init(person: 5, heads: 0, visits: 0, costFen: 2_000),
    ])

  @Test("The patients who add most come first, equal ones by name, and who adds nothing is among the others")
  func leading() {
    func named(_ person: Int32) -> String { ["", "z", "y", "x", "w", "v"][Int(person)] }
    let whole = part.leading(10, named: named)
    // 20 yuan each: persons 2 and 1 above expected, and person 5's money without a head.
    #expect(whole.leading.map(\.name) == ["v", "y", "z"] && whole.others.map(\.person) == [3, 4])
    let cut = part.leading(2, named: named)
    #expect(cut.leading.map(\.name) == ["v", "y"] && cut.others.map(\.person) == [1, 3, 4])
    #expect(part.leading(0, named: named).leading.isEmpty && part.leading(0, named: named).others.count == 5)
    #expect(part.expected(of: 3) == 30 && part.expected(of: 0) == 0)
    let headless = Drill.Part(stratum: .init(labels: [], heads: 0, costFen: 5, expected: 0), patients: [])
    #expect(headless.expected(of: 0) == 0)
  }
}
