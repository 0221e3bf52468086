import Foundation
import SteelyardDomain
import SteelyardIntake
import SteelyardLedger
import SteelyardSynthesis
import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

/// A simulated city with fee lines, read, joined and split: the whole way, with the truth beside it.
private struct LineCity {
  let truth: [String: PlantedAnomaly.Kind]
  let waterfalls: [Waterfall]
  let result: ItemTallyBuilder.Result
  let reader: FeeLineReader
  let joinedFen: Int128

  init(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    let plantings = [
      Planting(.dearPrice, count: 2), Planting(.inflatedDrugs, count: 2), Planting(.manyVisits, count: 2),
    ]
    var tables: [SimulatedTable: Data] = [:]
    let scenario = Scenario(
      persons: 4000, institutions: 24, seed: seed, plantings: plantings, plantedHeadsMinimum: 150, hasLines: true)
    let summary = ClaimGenerator(scenario).write { tables[$0, default: Data()].append(contentsOf: $1) }
    truth = Dictionary(summary.planted.map { ($0.institution, $0.kind) }, uniquingKeysWith: { first, _ in first })
    func path(_ table: SimulatedTable) throws -> String {
      let path = folder.path(table.fileName)
      try (tables[table] ?? Data()).write(to: URL(filePath: path))
      return path
    }
    var claims = ClaimReader(.init(cost: .total, isCareTypeInScope: { $0.hasPrefix("14") }))
    var builder = LedgerBuilder()
    try claims.read(path(.claims)) { builder.add($0) }
    let identifiers = claims.identifiers
    let ids = identifiers.institutions.texts
    let (ledger, _, standing) = builder.finish(
      identifiers: identifiers, scope: .init(period: .all, isInArea: ids.map { _ in true }), threads: 2,
      keepsClaims: true)
    var lines = FeeLineReader(firstSource: 1)
    var items = ItemTallyBuilder(standing)
    try lines.read(path(.lines)) { items.add($0) }
    reader = lines
    result = items.finish(institutions: identifiers.institutions, identifiers: lines.identifiers)
    var dimensions = DimensionReader(mapping: TableMapping())
    let institutions = try dimensions.readInstitutions(path(.institutions))
    let plan = ScoringPlan()
    let tally = ledger.tally(
      TallyPlan(
        factors: Set(plan.factors), ageBands: AgeBands(starts: plan.ageBandStarts), headRule: plan.headRule,
        truncation: plan.truncation,
        peerGroups: ids.map { plan.peerGroup(of: institutions[$0] ?? Institution(id: $0)) },
        persons: identifiers.persons.texts.map { _ in InsuredPerson() }, present: claims.present), threads: 2)
    waterfalls = Waterfall.all(tally, plan: plan, items: result.tally)
    joinedFen = tally.totals.reduce(0) { $0 + Int128($1.costFen) }
  }

  /// The effects of a kind at institutions of a planted kind.
  func effects(_ kind: Waterfall.Kind, at planted: PlantedAnomaly.Kind) -> [Double] {
    waterfalls.filter { truth[$0.institution] == planted }.map { $0.effect(kind) }
  }
}

@Suite("A city with fee lines, from bytes to waterfall")
struct LineScenarioTests {
  static let seeds: [UInt64] = [7, 8]

  @Test("Planted price shows as price, planted drugs as quantity, planted visits as visits", arguments: seeds)
  func planted(seed: UInt64) throws {
    let city = try LineCity(seed: seed)
    #expect(city.truth.count == 6, "seed \(seed)")
    // Two planted of some eight peers pull the median and the pooled mean: what is planted shows by more than half.
    for effect in city.effects(.price, at: .dearPrice) { #expect((0.15...0.40).contains(effect), "seed \(seed)") }
    for effect in city.effects(.price, at: .inflatedDrugs) { #expect(abs(effect) < 0.12, "seed \(seed)") }
    // Home patients come oftener than passing ones, so honest institutions differ in visits too: means are compared.
    func mean(_ effects: [Double]) -> Double { effects.reduce(0, +) / Double(max(1, effects.count)) }
    let others = city.effects(.visits, at: .dearPrice) + city.effects(.visits, at: .inflatedDrugs)
    #expect(mean(city.effects(.visits, at: .manyVisits)) > mean(others) + 0.15, "seed \(seed)")
    for fall in city.waterfalls where city.truth[fall.institution] == .inflatedDrugs {
      #expect(fall.effect(.drugCost) > fall.effect(.otherCost) + 0.1, "seed \(seed)")
      #expect(fall.effect(.quantity) + fall.effect(.basket) > 0.1, "seed \(seed)")
    }
  }

  @Test("Lines hold the settlements' money to the fen, but for refunds without their original", arguments: seeds)
  func money(seed: UInt64) throws {
    let city = try LineCity(seed: seed)
    let account = try #require(city.reader.files.first).reconciliation
    #expect(
      account.balances && account.rejectedTotal.rows == 0 && city.reader.itemKeys.keys.map { $0 } == ["item_code"])
    #expect(city.result.claimsDiffering == 0 && city.result.findings.isEmpty, "seed \(seed)")
    let joined = city.result.tally.rows.reduce(0) { $0 + $1.sums.amountFen }
    #expect(joined == city.joinedFen, "seed \(seed)")
    let out = city.result.withdrawals.reduce(0) { $0 + $1.flow.fen }
    #expect(joined + out == account.accepted.fen, "seed \(seed)")
    #expect(city.result.withdrawals.map(\.code) == [.lineWithoutClaim])
    for fall in city.waterfalls where fall.outcome == .split {
      // A few items' refunds may exceed what was sold of them; all else is itemised.
      #expect(abs((fall.itemisedShare ?? 0) - 1) < 0.05, "seed \(seed)")
      let total = fall.parts.reduce(0) { $0 + $1.effect }
      #expect(abs(total - (fall.logIndex ?? .nan)) < 1e-12, "seed \(seed)")
    }
  }
}
