import SteelyardScoring
import Testing

@Suite("Institutions like a given one") struct SimilarInstitutionsTests {
  private let subjects = [
    SimilarInstitutions.Subject(institution: "A", z: [.visits: 4, .refunds: 3, .weekend: 0.1]),
    SimilarInstitutions.Subject(institution: "B", z: [.visits: 3.5, .refunds: 2, .weekend: -2]),
    SimilarInstitutions.Subject(institution: "C", z: [.visits: -4, .refunds: -3, .weekend: 0]),
    SimilarInstitutions.Subject(institution: "D", z: [.visits: 0, .refunds: 0, .weekend: 0]),
    SimilarInstitutions.Subject(institution: "E", z: [.weekend: 0.1]),
  ]

  @Test("The nearest stands out in the same features on the same side, and the feature that differs most is named")
  func nearest() throws {
    let near = try #require(SimilarInstitutions.nearest(to: "A", among: subjects, count: 3))
    #expect(near.map(\.institution) == ["B", "D", "C"])
    #expect(near[0].alike.map(\.feature) == [.visits, .refunds] && near[0].alike.map(\.other) == [3.5, 2])
    #expect(near[0].unlike?.feature == .weekend)
    // What stands out on the other side is not alike.
    #expect(near[2].alike.isEmpty && near[2].unlike?.feature == .visits)
  }

  @Test("An institution with one of three features is no neighbour, and one without any has none")
  func fewFeatures() {
    let near = SimilarInstitutions.nearest(to: "A", among: subjects, count: 9) ?? []
    #expect(!near.map(\.institution).contains("E"))
    let bare = subjects + [SimilarInstitutions.Subject(institution: "F", z: [:])]
    #expect(SimilarInstitutions.nearest(to: "F", among: bare, count: 3) == nil)
    #expect(SimilarInstitutions.nearest(to: "G", among: bare, count: 3) == nil)
  }

  @Test("The order of the subjects changes nothing") func order() {
    let forward = SimilarInstitutions.nearest(to: "B", among: subjects, count: 4)
    #expect(forward == SimilarInstitutions.nearest(to: "B", among: subjects.reversed(), count: 4))
  }
}
