import SteelyardDomain
import Testing

@Suite("Clues") struct ClueTests {
  private func clue(
    _ subject: Clue.Subject, period: String = "2025-07", occasion: String? = nil, amountFen: Int64 = 0,
    records: [Clue.Record] = []
  ) -> Clue {
    Clue(
      model: "medical-insurance/outpatient-specified-disease-cost", modelVersion: "1.0", rule: "per-capita-cost-index",
      subject: subject, period: period, occasion: occasion, amountFen: amountFen, severity: .interview, evidence: [],
      records: records)
  }

  @Test("The key of a scoring clue is the hash of model, rule, subject and period, as it has always been")
  func keyOfScoring() {
    let text = [
      "medical-insurance/outpatient-specified-disease-cost", "per-capita-cost-index", "institution:P33010600001",
      "2025-07",
    ].joined(separator: "\u{1F}")
    let expected = String(ContentHash.of(Array(text.utf8)).prefix(32))
    #expect(clue(.institution("P33010600001")).stableKey == expected)
    #expect(clue(.institution("P33010600001"), period: "2025-08").stableKey != expected)
    #expect(clue(.person("P33010600001")).stableKey != expected)
  }

  @Test("Where there is an occasion the key does not change with the period, the amount or the rows")
  func keyOfComparison() {
    let first = clue(.person("a"), occasion: "", amountFen: 1)
    let record = Clue.Record(register: "payments", file: 0, line: 2, values: [])
    let second = clue(.person("a"), period: "2025-08", occasion: "", amountFen: 2, records: [record])
    #expect(first.stableKey == second.stableKey)
    #expect(first.stableKey != clue(.person("a"), occasion: "2025-07").stableKey)
    #expect(first.stableKey != clue(.person("a")).stableKey)
  }

  @Test(
    "Every kind of subject keeps its identifier, and kinds do not share keys", arguments: Clue.Subject.Kind.allCases)
  func subjects(kind: Clue.Subject.Kind) {
    let subject = Clue.Subject(kind, "x1")
    #expect(subject.kind == kind && subject.identifier == "x1")
    let others = Clue.Subject.Kind.allCases.filter { $0 != kind }
    #expect(!others.contains { clue(Clue.Subject($0, "x1")).stableKey == clue(subject).stableKey })
  }
}
