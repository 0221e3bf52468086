import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports

/// `steelyard check`: what is wrong with claim files, before anything is ranked.
struct CheckCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, html }

  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check claim files before any ranking: what was detected, what is damaged, what it weakens. 数据质量检查。",
    discussion: """
      Ends with 0 where a run would accept the data, with 3 where it would refuse them, with 4 where they differ from
      the totals of --control. Nothing is ranked.

      EXAMPLES
        steelyard check claims.csv
        steelyard check 2025-*.csv.gz --persons persons.csv --institutions institutions.csv --period 2025-Q3 --out CHECK
        steelyard check claims.csv --format html > check.html
      """)

  @Argument(
    help: """
      Claim files: CSV or XLSX, also packed (gzip, zstd, zip); - for standard input; postgres:CONNECTION#TABLE. \
      结算文件，- 为标准输入；也可为数据库：postgres:连接#表。
      """,
    completion: .file())
  var inputs: [String] = []
  @Option(help: "The model the data are meant for. 数据所用的模型。", completion: ModelsRoot.modelCompletion)
  var model = "medical-insurance/outpatient-specified-disease-cost"
  @Option(
    help: "A folder to write, which must not exist: check.json, check-zh.html, check-en.html, rejects.csv. 输出目录，须尚不存在。",
    completion: .directory)
  var out: String?
  @Option(help: "table, json or html. 输出格式。") var format = Format.table
  @Flag(help: "Also list the checks that passed or did not apply. 列出全部检查项目。") var all = false
  @OptionGroup(title: "Scope") var scope: ScopeOption
  @OptionGroup(title: "Input files") var input: InputOption
  @OptionGroup var modelsRoot: ModelsRoot
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let (loaded, _, hash) = try modelsRoot.loadScoring(model, language: language.language)
      var plan = RunPlan(
        model: ScoringModel(governance: loaded.governance, scoring: try scope.scoring(of: loaded)), modelHash: hash,
        source: try scope.claims(inputs))
      try scope.fill(&plan)
      plan.mapping = try input.tableMapping(language.language)
      plan.mapping.reading.threads = try Threads.checked(nil)
      plan.diseaseFile = input.diseaseCatalog
      plan.institutionCodesFile = input.institutionCodes
      let folder = try out.map { path throws(RunFailure) in try RunFolder(path) }
      do {
        let progress = ProgressLine(language: language.language)
        let result = Run.check(plan, progress: progress.update)
        progress.clear()
        let report = CheckReport(result, plan: plan)
        try folder?.commit(Self.files(report))
        show(report)
        if let failure = result.failure { throw failure }
      } catch {
        folder?.discard()
        throw error
      }
    }
  }

  private static func files(_ report: CheckReport) -> [(name: String, bytes: [UInt8])] {
    Language.allCases.map { ("check-\($0.rawValue).html", CheckPage.encode(report, $0)) }
      + [("check.json", CheckJSON.encode(report)), ("rejects.csv", RejectsTable.csv(report.diagnostics))]
  }

  private func show(_ report: CheckReport) {
    switch format {
    case .json: Console.out(CheckJSON.encode(report))
    case .html: Console.out(CheckPage.encode(report, language.language))
    case .table:
      Console.out(report.text(language.language, width: Console.width ?? RankingTable.terminalWidth, all: all))
    }
  }
}

extension CheckReport {
  /// What a check found, ready to be shown.
  init(_ result: CheckResult, plan: RunPlan) {
    self.init(
      engine: Steelyard.version, governance: plan.model.governance, period: plan.period.description,
      currency: plan.mapping.currency, reading: plan.mapping.reading.stated ?? [:],
      refusals: result.failures.flatMap(\.lines), exitStatus: result.failure?.exitStatus ?? 0,
      quality: result.quality, diagnostics: result.diagnostics, checks: result.checks,
      completeness: result.completeness)
  }
}

extension RunFailure {
  /// What happened, and where, a line each.
  fileprivate var lines: [LocalizedText] {
    let texts = Language.allCases.map { message($0).split(separator: "\n").map(String.init) }
    let byLanguage = Dictionary(uniqueKeysWithValues: zip(Language.allCases, texts))
    return zip(byLanguage[.zh] ?? [], byLanguage[.en] ?? []).map { LocalizedText(zh: $0, en: $1) }
  }
}
