extension OperatorSQL {
  func presence(_ presence: Operator.Presence) -> FindingQuery {
    var query = rows(presence.paid)
    let own = query.formulas
    query.references += presence.paid.references(presence.on, presence.other)
    let belongs = sources.on(presence.on, own, table: presence.other.name)
    query.conditions += presence.on.map { "\(own.column($0.column, matching: $0.matching)) IS NOT NULL" }
    switch presence.test {
    case .unlisted:
      query.conditions.append("NOT \(exists(presence.other, [belongs]))")
    case .uncovered(let paidTime, let otherTime):
      let holds = holds(presence, paidTime, otherTime, own)
      let first = own.day(paidTime.from)
      query.conditions += ["\(first) IS NOT NULL", "NOT \(exists(presence.other, [belongs] + holds))"]
      query.references += presence.paid.qualified(paidTime.references)
    case .after(let time, let end, let tolerance):
      after(presence, time, end, tolerance, &query)
    }
    return query
  }

  /// The conditions under which a row of the other register holds at a time of the payment's.
  private func holds(
    _ presence: Operator.Presence, _ paidTime: Interval, _ otherTime: Interval, _ own: FormulaSQL
  ) -> [SQLText] {
    let other = sources.formulas([presence.other])
    let asOf: SQLText = "\(date: sources.dates.asOf.sqlNumber)"
    let first = own.day(paidTime.from)
    let last: SQLText =
      switch paidTime.end {
      case .same, .lasting: own.day(paidTime.from, isLast: true)
      case .through(let formula):
        // What has not ended lasts until the as-of day, or is the one day it begins.
        """
        COALESCE(\(own.day(formula, isLast: true)), CASE WHEN \(first) > \(asOf) THEN \(first) ELSE \(asOf) END)
        """
      }
    let begins = other.day(otherTime.from)
    let ends: SQLText =
      switch otherTime.end {
      case .same, .lasting: other.day(otherTime.from, isLast: true)
      case .through(let formula): other.day(formula, isLast: true)
      }
    return ["(\(begins) IS NULL OR \(begins) <= \(last))", "(\(ends) IS NULL OR \(ends) >= \(first))"]
  }

  private func after(
    _ presence: Operator.Presence, _ time: Formula, _ end: Formula, _ tolerance: Operator.Presence.Tolerance,
    _ query: inout FindingQuery
  ) {
    let (other, own) = (presence.other, query.formulas)
    let formulas = sources.formulas([other])
    let last = SQLNames.part(other.name, "last")
    let keys = sources.keys(presence.on, own, table: other.name)
    let day = formulas.day(end, isLast: true)
    let columns = keys.enumerated().map { "\($1) AS \(name: SourceSQL.keyName($0))" as SQLText }
    query.from = """
      \(query.from)
      JOIN (SELECT \(SQLText.joined(columns, ", ")), \(locator(other)) AS \(name: SQLNames.locator), \(day) AS \(name: "day"),
          ROW_NUMBER() OVER (PARTITION BY \(SQLText.joined(keys, ", "))
            ORDER BY \(day) DESC, \(locator(other))) AS \(name: "place")
        FROM \(sources.from(other))\(SourceSQL.filter(sources.condition(other) + ["\(day) IS NOT NULL"]))
        ) AS \(name: last)
        ON \(sources.on(presence.on, own, table: last) { position, _, _ in SourceSQL.keyName(position) })
          AND \(.column(last, "place")) = 1
      JOIN \(name: other.register) AS \(name: other.name)
        ON \(locator(other)) = \(.column(last, SQLNames.locator))
      """
    let (ended, paid) = (SQLText.column(last, "day"), own.day(time))
    let limit =
      tolerance.months == 0 ? ended : DateSQL.addMonths(toDay: ended, "\(count: tolerance.months)")
    query.conditions.append(
      tolerance.days == 0
        ? "\(paid) > \(limit)" : "\(DateSQL.daysBetween(limit, paid)) > \(count: tolerance.days)")
    query.formulas = sources.formulas([presence.paid, Source(name: other.name, register: other.register)])
    query.records.append(FindingQuery.Record(table: other.name, register: other.register))
    query.references += presence.paid.qualified(time.references) + other.qualified(end.references)
  }
}
