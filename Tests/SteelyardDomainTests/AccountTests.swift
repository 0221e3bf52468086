import SteelyardDomain
import SteelyardTestSupport
import Testing

@Suite("Reconciliation") struct ReconciliationTests {
  @Test("Flows add and take away row by row, signed and unsigned")
  func flows() {
    var flow = Flow()
    for fen: Int64 in [100, -30, 0, Int64.min, Int64.max] { flow.add(fen: fen) }
    #expect(flow.rows == 5)
    #expect(flow.fen == 69)
    #expect(flow.absoluteFen == 130 + Int128(Int64.max) * 2 + 1)
    #expect(flow + Flow() == flow)
    #expect(flow - flow == Flow())
    #expect(flow + flow - flow == flow)
  }

  @Test("An account balances when every row read went somewhere, and not when one row or one fen is lost")
  func balance() {
    var account = Reconciliation()
    #expect(account.balances)
    account.read.add(fen: 100)
    #expect(!account.balances)
    account.accepted.add(fen: 99)
    #expect(!account.balances)
    account.accepted = Flow()
    account.take(.amountUnreadable, fen: 100)
    #expect(account.balances)
    #expect(account.rejected == [.amountUnreadable: Flow(rows: 1, fen: 100, absoluteFen: 100)])
    account.read.add(fen: -7)
    account.take(.claimRepeated, fen: -7)
    #expect(account.balances)
    #expect(account.excluded == [.claimRepeated: Flow(rows: 1, fen: -7, absoluteFen: 7)])
    #expect(account.rejectedTotal + account.excludedTotal == account.read)
  }

  @Test("A row withdrawn after it was accepted is where it would be had it never been accepted")
  func withdrawal() {
    var late = Reconciliation()
    var early = Reconciliation()
    for fen: Int64 in [500, -20, 3] {
      late.read.add(fen: fen)
      late.accepted.add(fen: fen)
      early.read.add(fen: fen)
    }
    late.withdraw(.outsidePeriod, fen: -20)
    late.withdraw(.claimConflict, fen: 3)
    early.accepted.add(fen: 500)
    early.take(.outsidePeriod, fen: -20)
    early.take(.claimConflict, fen: 3)
    #expect(late == early)
    #expect(late.balances)
  }

  @Test("Accounts of parts, merged in any order, are the account of the whole")
  func merging() {
    var generator = Seeded.announced()
    let rules: [Diagnostic.Code] = [.amountTooLarge, .dateUnreadable, .claimRepeated, .totalRow]
    var whole = Reconciliation()
    var parts = [Reconciliation(), Reconciliation(), Reconciliation()]
    for _ in 0..<500 {
      let fen = Int64.random(in: -1_000_000...1_000_000, using: &generator)
      let part = Int.random(in: 0...2, using: &generator)
      whole.read.add(fen: fen)
      parts[part].read.add(fen: fen)
      if let rule = rules.randomElement(using: &generator), Bool.random(using: &generator) {
        whole.take(rule, fen: fen)
        parts[part].take(rule, fen: fen)
      } else {
        whole.accepted.add(fen: fen)
        parts[part].accepted.add(fen: fen)
      }
    }
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
      var merged = Reconciliation()
      for part in order { merged.merge(parts[part]) }
      #expect(merged == whole)
      #expect(merged.balances)
    }
  }
}

@Suite("Diagnostics") struct DiagnosticTests {
  @Test("The first digit of a rule's number is its severity, and no two rules share a number")
  func severities() {
    let severities: [Character: Diagnostic.Severity] = ["1": .fatal, "2": .rejected, "3": .excluded, "4": .note]
    for code in Diagnostic.Code.allCases {
      let number = code.rawValue
      #expect(number.count == 5 && number.hasPrefix("IN"))
      #expect(code.severity == severities[Array(number)[2]])
    }
    #expect(Set(Diagnostic.Code.allCases.map(\.rawValue)).count == Diagnostic.Code.allCases.count)
    #expect(
      [Diagnostic.Severity.fatal, .note, .rejected, .excluded].sorted() == [.note, .excluded, .rejected, .fatal])
  }

  @Test("A diagnostic prints as file, line, rule and column")
  func description() {
    let place = Diagnostic.Location(file: "claims.csv", line: 17, field: "总费用")
    #expect(
      Diagnostic(.amountFinerThanFen, at: place).description
        == "claims.csv:17: IN204 amountFinerThanFen in column '总费用'")
    #expect(Diagnostic(.fileEmpty, at: .init(file: "-", line: 1)).description == "-:1: IN101 fileEmpty")
  }

  @Test("Diagnostics are listed by file, line, offset, column and rule")
  func order() {
    let sorted = [
      Diagnostic(.dateUnreadable, at: .init(file: "a", line: 2)),
      Diagnostic(.amountTooLarge, at: .init(file: "a", line: 10, byteOffset: 5, field: "x")),
      Diagnostic(.amountUnreadable, at: .init(file: "a", line: 10, byteOffset: 9)),
      Diagnostic(.amountTooLarge, at: .init(file: "a", line: 10, byteOffset: 9)),
      Diagnostic(.amountUnreadable, at: .init(file: "a", line: 10, byteOffset: 9, field: "x")),
      Diagnostic(.fileEmpty, at: .init(file: "b", line: 1)),
    ]
    for seed: UInt64 in 0..<20 {
      var generator = Seeded(seed)
      #expect(sorted.shuffled(using: &generator).sorted(by: Diagnostic.precedes) == sorted)
    }
  }
}

@Suite("Tables of text") struct TextTableTests {
  @Test(
    "A cell is quoted where a comma, a quote or a line end stands in it, and only there",
    arguments: [
      ("", ""), ("a", "a"), ("城镇职工", "城镇职工"), ("a b", "a b"), ("a;b|c\td", "a;b|c\td"), ("a,b", "\"a,b\""),
      ("\"", "\"\"\"\""), ("a\"b", "\"a\"\"b\""), ("\"a\"", "\"\"\"a\"\"\""), ("a\nb", "\"a\nb\""),
      ("a\rb", "\"a\rb\""), ("a\r\nb", "\"a\r\nb\""), ("，", "，"),
    ])
  func cell(text: String, cell: String) {
    #expect(TextTable.cell(text) == cell)
  }

  @Test("Where two mappings name a column, the one laid over counts, and other columns stay")
  func overlay() {
    let below = TableMapping(columns: [.claims: ["a": "claim_id", "b": "person_id"], .persons: ["p": "person_id"]])
    let above = TableMapping(
      columns: [.claims: ["b": "inst_code"], .institutions: ["i": "inst_code"]], currency: "euros")
    let both = below.overlaid(by: above)
    #expect(both.columns[.claims] == ["a": "claim_id", "b": "inst_code"])
    #expect(both.columns[.persons] == ["p": "person_id"])
    #expect(both.columns[.institutions] == ["i": "inst_code"])
    #expect(both.currency == "euros")
    #expect(both.overlaid(by: TableMapping()) == both)
  }
}
