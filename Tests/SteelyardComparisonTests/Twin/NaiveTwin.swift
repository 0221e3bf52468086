import SteelyardComparison
import SteelyardDomain

/// What the naive twin finds: a clue without its words.
struct NaiveClue: Equatable, CustomStringConvertible {
  var rule: String
  var subject: String
  var occasion: String
  var amountFen: Int128
  /// `register:line`, sorted.
  var records: [String]
  /// `name=value<threshold`, sorted.
  var details: [String]

  var description: String {
    "\(rule) \(subject) \(occasion) \(amountFen) \(records) \(details)"
  }
}

/// One finding of the twin.
struct NaiveFinding {
  var row: NaiveBound
  var amountFen: Int128
  /// The register and line of each record.
  var records: [(register: String, line: Int)]
  var details: [String] = []
  var month: Month?
  /// What is counted once within a clue.
  var counted: [String]
}

/// Runs a plan by loops over rows: slow, obvious, and written without a look at the compiler.
struct NaiveTwin {
  let plan: ComparisonPlan
  let dates: ComparisonDates
  /// The rows of each register, in the order of lines.
  let tables: [String: [NaiveRow]]

  func clues() -> [NaiveClue] { plan.rules.flatMap { clues($0) } }

  func formula(_ row: NaiveBound, _ month: Month? = nil) -> NaiveFormula {
    NaiveFormula(plan: plan, dates: dates, row: row, month: month)
  }

  // MARK: - Rows

  func bound(_ name: String, _ register: String, _ row: NaiveRow) -> NaiveBound {
    NaiveBound(main: name, sides: [(name, NaiveSide(register: register, row: row))])
  }

  /// The rows of a source that meet its condition, with their joins.
  func rows(_ source: Source) -> [NaiveBound] {
    (tables[source.register] ?? []).compactMap { row in
      var bound = bound(source.name, source.register, row)
      for join in source.joins {
        guard let side = side(join, bound) else { return nil }
        bound.sides.append((join.name, side))
      }
      return source.condition.map { formula(bound).truth($0) == true } ?? true ? bound : nil
    }
  }

  private func side(_ join: Join, _ bound: NaiveBound) -> NaiveSide? {
    switch join {
    case .row(let row):
      let first = matching(row.name, row.register, row.on, row.condition, bound).first
      if first == nil, row.isRequired { return nil }
      return NaiveSide(register: row.register, row: first)
    case .aggregate(let aggregate):
      let found = matching(aggregate.name, aggregate.register, aggregate.on, aggregate.condition, bound)
      var side = NaiveSide()
      for measure in aggregate.measures {
        let rows = found.map { self.bound(aggregate.name, aggregate.register, $0) }
        side.measures[measure.name] = self.measure(measure, rows)
      }
      return side
    }
  }

  private func matching(
    _ name: String, _ register: String, _ on: [Pair], _ condition: Formula?, _ bound: NaiveBound
  ) -> [NaiveRow] {
    (tables[register] ?? []).filter { row in
      let other = self.bound(name, register, row)
      return belongs(on, bound, other) && (condition.map { formula(other).truth($0) == true } ?? true)
    }
  }

  func belongs(_ on: [Pair], _ left: NaiveBound, _ right: NaiveBound) -> Bool {
    on.allSatisfy { pair in
      guard let a = left.value(pair.column, matching: pair.matching) else { return false }
      return a == right.value(ColumnReference(column: pair.other), matching: pair.matching)
    }
  }

  private func measure(_ measure: Aggregate.Measure, _ rows: [NaiveBound]) -> NaiveValue? {
    let values = rows.compactMap { row in measure.value.map { formula(row).value($0) } ?? .truth(true) }
    switch measure.function {
    case .count: return .whole(Int128(rows.count))
    case .countDistinct: return .whole(Int128(Set(values).count))
    case .minimum: return values.min { ($0.order ?? 0) < ($1.order ?? 0) }
    case .maximum: return values.max { ($0.order ?? 0) < ($1.order ?? 0) }
    case .sum:
      guard let first = values.first else { return nil }
      let sum = values.reduce(Int128(0)) { $0 + ($1.order ?? 0) }
      if case .money = first { return .money(sum) }
      return .whole(sum)
    }
  }

  /// The rows of a source and its joined rows, as records.
  func records(_ source: Source, _ row: NaiveBound) -> [(register: String, line: Int)] {
    let names = [source.name] + source.joins.compactMap { if case .row(let row) = $0 { row.name } else { nil } }
    return names.compactMap { name in
      guard let side = row.side(name), let register = side.register, let line = side.row?.line else { return nil }
      return (register, line)
    }
  }

  // MARK: - Clues

  private func clues(_ rule: Rule) -> [NaiveClue] {
    var order: [[String]] = []
    var drafts: [[String]: (amount: Int128, counted: Set<[String]>, records: Set<String>, details: Set<String>)] = [:]
    for finding in findings(rule) {
      guard let subject = finding.row.value(rule.subject.column) else { continue }
      let occasion = rule.occasion.map { formula(finding.row, finding.month).value($0)?.printed ?? "" }
      let key = [subject.printed] + occasion
      if drafts[key] == nil {
        order.append(key)
        drafts[key] = (0, [], [], [])
      }
      if drafts[key]?.counted.insert(finding.counted).inserted == true { drafts[key]?.amount += finding.amountFen }
      for record in finding.records { drafts[key]?.records.insert("\(record.register):\(record.line)") }
      drafts[key]?.details.formUnion(finding.details)
    }
    return order.sorted { a, b in
      a.map { Array($0.utf8) }.lexicographicallyPrecedes(b.map { Array($0.utf8) }) { $0.lexicographicallyPrecedes($1) }
    }.compactMap { key in
      guard let draft = drafts[key] else { return nil }
      return NaiveClue(
        rule: rule.id, subject: key[0], occasion: key.dropFirst().joined(separator: "\u{1F}"), amountFen: draft.amount,
        records: draft.records.sorted(), details: draft.details.sorted())
    }
  }

  /// A finding of rows of one source.
  func finding(
    _ rule: Rule, _ row: NaiveBound, _ records: [(register: String, line: Int)], amount: Int128 = 0,
    counts: Bool = true,
    details: [String] = [], month: Month? = nil
  ) -> NaiveFinding {
    let own = rule.amount.map { formula(row, month).value($0)?.order ?? 0 } ?? amount
    let named = row.sides.map(\.name).filter { name in name == row.main || amountNames(rule).contains(name) }
    return NaiveFinding(
      row: row, amountFen: counts ? own : 0, records: records, details: details, month: month,
      counted: named.map { "\($0):\(row.line($0) ?? -1)" } + (month.map { ["\($0)"] } ?? []))
  }

  /// The sources that a rule's amount names.
  private func amountNames(_ rule: Rule) -> Set<String> {
    func names(_ formula: Formula) -> Set<String> {
      switch formula {
      case .column(let reference): reference.source.map { [$0] } ?? []
      case .arithmetic(_, let left, let right): names(left).union(names(right))
      case .function(_, let parts): parts.reduce(into: []) { $0.formUnion(names($1)) }
      case .lookup(_, let parts, let month): (parts + [month]).reduce(into: []) { $0.formUnion(names($1)) }
      default: []
      }
    }
    return rule.amount.map(names) ?? []
  }
}
