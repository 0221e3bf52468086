extension OperatorSQL {
  func excess(_ excess: Operator.Excess) -> FindingQuery {
    if excess.key.isEmpty { return excessOfRows(excess) }
    var query = rows(excess.paid)
    let own = query.formulas
    let (amount, standard) = (own.sql(excess.amount), own.sql(excess.standard))
    let place = locator(excess.paid)
    let keys = excess.key.map { own.column($0) } + (excess.month.map { [own.sql($0)] } ?? [])
    let present: [SQLText] = (keys + [amount, standard]).map { "\($0) IS NOT NULL" }
    let group = SQLText.joined(keys, ", ")
    let limit: SQLText = excess.side == .above ? "MAX" : "MIN"
    let difference: SQLText =
      excess.side == .above
      ? "\(.column("summed__", "paid")) - \(.column("summed__", "standard"))"
      : "\(.column("summed__", "standard")) - \(.column("summed__", "paid"))"
    query.from = """
      \(query.from)
      JOIN (SELECT \(place) AS \(name: SQLNames.locator),
          CAST(SUM(\(amount)) OVER (PARTITION BY \(group)) AS BIGINT) AS \(name: "paid"),
          \(limit)(\(standard)) OVER (PARTITION BY \(group)) AS \(name: "standard"),
          ROW_NUMBER() OVER (PARTITION BY \(group) ORDER BY \(place)) AS \(name: "place")
        FROM \(sources.from(excess.paid))\(SourceSQL.filter(sources.condition(excess.paid) + present))
        ) AS \(name: "summed__")
        ON \(.column("summed__", SQLNames.locator)) = \(place)
      """
    query.conditions.append("\(difference) > \(value: excess.toleranceFen)")
    // The difference is the group's: its first row has it, the others have nothing.
    query.counts = "CASE WHEN \(.column("summed__", "place")) = 1 THEN 1 ELSE 0 END"
    query.amount = "(\(difference))"
    query.details = [
      FindingQuery.Detail(
        name: "paid", type: .money, sql: .column("summed__", "paid"), threshold: .column("summed__", "standard"))
    ]
    query.references += excess.paid.qualified(excess.key + formulas(of: excess).flatMap(\.references))
    return query
  }

  /// Each row by itself.
  private func excessOfRows(_ excess: Operator.Excess) -> FindingQuery {
    var query = rows(excess.paid)
    let own = query.formulas
    let (amount, standard) = (own.sql(excess.amount), own.sql(excess.standard))
    let months = excess.month.map { [own.sql($0)] } ?? []
    query.conditions += ([amount, standard] + months).map { "\($0) IS NOT NULL" }
    let difference: SQLText =
      excess.side == .above ? "(\(amount)) - (\(standard))" : "(\(standard)) - (\(amount))"
    query.conditions.append("\(difference) > \(value: excess.toleranceFen)")
    query.amount = "(\(difference))"
    query.details = [FindingQuery.Detail(name: "paid", type: .money, sql: amount, threshold: standard)]
    query.references += excess.paid.qualified(formulas(of: excess).flatMap(\.references))
    return query
  }

  private func formulas(of excess: Operator.Excess) -> [Formula] {
    [excess.amount, excess.standard] + (excess.month.map { [$0] } ?? [])
  }
}
