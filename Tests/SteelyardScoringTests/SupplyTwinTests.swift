import SteelyardDomain
import SteelyardEngine
import SteelyardScoring
import SteelyardSynthesis
import SteelyardTestSupport
import Testing

@Suite("Supply days and their slow twin", .serialized)
struct SupplyTwinTests {
  /// A soiled quarter with fee lines, each with days of supply that a test makes up.
  private func city(_ seed: UInt64) -> TwinCity {
    var city = TwinCity(
      Scenario(persons: 700, institutions: 12, seed: seed, plantings: [], plantedHeadsMinimum: 60, hasLines: true))
    city.soil(seed: seed)
    var source = Seeded(seed &+ 1)
    let told = ["", "0", "7", "14", "30", "30", "60", "366", "400", "x", "-30", "-400"]
    var lines = city.lines.split(separator: "\n").map(String.init)
    lines[0] += ",prd_days"
    for place in lines.indices.dropFirst() { lines[place] += "," + told[source.below(told.count)] }
    city.lines = lines.map { $0 + "\n" }.joined()
    return city
  }

  private func supplies(_ test: TwinCase, _ city: TwinCity) throws -> [String: [Int64]] {
    let result = try test.engine(city)
    return Dictionary(
      uniqueKeysWithValues: (result.persons ?? []).map { person in
        let supply = person.supply
        return (
          result.personNumbers.text(of: person.person),
          [supply?.supplied, supply?.overlapping, supply?.acrossInstitutions].map { $0 ?? -1 }
        )
      })
  }

  @Test("Days of supply, and how far they overlap, are the same day by day", arguments: [3, 4, 5, 6] as [UInt64])
  func twin(seed: UInt64) throws {
    let city = city(seed)
    var test = try TwinCase()
    if seed % 2 == 0 {
      test.period = .months(Month(year: 2025, month: 8)...Month(year: 2025, month: 9))
      test.options.period = "2025-08"..."2025-09"
    }
    let found = try supplies(test, city)
    let expected = NaiveSupply.counts(claims: city.claims, lines: city.lines, options: test.options)
    #expect(found.count > 400 && expected.count > 300, "seed \(seed)")
    for (person, counts) in found {
      #expect(counts.map { Int($0) } == expected[person] ?? [0, 0, 0], "seed \(seed)")
    }
    #expect(found.values.count { $0[1] > 0 } > 100 && found.values.count { $0[2] > 0 } > 20, "seed \(seed)")
    #expect(found.values.contains { $0[2] > 0 && $0[2] < $0[1] }, "seed \(seed)")
  }

  @Test("Lines without days of supply leave them untold") func untold() throws {
    var city = city(7)
    city.lines = city.lines.replacing("prd_days", with: "remark")
    #expect(try supplies(TwinCase(), city).values.allSatisfy { $0 == [-1, -1, -1] })
    city.lines = ""
    #expect(try supplies(TwinCase(), city).values.allSatisfy { $0 == [-1, -1, -1] })
  }
}
