import SteelyardDomain
import SteelyardEngine
import SteelyardLedger
import SteelyardScoring
import SteelyardSynthesis
import SteelyardTestSupport
import Testing

@Suite("The engine and its slow twin", .serialized)
struct NaiveTwinTests {
  /// Compares everything and tells the first differences; a comparison of nothing is a failure too.
  private func compare(
    _ test: TwinCase, _ city: TwinCity, skipped: Set<String> = [], _ seed: UInt64
  ) throws -> TwinComparison {
    var comparison = try TwinComparison(test, city)
    comparison.skipped = skipped
    comparison.run()
    let told = comparison.differences.prefix(8).joined(separator: "\n")
    #expect(comparison.differences.isEmpty, "seed \(seed), \(comparison.differences.count) differ:\n\(told)")
    #expect(comparison.compared > 1000, "seed \(seed)")
    return comparison
  }

  /// A soiled quarter of 24 institutions.
  private func city(_ seed: UInt64, institutions: Int = 24, persons: Int = 1800) -> TwinCity {
    var city = TwinCity(
      Scenario(
        persons: persons, institutions: institutions, seed: seed, honestVariation: 0.12,
        plantings: [Planting(.dearPrice, count: 2), Planting(.manyVisits, count: 1)], plantedHeadsMinimum: 60))
    city.soil(seed: seed)
    return city
  }

  @Test("A soiled city has the same figures from both, exact ranks included", arguments: [11, 12, 13] as [UInt64])
  func defaults(seed: UInt64) throws {
    let result = try compare(TwinCase(), city(seed), seed)
    let eligible = result.engine.scorecard.institutions.count { $0.isEligible }
    #expect((5...60).contains(eligible), "seed \(seed): \(eligible) eligible")
    #expect(result.twin.counts.excluded.count >= 5, "seed \(seed): the dirt is there")
  }

  @Test("Eligible cost and fund payment have the same figures from both", arguments: [CostBasis.eligible, .fund])
  func otherCost(cost: CostBasis) throws {
    var test = try TwinCase()
    test.scoring.cost = cost
    test.options.cost = cost.rawValue
    _ = try compare(test, city(21), 21)
  }

  @Test("First-in-year heads of one month of a longer file are the same from both")
  func firstInYear() throws {
    var test = try TwinCase()
    test.scoring.headRule = .firstInYear
    test.options.headRule = HeadRule.firstInYear.rawValue
    test.period = .months(Month(year: 2025, month: 8)...Month(year: 2025, month: 9))
    test.options.period = "2025-08"..."2025-09"
    let result = try compare(test, city(31), 31)
    #expect(result.twin.counts.outsidePeriod.rows > 100)
    let tally = result.engine.tally
    #expect(tally.totals.contains { $0.heads < $0.distinctHeads }, "the head rule changes something")
  }

  @Test("Leave-one-out references are the same from both", arguments: [41, 42] as [UInt64])
  func leaveOneOut(seed: UInt64) throws {
    var test = try TwinCase()
    test.scoring.reference = .leaveOneOut
    test.options.leaveOneOut = true
    // Few institutions: some final groups have no one else, and the wider rungs are tried.
    _ = try compare(test, city(seed, institutions: 12, persons: 900), seed)
  }

  @Test("Peers by class and district, some of them alone, have the same figures from both")
  func smallPeerGroups() throws {
    var test = try TwinCase()
    test.scoring.peers = [.institutionClass, .district]
    test.options.peerKey = "class+area"
    let result = try compare(test, city(91), 91)
    let outcomes = result.engine.scorecard.institutions.map(\.outcome)
    #expect(outcomes.contains(.tooFewPeers) && outcomes.contains(.scored))
  }

  @Test("A city without differences between institutions has no spread and nobody watched, the same from both")
  func withoutSpread() throws {
    let scenario = Scenario(
      persons: 1800, institutions: 24, seed: 89, honestVariation: 0, plantings: [], plantedHeadsMinimum: 60)
    let result = try compare(TwinCase(), TwinCity(scenario), 89)
    #expect(result.engine.scorecard.fits.allSatisfy { $0.tauSquared == 0 && $0.outcome == "noSpread" })
    #expect(result.engine.scorecard.institutions.allSatisfy { $0.band != .watch })
    #expect(result.engine.scorecard.institutions.contains { ($0.probabilityAboveOne ?? 0) > 0 })
  }

  @Test("Without truncation all figures are the same from both")
  func withoutTruncation() throws {
    var test = try TwinCase()
    test.scoring.truncation = .none
    test.options.capPerMille = nil
    let result = try compare(test, city(51), 51)
    #expect(result.engine.scorecard.institutions.allSatisfy { $0.truncatedFen == 0 })
  }

  @Test("Ages told by the rows and sexes not told at all give the same figures from both")
  func withoutPersons() throws {
    var test = try TwinCase()
    test.usesPersons = false
    var city = city(61)
    var source = Seeded(61)
    city.dropColumn("gend")
    city.dropColumn("brdy")
    let ages = city.rows.map { row in
      let own = row[city.column("psn_no")].utf8.reduce(0) { ($0 * 31 + Int($1)) % 90 }
      return source.happens(0.2) ? "" : String(own + source.below(2))
    }
    city.addColumn("age") { ages[$0] }
    let result = try compare(test, city, 61)
    let bands = Set(result.engine.tally.strata.map { $0.labels[1] })
    #expect(bands.contains("unknown") && bands.count > 3)
    #expect(Set(result.engine.tally.strata.map { $0.labels[2] }) == ["unknown"])
  }

  @Test("A sex that most rows do not tell is the one that some tell, the same from both")
  func toldSexes() throws {
    var test = try TwinCase()
    test.usesPersons = false
    var city = TwinCity(Scenario(persons: 900, institutions: 14, seed: 62, plantings: []))
    var source = Seeded(62)
    for row in city.rows.indices where source.happens(0.6) {
      city.rows[row][city.column("gend")] = ["", "9", "0"][source.below(3)]
    }
    _ = try compare(test, city, 62)
  }

  @Test("A peer group of 75 has a fit of its own, the same from both, and simulated ranks are near exact ones")
  func ownFit() throws {
    let test = try TwinCase()
    let city = city(71, institutions: 330, persons: 14_000)
    let skipped: Set = ["rank_low", "rank_high", "p_top", "expected_rank"]
    let result = try compare(test, city, skipped: skipped, 71)
    let scorecard = result.engine.scorecard
    #expect(scorecard.fits.count >= 2, "a group of its own and the small ones")
    let eligible = scorecard.institutions.filter(\.isEligible)
    #expect(eligible.count > 200, "ranks are simulated above 200: \(eligible.count)")
    // 2,000 draws: P has a standard error of at most √(.25/2000) = .0112, a rank's mean of J/√12/√2000; five of each.
    let meanError = 5 * Double(eligible.count) / 12.0.squareRoot() / 2000.0.squareRoot()
    for score in eligible {
      let other = result.twin.institutions[score.institution.id] ?? [:]
      let top = (score.topProbability ?? -1) - (other["p_top"]?.double ?? -9)
      let mean = (score.expectedRank ?? -1) - (other["expected_rank"]?.double ?? -9999)
      #expect(abs(top) < 0.056 && abs(mean) < meanError, "\(score.institution.id): \(top) \(mean)")
    }
  }
}
