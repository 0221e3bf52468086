import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// `steelyard warn`: who is growing dear, month by month.
struct WarnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "warn", abstract: "Who is growing dear, month by month, within a budget of false alarms. 逐月预警。",
    discussion: """
      EXAMPLES
        steelyard warn RUN-2025
        steelyard warn RUN-2024 RUN-2025-Q1 RUN-2025-Q2 --out ALERTS
      """)

  @Argument(help: "Folders of runs, oldest first; their months make one series. 结果目录，由早到晚。", completion: .directory)
  var folders: [String]
  @Option(
    help: "A folder to write, which must not exist: alerts.csv, watched-months.csv, warning.json. 输出目录，须尚不存在。",
    completion: .directory)
  var out: String?
  @Flag(name: .customLong("latest"), help: "Only the latest month. 只看最近一月。") var latestOnly = false
  @Option(help: "table, csv or json. 输出格式。") var format = RankCommand.Format.table
  @Option(help: "Threads; no result depends on it. 线程数，不影响结果。") var threads = 1
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let threads = try Threads.checked(threads)
      guard let lastFolder = folders.last else { throw RunFailure.usage(Wording.Failure.noInput) }
      let last = try OpenRun(lastFolder)
      let plan = last.manifest.plan(of: try last.model())
      let panel = try MonthlyPanel(folders, last: last)
      if !panel.repeatedMonths.isEmpty {
        Console.error(
          Wording.warningRepeated(months: panel.repeatedMonths.map(\.description)).text(language.language) + "\n")
      }
      let warning = EarlyWarning(figures: panel.figures, plan: plan, threads: threads)
      if let out { try write(warning, panel, to: out) }
      show(warning, panel)
    }
  }

  private func write(_ warning: EarlyWarning, _ panel: MonthlyPanel, to folder: String) throws {
    try RunFolder.making(folder) { output in
      let table = AlertTable.table(names: panel.names, warning: warning)
      try output.commit([
        (AlertTable.fileName, table.csv(warning.alerts)), (AlertTable.statesFileName, table.csv(warning.states)),
        ("warning.json", AlertTable.json(warning, runs: panel.runs)),
      ])
    }
  }

  private func show(_ warning: EarlyWarning, _ panel: MonthlyPanel) {
    let table = AlertTable.table(names: panel.names, warning: warning)
    let alerts = warning.alerts.filter { !latestOnly || $0.figure.month == warning.months.last }
    switch format {
    case .csv: return Console.out(table.csv(alerts, language: language.lang))
    case .json: return Console.out(table.json(alerts))
    case .table: break
    }
    let language = language.language
    if alerts.isEmpty {
      Console.out(Wording.warningNone.text(language) + "\n")
    } else {
      Console.out(
        table.terminal(
          alerts, language: language, width: Console.width ?? RankingTable.terminalWidth, colour: Console.takesColour))
    }
    Console.out(AlertTable.text(warning, language: language))
  }
}

/// The months of several runs as one panel; where runs share a month the one named last counts.
struct MonthlyPanel {
  private(set) var figures: [MonthlyFigure] = []
  private(set) var names: [String: String] = [:]
  private(set) var runs: [(folder: String, period: String, sha256: String)] = []
  private(set) var repeatedMonths: [Month] = []

  init(_ folders: [String], last: OpenRun) throws {
    var byMonth: [Month: [MonthlyFigure]] = [:]
    for folder in folders {
      let run = try OpenRun(folder)
      try run.checkAlike(last)
      let figures = try run.monthly()
      for (month, rows) in Dictionary(grouping: figures, by: \.month) {
        if byMonth.updateValue(rows, forKey: month) != nil { repeatedMonths.append(month) }
      }
      for row in try run.ranking() { names[row["institution_id"]] = row["name"] }
      runs.append((folder, run.manifest.options.period, run.hash))
    }
    repeatedMonths = Set(repeatedMonths).sorted()
    figures = byMonth.sorted { $0.key < $1.key }.flatMap(\.value)
  }
}
