extension OperatorSQL {
  func duplicate(_ duplicate: Operator.Duplicate) -> FindingQuery {
    var query = rows(duplicate.rows)
    let own = query.formulas
    query.references += duplicate.rows.qualified(duplicate.key)
    var keys = duplicate.key.map { own.column($0) }
    if case .same(let formula) = duplicate.span {
      keys.append(own.sql(formula))
      query.references += duplicate.rows.qualified(formula.references)
    }
    if let counting = duplicate.counting { query.references += duplicate.rows.qualified(counting.references) }
    let present = sources.condition(duplicate.rows) + keys.map { "\($0) IS NOT NULL" }
    let group = SQLText.joined(keys, ", ")
    let base = sources.from(duplicate.rows)
    let place = locator(duplicate.rows)
    let allowed = duplicate.allowed
    let table: SQLText
    switch duplicate.span {
    case .within(let days, let formula):
      query.references += duplicate.rows.qualified(formula.references)
      table = windows(duplicate, days, DateSQL.dayNumber(own.sql(formula)), group, present)
    case .ever, .same:
      if let counting = duplicate.counting {
        table = values(own.sql(counting), group, base, place, present, allowed)
      } else if duplicate.isIndexed {
        table = crowded(keys, base, place, present, allowed)
      } else {
        table = """
          SELECT \(name: SQLNames.locator), CASE WHEN \(name: "place") > \(count: allowed) THEN 1 ELSE 0 END AS \
          \(name: "beyond")
            FROM (SELECT \(place) AS \(name: SQLNames.locator),
              ROW_NUMBER() OVER (PARTITION BY \(group) ORDER BY \(place)) AS \(name: "place"),
              COUNT(*) OVER (PARTITION BY \(group)) AS \(name: "total")
              FROM \(base)\(SourceSQL.filter(present))) AS \(name: "counted__")
            WHERE \(name: "total") > \(count: allowed)
          """
      }
    }
    query.from = """
      \(base)
      JOIN (\(table)) AS \(name: "repeated__")
        ON \(.column("repeated__", SQLNames.locator)) = \(place)
      """
    query.counts = .column("repeated__", "beyond")
    return query
  }

  /// Rows of groups of more rows than allowed, where an index has the groups in order: the groups are found first, so that
  /// only their rows are numbered.
  private func crowded(
    _ keys: [SQLText], _ base: SQLText, _ place: SQLText, _ present: [SQLText], _ allowed: Int
  ) -> SQLText {
    let group = SQLText.joined(keys, ", ")
    let columns = keys.enumerated().map { "\($1) AS \(name: SourceSQL.keyName($0))" as SQLText }
    let same = keys.enumerated().map { "\(.column("crowded__", SourceSQL.keyName($0))) = \($1)" as SQLText }
    return """
      SELECT \(name: SQLNames.locator), CASE WHEN \(name: "place") > \(count: allowed) THEN 1 ELSE 0 END AS \
      \(name: "beyond")
        FROM (SELECT \(place) AS \(name: SQLNames.locator),
          ROW_NUMBER() OVER (PARTITION BY \(group) ORDER BY \(place)) AS \(name: "place")
          FROM (SELECT \(SQLText.joined(columns, ", "))
            FROM \(base)\(SourceSQL.filter(present))
            GROUP BY \(group) HAVING COUNT(*) > \(count: allowed)) AS \(name: "crowded__")
          JOIN \(base)
            ON \(SQLText.joined(same, " AND "))\(SourceSQL.filter(present))) AS \(name: "counted__")
      """
  }

  /// Rows of groups with more different values than allowed; beyond are the rows of values first seen after those.
  private func values(
    _ value: SQLText, _ group: SQLText, _ base: SQLText, _ place: SQLText, _ present: [SQLText], _ allowed: Int
  ) -> SQLText {
    """
    SELECT \(name: SQLNames.locator), CASE WHEN \(name: "rank") > \(count: allowed) THEN 1 ELSE 0 END AS \
    \(name: "beyond")
      FROM (SELECT \(name: SQLNames.locator), \(name: "rank"),
          MAX(\(name: "rank")) OVER (PARTITION BY \(name: "lot")) AS \(name: "total")
        FROM (SELECT \(name: SQLNames.locator), \(name: "lot"),
            DENSE_RANK() OVER (PARTITION BY \(name: "lot") ORDER BY \(name: "seen")) AS \(name: "rank")
          FROM (SELECT \(place) AS \(name: SQLNames.locator), MIN(\(place)) OVER (PARTITION BY \(group)) AS \
    \(name: "lot"), MIN(\(place)) OVER (PARTITION BY \(group), \(value)) AS \(name: "seen")
            FROM \(base)\(SourceSQL.filter(present + ["\(value) IS NOT NULL"]))) AS \(name: "seen__")
          ) AS \(name: "ranked__")
        ) AS \(name: "counted__")
      WHERE \(name: "total") > \(count: allowed)
    """
  }

  /// Rows that stand in a window of more than the allowed rows; beyond are those with that many before them in it.
  private func windows(
    _ duplicate: Operator.Duplicate, _ days: Int, _ day: SQLText, _ group: SQLText, _ present: [SQLText]
  ) -> SQLText {
    let allowed = duplicate.allowed
    let place = locator(duplicate.rows)
    // A row stands in a full window if, for some j, the row j before it and the row (allowed − j) after it do.
    let spans: [SQLText] = (0...allowed).map { before in
      let window: SQLText = "OVER (PARTITION BY \(name: "lot") ORDER BY \(name: "day"), \(name: SQLNames.locator))"
      let last: SQLText =
        before == allowed ? "\(name: "day")" : "LEAD(\(name: "day"), \(count: allowed - before)) \(window)"
      let first: SQLText = before == 0 ? "\(name: "day")" : "LAG(\(name: "day"), \(count: before)) \(window)"
      return "\(last) - \(first) AS \(name: "span_\(before)")"
    }
    let isFull: [SQLText] = (0...allowed).map { "\(name: "span_\($0)") < \(count: days)" }
    return """
      SELECT \(name: SQLNames.locator), CASE WHEN \(isFull[allowed]) THEN 1 ELSE 0 END AS \(name: "beyond")
        FROM (SELECT \(name: SQLNames.locator), \(SQLText.joined(spans, ", "))
          FROM (SELECT \(place) AS \(name: SQLNames.locator), \(day) AS \(name: "day"),
              MIN(\(place)) OVER (PARTITION BY \(group)) AS \(name: "lot")
            FROM \(sources.from(duplicate.rows))\(SourceSQL.filter(present + ["\(day) IS NOT NULL"]))
            ) AS \(name: "dated__")
          ) AS \(name: "spanned__")
        WHERE \(SQLText.joined(isFull, " OR "))
      """
  }
}
