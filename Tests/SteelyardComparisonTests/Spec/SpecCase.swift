import Foundation
import SteelyardComparison
import SteelyardDomain
import SteelyardTestSupport
import Testing

/// An example of an operator: tables in, a rule, clues out.
struct SpecCase: Sendable {
  let title: String
  let rule: Rule
  /// Registers and their rows, as text.
  let tables: [(register: String, text: String)]
  /// The clues as a table: subject, occasion, amount, rows, figures.
  let expected: String
  var calendar = WorkCalendar()

  /// What the engine finds, as the same table.
  func found() throws -> String {
    var rows: [String: [NaiveRow]] = [:]
    for table in tables { rows[table.register] = try TestTables.parse(table.text, table.register) }
    let run = try TestRun([rule], rows, calendar: calendar)
    let clues = try run.found()
    if case .query = rule.operation {} else { #expect(clues == run.twin) }
    return Self.table(clues)
  }

  static func table(_ clues: [NaiveClue]) -> String {
    clues.map { clue in
      let yuan = Money(fen: Int64(clue.amountFen)).yuanText
      let figures = clue.details.map { $0.replacing("<", with: " of ") }.joined(separator: ", ")
      return [clue.subject, clue.occasion, yuan, clue.records.joined(separator: ", "), figures].joined(separator: " | ")
    }.joined(separator: "\n")
  }

  /// The example as a part of the manual.
  func page() throws -> String {
    let parameters = OperatorText(rule).lines.map { "| `\($0.name)` | `\($0.value.replacing("\n", with: " "))` |" }
    let tables = tables.map { table in
      "`\(table.register)`\n\n```\n\(table.text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n"))\n```\n"
    }
    let found = try found()
    let clues = found.isEmpty ? "none" : found
    return """
      **\(title)**

      | parameter | value |
      |---|---|
      \(parameters.joined(separator: "\n"))

      \(tables.joined(separator: "\n"))
      Clues, as subject | occasion | yuan | rows | figures:

      ```
      \(clues)
      ```

      """
  }
}
