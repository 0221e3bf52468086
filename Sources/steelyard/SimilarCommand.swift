import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardReports
import SteelyardScoring

/// `steelyard similar`: what one case suggests of others.
struct SimilarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similar", abstract: "Who is like a given case, and in what. 由一案查类案：谁与它相似，相似在哪里。",
    discussion: """
      EXAMPLES
        steelyard similar RUN P33010612345 --top 5
        steelyard similar RUN CLUE-KEY
      """)

  @Argument(help: "The run's folder. 结果目录。", completion: .directory) var folder: String
  @Argument(help: "An institution's code, or a clue's key or subject. 机构编码，或线索的键或对象。") var subject: String
  @Option(help: "How many at most. 最多显示几个。") var top = 10
  @Option(help: "table, csv or json. 输出格式。") var format = RankCommand.Format.table
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      guard top >= 1 else { throw RunFailure.usage(Wording.Failure.optionInvalid("--top", "\(top)", ["10"])) }
      let open = try OpenRun(folder)
      if open.isComparison {
        return try ComparisonCommands.similar(open, subject, top: top, format: format, language)
      }
      try institutions(open)
    }
  }

  /// The institutions nearest in the space of standardised features.
  private func institutions(_ open: OpenRun) throws(RunFailure) {
    guard open.manifest.source == "claims" else { throw .usage(Wording.Failure.tallyHasNoProfile(folder)) }
    guard let subjects = SimilarTable.subjects(profile: try open.file(ProfileTable.fileName)) else {
      throw .fileChanged(file: "\(folder)/\(ProfileTable.fileName)")
    }
    guard subjects.contains(where: { $0.institution == subject }) else { throw .institutionUnknown(code: subject) }
    let ranked = try open.ranking().map { ($0["institution_id"], $0) }
    let ranking = Dictionary(ranked, uniquingKeysWith: { first, _ in first })
    let near = SimilarInstitutions.nearest(to: subject, among: subjects, count: top) ?? []
    let rows = near.map { SimilarTable.Row($0, ranking: ranking[$0.institution]) }
    switch format {
    case .csv: return Console.out(SimilarTable.table.csv(rows, language: language.lang))
    case .json: return Console.out(SimilarTable.table.json(rows))
    case .table: break
    }
    let language = language.language
    if rows.isEmpty { return Console.out(Wording.similarNobody.text(language) + "\n") }
    Console.out(Wording.similarInstitutions(to: subject).text(language) + "\n")
    Console.out(
      SimilarTable.table.terminal(
        rows, language: language, width: Console.width ?? RankingTable.terminalWidth, colour: Console.takesColour))
  }
}
