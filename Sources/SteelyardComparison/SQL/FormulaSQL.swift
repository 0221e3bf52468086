import SteelyardDomain

/// Compiles checked formulas: every part in parentheses, so no precedence is relied on.
struct FormulaSQL {
  /// What the names mean.
  let scope: Scope
  /// The dates of the run.
  let dates: ComparisonDates
  /// The column that holds the month of a grid.
  var month: SQLText = "NULL"

  /// A formula as SQL.
  ///
  /// - Precondition: the formula passed ``FormulaCheck``.
  func sql(_ formula: Formula) -> SQLText {
    switch formula {
    case .column(let reference): return column(reference)
    case .parameter(let parameter): return self.parameter(parameter)
    case .text(let text): return "\(text: text)"
    case .whole(let number), .money(let number): return "\(value: number)"
    case .day(let day): return "\(date: day.sqlNumber)"
    case .month(let month): return "\(date: month.sqlNumber)"
    case .not(let inner): return "(NOT \(sql(inner)))"
    case .and(let parts): return "(\(SQLText.joined(parts.map(sql), " AND ")))"
    case .or(let parts): return "(\(SQLText.joined(parts.map(sql), " OR ")))"
    case .comparison(let kind, let left, let right): return "(\(sql(left))\(Self.word(kind))\(sql(right)))"
    case .isIn(let inner, let values): return "(\(sql(inner)) IN (\(SQLText.joined(values.map(sql), ", "))))"
    case .between(let inner, let lower, let upper):
      return "(\(sql(inner)) BETWEEN \(sql(lower)) AND \(sql(upper)))"
    case .isEmpty(let inner): return isEmpty(inner)
    case .arithmetic(let kind, let left, let right): return arithmetic(kind, sql(left), sql(right))
    case .function(let function, let arguments): return self.function(function, arguments)
    case .lookup(let standard, let categories, let month): return lookup(standard, categories, month)
    }
  }

  /// A column: persons by key, counts of nothing as 0.
  func column(_ reference: ColumnReference, matching: Pair.Matching = .key) -> SQLText {
    let (entry, column) = resolve(reference)
    switch column.origin {
    case .column(.personId) where matching == .key: return .column(entry.table, SQLNames.key(reference.column))
    case .column: return .column(entry.table, reference.column)
    case .measure(.count), .measure(.countDistinct): return "COALESCE(\(.column(entry.table, reference.column)), 0)"
    case .measure: return .column(entry.table, reference.column)
    }
  }

  /// The type of a formula.
  func type(_ formula: Formula) -> ValueType {
    guard let facts = try? FormulaCheck.facts(formula, in: scope) else {
      preconditionFailure("formulas are checked before they are compiled")
    }
    return facts.type
  }

  /// A day, or the first or last day of a month.
  func day(_ formula: Formula, isLast: Bool = false) -> SQLText {
    guard type(formula) == .month else { return sql(formula) }
    return isLast ? DateSQL.lastDay(sql(formula)) : DateSQL.firstDay(sql(formula))
  }

  private func resolve(_ reference: ColumnReference) -> (Scope.Entry, Scope.Column) {
    guard let resolved = try? scope.resolve(reference) else {
      preconditionFailure("names are checked before they are compiled")
    }
    return resolved
  }

  private func parameter(_ parameter: Formula.Parameter) -> SQLText {
    switch parameter {
    case .asOf: "\(date: dates.asOf.sqlNumber)"
    case .periodStart: "\(date: dates.months.lowerBound.firstDay.sqlNumber)"
    case .periodEnd: "\(date: dates.lastDay.sqlNumber)"
    case .month: month
    }
  }

  private static func word(_ kind: Formula.Comparison) -> SQLText {
    switch kind {
    case .equal: " = "
    case .unequal: " <> "
    case .less: " < "
    case .lessOrEqual: " <= "
    case .greater: " > "
    case .greaterOrEqual: " >= "
    }
  }

  private func isEmpty(_ inner: Formula) -> SQLText {
    // A person whose key waits in a queue has a number all the same.
    if case .column(let reference) = inner, type(inner) == .person {
      return "(\(column(reference, matching: .number)) IS NULL)"
    }
    let value = sql(inner)
    return type(inner) == .text ? "(\(value) IS NULL OR \(value) = '')" : "(\(value) IS NULL)"
  }

  private func arithmetic(_ kind: Formula.Arithmetic, _ left: SQLText, _ right: SQLText) -> SQLText {
    switch kind {
    case .plus: "(\(left) + \(right))"
    case .minus: "(\(left) - \(right))"
    case .times: "(\(left) * \(right))"
    case .divided: DateSQL.quotient(left, "NULLIF(\(right), 0)")
    }
  }

