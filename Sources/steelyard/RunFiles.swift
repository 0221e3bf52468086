import SteelyardDomain
import SteelyardEngine
import SteelyardLedger
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// The files of a run's folder, rendered; the manifest is sealed over them afterwards.
enum RunFiles {
  /// All files but the manifest, by name.
  static func render(
    _ result: RunResult, plan: RunPlan, model: [UInt8], pseudonym: Pseudonym?
  ) -> [(name: String, bytes: [UInt8])] {
    let scorecard = result.scorecard
    let governance = plan.model.governance
    var files: [(name: String, bytes: [UInt8])] = [
      ("ranking.csv", RankingTable.csv(scorecard.institutions)),
      ("interview-list.csv", RankingTable.csv(scorecard.institutions, list: .interview)),
      ("near-list.csv", RankingTable.csv(scorecard.institutions, list: .near)),
      (LowListTable.fileName, LowListTable.table.csv(result.low)),
      (RollupTable.fileName, RollupTable.csv(scorecard, persons: result.persons?.count)),
      ("clues.jsonl", ClueLines.jsonl(result.clues, governance: governance)),
      ("quality.json", QualityJSON.encode(result.quality, absences: scorecard.absences)),
      (Run.FileName.tally, TallyFile.encode(result.tally)),
      (Run.FileName.model, model),
    ]
    if result.tally.parts.contains(.pairs) { files.append((Run.FileName.pairs, TallyFile.encodePairs(result.tally))) }
    let names = Dictionary(
      uniqueKeysWithValues: scorecard.institutions.map { ($0.institution.id, $0.institution.name) })
    files.append((WaterfallTable.fileName, WaterfallTable.table(names: names).csv(result.waterfalls)))
    if let profile = result.profile {
      files.append((ProfileTable.fileName, ProfileTable.csv(scorecard, profile)))
      files.append((InteractionTable.fileName, InteractionTable.csv(profile)))
    }
    if let signals = result.signals {
      files.append((MonthlyTable.fileName, MonthlyTable.table.csv(result.monthly)))
      files.append((CardBurstTable.fileName, bursts(signals, result, pseudonym)))
    }
    if let drills = result.drills {
      let rows = DrillTable.rows(drills, names: names) { pseudonym?.of(result.personNumbers.text(of: $0)) ?? "" }
      files.append((DrillTable.fileName, DrillTable.table.csv(rows)))
    }
    if let years = result.years { files.append((YearTable.fileName, YearTable.table.csv(years))) }
    if let reduction = plan.reduction { files.append(("reduction.sql", Array(reduction.statements.utf8))) }
    if let history = plan.history { files.append((HistoryTable.fileName, HistoryTable.csv(history))) }
    for language in Language.allCases {
      let plot = FunnelPlot.svg(
        scorecard: scorecard, title: governance.title, period: plan.period.description, language: language)
      files.append(("funnel-\(language.rawValue).svg", plot))
    }
    if let control = result.quality.control {
      files.append((ControlTable.fileName, ControlTable.table.csv(control.entries)))
    }
    files.append(("rejects.csv", RejectsTable.csv(result.diagnostics, showsTexts: plan.mapping.reading.keepsTexts)))
    let factors = StratumFactor.allCases.filter { $0 != .attached }
    let numbers = result.personNumbers
    let persons = PersonsTable.csv(result.persons ?? [], factors: factors, threads: plan.threads) { code in
      pseudonym?.of(numbers.text(of: code)) ?? ""
    }
    files.append(("persons.csv", persons))
    return files
  }

  /// The card bursts, members by pseudonym.
  private static func bursts(_ signals: SignalTable, _ result: RunResult, _ pseudonym: Pseudonym?) -> [UInt8] {
    let names = Dictionary(
      uniqueKeysWithValues: result.scorecard.institutions.map { ($0.institution.id, $0.institution.name) })
    let rows = signals.bursts.map { burst in
      let persons = burst.persons.map { pseudonym?.of(result.personNumbers.text(of: $0)) ?? "" }
      return CardBurstTable.Row(
        institution: burst.institution, name: names[burst.institution] ?? "",
        persons: persons.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, days: burst.days,
        visits: burst.visits, visitsExpected: burst.visitsExpected, chanceLog10: burst.chanceLog10)
    }
    return CardBurstTable.table.csv(rows)
  }
}
