import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardReports
import SteelyardSynthesis

/// `steelyard simulate registers`: a made-up population's registers for a comparison model.
struct SimulateRegisters: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "registers",
    abstract: "Make the registers of a comparison model, with planted cases and near misses. 生成比对模型的登记表。",
    discussion: """
      One file a register, truth.csv with every planted case and near miss, and args.txt with the options of the run.

      EXAMPLE
        steelyard simulate registers elderly-subsidy/entitled-not-enjoyed --persons 100000 --seed 1 --out DATA
      """)

  @Argument(help: "The model, by its id. 模型编号。", completion: .list(RegisterScenario.models)) var model: String
  @Option(help: "The folder to write, which must not exist. 输出目录，须尚不存在。", completion: .directory) var out: String
  @Option(help: "Ordinary persons, beside those of the cases. 普通人数。") var persons = 10_000
  @Option(help: "Seed: the same seed gives the same bytes. 随机种子，同种子同结果。") var seed: UInt64 = 20_250_701
  @Option(help: "Months of payments, the last of them 2025-06. 发放月数，最后一月为 2025-06。") var months = 6
  @Option(help: "Cases of each kind. 每类情形的例数。") var cases = 10
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let scenario = try scenario()
      let summary = try simulate(scenario)
      Console.out(
        Wording.simulatedRegisters(
          rows: Int64(summary.rows.values.reduce(0, +)), registers: Int64(summary.rows.count),
          planted: Int64(summary.truth.count { $0.isPlanted }), near: Int64(summary.truth.count { !$0.isPlanted }),
          folder: out
        ).text(language.language) + "\n")
    }
  }

  private func scenario() throws(RunFailure) -> RegisterScenario {
    guard RegisterScenario.models.contains(model) else { throw invalid("MODEL", model, RegisterScenario.models) }
    guard (1...9_000_000).contains(persons) else { throw invalid("--persons", "\(persons)", ["1 – 9000000"]) }
    guard (6...120).contains(months) else { throw invalid("--months", "\(months)", ["6 – 120"]) }
    guard (1...1_000).contains(cases) else { throw invalid("--cases", "\(cases)", ["1 – 1000"]) }
    return RegisterScenario(model: model, persons: persons, seed: seed, months: months, casesPerKind: cases)
  }

  private func simulate(_ scenario: RegisterScenario) throws(RunFailure) -> RegisterSummary {
    guard let generator = RegisterGenerator(scenario) else { throw invalid("MODEL", model, RegisterScenario.models) }
    let folder = try RunFolder(out)
    do {
      var files = try TableFiles(folder, generator.registers.map { "\($0).csv" })
      let summary = try generator.write { register, bytes throws(RunFailure) in
        try files.append(bytes, to: "\(register).csv")
      }
      try files.close()
      let period = scenario.period
      let arguments = "--as-of\n\(RegisterScenario.asOf)\n--period\n\(period.lowerBound)..\(period.upperBound)\n"
      try folder.commit([("truth.csv", RegisterTruth.csv(summary.truth)), ("args.txt", Array(arguments.utf8))])
      return summary
    } catch {
      folder.discard()
      throw error
    }
  }

  private func invalid(_ option: String, _ value: String, _ known: [String]) -> RunFailure {
    .usage(Wording.Failure.optionInvalid(option, value, known))
  }
}
