import Foundation
import SteelyardDomain
import SteelyardScoring
import SteelyardTestSupport
import Testing

@testable import SteelyardReports

@Suite("Tables that are exported") struct ExportTableTests {
  @Test("The interview list has the columns that bureaus keep, filled from the run or left to be filled in")
  func interviewList() throws {
    let document = exportDocument(previous: (period: "2025-Q2", ranks: ["P33010600001": "4"]))
    let table = try #require(document.table(.interview))
    #expect(
      table.columns.map(\.title.zh) == [
        "序号", "机构编码", "机构名称", "机构类型", "等级", "区划", "同类组", "病种（费用前三）", "考核期", "就诊人头", "人次", "次均费用",
        "人均费用", "同组人均费用中位数", "人均费用指数", "指数95%区间（收缩）", "调整后指数", "名次/总数", "名次区间", "上期名次",
        "超出同组金额（收缩）", "基金支付", "离群得分 z", "触发规则", "小样本标记", "建议", "承办人", "状态", "约谈时间", "约谈结论",
        "整改期限", "复查结果", "运行编号",
      ])
    #expect(document.column("diseases", of: .interview) == ["M03900 M01600"])
    #expect(document.column("fund_payment", of: .interview) == ["180000.06"])
    #expect(document.column("index_interval", of: .interview) == ["1.100–1.420"])
    #expect(document.column("rank_of", of: .interview) == ["1/4"])
    #expect(document.column("previous_rank", of: .interview) == ["4"])
    #expect(document.column("run", of: .interview) == ["0123456789abcdef"])
    for name in ListExport.emptyColumns { #expect(document.column(name, of: .interview) == [""]) }
    let notes = document.column("item", of: .methods).joined()
    for name in ["承办人", "约谈时间", "约谈结论", "整改期限", "上期名次"] { #expect(notes.contains(name)) }
    #expect(document.column("content", of: .methods).contains { $0.contains("2025-Q2") })
  }

  @Test(
    "The watch list has who misses one gate, to be reminded, then who is watched, and nobody of whom nothing can be said"
  )
  func watchList() {
    let document = exportDocument()
    #expect(document.column("institution_id", of: .watch) == ["P33010600081", "330106000882"])
    #expect(document.column("advice", of: .watch) == ["remind", "watch"])
    #expect(document.column("small_sample", of: .watch) == ["false", "false"])
    #expect(document.column("advice", of: .interview) == ["interview"])
  }

  @Test("The median of the peers is exact to the fen, of an even number the mean of the middle two")
  func medians() {
    func row(_ id: String, _ fen: Int64) -> RankingRow {
      var score = InstitutionScore(
        institution: Institution(id: id), peerGroup: "pharmacy", heads: 1, visits: 1, costFen: fen, truncatedFen: 0,
        drugFen: nil, fundFen: nil)
      score.rank = 1
      return RankingTable.rows([score])[0]
    }
    #expect(ListExport.medians([row("a", 10_001), row("b", 10_004)]) == ["pharmacy": "100.03"])
    #expect(ListExport.medians([row("a", 10_001), row("b", 10_004), row("c", 1)]) == ["pharmacy": "100.01"])
  }

  @Test("Money in 万元 has every digit of the yuan it was made from")
  func units() {
    let amounts = ["244220.31", "0.00", "-12.30", "10000.00", "9.05", "", "123456789012.34"]
    #expect(
      amounts.map(ExportUnit.wan.shown) == [
        "24.422031", "0.000000", "-0.001230", "1.000000", "0.000905", "", "12345678.901234",
      ])
    #expect(amounts.map(ExportUnit.yuan.shown) == amounts)
  }

