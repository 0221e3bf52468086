import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// `steelyard diff`: who came, who left, who moved between two runs, and why.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare two runs: who came, left or moved, and why. 比较两次结果：谁进谁出，为什么。",
    discussion: """
      EXAMPLES
        steelyard diff RUN-2025-Q2 RUN-2025-Q3
        steelyard diff RUN1 RUN2 --all --format csv > changes.csv
      """)

  @Argument(help: "The first run's folder. 前一次结果目录。", completion: .directory) var first: String
  @Argument(help: "The second run's folder. 后一次结果目录。", completion: .directory) var second: String
  @Flag(help: "Also institutions that did not move. 包括没有变动的机构。") var all = false
  @Option(help: "table, csv or json. 输出格式。") var format = RankCommand.Format.table
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let runs = [try OpenRun(first), try OpenRun(second)]
      let models = runs.map(\.manifest.model.id)
      guard models[0] == models[1] else { throw RunFailure.usage(Wording.modelsDiffer(models[0], models[1])) }
      guard runs[0].isComparison == runs[1].isComparison else {
        throw RunFailure.usage(Wording.Failure.runsOfTwoKinds)
      }
      if runs[0].isComparison {
        return try ComparisonCommands.diff(runs[0], runs[1], all: all, format: format, language)
      }
      let compared = try runs.map { try $0.compared() }
      let changes = ListChange.between(
        compared[0], compared[1], isSamePeriod: try runs[0].isKnownToShareMonths(with: runs[1]), threads: 1)
      show(
        changes,
        isOneYardstick: compared[0].plan.makesSameTally(as: compared[1].plan)
          && compared[0].isTallyGiven == compared[1].isTallyGiven)
    }
  }

  private func show(_ changes: [ListChange], isOneYardstick: Bool) {
    let rows = ChangeTable.ordered(changes, all: all)
    switch format {
    case .csv: return Console.out(ChangeTable.table.csv(rows, language: language.lang))
    case .json: return Console.out(ChangeTable.table.json(rows))
    case .table: break
    }
    let language = language.language
    Console.out(Wording.changeCounts(ChangeTable.counts(changes)).text(language) + "\n")
    if rows.isEmpty { return Console.out(Wording.nothingChanged.text(language) + "\n") }
    Console.out(
      ChangeTable.table.terminal(
        rows, language: language, width: Console.width ?? RankingTable.terminalWidth, colour: Console.takesColour))
    Console.out(Wording.changeParts(isOneYardstick: isOneYardstick).text(language) + "\n")
    Console.out(Wording.fixedSentence.text(language) + "\n")
  }
}

extension OpenRun {
  /// The run as it is compared with another.
  func compared() throws -> ComparedRun {
    let model = try model()
    let rows = try ranking()
    let opened = try reopened(model)
    return ComparedRun(
      printed: Dictionary(rows.map { ($0["institution_id"], $0.standing) }, uniquingKeysWith: { first, _ in first }),
      tally: opened.tally, plan: manifest.plan(of: model), isTallyGiven: manifest.source == "tally",
      institutions: Dictionary(
        rows.map { ($0["institution_id"], $0.institution) }, uniquingKeysWith: { first, _ in first }))
  }
}
