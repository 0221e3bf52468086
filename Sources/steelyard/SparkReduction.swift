import Foundation
import SteelyardComparison
import SteelyardDomain
import SteelyardEngine
import SteelyardIntake
import SteelyardLedger
import SteelyardModels
import SteelyardReports

/// The sums of the claims made by Spark: columns asked for, statements run, part files read.
struct SparkReduction {
  private let plan: RunPlan
  private let inputs: [String]
  private let spark: SparkProgram
  private let folder: String

  /// Prepares a reduction.
  ///
  /// - Parameters:
  ///   - plan: what is asked; its source is the claims.
  ///   - inputs: tables of claims.
  ///   - folder: a new folder that Spark's workers see too.
  ///   - log: where a failure's log is left.
  /// - Throws: ``RunFailure`` where the program is missing, or an option asks for what only our own reader does.
  init(_ plan: RunPlan, inputs: [String], option: EngineOption, folder: String, log: String) throws(RunFailure) {
    if let refused = Self.refused(plan) { throw .usage(Wording.Failure.notWithEngine(refused)) }
    self.plan = plan
    self.inputs = inputs
    self.folder = folder
    spark = try SparkProgram(
      master: option.master ?? "local[*]", settings: option.engineSettings, folder: folder, log: log)
  }

  /// An option that asks for what only our own reader does.
  static func refused(_ plan: RunPlan) -> String? {
    let reading = (plan.mapping.reading.stated ?? [:]).keys.filter { $0 != "as-of" }.sorted()
    let given = [
      plan.lineFiles.isEmpty ? nil : "--lines", plan.controlFile.map { _ in "--control" },
      plan.institutionCodesFile.map { _ in "--institution-codes" }, plan.diseaseFile.map { _ in "--disease-catalog" },
    ].compactMap { $0 }
    return given.first ?? (reading + plan.thresholds.stated.keys.sorted()).first.map { "--\($0)" }
  }

  /// Makes the sums.
  ///
  /// - Returns: the plan of a run that goes on from them.
  /// - Throws: ``RunFailure``.
  func reduced() throws(RunFailure) -> RunPlan {
    let tables = try tables()
    let answer = SparkScript.answer(
      try spark.run(SparkScript.question(tables.map(\.table)), as: "columns"), tables.map(\.table))
    guard let answer else { throw spark.failure("\(folder)/columns.log") }
    let named = zip(tables, answer.columns).map { (table: $0.table, columns: $1) }
    let read = try zip(tables, answer.columns).map { pair throws(RunFailure) in
      try Self.understood(pair.1, plan.mapping, file: pair.0.name, isClaims: pair.0.isClaims)
    }
    let sql = try sql(Array(zip(tables, read)))
    _ = try spark.run(SparkScript.job(sql, named, folder: folder), as: "job")
    var whole = plan
    let files = zip(tables, read).map { table, columns in
      QualityReport.File(
        name: table.name, table: (table.isClaims ? TableMapping.Table.claims : .persons).rawValue,
        format: FileFormat(
          separator: table.table.format == .csv ? "," : "", quote: table.table.format == .csv ? "\"" : ""),
        columns: columns.matches, ignoredColumns: columns.ignored)
    }
    whole.reduction = try Reduction(
      engine: "spark", version: answer.version, master: spark.master,
      statements: SparkScript.job(sql, Self.asNamed(tables, named), folder: "steelyard-tally"),
      account: try rows(of: TallySQL.account), files: files)
    whole.source = .tally(try joined(TallySQL.tally), pairs: try joined(TallySQL.pairs))
    return whole
  }

  /// A table that is given.
  private struct Given {
    /// As the user named it.
    let name: String
    let isClaims: Bool
    let table: SparkScript.Table
  }

  private func tables() throws(RunFailure) -> [Given] {
    var tables: [Given] = []
    for (number, input) in inputs.enumerated() { tables.append(try Self.given(input, "claims_\(number + 1)", true)) }
    if let persons = plan.personsFile { tables.append(try Self.given(persons, "persons", false)) }
    return tables
  }

