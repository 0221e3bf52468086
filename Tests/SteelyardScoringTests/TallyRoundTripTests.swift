import Foundation
import SteelyardDomain
import SteelyardIntake
import SteelyardLedger
import SteelyardScoring
import SteelyardTestSupport
import Testing

@Suite("A tally through a file")
struct TallyRoundTripTests {
  static let seeds: [UInt64] = Array(1...20)

  /// Every figure of every institution, in order.
  private func print(_ scorecard: Scorecard) -> [[String: NaiveValue]] { scorecard.institutions.map(\.columns) }

  @Test("A tally written and read back is the same and gives the same scorecard to the last digit", arguments: seeds)
  func roundTrip(seed: UInt64) throws {
    let tally = TallyMaker.random(seed: seed).tally
    let pairs = table(TallyFile.encodePairs(tally), file: "tally-pairs.csv")
    let read = try TallyFile.decode(table(TallyFile.encode(tally)), pairs: pairs)
    #expect(read == tally, "seed \(seed)")
    #expect(!tally.pairs.isEmpty, "seed \(seed)")
    #expect(print(Scorecard(read)) == print(Scorecard(tally)), "seed \(seed)")
    #expect(TallyFile.encode(read) == TallyFile.encode(tally), "seed \(seed): equal tallies are equal bytes")
  }

  @Test("Names with separators, quotes and line ends survive the file")
  func quoting() throws {
    var maker = TallyMaker.random(seed: 3, institutions: 3, personsEach: 40)
    let odd = "P\"1\", east\nwing"
    maker.groups[odd] = "clinic, small"
    maker.stays.append(.init(institution: odd, fen: ["M,1": 500, "M\"2\"": 700]))
    let tally = maker.tally
    let (whole, pairs) = try withFolder { folder in
      func read(_ bytes: [UInt8], _ kind: String, _ columns: [String]) throws -> TextTable {
        let file = folder.appending(path: "\(kind).csv")
        try Data(bytes).write(to: file)
        return try TextTableReader.read(file.path(percentEncoded: false), as: kind, columns: columns).table
      }
      return (
        try read(TallyFile.encode(tally), "tally", TallyFile.columns),
        try read(TallyFile.encodePairs(tally), "tally-pairs", TallyFile.pairColumns)
      )
    }
    #expect(try TallyFile.decode(whole, pairs: pairs) == tally)
  }

  @Test("The order of a tally's rows changes nothing", arguments: seeds.prefix(8))
  func order(seed: UInt64) throws {
    var source = Seeded(seed)
    let tally = TallyMaker.random(seed: seed).tally
    func shuffled(_ bytes: [UInt8]) -> TextTable {
      let whole = table(bytes)
      let rows = whole.rows.shuffled(using: &source)
      return TextTable(file: whole.file, columns: whole.columns, rows: rows, lines: whole.lines)
    }
    let read = try TallyFile.decode(
      shuffled(TallyFile.encode(tally)), pairs: shuffled(TallyFile.encodePairs(tally)))
    #expect(read == tally, "seed \(seed)")
    #expect(print(Scorecard(read)) == print(Scorecard(tally)), "seed \(seed)")
  }

  @Test("The tallies of some persons and of the others add up to the tally of all", arguments: seeds)
  func merging(seed: UInt64) {
    let maker = TallyMaker.random(seed: seed)
    var source = Seeded(seed)
    var parts: [[TallyMaker.Stay]] = [[], [], []]
    for stay in maker.stays { parts[source.below(3)].append(stay) }
    let merged = Tally.merged(parts.map { maker.tally(of: $0) })
    #expect(merged == maker.tally, "seed \(seed)")
  }

