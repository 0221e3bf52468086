import SteelyardDomain
import Testing

@testable import SteelyardLedger

@Suite("A tally that cannot be read")
struct TallyFileTests {
  /// A table of lines as a test writes it.
  static func table(_ text: String, file: String = "tally.csv") -> TextTable {
    let cells = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return TextTable(
      file: file, columns: cells[0], rows: Array(cells.dropFirst()), lines: Array(2..<(cells.count + 1)))
  }

  static let header = "row_type,institution_id,peer_group,disease,heads,visits,cost_fen,capped_fen,capped_sq_fen2\n"
  static let good = """
    stratum,A,x,M1,2,3,100,100,5200
    stratum,A,x,M2,1,1,50,50,2500
    institution,A,x,,2,3,150,150,7700
    """
  static let pairHeader = "institution_id,disease,other_disease,heads,capped_fen,other_capped_fen,product_fen2\n"

  /// What is refused, as `line code column`.
  static func refusals(_ text: String, pairs: String? = nil) -> [String] {
    do {
      _ = try TallyFile.decode(table(text), pairs: pairs.map { table($0, file: "pairs.csv") })
      return []
    } catch {
      return error.diagnostics.map { "\($0.location.line) \($0.code) \($0.location.field ?? "")" }
    }
  }

  @Test("The good table is read, with the sums that stand in it")
  func good() throws {
    let pairs = Self.table(Self.pairHeader + "A,M1,M2,1,60,50,3000", file: "pairs.csv")
    let tally = try TallyFile.decode(Self.table(Self.header + Self.good), pairs: pairs)
    #expect(tally.institutions == ["A"] && tally.peerGroups == ["x"] && tally.strata.map(\.disease) == ["M1", "M2"])
    #expect(tally.totals.map(\.costFen) == [150] && tally.totals.map(\.heads) == [2])
    #expect(tally.rows.map(\.sums.cappedSquares) == [5200, 2500])
    #expect(tally.pairs.map(\.sums.products) == [3000])
    #expect(tally.parts == [.visits, .capped, .squares, .pairs, .institutionRows])
  }

  @Test(
    "A fault is refused at its line and column",
    arguments: [
      ("stratum,A,x,M1,,3,100,100,5200", ["2 requiredValueEmpty heads"]),
      ("stratum,A,x,M1,2.5,3,100,100,5200", ["2 integerUnreadable heads"]),
      ("stratum,A,x,M1,-2,3,100,100,5200", ["2 integerUnreadable heads"]),
      ("stratum,A,x,M1,2,3,1e3,100,5200", ["2 integerUnreadable cost_fen"]),
      ("stratum,A,x,M1,2,3,,100,5200", ["2 requiredValueEmpty cost_fen"]),
      ("stratum,A,x,M1,2,3,100,,5200", ["2 requiredValueEmpty capped_fen"]),
      ("stratum,A,x,M1,2,3,100,100,", ["2 requiredValueEmpty capped_sq_fen2"]),
      ("stratum,A,x,M1,2,3,100,100,-1", ["2 integerUnreadable capped_sq_fen2"]),
      ("stratum,A,y,M1,2,3,100,100,5200", ["3 dimensionConflict peer_group"]),
      ("stratum,,x,M1,2,3,100,100,5200", ["2 requiredValueEmpty institution_id"]),
      ("row,A,x,M1,2,3,100,100,5200", ["2 sumsInconsistent row_type"]),
      ("stratum,A,x,M1,2,3,99,100,5200", ["2 sumsInconsistent cost_fen"]),
      ("stratum,A,x,M1,2,3,99999999999999999999,1,1", ["2 integerUnreadable cost_fen"]),
      ("stratum,A,x,M1,2,3,9000000000000000000,1,1", ["2 amountTooLarge cost_fen"]),
      ("stratum,A,x,M1,-,3,x,100,5200", ["2 integerUnreadable heads", "2 integerUnreadable cost_fen"]),
    ])
  func faults(line: String, expected: [String]) {
    let rest = Self.good.split(separator: "\n").dropFirst().joined(separator: "\n")
    let found = Self.refusals(Self.header + line + "\n" + rest)
    #expect(expected.allSatisfy(found.contains), "\(found)")
    // What does not add up after a fault may be told as well, and nothing else.
    #expect(found.allSatisfy { expected.contains($0) || $0.hasSuffix("sumsInconsistent cost_fen") }, "\(found)")
  }

