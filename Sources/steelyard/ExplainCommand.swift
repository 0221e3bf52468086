import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// `steelyard explain`: why an institution stands where it stands, in words.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain in words why an institution is, or is not, on the list. 逐项说明。",
    discussion: """
      EXAMPLES
        steelyard explain RUN P33010612345
        steelyard explain RUN P33010612345 --lang zh
        steelyard explain RUN CLUE-KEY
      """)

  @Argument(help: "The run's folder. 结果目录。", completion: .directory) var folder: String
  @Argument(help: "The institution's code; of a comparison run a clue's or match's key. 机构编码，或线索、匹配的键。")
  var institution: String
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let open = try OpenRun(folder)
      if open.isComparison { return try ComparisonCommands.explain(open, institution, language.language) }
      let model = try open.model()
      let scorecard = try open.scorecard(model)
      // A code copied from a result file may have the apostrophe that guards it from a spreadsheet.
      func score(of code: String) -> InstitutionScore? {
        scorecard.institutions.first { $0.institution.id == code }
      }
      guard let score = score(of: institution) ?? score(of: CsvWriter.unguarded(institution)) else {
        throw RunFailure.institutionUnknown(code: institution)
      }
      Pager.show(
        Explanation.text(
          score: score, in: scorecard, governance: model.governance, period: open.manifest.options.period,
          currency: open.manifest.options.currency, details: try open.details(of: score.institution.id),
          low: try open.low(scorecard, model, of: score.institution.id),
          language: language.language))
    }
  }
}
