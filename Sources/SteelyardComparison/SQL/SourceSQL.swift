import SteelyardDomain

/// Compiles sources and their joins: `FROM` and `WHERE` of the rows a rule looks at.
struct SourceSQL {
  let scopes: PlanScopes
  let dates: ComparisonDates

  /// The compiler of formulas over the rows of sources.
  func formulas(_ sources: [Source], month: SQLText = "NULL", hasMonth: Bool = false) -> FormulaSQL {
    let scope = Scope(entries: sources.flatMap(scopes.entries), standards: scopes.standards, hasMonth: hasMonth)
    return FormulaSQL(scope: scope, dates: dates, month: month)
  }

  /// A source's table and joins: `"payments" AS "payments" LEFT JOIN …`.
  func from(_ source: Source) -> SQLText { "\(name: source.register) AS \(name: source.name)\(joins(source))" }

  /// The condition of a source, in parentheses, if it has one.
  func condition(_ source: Source) -> [SQLText] {
    source.condition.map { [formulas([source]).sql($0)] } ?? []
  }

  /// The joins of a source, each with its word.
  func joins(_ source: Source) -> SQLText {
    let formulas = formulas([source])
    return SQLText.joined(
      source.joins.map { join in
        switch join {
        case .row(let row): self.row(row, formulas)
        case .aggregate(let aggregate): self.aggregate(aggregate, formulas)
        }
      }, "")
  }

  /// The conditions that rows of a source belong to rows of another register under a name.
  ///
  /// - Parameter key: how the other's column is called there, by position and name.
  func on(_ pairs: [Pair], _ formulas: FormulaSQL, table: String, _ column: (Int, Pair, Bool) -> String) -> SQLText {
    let tests: [SQLText] = pairs.enumerated().map { position, pair in
      let name = column(position, pair, isKey(pair, formulas))
      return "\(formulas.column(pair.column, matching: pair.matching)) = \(.column(table, name))"
    }
    return SQLText.joined(tests, " AND ")
  }

  /// The same where the other register stands under its own columns.
  func on(_ pairs: [Pair], _ formulas: FormulaSQL, table: String) -> SQLText {
    on(pairs, formulas, table: table) { _, pair, isKey in isKey ? SQLNames.key(pair.other) : pair.other }
  }

  /// The columns of a register that pairs name, under the names `k0`, `k1` …
  func keys(_ pairs: [Pair], _ formulas: FormulaSQL, table: String) -> [SQLText] {
    pairs.map { pair in .column(table, isKey(pair, formulas) ? SQLNames.key(pair.other) : pair.other) }
  }

  /// How a derived table calls the column of a pair.
  static func keyName(_ position: Int) -> String { "k\(position)" }

  private func isKey(_ pair: Pair, _ formulas: FormulaSQL) -> Bool {
    pair.matching == .key && formulas.type(.column(pair.column)) == .person
  }

  /// Where clauses joined, or nothing.
  static func filter(_ conditions: [SQLText]) -> SQLText {
    conditions.isEmpty ? "" : "\nWHERE \(SQLText.joined(conditions, "\n  AND "))"
  }

  /// A join of one row: of those with the same keys, and the join's condition, the first by place.
  ///
  /// The first is the row before which there is none, not the least place of a group: engines that keep no statistics of
  /// derived tables (SQLite takes a hundred rows for any grouped one) would go through that table again for every row.
  private func row(_ join: RowJoin, _ formulas: FormulaSQL) -> SQLText {
    let earlier = SQLNames.part(join.name, "earlier")
    let same = zip(keys(join.on, formulas, table: earlier), keys(join.on, formulas, table: join.name)).map {
      "\($0) = \($1)" as SQLText
    }
    let before: SQLText = "\(.column(earlier, SQLNames.locator)) < \(.column(join.name, SQLNames.locator))"
    let none: SQLText = """
      NOT EXISTS (SELECT 1 FROM \(name: join.register) AS \(name: earlier)\
      \(Self.filter(condition(join, alias: earlier) + same + [before])))
      """
    return """

      \(join.isRequired ? "JOIN" : "LEFT JOIN") (SELECT \(name: join.name).* FROM \(name: join.register) AS \(name: join.name)\
      \(Self.filter(condition(join, alias: nil) + [none]))) AS \(name: join.name)
        ON \(on(join.on, formulas, table: join.name))
      """
  }

  /// The condition of a join's rows, which may be called otherwise than the join.
  private func condition(_ join: RowJoin, alias: String?) -> [SQLText] {
    guard let condition = join.condition, let schema = scopes.plan.register(join.register) else { return [] }
    let entry = Scope.Entry(name: join.name, schema: schema, alias: alias)
    return [FormulaSQL(scope: Scope(entries: [entry], standards: scopes.standards), dates: dates).sql(condition)]
  }

  private func aggregate(_ aggregate: Aggregate, _ formulas: FormulaSQL) -> SQLText {
    let entries = scopes.plan.register(aggregate.register).map { [Scope.Entry(name: aggregate.name, schema: $0)] }
    let own = FormulaSQL(scope: Scope(entries: entries ?? [], standards: scopes.standards), dates: dates)
    let keys = keys(aggregate.on, formulas, table: aggregate.name)
    let columns = keys.enumerated().map { "\($1) AS \(name: Self.keyName($0))" as SQLText }
    let measures = aggregate.measures.map { "\(Self.measure($0, own)) AS \(name: $0.name)" as SQLText }
    return """

      LEFT JOIN (SELECT \(SQLText.joined(columns + measures, ", "))
        FROM \(name: aggregate.register) AS \(name: aggregate.name)\
      \(Self.filter(aggregate.condition.map { [own.sql($0)] } ?? []))
        GROUP BY \(SQLText.joined(keys, ", "))) AS \(name: aggregate.name)
        ON \(on(aggregate.on, formulas, table: aggregate.name) { position, _, _ in Self.keyName(position) })
      """
  }

  private static func measure(_ measure: Aggregate.Measure, _ formulas: FormulaSQL) -> SQLText {
    let value = measure.value.map(formulas.sql) ?? "1"
    switch measure.function {
    case .count: return "COUNT(*)"
    case .countDistinct: return "COUNT(DISTINCT \(value))"
    case .sum: return "CAST(SUM(\(value)) AS BIGINT)"
    case .minimum: return "MIN(\(value))"
    case .maximum: return "MAX(\(value))"
    }
  }
}
