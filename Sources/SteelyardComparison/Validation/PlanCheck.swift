import SteelyardDomain

/// Goes through a plan and collects what is wrong with it.
struct PlanCheck {
  let plan: ComparisonPlan
  var problems: [PlanProblem] = []
  /// Where in the plan the check stands.
  var path: [String] = []
  /// The names of sources and joins that the present rule has used.
  private var taken: Set<String> = []

  init(_ plan: ComparisonPlan) { self.plan = plan }

  /// The scope of a source's rows with their joins.
  func scope(_ entries: [Scope.Entry], hasMonth: Bool = false) -> Scope {
    Scope(entries: entries, standards: PlanScopes(plan).standards, hasMonth: hasMonth)
  }

  mutating func report(_ kind: PlanProblem.Kind) { problems.append(PlanProblem(path: path, kind: kind)) }

  /// Checks a part under its name.
  mutating func at<Value>(_ steps: String..., do work: (inout PlanCheck) -> Value) -> Value {
    path.append(contentsOf: steps)
    defer { path.removeLast(steps.count) }
    return work(&self)
  }

  mutating func each<Element>(_ name: String, _ elements: [Element], _ work: (inout PlanCheck, Element) -> Void) {
    for (position, element) in elements.enumerated() { at(name, String(position)) { work(&$0, element) } }
  }

  // MARK: - Names

  mutating func identifier(_ name: String) {
    if !RegisterSchema.isIdentifier(name) || FormulaParser.isReserved(name) { report(.nameMalformed(name)) }
  }

  mutating func unique(_ names: [String], _ part: String) {
    var seen: Set<String> = []
    for (position, name) in names.enumerated() where !seen.insert(name).inserted {
      at(part, String(position), "name") { $0.report(.nameRepeated(name)) }
    }
  }

  mutating func beginRule() { taken = [] }

  private mutating func take(_ name: String) {
    identifier(name)
    if !taken.insert(name).inserted { report(.nameRepeated(name)) }
  }

  // MARK: - Parts

  /// Checks a formula; its facts where it is right.
  @discardableResult
  mutating func formula(_ formula: Formula, _ scope: Scope, _ expected: [ValueType], isSummed: Bool = false)
    -> ValueFacts?
  {
    do throws(FormulaProblem) {
      let facts = try FormulaCheck.facts(formula, in: scope)
      guard expected.contains(facts.type) else {
        report(.formula(FormulaProblem(.typeWrong(expected: expected, found: facts.type), part: 0)))
        return nil
      }
      if isSummed, facts.total > ValueFacts.limit {
        report(.formula(FormulaProblem(.mayOverflow, part: 0)))
        return nil
      }
      return facts
    } catch {
      report(.formula(error))
      return nil
    }
  }

  /// Checks that a column is known, and gives its type.
  @discardableResult
  mutating func column(_ reference: ColumnReference, _ scope: Scope, _ expected: [ValueType]? = nil) -> ValueType? {
    guard let entry = scope.entry(reference.source) else {
      report(.sourceUnknown(reference.source ?? ""))
      return nil
    }
    guard let column = entry.columns[reference.column] else {
      report(.columnUnknown(reference.column))
      return nil
    }
    if let expected, !expected.contains(column.facts.type) {
      report(.typeWrong(expected: expected, found: column.facts.type))
    }
    return column.facts.type
  }

  mutating func number(_ value: Int, _ range: ClosedRange<Int>) {
    if !range.contains(value) { report(.numberOutside(Int64(range.lowerBound)...Int64(range.upperBound))) }
  }

  /// Checks pairs of columns: `scope` has the side named first, `other` the register's.
  mutating func pairs(_ pairs: [Pair], _ scope: Scope, _ other: Scope.Entry?, minimum: Int = 1) {
    if !(minimum...8).contains(pairs.count) { report(.countOutside(minimum...8)) }
    for (position, pair) in pairs.enumerated() {
      at(String(position)) { check in
        let left = check.at("column") { $0.column(pair.column, scope) }
        guard let other else { return }
        let right = check.at("other") { $0.column(ColumnReference(column: pair.other), $0.scope([other])) }
        if let left, let right, left != right { check.report(.typesDiffer(left, right)) }
      }
    }
  }

  /// Checks a source with its joins and condition; what can be named of its rows.
  mutating func source(_ source: Source) -> [Scope.Entry] {
    at("name") { $0.take(source.name) }
    guard let schema = plan.register(source.register) else {
      at("register") { $0.report(.registerUnknown(source.register)) }
      return []
    }
    var entries = [Scope.Entry(name: source.name, schema: schema)]
    if source.joins.count > 8 { at("joins") { $0.report(.countOutside(0...8)) } }
    for (position, join) in source.joins.enumerated() {
      at("joins", String(position)) { check in
        if let entry = check.join(join, check.scope(entries)) { entries.append(entry) }
      }
    }
    if let condition = source.condition {
      let scope = scope(entries)
      at("condition") { _ = $0.formula(condition, scope, [.truth]) }
    }
    return entries
  }

  private mutating func join(_ join: Join, _ scope: Scope) -> Scope.Entry? {
    at("name") { $0.take(join.name) }
    let (register, on, condition) =
      switch join {
      case .row(let row): (row.register, row.on, row.condition)
      case .aggregate(let aggregate): (aggregate.register, aggregate.on, aggregate.condition)
      }
    guard let schema = plan.register(register) else {
      at("register") { $0.report(.registerUnknown(register)) }
      return nil
    }
    let own = Scope.Entry(name: join.name, schema: schema)
    at("on") { $0.pairs(on, scope, own) }
    if let condition { at("condition") { _ = $0.formula(condition, $0.scope([own]), [.truth]) } }
    guard case .aggregate(let aggregate) = join else { return own }
    if !(1...8).contains(aggregate.measures.count) { at("measures") { $0.report(.countOutside(1...8)) } }
    unique(aggregate.measures.map(\.name), "measures")
    each("measures", aggregate.measures) { $0.measure($1, $0.scope([own])) }
    return PlanScopes(plan).entry(join)
  }

  private mutating func measure(_ measure: Aggregate.Measure, _ scope: Scope) {
    at("name") { $0.identifier(measure.name) }
    guard (measure.function == .count) == (measure.value == nil) else { return report(.measureValue) }
    guard let value = measure.value else { return }
    at("value") { check in
      switch measure.function {
      case .count: break
      case .countDistinct: check.formula(value, scope, [.text, .person, .whole, .money, .day, .month])
      case .sum: check.formula(value, scope, [.whole, .money], isSummed: true)
      case .minimum, .maximum: check.formula(value, scope, [.whole, .money, .day, .month])
      }
    }
  }

  /// Checks an interval.
  mutating func interval(_ interval: Interval, _ scope: Scope) {
    at("from") { _ = $0.formula(interval.from, scope, [.day, .month]) }
    switch interval.end {
    case .same: break
    case .through(let formula): at("through") { _ = $0.formula(formula, scope, [.day, .month]) }
    case .lasting(let days): at("lasting") { _ = $0.formula(days, scope, [.whole]) }
    }
  }
}
