import Foundation
import SteelyardComparison
import SteelyardTestSupport
import Testing

/// The manual of operators: what each is, and examples that were run.
@Suite("Examples of operators") struct OperatorManualTests {
  private static let sections: [(name: String, meaning: String, cases: [SpecCase])] = [
    (
      "absence", "Entitled, not paid (应享未享): for each month of the period, who is entitled and has no payment.",
      SpecEntitlement.absence
    ),
    (
      "presence", "Paid, not or no longer entitled (不应享而享): nothing supports a payment, or it comes after an end.",
      SpecEntitlement.presence
    ),
    (
      "duplicate", "The same key more often than allowed (重复领取): at all, with the same value, or within some days.",
      SpecPatterns.duplicate
    ),
    ("overlap", "Two states that exclude each other hold at the same time (互斥).", SpecPatterns.overlap),
    ("excess", "Paid more than the standard (超标准发放), or with `side: below` less (少发).", SpecEntitlement.excess),
    ("condition", "A row contradicts its own or another register's fact.", SpecPatterns.condition),
    (
      "kinship", "A recipient is an official, or kin, of one household or of one account with one (优亲厚友).",
      SpecPatterns.kinship
    ),
    ("sharing", "One account, telephone number or address serves more than allowed.", SpecPatterns.sharing),
    (
      "concentration", "One recipient has an extreme share of a group's money, or a group an extreme rate.",
      SpecPatterns.concentration
    ),
    ("delay", "A step took, or is taking, longer than allowed (久拖不决).", SpecEntitlement.delay),
    ("query", "A reviewed, read-only SELECT under SQLite's authorizer.", SpecPatterns.query),
  ]

  @Test("Every operator has an example", arguments: Operator.Kind.allCases)
  func complete(kind: Operator.Kind) {
    #expect(Self.sections.contains { $0.name == kind.rawValue && !$0.cases.isEmpty })
  }

  @Test("Every example gives the clues it says, and the twin's")
  func examples() throws {
    for example in Self.sections.flatMap(\.cases) {
      #expect(try example.found() == example.expected, "\(example.title)")
    }
  }

  @Test("A formula as the manual writes it is read back as the same formula")
  func formulas() throws {
    var formulas = RandomFormulas(random: Seeded.announced())
    for _ in 0..<500 {
      let formula = formulas.formula(.truth, 3)
      #expect(try Formula.parse(formula.written).formula == formula, "\(formula.written)")
    }
  }

  @Test("The manual of operators is what the examples say")
  func manual() throws {
    let page = try Self.page()
    let file = URL(filePath: Checkout.root).appending(path: "Documentation/Reference/operators.md")
    if ProcessInfo.processInfo.environment["STEELYARD_RECORD"] != nil {
      try page.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == page)
  }

  private static func page() throws -> String {
    let sections = try sections.map { section in
      "## \(section.name)\n\n\(section.meaning)\n\n" + (try section.cases.map { try $0.page() }.joined(separator: "\n"))
    }
    return """
      # Operators of comparison models

      Made by `OperatorManualTests` (`STEELYARD_RECORD=1 Scripts/test --filter OperatorManualTests` writes it again). Each
      example was run: the tables are the registers, the rule is what the parameters say, and the clues are what came out,
      as of 2025-06-30 for the months 2025-01 to 2025-06. Amounts in tables are fen. `9901!` is a person whose number is
      known and whose match waits in a queue; such rows join nothing. Rows are named by register and line, the header being
      line 1. A model file has the parameters under the operator's name; `subject`, `occasion` and `amount` are the rule's.

      \(sections.joined(separator: "\n"))
      """
  }
}
