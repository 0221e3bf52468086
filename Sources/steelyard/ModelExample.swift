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
    let outcome = ModelCatalogue.load(folder: folder)
    guard let model = outcome.model?.scoring else { throw .modelInvalid(file: "\(folder)/\(ModelCatalogue.fileName)") }
    let example = "\(folder)/example"
    let claims = names(in: example).filter { $0.hasPrefix("claims") }.map { "\(example)/\($0)" }
    let expected = names(in: "\(folder)/expected")
    if claims.isEmpty || expected.isEmpty { return ["example", "expected"] }
    var plan = RunPlan(model: model, modelHash: outcome.sourceHash, source: .claims(claims))
    // An example shows a damaged row among few.
    plan.rejectRateMaximum = 1
    if Files.isFile("\(example)/persons.csv") { plan.personsFile = "\(example)/persons.csv" }
    if Files.isFile("\(example)/institutions.csv") { plan.institutionsFile = "\(example)/institutions.csv" }
    let result = try located(Run.score(plan), in: example)
    let made = Dictionary(
      uniqueKeysWithValues: RunFiles.render(result, plan: plan, model: [], pseudonym: nil).map { ($0.name, $0.bytes) })
    var differing: [String] = []
    for name in expected where made[name] != (try Files.read("\(folder)/expected/\(name)")) { differing.append(name) }
    return differing
  }

  /// The result with the example's files named as they are in its folder, wherever that lies.
  private func located(_ result: RunResult, in example: String) -> RunResult {
    var result = result
    result.diagnostics = result.diagnostics.map { diagnostic in
      let place = diagnostic.location
      let file = place.file.hasPrefix(example + "/") ? String(place.file.dropFirst(example.count + 1)) : place.file
      return Diagnostic(
        diagnostic.code, at: .init(file: file, line: place.line, byteOffset: place.byteOffset, field: place.field))
    }
    return result
  }

  private func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }
}
