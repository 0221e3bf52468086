import SteelyardDomain

extension OperatorSQL {
  /// The months of the grid: the period's, up to the grace before the as-of day.
  static func grid(_ absence: Operator.Absence, _ dates: ComparisonDates) -> [Month] {
    let last = min(dates.months.upperBound.number, dates.asOf.month.number - Int32(absence.graceMonths))
    guard dates.months.lowerBound.number <= last else { return [] }
    return (dates.months.lowerBound.number...last).map { Month(number: $0) }
  }

  func absence(_ absence: Operator.Absence) -> FindingQuery {
    let month: SQLText = .column("grid__", "month")
    let formulas = sources.formulas([absence.entitled], month: month, hasMonth: true)
    let own = sources.formulas([absence.entitled])
    let keys = absence.on.map { own.column($0.column, matching: $0.matching) }
    let due = formulas.sql(absence.due)
    var query = rows(absence.entitled)
    query.formulas = formulas
    query.conditions += keys.map { "\($0) IS NOT NULL" }
    query.conditions.append(formulas.sql(absence.monthly))
    query.conditions.append("\(due) IS NOT NULL")
    query.conditions.append("NOT \(paid(absence, own, month))")
    for ending in absence.endings {
      let last = sources.formulas([ending.source]).day(ending.last, isLast: true)
      let belongs = sources.on(ending.on, own, table: ending.source.name)
      query.conditions.append("NOT \(exists(ending.source, [belongs, "\(last) < \(DateSQL.firstDay(month))"]))")
    }
    query.conditions.append("\(locator(absence.entitled)) = \(.column("first__", SQLNames.locator))")
    let columns = keys.enumerated().map { "\($1) AS \(name: SourceSQL.keyName($0))" as SQLText }
    let same = keys.enumerated().map { "\($1) = \(.column("first__", SourceSQL.keyName($0)))" as SQLText }
    // A person listed twice is asked for once: the first row that meets the condition stands for the others.
    query.from = """
      \(sources.from(absence.entitled))
      JOIN (SELECT \(SQLText.joined(columns, ", ")), MIN(\(locator(absence.entitled))) AS \(name: SQLNames.locator)
        FROM \(sources.from(absence.entitled))\(SourceSQL.filter(sources.condition(absence.entitled)))
        GROUP BY \(SQLText.joined(keys, ", "))) AS \(name: "first__")
        ON \(SQLText.joined(same, " AND "))
      CROSS JOIN (\(gridRows(absence))) AS \(name: "grid__")
      """
    query.amount = due
    query.countsEachDetail = true
    query.details = [FindingQuery.Detail(name: "month", type: .month, sql: month)]
    query.references += absence.entitled.qualified(absence.monthly.references + absence.due.references)
    return query
  }

  private func paid(_ absence: Operator.Absence, _ own: FormulaSQL, _ month: SQLText) -> SQLText {
    let belongs = sources.on(absence.on, own, table: absence.paid.name)
    return exists(absence.paid, [belongs, "\(sources.formulas([absence.paid]).sql(absence.paidMonth)) = \(month)"])
  }

  /// The grid as rows; a grid without months is a table without rows.
  private func gridRows(_ absence: Operator.Absence) -> SQLText {
    let months = Self.grid(absence, sources.dates)
    guard !months.isEmpty else { return "SELECT 0 AS \(name: "month") WHERE 1 = 0" }
    return SQLText.joined(months.map { "SELECT \(date: $0.sqlNumber) AS \(name: "month")" }, " UNION ALL ")
  }
}
