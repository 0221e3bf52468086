public import ArgumentParser
import SteelyardDomain
import SteelyardEngine
public import SteelyardReports

extension ExportProfile: ExpressibleByArgument {}
extension ExportUnit: ExpressibleByArgument {}
extension ExportEncoding: ExpressibleByArgument {}

/// `steelyard export`: a run as a workbook, a CSV or JSON to take away.
struct ExportCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case xlsx, csv, json }

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a run as a workbook, CSV or JSON to take away. 导出工作簿、CSV 或 JSON。",
    discussion: """
      EXAMPLES
        steelyard export RUN --format xlsx --out lists.xlsx --lang zh --unit wan
        steelyard export RUN --format csv --table interview --encoding gb18030 --out interview.csv
        steelyard export RUN --format json --profile public --out public.json
      """)

  @Argument(help: "The run's folder. 结果目录。") var folder: String
  @Option(help: "xlsx, csv or json. 输出格式。") var format: Format
  @Option(help: "The file to write, which must not exist. 输出文件，须尚不存在。") var out: String
  @Option(help: "For whom: bureau, auditor or public (default: auditor). 用途：主管部门、审核人员或公开。")
  var profile = ExportProfile.auditor
  @Option(
    help: "Of CSV the table, of JSON the only one: ranking, interview, watch, rollups, persons, clues or public. 表名。")
  var table: String?
  @Option(help: "Sums of money in yuan or wan (10,000 yuan), of xlsx and csv. 金额单位：元或万元。")
  var unit: ExportUnit?
  @Option(help: "Of CSV: utf-8-bom (default), utf-8 or gb18030. CSV 的编码。") var encoding: ExportEncoding?
  @Flag(help: "CSV for programs: machine names, the table alone. 供程序读取的 CSV。") var plain = false
  @Option(help: "An earlier run, for the previous ranks. 以前一期的结果目录，用于上期名次。") var previous: String?
  @Option(help: "A text in every export: for whom, when. 水印文字。") var watermark: String?
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      try checkOptions()
      try OutputFile.making(out) { output in
        let document = try document(OpenRun(folder))
        let wanted = try table.map { [try named($0, in: document)] } ?? document.mainTables
        // A CSV has one table; the others have all that were asked for.
        let tables = format == .csv ? Array(wanted.prefix(1)) : wanted
        try output.commit(try bytes(document, tables))
        let rows = tables.reduce(0) { $0 + $1.count }
        Console.out(
          Wording.exported(file: out, rows: rows, profile: profile).text(language.language) + "\n")
      }
    }
  }

  /// An option that the format has no use for is refused.
  private func checkOptions() throws(RunFailure) {
    var surplus: [(option: String, isGiven: Bool)] = []
    if format != .csv { surplus += [("--encoding", encoding != nil), ("--plain", plain)] }
    if format == .xlsx { surplus.append(("--table", table != nil)) }
    if format == .json { surplus.append(("--unit", unit != nil)) }
    if let option = surplus.first(where: \.isGiven)?.option {
      throw .usage(Wording.Failure.notWithFormat(option, format.rawValue))
    }
    if plain, unit != nil {
      throw .usage(Wording.Failure.optionInvalid("--plain", "--unit", ["--encoding", "--table"]))
    }
  }

  private func document(_ open: OpenRun) throws(RunFailure) -> ExportDocument {
    let unit = unit ?? .yuan
    if open.isComparison {
      if previous != nil { throw .usage(Wording.Failure.modelKind(.comparison, wanted: .scoring)) }
      return try open.comparisonExport(
        profile: profile, watermark: watermark, language: language.language, unit: unit)
    }
    return try open.scoringExport(
      profile: profile, previous: previous.map { folder throws(RunFailure) in try OpenRun(folder) },
      watermark: watermark, language: language.language, unit: unit)
  }

  private func named(_ name: String, in document: ExportDocument) throws(RunFailure) -> ExportTable {
    if let table = document.mainTables.first(where: { $0.name.rawValue == name }) { return table }
    throw .usage(
      Wording.Failure.optionInvalid("--table", name, document.mainTables.map(\.name.rawValue)))
  }

  private func bytes(_ document: ExportDocument, _ tables: [ExportTable]) throws(RunFailure) -> [UInt8] {
    switch format {
    case .xlsx:
      do { return try document.workbook() } catch { throw .writeFailed(file: out) }
    case .csv: return document.csv(tables[0], isPlain: plain, encoding: encoding ?? .utf8Mark)
    case .json: return document.json(tables.map(\.name))
    }
  }
}
