import SteelyardDomain
import SteelyardEngine
import SteelyardLedger
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// A finished run's folder, opened to be read: each file is held against the manifest's hash before it is used.
struct OpenRun {
  let folder: String
  let manifest: RunManifest
  /// SHA-256 of the manifest's bytes: the run's own.
  let hash: String

  init(_ folder: String) throws(RunFailure) {
    let path = "\(folder)/\(RunManifest.fileName)"
    guard Files.isFile(path) else { throw .notARun(folder: folder) }
    let bytes = try Files.read(path)
    guard let manifest = RunManifest.decode(bytes) else { throw .notARun(folder: folder) }
    self.folder = folder
    self.manifest = manifest
    hash = ContentHash.of(bytes)
  }

  /// A file of the run, if it is still the one that was written.
  func file(_ name: String) throws(RunFailure) -> [UInt8] {
    let path = "\(folder)/\(name)"
    guard let written = manifest.outputs.first(where: { $0.name == name }), Files.isFile(path) else {
      throw .notARun(folder: folder)
    }
    let bytes = try Files.read(path)
    if ContentHash.of(bytes) != written.sha256 { throw .fileChanged(file: path) }
    return bytes
  }

  /// The ranking's rows.
  func ranking() throws(RunFailure) -> [RankingRow] {
    let bytes = try file("ranking.csv")
    do { return try RankingTable.parse(csv: bytes) } catch { throw .fileChanged(file: "\(folder)/ranking.csv") }
  }

  /// What the run's files say of an institution beside the ranking.
  func details(of institution: String) throws(RunFailure) -> ExplanationDetails {
    DossierFiles(
      waterfall: try rowTable(WaterfallTable.fileName), profile: try rowTable(ProfileTable.fileName),
      interactions: try rowTable(InteractionTable.fileName), drill: try rowTable(DrillTable.fileName),
      year: try rowTable(YearTable.fileName)
    ).details(of: institution)
  }

  /// The model the run used.
  func model() throws(RunFailure) -> ScoringModel {
    let name = Run.FileName.model
    guard let model = ModelDecoder.decode(bytes: try file(name), file: "\(folder)/\(name)").model?.scoring else {
      throw .modelInvalid(file: "\(folder)/\(name)")
    }
    return model
  }

  /// The scorecard, computed again from the run's tally.
  func scorecard(_ model: ScoringModel) throws(RunFailure) -> Scorecard { try reopened(model).scorecard }

  /// The run's tally, and the scorecard computed again from it.
  func reopened(_ model: ScoringModel) throws(RunFailure) -> (scorecard: Scorecard, tally: Tally) {
    var institutions: [String: Institution] = [:]
    var screens: [String: (score: Double?, signal: Screen.Signal?)] = [:]
    for row in try ranking() {
      institutions[row["institution_id"]] = row.institution
      screens[row["institution_id"]] = (row.number("screen"), Screen.Signal(rawValue: row["screen_signal"]))
    }
    for name in [Run.FileName.tally, Run.FileName.pairs] where manifest.outputs.contains(where: { $0.name == name }) {
      _ = try file(name)
    }
    return try Run.reopen(
      folder: folder, manifest: manifest, model: model, institutions: institutions, history: try history(),
      screens: screens,
      threads: 1)
  }

  /// An institution seen from below, `nil` where the model takes a low cost for no question.
  func low(_ scorecard: Scorecard, _ model: ScoringModel, of institution: String) throws(RunFailure) -> LowSide? {
    if model.governance.lowIsGood == .yes { return nil }
    let all = LowSide.all(scorecard, plan: manifest.plan(of: model), history: try history())
    return all.first { $0.score.institution.id == institution }
  }
}
