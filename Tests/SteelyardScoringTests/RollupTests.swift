import SteelyardDomain
import SteelyardLedger
import SteelyardScoring
import Testing

@Suite("Many institutions together")
struct RollupTests {
  /// A city of sixteen institutions in three districts.
  private func city(_ seed: UInt64) -> (tally: Tally, card: Scorecard) {
    let tally = TallyMaker.random(seed: seed).tally
    let institutions = Dictionary(
      uniqueKeysWithValues: tally.institutions.enumerated().map { place, code in
        (code, Institution(id: code, district: ["east", "west", "north"][place % 3]))
      })
    return (tally, Scorecard(tally: tally, plan: ScoringPlan(), institutions: institutions, threads: 1))
  }

  /// Both add up some hundred doubles: a relative 1e-12 leaves room for their order.
  private func isSame(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 / b - 1) < 1e-12 } ?? false }

  @Test("Every ratio of a city, a group or a district is a ratio of sums", arguments: [1, 2, 3, 4] as [UInt64])
  func sums(seed: UInt64) throws {
    let (tally, card) = city(seed)
    let totals = Dictionary(uniqueKeysWithValues: zip(tally.institutions, tally.totals))
    let rollups = Rollup.all(card)
    #expect(
      rollups.map(\.name) == ["all", "clinic", "pharmacy", "east", "north", "west"]
        && rollups.map(\.level) == [.all, .peerGroup, .peerGroup, .district, .district, .district])
    for rollup in rollups {
      let members = card.institutions.filter { score in
        switch rollup.level {
        case .all: true
        case .peerGroup: score.peerGroup == rollup.name
        case .district: score.institution.district == rollup.name
        }
      }
      var (heads, visits, fen, drug, capped): (Int64, Int64, Int64, Int64, Int64) = (0, 0, 0, 0, 0)
      var (average, expected, untruncated) = (0.0, 0.0, 0.0)
      for score in members {
        let own = try #require(totals[score.institution.id])
        heads += own.heads
        visits += own.visits
        fen += own.costFen
        drug += own.drugFen
        capped += own.cappedFen
        let peers = try #require(card.peerGroups.first { $0.name == score.peerGroup })
        average += Double(own.heads) * Double(peers.costFen) / 100 / Double(peers.heads)
        expected += try #require(score.expected)
        untruncated += try #require(score.expectedUntruncated)
      }
      #expect(rollup.institutions == members.count && rollup.heads == heads && rollup.visits == visits)
      #expect(rollup.eligible == members.count(where: \.isEligible) && rollup.costFen == Int128(fen))
      #expect(rollup.listed == members.count { $0.band == .interview })
      #expect(isSame(rollup.costPerHead, Double(fen) / 100 / Double(heads)))
      #expect(isSame(rollup.costPerVisit, Double(fen) / 100 / Double(visits)))
      #expect(isSame(rollup.visitsPerHead, Double(visits) / Double(heads)))
      #expect(isSame(rollup.drugShare, Double(drug) / Double(fen)))
      #expect(isSame(rollup.indexPlain, Double(fen) / 100 / average), "seed \(seed) \(rollup.name)")
      #expect(isSame(rollup.indexAdjusted, Double(capped) / 100 / expected), "seed \(seed) \(rollup.name)")
      #expect(isSame(rollup.indexAdjustedUntruncated, Double(fen) / 100 / untruncated))
      let excess = try #require(rollup.excess)
      #expect(abs(excess - (Double(fen) / 100 - untruncated)) < 1e-9 * Double(fen))
      if rollup.level != .district {
        #expect(isSame(rollup.indexPlain, 1) && isSame(rollup.indexAdjusted, 1), "peers are compared with themselves")
      } else {
        let mean = members.reduce(0) { $0 + ($1.indexAdjusted ?? 0) } / Double(members.count)
        #expect(!isSame(rollup.indexAdjusted, mean), "seed \(seed): the mean of ratios is another figure")
      }
    }
  }

  @Test("What one institution does not tell, its city does not tell either")
  func untold() {
    var tally = city(5).tally
    tally = Tally(
      groups: Dictionary(uniqueKeysWithValues: zip(tally.institutions, tally.peerGroups)),
      cells: tally.rows.map { (tally.institutions[$0.institution], tally.strata[$0.stratum], $0.sums) },
      totals: Dictionary(uniqueKeysWithValues: zip(tally.institutions, tally.totals)), pairs: [],
      parts: [.institutionRows, .capped, .squares])
    for rollup in Rollup.all(Scorecard(tally)) {
      #expect(rollup.visits == nil && rollup.costPerVisit == nil && rollup.drugShare == nil && rollup.fundShare == nil)
      #expect(rollup.costPerHead != nil && rollup.indexAdjusted != nil)
    }
    #expect(Rollup.all(Scorecard(Tally(groups: [:], cells: [], totals: [:], pairs: [], parts: []))).isEmpty)
  }
}
