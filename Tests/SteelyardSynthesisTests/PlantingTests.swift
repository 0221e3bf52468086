import SteelyardDomain
import Testing

@testable import SteelyardSynthesis

@Suite struct PlantingTests {
  /// What the visits of some institutions came to.
  private struct Sum {
    var fen = 0.0
    var drug = 0.0
    var visits = 0.0
    var heads: Set<Substring> = []
  }

  private static func sum(_ city: SimulatedCity, at institutions: Set<String>) -> Sum {
    var sum = Sum()
    for claim in city.claims() where claim.isVisit && institutions.contains(String(claim.institution)) {
      sum.fen += Double(claim.total)
      sum.drug += Double(claim.drug)
      sum.visits += 1
      sum.heads.insert(claim.person)
    }
    return sum
  }

  /// The same institutions of the same city, with the planting and with none of its strength.
  private static func pair(_ kind: PlantedAnomaly.Kind) -> (with: Sum, without: Sum) {
    let plantings = [Planting(kind, count: 4)]
    let with = SimulatedCity(.small(plantings: plantings))
    let without = SimulatedCity(.small(plantings: plantings, multiplier: 0))
    return (sum(with, at: with.planted(kind)), sum(without, at: with.planted(kind)))
  }

  @Test("At dear-price institutions a settlement costs 1.35 times what it would")
  func dearPrice() {
    let (with, without) = Self.pair(.dearPrice)
    #expect(with.visits == without.visits)
    // The draws are the same ones: only the rounding to fen differs.
    #expect(abs(with.fen / without.fen - 1.35) < 0.001)
  }

  @Test("At many-visits institutions there are 1.5 times the settlements and as many heads")
  func manyVisits() {
    let (with, without) = Self.pair(.manyVisits)
    // About 2,500 settlements: the binomial error of the repeats is 1 %.
    #expect(abs(with.visits / without.visits - 1.5) < 0.05)
    #expect(abs(Double(with.heads.count) / Double(without.heads.count) - 1) < 0.03)
    #expect(abs(with.fen / with.visits / (without.fen / without.visits) - 1) < 0.1)
  }

  @Test("At inflated-drugs institutions drugs cost 1.6 times what they would, so total and drug share rise")
  func inflatedDrugs() {
    let (with, without) = Self.pair(.inflatedDrugs)
    #expect(abs(with.drug / without.drug - 1.6) < 0.001)
    #expect(abs((with.fen - with.drug) / (without.fen - without.drug) - 1) < 0.001)
    #expect(with.drug / with.fen > without.drug / without.fen + 0.04)
  }

  @Test("At card-burst institutions groups of five and more are settled within one hour on six days and more")
  func cardBursts() {
    let city = SimulatedCity(.small(plantings: [Planting(.cardBursts, count: 3)]))
    let planted = city.planted(.cardBursts)
    #expect(planted.count == 3)
    var hours: [String: [Substring: Set<Substring>]] = [:]
    for claim in city.claims() where claim.isVisit {
      hours[String(claim.institution), default: [:]][claim.time.prefix(13), default: []].insert(claim.person)
    }
    for (institution, byHour) in hours {
      // Four persons that meet in one hour on six days: members are absent one day in ten.
      var meetings: [Set<Substring>: Int] = [:]
      let crowds = byHour.values.filter { $0.count >= 4 }
      for a in crowds { meetings[a] = crowds.count { $0.intersection(a).count >= 4 } }
      #expect((meetings.values.max() ?? 0 >= 6) == planted.contains(institution), "\(institution)")
    }
  }

  @Test("Patients of sicker institutions are older and have more diseases")
  func sickerPatients() {
    let (with, without) = Self.patients(multiplier: 1, 0)
    // Two thirds of the heads are home patients, who are eight years older.
    #expect(with.age > without.age + 3.5 && with.age < without.age + 8)
    #expect(with.diseases > without.diseases * 1.2)
  }

  /// A city whose only peculiarity is eight sicker institutions.
  private static let sickerCity = SimulatedCity(
    Scenario(persons: 9000, institutions: 50, seed: 4, honestVariation: 0, plantings: [Planting(.sicker, count: 8)]))