  private func function(_ function: Formula.Function, _ arguments: [Formula]) -> SQLText {
    let first = sql(arguments[0])
    switch function {
    case .age: return DateSQL.age(first, sql(arguments[1]))
    case .daysBetween: return DateSQL.daysBetween(first, sql(arguments[1]))
    case .monthsBetween:
      return type(arguments[0]) == .day
        ? DateSQL.monthsBetweenDays(first, sql(arguments[1])) : DateSQL.monthsBetweenMonths(first, sql(arguments[1]))
    case .addMonths:
      return type(arguments[0]) == .day
        ? DateSQL.addMonths(toDay: first, sql(arguments[1])) : DateSQL.addMonths(toMonth: first, sql(arguments[1]))
    case .monthOf: return DateSQL.month(ofDay: first)
    case .yearOf: return DateSQL.quotient(first, type(arguments[0]) == .day ? "10000" : "100")
    case .firstDay: return DateSQL.firstDay(first)
    case .lastDay: return DateSQL.lastDay(first)
    case .band: return band(first, arguments.dropFirst())
    case .least: return Self.choice(first, sql(arguments[1]), " <= ", " > ")
    case .greatest: return Self.choice(first, sql(arguments[1]), " >= ", " < ")
    case .coalesce: return "COALESCE(\(first), \(sql(arguments[1])))"
    case .startsWith, .contains: return text(function, first, arguments[1])
    }
  }

  /// One of two values, absent where either is: neither comparison is then true.
  private static func choice(_ a: SQLText, _ b: SQLText, _ first: SQLText, _ second: SQLText) -> SQLText {
    "(CASE WHEN \(a)\(first)\(b) THEN \(a) WHEN \(a)\(second)\(b) THEN \(b) END)"
  }

  private func band(_ value: SQLText, _ limits: ArraySlice<Formula>) -> SQLText {
    let starts = [0] + limits.map { limit -> Int64 in if case .whole(let number) = limit { number } else { 0 } }
    var text: SQLText = "(CASE"
    for (position, start) in starts.enumerated().reversed() {
      let label = position + 1 < starts.count ? "\(start)-\(starts[position + 1] - 1)" : "\(start)+"
      text = "\(text) WHEN \(value) >= \(value: start) THEN \(text: label)"
    }
    return "\(text) END)"
  }

  private func text(_ function: Formula.Function, _ value: SQLText, _ part: Formula) -> SQLText {
    guard case .text(let text) = part else { preconditionFailure("the part is written out") }
    if function == .contains { return "(\(.position)(\(value), \(text: text)) > 0)" }
    return "(substr(\(value), 1, \(count: text.unicodeScalars.count)) = \(text: text))"
  }

  /// The rows of a standard as cases; without categories or rows nothing is due.
  private func lookup(_ name: String, _ categories: [Formula], _ month: Formula) -> SQLText {
    guard let rows = scope.standards[name]?.rows, !rows.isEmpty else { return "CAST(NULL AS BIGINT)" }
    let (labels, month) = (categories.map(sql), sql(month))
    var text: SQLText = "(CASE"
    for row in rows {
      var tests: [SQLText] = zip(labels, row.categories).map { "\($0) = \(text: $1)" }
      // An absent month finds nothing, whatever the row's limits are.
      tests.append("\(month) >= \(date: row.from?.sqlNumber ?? 0)")
      if let through = row.through { tests.append("\(month) <= \(date: through.sqlNumber)") }
      text = "\(text) WHEN \(SQLText.joined(tests, " AND ")) THEN \(value: row.amountFen)"
    }
    return "\(text) END)"
  }
}

/// The names that the compiler makes; each holds two underscores, which no name of a plan has.
enum SQLNames {
  /// Where a row stands: file · 2³² + line.
  static let locator = "locator"
  /// The column of persons' keys beside a column of persons' numbers.
  static func key(_ column: String) -> String { column + "__key" }
  /// A table the compiler makes for a source.
  static func part(_ name: String, _ part: String) -> String { "\(name)__\(part)" }
}

extension Day {
  /// YYYYMMDD.
  var sqlNumber: Int64 {
    let parts = civil
    return Int64(parts.year * 10_000 + parts.month * 100 + parts.day)
  }

  /// The day of a number YYYYMMDD.
  init?(sqlNumber: Int64) {
    let number = Int(sqlNumber)
    self.init(year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }
}

extension Month {
  /// YYYYMM.
  var sqlNumber: Int64 { Int64(year * 100 + monthOfYear) }
}

extension ComparisonDates {
  /// The last day of the period.
  var lastDay: Day {
    let month = months.upperBound
    return Day(number: month.firstDay.number + Int32(Day.length(ofMonth: month.monthOfYear, year: month.year)) - 1)
  }
}
