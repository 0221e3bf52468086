import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardReports
import SteelyardSynthesis

/// `steelyard simulate`: made-up data with planted, known anomalies.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Make test data with planted anomalies and a truth file. 生成模拟数据。",
    subcommands: [Claims.self, SimulateRegisters.self])

  struct Claims: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "claims",
      abstract: "Make claims, persons, institutions and the truth as CSV files. 生成结算、参保人、机构和真相表。",
      discussion:
        "EXAMPLE\n  steelyard simulate claims --out DATA --persons 40000 --institutions 260 --seed 1 --period 2025-Q3")

    @Option(help: "The folder to write, which must not exist. 输出目录，须尚不存在。", completion: .directory) var out: String
    @Option(help: "Insured persons. 参保人数。") var persons = 40_000
    @Option(help: "Institutions. 机构数。") var institutions = 260
    @Option(help: "Seed: the same seed gives the same bytes. 随机种子，同种子同结果。") var seed: UInt64 = 20_250_701
    @Option(help: "2025, 2025-07, 2025-Q3 or 2025-01..2025-06.") var period = "2025-Q3"
    @Option(
      name: .customLong("honest-variation"), help: "How much honest institutions differ, log scale. 正常机构之间的差异（对数）。")
    var honestVariation = 0.05
    @Option(help: "Multiplies the strength of what is planted; 0 plants nothing. 预设异常的强度倍数，0 为无。") var strength = 1.0
    @Option(help: "national or chinese. 表头：国家平台名或中文。", completion: .list(["national", "chinese"])) var headers =
      "national"
    @Flag(help: "Also fee lines, lines.csv. 同时生成费用明细。") var lines = false
    @OptionGroup var language: LanguageOption

    func run() throws {
      try language.reporting {
        let summary = try simulate()
        Console.out(
          Wording.simulated(
            rows: Int64(summary.claimRows), persons: Int64(summary.persons), institutions: Int64(summary.institutions),
            planted: Int64(summary.planted.count), folder: out
          ).text(language.language) + "\n")
      }
    }

    private func simulate() throws(RunFailure) -> SimulationSummary {
      guard case .months(let months)? = Period(period), (1990...2098).contains(months.lowerBound.year),
        (1990...2098).contains(months.upperBound.year)
      else { throw invalid("--period", period, ["2025-Q3"]) }
      guard let style = HeaderStyle(rawValue: headers) else {
        throw invalid("--headers", headers, HeaderStyle.allCases.map(\.rawValue))
      }
      guard (1..<1_000_000_000).contains(persons) else { throw invalid("--persons", "\(persons)", ["1 – 999999999"]) }
      guard (1...20_000).contains(institutions) else {
        throw invalid("--institutions", "\(institutions)", ["1 – 20000"])
      }
      guard (0...0.5).contains(honestVariation) else {
        throw invalid("--honest-variation", "\(honestVariation)", ["0.05"])
      }
      guard (0...10).contains(strength) else { throw invalid("--strength", "\(strength)", ["1"]) }
      let scenario = Scenario(
        persons: persons, institutions: institutions, seed: seed, period: months, honestVariation: honestVariation,
        strengthMultiplier: strength, headers: style, hasLines: lines)
      let folder = try RunFolder(out)
      do {
        var files = try TableFiles(folder, scenario.tables.map(\.fileName))
        let summary = try ClaimGenerator(scenario).write { table, bytes throws(RunFailure) in
          try files.append(bytes, to: table.fileName)
        }
        try files.close()
        try folder.commit([])
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
}