  @Test("A column that must be there is named, each of them")
  func columns() {
    #expect(
      Self.refusals("row_type,disease,heads\nstratum,M1,2")
        == ["1 requiredColumnMissing cost_fen", "1 requiredColumnMissing institution_id"])
    #expect(
      Self.refusals(Self.header + Self.good, pairs: "institution_id,disease,heads\nA,M1,2").count == 4)
  }

  @Test("An institution has one whole row, and whole rows for all or for none")
  func wholes() {
    let twice = Self.header + Self.good + "\ninstitution,A,x,,2,3,150,150,7700"
    #expect(Self.refusals(twice) == ["5 dimensionConflict institution_id"])
    let other = Self.header + Self.good + "\nstratum,B,x,M1,2,3,100,100,5200"
    #expect(Self.refusals(other) == ["5 sumsInconsistent cost_fen"])
    let empty = Self.header + Self.good + "\ninstitution,B,x,,2,3,100,100,5200"
    #expect(Self.refusals(empty) == ["5 sumsInconsistent cost_fen"])
    let capped = Self.header + Self.good.replacing("150,150,7700", with: "150,149,7700")
    #expect(Self.refusals(capped) == ["2 sumsInconsistent capped_fen"])
  }

  @Test(
    "Persons and visits of a whole lie between those of its largest disease and of all its strata",
    arguments: [
      // Two heads of M1 and one of M2, visits 3 and 1: two or three persons, three or four visits.
      ("2,3", []), ("3,4", []), ("1,3", ["2 sumsInconsistent heads"]), ("4,4", ["2 sumsInconsistent heads"]),
      ("2,2", ["2 sumsInconsistent visits"]), ("2,5", ["2 sumsInconsistent visits"]),
    ])
  func counts(whole: String, expected: [String]) {
    let table = Self.header + Self.good.replacing("institution,A,x,,2,3,", with: "institution,A,x,,\(whole),")
    #expect(Self.refusals(table) == expected)
  }

  @Test("The strata of one disease are added up before its whole is held against them")
  func strataOfADisease() {
    let header = Self.header.replacing("disease,", with: "disease,sex,")
    let rows = "stratum,A,x,M1,1,2,2,1,1,1\nstratum,A,x,M1,2,2,2,1,1,1\ninstitution,A,x,,,"
    #expect(Self.refusals(header + rows + "4,4,2,2,2") == [])
    #expect(Self.refusals(header + rows + "3,4,2,2,2") == ["2 sumsInconsistent heads"])
    #expect(Self.refusals(header + rows + "4,3,2,2,2") == ["2 sumsInconsistent visits"])
  }

  @Test("The head rule may leave persons out, and never adds any")
  func headRule() {
    let header = Self.header.replacing("\n", with: ",distinct_heads\n")
    func table(_ heads: Int, _ distinct: Int) -> String {
      header
        + Self.good.replacing("5200", with: "5200,").replacing("2500", with: "2500,")
        .replacing("institution,A,x,,2,3,150,150,7700", with: "institution,A,x,,\(heads),3,150,150,7700,\(distinct)")
    }
    #expect(Self.refusals(table(0, 2)) == [] && Self.refusals(table(3, 3)) == [])
    #expect(Self.refusals(table(3, 2)) == ["2 sumsInconsistent heads"])
    #expect(Self.refusals(table(1, 1)) == ["2 sumsInconsistent distinct_heads"])
  }

  @Test("Visits of whole institutions alone are enough")
  func visitsOfWholes() {
    let table = Self.header + Self.good.replacing(",2,3,100", with: ",2,,100").replacing(",1,1,50", with: ",1,,50")
    #expect(Self.refusals(table) == [])
  }

  @Test("Heads beyond the distinct persons are counted where pair rows are missing, and only there")
  func headsWithoutPairs() throws {
    let pairs = Self.table(Self.pairHeader + "A,M1,M2,1,60,50,3000", file: "pairs.csv")
    func surplus(_ text: String, pairs: TextTable? = nil) throws -> Int64? {
      try TallyFile.decode(Self.table(text), pairs: pairs).headsWithoutPairs
    }
    #expect(try surplus(Self.header + Self.good) == 1)
    #expect(try surplus(Self.header + Self.good, pairs: pairs) == nil)
    #expect(try surplus(Self.header + Self.good.replacing(",,2,3,", with: ",,3,4,")) == nil)
    // Without whole rows heads are sums, and without squares chance is not judged.
    #expect(try surplus(Self.header + Self.good.split(separator: "\n").prefix(2).joined(separator: "\n")) == nil)
    let columns = ["capped_sq_fen2", "5200", "2500", "7700"]
    #expect(try surplus(columns.reduce(Self.header + Self.good) { $0.replacing(",\($1)", with: "") }) == nil)
  }

  @Test("Strata of a hundred age bands are told apart")
  func manyBands() {
    for band in [0, 63, 64, 100, 200] {
      let code = StratumCode(disease: 7, ageBand: band, sex: 2, scheme: 5, isAttached: true)
      #expect(code.ageBand == band && code.disease == 7 && code.sex == 2 && code.scheme == 5 && code.isAttached)
    }
  }

  @Test("Amounts that each can be held but not together are refused, not wrapped")
  func overflow() {
    let large = "4000000000000000000"
    let rows = ["A", "B", "C"].map { "stratum,\($0),x,M1,1,1,\(large),1,1" }.joined(separator: "\n")
    #expect(Self.refusals(Self.header + rows) == ["3 amountTooLarge cost_fen", "4 amountTooLarge cost_fen"])
  }

  @Test(
    "A pair row that belongs to no row of the tally, or cannot be read, is refused at its line",
    arguments: [
      ("B,M1,M2,1,60,50,3000", ["2 sumsInconsistent institution_id"]),
      ("A,M1,M3,1,60,50,3000", ["2 sumsInconsistent institution_id"]),
      ("A,M2,M1,1,50,60,3000", ["2 sumsInconsistent institution_id"]),
      ("A,M1,M1,1,50,60,3000", ["2 sumsInconsistent institution_id"]),
      ("A,M1,M2,,60,50,3000", ["2 requiredValueEmpty heads"]),
      ("A,M1,M2,1,60,x,3000", ["2 integerUnreadable other_capped_fen"]),
      ("A,M1,M2,1,60,50,3000.5", ["2 integerUnreadable product_fen2"]),
    ])
  func pairs(line: String, expected: [String]) {
    #expect(Self.refusals(Self.header + Self.good, pairs: Self.pairHeader + line) == expected)
  }
}
