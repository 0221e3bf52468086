import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardIntake
import SteelyardReports

/// `steelyard columns`: the input dictionary.
struct ColumnsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "columns", abstract: "Show the columns that input tables may have, and their headers. 输入列词典。",
    discussion: """
      EXAMPLES
        steelyard columns
        steelyard columns claims institutions --lang zh
        steelyard columns --json
      """)

  @Argument(
    help: "Tables, as claims, persons or claim_lines (default: all). 表名，默认全部。",
    completion: .list(TableMapping.Table.allCases.map(\.rawValue)))
  var tables: [String] = []
  @Flag(help: "As JSON. 输出 JSON。") var json = false
  @Flag(help: "As a page of Markdown. 输出 Markdown 页面。") var markdown = false
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let known = TableMapping.Table.allCases.map(\.rawValue)
      if json, markdown { throw RunFailure.usage(Wording.Failure.optionInvalid("--markdown", "--json", ["--json"])) }
      let wanted = try tables.map { name throws(RunFailure) in
        try ScopeOption.value(name, "TABLE", TableMapping.Table.init, known)
      }
      let columns = (wanted.isEmpty ? TableMapping.Table.allCases : wanted).flatMap(ColumnDictionary.columns)
      if json { return Console.out(ColumnsTable.json(columns)) }
      let language = language.language
      if markdown { return Console.out(ColumnsTable.markdown(columns, language: language)) }
      Console.out(
        ColumnsTable.terminal(
          columns, language: language, width: Console.width ?? RankingTable.terminalWidth, colour: Console.takesColour))
    }
  }
}
