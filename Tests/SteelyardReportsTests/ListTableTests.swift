import SteelyardDomain
import SteelyardScoring
import Testing

@testable import SteelyardReports

@Suite("The tables beside the ranking")
struct ListTableTests {
  private func text(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test("A history is read back as it was written, both sides of it, and nothing else is taken for one")
  func history() throws {
    let history = SignalHistory(
      periods: ["2025-Q2", "2025-Q1"], signals: ["-A": [1], "B": [0, 1]], lowSignals: ["B": [0], "C": [1]])
    let csv = HistoryTable.csv(history)
    #expect(
      text(csv) == [
        "institution_id,period,side", "'-A,2025-Q1,above", "B,2025-Q2,above", "B,2025-Q1,above", "B,2025-Q2,below",
        "C,2025-Q1,below",
      ])
    #expect(HistoryTable.parse(csv, periods: history.periods) == history)
    let header = "institution_id,period,side\n"
    #expect(HistoryTable.parse(Array(header.utf8), periods: []) == SignalHistory(periods: [], signals: [:]))
    for wrong in [
      "institution_id,period\nA,x\n", header + "A,x,above\n", header + "A,2025-Q1,beside\n", header + "A\n", "\"",
    ] {
      #expect(HistoryTable.parse(Array(wrong.utf8), periods: history.periods) == nil, "\(wrong)")
    }
  }

  @Test("The city, a peer group and a district stand in rows of their own, persons only in the city's")
  func rollups() {
    var other = fullScore(id: "P33010700002", name: "乙")
    other.institution.district = "330107"
    let csv = text(RollupTable.csv(scorecard([fullScore(), other]), persons: 230))
    #expect(
      csv[0] == "level,name,institutions,eligible,interview,heads,persons,visits,cost,cost_per_head,cost_per_visit,"
        + "visits_per_head,drug_share,fund_share,index_plain,index_adjusted,index_adjusted_untruncated,excess")
    #expect(csv.dropFirst().map { $0.split(separator: ",")[0] } == ["all", "peer-group", "district", "district"])
    #expect(csv[1].hasPrefix("all,all,2,2,2,240,230,960,720000.24,3000.00,750.00,4.000000,0.750000,0.500000,"))
    #expect(csv[2].hasPrefix("peer-group,pharmacy,2,2,2,240,,960,720000.24,"))
    #expect(csv[3].hasPrefix("district,330106,1,1,1,120,,480,360000.12,3000.00,"))
    #expect(csv[4].hasPrefix("district,330107,1,"))
  }

  @Test("A drill shows strata, their leading patients by pseudonym, and the others together")
  func drill() {
    let labels = ["M1", "60-69", "male", "employee", "all"]
    let patients = (0..<13).map { number in
      Drill.Patient(person: Int32(number), heads: 1, visits: 2, costFen: Int64(10_000 - 100 * number))
    }
    let cost = patients.reduce(0) { $0 + $1.costFen }
    let part = Drill.Part(
      stratum: .init(labels: labels, heads: 13, costFen: cost, expected: 13 * 50), patients: patients.reversed())
    let empty = Drill.Part(
      stratum: .init(labels: ["M2"] + labels.dropFirst(), heads: 0, costFen: 0, expected: 0), patients: [])
    let rows = DrillTable.rows(
      [Drill(institution: "=A", parts: [part, empty])], names: ["=A": "甲"]
    ) { "p\($0)" }
    let csv = text(DrillTable.table.csv(rows))
    #expect(
      csv[0] == "institution_id,name,part,disease,age_band,sex,scheme,attached,person,heads,visits,cost,expected,excess"
    )
    #expect(csv[1] == "'=A,甲,stratum,M1,60-69,male,employee,all,,13,26,1222.00,650.00,572.00")
    #expect(csv[2] == "'=A,甲,patient,M1,60-69,male,employee,all,p0,1,2,100.00,50.00,50.00")
    #expect(csv[11] == "'=A,甲,patient,M1,60-69,male,employee,all,p9,1,2,91.00,50.00,41.00")
    #expect(csv[12] == "'=A,甲,others,M1,60-69,male,employee,all,,3,6,267.00,150.00,117.00")
    #expect(csv[13] == "'=A,甲,stratum,M2,60-69,male,employee,all,,0,0,0.00,0.00,0.00" && csv.count == 14)
    let chinese = text(DrillTable.table.csv(rows, language: .zh))
    #expect(chinese[0].contains("病种,年龄段,性别,险种") && chinese[1].contains("分层合计") && chinese[1].contains("男"))
  }

  @Test("Each figure of a year stands beside the other year's, in its own form")
  func years() throws {
    let now = PlainFigures(
      institution: Institution(id: "A", name: "甲"), peerGroup: "pharmacy",
      values: [.heads: 12, .cost: 1234.5, .costPerHead: 102.875, .drugShare: 0.5])
    let before = PlainFigures(
      institution: Institution(id: "A"), peerGroup: "pharmacy",
      values: [.heads: 10, .cost: 1000, .costPerHead: 100, .drugShare: 0.4])
    let csv = text(YearTable.table.csv(YearChange.between([before], [now])))
    let cells = Dictionary(
      zip(csv[0].split(separator: ","), csv[1].split(separator: ",", omittingEmptySubsequences: false))
    ) {
      first, _ in first
    }
    #expect(cells["institution_id"] == "A" && cells["name"] == "甲" && cells["status"] == "both")
    #expect(cells["heads"] == "12" && cells["heads_last_year"] == "10" && cells["heads_change"] == "0.200000")
    #expect(cells["cost"] == "1234.50" && cells["cost_last_year"] == "1000.00" && cells["cost_change"] == "0.234500")
    #expect(cells["drug_share"] == "0.500000" && cells["drug_share_change"] == "0.100000")
    #expect(cells["cost_per_head_change"] == "0.028750" && cells["visits"] == "" && cells["visits_change"] == "")
    #expect(csv[0].split(separator: ",").count == 4 + 3 * YearChange.Figure.allCases.count)
    #expect(text(YearTable.table.csv(YearChange.between([before], []), language: .zh))[1].contains("今年没有"))
  }

  @Test("The low list has the ranking's columns in their own order, and words in both languages")
  func lowList() {
    let names = LowListTable.table.columns.map(\.name)
    #expect(names.prefix(7) == ["institution_id", "name", "kind", "level", "district", "peer_group", "heads"])
    #expect(names.contains("index_eb95") && names.contains("q_low") && names.suffix(4).first == "method")
    #expect(Set(names).count == names.count && !names.contains("band") && !names.contains("excess"))
    for column in LowListTable.table.columns {
      #expect(!column.title.zh.isEmpty && !column.title.en.isEmpty)
    }
  }
}
