import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// The files of a run that are looked up institution by institution; a file that the run does not have is `nil`.
struct DossierFiles: Sendable {
  var waterfall, profile, interactions, drill, year, bursts, persons: ResultRowTable?
  var months: [String: [MonthlyFigure]] = [:]

  /// What the files say of an institution beside the ranking.
  func details(of institution: String) -> ExplanationDetails {
    ExplanationDetails(
      waterfall: waterfall?.rows(institution).last, profile: profile?.rows(institution).last,
      interactions: interactions?.rows(institution) ?? [], drill: drill?.rows(institution) ?? [],
      year: year?.rows(institution).last)
  }

  /// Everything the run holds of an institution.
  func dossier(of score: InstitutionScore) -> Dossier {
    let code = score.institution.id
    let groups = bursts?.rows(code) ?? []
    var members: [String: [String: String]] = [:]
    for name in groups.flatMap(Dossier.members) { members[name] = persons?.rows(name).first }
    return Dossier(
      score: score, details: details(of: code), months: months[code] ?? [], bursts: groups, persons: members)
  }
}

extension OpenRun {
  /// A file of the run as a table of rows, or `nil` where the run has none of that name.
  func rowTable(
    _ name: String, key: String = "institution_id", wanted: Set<String>? = nil
  ) throws(RunFailure) -> ResultRowTable? {
    guard manifest.outputs.contains(where: { $0.name == name }) else { return nil }
    guard let table = ResultRowTable(try file(name), key: key, wanted: wanted) else {
      throw .fileChanged(file: "\(folder)/\(name)")
    }
    return table
  }

  /// The files that dossiers are made from.
  func dossierFiles() throws(RunFailure) -> DossierFiles {
    var files = DossierFiles(
      waterfall: try rowTable(WaterfallTable.fileName), profile: try rowTable(ProfileTable.fileName),
      interactions: try rowTable(InteractionTable.fileName), drill: try rowTable(DrillTable.fileName),
      year: try rowTable(YearTable.fileName), bursts: try rowTable(CardBurstTable.fileName))
    if manifest.outputs.contains(where: { $0.name == MonthlyTable.fileName }) {
      files.months = Dictionary(grouping: try monthly(), by: \.institution)
    }
    if let bursts = files.bursts {
      let members = Set(bursts.keys.flatMap { bursts.rows($0).flatMap(Dossier.members) })
      if !members.isEmpty { files.persons = try rowTable("persons.csv", key: "person", wanted: members) }
    }
    return files
  }

  /// The files that were read.
  var inputs: [RunStatement.Input] {
    manifest.inputs.map { input in
      RunStatement.Input(
        name: input.name, table: input.table, rows: input.rows, sha256: input.sha256,
        encoding: input.compression == "none" ? input.encoding : "\(input.encoding) (\(input.compression))")
    }
  }

  /// What every export of the run says of it.
  func statement(_ model: ScoringModel, watermark: String? = nil) throws(RunFailure) -> RunStatement {
    var statement = RunStatement(
      hash: hash, engine: manifest.engine, modelHash: manifest.model.sha256,
      governance: model.governance, period: manifest.options.period,
      cost: manifest.plan(of: model).cost, currency: manifest.options.currency)
    statement.area = manifest.options.area
    statement.peers = manifest.options.peers
    statement.inputs = inputs
    statement.methods = manifest.methods.map { MethodStatement(role: $0.role, id: $0.id, constants: $0.constants) }
    statement.absences = manifest.absences.compactMap { gap in
      Absence.Reason(rawValue: gap.reason).map { Absence(column: gap.column, reason: $0) }
    }
    statement.watermark = watermark
    return statement
  }

  /// The account of the input.
  func quality() throws(RunFailure) -> QualityReport {
    let name = "quality.json"
    guard let report = QualityJSON.decode(try file(name)) else { throw .fileChanged(file: "\(folder)/\(name)") }
    return report
  }
}