  /// A path of this machine is made whole, since Spark is started elsewhere; a URL is Spark's own matter.
  private static func given(_ name: String, _ table: String, _ isClaims: Bool) throws(RunFailure) -> Given {
    guard let format = SparkScript.Format(path: name) else {
      throw .usage(
        Wording.Failure.optionInvalid("--engine spark", PostgresSource.shown(name), ["*.csv", "*.csv.gz", "*.parquet"]))
    }
    let isURL = name.contains("://")
    if !isURL, !Files.exists(name) { throw .inputUnreadable(file: name) }
    let path = isURL ? name : URL(filePath: name).standardizedFileURL.path(percentEncoded: false)
    return Given(name: name, isClaims: isClaims, table: .init(name: table, path: path, format: format))
  }

  private static func understood(
    _ columns: [String], _ mapping: TableMapping, file: String, isClaims: Bool
  ) throws(RunFailure) -> TableColumns {
    isClaims
      ? try TallySQL.claims(columns, mapping: mapping, file: file)
      : try TallySQL.persons(columns, mapping: mapping, file: file)
  }

  /// The tables by the names that the user gave them, for the record.
  private static func asNamed(
    _ tables: [Given], _ named: [(table: SparkScript.Table, columns: [String])]
  ) -> [(table: SparkScript.Table, columns: [String])] {
    zip(tables, named).map { given, table in
      (.init(name: table.table.name, path: given.name, format: table.table.format), table.columns)
    }
  }

  private func sql(_ tables: [(Given, TableColumns)]) throws(RunFailure) -> TallySQL {
    let sources = tables.map { table, columns in
      TallySQL.Source(
        table: table.table.name, columns: columns.columns, places: columns.places,
        damage: table.table.format == .csv ? SparkScript.damage : nil)
    }
    let claims = zip(tables, sources).filter { $0.0.0.isClaims }
    for (table, source) in claims where !source.isLike(claims[0].1) {
      throw .usage(Wording.Failure.tablesUnlike(table.0.name))
    }
    var listing: TallySQL.Listing?
    if let file = plan.institutionsFile {
      listing = try TallySQL.listing(file, mapping: plan.mapping, limit: plan.rejectRateMaximum)
    }
    return TallySQL(
      scoring: plan.model.scoring, period: plan.period, area: plan.area, latest: plan.mapping.reading.latestDay,
      claims: claims.map(\.1), persons: zip(tables, sources).first { !$0.0.0.isClaims }?.1, institutions: listing,
      dialect: .spark)
  }

  /// The part files of a result as one, the header once.
  private func joined(_ result: String) throws(RunFailure) -> String {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(result)")) ?? []
    // Spark writes this last, when every part is there.
    guard names.contains("_SUCCESS") else { throw spark.failure("\(folder)/job.log") }
    let header = Array((TallySQL.columns(of: result).joined(separator: ",") + "\n").utf8)
    var bytes = header
    for name in names.filter({ $0.hasPrefix("part-") }).sorted() {
      let part = try Files.read("\(folder)/\(result)/\(name)")
      // A part without rows may lack the header, too.
      if part.isEmpty { continue }
      guard part.starts(with: header) else { throw .internalFault("a part file begins with the columns asked for") }
      bytes += part.dropFirst(header.count)
    }
    let file = "\(folder)/\(result).csv"
    try Files.write(bytes, to: file, mode: 0o600)
    return file
  }

  /// The rows of a small result.
  private func rows(of result: String) throws(RunFailure) -> [[String]] {
    do {
      return try TextTableReader.read(
        try joined(result), as: result, columns: TallySQL.columns(of: result), mayBeEmpty: true
      ).table.rows
    } catch let failure as RunFailure {
      throw failure
    } catch { throw .internalFault("the account is a table") }
  }
}
