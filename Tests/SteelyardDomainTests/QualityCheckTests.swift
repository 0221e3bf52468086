import Foundation
import SteelyardDomain
import Testing

@Suite("Checks of quality")
struct QualityCheckTests {
  @Test("Every check is defined, and there are at least 24 kinds") func defined() {
    #expect(QualityCheck.ID.allCases.count >= 24)
    for id in QualityCheck.ID.allCases {
      let definition = id.definition
      #expect((0...1).contains(definition.threshold))
      // What is worth a warning says what is weaker for it.
      if definition.severity != .note { #expect(!definition.weakens.isEmpty, "\(id.rawValue)") }
    }
  }

  @Test("Every subject, severity, base and weakened result belongs to a check") func nothingIsIdle() {
    let definitions = QualityCheck.ID.allCases.map(\.definition)
    #expect(Set(definitions.map(\.subject)) == Set(QualityCheck.Subject.allCases))
    #expect(Set(definitions.map(\.severity)) == Set(QualityCheck.Severity.allCases))
    #expect(Set(definitions.map(\.base)) == Set(QualityCheck.Base.allCases))
    #expect(Set(definitions.flatMap(\.weakens)) == Set(QualityCheck.Weakened.allCases))
  }

  @Test("The checks of a subject stand together") func order() {
    var seen: [QualityCheck.Subject] = []
    for id in QualityCheck.ID.allCases where seen.last != id.definition.subject { seen.append(id.definition.subject) }
    #expect(seen == QualityCheck.Subject.allCases)
  }

  @Test(
    "A check fails above its threshold and not at it",
    arguments: [
      (0, 100, 0.01, true), (1, 100, 0.01, true), (2, 100, 0.01, false), (1, 0, 0.01, false), (0, 0, 0, true),
    ])
  func judged(found: Int, of: Int, threshold: Double, passes: Bool) {
    let check = QualityCheck(.testData, found: Int128(found), of: Int128(of), threshold: threshold)
    #expect(check.status == (passes ? .passed : .failed))
  }

  @Test("What was not wholly looked at is an error, unless it is broken already") func incomplete() {
    #expect(QualityCheck(.testData, found: 0, of: 10, isComplete: false).status == .error)
    #expect(QualityCheck(.testData, found: 1, of: 10, isComplete: false).status == .failed)
    #expect(QualityCheck(error: .testData).status == .error)
    #expect(QualityCheck(notApplicable: .testData).status == .notApplicable)
    #expect(QualityCheck(notApplicable: .testData).share == nil)
  }

  @Test("Details come by size, then by name, and no more than twenty") func details() {
    let many = (0..<30).map { QualityCheck.Detail("d\($0 < 10 ? "0" : "")\($0)", Int128($0 % 3)) }
    let check = QualityCheck(.testData, found: 30, of: 100, details: many.shuffled())
    #expect(check.details.count == 20 && check.detailsLeftOut == 10)
    #expect(check.details.prefix(2).map(\.subject) == ["d02", "d05"])
    #expect(check.details.map(\.found) == check.details.map(\.found).sorted(by: >))
  }

  @Test("A jump between units is a hundred or ten thousand times, give or take twice")
  func jumps() {
    for (ratio, isOne) in [
      (1.0, false), (10, false), (49, false), (51, true), (100, true), (199, true), (201, false), (1_000, false),
      (4_900, false), (5_100, true), (10_000, true), (19_900, true), (20_100, false),
    ] {
      #expect(AmountUnitJump.isOne(log2: log2(ratio)) == isOne, "\(ratio)")
      #expect(AmountUnitJump.isOne(log2: -log2(ratio)) == isOne, "1/\(ratio)")
    }
  }
}
