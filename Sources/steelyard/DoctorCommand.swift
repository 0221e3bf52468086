import ArgumentParser
import Foundation
import SteelyardComparison
import SteelyardDomain
import SteelyardIntake
import SteelyardModels
import SteelyardNumerics
import SteelyardReports

/// `steelyard doctor`: what is missing or odd on this machine.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what is missing or odd on this machine. 检查本机环境。",
    discussion: """
      Looks at the program, the system, cores and memory with their limits, folders, libraries, locale, models, the key
      file and fonts. Reads no data, asks no network, and names no person, folder or machine: its output can be sent on.
      Ends with 0 where nothing is a problem, with 6 where something is.

      EXAMPLES
        steelyard doctor
        steelyard doctor --json --lang zh
      """)

  @Flag(help: "As JSON, in both languages. 输出 JSON。") var json = false
  @OptionGroup var modelsRoot: ModelsRoot
  @OptionGroup var language: LanguageOption

  func run() throws {
    let report = DoctorReport(facts)
    Console.out(json ? report.json : Array(report.text(language.language).utf8))
    if report.exitStatus != 0 { Console.exit(report.exitStatus) }
  }

  /// Everything that is looked at.
  private var facts: DoctorFacts {
    DoctorFacts(
      program: Self.program, system: Machine.system, cores: Machine.cores, memory: Machine.memory,
      temporary: Machine.folder(Self.temporaryFolder), current: Machine.folder("."),
      linearAlgebra: DoctorFacts.LinearAlgebra(
        version: LinearAlgebraLibrary.version, processor: LinearAlgebraLibrary.processor,
        threads: LinearAlgebraLibrary.threads, productHolds: LinearAlgebraLibrary.productHolds),
      libraries: [ComparisonLibrary.sqlite, SystemLibrary.crypto] + IntakeLibraries.all
        + [PostgresLibrary.libpq ?? SystemLibrary(missing: "libpq"), WorkbookLibrary.xlsxwriter] + PaperLibrary.all,
      locale: Machine.locale, models: models, key: KeyFile.state, fonts: Machine.fonts, paperFont: Machine.paperFont)
  }

  /// Where temporary files go: what `TMPDIR` names, even where it is not there.
  private static var temporaryFolder: String {
    ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
  }

  /// The models that a command without `--models` would find, or those of `--models`.
  private var models: DoctorFacts.Models {
    let place = modelsRoot.place
    let entries = ModelCatalogue.entries(under: place.folder, today: nil)
    return DoctorFacts.Models(
      source: place.source, count: entries.count, failing: entries.filter { $0.outcome.model == nil }.map(\.id))
  }

  private static var program: DoctorFacts.Program {
    #if DEBUG
      let isDebugBuild = true
    #else
      let isDebugBuild = false
    #endif
    #if arch(x86_64)
      let architecture = "x86_64"
    #elseif arch(arm64)
      let architecture = "arm64"
    #else
      let architecture = "?"
    #endif
    #if compiler(>=6.4)
      let compiler = "6.4+"
    #elseif compiler(>=6.3)
      let compiler = "6.3"
    #else
      let compiler = "6.2"
    #endif
    return DoctorFacts.Program(
      version: Steelyard.version, compiler: compiler, architecture: architecture, isDebugBuild: isDebugBuild)
  }
}
