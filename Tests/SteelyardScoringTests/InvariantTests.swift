import SteelyardDomain
import SteelyardLedger
import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

@Suite("What holds of every scorecard")
struct InvariantTests {
  static let seeds: [UInt64] = Array(1...12)

  /// Both are sums of some hundred products, so that rounding leaves them equal to 1e-12.
  static let exact = 1e-12

  @Test("The expected money of a peer group is its observed money under the pooled reference", arguments: seeds)
  func balance(seed: UInt64) {
    let tally = TallyMaker.random(seed: seed).tally
    let scores = Scorecard(tally).institutions
    for (_, members) in Dictionary(grouping: scores, by: \.peerGroup) {
      let observed = Double(members.reduce(0) { $0 + $1.costFen - $1.truncatedFen }) / 100
      let expected = members.reduce(0) { $0 + ($1.expected ?? 0) }
      #expect(abs(observed / expected - 1) < Self.exact, "seed \(seed)")
      let cost = Double(members.reduce(0) { $0 + $1.costFen }) / 100
      let untruncated = members.reduce(0) { $0 + ($1.expectedUntruncated ?? 0) }
      #expect(abs(cost / untruncated - 1) < Self.exact, "seed \(seed)")
      #expect(members.contains { $0.truncatedFen > 0 }, "seed \(seed): the cap cuts something")
    }
  }

  @Test("Without its own money in the reference an institution lies farther from its peers", arguments: seeds.prefix(3))
  func leaveOneOut(seed: UInt64) throws {
    let tally = TallyMaker.random(seed: seed).tally
    var plan = ScoringPlan()
    plan.reference = .leaveOneOut
    let pooled = Scorecard(tally).byCode
    for score in Scorecard(tally, plan).institutions {
      let own = try #require(score.indexAdjusted)
      let other = try #require(pooled[score.institution.id]?.indexAdjusted)
      // 0.02 leaves room where strata above and below one nearly cancel.
      #expect((own - 1) * (other - 1) >= 0 && abs(own - 1) > abs(other - 1) - 0.02, "seed \(seed)")
      #expect(own != other)
    }
  }

  @Test("Cost per head is cost per visit times visits per head", arguments: seeds)
  func identity(seed: UInt64) throws {
    for score in Scorecard(TallyMaker.random(seed: seed).tally).institutions {
      let perHead = try #require(score.costPerHead)
      let product = try #require(score.costPerVisit) * #require(score.visitsPerHead)
      #expect(abs(perHead / product - 1) < Self.exact, "seed \(seed)")
    }
  }

  @Test("Multiplying all costs leaves every index, score and probability, and multiplies money", arguments: seeds)
  func scaling(seed: UInt64) {
    var maker = TallyMaker.random(seed: seed)
    maker.capFen = .max
    // The money gate is the one threshold in yuan.
    let before = Scorecard(maker.tally).byCode
    maker.factor = 7
    for score in Scorecard(maker.tally).institutions {
      let old = before[score.institution.id]?.figures ?? [:]
      let money: Set = ["cost", "cost_per_head", "cost_per_visit", "expected", "expected_untruncated", "excess"]
      for (column, value) in score.figures {
        let factor = money.contains(column) || column == "excess_shrunk" ? 7.0 : 1
        let expected = (old[column] ?? .nan) * factor
        // Sums of squares are rounded once more at the larger scale, and excess is a difference: 1e-9 of the cost.
        let room = 1e-9 * max(abs(expected), factor == 7 ? Double(score.costFen) / 100 : 1)
        #expect(abs(value - expected) <= room, "seed \(seed), \(column): \(value) \(expected)")
      }
    }
  }

