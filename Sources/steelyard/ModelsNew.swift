import ArgumentParser
import Foundation
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports

/// `steelyard models new`: a model folder that passes check and test at once.
struct ModelsNew: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make the folder of a new model. 建立新模型的目录。",
    discussion: """
      The folder has a model file that is valid, an example and what the example gives. Change it step by step: models
      check says what is wrong, models test what differs, models test --record keeps what the example gives now.

      EXAMPLE
        steelyard models new comparison my-fund/paid-after-death
      """)

  @Argument(help: "scoring or comparison. 评分或比对。", completion: .list(ModelGovernance.Kind.allCases.map(\.rawValue)))
  var kind: String
  @Argument(help: "Its id, fund/slug: the folder under the models' folder. 编号，即模型目录下的路径。") var id: String
  @Option(name: .customLong("as-of"), help: "The day of the last review, yyyy-mm-dd (default: today). 上次评审日期，默认今天。")
  var asOf: String?
  @OptionGroup var modelsRoot: ModelsRoot
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let folder = try make()
      Console.out(Wording.modelMade(folder).text(language.language) + "\n")
    }
  }

  private func make() throws(RunFailure) -> String {
    guard let kind = ModelGovernance.Kind(rawValue: kind) else {
      throw invalid("KIND", kind, ModelGovernance.Kind.allCases.map(\.rawValue))
    }
    guard let day = asOf.map(Files.day) ?? Files.today else { throw invalid("--as-of", asOf ?? "", ["2026-11-30"]) }
    guard let files = ModelScaffold.files(kind, id: id, day: day) else {
      throw invalid("ID", id, ["my-fund/my-model"])
    }
    let folder = "\(modelsRoot.root)/\(id)"
    if Files.exists(folder) { throw .outputExists(folder: folder) }
    try makeFolder("\(folder)/example")
    try makeFolder("\(folder)/expected")
    for file in files { try Files.write(Array(file.text.utf8), to: "\(folder)/\(file.path)") }
    try ModelExample(folder: folder).record()
    return folder
  }

  private func makeFolder(_ path: String) throws(RunFailure) {
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw .outputNotWritable(folder: path)
    }
  }

  private func invalid(_ option: String, _ value: String, _ known: [String]) -> RunFailure {
    .usage(Wording.Failure.optionInvalid(option, value, known))
  }
}
