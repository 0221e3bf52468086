public import SteelyardDomain

/// Compiles a checked plan to SQL that SQLite, PostgreSQL and Spark run alike.
///
/// Each rule is one SELECT. Only names that ``SteelyardDomain/RegisterSchema/isIdentifier(_:)`` allows and names the
/// compiler makes become identifiers; everything else is a value. Dates are numbers, so no dialect's date functions
/// are used; rows come in the order of the places they stand at.
public struct SQLCompiler: Sendable {
  private let plan: ValidatedPlan
  private let dates: ComparisonDates
  private let sources: SourceSQL

  /// Creates a compiler for the dates of a run.
  public init(_ plan: ValidatedPlan, dates: ComparisonDates) {
    self.plan = plan
    self.dates = dates
    sources = SourceSQL(scopes: PlanScopes(plan.plan), dates: dates)
  }

  /// The rules, in the order of the plan.
  public var rules: [CompiledRule] { plan.plan.rules.map(compile) }

  /// Whether a rule's statement is short enough for every engine.
  static func fits(_ rule: Rule, of plan: ValidatedPlan) -> Bool {
    let month = Month(year: 2000, month: 1)
    let dates = ComparisonDates(asOf: month.firstDay, months: month...month)
    return SQLCompiler(plan, dates: dates).compile(rule).statement.pieces.count <= SQLText.piecesMaximum
  }

  // MARK: - Tables

  /// The columns of a register's table, the locator first.
  public static func columns(_ schema: RegisterSchema) -> [TableColumn] {
    let cells = schema.columns.enumerated().flatMap { position, column in
      switch column.content {
      case .personId:
        [
          TableColumn(name: column.name, part: .cell(position), isText: true),
          TableColumn(name: SQLNames.key(column.name), part: .key(position), isText: true),
        ]
      case .personName, .text, .code: [TableColumn(name: column.name, part: .cell(position), isText: true)]
      case .day, .month, .money, .integer: [TableColumn(name: column.name, part: .cell(position), isText: false)]
      }
    }
    return [TableColumn(name: SQLNames.locator, part: .locator, isText: false)] + cells
  }

  /// The statement that makes a register's table.
  ///
  /// - Parameter only: the columns it has; `nil`: all.
  public static func table(_ schema: RegisterSchema, _ dialect: SQLDialect, only: [TableColumn]? = nil) -> String {
    let columns = (only ?? columns(schema)).map { column in
      let key = column.part == .locator && dialect != .spark ? " PRIMARY KEY" : ""
      let type = column.isText ? dialect.textType : dialect == .sqlite ? "INTEGER" : dialect.numberType
      return "  \(dialect.quoted(column.name)) \(type)\(key)"
    }
    return "CREATE TABLE \(dialect.quoted(schema.name)) (\n\(columns.joined(separator: ",\n"))\n)"
  }

  /// All statements of the plan with their values written out, each with a comment that names its rule.
  public func script(_ dialect: SQLDialect) -> String {
    let tables = plan.plan.registers.map { Self.table($0, dialect) + ";\n" }
    let selects = rules.map { "-- \($0.rule.id)\n\($0.written(dialect));\n" }
    return (tables + selects).joined(separator: "\n")
  }

  // MARK: - Rules

  private func compile(_ rule: Rule) -> CompiledRule {
    if case .query(let query) = rule.operation { return compile(query, rule) }
    let found = OperatorSQL(sources: sources).query(rule.operation)
    var columns: [CompiledRule.Column] = [.subject]
    var selected: [SQLText] = [found.formulas.column(rule.subject.column)]
    for formula in rule.occasion {
      columns.append(.occasion(found.formulas.type(formula)))
      selected.append(found.formulas.sql(formula))
    }
    columns.append(.amount)
    selected.append(amount(rule, found))
    appendRecords(rule, found, &columns, &selected)
    for detail in found.details {
      columns.append(.detail(name: detail.name, type: detail.type, isThreshold: false))
      selected.append(detail.sql)
      if let threshold = detail.threshold {
        columns.append(.detail(name: detail.name, type: detail.type, isThreshold: true))
        selected.append(threshold)
      }
    }
    let list: [SQLText] = selected.enumerated().map { "\($1) AS \(name: "c\($0)")" }
    let order = columns.indices.filter { if case .locator = columns[$0] { true } else { false } }
    let months = columns.indices.filter { columns[$0] == .detail(name: "month", type: .month, isThreshold: false) }
    let places: [SQLText] = (order + months).map { "\(name: "c\($0)")" }
    let statement: SQLText = """
      SELECT \(SQLText.joined(list, ",\n  "))
      FROM \(found.from)\
      \(SourceSQL.filter(found.conditions + ["\(found.formulas.column(rule.subject.column)) IS NOT NULL"]))
      ORDER BY \(SQLText.joined(places, ", "))
      """
    return CompiledRule(
      rule: rule, columns: columns, countsEachDetail: found.countsEachDetail,
      amountRecords: amountRecords(rule, found), tieNames: found.ties.map(\.name), statement: statement)
  }

