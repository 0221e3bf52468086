import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardIntake
import SteelyardLedger
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// `steelyard run`: claims, or a tally, to ranked lists in a folder.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a model on claim files and write the ranked lists. 运行模型并生成名单。",
    discussion: """
      EXAMPLES
        steelyard run medical-insurance/outpatient-specified-disease-cost claims.csv --out RUN
        steelyard run MODEL 2025-*.csv.gz --persons persons.csv --institutions institutions.csv \\
          --period 2025-Q3 --key person.key --out RUN
        steelyard run MODEL claims.csv --control totals.csv --out RUN
        steelyard run MODEL --ledger LEDGER --period 2025-07 --out RUN
        steelyard run MODEL claims.csv --without persons,patients,months --out RUN
        steelyard run MODEL --tally tally.csv --institutions institutions.csv --out RUN
        steelyard run MODEL 'postgres://user@host/bureau#claims' --out RUN
        steelyard run MODEL claims.parquet --engine spark --master spark://host:7077 --out RUN
        steelyard run MODEL --register residents=residents.csv --register payments=payments.xlsx \\
          --as-of 2025-12-31 --period 2025 --out RUN
      """)

  @Argument(
    help: "The model: its folder, or its id under the models' folder. 模型目录或编号。", completion: ModelsRoot.modelCompletion)
  var model: String
  @Argument(
    help: """
      Claim files: CSV or XLSX, also packed (gzip, zstd, zip); - for standard input; postgres:CONNECTION#TABLE. \
      结算文件，- 为标准输入；也可为数据库：postgres:连接#表。
      """,
    completion: .file())
  var inputs: [String] = []
  @Option(help: "The folder to write, which must not exist. 输出目录，须尚不存在。", completion: .directory) var out: String
  @Option(
    name: .customLong("ledger"),
    help: "Ledger of claims read before (steelyard ledger); repeatable, claim files may follow. 已入账的结算台账，可多次给出。",
    completion: .directory)
  var ledgers: [String] = []
  @Option(help: "Table of sums made elsewhere, instead of claims. 别处做好的汇总表，代替结算文件。", completion: .file())
  var tally: String?
  @Option(
    name: .customLong("tally-pairs"),
    help: "Its pair sums (default: tally-pairs.csv beside it, if there). 病种配对汇总，默认取同目录文件。", completion: .file())
  var tallyPairs: String?
  @Option(
    name: .customLong("register"),
    help: "NAME=FILE: a register of a comparison model; repeatable, also for parts of one. 登记表，名称=文件，可多次给出。")
  var registers: [String] = []
  @Option(help: "Decisions about matches: matches.csv with its decisions filled in. 匹配决定文件。", completion: .file())
  var decisions: String?
  @Option(help: "What makes peers: class, kind, level, district, separated by commas (default: the model's). 同类组口径。")
  var peers: String?
  @Option(
    help: "Column to rank by: index_plain, index_adjusted, index_shrunk, index_eb05, z, excess_shrunk, screen. 排名所用的列。",
    completion: .list(ScoringPlan.Order.allCases.map(\.rawValue)))
  var order = "index_plain"
  @Option(
    help: """
      Lists to leave out, separated by commas: persons, patients, months. The ranking is the same, and sooner there. \
      不生成的名单：persons（参保人）、patients（病人明细）、months（逐月指标）；排名不变，更快完成。
      """,
    completion: .list(RunPlan.Leavable.allCases.map(\.rawValue)))
  var without: String?
  @Option(help: "Threads (default: all cores). No result depends on it. 线程数，不影响结果。") var threads: Int?
  @Option(
    help: "Secret key of pseudonyms, made at first use (default: ~/.config/steelyard/person.key). 假名密钥文件，首次使用时生成。",
    completion: .file())
  var key: String?
  @Option(
    name: .customLong("control-differences"), help: "Write the differences from them here. 与对账总额的差异写到这里。",
    completion: .file())
  var controlDifferences: String?
  @Option(help: "Write the list of rejected rows here when the data are refused. 数据被拒时，把拒收清单写到这里。", completion: .file())
  var rejects: String?
  @Flag(
    name: .customLong("show-values"),
    help: "Lists and evidence show what stands in the rows; it may be personal. 清单和依据写出原文，可能含个人信息。")
  var showValues = false
  @Flag(help: "Print the manifest as JSON instead of the summary. 输出清单 JSON，不输出摘要。") var json = false
  @OptionGroup(title: "Another engine") var engine: EngineOption
  @OptionGroup(title: "Scope") var scope: ScopeOption
  @OptionGroup(title: "Input files") var input: InputOption
  @OptionGroup var history: HistoryOption
  @OptionGroup var lastYear: LastYearOption
  @OptionGroup var modelsRoot: ModelsRoot
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      do { try score() } catch let failure as RunFailure {
        writeLists(failure)
        throw failure
      }
    }
  }

  /// The whole run of either kind of model: plan, folder, result, files, manifest, summary.
  private func score() throws {
    let (loaded, folder, hash) = try modelsRoot.load(model, language: language.language)
    switch loaded {
    case .scoring(let model): try score(model, folder: folder, hash: hash)
    case .comparison(let model): try compare(model, folder: folder, hash: hash)
    }
  }

  private func score(_ loaded: ScoringModel, folder: String, hash: String) throws {
    var plan = try plan(loaded, hash: hash)
    let past = try history.read(for: plan)
    plan.history = past?.history
    let yearAgo = try lastYear.read(for: plan, among: history.folders)
    plan.lastYear = yearAgo?.figures
    let modelFile = "\(folder)/\(ModelCatalogue.fileName)"
    let model = try Files.read(modelFile)
    if ContentHash.of(model) != hash { throw RunFailure.inputChanged(file: modelFile) }
    plan.mapping = try input.tableMapping(language.language)
    plan.mapping.reading.keepsTexts = showValues
    plan.ledgers = ledgers
    plan.memoryLeft = { Machine.memoryLeft }
    plan.engine = Steelyard.version
    plan.mapping.reading.threads = plan.threads
    plan.diseaseFile = input.diseaseCatalog
    plan.institutionCodesFile = input.institutionCodes
    let engine = try engine.chosen()
    let started = Files.timeStamp
    try RunFolder.making(out) { output in
      if engine != .embedded { plan = try reduced(plan, by: engine, output) }
      let pseudonym = try pseudonyms(plan)
      let progress = ProgressLine(language: language.language)
      defer { progress.clear() }
      let result = try Run.score(plan, progress: progress.update)
      var manifest = RunManifest(
        plan: plan, result: result, engine: Steelyard.version, started: started, finished: Files.timeStamp)
      manifest.history = past?.runs
      manifest.lastYear = yearAgo?.run
      try removeEngineFolder(output)
      let files = try RunFiles.write(result, plan: plan, model: model, pseudonym: pseudonym, into: output)
      manifest.seal(files)
      try output.commit([(RunManifest.fileName, manifest.encoded())])
      report(result, plan, manifest, folder: output.path, files: files.map(\.name))
    }
  }

  private func report(
    _ result: RunResult, _ plan: RunPlan, _ manifest: RunManifest, folder: String, files: [String]
  ) {
    if json { return Console.out(manifest.encoded()) }
    let summary = RunSummary(
      scorecard: result.scorecard, persons: result.persons?.count, quality: result.quality,
      isTally: !plan.source.isClaims && plan.reduction == nil, low: result.low.count, governance: plan.model.governance,
      period: plan.period.description, currency: plan.mapping.currency,
      folder: folder, files: files + [RunManifest.fileName])
    Console.out(summary.text(language.language))
  }

  /// The list of rejected rows, or of differences, where the user wants it although nothing is ranked.
  private func writeLists(_ failure: RunFailure) {
    switch failure {
    case .tooManyRejected(_, let diagnostics, _), .inputRefused(let diagnostics):
      if let rejects { write(RejectsTable.csv(diagnostics, showsTexts: showValues), to: rejects) }
    case .controlDiffers(let comparison, _):
      if let controlDifferences { write(ControlTable.table.csv(comparison.differences), to: controlDifferences) }
    default: return
    }
  }

  private func write(_ list: [UInt8], to file: String) {
    do { try Files.write(list, to: file) } catch {
      // Why the data are refused matters more, and is told next.
      let problem = Files.exists(file) ? RunFailure.outputExists(folder: file) : error
      CommandFailure(problem, language: language.language).report()
    }
  }

  private func pseudonyms(_ plan: RunPlan) throws(RunFailure) -> Pseudonym? {
    guard plan.source.isClaims else { return nil }
    guard let path = key ?? KeyFile.usualPath else { throw .keyUnusable(file: "--key") }
    return try KeyFile.load(path, outside: out)
  }
}

extension RunPlan.Source {
  /// Whether the run starts from claims.
  var isClaims: Bool {
    switch self {
    case .claims: true
    case .tally: false
    }
  }
}
