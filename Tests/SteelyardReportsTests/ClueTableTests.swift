import SteelyardComparison
import SteelyardDomain
import SteelyardReports
import Testing

/// Clues of two rules about made-up persons.
private enum Clues {
  static func clue(
    _ rule: String, _ person: String, _ amount: Int64, severity: Clue.Severity = .moderate, lines: [Int] = [2],
    evidence: String = "1"
  ) -> Clue {
    Clue(
      model: "fund/model", modelVersion: "1.0", rule: rule, subject: .person(person), period: "2025", occasion: "",
      amountFen: amount, severity: severity, evidence: [.init(name: "count", value: evidence, threshold: "0")],
      records: lines.map {
        Clue.Record(register: "payments", file: 0, line: $0, values: [.init(name: "amount", value: "1.00")])
      })
  }

  static func rows(_ clues: [Clue]) -> [ClueRow] { ClueTable.rows(clues, rules: []) }
}

@Suite("Clues of comparison runs as tables") struct ClueTableTests {
  private let clues = [
    Clues.clue("late", "p1", 100), Clues.clue("late", "p2", 900, lines: [4, 5]),
    Clues.clue("dead", "p3", 1, severity: .serious), Clues.clue("late", "p4", 50, severity: .minor),
  ]

  @Test("The gravest come first, then the money, whatever the order given, and the file reads back as written")
  func roundTrip() throws {
    let bytes = ClueTable.table().csv(Clues.rows(clues))
    #expect(bytes == ClueTable.table().csv(Clues.rows(clues.reversed())))
    let rows = try #require(ClueTable.parse(csv: bytes))
    #expect(rows.map { $0["subject"] } == ["p3", "p2", "p1", "p4"])
    #expect(rows.map(\.amountFen) == [1, 900, 100, 50])
    #expect(rows[1]["rows"] == "2" && rows[1]["registers"] == "payments=2")
    #expect(ClueTable.table().csv(rows) == bytes)
    #expect(ClueTable.parse(csv: Array("a,b\n1,2\n".utf8)) == nil)
  }

  @Test("Places stand in the evidence alone, and values only where they were kept")
  func evidence() throws {
    let rows = EvidenceTable.rows(clues, matches: [], files: ["payments": ["pay.csv"]])
    #expect(rows.map(\.line) == [2, 4, 5, 2, 2])
    #expect(rows.allSatisfy { $0.file == "pay.csv" && $0.values == "amount=1.00" })
    #expect(EvidenceTable.parse(csv: EvidenceTable.table.csv(rows)) == rows)
    #expect(!String(decoding: ClueTable.table().csv(Clues.rows(clues)), as: UTF8.self).contains("pay.csv"))
  }

  @Test("A clue is new, gone, changed or the same by its key, with what differs for its rule")
  func changes() {
    let before = [Clues.clue("late", "p1", 100), Clues.clue("late", "p2", 900), Clues.clue("dead", "p3", 1)]
    let after = [Clues.clue("late", "p1", 100), Clues.clue("late", "p2", 950), Clues.clue("dead", "p4", 1)]
    let rows = ClueChangeTable.rows(Clues.rows(before), Clues.rows(after)) { rule in
      rule == "late" ? [.data] : [.model, .dates]
    }
    func shown(_ row: ClueChangeTable.Row) -> String {
      "\(row.movement.rawValue) \((row.after ?? row.before)?["subject"] ?? "") \(row.causes.map(\.rawValue))"
    }
    #expect(
      rows.map(shown) == [
        "new p4 [\"model\", \"as-of\"]", "gone p3 [\"model\", \"as-of\"]", "changed p2 [\"data\"]", "same p1 []",
      ])
    #expect(ClueChangeTable.counts(rows).en == "new 1, gone 1, changed 1, the same 1")
  }

  @Test("Who shares most with a person comes first, with clues of its own")
  func linked() {
    func link(_ kind: String, _ link: String, _ subject: String) -> LinkTable.Row {
      LinkTable.Row(kind: kind, link: link, subject: subject, register: "payments")
    }
    let links = [
      link("account", "a", "p1"), link("account", "a", "p2"), link("household", "h", "p1"),
      link("household", "h", "p3"), link("account", "b", "p1"), link("account", "b", "p2"), link("account", "c", "p4"),
    ]
    #expect(LinkTable.parse(csv: LinkTable.csv(links)).map { Set($0) } == Set(links))
    let rows = LinkedTable.rows(of: "p1", links: links, clues: Clues.rows(clues), count: 9)
    #expect(rows.map(\.subject) == ["p2", "p3"] && rows[0].shared == ["account": 2] && rows[0].clues.count == 1)
    #expect(LinkedTable.rows(of: "p1", links: links, clues: [], count: 1).count == 1)
    #expect(LinkedTable.rows(of: "p4", links: links, clues: [], count: 9).isEmpty)
  }
}
