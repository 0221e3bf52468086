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

  private func row(_ join: RowJoin, _ formulas: FormulaSQL) -> SQLText {
    let first = SQLNames.part(join.name, "first")
    let word: SQLText = join.isRequired ? "JOIN" : "LEFT JOIN"
    let keys = keys(join.on, formulas, table: join.name)
    let columns = keys.enumerated().map { "\($1) AS \(name: Self.keyName($0))" as SQLText }
    let own = FormulaSQL(
      scope: Scope(
        entries: scopes.entry(.row(join)).map { [$0] } ?? [], standards: scopes.standards), dates: dates)
    let condition = join.condition.map { [own.sql($0)] } ?? []
    return """

      \(word) (SELECT \(SQLText.joined(columns, ", ")), MIN(\(.column(join.name, SQLNames.locator))) AS \(name: SQLNames.locator)
        FROM \(name: join.register) AS \(name: join.name)\(Self.filter(condition))
        GROUP BY \(SQLText.joined(keys, ", "))) AS \(name: first)
        ON \(on(join.on, formulas, table: first) { position, _, _ in Self.keyName(position) })
      \(word) \(name: join.register) AS \(name: join.name)
        ON \(.column(join.name, SQLNames.locator)) = \(.column(first, SQLNames.locator))
      """
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
