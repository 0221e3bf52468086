import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardReports

/// `steelyard verify`: every file of a run against its hash in the manifest.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check that a run's files are the ones that were written. 校验结果文件。",
    discussion: "EXAMPLE\n  steelyard verify RUN")

  @Argument(help: "The run's folder.") var folder: String
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let open = try OpenRun(folder)
      for output in open.manifest.outputs {
        let bytes = try open.file(output.name)
        Console.out("\(output.sha256)  \(output.name)  \(bytes.count)\n")
      }
      let manifest = ContentHash.of(try Files.read("\(folder)/\(RunManifest.fileName)"))
      Console.out("\(manifest)  \(RunManifest.fileName)\n")
      Console.out(Wording.verified(files: open.manifest.outputs.count).text(language.language) + "\n")
    }
  }
}
