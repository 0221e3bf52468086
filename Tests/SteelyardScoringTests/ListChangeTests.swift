import Foundation
import SteelyardDomain
import SteelyardLedger
import SteelyardStatistics
import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

@Suite("Changes between two runs")
struct ListChangeTests {
  /// A small city of one peer group: `dear` multiplies what one institution costs, `peers` what all others cost.
  private func tally(seed: UInt64, dear: Double = 1, peers: Double = 1) -> Tally {
    var source = Seeded(seed)
    var maker = TallyMaker()
    for number in 0..<24 {
      let id = "P\(100 + number)"
      maker.groups[id] = "pharmacy"
      for _ in 0..<(40 + source.below(20)) {
        let factor = number == 0 ? dear : peers
        let base = Double(20_000 + source.below(60_000))
        maker.stays.append(
          .init(institution: id, fen: ["M03900": Int64(base * factor), "M01600": Int64(0.5 * base * factor)]))
      }
    }
    return maker.tally
  }

  private func run(_ tally: Tally, _ plan: ScoringPlan = ScoringPlan()) -> ComparedRun {
    let card = Scorecard(tally: tally, plan: plan, institutions: [:], threads: 1)
    let printed = Dictionary(
      uniqueKeysWithValues: card.institutions.map { score in
        (
          score.institution.id,
          ListChange.Standing(
            rank: score.rank, band: score.band, failedGates: score.failedGates,
            logIndex: score.indexAdjusted.map { log($0) }, z: score.z)
        )
      })
    return ComparedRun(printed: printed, tally: tally, plan: plan, isTallyGiven: false, institutions: [:])
  }

  private func changes(
    _ first: ComparedRun, _ second: ComparedRun, isSamePeriod: Bool = false
  ) -> [String: ListChange] {
    Dictionary(
      uniqueKeysWithValues: ListChange.between(first, second, isSamePeriod: isSamePeriod, threads: 1).map {
        ($0.institution.id, $0)
      })
  }

  @Test("Parts add up to the change of ln(index) and of z, for any two runs", arguments: 1...6 as ClosedRange<UInt64>)
  func partsAddUp(seed: UInt64) throws {
    var other = ScoringPlan()
    other.reference = seed.isMultiple(of: 2) ? .leaveOneOut : .pooled
    other.centre = .zero
    other.variance = seed.isMultiple(of: 3) ? .gamma : .pooled
    let (first, second) = (run(tally(seed: seed)), run(tally(seed: seed + 100, dear: 1.4), other))
    for change in changes(first, second).values {
      let before = try #require(change.before)
      let after = try #require(change.after)
      #expect(change.parts.map(\.cause) == [.method, .model, .own, .peers])
      let logs = change.parts.compactMap(\.logIndex)
      let scores = change.parts.compactMap(\.z)
      // A few sums of numbers of the size of one.
      #expect(logs.count == 4 && abs(logs.reduce(0, +) - (after.logIndex! - before.logIndex!)) < 1e-12)
      #expect(scores.count == 4 && abs(scores.reduce(0, +) - (after.z! - before.z!)) < 1e-10)
    }
  }

  @Test("What one institution does itself is its own part, and hardly touches the others")
  func ownChange() throws {
    let found = changes(run(tally(seed: 7)), run(tally(seed: 7, dear: 1.5)))
    let dear = try #require(found["P100"])
    let own = try #require(dear.parts.first { $0.cause == .own }?.logIndex)
    // 1.5 times the cost by the same references, less what the cap cuts off.
    #expect(abs(own - log(1.5)) < 0.02)
    let other = try #require(found["P110"])
    #expect(other.parts.first { $0.cause == .own }?.logIndex == 0)
    #expect(try abs(#require(other.parts.first { $0.cause == .peers }?.logIndex)) < 0.05)
    #expect(other.parts.first { $0.cause == .model }?.logIndex == 0)
  }

  @Test("Where all peers grow dearer the institution that did not change moves by its peers alone")
  func peersChange() throws {
    let found = changes(run(tally(seed: 8)), run(tally(seed: 8, peers: 1.25)))
    let same = try #require(found["P100"])
    #expect(same.parts.first { $0.cause == .own }?.logIndex == 0)
    #expect(try #require(same.parts.first { $0.cause == .peers }?.logIndex) < -0.15)
  }

  @Test("Other rows for the same months are data, and a model's keys are the model's part")
  func dataAndModel() throws {
    let found = changes(run(tally(seed: 9)), run(tally(seed: 9, dear: 1.2)), isSamePeriod: true)
    #expect(found["P100"]?.parts.map(\.cause) == [.method, .model, .data, .peers])
    var plan = ScoringPlan()
    plan.dispersion = .logAdditiveWinsorised
    let model = try #require(changes(run(tally(seed: 9)), run(tally(seed: 9), plan))["P100"])
    #expect(model.parts.first { $0.cause == .own }?.z == 0)
    #expect(model.parts.first { $0.cause == .peers }?.z == 0)
    #expect(model.parts.first { $0.cause == .model }?.z != 0)
  }

