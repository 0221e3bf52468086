import Foundation
import SteelyardDomain
import SteelyardEngine
import SteelyardModels

/// A model's example: tiny inputs in `example/`, and in `expected/` the files a run on them must give, byte for byte.
struct ModelExample {
  let folder: String

  /// The names of expected files that differ from what the run gives, or are not made by it; an example without
  /// expectations is itself a difference.
  func differences() throws(RunFailure) -> [String] {
    let expected = names(in: "\(folder)/expected")
    guard let made = try made(), !expected.isEmpty else { return ["example", "expected"] }
    var differing: [String] = []
    for name in expected where made[name] != (try Files.read("\(folder)/expected/\(name)")) { differing.append(name) }
    return differing
  }

  /// Writes what the run gives over what is expected: the files that are there already, or those that a model of its
  /// kind is held to.
  func record() throws(RunFailure) {
    guard let made = try made() else { return }
    let old = names(in: "\(folder)/expected")
    for name in old.isEmpty ? try heldTo() : old {
      let path = "\(folder)/expected/\(name)"
      guard let bytes = made[name] else { continue }
      if Files.isFile(path) { unlink(path) }
      try Files.write(bytes, to: path)
    }
  }

  /// The files that an example of a kind is held to where its author names none.
  private func heldTo() throws(RunFailure) -> [String] {
    switch try model() {
    case .scoring: ["clues.jsonl", "interview-list.csv", "near-list.csv", "ranking.csv", "rejects.csv"]
    case .comparison: ComparisonExample.files
    }
  }

  private func model() throws(RunFailure) -> SupervisionModel {
    guard let model = ModelCatalogue.load(folder: folder).model else {
      throw .modelInvalid(file: "\(folder)/\(ModelCatalogue.fileName)")
    }
    return model
  }

  /// The files that a run on the example makes, by name; `nil` where there is no example.
  private func made() throws(RunFailure) -> [String: [UInt8]]? {
    let outcome = ModelCatalogue.load(folder: folder)
    switch try model() {
    case .scoring(let model): return try scored(model, hash: outcome.sourceHash)
    case .comparison(let model):
      return try ComparisonExample(folder: folder, model: model, hash: outcome.sourceHash).made()
    }
  }

  private func scored(_ model: ScoringModel, hash: String) throws(RunFailure) -> [String: [UInt8]]? {
    let example = "\(folder)/example"
    let claims = names(in: example).filter { $0.hasPrefix("claims") }.map { "\(example)/\($0)" }
    if claims.isEmpty { return nil }
    var plan = RunPlan(model: model, modelHash: hash, source: .claims(claims))
    // An example shows a damaged row among few.
    plan.rejectRateMaximum = 1
    if Files.isFile("\(example)/persons.csv") { plan.personsFile = "\(example)/persons.csv" }
    if Files.isFile("\(example)/institutions.csv") { plan.institutionsFile = "\(example)/institutions.csv" }
    var result = try Run.score(plan)
    result.diagnostics = ModelExample.located(result.diagnostics, in: example)
    return Dictionary(
      uniqueKeysWithValues: RunFiles.render(result, plan: plan, model: [], pseudonym: nil).map { ($0.name, $0.bytes) })
  }

  /// Diagnostics with the example's files named as they are in its folder, wherever that lies.
  static func located(_ diagnostics: [Diagnostic], in example: String) -> [Diagnostic] {
    diagnostics.map { diagnostic in
      let place = diagnostic.location
      return Diagnostic(
        diagnostic.code,
        at: .init(
          file: named(place.file, in: example), line: place.line, byteOffset: place.byteOffset, field: place.field))
    }
  }

  /// A file as it is called in the example's folder.
  static func named(_ file: String, in example: String) -> String {
    file.hasPrefix(example + "/") ? String(file.dropFirst(example.count + 1)) : file
  }

  private func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }
}
