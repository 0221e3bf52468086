import Foundation
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardScoring
import SteelyardSynthesis

/// A simulated city scored by the shipped model, with the truth about it.
struct SimulatedRun {
  /// The seed of the city.
  let seed: UInt64
  /// What the engine found.
  let scorecard: Scorecard
  /// What was planted, by institution.
  let truth: [String: PlantedAnomaly.Kind]

  /// The institutions that were planted dear, and the honest ones with sicker patients.
  var planted: Set<String> { Set(truth.filter { !$0.value.isHonest }.keys) }
  var sicker: Set<String> { Set(truth.filter { $0.value.isHonest }.keys) }

  /// Simulates and scores a city of the usual size.
  init(seed: UInt64) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "steelyard-scenario-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var tables: [SimulatedTable: Data] = [:]
    let summary = ClaimGenerator(Scenario(seed: seed)).write { table, bytes in
      tables[table, default: Data()].append(contentsOf: bytes)
    }
    for (table, data) in tables { try data.write(to: folder.appending(path: table.fileName)) }
    func path(_ table: SimulatedTable) -> String { folder.appending(path: table.fileName).path() }
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let model = root.appending(path: "Models/medical-insurance/outpatient-specified-disease-cost").path()
    let outcome = ModelCatalogue.load(folder: model)
    guard let loaded = outcome.model?.scoring else { throw RunFailure.modelInvalid(file: model) }
    var plan = RunPlan(model: loaded, modelHash: outcome.sourceHash, source: .claims([path(.claims)]))
    plan.personsFile = path(.persons)
    plan.institutionsFile = path(.institutions)
    plan.threads = 2
    self.seed = seed
    scorecard = try Run.score(plan).scorecard
    truth = Dictionary(summary.planted.map { ($0.institution, $0.kind) }, uniquingKeysWith: { first, _ in first })
  }

  /// How many planted and how many sicker institutions are among the first k by a column, k the number planted.
  func top(_ column: (InstitutionScore) -> Double?) -> (planted: Int, sicker: Int) {
    var figures: [(id: String, value: Double)] = []
    for score in scorecard.institutions {
      if let value = column(score) { figures.append((score.institution.id, value)) }
    }
    figures.sort { a, b in a.value == b.value ? a.id < b.id : a.value > b.value }
    let first = Set(figures.prefix(planted.count).map(\.id))
    return (first.intersection(planted).count, first.intersection(sicker).count)
  }

  /// The institutions of a band.
  func band(_ band: InstitutionScore.Band) -> Set<String> {
    Set(scorecard.institutions.filter { $0.band == band }.map(\.institution.id))
  }
}
