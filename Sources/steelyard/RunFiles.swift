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
      ("clues.jsonl", ClueLines.jsonl(result.clues, governance: governance)),
      ("quality.json", QualityJSON.encode(result.quality, absences: scorecard.absences)),
      (Run.FileName.tally, TallyFile.encode(result.tally)),
      (Run.FileName.model, model),
    ]
    if result.tally.parts.contains(.pairs) { files.append((Run.FileName.pairs, TallyFile.encodePairs(result.tally))) }
    if let history = plan.history { files.append((HistoryTable.fileName, HistoryTable.csv(history))) }
    for language in Language.allCases {
      let plot = FunnelPlot.svg(
        scorecard: scorecard, title: governance.title, period: plan.period.description, language: language)
      files.append(("funnel-\(language.rawValue).svg", plot))
    }
    files.append(("rejects.csv", RejectsTable.csv(result.diagnostics)))
    let factors = StratumFactor.allCases.filter { $0 != .attached }
    let persons = PersonsTable.csv(result.persons ?? [], factors: factors) { code in
      pseudonym?.of(result.personNumbers.text(of: code)) ?? ""
    }
    files.append(("persons.csv", persons))
    return files
  }
}
