import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

@Suite("The same months of last year")
struct YearChangeTests {
  private func figures(_ id: String, _ values: [YearChange.Figure: Double], peers: String = "x") -> PlainFigures {
    PlainFigures(institution: Institution(id: id, name: "of \(peers)"), peerGroup: peers, values: values)
  }

  @Test("A share changes by the difference, every other figure by its growth")
  func changes() throws {
    let values: [YearChange.Figure: Double] = Dictionary(
      uniqueKeysWithValues: YearChange.Figure.allCases.map { ($0, 0.5) })
    let change = try #require(
      YearChange.between([figures("A", values)], [figures("A", values.mapValues { $0 * 1.2 })]).first)
    for figure in YearChange.Figure.allCases {
      let expected = [.drugShare, .fundShare].contains(figure) ? 0.1 : 0.2
      #expect(abs((change.change(figure) ?? 0) - expected) < 1e-12, "\(figure)")
    }
    #expect(change.status == .both)
  }

  @Test("What one of the years lacks, or what grew from nothing, has no change")
  func missing() throws {
    let before: [YearChange.Figure: Double] = [.heads: 0, .cost: -5, .drugShare: 0, .visits: 4]
    let now: [YearChange.Figure: Double] = [.heads: 3, .cost: 5, .drugShare: 0.25, .fundShare: 0.5]
    let change = try #require(YearChange.between([figures("A", before)], [figures("A", now)]).first)
    #expect(change.change(.heads) == nil && change.change(.cost) == nil)
    #expect(change.change(.visits) == nil && change.change(.fundShare) == nil)
    #expect(change.change(.drugShare) == 0.25)
  }

  @Test("Institutions of either year are there, by code, with the name and peers of the later")
  func statuses() {
    let changes = YearChange.between(
      [figures("B", [.heads: 1], peers: "old"), figures("C", [.heads: 2])],
      [figures("B", [.heads: 2], peers: "new"), figures("A", [.heads: 5])])
    #expect(changes.map(\.institution.id) == ["A", "B", "C"] && changes.map(\.status) == [.new, .both, .gone])
    #expect(changes.map(\.peerGroup) == ["x", "new", "x"] && changes[1].institution.name == "of new")
    #expect(changes[0].lastYear.isEmpty && changes[2].now.isEmpty && changes[1].change(.heads) == 1)
  }

  @Test("The figures of a score are those of its columns")
  func ofAScore() throws {
    let scorecard = Scorecard(TallyMaker.random(seed: 4).tally)
    for score in scorecard.institutions {
      let figures = PlainFigures(score)
      for figure in YearChange.Figure.allCases {
        #expect(figures.values[figure] == score.columns[figure.rawValue]?.double, "\(figure)")
      }
    }
  }
}