  private func amount(_ rule: Rule, _ found: FindingQuery) -> SQLText {
    let amount = rule.amount.map(found.formulas.sql) ?? found.amount ?? "0"
    guard let counts = found.counts else { return "COALESCE(\(amount), 0)" }
    return "CASE WHEN \(counts) = 1 THEN COALESCE(\(amount), 0) ELSE 0 END"
  }

  /// The records whose rows tell apart what is added up: the main row, and those the amount itself is made of.
  private func amountRecords(_ rule: Rule, _ found: FindingQuery) -> [Int] {
    let named = Set((rule.amount?.references ?? []).compactMap(\.source))
    return found.records.indices.filter { $0 == 0 || named.contains(found.records[$0].table) }
  }

  private func appendRecords(
    _ rule: Rule, _ found: FindingQuery, _ columns: inout [CompiledRule.Column], _ selected: inout [SQLText]
  ) {
    let main = found.records[0].table
    let wanted = (rule.evidence + found.references + (rule.amount?.references ?? []) + [rule.subject.column])
      .map { ColumnReference(source: $0.source ?? main, column: $0.column) }
    for record in found.records {
      columns.append(.locator(register: record.register))
      selected.append(.column(record.table, SQLNames.locator))
    }
    if let tie = found.tie {
      columns.append(.tie)
      selected.append(tie)
      for place in found.path {
        columns.append(.path(registers: found.ties.map(\.register)))
        selected.append(place)
      }
    }
    var seen: Set<ColumnReference> = []
    for reference in wanted where seen.insert(reference).inserted {
      guard let (entry, column) = try? found.formulas.scope.resolve(reference) else { continue }
      // What an aggregate counts has no row of its own: it stands with the main one.
      let record = found.records.firstIndex { $0.table == entry.name } ?? 0
      let name = entry.register == nil ? "\(entry.name).\(reference.column)" : reference.column
      columns.append(.value(record: record, name: name, type: column.facts.type))
      selected.append(found.formulas.column(reference, matching: .number))
    }
  }

  /// The groups of a rule that measures concentration, as `group, part, total, members`; `nil` for other rules.
  func groups(_ rule: Rule) -> SQLText? {
    guard case .concentration(let concentration) = rule.operation else { return nil }
    return OperatorSQL(sources: sources).groups(concentration)
  }

  /// A query of the model's own, its columns in the order of the contract.
  private func compile(_ query: Operator.Query, _ rule: Rule) -> CompiledRule {
    var columns: [CompiledRule.Column] = [.subject]
    var names = [query.subject]
    if let occasion = query.occasion {
      columns.append(.occasion(.text))
      names.append(occasion)
    }
    if let amount = query.amount {
      columns.append(.amount)
      names.append(amount)
    }
    for record in query.records {
      columns.append(.locator(register: record.register))
      names.append(record.column)
    }
    for value in query.values {
      columns.append(.detail(name: value, type: .text, isThreshold: false))
      names.append(value)
    }
    let list: [SQLText] = names.map { "\(name: $0)" }
    let order = query.records.map { "\(name: $0.column)" as SQLText }
    let sorted: SQLText = order.isEmpty ? "" : "\nORDER BY \(SQLText.joined(order, ", "))"
    let statement: SQLText = """
      SELECT \(SQLText.joined(list, ", "))
      FROM (
      \(SQLText(reviewed: query.sql))
      ) AS \(name: "query__")
      WHERE \(name: query.subject) IS NOT NULL\(sorted)
      """
    return CompiledRule(
      rule: rule, columns: columns, countsEachDetail: true, amountRecords: Array(query.records.indices), tieNames: [],
      statement: statement)
  }
}

extension Operator.Kinship.Tie {
  /// What evidence calls it.
  var name: String {
    switch self {
    case .same: "same"
    case .declared: "declared"
    case .household: "household"
    case .account: "account"
    }
  }

  /// The register whose rows say so.
  var register: String? {
    switch self {
    case .same: nil
    case .declared(let source, _, _, _), .household(let source, _, _), .account(let source, _, _): source.register
    }
  }
}
