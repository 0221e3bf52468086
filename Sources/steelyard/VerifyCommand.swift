import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardReports

/// `steelyard verify`: every file of a run against its hash in the manifest.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check that a run's files are the ones that were written. 校验结果文件。",
    discussion:
      "EXAMPLES\n  steelyard verify RUN\n  steelyard verify RUN --manifest 1f0c…  (the hash of run.json as it was noted)"
  )

  @Argument(help: "The run's folder. 结果目录。", completion: .directory) var folder: String
  @Option(help: "SHA-256 of run.json as it was noted when the run was made. 当时记下的 run.json 散列值。") var manifest: String?
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let open = try OpenRun(folder)
      for output in open.manifest.outputs {
        let bytes = try open.file(output.name)
        Console.out("\(output.sha256)  \(output.name)  \(bytes.count)\n")
      }
      // The manifest vouches for the other files; for itself only a hash kept elsewhere can.
      let path = "\(folder)/\(RunManifest.fileName)"
      let own = ContentHash.of(try Files.read(path))
      if let manifest, manifest.lowercased() != own { throw RunFailure.fileChanged(file: path) }
      Console.out("\(own)  \(RunManifest.fileName)\n")
      Console.out(Wording.verified(files: open.manifest.outputs.count).text(language.language) + "\n")
    }
  }
}
