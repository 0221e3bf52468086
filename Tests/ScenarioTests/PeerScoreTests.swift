import SteelyardDomain
import Testing

@testable import SteelyardComparison
@testable import SteelyardEngine

@Suite("Groups held against their peers") struct PeerScoreTests {
  /// Groups of 150 rows, of which so many meet a rule's test.
  private static func groups(_ parts: [Int64]) -> [GroupFigure] {
    parts.enumerated().map { GroupFigure(group: "P\($0)", part: $1, total: 150, members: 150) }
  }

  /// Parts of forty honest groups that differ by luck alone (binomial, one in nine), so τ̂² is 0.
  private static let even: [Int64] = [
    12, 14, 17, 11, 11, 19, 18, 17, 22, 19, 17, 21, 12, 16, 20, 19, 22, 17, 18, 20, 14, 15, 17, 19, 19, 13, 17, 16, 14,
    18, 20, 14, 21, 20, 16, 15, 15, 17, 11, 17,
  ]

  @Test("Whoever is far out is singled out, also where the peers do not differ at all")
  func outliers() throws {
    var groups = Self.groups(Self.even)
    groups += ["far", "farther"].enumerated().map {
      GroupFigure(group: $1, part: 60 + Int64($0), total: 90, members: 90)
    }
    groups.append(GroupFigure(group: "near", part: 12, total: 90, members: 90))
    let found = PeerScore.singledOut(groups, isRate: true)
    #expect(Set(found.keys) == ["60|90", "61|90"])
    let evidence = try #require(found["60|90"])
    #expect(evidence.map(\.name) == ["index_adjusted", "z", "q"])
    // Without over-dispersion the index is the share over the share of all: 60/90 ÷ (691 + 133)/(6000 + 270).
    let all = Double(Self.even.reduce(0, +) + 60 + 61 + 12) / Double(150 * Self.even.count + 270)
    let index = try #require(Double(evidence[0].value))
    #expect(abs(index - 60.0 / 90 / all) < 0.02 * index)
  }

  @Test("Peers that differ by luck single nobody out, and a low share never does")
  func nobody() {
    #expect(PeerScore.singledOut(Self.groups(Self.even), isRate: true).isEmpty)
    let low = PeerScore.singledOut(
      Self.groups(Self.even) + [GroupFigure(group: "low", part: 1, total: 400, members: 400)], isRate: true)
    #expect(low.isEmpty)
  }
}