  @Test("Two ways to make a tally cannot be measured by one yardstick: one part holds it all")
  func otherTally() throws {
    var plan = ScoringPlan()
    plan.factors = [.sex]
    let change = try #require(changes(run(tally(seed: 10)), run(tally(seed: 11), plan))["P105"])
    #expect(change.parts.map(\.cause) == [.method, .model])
  }

  @Test("Where the first run has no yardstick for the later rows one part holds them all, and parts add up")
  func nothingToMeasureBy() throws {
    func city(_ disease: (String) -> String) -> Tally {
      var maker = TallyMaker()
      for number in 0..<12 {
        let id = "P\(100 + number)"
        maker.groups[id] = "all"
        for head in 0..<40 {
          maker.stays.append(
            .init(
              institution: id,
              fen: [
                disease(id): Int64((number == 0 ? 1.5 : 1) * Double(20_000 + 997 * ((head * 7 + number * 13) % 40)))
              ]))
        }
      }
      return maker.tally
    }
    // The first run knows nothing of the disease that P100 and P101 treat in the second.
    let both = changes(run(city { _ in "M1" }), run(city { $0 < "P102" ? "M9" : "M1" }))
    let change = try #require(both["P100"])
    let sum = change.parts.compactMap(\.logIndex).reduce(0, +)
    let (before, after) = (try #require(change.before?.logIndex), try #require(change.after?.logIndex))
    #expect(abs(sum - (after - before)) < 1e-9 && abs(after - before) > 1e-4)
    #expect(change.parts.map(\.cause) == [.method, .model])
    #expect(both["P105"]?.parts.count == 4)
  }

  @Test(
    "The own measure equals the score where nothing changed: the yardstick is the scoring itself",
    arguments: ScoringPlan.VarianceMethod.allCases, [ScoringPlan.ReferenceRule.pooled, .leaveOneOut])
  func yardstickIsScoring(variance: ScoringPlan.VarianceMethod, rule: ScoringPlan.ReferenceRule) throws {
    var plan = ScoringPlan()
    plan.variance = variance
    plan.reference = rule
    let tally = tally(seed: 12)
    let card = Scorecard(tally: tally, plan: plan, institutions: [:], threads: 1)
    let measured = Yardstick(tally, plan: plan).measure(tally)
    for score in card.institutions {
      let own = try #require(measured[score.institution.id])
      #expect(try abs(own.index / #require(score.indexAdjusted) - 1) < 1e-12)
      #expect(try abs(#require(own.standardError) / #require(score.standardError) - 1) < 1e-12)
      #expect(own.unmatchedHeads == 0)
    }
  }

  @Test("A stratum the first run did not have takes the mean of the first rung it had heads on")
  func unknownStratum() throws {
    let plan = ScoringPlan()
    var first = TallyMaker()
    var second = TallyMaker()
    for id in ["A", "B"] {
      first.groups[id] = "all"
      second.groups[id] = "all"
      for _ in 0..<40 { first.stays.append(.init(institution: id, fen: ["M1": 10_000])) }
      for _ in 0..<40 {
        second.stays.append(.init(institution: id, labels: ["45-59", "male", "resident"], fen: ["M1": 20_000]))
      }
      second.stays.append(.init(institution: id, fen: ["M9": 5_000]))
    }
    let measured = Yardstick(first.tally, plan: plan).measure(second.tally)
    let own = try #require(measured["A"])
    // What has no reference is in O and not in E, as where an institution is scored.
    #expect(own.index == 805_000.0 / 400_000)
    #expect(own.unmatchedHeads == 1)
  }

  @Test("Who came, who left and who is new is told by the two lists")
  func movements() {
    func standing(_ band: InstitutionScore.Band) -> ListChange.Standing {
      .init(rank: 1, band: band, failedGates: [], logIndex: 0, z: 0)
    }
    let empty = Tally(groups: [:], cells: [], totals: [:], pairs: [], parts: Set(Tally.Part.allCases))
    func compared(_ bands: [String: InstitutionScore.Band]) -> ComparedRun {
      ComparedRun(
        printed: bands.mapValues(standing), tally: empty, plan: ScoringPlan(), isTallyGiven: false, institutions: [:])
    }
    let found = changes(
      compared([
        "A": .interview, "B": .interview, "C": .watch, "D": .watch, "E": .ordinary, "G": .interview, "H": .watch,
      ]),
      compared([
        "A": .interview, "B": .watch, "C": .interview, "D": .ordinary, "E": .ordinary, "F": .interview, "I": .watch,
      ])
    )
    let expected: [String: ListChange.Movement] = [
      "A": .stayed, "B": .left, "C": .came, "D": .moved, "E": .unchanged, "F": .came, "G": .left, "H": .disappeared,
      "I": .appeared,
    ]
    #expect(found.mapValues(\.movement) == expected)
  }
}
