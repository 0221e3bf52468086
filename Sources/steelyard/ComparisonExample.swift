import Foundation
import SteelyardComparison
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports

/// The example of a comparison model: a file a register, `args.txt` with the dates, and the clues they must give.
struct ComparisonExample {
  /// The files that are expected of it.
  static let files = [
    ClueTable.fileName, "clues.jsonl", EvidenceTable.fileName, MatchTable.fileName, "rejects.csv",
  ]
  /// The key of the pseudonyms in examples: their persons are made up, and anyone may make the same ones.
  private static let key = Array("the key of examples, nothing secret".utf8)

  let folder: String
  let model: ComparisonModel
  let hash: String

  /// The files that a run on the example makes, by name; `nil` where there is no example.
  func made() throws(RunFailure) -> [String: [UInt8]]? {
    try planned { plan throws(RunFailure) in rendered(try Run.compare(plan), plan, in: "\(folder)/example") }
  }

  /// The example's registers as the rules see them; `nil` where there is no example.
  func registers() throws(RunFailure) -> [String: [[SQLValue?]]]? {
    try planned { plan throws(RunFailure) in try Run.registers(plan) }
  }

  /// Does something with the plan of a run on the example, in a folder that is gone afterwards.
  private func planned<Value>(_ body: (ComparisonRunPlan) throws(RunFailure) -> Value) throws(RunFailure) -> Value? {
    let example = "\(folder)/example"
    let arguments = try ExampleArguments(folder: folder)
    guard let asOf = arguments["--as-of"].flatMap(Files.day),
      case .months(let months)? = arguments["--period"].flatMap(Period.init)
    else { return nil }
    var files: [String: [String]] = [:]
    for register in model.plan.registers {
      let file = "\(example)/\(register.name).csv"
      if Files.isFile(file) { files[register.name] = [file] }
    }
    if files.isEmpty { return nil }
    let work = FileManager.default.temporaryDirectory.appending(path: "steelyard-example-\(UUID().uuidString)")
    guard (try? FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)) != nil else {
      throw .outputNotWritable(folder: work.path(percentEncoded: false))
    }
    defer { try? FileManager.default.removeItem(at: work) }
    var plan = ComparisonRunPlan(
      governance: model.governance, comparison: model.plan, modelHash: hash, registers: files,
      dates: ComparisonDates(asOf: asOf, months: months), pseudonym: Pseudonym(key: Self.key),
      workFolder: work.path(percentEncoded: false))
    // An example shows a damaged row among few, and its persons are made up.
    plan.rejectRateMaximum = 1
    plan.showsValues = true
    return try body(plan)
  }

  /// The run's own files, with the example's named as they are in its folder.
  private func rendered(
    _ result: SteelyardEngine.ComparisonResult, _ plan: ComparisonRunPlan, in example: String
  ) -> [String: [UInt8]] {
    var result = result
    result.files = result.files.mapValues { $0.map { ModelExample.named($0, in: example) } }
    result.diagnostics = ModelExample.located(result.diagnostics, in: example)
    let files = ComparisonFiles.render(result, plan: plan, accounts: model.rules, model: [], companions: [])
    return Dictionary(files.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
  }
}
