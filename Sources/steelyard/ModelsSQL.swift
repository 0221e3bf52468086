import ArgumentParser
import SteelyardComparison
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports

/// `steelyard models sql`: what a model compiles to, for an auditor to read and keep.
struct ModelsSQL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql",
    abstract: "Print the SQL of a model: a comparison model's rules, or a scoring model's sums. 输出模型的 SQL。",
    discussion: """
      EXAMPLE
        steelyard models sql elderly-subsidy/entitled-not-enjoyed --dialect postgresql --as-of 2025-08-31 \\
          --period 2025-01..2025-06
        steelyard models sql elderly-subsidy/entitled-not-enjoyed --dialect spark --example
        steelyard models sql medical-insurance/outpatient-specified-disease-cost --stage tally --dialect spark \\
          --period 2025-Q3
      """)

  @Argument(help: "The model. 模型。", completion: ModelsRoot.modelCompletion) var model: String
  @Option(help: "sqlite, postgresql or spark. SQL 方言。", completion: .list(SQLDialect.allCases.map(\.rawValue)))
  var dialect = "sqlite"
  @Option(
    name: .customLong("as-of"), help: "The day of the run, yyyy-mm-dd (default: the example's). 运行基准日，默认取样例。")
  var asOf: String?
  @Option(help: "Months, as run takes them (default: the example's). 期间，默认取样例。") var period: String?
  @Flag(help: "Fill the tables with the model's example, as a run loads it. 建表后填入模型样例（与运行时载入的相同）。") var example = false
  @Option(
    help: "rules of a comparison model, or tally: the way from claims to the sums of a scoring model. 输出哪一步。",
    completion: .list(Stage.allCases.map(\.rawValue)))
  var stage = Stage.rules.rawValue
  @Option(help: "With --stage tally, the columns of the table claims (default: the national names). 结算表的列名。")
  var columns: String?
  @Flag(name: .customLong("with-persons"), help: "With --stage tally, there is a table persons. 另有参保人员表。")
  var withPersons = false
  @Option(help: "With --stage tally, districts, separated by commas (default: all). 区划，默认全部。") var area: String?
  @Option(help: "With --stage tally, where Spark keeps steps that are read again. Spark 存放中间结果的目录。")
  var folder = "steelyard-tally"
  @OptionGroup var modelsRoot: ModelsRoot
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let (loaded, folder, hash) = try modelsRoot.load(model, language: language.language)
      guard let dialect = SQLDialect(rawValue: dialect) else {
        throw invalid("--dialect", dialect, SQLDialect.allCases.map(\.rawValue))
      }
      guard let stage = Stage(rawValue: stage) else {
        throw invalid("--stage", stage, Stage.allCases.map(\.rawValue))
      }
      if stage == .tally {
        guard let scoring = loaded.scoring else {
          throw RunFailure.usage(Wording.Failure.modelKind(loaded.governance.kind, wanted: .scoring))
        }
        return Console.out(try reduction(scoring, dialect))
      }
      guard let comparison = loaded.comparison else {
        throw RunFailure.usage(Wording.Failure.modelKind(loaded.governance.kind, wanted: .comparison))
      }
      var rows: [String: [[SQLValue?]]] = [:]
      if example {
        guard let made = try ComparisonExample(folder: folder, model: comparison, hash: hash).registers() else {
          throw RunFailure.usage(Wording.Failure.exampleMissing(folder))
        }
        rows = made
      }
      Console.out(try script(comparison, dialect, dates: dates(of: folder), rows: rows))
    }
  }

  /// The dates that were named, or those of the example.
  private func dates(of folder: String) throws(RunFailure) -> ComparisonDates {
    let example = try ExampleArguments(folder: folder)
    guard let asOfText = asOf ?? example["--as-of"], let day = Files.day(asOfText) else {
      throw invalid("--as-of", asOf ?? "''", ["2025-08-31"])
    }
    guard let periodText = period ?? example["--period"], case .months(let months)? = Period(periodText) else {
      throw invalid("--period", period ?? "''", ["2025-01..2025-06"])
    }
    return ComparisonDates(asOf: day, months: months)
  }

  /// The tables and the rules, each below what it says.
  private func script(
    _ model: ComparisonModel, _ dialect: SQLDialect, dates: ComparisonDates, rows: [String: [[SQLValue?]]]
  ) throws(RunFailure) -> String {
    guard case .success(let plan) = ValidatedPlan.check(model.plan) else {
      throw .internalFault("a model that was read has a valid plan")
    }
    let governance = model.governance
    var lines = [
      comment("\(governance.id) \(governance.version) (\(dialect.rawValue))"), comment(governance.title),
      comment(Wording.sqlDates(asOf: dates.asOf, months: dates.months)), comment(Wording.sqlCells),
    ]
    for register in model.plan.registers {
      lines += ["", comment(register.title), SQLCompiler.table(register, dialect) + ";"]
      lines += SQLCompiler.fill(register, dialect, rows: rows[register.name] ?? []).map { $0 + ";" }
    }
    for rule in SQLCompiler(plan, dates: dates).rules {
      lines += [
        "", comment("\(rule.rule.id)"), comment(rule.rule.title), comment(rule.rule.sentence),
        comment(Wording.sqlColumns(rule.columnNames)), rule.written(dialect) + ";",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  func comment(_ text: LocalizedText) -> String { comment(text.text(language.language)) }

  /// One line, whatever the text holds.
  func comment(_ text: String) -> String {
    "-- " + text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  func invalid(_ option: String, _ value: String, _ known: [String]) -> RunFailure {
    .usage(Wording.Failure.optionInvalid(option, value, known))
  }
}

/// The options of a model's example, one argument a line in `example/args.txt`.
struct ExampleArguments {
  private let values: [String: String]

  /// Reads the options of a model folder; there are none where the file is not there.
  init(folder: String) throws(RunFailure) {
    let file = "\(folder)/example/args.txt"
    guard Files.isFile(file) else {
      values = [:]
      return
    }
    let lines = String(decoding: try Files.read(file), as: UTF8.self).split(separator: "\n").map(String.init)
    let pairs = stride(from: 0, to: lines.count - 1, by: 2).map { (lines[$0], lines[$0 + 1]) }
    values = Dictionary(pairs, uniquingKeysWith: { _, last in last })
  }

  /// The value of an option.
  subscript(option: String) -> String? { values[option] }
}
