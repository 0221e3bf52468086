import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardReports
import SteelyardScoring

/// `steelyard rank`: a run's ranking, filtered, as a table, CSV or JSON.
struct RankCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case table, csv, json }

  static let configuration = CommandConfiguration(
    commandName: "rank", abstract: "Show the ranking of a run. 查看排名。",
    discussion: """
      A table longer than the terminal is shown by $PAGER, or less; an empty PAGER shows it whole.

      EXAMPLES
        steelyard rank RUN --top 20
        steelyard rank RUN --kind pharmacy --band interview --format csv
      """)

  @Argument(help: "The run's folder. 结果目录。", completion: .directory) var folder: String
  @Option(help: "Only the first N after filtering. 筛选后只显示前 N 家。") var top: Int?
  @Option(help: "Only this district, by code or name. 只看该区划。") var district: String?
  @Option(help: "Only this kind, as a word of ours, a national code, or a Chinese word. 只看该类机构，如药店、诊所。") var kind:
    String?
  @Option(
    help: "Only this band: interview, cannot-tell, watch, ordinary; of clues serious, moderate, minor. 只看该建议或轻重。")
  var band: String?
  @Option(help: "table, csv or json. 输出格式。") var format = Format.table
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let open = try OpenRun(folder)
      if open.isComparison {
        return try ComparisonCommands.rank(open, top: top, band: band, format: format, language)
      }
      let all = try open.ranking()
      var rows = all
      if let band {
        guard InstitutionScore.Band(rawValue: band) != nil else {
          let known = InstitutionScore.Band.allCases.map(\.rawValue)
          throw RunFailure.usage(Wording.Failure.optionInvalid("--band", band, known))
        }
        rows = rows.filter { $0["band"] == band }
      }
      if let district {
        try check("--district", district, among: all.map { $0["district"] }) { $0 == district }
        rows = rows.filter { $0["district"] == district }
      }
      if let kind {
        let label = Institution.normalisedKind(kind)
        try check("--kind", kind, among: all.flatMap { [$0["kind"], $0["peer_group"]] }) { $0 == label }
        rows = rows.filter { $0["kind"] == label || $0["peer_group"] == label }
      }
      if let top {
        guard top >= 0 else { throw RunFailure.usage(Wording.Failure.optionInvalid("--top", "\(top)", ["20"])) }
        rows = Array(rows.prefix(top))
      }
      show(rows, currency: open.manifest.options.currency)
    }
  }

  /// A value that no institution of the run has is a slip of the pen, and would show an empty table.
  private func check(
    _ option: String, _ value: String, among labels: [String], _ fits: (String) -> Bool
  ) throws(RunFailure) {
    if labels.contains(where: fits) { return }
    let known = Set(labels.filter { !$0.isEmpty }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    throw .usage(Wording.Failure.optionInvalid(option, value, known))
  }

  private func show(_ rows: [RankingRow], currency: String) {
    switch format {
    case .csv: Console.out(RankingTable.csv(rows: rows, language: language.lang))
    case .json: Console.out(RankingTable.json(rows: rows))
    case .table where rows.isEmpty: Console.out(Wording.noneFits.text(language.language) + "\n")
    case .table:
      let table = RankingTable.terminal(
        rows, language: language.language, width: Console.width ?? RankingTable.terminalWidth, currency: currency,
        colour: Console.takesColour)
      Pager.show(table + "\n" + Wording.fixedSentence.text(language.language) + "\n")
    }
  }
}
