extension OperatorSQL {
  func concentration(_ concentration: Operator.Concentration) -> FindingQuery {
    var query = rows(concentration.rows)
    let own = query.formulas
    let group = own.column(concentration.group)
    let table = measured(concentration, own)
    query.references += concentration.rows.qualified([concentration.group])
    let (part, total) = (SQLText.column("measured__", "part"), SQLText.column("measured__", "total"))
    let limit = Self.limit(total, concentration.limitPerMille)
    query.conditions += [
      "\(part) > \(limit)", "\(total) >= \(value: concentration.totalMinimum)",
      "\(.column("measured__", "members")) >= \(count: concentration.countMinimum)",
    ]
    let place = locator(concentration.rows)
    query.from = """
      \(query.from)
      JOIN (\(table)) AS \(name: "measured__") ON \(.column("measured__", SQLNames.locator)) = \(place)
      """
    switch concentration.measure {
    case .share(let recipient, let amount):
      query.amount = "(\(part) - \(limit))"
      query.counts = "CASE WHEN \(.column("measured__", "place")) = 1 THEN 1 ELSE 0 END"
      query.details = [FindingQuery.Detail(name: "share", type: .money, sql: part, threshold: total)]
      query.references += concentration.rows.qualified([recipient] + amount.references)
    case .rate(let test):
      query.conditions.append(own.sql(test))
      query.details = [FindingQuery.Detail(name: "rate", type: .whole, sql: part, threshold: total)]
      query.references += concentration.rows.qualified(test.references)
    }
    query.conditions.append("\(group) IS NOT NULL")
    return query
  }

  /// What a share of a total may be at most, rounded down, without a product that could leave 63 bits.
  private static func limit(_ total: SQLText, _ perMille: Int) -> SQLText {
    """
    (\(DateSQL.quotient(total, "1000")) * \(count: perMille) \
    + \(DateSQL.quotient("(\(total) % 1000 * \(count: perMille))", "1000")))
    """
  }

  /// One row a group: its name, its largest part (or its hits), its total and its members.
  func groups(_ concentration: Operator.Concentration) -> SQLText {
    """
    SELECT \(name: "lot"), MAX(\(name: "part")) AS \(name: "part"), MAX(\(name: "total")) AS \(name: "total"),
      MAX(\(name: "members")) AS \(name: "members")
    FROM (\(measured(concentration, sources.formulas([concentration.rows])))) AS \(name: "measured__")
    GROUP BY \(name: "lot")
    """
  }

  /// Each row with the part of its recipient (or of the rows that meet the test), the total of its group, and how many
  /// members the group has.
  private func measured(_ concentration: Operator.Concentration, _ own: FormulaSQL) -> SQLText {
    let place = locator(concentration.rows)
    let group = own.column(concentration.group)
    let conditions = sources.condition(concentration.rows)
    switch concentration.measure {
    case .share(let recipient, let amount):
      let (who, money) = (own.column(recipient), own.sql(amount))
      let present = conditions + [group, who, money].map { "\($0) IS NOT NULL" }
      return """
        SELECT \(name: SQLNames.locator), \(name: "lot"), \(name: "part"), \(name: "total"), \(name: "place"),
            SUM(CASE WHEN \(name: "place") = 1 THEN 1 ELSE 0 END) OVER (PARTITION BY \(name: "lot")) AS \
        \(name: "members")
          FROM (SELECT \(place) AS \(name: SQLNames.locator), \(group) AS \(name: "lot"),
              CAST(SUM(\(money)) OVER (PARTITION BY \(group), \(who)) AS BIGINT) AS \(name: "part"),
              CAST(SUM(\(money)) OVER (PARTITION BY \(group)) AS BIGINT) AS \(name: "total"),
              ROW_NUMBER() OVER (PARTITION BY \(group), \(who) ORDER BY \(place)) AS \(name: "place")
            FROM \(sources.from(concentration.rows))\(SourceSQL.filter(present))) AS \(name: "summed__")
        """
    case .rate(let test):
      let hits: SQLText =
        "CAST(SUM(CASE WHEN \(own.sql(test)) THEN 1 ELSE 0 END) OVER (PARTITION BY \(group)) AS BIGINT)"
      return """
        SELECT \(place) AS \(name: SQLNames.locator), \(group) AS \(name: "lot"), \(hits) AS \(name: "part"),
            COUNT(*) OVER (PARTITION BY \(group)) AS \(name: "total"),
            COUNT(*) OVER (PARTITION BY \(group)) AS \(name: "members")
          FROM \(sources.from(concentration.rows))\(SourceSQL.filter(conditions + ["\(group) IS NOT NULL"]))
        """
    }
  }
}