  @Test("Sicker institutions are dear in plain terms and cost what is usual for their patients' diseases and ages")
  func sickerIsHonest() throws {
    let sicker = Self.sickerCity.planted(.sicker)
    #expect(sicker.count == 8)
    let comparison = try CostComparison(Self.sickerCity)
    let index = comparison.index(of: sicker)
    // 2,000 heads whose cost varies by 0.95 of the mean: standard error 2 %, and grave diseases weigh more.
    #expect(index.plain > 1.15, "plain \(index.plain)")
    #expect(abs(index.adjusted - 1) < 0.08, "adjusted \(index.adjusted)")
    // The range the generator is made for: 0.8 to 1.0.
    #expect(abs(comparison.variationWithin(headsMinimum: 30) - 0.9) < 0.1)
  }

  @Test("Planted institutions are distinct, large enough, and no hospitals; a small city plants fewer")
  func placesAreFit() {
    let scenario = Scenario.small(plantings: Planting.usual)
    let city = SimulatedCity(scenario)
    let codes = city.summary.planted.map(\.institution)
    #expect(Set(codes).count == codes.count)
    #expect(!codes.isEmpty && codes.count < 28)
    let levels = Dictionary(uniqueKeysWithValues: city.rows(.institutions).map { (String($0[0]), $0[3]) })
    #expect(codes.allSatisfy { levels[$0] == "11" })
    let heads = Dictionary(grouping: city.claims().filter(\.isVisit)) { String($0.institution) }
      .mapValues { Set($0.map(\.person)).count }
    for code in codes { #expect(heads[code, default: 0] >= 105, "\(code) has seven tenths of 150 at least") }
    let truth = city.rows(.truth).map { "\($0[0]) \($0[1])" }
    #expect(truth == city.summary.planted.map { "\($0.institution) \($0.kind.rawValue)" })
  }

  @Test("Heads are expected right to a fifth at institutions of 150 heads and more")
  func expectedHeads() {
    let scenario = Scenario.small(seed: 8)
    let plan = City(scenario)
    let heads = Dictionary(grouping: SimulatedCity(scenario).claims().filter(\.isVisit)) { String($0.institution) }
      .mapValues { Set($0.map(\.person)).count }
    for position in plan.traits.indices where !plan.traits[position].kind.isHospital {
      let expected = plan.expectedHeads(of: position, scenario)
      guard expected >= 150 else { continue }
      #expect(abs(Double(heads[plan.code(of: position), default: 0]) / expected - 1) < 0.2)
    }
  }

  @Test("Honest institutions vary by the spread the scenario tells", arguments: [0, 0.05, 0.12])
  func honestVariation(spread: Double) {
    let city = City(Scenario(persons: 1, institutions: 3000, honestVariation: spread, plantings: []))
    let logs = city.traits.map { logarithm($0.costFactor / $0.kind.costFactor * $0.visitFactor) }
    let square = logs.reduce(0) { $0 + $1 * $1 } / Double(logs.count)
    // Three thousand draws: the standard error of a spread is 1.3 %.
    #expect(abs(square.squareRoot() - spread) <= 0.05 * spread)
  }

  private struct Patients {
    var age = 0.0
    var diseases = 0.0
  }

  private static func patients(multiplier: Double...) -> (Patients, Patients) {
    // Without a strength nobody is planted: the heads of the same institutions are compared.
    let sicker = SimulatedCity(.small(plantings: [Planting(.sicker, count: 4)])).planted(.sicker)
    let both = multiplier.map { factor in
      let city = SimulatedCity(.small(plantings: [Planting(.sicker, count: 4)], multiplier: factor))
      let births = Dictionary(uniqueKeysWithValues: city.rows(.persons).map { ($0[0], Double($0[2].prefix(4)) ?? 0) })
      var diseases: [Substring: Set<Substring>] = [:]
      var heads: Set<Substring> = []
      for claim in city.claims() where claim.isVisit {
        diseases[claim.person, default: []].insert(claim.disease)
        if sicker.contains(String(claim.institution)) { heads.insert(claim.person) }
      }
      return Patients(
        age: heads.reduce(0) { $0 + 2025 - births[$1, default: 0] } / Double(heads.count),
        diseases: heads.reduce(0) { $0 + Double(diseases[$1, default: []].count) } / Double(heads.count))
    }
    return (both[0], both[1])
  }
}
