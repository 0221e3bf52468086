extension OperatorSQL {
  func sharing(_ sharing: Operator.Sharing) -> FindingQuery {
    var query = rows(sharing.rows)
    let own = query.formulas
    let shared = own.sql(.column(ColumnReference(column: sharing.shared)))
    let person = own.sql(.column(ColumnReference(column: sharing.person)))
    var base = sources.from(sharing.rows)
    var who = person
    if let household = sharing.household {
      base = "\(base)\(homes(household, person))"
      // A household and a person never count as the same, whatever their numbers are.
      who = "COALESCE('h' || \(.column("home__", "home")), 'p' || \(person))"
    }
    let present = sources.condition(sharing.rows) + ["\(shared) IS NOT NULL", "\(shared) <> ''"]
    query.from = """
      \(query.from)
      JOIN (SELECT \(shared) AS \(name: "value"), COUNT(DISTINCT \(who)) AS \(name: "persons")
        FROM \(base)\(SourceSQL.filter(present))
        GROUP BY \(shared)
        HAVING COUNT(DISTINCT \(who)) > \(count: sharing.allowed)) AS \(name: "shared__")
        ON \(.column("shared__", "value")) = \(shared)
      """
    query.conditions.append("\(person) IS NOT NULL")
    query.details = [
      FindingQuery.Detail(
        name: "persons", type: .whole, sql: .column("shared__", "persons"), threshold: "\(count: sharing.allowed)")
    ]
    query.references += sharing.rows.qualified([
      ColumnReference(column: sharing.shared), ColumnReference(column: sharing.person),
    ])
    return query
  }

  /// The household of each person: that of the first row which names one.
  private func homes(_ household: Operator.Sharing.Household, _ person: SQLText) -> SQLText {
    let formulas = sources.formulas([household.source])
    let (key, home) = (
      formulas.sql(.column(ColumnReference(column: household.person))),
      formulas.sql(.column(ColumnReference(column: household.household)))
    )
    let present = sources.condition(household.source) + ["\(home) IS NOT NULL", "\(home) <> ''"]
    return """

      LEFT JOIN (SELECT \(key) AS \(name: "person"), \(home) AS \(name: "home"),
          ROW_NUMBER() OVER (PARTITION BY \(key) ORDER BY \(locator(household.source))) AS \(name: "place")
        FROM \(sources.from(household.source))\(SourceSQL.filter(present))) AS \(name: "home__")
        ON \(.column("home__", "person")) = \(person) AND \(.column("home__", "place")) = 1
      """
  }
}
