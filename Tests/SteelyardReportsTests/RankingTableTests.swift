import Foundation
import SteelyardDomain
import SteelyardReports
import SteelyardScoring
import Testing

private let headerOfTheFormat =
  "rank,institution_id,name,kind,level,district,heads,visits,cost,cost_per_head,cost_per_visit,visits_per_head,"
  + "index_plain,index_adjusted,index_shrunk,index_low,index_high,index_eb05,reliability,z,p,q,expected,excess,"
  + "excess_shrunk,truncated_cost,rank_low,rank_high,p_top,band,gate,periods_signalled,peer_group,outcome,"
  + "index_adjusted_untruncated,expected_untruncated,excess_low,excess_high,index_adjusted_unattached,index_drg,expected_rank,p_above_one,p_above_watched,standard_error,drug_share,fund_share,"
  + "screen,screen_signal,fit,eligible,method,tau_squared,phi,trim_share"

@Suite struct RankingTableTests {
  @Test("The CSV has the columns of the format, each with its own figure")
  func csvIsGolden() {
    let rows = lines(RankingTable.csv([fullScore()]))
    #expect(rows[0] == headerOfTheFormat)
    #expect(
      rows[1] == "1,P33010600001,康宁大药房,pharmacy,unknown,330106,120,480,360000.12,3000.00,750.00,4.000000,"
        + "1.500000,1.400000,1.250000,1.100000,1.420000,1.120000,0.610000,3.250000,0.000577,0.012000,250000.05,106478.92,"
        + "63380.30,10000.06,1,17,0.875000,interview,pass,1,pharmacy,scored,1.420000,253521.20,25352.12,106478.90,,1.450000,4.750000,0.999700,0.990000,"
        + "0.080000,0.750000,0.500000,2.500000,price,pharmacy,true,"
        + "od.mult.cqc,0.000000,1.300000,0.100000")
  }

  @Test("Figures that cannot be had are empty cells and JSON nulls")
  func missingIsEmpty() throws {
    let csv = lines(RankingTable.csv([bareScore()]))
    #expect(
      csv[1] == ",X9,,unknown,unknown,unknown,0,,-5.00,,,,,,,,,,,,,,,,,0.00,,,,cannot-tell,"
        + "extreme+significant+material+reliable+heads+persistent,,unknown,noReference,,,,,,,,,,,,,,,,false,,,,")
    let read = try JSONSerialization.jsonObject(with: Data(RankingTable.json([bareScore()]))) as? [[String: Any]]
    #expect(read?.first?["rank"] is NSNull)
    #expect(read?.first?["z"] is NSNull)
    #expect(read?.first?["name"] as? String == "")
    #expect(read?.first?["eligible"] as? Bool == false)
    #expect(read?.first?["cost"] as? Double == -5)
  }

  @Test("JSON has the names of the CSV in its order and the digits of its numbers")
  func jsonMirrorsCsv() {
    let json = lines(RankingTable.json([fullScore()])).map { $0.drop { $0 == " " } }
    let names = json.compactMap { $0.hasPrefix("\"") ? $0.dropFirst().prefix { $0 != "\"" } : nil }
    #expect(names.joined(separator: ",") == headerOfTheFormat)
    #expect(json.contains("\"cost\": 360000.12,"))
    #expect(json.contains("\"q\": 0.012000,"))
  }

  @Test("A table read back from its own CSV is the same table", arguments: hostileTexts)
  func readsBack(name: String) throws {
    let scores = [fullScore(id: name + "1", name: name), bareScore()]
    let rows = try RankingTable.parse(csv: RankingTable.csv(scores))
    #expect(rows == RankingTable.rows(scores))
    #expect(Array(rows[0]["name"].utf8) == Array(name.utf8))
    #expect(RankingTable.csv(rows: rows) == RankingTable.csv(scores))
    #expect(RankingTable.json(rows: rows) == RankingTable.json(scores))
  }

  @Test("A row tells its numbers and its band")
  func rowTellsValues() {
    let row = RankingTable.rows([fullScore(), bareScore()])
    #expect(row[0].number("index_plain") == 1.5)
    #expect(row[0].band == .interview)
    #expect(row[1].number("index_plain") == nil)
    #expect(row[1].band == .cannotTell)
  }

  @Test("The interview list holds the band interview, the near list those with one failed gate and enough data")
  func listsHoldTheirRows() {
    let scores = [
      fullScore(id: "A"), fullScore(id: "B", band: .watch, failing: [.material]),
      fullScore(id: "C", band: .cannotTell, failing: [.heads]),
      fullScore(id: "D", band: .ordinary, failing: [.extreme, .material]),
    ]
    func ids(_ list: RankingTable.List) -> [String] {
      RankingTable.rows(RankingTable.rows(scores), of: list).map { $0["institution_id"] }
    }
    #expect(ids(.ranking) == ["A", "B", "C", "D"])
    #expect(ids(.interview) == ["A"])
    #expect(ids(.near) == ["B"])
    #expect(RankingTable.rows(scores).map(\.nearGate) == scores.map(\.nearGate))
    let near = lines(RankingTable.csv(scores, list: .near))
    #expect(near[0] == "near_gate," + headerOfTheFormat)
    #expect(near[1].hasPrefix("material,1,B,"))
    #expect(near.count == 2)
    #expect(text(RankingTable.json(scores, list: .near)).contains("\"near_gate\": \"material\""))
  }

  @Test("In a language the header has titles and the words are that language's")
  func csvSpeaks() {
    let scores = [fullScore(band: .watch, failing: [.material])]
    let zh = lines(RankingTable.csv(scores, list: .near, language: .zh))
    #expect(zh[0].hasPrefix("仅差一项,名次,机构编码,机构名称,机构类型,"))
    #expect(zh[1].hasPrefix("金额重大,1,P33010600001,康宁大药房,药店,不详,330106,"))
    #expect(zh[1].contains(",关注,金额重大,1,药店,已计算,"))
    let en = lines(RankingTable.csv(scores, language: .en))
    #expect(en[0].hasPrefix("rank,institution code,name,kind,"))
    #expect(en[1].contains(",watch,money material,1,pharmacy,scored,"))
  }

  @Test("What is no ranking is refused with the place")
  func refusesOtherTexts() {
    func failure(_ csv: String) -> RankingTable.ReadFailure? {
      do throws(RankingTable.ReadFailure) {
        _ = try RankingTable.parse(csv: Array(csv.utf8))
        return nil
      } catch { return error }
    }
    let good = lines(RankingTable.csv([fullScore()]))
    #expect(failure("") == .columnMissing("rank"))
    #expect(failure(headerOfTheFormat.replacing(",q,", with: ",Q,")) == .columnMissing("q"))
    #expect(failure(good[0] + "\n" + good[1] + ",extra\n") == .cellCountDiffers(record: 2))
    #expect(failure(good[0] + "\n\"1" + good[1]) == .notCsv)
    for wrong in ["1e5", "nan", "1.", ".5", "--1", "01", "1.2.3", "true"] {
      let row = good[1].replacing(",3.250000,", with: ",\(wrong),")
      #expect(failure(good[0] + "\n" + row) == .notANumber(record: 2, column: "z"), "\(wrong)")
    }
  }

  @Test("A byte order mark, CRLF, other columns and another order of columns do not matter to the reader")
  func readerIsTolerant() throws {
    let good = lines(RankingTable.csv([fullScore()]))
    let turned = good.map { line in
      var cells = line.split(separator: ",", omittingEmptySubsequences: false)
      cells.append(cells.removeFirst())
      return "note," + cells.joined(separator: ",")
    }
    let rows = try RankingTable.parse(csv: Array(("\u{FEFF}" + turned.joined(separator: "\r\n")).utf8))
    #expect(rows == RankingTable.rows([fullScore()]))
  }
}
