import SteelyardComparison
import SteelyardDomain
import SteelyardEngine
import SteelyardIntake
import SteelyardModels
import SteelyardReports

/// The sums of the claims made where they are: statements run by the database itself, three small results fetched.
struct PostgresReduction {
  private let plan: RunPlan
  private let inputs: [String]
  private let settings: [String]
  private let folder: String

  /// Prepares a reduction.
  ///
  /// - Parameters:
  ///   - plan: what is asked; its source is the claims.
  ///   - inputs: tables and queries of one database.
  ///   - settings: what is set for the session, `name=value`.
  ///   - folder: a folder of this program's own, for the results.
  /// - Throws: ``RunFailure/usage(_:)`` where an option asks for what only our own reader does.
  init(_ plan: RunPlan, inputs: [String], settings: [String], folder: String) throws(RunFailure) {
    if let refused = SparkReduction.refused(plan) { throw .usage(Wording.Failure.notWithEngine(refused)) }
    self.plan = plan
    self.inputs = inputs
    self.settings = settings
    self.folder = folder
  }

  /// A table that is given.
  private struct Given {
    let source: PostgresSource
    let isClaims: Bool
    let table: PostgresTable
    let columns: TableColumns
    /// Its name in the statements.
    let view: String

    func script(isRecord: Bool) -> PostgresScript.Table {
      .init(name: view, select: table.select(Set(columns.columns.values), isRecord: isRecord))
    }

    /// What is told of it.
    var file: QualityReport.File {
      QualityReport.File(
        name: source.name, table: (isClaims ? TableMapping.Table.claims : .persons).rawValue,
        format: FileFormat(
          separator: "", quote: "", part: source.queryHash.isEmpty ? "" : "query \(source.queryHash)"),
        columns: columns.matches, ignoredColumns: columns.ignored)
    }
  }

  /// Makes the sums.
  ///
  /// - Returns: the plan of a run that goes on from them.
  /// - Throws: ``RunFailure``.
  func reduced() throws(RunFailure) -> RunPlan {
    let sources = try sources()
    let (claims, place) = (sources[0].source, sources[0].source.place)
    let session = try Self.asked(claims) { () throws(DatabaseFault) in
      try PostgresSession(claims, .temporaryTables, settings: settings)
    }
    let tables = try sources.enumerated().map { number, source throws(RunFailure) in
      try given(source.source, isClaims: source.isClaims, number + 1, session)
    }
    let sql = try sql(tables)
    let results = try Self.asked(claims) { () throws(DatabaseFault) in
      for statement in PostgresScript.statements(sql, tables.map { $0.script(isRecord: false) }) {
        try session.run(statement)
      }
      return try TallySQL.results.map { result throws(DatabaseFault) in
        (result, try session.csv(of: PostgresScript.select(result)))
      }
    }
    for (result, bytes) in results { try Files.write(bytes, to: "\(folder)/\(result).csv", mode: 0o600) }
    var whole = plan
    whole.reduction = try Reduction(
      engine: EngineOption.Engine.postgresql.rawValue, version: session.version, master: place,
      statements: PostgresScript.record(sql, tables.map { $0.script(isRecord: true) }),
      account: try rows(of: TallySQL.account), files: tables.map(\.file))
    whole.source = .tally("\(folder)/\(TallySQL.tally).csv", pairs: "\(folder)/\(TallySQL.pairs).csv")
    return whole
  }

  /// The claims, and the persons behind them, each a table or query of one database.
  private func sources() throws(RunFailure) -> [(source: PostgresSource, isClaims: Bool)] {
    var sources: [(source: PostgresSource, isClaims: Bool)] = []
    for (name, isClaims) in inputs.map({ ($0, true) }) + [plan.personsFile].compactMap(\.self).map({ ($0, false) }) {
      guard PostgresSource.isNamed(by: name) else {
        throw .usage(Wording.Failure.optionInvalid("--engine postgresql", name, ["postgres:…#…"]))
      }
      let source: PostgresSource
      do { source = try PostgresSource(name) } catch {
        throw .databaseFailed(source: PostgresSource.shown(name), error)
      }
      if let first = sources.first, first.source.place != source.place {
        throw .usage(Wording.Failure.databasesSeveral(source.name))
      }
      sources.append((source, isClaims))
    }
    if sources.isEmpty { throw .usage(Wording.Failure.noInput) }
    return sources
  }

  private func given(
    _ source: PostgresSource, isClaims: Bool, _ number: Int, _ session: PostgresSession
  ) throws(RunFailure) -> Given {
    let table = try Self.asked(source) { () throws(DatabaseFault) in try session.table(source) }
    let columns =
      isClaims
      ? try TallySQL.claims(table.columns, mapping: plan.mapping, file: source.name)
      : try TallySQL.persons(table.columns, mapping: plan.mapping, file: source.name)
    return Given(
      source: source, isClaims: isClaims, table: table, columns: columns, view: "steelyard_input_\(number)")
  }

  private func sql(_ tables: [Given]) throws(RunFailure) -> TallySQL {
    let sources = tables.map { table in
      TallySQL.Source(table: table.view, columns: table.columns.columns, places: table.columns.places)
    }
    for (table, source) in zip(tables, sources) where table.isClaims && !source.isLike(sources[0]) {
      throw .usage(Wording.Failure.tablesUnlike(table.source.name))
    }
    var listing: TallySQL.Listing?
    if let file = plan.institutionsFile {
      listing = try TallySQL.listing(file, mapping: plan.mapping, limit: plan.rejectRateMaximum)
    }
    let claims = zip(tables, sources).filter(\.0.isClaims).map(\.1)
    return TallySQL(
      scoring: plan.model.scoring, period: plan.period, area: plan.area, latest: plan.mapping.reading.latestDay,
      claims: claims, persons: zip(tables, sources).first { !$0.0.isClaims }?.1, institutions: listing,
      dialect: .postgresql)
  }

  /// The rows of a small result.
  private func rows(of result: String) throws(RunFailure) -> [[String]] {
    do {
      return try TextTableReader.read(
        "\(folder)/\(result).csv", as: result, columns: TallySQL.columns(of: result), mayBeEmpty: true
      ).table.rows
    } catch { throw .internalFault("the account is a table") }
  }

  /// Asks the database something; what goes wrong is told of a source.
  private static func asked<Answer>(
    _ source: PostgresSource, _ question: () throws(DatabaseFault) -> Answer
  ) throws(RunFailure) -> Answer {
    do { return try question() } catch { throw .databaseFailed(source: source.name, error) }
  }
}
