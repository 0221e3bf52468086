import SteelyardComparison
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports
import SteelyardScoring

extension OpenRun {
  /// A scoring run as an export.
  func scoringExport(
    profile: ExportProfile, previous: OpenRun?, watermark: String?, language: Language, unit: ExportUnit
  ) throws(RunFailure) -> ExportDocument {
    let model = try model()
    let rows = try ranking()
    let order = manifest.options.order.flatMap(ScoringPlan.Order.init) ?? .plain
    let source = ExportSource(try statement(model, watermark: watermark), order: order)
    let before = try previous.map { run throws(RunFailure) in try ranks(of: run) }
    return ExportDocument(
      scoring: source, rows: rows, quality: try quality(), isFromTally: manifest.source == "tally",
      extract: profile == .everyone ? nil : try tallyExtract(rows),
      rollups: try stored(RollupTable.fileName), persons: profile == .auditor ? try stored("persons.csv") : nil,
      previous: before, profile: profile, language: language, unit: unit)
  }

  /// A comparison run as an export.
  func comparisonExport(
    profile: ExportProfile, watermark: String?, language: Language, unit: ExportUnit
  ) throws(RunFailure) -> ExportDocument {
    let model = try comparisonModel()
    let titles = model.plan.rules.map { (id: $0.id, title: $0.title) }
    let rules = manifest.comparison?.rules ?? []
    let source = ExportSource(
      hash: hash, engine: manifest.engine, governance: model.governance,
      modelHash: manifest.model.sha256, period: manifest.options.period, asOf: manifest.options.asOf ?? "",
      currency: manifest.options.currency,
      rules: rules.map { rule in
        MethodStatement(
          role: titles.first { $0.id == rule.id }?.title.text(language) ?? rule.id, id: rule.id,
          constants: ["sha256 = \(rule.sha256)", "registers = \(rule.registers.joined(separator: " "))"])
      },
      inputs: inputs, watermark: watermark)
    return ExportDocument(
      comparison: source, clues: try clues(), rules: titles, quality: try quality(), profile: profile,
      language: language, unit: unit)
  }

  /// What the tally tells of those on a list.
  private func tallyExtract(_ rows: [RankingRow]) throws(RunFailure) -> TallyExtract {
    let name = Run.FileName.tally
    guard let extract = TallyExtract(tally: try file(name), listedIn: rows) else {
      throw .fileChanged(file: "\(folder)/\(name)")
    }
    return extract
  }

  /// A file of the run row by row, or `nil` where the run has none of that name.
  private func stored(_ name: String) throws(RunFailure) -> StoredTable? {
    guard manifest.outputs.contains(where: { $0.name == name }) else { return nil }
    guard let table = StoredTable(try file(name)) else { throw .fileChanged(file: "\(folder)/\(name)") }
    return table
  }

  /// The period and the ranks of an earlier run of the same model.
  private func ranks(of run: OpenRun) throws(RunFailure) -> (period: String, ranks: [String: String]) {
    guard !run.isComparison, run.manifest.model.id == manifest.model.id,
      case .months(let own)? = Period(manifest.options.period),
      case .months(let past)? = Period(run.manifest.options.period), past.upperBound < own.lowerBound
    else { throw .usage(Wording.Failure.previousUnlike(run.folder)) }
    let ranks = try run.ranking().map { ($0["institution_id"], $0["rank"]) }
    return (run.manifest.options.period, Dictionary(ranks, uniquingKeysWith: { first, _ in first }))
  }
}
