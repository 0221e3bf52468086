import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// `steelyard followup`: what became of the interviewed, with regression to the mean taken out.
struct FollowUpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "followup",
    abstract: "What became of the interviewed, with regression to the mean taken out. 约谈后的变化（扣除回归均值）。",
    discussion: """
      EXAMPLES
        steelyard followup RUN-2025-Q2 RUN-2025-Q3
        steelyard followup BEFORE AFTER --institution P33010612345 --format csv
      """)

  @Argument(help: "The run whose list was acted on. 约谈所依据的结果目录。", completion: .directory) var before: String
  @Argument(help: "A run of a later period. 之后一期的结果目录。", completion: .directory) var after: String
  @Option(
    name: .customLong("institution"),
    help: "An institution that was interviewed; repeatable (default: the earlier interview list). 被约谈的机构，可多次给出。")
  var institutions: [String] = []
  @Option(help: "table, csv or json. 输出格式。") var format = RankCommand.Format.table
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let (earlier, later) = (try OpenRun(before), try OpenRun(after))
      try earlier.checkAlike(later)
      if let last = try earlier.months()?.max(), let first = try later.months()?.min(), first <= last {
        throw RunFailure.usage(Wording.Failure.followUpOrder(before, after))
      }
      let rows = try earlier.ranking()
      let listed = rows.filter { $0.band == .interview }.map { $0["institution_id"] }
      let known = Set(try (rows + later.ranking()).map { $0["institution_id"] })
      if let unknown = institutions.first(where: { !known.contains($0) }) {
        throw RunFailure.institutionUnknown(code: unknown)
      }
      let asked = Set(institutions.isEmpty ? listed : institutions)
      let result = FollowUp(
        before: try earlier.scorecard(try earlier.model()), after: try later.scorecard(try later.model()),
        interviewed: asked, listed: Set(listed))
      show(result, currency: later.manifest.options.currency)
    }
  }

  private func show(_ result: FollowUp, currency: String) {
    switch format {
    case .csv: return Console.out(FollowUpTable.table.csv(result.rows, language: language.lang))
    case .json: return Console.out(FollowUpTable.table.json(result.rows))
    case .table: break
    }
    let language = language.language
    if result.rows.isEmpty { return Console.out(Wording.followUpNobody.text(language) + "\n") }
    Console.out(
      FollowUpTable.table.terminal(
        result.rows, language: language, width: Console.width ?? RankingTable.terminalWidth,
        colour: Console.takesColour))
    Console.out(FollowUpText.text(result, currency: currency, language: language))
  }
}
