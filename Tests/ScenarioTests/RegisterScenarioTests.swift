import Foundation
import SteelyardComparison
import SteelyardDomain
import SteelyardModels
import SteelyardSynthesis
import Testing

@testable import SteelyardEngine

/// A simulated population compared by its model, with the truth about it.
private struct ComparedPopulation {
  /// The clues' subjects as they are written, by rule.
  let found: [String: Set<String>]
  /// What must and must not be found, subjects as clues write them.
  let truth: [(rule: String, subject: String, isPlanted: Bool)]
  /// The model's rules.
  let rules: [String]

  /// Simulates registers and compares them.
  init(model: String, persons: Int, seed: UInt64, cases: Int) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "steelyard-registers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let scenario = RegisterScenario(model: model, persons: persons, seed: seed, casesPerKind: cases)
    let generator = try #require(RegisterGenerator(scenario))
    var tables: [String: Data] = [:]
    let summary = generator.write { register, bytes in tables[register, default: Data()].append(contentsOf: bytes) }
    var files: [String: [String]] = [:]
    for (register, data) in tables {
      let file = folder.appending(path: "\(register).csv")
      try data.write(to: file)
      files[register] = [file.path(percentEncoded: false)]
    }
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let outcome = ModelCatalogue.load(folder: root.appending(path: "Models/\(model)").path(percentEncoded: false))
    let loaded = try #require(outcome.model?.comparison)
    let pseudonym = Pseudonym(key: Array("a key for scenarios, nothing secret".utf8))
    let plan = ComparisonRunPlan(
      governance: loaded.governance, comparison: loaded.plan, modelHash: outcome.sourceHash, registers: files,
      dates: ComparisonDates(asOf: RegisterScenario.asOf, months: scenario.period), pseudonym: pseudonym,
      workFolder: folder.path(percentEncoded: false))
    let result = try Run.compare(plan)
    let names = Disguise(pseudonym)
    rules = loaded.plan.rules.map(\.id)
    found = Dictionary(grouping: result.clues, by: \.rule).mapValues { Set($0.map(\.subject.identifier)) }
    truth = summary.truth.map {
      ($0.rule, names.subject(Clue.Subject($0.kind, $0.subject)).identifier, $0.isPlanted)
    }
  }
}

@Suite("Planted cases of every rule") struct RegisterScenarioTests {
  /// The seeds; the full size is run by `Benchmarks/registers-scenario`.
  private static let seeds: [UInt64] = [1, 2, 3, 4, 5]

  @Test(
    "Every planted case is found, no near miss is, and nobody else is named", arguments: RegisterScenario.models, seeds)
  func plantedAndNear(model: String, seed: UInt64) throws {
    let population = try ComparedPopulation(model: model, persons: 1_000, seed: seed, cases: 5)
    for rule in population.rules {
      let planted = Set(population.truth.filter { $0.rule == rule && $0.isPlanted }.map(\.subject))
      let near = Set(population.truth.filter { $0.rule == rule && !$0.isPlanted }.map(\.subject))
      let found = population.found[rule] ?? []
      #expect(!planted.isEmpty && !near.isEmpty, "\(model) \(rule) has both kinds")
      #expect(planted.subtracting(found).isEmpty, "\(model) \(rule): planted, not found")
      #expect(near.intersection(found).isEmpty, "\(model) \(rule): a near miss")
      #expect(found.subtracting(planted).isEmpty, "\(model) \(rule): others")
    }
  }
}
