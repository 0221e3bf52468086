import SteelyardComparison
import SteelyardDomain
import SteelyardTestSupport
import Testing

@Suite("Formulas and their naive twin") struct FormulaTwinTests {
  private static let source = Source(
    register: "visits",
    joins: [.row(RowJoin(register: "residents", on: [pair("id", "id")], isRequired: false))])

  @Test("Formulas of every type have the value of the twin in every row")
  func values() throws {
    var formulas = RandomFormulas(random: Seeded.announced())
    var (compared, refused) = (0, 0)
    for round in 0..<200 {
      let rules = (0..<3).map { number -> Rule in
        let rule = Rule.test(
          "rule-\(number)",
          .condition(Operator.Condition(rows: Self.source, test: formulas.formula(.truth, 3))))
        return Rule(
          id: rule.id, title: rule.title, sentence: rule.sentence, suggestedCheck: rule.suggestedCheck,
          direction: .against, severity: .minor, subject: rule.subject,
          occasion: [ValueType.whole, .day, .month, .text].map { formulas.formula($0, 3) },
          amount: formulas.formula(.money, 3), operation: rule.operation)
      }
      let valid = rules.filter { rule in
        if case .success = Self.check(rule) { return true }
        refused += 1
        return false
      }
      guard !valid.isEmpty else { continue }
      let run = try TestRun(valid, RandomTables.make(&formulas.random))
      let (found, twin) = (try run.found(), run.twin)
      #expect(found == twin, "round \(round)")
      guard found == twin else { return }
      compared += found.count
    }
    // Deep products may leave 63 bits and are refused; most formulas must not be.
    #expect(compared > 500 && refused < 350, "\(compared) compared, \(refused) refused")
  }

  static func check(_ rule: Rule) -> Result<ValidatedPlan, PlanProblems> {
    ValidatedPlan.check(
      ComparisonPlan(registers: TestTables.registers, standards: [TestTables.standard], rules: [rule]))
  }

  @Test("Ages, months and days between are those of the calendar for every day of leap and ordinary years")
  func calendar() throws {
    let births = (0..<800).map { Day(number: Month(year: 1943, month: 12).firstDay.number + Int32($0)) }
    var rows: [NaiveRow] = []
    for (position, birth) in births.enumerated() {
      var row = NaiveRow(line: position + 2, cells: ["birth": .day(birth)])
      row.cells["id"] = .person("99\(position)")
      row.keys["id"] = .person("99\(position)")
      rows.append(row)
    }
    for asOf in ["2024-02-28", "2024-02-29", "2025-02-28", "2025-03-01", "2100-02-28"] {
      let rule = Rule.test(
        "calendar",
        .condition(Operator.Condition(rows: Source(register: "residents"), test: formula("age(birth, $as_of) > 0"))),
        occasion: [
          "age(birth, $as_of)", "months_between(birth, $as_of)", "days_between(birth, $as_of)",
          "add_months(birth, months_between(birth, $as_of))",
        ])
      let run = try TestRun([rule], ["residents": rows], asOf: asOf)
      #expect(try run.found() == run.twin, "\(asOf)")
    }
  }
}