  @Test("Sparse strata merge with sparse ones and never join a sibling that kept its own", arguments: seeds)
  func collapse(seed: UInt64) {
    let tally = TallyMaker.random(seed: seed, institutions: 6, personsEach: 60).tally
    let ladder: [StratumFactor] = [.scheme, .sex, .ageBand]
    var heads = [Int64?](repeating: nil, count: tally.strata.count)
    for row in tally.rows { heads[row.stratum] = (heads[row.stratum] ?? 0) + row.sums.heads }
    let mix = CaseMix(strata: tally.strata, heads: heads, ladder: ladder, headsMinimum: 30)
    #expect(Set(mix.groups.map(\.rung)).count >= 3, "seed \(seed): several rungs are used")
    #expect(mix.groups.flatMap(\.strata).sorted() == Array(tally.strata.indices), "every stratum has one group")
    for group in mix.groups {
      let size = group.strata.reduce(0) { $0 + (heads[$1] ?? 0) }
      #expect(size >= 30 || group.rung == 3, "only the last rung keeps what remains")
      #expect(Set(group.strata.map { tally.strata[$0].disease }).count == 1, "the disease is kept")
      // A member was sparse at every rung below: its key's sparse company there had fewer than 30 heads.
      for stratum in group.strata where group.rung > 0 {
        #expect((heads[stratum] ?? 0) < 30, "seed \(seed): a stratum with enough heads keeps its own")
      }
    }
  }

  @Test("A sparse stratum beside one that kept its own is compared with its sparse kin only")
  func collapseByHand() {
    // Scheme is given up first. 40 employee men keep their own; 10 resident men join 25 others only at the next rung.
    func stratum(_ sex: String, _ scheme: String) -> Stratum {
      Stratum(labels: ["M00100", "45-59", sex, scheme, Stratum.all])
    }
    let strata = [stratum("female", "resident"), stratum("male", "employee"), stratum("male", "resident")]
    let mix = CaseMix(strata: strata, heads: [25, 40, 10], ladder: [.scheme, .sex, .ageBand], headsMinimum: 30)
    #expect(mix.groups.map(\.rung) == [0, 2])
    #expect(mix.groups.map(\.strata) == [[1], [0, 2]])
    #expect(mix.groups[1].labels == ["M00100", "45-59", "*", "*", Stratum.all])
  }

  @Test("A group that only one institution has is compared with all that share its rung's labels elsewhere, by hand")
  func leaveOneOutByHand() throws {
    var maker = TallyMaker(groups: ["A": "all", "B": "all"])
    func add(_ institution: String, _ disease: String, _ labels: [String], heads: Int, fen: Int64) {
      for _ in 0..<heads { maker.stays.append(.init(institution: institution, labels: labels, fen: [disease: fen])) }
    }
    // Strata that keep their own at both.
    add("A", "M1", ["45-59", "male", "employee"], heads: 40, fen: 100)
    add("B", "M1", ["45-59", "male", "employee"], heads: 40, fen: 200)
    add("B", "M1", ["45-59", "female", "employee"], heads: 40, fen: 800)
    // Only A has these two; without scheme they are 35 heads: a group of rung 1, whose key the men of B share.
    add("A", "M1", ["45-59", "male", "resident"], heads: 20, fen: 300)
    add("A", "M1", ["45-59", "male", "other"], heads: 15, fen: 300)
    // A rest of ten heads at A: disease alone, of which B has 80.
    add("A", "M1", ["80+", "male", "resident"], heads: 10, fen: 300)
    // A disease that nobody else has: nothing is expected of it.
    add("A", "M2", ["80+", "male", "resident"], heads: 5, fen: 300)
    var plan = ScoringPlan()
    plan.reference = .leaveOneOut
    let score = try #require(Scorecard(maker.tally, plan).byCode["A"])
    // 40 and 35 heads as the men of B, 200 fen; ten as all of B, (40·200 + 40·800)/80 = 500 fen: 20,000 fen.
    #expect(score.expected == 200)
    #expect(score.expectedUntruncated == 200)
  }

  @Test("Without pair rows strata are taken as independent, and the result says so")
  func withoutPairs() throws {
    let tally = TallyMaker.random(seed: 5).tally
    let bare = try TallyFile.decode(table(TallyFile.encode(tally)), pairs: nil)
    let (whole, without) = (Scorecard(tally), Scorecard(bare))
    #expect(without.absences.contains(Absence(column: "standard_error", reason: .noPairs)))
    #expect(!whole.absences.contains { $0.reason == .noPairs })
    for score in without.institutions {
      let other = try #require(whole.byCode[score.institution.id])
      #expect(score.indexAdjusted == other.indexAdjusted && score.standardError != other.standardError)
    }
  }
}

/// A CSV without quotes as a table.
func table(_ bytes: [UInt8], file: String = "tally.csv") -> TextTable {
  let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  let cells = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  return TextTable(
    file: file, columns: cells[0], rows: Array(cells.dropFirst()), lines: Array(2..<(cells.count + 1)))
}
