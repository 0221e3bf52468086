import SteelyardComparison
import SteelyardDomain
import SteelyardTestSupport
import Testing

@Suite("Hostile texts") struct HostileTextTests {
  /// A run in which a hostile text is a name, a code, an account, a person's number and part of the model's own texts.
  static func run(_ text: String) throws -> TestRun {
    let tests: [Formula] = [
      .comparison(.equal, formula("name"), .text(text)), .isIn(formula("account"), [.text("x"), .text(text)]),
      .function(.startsWith, [formula("level"), .text(text)]), .function(.contains, [formula("name"), .text(text)]),
    ]
    var rules = tests.enumerated().map { position, test in
      Rule.test(
        "test-\(position)", .condition(Operator.Condition(rows: Source(register: "payments"), test: test)),
        occasion: ["name", "level"], amount: "amount")
    }
    rules.append(
      .test(
        "sharing",
        .sharing(Operator.Sharing(rows: Source(register: "payments"), shared: "account", person: "id", allowed: 1)),
        subject: "account", kind: .account))
    rules.append(
      .test(
        "unlisted",
        .presence(
          Operator.Presence(
            paid: Source(register: "payments"), other: Source(register: "residents"), on: [pair("id", "id")],
            test: .unlisted))))
    return try TestRun(rules, tables(text))
  }

  private static func tables(_ text: String) -> [String: [NaiveRow]] {
    let values = [text, "x" + text, text + "x", "x", String(text.unicodeScalars.prefix(1))]
    let payments = values.enumerated().map { position, value in
      var row = NaiveRow(line: position + 2)
      for column in ["name", "account", "level"] { row.cells[column] = .text(value) }
      row.cells["amount"] = .money(100)
      row.cells["id"] = .person(value)
      row.keys["id"] = .person(value)
      return row
    }
    var shared = payments
    for row in shared.indices { shared[row].cells["account"] = .text(text) }
    var resident = NaiveRow(line: 2)
    resident.cells["id"] = .person(text)
    resident.keys["id"] = .person(text)
    return [
      "payments": payments
        + shared.map { row in
          var row = row
          row.line += 10
          return row
        }, "residents": [resident],
    ]
  }

  @Test("There are at least fifty of them, each once")
  func count() {
    #expect(HostileTexts.all.count >= 50)
    #expect(Set(HostileTexts.all.map { Array($0.utf8) }).count == HostileTexts.all.count)
  }

  @Test("A hostile text is a text like any other in every place it can stand", arguments: HostileTexts.all)
  func harmless(text: String) throws {
    let run = try Self.run(text)
    let found = try run.found()
    #expect(found == run.twin)
    #expect(found.contains { $0.rule == "test-0" } && found.contains { $0.rule == "sharing" })
  }

  @Test("No hostile text is an identifier of a register or a column but those that are plain words")
  func identifiers() {
    #expect(
      Set(HostileTexts.all.filter(RegisterSchema.isIdentifier)) == ["null", "absent", "true", "locator", "payments"])
  }

  @Test("A hostile text in quotes is read by a formula as it is", arguments: HostileTexts.all)
  func quoted(text: String) throws {
    let parsed = try Formula.parse("name = \(quote(text))").formula
    guard case .comparison(.equal, _, .text(let read)) = parsed else {
      Issue.record("another formula")
      return
    }
    #expect(Array(read.utf8) == Array(text.utf8))
  }

  @Test("Without its quotes no hostile text becomes a condition that calls or reads anything unknown")
  func unquoted() {
    let scope = Set(TestTables.registers.flatMap { $0.columns.map(\.name) })
    for text in HostileTexts.all {
      guard let formula = try? Formula.parse(text).formula else { continue }
      // What parses is a number, a text or the name of a column that the check looks up.
      switch formula {
      case .whole, .text, .money: continue
      case .column(let reference): #expect(!scope.contains(reference.column), "\(text)")
      default: Issue.record("\(text) parses")
      }
    }
  }
}