  /// The tally of a seed without some columns.
  private func decode(without columns: Set<String>, rows: (String) -> Bool = { _ in true }) throws -> Tally {
    let whole = table(TallyFile.encode(TallyMaker.random(seed: 9).tally))
    let kept = whole.columns.indices.filter { !columns.contains(whole.columns[$0]) }
    let cells = whole.rows.filter { rows($0[0]) }.map { row in kept.map { row[$0] } }
    return try TallyFile.decode(
      TextTable(
        file: whole.file, columns: kept.map { whole.columns[$0] }, rows: cells, lines: Array(2..<(cells.count + 2))),
      pairs: nil)
  }

  @Test(
    "A tally without an optional column leaves the results that need it empty, and says why",
    arguments: [
      ("visits", ["visits", "cost_per_visit", "visits_per_head"], Absence.Reason.noVisits),
      ("drug_fen", ["drug_share"], .noDrugColumn), ("fund_fen", ["fund_share"], .noFundColumn),
    ])
  func absentColumn(column: String, empty: [String], reason: Absence.Reason) throws {
    let scorecard = Scorecard(try decode(without: [column]))
    for name in empty {
      #expect(scorecard.absences.contains(Absence(column: name, reason: reason)))
      #expect(scorecard.institutions.allSatisfy { $0.columns[name] == .absent }, "\(name)")
    }
    #expect(scorecard.institutions.allSatisfy { $0.z != nil })
  }

  @Test("Without squares z is the robust z of the log index among the peers, and what needs s stays empty")
  func withoutSquares() throws {
    let scorecard = Scorecard(try decode(without: ["capped_sq_fen2"]))
    let method = try #require(scorecard.methods.first { $0.role == "over-dispersion" })
    #expect(method.id == "z.robust.mad")
    let needed = ["index_shrunk", "index_low", "index_eb05", "reliability", "p", "q", "rank_low", "p_top", "band"]
    for column in needed { #expect(scorecard.absences.contains(Absence(column: column, reason: .noSquares))) }
    #expect(scorecard.fits.isEmpty)
    for (_, peers) in Dictionary(grouping: scorecard.institutions, by: \.peerGroup) {
      let y = peers.map { log($0.indexAdjusted ?? 0) }
      func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
      }
      let centre = median(y)
      let scale = 1.4826 * median(y.map { abs($0 - centre) })
      for (score, value) in zip(peers, y) {
        let z = try #require(score.z)
        #expect(abs(z - (value - centre) / scale) < 1e-9, "the same formula in another order")
        let interval = ["excess_low", "excess_high"]
        #expect(score.excessLow == nil && score.excessHigh == nil)
        for absence in scorecard.absences where absence.reason == .noSquares && !interval.contains(absence.column) {
          let column = absence.column == "standard_error" ? "s" : absence.column
          #expect(score.columns[column] == .absent, "\(column)")
        }
        #expect(score.band == nil && score.gates.isEmpty, "what needs s is not judged")
      }
    }
  }

  @Test("Without capped cost nothing is truncated, squares are not believed, and the result says so")
  func withoutCapped() throws {
    let scorecard = Scorecard(try decode(without: ["capped_fen"]))
    #expect(scorecard.absences.contains(Absence(column: "truncated_cost", reason: .noCappedCost)))
    #expect(scorecard.absences.contains { $0.reason == .noSquares })
    #expect(scorecard.institutions.allSatisfy { $0.truncatedFen == 0 })
    #expect(scorecard.methods.contains { $0.id == "cap.none" })
  }

  @Test("Without peer groups all are one group; without whole rows heads are sums over strata, and the result says so")
  func withoutGroupsAndTotals() throws {
    let one = Scorecard(try decode(without: ["peer_group"]))
    #expect(one.peerGroups.map(\.name) == ["all"])
    let strataOnly = Scorecard(try decode(without: [], rows: { $0 == "stratum" }))
    #expect(strataOnly.absences.contains(Absence(column: "heads", reason: .noInstitutionRows)))
    let whole = Scorecard(try decode(without: [])).byCode
    for score in strataOnly.institutions {
      let other = try #require(whole[score.institution.id])
      #expect(score.heads > other.heads && score.costFen == other.costFen, "two diseases are two heads")
    }
  }
}
