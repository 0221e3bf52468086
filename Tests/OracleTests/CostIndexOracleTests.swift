import SteelyardDomain
import SteelyardLedger
import SteelyardScoring
import SteelyardStatistics
import Testing

private struct CostIndices: Decodable {
  struct Consumption: Decodable {
    struct Group: Decodable {
      let g: String
      let n: Int64
      let mean: Int64
      let ref: Int64
    }

    let groups: [Group]
    let cost_consumption_index: Double
    let indirect_OE: Double
  }

  struct Hangzhou: Decodable {
    struct Claim: Decodable {
      let institution, person, date, total_fen, self_pay_part_fen, self_expense_fen: String
    }

    struct Institution: Decodable {
      let visits, heads, eligible_fen: Int64
      let visits_per_head, eligible_per_visit_fen, eligible_per_head_fen, per_capita_index_pooled: Double
    }

    let claims: [Claim]
    let institutions: [String: Institution]
    let pooled_per_institution_head_fen: Double
    let sum_of_institution_heads, distinct_city_heads: Int
  }

  struct Reliability: Decodable {
    struct Example: Decodable { let tb, sw, rel: Double }

    let examples: [Example]
  }

  let cost_consumption_index: Consumption
  let hangzhou_visits_heads: Hangzhou
  let reliability: Reliability
}

@Suite struct CostIndexOracleTests {
  private let oracle: CostIndices

  init() throws { oracle = try Oracle.json("cost_indices.json", as: CostIndices.self) }

  @Test(
    "Visits, heads, eligible cost and the plain index are those of the bureau's working definition",
    arguments: HeadRule.allCases)
  func countsAsTheBureauDoes(rule: HeadRule) throws {
    let oracle = oracle.hangzhou_visits_heads
    var identifiers = ClaimIdentifiers()
    var batch = ClaimBatch()
    for (number, claim) in oracle.claims.enumerated() {
      let parts = claim.date.split(separator: "-").compactMap { Int($0) }
      let day = try #require(Day(year: parts[0], month: parts[1], day: parts[2]))
      let fen = try [claim.total_fen, claim.self_pay_part_fen, claim.self_expense_fen].map { try #require(Int64($0)) }
      append(
        (number, identifiers.persons.code(of: claim.person), identifiers.institutions.code(of: claim.institution)),
        identifiers.diseases.code(of: "M03900"), day, fen[0], cost: fen[0] - fen[1] - fen[2], to: &batch)
    }
    var builder = LedgerBuilder()
    builder.add(batch)
    let (ledger, _) = builder.finish(
      identifiers: identifiers, scope: .init(period: .all, isInArea: [true, true]), threads: 1)
    let plan = TallyPlan(
      factors: [], ageBands: AgeBands(starts: [0]), headRule: rule, truncation: .none, peerGroups: ["all", "all"],
      persons: Array(repeating: InsuredPerson(), count: oracle.distinct_city_heads),
      present: ClaimColumnsPresent(drug: false, fund: false))
    let tally = ledger.tally(plan, threads: 1)
    let card = Scorecard(tally: tally, plan: ScoringPlan(), institutions: [:], threads: 1)
    #expect(card.institutions.count == oracle.institutions.count)
    for score in card.institutions {
      let expected = try #require(oracle.institutions[score.institution.id])
      #expect(score.heads == expected.heads && score.visits == expected.visits)
      #expect(score.costFen == expected.eligible_fen)
      // One division of integers each: the last bit.
      #expect(close(try #require(score.visitsPerHead), expected.visits_per_head, relative: 1e-15))
      #expect(close(try #require(score.costPerVisit) * 100, expected.eligible_per_visit_fen, relative: 1e-15))
      #expect(close(try #require(score.costPerHead) * 100, expected.eligible_per_head_fen, relative: 1e-15))
      #expect(close(try #require(score.indexPlain), expected.per_capita_index_pooled, relative: 1e-15))
    }
    #expect(card.institutions.reduce(0) { $0 + Int($1.heads) } == oracle.sum_of_institution_heads)
    #expect(ledger.persons == oracle.distinct_city_heads)
  }

  private func append(
    _ codes: (claim: Int, person: Int32, institution: Int32), _ disease: Int32, _ day: Day, _ total: Int64,
    cost: Int64, to batch: inout ClaimBatch
  ) {
    batch.source.append(0)
    batch.line.append(Int32(codes.claim) + 2)
    batch.byteOffset.append(Int64(codes.claim))
    batch.claim.append(Array("S\(codes.claim)".utf8).withUnsafeBytes { Fingerprint(of: $0) })
    batch.original.append(.none)
    batch.updated.append(0)
    batch.person.append(codes.person)
    batch.institution.append(codes.institution)
    batch.disease.append(disease)
    batch.scheme.append(ClaimBatch.absent)
    batch.day.append(day.number)
    batch.age.append(-1)
    batch.refund.append(.none)
    batch.totalFen.append(total)
    batch.costFen.append(cost)
    batch.drugFen.append(0)
    batch.fundFen.append(0)
  }

  @Test("The consumption index is a mean of ratios and the adjusted index a ratio of sums, 1.030 and 1.032")
  func indicesDiffer() throws {
    let oracle = oracle.cost_consumption_index
    // A second institution of the same size makes the pooled mean of each group the reference of the oracle.
    var cells: [(institution: String, stratum: Stratum, sums: TallySums)] = []
    var totals: [String: TallySums] = [:]
    for group in oracle.groups {
      let stratum = Stratum(labels: [group.g, "all", "all", "all", "all"])
      for (id, mean) in [("X", group.mean), ("Y", 2 * group.ref - group.mean)] {
        var sums = TallySums()
        (sums.heads, sums.distinctHeads, sums.visits) = (group.n, group.n, group.n)
        sums.costFen = group.n * mean
        sums.cappedFen = sums.costFen
        cells.append((id, stratum, sums))
        totals[id, default: TallySums()] += sums
      }
    }
    let tally = Tally(
      groups: ["X": "all", "Y": "all"], cells: cells, totals: totals, pairs: [],
      parts: [.visits, .capped, .institutionRows])
    var plan = ScoringPlan()
    plan.stratumHeadsMinimum = 1
    let card = Scorecard(tally: tally, plan: plan, institutions: [:], threads: 1)
    let score = try #require(card.institutions.first { $0.institution.id == "X" })
    // A few sums and divisions of exact numbers.
    #expect(close(try #require(score.indexDrg), oracle.cost_consumption_index, relative: 1e-14))
    #expect(close(try #require(score.indexAdjusted), oracle.indirect_OE, relative: 1e-14))
  }

  @Test("Reliability is the share of the variance between in the whole")
  func reliability() {
    for example in oracle.reliability.examples {
      let shrinkage = NormalShrinkage(
        logRatios: [0], standardErrors: [example.sw.squareRoot()], tauSquared: example.tb)
      // √ and its square lose a bit.
      #expect(close(shrinkage.reliability[0], example.rel, relative: 1e-14))
    }
  }
}
