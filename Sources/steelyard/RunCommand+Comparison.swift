import SteelyardComparison
import SteelyardDomain
import SteelyardEngine
import SteelyardIntake
import SteelyardModels
import SteelyardReports

/// A run of a comparison model: registers in, clues out.
extension RunCommand {
  /// The whole run: plan, folder, result, files, manifest, summary.
  func compare(_ model: ComparisonModel, folder: String, hash: String) throws {
    let modelFile = "\(folder)/\(ModelCatalogue.fileName)"
    let bytes = try Files.read(modelFile)
    if ModelDecoder.sourceHash(of: bytes, model.plan) != hash { throw RunFailure.inputChanged(file: modelFile) }
    let companions = model.plan.queryFiles
    guard let keyPath = key ?? KeyFile.usualPath else { throw RunFailure.keyUnusable(file: "--key") }
    var plan = try comparisonPlan(model, hash: hash)
    plan.mapping = try input.registerMapping(model.plan)
    plan.mapping.reading.keepsTexts = showValues
    plan.mapping.reading.threads = try Threads.checked(threads)
    let started = Files.timeStamp
    try RunFolder.making(out) { output in
      plan.pseudonym = try KeyFile.load(keyPath, outside: out)
      plan.workFolder = output.partialFolder
      let progress = ProgressLine(language: language.language)
      defer { progress.clear() }
      let result = try Run.compare(plan, progress: progress.update)
      var manifest = RunManifest(
        plan: plan, result: result, engine: Steelyard.version, threads: threads ?? 1, started: started,
        finished: Files.timeStamp)
      let files = ComparisonFiles.render(
        result, plan: plan, accounts: model.rules, model: bytes, companions: companions)
      manifest.seal(files)
      try output.commit(files + [(RunManifest.fileName, manifest.encoded())])
      progress.clear()
      if json { return Console.out(manifest.encoded()) }
      let summary = ComparisonSummary(
        governance: model.governance, rules: model.plan.rules, period: plan.period.description,
        asOf: plan.dates.asOf.description, currency: plan.mapping.currency, quality: result.quality,
        matches: result.matches, clues: result.clues, folder: output.path,
        files: files.map(\.name) + [RunManifest.fileName])
      Console.out(summary.text(language.language))
    }
  }

  /// From options to a plan: every value checked before the long work starts.
  private func comparisonPlan(_ model: ComparisonModel, hash: String) throws(RunFailure) -> ComparisonRunPlan {
    if out.isEmpty { throw .usage(Wording.Failure.optionInvalid("--out", "''", ["RUN"])) }
    let scoringOnly = [
      inputs.isEmpty ? nil : "INPUT", ledgers.isEmpty ? nil : "--ledger", tally.map { _ in "--tally" },
      scope.persons.map { _ in "--persons" },
      scope.institutions.map { _ in "--institutions" }, scope.cost.map { _ in "--cost" }, peers.map { _ in "--peers" },
      scope.area.map { _ in "--area" }, scope.lines.isEmpty ? nil : "--lines",
      scope.control.map { _ in "--control" }, without.map { _ in "--without" },
    ].compactMap { $0 }
    if let option = scoringOnly.first { throw .usage(Wording.Failure.notWithComparison(option)) }
    guard let asOf = input.asOf else { throw .usage(Wording.Failure.comparisonNeeds("--as-of", "2025-12-31")) }
    guard let day = Files.day(asOf) else {
      throw .usage(Wording.Failure.optionInvalid("--as-of", asOf, ["2025-12-31"]))
    }
    let periods = ["2025", "2025-07", "2025-Q3", "2025-01..2025-06"]
    guard let wanted = Period(scope.period) else {
      throw .usage(Wording.Failure.optionInvalid("--period", scope.period, periods))
    }
    guard case .months(let months) = wanted else { throw .usage(Wording.Failure.comparisonNeeds("--period", "2025")) }
    guard (0...1).contains(scope.maxRejectRate) else {
      throw .usage(Wording.Failure.optionInvalid("--max-reject-rate", "\(scope.maxRejectRate)", ["0", "0.001", "1"]))
    }
    var plan = ComparisonRunPlan(
      governance: model.governance, comparison: model.plan, modelHash: hash,
      registers: try registerFiles(model.plan), dates: ComparisonDates(asOf: day, months: months),
      // Replaced by the user's key before anything is read.
      pseudonym: Pseudonym(key: [UInt8](repeating: 0, count: Pseudonym.keyBytesMinimum)), workFolder: out)
    plan.decisionsFile = decisions
    plan.rejectRateMaximum = scope.maxRejectRate
    plan.showsValues = showValues
    return plan
  }

  /// The files of each register: every register of the model has one, and no other is named.
  private func registerFiles(_ plan: ComparisonPlan) throws(RunFailure) -> [String: [String]] {
    let known = plan.registers.map(\.name)
    var files: [String: [String]] = [:]
    for register in registers {
      let sides = register.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2, !sides[1].isEmpty else {
        throw .usage(Wording.Failure.optionInvalid("--register", register, known.map { "\($0)=FILE" }))
      }
      guard known.contains(sides[0]) else { throw .usage(Wording.Failure.registerUnknown(sides[0], known)) }
      files[sides[0], default: []].append(sides[1])
    }
    let missing = plan.registers.filter { files[$0.name] == nil }
    if !missing.isEmpty {
      throw .usage(Wording.Failure.registersMissing(missing.map { ($0.name, $0.title) }))
    }
    if files.values.joined().count(where: { $0 == ByteSource.standardInput }) > 1 {
      throw .usage(Wording.Failure.standardInputTwice)
    }
    return files
  }
}