  @Test("The bureau's export shows no persons and the main columns; the public's shows no institution and no file")
  func profiles() {
    let bureau = exportDocument(profile: .bureau)
    #expect(bureau.tables.map(\.name) == [.summary, .ranking, .interview, .watch, .rollups, .methods, .quality])
    #expect(bureau.table(.ranking)?.columns.count == RankingExport.core.count)
    let auditor = exportDocument()
    #expect(
      auditor.tables.map(\.name) == [.summary, .ranking, .interview, .watch, .rollups, .persons, .methods, .quality])
    #expect(auditor.table(.ranking)?.columns.count == RankingTable.columns.count)
    let open = exportDocument(profile: .everyone)
    #expect(open.tables.map(\.name) == [.publication, .methods])
    let texts = open.tables.flatMap { table in (0..<table.count).flatMap(table.row) }
    #expect(!texts.contains { $0.contains("P3301") || $0.contains("康宁") || $0.contains("claims.csv") })
    // How many institutions a fit had is a count, and it is not rounded.
    #expect(texts.contains("c = 1.281552") && !texts.contains { $0.contains("n = 3") })
  }

  @Test(
    "Every export says which run, model, period and methods it comes from, and what being listed means",
    arguments: ExportProfile.allCases)
  func carried(profile: ExportProfile) throws {
    let document = exportDocument(profile: profile, run: runStatement { $0.watermark = "第 2 份" })
    let table = try #require(document.mainTables.first)
    let forms = [
      try XlsxParts(document.workbook()).texts.values.joined(),
      text(document.csv(table, isPlain: false, encoding: .utf8)), text(document.json()),
    ]
    for form in forms {
      for part in [
        String(repeating: "0123456789abcdef", count: 4), "outpatient/per-capita-cost", "od.log.huber", "c = 1.281552",
        "feedface", Wording.fixedSentence.zh, "第 2 份",
      ] { #expect(form.contains(part), "\(part)") }
      #expect(form.contains("2025-Q3") || form.contains("2025年第3季度"))
    }
  }

  @Test("Every title, word and note of an export is there in both languages")
  func words() {
    for profile in ExportProfile.allCases {
      let document = exportDocument(profile: profile, language: .en)
      for table in document.tables {
        for column in table.columns {
          #expect(
            !column.title.zh.isEmpty && !column.title.en.isEmpty && column.title.en != column.title.zh
              || column.name == "tau_squared" || column.name == "phi")
        }
        #expect(Wording.Export.sheet(table.name).zh != Wording.Export.sheet(table.name).en)
      }
      let methods = document.table(.methods)
      let texts = (0..<(methods?.count ?? 0)).flatMap { methods?.row($0) ?? [] }
      #expect(!texts.contains { $0.contains(#/\p{Han}/#) })
    }
  }
}

@Suite("The public's table") struct PublicTableTests {
  @Test("Totals are sums of what is published, and quartiles stand beside large groups alone")
  func totals() {
    let scores = (0..<60).map { number -> InstitutionScore in
      var score = fullScore(id: "P\(number)", band: number < 40 ? .ordinary : .watch)
      score.indexAdjusted = 0.8 + Double(number) / 100
      return score
    }
    let document = exportDocument(RankingTable.rows(scores), profile: .everyone)
    #expect(
      document.column("category", of: .publication) == [
        "interview", "cannot-tell", "watch", "ordinary", "all", "pharmacy", "all",
      ])
    #expect(document.column("count", of: .publication) == ["", "", "20", "40", "60", "60", "60"])
    #expect(
      document.column("withheld", of: .publication) == ["true", "true", "false", "false", "true", "false", "false"])
    #expect(document.column("index_median", of: .publication) == ["", "", "", "", "", "1.10", "1.10"])
  }

  @Test("Quartiles of a group are told where twenty-five of it have an index, and a model without groups has one total")
  func fewIndices() {
    func document(judged: Int) -> ExportDocument {
      let scores = (0..<60).map { number -> InstitutionScore in
        var score = fullScore(id: "P\(number)", band: .ordinary)
        score.indexAdjusted = number < judged ? 0.8 + Double(number) / 100 : nil
        return score
      }
      return exportDocument(RankingTable.rows(scores), profile: .everyone)
    }
    #expect(document(judged: 24).column("index_median", of: .publication).allSatisfy { $0.isEmpty })
    #expect(document(judged: 25).column("index_median", of: .publication).suffix(2) == ["0.92", "0.92"])
    let scores = (0..<60).map { number -> InstitutionScore in
      InstitutionScore(
        institution: Institution(id: "P\(number)"), peerGroup: PublicExport.total, heads: 1, visits: 1, costFen: 1,
        truncatedFen: 0, drugFen: nil, fundFen: nil)
    }
    let ungrouped = exportDocument(RankingTable.rows(scores), profile: .everyone)
    let keys = zip(
      ungrouped.column("dimension", of: .publication), ungrouped.column("category", of: .publication)
    ).map { $0 + "," + $1 }
    #expect(keys.filter { $0 == "peer_group,all" }.count == 1 && Set(keys).count == keys.count)
  }

  @Test("Where the public's counts could be told by subtraction there is no total")
  func noTotal() {
    let document = exportDocument(profile: .everyone)
    #expect(document.column("count", of: .publication).allSatisfy { $0.isEmpty })
  }
}
