import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardLedger

@Suite("Which rows stand")
struct ResolutionTests {
  /// Rows, and what they come to at H1: cost in fen, visits, and the rules with their lines.
  struct Example: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var rows: [ClaimRow]
    var fen: Int64
    var visits: Int64
    var rules: [String]

    init(_ name: String, _ rows: [ClaimRow], fen: Int64, visits: Int64, _ rules: [String]) {
      testDescription = name
      self.rows = rows
      self.fen = fen
      self.visits = visits
      self.rules = rules
    }
  }

  static let repetitions: [Example] = [
    Example("one row", [ClaimRow("a", fen: 500)], fen: 500, visits: 1, []),
    Example(
      "the same three times: the first in the file is kept",
      [ClaimRow("a", fen: 500), ClaimRow("a", fen: 500), ClaimRow("a", fen: 500)], fen: 500, visits: 1,
      ["2 claimRepeated", "3 claimRepeated"]),
    Example(
      "a newer version wins", [ClaimRow("a", fen: 500, updated: 1), ClaimRow("a", fen: 700, updated: 2)], fen: 700,
      visits: 1, ["1 claimSuperseded"]),
    Example(
      "the same content, updated later", [ClaimRow("a", fen: 500, updated: 1), ClaimRow("a", fen: 500, updated: 2)],
      fen: 500, visits: 1, ["1 claimRepeated"]),
    Example(
      "two versions of one time: all are rejected, an older one too",
      [
        ClaimRow("a", fen: 500, updated: 1), ClaimRow("a", fen: 600, updated: 2), ClaimRow("a", fen: 700, updated: 2),
        ClaimRow("b", on: "07-02", fen: 10),
      ], fen: 10, visits: 1, ["1 claimConflict", "2 claimConflict", "3 claimConflict"]),
    Example(
      "the newest twice and an older one",
      [
        ClaimRow("a", fen: 500, updated: 1), ClaimRow("a", fen: 700, updated: 2), ClaimRow("a", fen: 700, updated: 2),
      ], fen: 700, visits: 1, ["1 claimSuperseded", "3 claimRepeated"]),
    Example(
      "a newer version at another institution takes the settlement along",
      [ClaimRow("a", at: "H2", fen: 500, updated: 1), ClaimRow("a", fen: 700, updated: 2)], fen: 700, visits: 1,
      ["1 claimSuperseded"]),
  ]

  static let refunds: [Example] = [
    Example(
      "a whole refund leaves no money and no visit",
      [ClaimRow("a", fen: 500), ClaimRow("r", takesBack: "a", fen: -500)],
      fen: 0, visits: 0, []),
    Example(
      "a refund before its original in the file",
      [ClaimRow("r", takesBack: "a", fen: -500), ClaimRow("a", fen: 500)], fen: 0, visits: 0, []),
    Example(
      "a partial refund leaves the rest and the visit",
      [ClaimRow("a", fen: 500), ClaimRow("r", takesBack: "a", fen: -200)], fen: 300, visits: 1, []),
    Example(
      "partial refunds that add up to the whole",
      [
        ClaimRow("a", fen: 500), ClaimRow("r", takesBack: "a", fen: -200),
        ClaimRow("s", takesBack: "a", on: "07-09", fen: -300),
      ], fen: 0, visits: 0, []),
    Example(
      "a refund of more than the original", [ClaimRow("a", fen: 500), ClaimRow("r", takesBack: "a", fen: -800)],
      fen: -300, visits: 0, ["1 refundExceedsOriginal"]),
    Example(
      "a refund without its original counts as money only",
      [ClaimRow("a", fen: 500), ClaimRow("r", takesBack: "z", fen: -200)], fen: 300, visits: 1, ["2 refundOrphan"]),
    Example(
      "a refund that points nowhere",
      [ClaimRow("a", fen: 500), ClaimRow("r", takesBack: "", fen: -200)], fen: 300, visits: 1, ["2 refundOrphan"]),
    Example(
      "a refund of a refund is an orphan",
      [
        ClaimRow("a", fen: 500), ClaimRow("r", takesBack: "a", fen: -500), ClaimRow("s", takesBack: "r", fen: -100),
      ], fen: -100, visits: 0, ["3 refundOrphan"]),
    Example(
      "a refund of a rejected settlement is an orphan",
      [ClaimRow("a", fen: 500), ClaimRow("a", fen: 600), ClaimRow("r", takesBack: "a", fen: -500)], fen: -500,
      visits: 0, ["1 claimConflict", "2 claimConflict", "3 refundOrphan"]),
    Example(
      "a refund of another person's settlement",
      [ClaimRow("a", fen: 500), ClaimRow("r", takesBack: "a", person: "q", fen: -500)], fen: 0, visits: 1,
      ["2 refundMismatched"]),
    Example(
      "a refund of another institution's settlement",
      [ClaimRow("a", at: "H2", fen: 500), ClaimRow("r", takesBack: "a", fen: -500)], fen: -500, visits: 0,
      ["2 refundMismatched"]),
    Example(
      "a refund of a repeated settlement finds the one that stands",
      [
        ClaimRow("a", fen: 900, updated: 1), ClaimRow("a", fen: 500, updated: 2),
        ClaimRow("r", takesBack: "a", fen: -500),
      ], fen: 0, visits: 0, ["1 claimSuperseded"]),
    Example(
      "the same refund twice counts once",
      [
        ClaimRow("a", fen: 500), ClaimRow("r", takesBack: "a", fen: -200), ClaimRow("r", takesBack: "a", fen: -200),
      ], fen: 300, visits: 1, ["3 claimRepeated"]),
    Example("a settlement of nothing is a visit", [ClaimRow("a", fen: 0)], fen: 0, visits: 1, []),
    Example(
      "a settlement of nothing that is taken back is none",
      [ClaimRow("a", fen: 0), ClaimRow("r", takesBack: "a", fen: -1)], fen: -1, visits: 0,
      ["1 refundExceedsOriginal"]),
    Example(
      "the day stays a visit where another settlement of it stands",
      [ClaimRow("a", fen: 500), ClaimRow("b", fen: 100), ClaimRow("r", takesBack: "a", fen: -500)], fen: 100,
      visits: 1, []),
  ]

  @Test("Repetitions and refunds come to the money, visits and rules of the table", arguments: repetitions + refunds)
  func examples(example: Example) {
    let result = LedgerCase(example.rows).run()
    #expect(result.total("H1").costFen == example.fen)
    #expect(result.total("H1").visits == example.visits)
    #expect(result.total("H1").distinctHeads == (example.visits > 0 ? 1 : 0))
    #expect(result.rules == example.rules)
    // Parts of the money travel with it.
    let drug = example.rows.indices.filter { row in
      !result.findings.contains { $0.line == row + 1 && $0.code.severity != .note }
        && example.rows[row].institution == "H1"
    }.reduce(0) { $0 + example.rows[$1].fen / 2 }
    #expect(result.total("H1").drugFen == drug)
  }

  @Test("A refund takes its original's day, disease, scheme and age, an orphan keeps its own")
  func place() {
    let found = LedgerCase([
      ClaimRow("a", disease: "M1", on: "07-30", fen: 500, scheme: "resident", age: 50),
      ClaimRow("r", takesBack: "a", disease: "M2", on: "08-02", fen: -100, scheme: "employee", age: 70),
    ]).run()
    #expect(found.cells.keys.map { $0 } == [["H1", "M1", "45-59", "all", "resident", "all"]])
    var orphan = LedgerCase([
      ClaimRow("a", disease: "M1", fen: 500), ClaimRow("r", takesBack: "z", disease: "M2", on: "08-02", fen: -100),
    ])
    let cells = orphan.run().cells
    #expect(cells.count == 2)
    #expect(cells[["H1", "M2", "unknown", "all", "employee", "all"]]?.costFen == -100)
    #expect(cells[["H1", "M2", "unknown", "all", "employee", "all"]]?.heads == 0)
    orphan.period = .months(Month(year: 2025, month: 7)...Month(year: 2025, month: 7))
    #expect(orphan.run().total("H1").costFen == 500, "in its own month")
  }

  @Test("A refund counts in its original's month, wherever the refund itself lies")
  func month() {
    let rows = [
      ClaimRow("a", on: "07-30", fen: 500), ClaimRow("r", takesBack: "a", on: "08-02", fen: -100),
      ClaimRow("b", on: "08-05", fen: 70),
    ]
    var test = LedgerCase(rows)
    test.period = .months(Month(year: 2025, month: 7)...Month(year: 2025, month: 7))
    let july = test.run()
    #expect(july.total("H1").costFen == 400 && july.rules == ["3 outsidePeriod"])
    test.period = .months(Month(year: 2025, month: 8)...Month(year: 2025, month: 8))
    let august = test.run()
    #expect(august.total("H1").costFen == 70 && august.rules == ["1 outsidePeriod", "2 outsidePeriod"])
  }

  @Test("What lies outside the area is taken out before ages are told, and a settlement after death is marked")
  func areaAndDeath() {
    var test = LedgerCase([
      ClaimRow("a", at: "H2", on: "07-01", fen: 100, age: 17), ClaimRow("b", on: "07-02", fen: 200, age: 18),
      ClaimRow("c", on: "07-03", fen: 300, age: 18), ClaimRow("r", takesBack: "c", on: "07-09", fen: -100),
    ])
    test.outside = ["H2"]
    test.deaths = ["p": ClaimRow("x", on: "07-02", fen: 0).dayNumber]
    let result = test.run()
    #expect(result.tally.institutions == ["H1"])
    #expect(result.rules == ["1 outsideArea", "3 settledAfterDeath"])
    #expect(result.cells.keys.map { $0[2] } == ["18-44"])
    #expect(result.total("H1").costFen == 400 && result.total("H1").visits == 2)
  }

  @Test(
    "Keeping both halves of a reversal and having both removed give the same net sums",
    arguments: 1...20 as ClosedRange<UInt64>)
  func bothPractices(seed: UInt64) {
    var source = Seeded(seed)
    var kept: [ClaimRow] = []
    var removed: [ClaimRow] = []
    for number in 0..<400 {
      let day = source.below(60)
      var row = ClaimRow(
        "c\(number)", person: "p\(source.below(60))", at: "\(source.happens(0.5) ? "H" : "P")\(source.below(4))",
        disease: "M\(source.below(3))", on: day < 31 ? "07-\(padded(day + 1))" : "08-\(padded(day - 30))",
        // Twelfths keep halves and quarters of all parts whole.
        fen: Int64(12 * (1 + source.below(8_000))), scheme: source.happens(0.5) ? "resident" : nil,
        age: Int16(source.below(100)))
      if !source.happens(0.3) {
        removed.append(row)
        kept.append(row)
        continue
      }
      // A reversal in one or two rows, somewhere in the file and later in time.
      kept.append(row)
      let first = source.happens(0.5) ? row.fen : row.fen / 3
      row.day = "2025-08-31"
      row.takesBack = row.claim
      for (part, fen) in [first, row.fen - first].enumerated() where fen > 0 {
        row.claim = "r\(number).\(part)"
        row.fen = -fen
        kept.append(row)
      }
    }
    var (both, neither) = (LedgerCase(kept.shuffled(using: &source)), LedgerCase(removed))
    both.truncation = .perMille(900)
    neither.truncation = .perMille(900)
    let (a, b) = (both.run(), neither.run())
    #expect(a.cells == b.cells, "seed \(seed)")
    #expect(a.tally.totals.filter { $0 != TallySums() } == b.tally.totals.filter { $0 != TallySums() }, "seed \(seed)")
    #expect(a.tally.pairs.map(\.sums) == b.tally.pairs.map(\.sums), "seed \(seed)")
    #expect(a.persons.costFen.reduce(0, +) == b.persons.costFen.reduce(0, +), "seed \(seed)")
    #expect(a.findings.isEmpty && kept.count > removed.count + 80)
  }

  private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
