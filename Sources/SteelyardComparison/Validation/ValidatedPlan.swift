import SteelyardDomain

/// A plan in which every name is known, every formula has a type, and no number can leave 63 bits.
public struct ValidatedPlan: Equatable, Sendable {
  /// The plan.
  public let plan: ComparisonPlan

  /// How many registers, standards or rules a plan may have.
  public static let partsMaximum = 64

  /// Checks a plan: the plan, or everything that is wrong with it in the order of its parts.
  public static func check(_ plan: ComparisonPlan) -> Result<ValidatedPlan, PlanProblems> {
    var check = PlanCheck(plan)
    check.registers()
    check.standards()
    check.calendar()
    check.rules()
    guard check.problems.isEmpty else { return .failure(PlanProblems(problems: check.problems)) }
    let validated = ValidatedPlan(plan: plan)
    for (position, rule) in plan.rules.enumerated() where !SQLCompiler.fits(rule, of: validated) {
      check.problems.append(PlanProblem(path: ["rules", String(position)], kind: .tooLarge))
    }
    return check.problems.isEmpty ? .success(validated) : .failure(PlanProblems(problems: check.problems))
  }

  private init(plan: ComparisonPlan) { self.plan = plan }
}

/// Everything that is wrong with a plan.
public struct PlanProblems: Error, Equatable, Sendable {
  /// The problems, in the order of the plan's parts.
  public let problems: [PlanProblem]

  /// Creates the list.
  public init(problems: [PlanProblem]) { self.problems = problems }
}

extension PlanCheck {
  mutating func registers() {
    let parts = 0...ValidatedPlan.partsMaximum
    if !parts.contains(plan.registers.count) { at("registers") { $0.report(.countOutside(parts)) } }
    unique(plan.registers.map(\.name), "registers")
    each("registers", plan.registers) { check, register in
      check.at("name") { $0.identifier(register.name) }
      if !(1...200).contains(register.columns.count) { check.at("columns") { $0.report(.countOutside(1...200)) } }
      check.unique(register.columns.map(\.name), "columns")
      check.each("columns", register.columns) { check, column in
        check.at("name") { check in
          check.identifier(column.name)
          if column.name == SQLNames.locator { check.report(.nameMalformed(column.name)) }
        }
      }
      let scope = check.scope([Scope.Entry(name: register.name, schema: register)])
      check.each("key", register.key) { $0.column(ColumnReference(column: $1), scope) }
      check.each("persons", register.persons) { check, person in
        check.at("id") { $0.columnOfContent(person.id, [.personId], register) }
        if let name = person.name { check.at("name") { $0.columnOfContent(name, [.personName], register) } }
        if let birth = person.birth { check.at("birth") { $0.columnOfContent(birth, [.day], register) } }
        if let area = person.area { check.at("area") { $0.columnOfContent(area, [.code, .text], register) } }
      }
    }
  }

  private mutating func columnOfContent(
    _ name: String, _ contents: [RegisterSchema.Content], _ register: RegisterSchema
  ) {
    guard let column = register.column(name) else { return report(.columnUnknown(name)) }
    guard !contents.contains(column.content) else { return }
    let types = contents.map { ValueFacts.column($0).type }
    report(.typeWrong(expected: types, found: ValueFacts.column(column.content).type))
  }

  mutating func standards() {
    let parts = 0...ValidatedPlan.partsMaximum
    if !parts.contains(plan.standards.count) { at("standards") { $0.report(.countOutside(parts)) } }
    unique(plan.standards.map(\.name), "standards")
    each("standards", plan.standards) { check, standard in
      check.at("name") { $0.identifier(standard.name) }
      if standard.categories.count > 6 { check.at("categories") { $0.report(.countOutside(0...6)) } }
      let rows = 1...Standard.rowsMaximum
      if !rows.contains(standard.rows.count) { check.at("rows") { $0.report(.countOutside(rows)) } }
      check.each("rows", standard.rows) { check, row in
        let count = standard.categories.count
        if row.categories.count != count { check.at("categories") { $0.report(.countOutside(count...count)) } }
        let amounts = 0...Money.rowLimitFen
        if !amounts.contains(row.amountFen) { check.at("amount") { $0.report(.numberOutside(amounts)) } }
      }
      if standard.rows.count <= Standard.rowsMaximum { check.rowsOverlap(standard) }
    }
  }

  /// Reports the second of two rows that hold for the same categories in one month.
  private mutating func rowsOverlap(_ standard: Standard) {
    let distantPast = Int32.min
    for (position, row) in standard.rows.enumerated() {
      let clashes = standard.rows[..<position].contains { earlier in
        earlier.categories.map { Array($0.utf8) } == row.categories.map { Array($0.utf8) }
          && (earlier.from?.number ?? distantPast) <= (row.through?.number ?? .max)
          && (row.from?.number ?? distantPast) <= (earlier.through?.number ?? .max)
      }
      if clashes { at("rows", String(position)) { $0.report(.standardOverlaps) } }
    }
  }

  mutating func calendar() {
    let days = 0...400
    if !days.contains(plan.calendar.holidays.count) { at("calendar", "holidays") { $0.report(.countOutside(days)) } }
    if !days.contains(plan.calendar.workdays.count) { at("calendar", "workdays") { $0.report(.countOutside(days)) } }
  }

  mutating func rules() {
    let parts = 1...ValidatedPlan.partsMaximum
    if !parts.contains(plan.rules.count) { at("rules") { $0.report(.countOutside(parts)) } }
    var seen: Set<String> = []
    each("rules", plan.rules) { check, rule in
      let isWellFormed = rule.id.wholeMatch(of: /[a-z0-9]+(?:-[a-z0-9]+)*/) != nil && rule.id.utf8.count <= 60
      if !isWellFormed { check.at("id") { $0.report(.nameMalformed(rule.id)) } }
      if !seen.insert(rule.id).inserted { check.at("id") { $0.report(.nameRepeated(rule.id)) } }
      check.rule(rule)
    }
  }

  private mutating func rule(_ rule: Rule) {
    beginRule()
    guard let scope = operation(rule.operation) else { return }
    at("subject") { check in
      _ = check.column(rule.subject.column, scope, rule.subject.kind == .person ? [.person] : [.text, .person])
    }
    if rule.occasion.count > 4 { at("occasion") { $0.report(.countOutside(0...4)) } }
    each("occasion", rule.occasion) { check, formula in
      check.formula(formula, scope, [.text, .whole, .day, .month, .person])
    }
    if let amount = rule.amount { at("amount") { _ = $0.formula(amount, scope, [.money]) } }
    if rule.evidence.count > 32 { at("evidence") { $0.report(.countOutside(0...32)) } }
    each("evidence", rule.evidence) { $0.column($1, scope) }
  }
}
