import SteelyardDomain

/// Compiles operators to what they ask for; one function an operator.
struct OperatorSQL {
  let sources: SourceSQL

  func query(_ operation: Operator) -> FindingQuery {
    switch operation {
    case .absence(let absence): self.absence(absence)
    case .presence(let presence): self.presence(presence)
    case .duplicate(let duplicate): self.duplicate(duplicate)
    case .overlap(let overlap): self.overlap(overlap)
    case .excess(let excess): self.excess(excess)
    case .condition(let condition): self.condition(condition)
    case .kinship(let kinship): self.kinship(kinship)
    case .sharing(let sharing): self.sharing(sharing)
    case .concentration(let concentration): self.concentration(concentration)
    case .delay(let delay): self.delay(delay)
    case .query: preconditionFailure("a query is its own SQL")
    }
  }

  /// The rows of one source that meet its condition.
  func rows(_ source: Source) -> FindingQuery {
    FindingQuery(
      from: sources.from(source), conditions: sources.condition(source), records: records(source),
      formulas: sources.formulas([source]), references: source.references)
  }

  /// The rows of a source and its joins that are evidence.
  func records(_ source: Source) -> [FindingQuery.Record] {
    let joined = source.joins.compactMap { join in
      if case .row(let row) = join { FindingQuery.Record(table: row.name, register: row.register) } else { nil }
    }
    return [FindingQuery.Record(table: source.name, register: source.register)] + joined
  }

  /// The rows of a source that meet its condition, as `SELECT 1` to be asked for their existence.
  func exists(_ source: Source, _ conditions: [SQLText]) -> SQLText {
    """
    EXISTS (SELECT 1 FROM \(sources.from(source))\
    \(SourceSQL.filter(conditions + sources.condition(source))))
    """
  }

  /// Where a row of a source stands.
  func locator(_ source: Source) -> SQLText { .column(source.name, SQLNames.locator) }

  // MARK: - Condition, delay

  private func condition(_ condition: Operator.Condition) -> FindingQuery {
    var query = rows(condition.rows)
    query.conditions.append(query.formulas.sql(condition.test))
    query.references += condition.rows.qualified(condition.test.references)
    return query
  }

  private func delay(_ delay: Operator.Delay) -> FindingQuery {
    var query = rows(delay.rows)
    let (from, to) = (query.formulas.sql(delay.from), query.formulas.sql(delay.to))
    let asOf: SQLText = "\(date: sources.dates.asOf.sqlNumber)"
    let end: SQLText = "(CASE WHEN \(to) <= \(asOf) THEN \(to) ELSE \(asOf) END)"
    let days =
      switch delay.days {
      case .calendar: DateSQL.daysBetween(from, end)
      case .working: workedDays(from, end)
      }
    query.conditions += ["\(from) <= \(asOf)", "\(days) > \(count: delay.limitDays)"]
    query.details = [
      FindingQuery.Detail(name: "days", type: .whole, sql: days, threshold: "\(count: delay.limitDays)")
    ]
    query.references += delay.rows.qualified(delay.from.references + delay.to.references)
    return query
  }

  /// Days worked after a day through another.
  private func workedDays(_ from: SQLText, _ end: SQLText) -> SQLText {
    let calendar = sources.scopes.plan.calendar
    let weekdays: SQLText = """
      \(DateSQL.weekdays(throughNumber: DateSQL.dayNumber(end))) \
      - \(DateSQL.weekdays(throughNumber: DateSQL.dayNumber(from)))
      """
    // Only weekdays can be holidays and only weekend days worked instead; a day named twice is one day.
    let free = Set(calendar.holidays.filter { $0.weekday < 5 }).sorted()
    let worked = Set(calendar.workdays.filter { $0.weekday >= 5 }).sorted()
    let term: (Day) -> SQLText = { day in
      "CASE WHEN \(date: day.sqlNumber) > \(from) AND \(date: day.sqlNumber) <= \(end) THEN 1 ELSE 0 END"
    }
    var text: SQLText = "(\(weekdays)"
    for day in free { text = "\(text)\n    - \(term(day))" }
    for day in worked { text = "\(text)\n    + \(term(day))" }
    return "\(text))"
  }
}
