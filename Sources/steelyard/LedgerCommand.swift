import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// `steelyard ledger`: claims read once and kept, so that a day is added in seconds and a month is scored again at once.
struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "Keep claims that were read: build, add to, verify, merge ledgers. 建立、追加、校验、合并结算台账。",
    discussion: """
      EXAMPLES
        steelyard ledger build MODEL 2025-07-*.csv --out LEDGER
        steelyard ledger add LEDGER 2025-08-01.csv
        steelyard run MODEL --ledger LEDGER --period 2025-07 --out RUN

      A ledger holds persons' numbers: its files are for their owner alone (mode 0600).
      """,
    subcommands: [LedgerBuild.self, LedgerAdd.self, LedgerVerify.self, LedgerMerge.self])
}

/// `steelyard ledger build`: claim files to a new ledger.
struct LedgerBuild: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Read claim files into a new ledger. 读取结算文件，建立台账。",
    discussion: """
      EXAMPLES
        steelyard ledger build medical-insurance/outpatient-specified-disease-cost claims.csv --out LEDGER
        steelyard ledger build MODEL 2025-07-*.csv.gz --cost fund --date-order day-first --out LEDGER

      A run from the ledger names the same model scope, cost and reading options; its other options are free.
      """)

  @Argument(
    help: "The model: its folder, or its id under the models' folder. 模型目录或编号。", completion: ModelsRoot.modelCompletion)
  var model: String
  @Argument(help: "Claim files, as run takes them; - for standard input. 结算文件，- 为标准输入。", completion: .file())
  var inputs: [String]
  @Option(help: "The folder to write, which must not exist. 输出目录，须尚不存在。", completion: .directory) var out: String
  @Option(
    help: "Cost to compare: total, eligible or fund (default: the model's). 费用口径：总额、列支、基金支付。",
    completion: .list(CostBasis.allCases.map(\.rawValue)))
  var cost: String?
  @OptionGroup var limit: LedgerLimit
  @Option(
    name: .customLong("max-identity-rate"),
    help: "Share of a file's settlements that may break an identity of amounts, 0 to 1. 允许勾稽不平的结算占比。")
  var maxIdentityRate = 0.01
  @Flag(help: "Print the index as JSON instead of the summary. 输出目录文件 JSON，不输出摘要。") var json = false
  @OptionGroup(title: "Input files") var input: InputOption
  @OptionGroup var modelsRoot: ModelsRoot
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let terms = try LedgerIntake.terms(of: try plan())
      var work = LedgerWork(
        terms: terms, rejectRateMaximum: try limit.value(), maxUnpacked: input.maxUnpacked, language: language.language)
      try LedgerOutput.making(out) { output in
        var index = LedgerIndex(terms: terms)
        for file in inputs {
          if let (segment, bytes) = try work.take(file, into: &index) { try output.add(segment, bytes) }
        }
        try output.commit(index)
        work.tell(index, folder: output.path, json: json)
      }
    }
  }

  /// What decides how claims are read; the rest of a plan has no part in it.
  private func plan() throws -> RunPlan {
    let (loaded, _, hash) = try modelsRoot.loadScoring(model, language: language.language)
    if out.isEmpty { throw RunFailure.usage(Wording.Failure.optionInvalid("--out", "''", ["LEDGER"])) }
    if input.diseaseCatalog != nil { throw RunFailure.usage(Wording.Failure.onlyOfRuns("--disease-catalog")) }
    if input.allowDuplicateFile { throw RunFailure.usage(Wording.Failure.onlyOfRuns("--allow-duplicate-file")) }
    if inputs.count(where: { $0 == "-" }) > 1 { throw RunFailure.usage(Wording.Failure.standardInputTwice) }
    var scoring = loaded.scoring
    if let cost {
      scoring.cost = try ScopeOption.value(cost, "--cost", CostBasis.init, CostBasis.allCases.map(\.rawValue))
    }
    guard (0...1).contains(maxIdentityRate) else {
      throw RunFailure.usage(
        Wording.Failure.optionInvalid("--max-identity-rate", "\(maxIdentityRate)", ["0", "0.01", "1"]))
    }
    var plan = RunPlan(
      model: ScoringModel(governance: loaded.governance, scoring: scoring), modelHash: hash, source: .claims(inputs))
    plan.mapping = try input.tableMapping(language.language)
    plan.institutionCodesFile = input.institutionCodes
    plan.thresholds.identityBrokenShare = maxIdentityRate
    plan.engine = Steelyard.version
    return plan
  }
}

/// `steelyard ledger add`: more claim files into a ledger.
struct LedgerAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Read more claim files into a ledger. 把结算文件追加到台账。",
    discussion: """
      EXAMPLES
        steelyard ledger add LEDGER 2025-08-01.csv
        zcat claims.csv.gz | steelyard ledger add LEDGER -

      Files are read as those the ledger was built from. One that is in it already changes nothing, whatever its name;
      where one is refused, none is added.
      """)

  @Argument(help: "The ledger's folder. 台账目录。", completion: .directory) var ledger: String
  @Argument(help: "Claim files; - for standard input. 结算文件，- 为标准输入。", completion: .file()) var inputs: [String]
  @OptionGroup var limit: LedgerLimit
  @Option(name: .customLong("max-unpacked"), help: "Most GiB a packed file may unpack to. 压缩文件解压后的上限（GiB）。")
  var maxUnpacked = 64
  @Flag(help: "Print the index as JSON instead of the summary. 输出目录文件 JSON，不输出摘要。") var json = false
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      try InputOption.check(maxUnpacked: maxUnpacked)
      if inputs.count(where: { $0 == "-" }) > 1 { throw RunFailure.usage(Wording.Failure.standardInputTwice) }
      let rate = try limit.value()
      try LedgerAddition.making(ledger) { output in
        let own = output.index.terms
        if own.engine != Steelyard.version {
          throw RunFailure.ledgerReadOtherwise(folder: ledger, ["version \(own.engine)"])
        }
        var work = LedgerWork(
          terms: own, rejectRateMaximum: rate, maxUnpacked: maxUnpacked, language: language.language)
        var index = output.index
        for file in inputs {
          if let (segment, bytes) = try work.take(file, into: &index) { try output.add(segment, bytes) }
        }
        try output.commit(index)
        work.tell(index, folder: ledger, json: json)
      }
    }
  }
}

/// How much of a file may be rejected before it stays out of a ledger.
struct LedgerLimit: ParsableArguments {
  @Option(
    name: .customLong("max-reject-rate"),
    help: "Share of a file's rows or money that may be rejected, 0 to 1. 每个文件允许拒收的行数或金额占比。")
  var maxRejectRate = 0.001

  /// The share, checked.
  func value() throws(RunFailure) -> Double {
    if (0...1).contains(maxRejectRate) { return maxRejectRate }
    throw .usage(Wording.Failure.optionInvalid("--max-reject-rate", "\(maxRejectRate)", ["0", "0.001", "1"]))
  }
}
