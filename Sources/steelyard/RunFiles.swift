import SteelyardDomain
import SteelyardEngine
import SteelyardLedger
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// The files of a run's folder, rendered; the manifest is sealed over them afterwards.
enum RunFiles {
  /// All files but the manifest, by name; rendered side by side.
  static func render(
    _ result: RunResult, plan: RunPlan, model: [UInt8], pseudonym: Pseudonym?
  ) -> [(name: String, bytes: [UInt8])] {
    made(result, plan, model, pseudonym) { (name: $0, bytes: $1.count == 1 ? $1[0] : Array($1.joined())) }
  }

  /// Writes all files but the manifest into a folder, each as soon as it is rendered, side by side.
  ///
  /// - Returns: what was written, in the order of the files.
  /// - Throws: ``RunFailure/writeFailed(file:)`` for the first that could not be written.
  static func write(
    _ result: RunResult, plan: RunPlan, model: [UInt8], pseudonym: Pseudonym?, into folder: RunFolder
  ) throws(RunFailure) -> [RunManifest.Output] {
    let written = made(result, plan, model, pseudonym) { name, parts -> Result<RunManifest.Output, RunFailure> in
      do throws(RunFailure) {
        try folder.write(name, parts)
        return .success(RunManifest.Output(name: name, parts: parts))
      } catch { return .failure(error) }
    }
    var outputs: [RunManifest.Output] = []
    for output in written { outputs.append(try output.get()) }
    return outputs
  }

  /// What some work makes of each file's parts, in the order of the files.
  private static func made<Made: Sendable>(
    _ result: RunResult, _ plan: RunPlan, _ model: [UInt8], _ pseudonym: Pseudonym?,
    _ make: @escaping @Sendable (String, [[UInt8]]) -> Made
  ) -> [Made] {
    let numbers = result.personNumbers
    let files =
      institutions(result, plan, model) + explanations(result) { pseudonym?.of(numbers.text(of: $0)) ?? "" }
      + beside(result, plan) { pseudonym?.of(numbers.text(of: $0)) ?? "" }
    // The longest stand last, and are begun first.
    return concurrently(files.count, threads: plan.threads) { place in
      let file = files[files.count - 1 - place]
      return make(file.name, file.render())
    }
    .reversed()
  }

  /// A file, and what makes its bytes, in parts that belong end to end.
  private typealias File = (name: String, render: @Sendable () -> [[UInt8]])

  private static func names(_ result: RunResult) -> [String: String] {
    Dictionary(uniqueKeysWithValues: result.scorecard.institutions.map { ($0.institution.id, $0.institution.name) })
  }

  /// The lists, and the sums that they are made of.
  private static func institutions(_ result: RunResult, _ plan: RunPlan, _ model: [UInt8]) -> [File] {
    let (scorecard, governance, names) = (result.scorecard, plan.model.governance, names(result))
    var files: [File] = [
      ("ranking.csv", { [RankingTable.csv(scorecard.institutions)] }),
      ("interview-list.csv", { [RankingTable.csv(scorecard.institutions, list: .interview)] }),
      ("near-list.csv", { [RankingTable.csv(scorecard.institutions, list: .near)] }),
      (LowListTable.fileName, { [LowListTable.table.csv(result.low)] }),
      (RollupTable.fileName, { [RollupTable.csv(scorecard, persons: result.persons?.count)] }),
      ("clues.jsonl", { [ClueLines.jsonl(result.clues, governance: governance)] }),
      ("quality.json", { [QualityJSON.encode(result.quality, absences: scorecard.absences)] }),
      (Run.FileName.tally, { [TallyFile.encode(result.tally)] }),
      (Run.FileName.model, { [model] }),
    ]
    if result.tally.parts.contains(.pairs) {
      files.append((Run.FileName.pairs, { [TallyFile.encodePairs(result.tally)] }))
    }
    files.append((WaterfallTable.fileName, { [WaterfallTable.table(names: names).csv(result.waterfalls)] }))
    return files
  }

  /// What explains the figures of institutions.
  private static func explanations(_ result: RunResult, named: @escaping @Sendable (Int32) -> String) -> [File] {
    let (scorecard, names) = (result.scorecard, names(result))
    var files: [File] = []
    if let profile = result.profile {
      files.append((ProfileTable.fileName, { [ProfileTable.csv(scorecard, profile)] }))
      files.append((InteractionTable.fileName, { [InteractionTable.csv(profile)] }))
    }
    if let months = result.monthly {
      files.append((MonthlyTable.fileName, { [MonthlyTable.table.csv(months)] }))
    }
    if let signals = result.signals {
      files.append((CardBurstTable.fileName, { [bursts(signals, names, named)] }))
    }
    if let drills = result.drills {
      files.append(
        (DrillTable.fileName, { [DrillTable.table.csv(DrillTable.rows(drills, names: names, pseudonym: named))] }))
    }
    if let years = result.years { files.append((YearTable.fileName, { [YearTable.table.csv(years)] })) }
    return files
  }

  /// What the run rests on, the plots, rejected rows and persons.
  private static func beside(
    _ result: RunResult, _ plan: RunPlan, named: @escaping @Sendable (Int32) -> String
  ) -> [File] {
    let (scorecard, title) = (result.scorecard, plan.model.governance.title)
    let period = plan.period.description
    var files: [File] = []
    if let reduction = plan.reduction { files.append(("reduction.sql", { [Array(reduction.statements.utf8)] })) }
    if let history = plan.history { files.append((HistoryTable.fileName, { [HistoryTable.csv(history)] })) }
    for language in Language.allCases {
      let plot: @Sendable () -> [[UInt8]] = {
        [FunnelPlot.svg(scorecard: scorecard, title: title, period: period, language: language)]
      }
      files.append(("funnel-\(language.rawValue).svg", plot))
    }
    if let control = result.quality.control {
      files.append((ControlTable.fileName, { [ControlTable.table.csv(control.entries)] }))
    }
    files.append(
      ("rejects.csv", { [RejectsTable.csv(result.diagnostics, showsTexts: plan.mapping.reading.keepsTexts)] }))
    if !plan.leftOut.contains(.persons) {
      let factors = StratumFactor.allCases.filter { $0 != .attached }
      let table: @Sendable () -> [[UInt8]] = {
        PersonsTable.parts(result.persons ?? [], factors: factors, threads: plan.threads, pseudonym: named)
      }
      files.append(("persons.csv", table))
    }
    return files
  }

  /// The card bursts, members by pseudonym.
  private static func bursts(
    _ signals: SignalTable, _ names: [String: String], _ named: (Int32) -> String
  ) -> [UInt8] {
    let rows = signals.bursts.map { burst in
      CardBurstTable.Row(
        institution: burst.institution, name: names[burst.institution] ?? "",
        persons: burst.persons.map(named).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, days: burst.days,
        visits: burst.visits, visitsExpected: burst.visitsExpected, chanceLog10: burst.chanceLog10)
    }
    return CardBurstTable.table.csv(rows)
  }
}
