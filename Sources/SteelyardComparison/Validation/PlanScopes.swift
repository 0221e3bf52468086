import SteelyardDomain

/// What can be named where, in a plan whose names are known.
struct PlanScopes {
  let plan: ComparisonPlan
  /// The standards by name.
  let standards: [String: Standard]

  init(_ plan: ComparisonPlan) {
    self.plan = plan
    standards = Dictionary(plan.standards.map { ($0.name, $0) }) { first, _ in first }
  }

  /// What can be named of a join.
  func entry(_ join: Join) -> Scope.Entry? {
    switch join {
    case .row(let row): return plan.register(row.register).map { Scope.Entry(name: row.name, schema: $0) }
    case .aggregate(let aggregate):
      guard let schema = plan.register(aggregate.register) else { return nil }
      let inner = Scope(entries: [Scope.Entry(name: aggregate.name, schema: schema)], standards: standards)
      let columns = aggregate.measures.map { measure in
        (measure.name, Scope.Column(origin: .measure(measure.function), facts: Self.facts(measure, inner)))
      }
      return Scope.Entry(
        name: aggregate.name, register: nil, columns: Dictionary(columns) { first, _ in first })
    }
  }

  private static func facts(_ measure: Aggregate.Measure, _ scope: Scope) -> ValueFacts {
    let value = measure.value.flatMap { try? FormulaCheck.facts($0, in: scope) }
    switch measure.function {
    case .count, .countDistinct: return .bounded(.whole, ValueFacts.rowsMaximum)
    case .sum: return .bounded(value?.type ?? .whole, value?.total ?? 0)
    case .minimum, .maximum: return value ?? .plain(.whole)
    }
  }

  /// What can be named of a source's rows, its own columns first.
  func entries(_ source: Source) -> [Scope.Entry] {
    guard let schema = plan.register(source.register) else { return [] }
    return [Scope.Entry(name: source.name, schema: schema)] + source.joins.compactMap(entry)
  }

  /// The scope of rows of several sources, the first the main one.
  func scope(_ sources: Source..., hasMonth: Bool = false) -> Scope {
    Scope(entries: sources.flatMap(entries), standards: standards, hasMonth: hasMonth)
  }
}
