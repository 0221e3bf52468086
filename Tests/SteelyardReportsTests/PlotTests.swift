import SteelyardDomain
import SteelyardScoring
import SteelyardStatistics
import Testing

@testable import SteelyardReports

@Suite("Axes, months and figures of a report") struct PlotTests {
  @Test("An axis puts its ends at its ends, equal factors apart where it is logarithmic")
  func axis() {
    let logarithmic = PlotScale(.logarithmic, 0.5...2, from: 100, to: 0)
    #expect(logarithmic.place(0.5) == 100 && logarithmic.place(2) == 0)
    #expect(abs(logarithmic.place(1) - 50) < 1e-9)
    #expect(logarithmic.clamped(9) == 0)
    #expect(PlotScale(.linear, 3...3, from: 0, to: 10).place(3) == 5)
    let ticks = PlotScale(.linear, 0...100, from: 0, to: 500).roundTicks(spacing: 60)
    #expect(ticks.map(\.label) == ["0", "20", "40", "60", "80", "100"])
    #expect(logarithmic.indexTicks(spacing: 20).map(\.value).contains(1))
  }

  @Test("Periods and months are said as their readers write them")
  func dates() {
    let cases = [
      ("2025-Q3", "2025年第3季度", "Q3 2025"), ("2025-07..2025-09", "2025年第3季度", "Q3 2025"),
      ("2025", "2025年", "2025"), ("2025-07", "2025年7月", "July 2025"),
      ("2025-01..2025-06", "2025年1月至6月", "January to June 2025"),
      ("2024-11..2025-02", "2024年11月至2025年2月", "November 2024 to February 2025"), ("all", "全部月份", "all months"),
      ("else", "else", "else"),
    ]
    for (period, zh, en) in cases { #expect(Wording.periodName(period) == LocalizedText(zh: zh, en: en), "\(period)") }
  }

  @Test("The limits of a month are those of the peers' fit at the month's own standard error")
  func monthLimits() throws {
    let fit = DispersionFit.huber(
      "pharmacy", units: 9, centre: 0.02, tauSquared: 0.01, .converged, mean: 0, meanVariance: 0)
    let figures = fullDossier(fullScore()).months
    let plot = TrendPlot(figures.reversed(), fit: fit, levels: (("95", 1.96), ("99.8", 3.09)), language: .en)
    #expect(plot.points.map(\.month) == figures.map(\.month))
    let limits = try #require(plot.points[0].inner)
    #expect(limits.upperBound == fit.limit(standardError: 0.1, z: 1.96))
    #expect(limits.lowerBound == fit.limit(standardError: 0.1, z: -1.96))
    #expect(TrendPlot([], fit: fit, levels: (("95", 1.96), ("99.8", 3.09)), language: .en).svg.isEmpty)
  }

  @Test("Every institution of the bands is counted, and small groups are drawn together")
  func bands() {
    let scores = (0..<40).map { number -> InstitutionScore in
      var score = fullScore(id: "P\(number)", band: number % 2 == 0 ? .watch : .ordinary)
      score.peerGroup = "group \(min(number, 19))"
      return score
    }
    let chart = BandChart(scorecard(scores), language: .en)
    #expect(chart.groups.count == BandChart.groupsMaximum)
    #expect(chart.groups.reduce(0) { $0 + $1.total } == 40)
    #expect(chart.groups[0] == .init(name: "group 19", counts: [.watch: 10, .ordinary: 11]))
    #expect(chart.groups.last?.name == "5 other groups")
  }

  @Test("The histogram of the peers counts each of them once, those beyond its ends too")
  func histogram() {
    let peers = PlacePlot.Peers([0.01, 0.8, 1, 1.2, 50])
    #expect(peers.total == 5 && peers.counts.reduce(0, +) == 5)
    #expect(PlacePlot.Peers([]).counts.allSatisfy { $0 == 0 })
  }

  @Test("Many peers are drawn as squares, every one of them in some square")
  func squares() {
    let many = FunnelFigure(data: FunnelData(scorecard(institutions(900))), language: .en)
    #expect(many.isBinned && !FunnelFigure(data: FunnelData(scorecard(institutions(9))), language: .en).isBinned)
    // 900 marks alone would take some 200 kB; the page about them should stay below 60 kB packed.
    #expect(many.of("P33010600003").utf8.count < 60_000)
  }

  @Test("The strata of a dossier add up, whatever is left out of the table")
  func strata() {
    let dossier = fullDossier(fullScore())
    for count in 0...4 {
      let strata = dossier.strata(count)
      let rows = strata.largest + (strata.others.map { [$0] } ?? [])
      #expect(rows.reduce(0) { $0 + $1.costFen } == 12_450_600 && strata.total.costFen == 12_450_600)
      #expect(rows.reduce(0) { $0 + $1.heads } == strata.total.heads)
      #expect(strata.largest.count + strata.othersCount == 3)
    }
  }

  @Test("A file is looked up by its key as it was written, and a damaged one is none")
  func rowTable() throws {
    var writer = CsvWriter()
    writer.header(["institution_id", "name"])
    for (code, name) in [("=1+1", "a,\"b\""), ("P2", ""), ("=1+1", "c\nd")] {
      writer.text(code)
      writer.text(name)
      writer.endRow()
    }
    let table = try #require(ResultRowTable(writer.bytes))
    #expect(table.rows("=1+1").map { $0["name"] } == ["a,\"b\"", "c\nd"])
    #expect(table.rows("P2") == [["institution_id": "P2", "name": ""]] && table.rows("P3").isEmpty)
    #expect(Set(table.keys) == ["=1+1", "P2"])
    #expect(ResultRowTable(writer.bytes, wanted: ["P2"])?.rows("=1+1") == [])
    #expect(ResultRowTable(writer.bytes, key: "person") == nil)
    #expect(ResultRowTable(Array("institution_id,name\nP1\n".utf8)) == nil)
    #expect(ResultRowTable([]) == nil)
  }

  @Test("The account of the input is read back as it was written")
  func quality() throws {
    var report = QualityReport()
    report.institutions = 3
    report.persons = 8
    report.reconciliation.read = Flow(rows: 5, fen: -(1 << 90), absoluteFen: 1 << 91)
    report.reconciliation.rejected[.dateUnreadable] = Flow(rows: 2, fen: 7, absoluteFen: 9)
    report.reconciliation.excluded[.outsidePeriod] = Flow(rows: 1, fen: 1, absoluteFen: 1)
    report.notes = [.init(code: .valueRepaired, subject: "x", count: 4)]
    let back = try #require(QualityJSON.decode(QualityJSON.encode(report, absences: [])))
    #expect(back.reconciliation == report.reconciliation && back.notes == report.notes)
    #expect(back.institutions == 3 && back.persons == 8)
    #expect(QualityJSON.decode(Array("{}".utf8)) == nil)
  }
}
