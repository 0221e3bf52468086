extension OperatorSQL {
  /// A time in days: its first and last, as numbers that can be added to, or as YYYYMMDD where that is enough.
  private struct Span {
    let first: SQLText
    /// Absent where the time has not ended.
    let last: SQLText
    let conditions: [SQLText]
  }

  func overlap(_ overlap: Operator.Overlap) -> FindingQuery {
    let (left, right) = (overlap.left, overlap.right)
    let own = sources.formulas([left])
    let both = sources.formulas([left, right])
    // Days are counted only where counting matters: otherwise YYYYMMDD are compared as they are.
    let counts =
      overlap.minimumDays > 1 || overlap.marginDays > 0
      || [overlap.leftTime, overlap.rightTime].contains {
        if case .lasting = $0.end { true } else { false }
      }
    var query = rows(left)
    query.from = """
      \(sources.from(left))
      JOIN \(name: right.register) AS \(name: right.name)
        ON \(sources.on(overlap.on, own, table: right.name))\(sources.joins(right))
      """
    query.formulas = both
    query.records += records(right)
    query.conditions += sources.condition(right)
    if left.register == right.register { query.conditions.append("\(locator(left)) < \(locator(right))") }
    let theirs = sources.formulas([right])
    if !counts, isMonth(overlap.leftTime, own), isMonth(overlap.rightTime, theirs) {
      // Two months share a day where they are one: an equality, which rows can be looked up by.
      query.conditions.append("\(own.sql(overlap.leftTime.from)) = \(theirs.sql(overlap.rightTime.from))")
    } else {
      query.conditions += shared(
        span(overlap.leftTime, own, counts: counts, margin: 0),
        span(overlap.rightTime, theirs, counts: counts, margin: overlap.marginDays), days: overlap.minimumDays)
    }
    if let condition = overlap.condition { query.conditions.append(both.sql(condition)) }
    query.references += left.references(overlap.on, right) + right.references
    query.references += left.qualified(overlap.leftTime.references) + right.qualified(overlap.rightTime.references)
    query.references += left.qualified(overlap.condition?.references ?? [])
    return query
  }

  private func isMonth(_ time: Interval, _ formulas: FormulaSQL) -> Bool {
    time.end == .same && formulas.type(time.from) == .month
  }

  /// That two times share so many days.
  private func shared(_ a: Span, _ b: Span, days: Int) -> [SQLText] {
    a.conditions + b.conditions
      + [(a.first, b.last), (b.first, a.last), (a.first, a.last), (b.first, b.last)].map { first, last in
        let start: SQLText = days == 1 ? first : "\(first) + \(count: days - 1)"
        return "(\(last) IS NULL OR \(start) <= \(last))"
      }
  }

  private func span(_ time: Interval, _ formulas: FormulaSQL, counts: Bool, margin: Int) -> Span {
    let number: (SQLText) -> SQLText = { counts ? DateSQL.dayNumber($0) : $0 }
    let first = number(formulas.day(time.from))
    let begin: SQLText = margin == 0 ? first : "(\(first) + \(count: margin))"
    var conditions: [SQLText] = ["\(formulas.day(time.from)) IS NOT NULL"]
    let last: SQLText
    switch time.end {
    case .same: last = number(formulas.day(time.from, isLast: true))
    case .through(let formula): last = number(formulas.day(formula, isLast: true))
    case .lasting(let days):
      let length = formulas.sql(days)
      conditions.append("\(length) >= 1")
      last = "(\(first) + \(length) - 1)"
    }
    return Span(
      first: begin, last: margin == 0 ? last : "(\(last) - \(count: margin))", conditions: conditions)
  }
}
