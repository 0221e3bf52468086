extension OperatorSQL {
  func kinship(_ kinship: Operator.Kinship) -> FindingQuery {
    let (recipients, officials) = (kinship.recipients, kinship.officials)
    var query = rows(recipients)
    let own = sources.formulas([recipients])
    let recipient = own.column(ColumnReference(column: kinship.recipient))
    let official = sources.formulas([officials]).column(ColumnReference(column: kinship.official))
    let pairs = kinship.ties.enumerated().map { tie($1, $0, kinship) }
    let pair = SQLNames.part(officials.name, "near")
    // Of several ties between two persons the first in the model's order counts, then the first by place.
    query.from = """
      \(query.from)
      JOIN (SELECT \(name: "a"), \(name: "b"), \(name: "tie"), \(name: "l1"), \(name: "l2"), \(name: "l3"),
          ROW_NUMBER() OVER (PARTITION BY \(name: "a"), \(name: "b")
            ORDER BY \(name: "tie"), \(name: "l1"), \(name: "l2"), \(name: "l3")) AS \(name: "place")
        FROM (\(SQLText.joined(pairs, "\n UNION ALL "))) AS \(name: "tied__")) AS \(name: pair)
        ON \(.column(pair, "a")) = \(recipient) AND \(.column(pair, "place")) = 1
      JOIN \(name: officials.register) AS \(name: officials.name)
        ON \(official) = \(.column(pair, "b"))\(sources.joins(officials))
      """
    query.formulas = sources.formulas([recipients, officials])
    query.conditions += sources.condition(officials)
    if !kinship.on.isEmpty { query.conditions.append(sources.on(kinship.on, own, table: officials.name)) }
    query.records += records(officials)
    query.tie = .column(pair, "tie")
    query.ties = kinship.ties
    query.path = ["l1", "l2", "l3"].map { .column(pair, $0) }
    query.references += recipients.references(kinship.on, officials) + officials.references
    query.references += [
      ColumnReference(source: recipients.name, column: kinship.recipient),
      ColumnReference(source: officials.name, column: kinship.official),
    ]
    return query
  }

  /// The pairs of persons a tie joins, the second one an official, each with the rows that say so; 0 is no row.
  private func tie(_ tie: Operator.Kinship.Tie, _ position: Int, _ kinship: Operator.Kinship) -> SQLText {
    let officials = officialKeys(kinship)
    let number: SQLText = "\(count: position) AS \(name: "tie")"
    switch tie {
    case .same:
      return """
        SELECT \(name: "b") AS \(name: "a"), \(name: "b"), \(number), \(Self.places([]))
          FROM (\(officials)) AS \(name: "listed__")
        """
    case .declared(let source, let person, let kin, let degrees):
      let edges = edges(source, person, kin)
      return SQLText.joined((1...degrees).map { paths($0, edges, number, officials) }, "\n UNION ALL ")
    case .household(let source, let person, let shared), .account(let source, let person, let shared):
      let table = members(source, person, shared)
      return """
        SELECT \(.column("m1", "person")) AS \(name: "a"), \(.column("m2", "person")) AS \(name: "b"), \(number), \
        \(Self.places([.column("m1", "place"), .column("m2", "place")]))
          FROM (\(table)) AS \(name: "m1") JOIN (\(table)) AS \(name: "m2")
            ON \(.column("m1", "shared")) = \(.column("m2", "shared"))
              AND \(.column("m1", "person")) <> \(.column("m2", "person"))
          WHERE \(.column("m2", "person")) IN (\(officials))
        """
    }
  }

  private func officialKeys(_ kinship: Operator.Kinship) -> SQLText {
    let key = sources.formulas([kinship.officials]).column(ColumnReference(column: kinship.official))
    let present = sources.condition(kinship.officials) + ["\(key) IS NOT NULL"]
    return "SELECT DISTINCT \(key) AS \(name: "b") FROM \(sources.from(kinship.officials))\(SourceSQL.filter(present))"
  }

  /// The rows that say so, as three columns.
  private static func places(_ places: [SQLText]) -> SQLText {
    let columns = (0..<3).map { position -> SQLText in
      let place: SQLText = position < places.count ? places[position] : "CAST(0 AS BIGINT)"
      return "\(place) AS \(name: "l\(position + 1)")"
    }
    return SQLText.joined(columns, ", ")
  }

  /// Declarations in both directions.
  private func edges(_ source: Source, _ person: String, _ kin: String) -> SQLText {
    let formulas = sources.formulas([source])
    let (a, b) = (
      formulas.column(ColumnReference(column: person)), formulas.column(ColumnReference(column: kin))
    )
    let filter = SourceSQL.filter(sources.condition(source) + ["\(a) IS NOT NULL", "\(b) IS NOT NULL"])
    let place: SQLText = "\(locator(source)) AS \(name: "place")"
    return """
      SELECT \(a) AS \(name: "a"), \(b) AS \(name: "b"), \(place) FROM \(sources.from(source))\(filter) \
      UNION ALL SELECT \(b) AS \(name: "a"), \(a) AS \(name: "b"), \(place) FROM \(sources.from(source))\(filter)
      """
  }

  /// Paths of so many declarations from anyone to an official.
  private func paths(_ length: Int, _ edges: SQLText, _ number: SQLText, _ officials: SQLText) -> SQLText {
    let name: (Int) -> String = { "e\($0)" }
    var from: SQLText = "(\(edges)) AS \(name: name(1))"
    for step in 1..<max(length, 1) {
      from = """
        \(from) JOIN (\(edges)) AS \(name: name(step + 1)) \
        ON \(.column(name(step + 1), "a")) = \(.column(name(step), "b"))
        """
    }
    return """
      SELECT \(.column(name(1), "a")) AS \(name: "a"), \(.column(name(length), "b")) AS \(name: "b"), \(number), \
      \(Self.places((1...length).map { .column(name($0), "place") }))
        FROM \(from)
        WHERE \(.column(name(1), "a")) <> \(.column(name(length), "b"))
          AND \(.column(name(length), "b")) IN (\(officials))
      """
  }

  /// Who shares what.
  private func members(_ source: Source, _ person: String, _ shared: String) -> SQLText {
    let formulas = sources.formulas([source])
    let (who, what) = (
      formulas.column(ColumnReference(column: person)), formulas.column(ColumnReference(column: shared))
    )
    let present = sources.condition(source) + ["\(who) IS NOT NULL", "\(what) IS NOT NULL", "\(what) <> ''"]
    return """
      SELECT \(who) AS \(name: "person"), \(what) AS \(name: "shared"), \(locator(source)) AS \(name: "place") \
      FROM \(sources.from(source))\(SourceSQL.filter(present))
      """
  }
}
