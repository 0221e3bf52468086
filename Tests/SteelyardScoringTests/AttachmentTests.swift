import SteelyardDomain
import SteelyardEngine
import SteelyardLedger
import SteelyardScoring
import SteelyardSynthesis
import Testing

@Suite("Attached and not", .serialized)
struct AttachmentTests {
  private func run(_ seed: UInt64, attached: Bool, _ change: (inout TwinCase) -> Void = { _ in }) throws -> RunResult {
    var city = TwinCity(
      Scenario(
        persons: 1200, institutions: 16, seed: seed, plantings: [Planting(.manyVisits, count: 3)],
        plantedHeadsMinimum: 60))
    city.soil(seed: seed)
    var test = try TwinCase()
    change(&test)
    if attached {
      test.scoring.factors.append(.attached)
      test.scoring.ladder.insert(.attached, at: 0)
    }
    return try test.engine(city)
  }

  @Test(
    "Beside the index of attached strata stands the index of a run without them, exactly that one",
    arguments: [1, 2, 3] as [UInt64])
  func both(seed: UInt64) throws {
    func change(_ test: inout TwinCase) { if seed == 2 { test.scoring.reference = .leaveOneOut } }
    let with = try run(seed, attached: true, change)
    let without = try run(seed, attached: false, change)
    #expect(with.tally.withoutAttachment == without.tally && without.tally.withoutAttachment == nil)
    let plain = without.scorecard.byCode
    var moved = 0
    for score in with.scorecard.institutions {
      let other = try #require(plain[score.institution.id])
      #expect(other.indexAdjustedUnattached == nil, "a run without the factor has one index")
      #expect(score.indexAdjustedUnattached == other.indexAdjusted, "seed \(seed) \(score.institution.id)")
      if let one = score.indexAdjusted, let two = other.indexAdjusted, abs(one / two - 1) > 0.001 { moved += 1 }
    }
    #expect(moved >= 3, "seed \(seed): \(moved) institutions moved by more than a thousandth")
  }
}
