import ArgumentParser
import SteelyardDomain
import SteelyardReports

/// The program's entry: parses, runs, and turns every way to fail into the exit status of the architecture.
@main
enum Main {
  static func main() {
    ChildProcess.beforeFirst(Interruption.watch)
    do {
      var command = try Steelyard.parseAsRoot()
      try command.run()
    } catch let failure as CommandFailure {
      failure.report()
      Console.exit(failure.exitStatus)
    } catch {
      // ArgumentParser's own: help and version end well, everything else is a usage error.
      let code = Steelyard.exitCode(for: error)
      let message = Steelyard.fullMessage(for: error)
      if code == .success {
        Console.out(message.hasSuffix("\n") ? message : message + "\n")
        Console.exit(0)
      }
      let text = Wording.usage(message).text(LanguageOption.wished(in: CommandLine.arguments))
      Console.error(text.hasSuffix("\n") ? text : text + "\n")
      Console.exit(2)
    }
  }
}

/// `steelyard`: the commands.
struct Steelyard: ParsableCommand {
  static let version = "0.1.0"
  /// The day that manual pages bear: that of the last change to what commands take, so that a page is the same every time.
  static let manualDate = "December 1, 2026"

  static let configuration = CommandConfiguration(
    commandName: "steelyard",
    abstract: "Scores medical-insurance claims: who is dear for the same patients. 医保结算数据评分引擎。",
    discussion: """
      EXAMPLES
        steelyard run medical-insurance/outpatient-specified-disease-cost claims.csv --out RUN
        steelyard rank RUN --top 20
        steelyard explain RUN P33010612345

      Exit status: 0 ok, 1 internal fault, 2 usage, 3 data refused, 4 control totals differ,
      5 ledger busy, 6 resource, 7 upstream, 8 not permitted, 9 integrity, 10 model invalid,
      129/130/143 signals.
      """,
    version: version,
    subcommands: [
      RunCommand.self, CheckCommand.self, RankCommand.self, ExplainCommand.self, ReportCommand.self, ExportCommand.self,
      DossierCommand.self, LetterCommand.self,
      DiffCommand.self,
      FollowUpCommand.self, WarnCommand.self, SimilarCommand.self,
      SimulateCommand.self, ModelsCommand.self, ColumnsCommand.self, VerifyCommand.self,
      LedgerCommand.self, DoctorCommand.self, ManualCommand.self,
    ])
}
