public import ArgumentParser
import Foundation
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports

extension Language: ExpressibleByArgument {}

/// The language of what is shown.
struct LanguageOption: ParsableArguments {
  @Option(help: "Language of what is shown: zh or en (default: $STEELYARD_LANG, then the terminal's). 显示语言。")
  var lang: Language?

  /// The language: the option, the variable, the terminal's locale, English.
  var language: Language { lang ?? Self.wished }

  /// The language that the environment asks for.
  static var wished: Language {
    let environment = ProcessInfo.processInfo.environment
    if let wish = environment["STEELYARD_LANG"].flatMap(Language.init) { return wish }
    let locale = [environment["LC_ALL"], environment["LC_MESSAGES"], environment["LANG"]]
      .compactMap { $0 }.first { !$0.isEmpty }
    return locale?.hasPrefix("zh") == true ? .zh : .en
  }

  /// The language that a command line asks for which cannot be read: `--lang` where it stands, else the environment.
  static func wished(in arguments: [String]) -> Language {
    let named = zip(arguments, arguments.dropFirst()).compactMap { $0 == "--lang" ? Language(rawValue: $1) : nil }
    let joined = arguments.compactMap { $0.hasPrefix("--lang=") ? Language(rawValue: String($0.dropFirst(7))) : nil }
    return (named + joined).first ?? wished
  }

  /// Does some work; a failure of the engine becomes the command's, in that language.
  func reporting<Result>(_ work: () throws -> Result) throws -> Result {
    do { return try work() } catch let failure as RunFailure { throw CommandFailure(failure, language: language) }
  }
}

/// Where model folders are.
struct ModelsRoot: ParsableArguments {
  @Option(
    name: .customLong("models"),
    help: "Folder of the models (default: $STEELYARD_MODELS, ./Models, the installed ones). 模型所在目录。",
    completion: .directory)
  var models: String?

  /// The folder of the models.
  var root: String { place.folder }

  /// The folder of the models and where it was found: the option, the variable, the current folder, the installation.
  var place: (source: DoctorFacts.Models.Source, folder: String) { Self.place(option: models) }

  private static func place(option: String?) -> (source: DoctorFacts.Models.Source, folder: String) {
    if let option { return (.option, option) }
    if let wish = ProcessInfo.processInfo.environment["STEELYARD_MODELS"], !wish.isEmpty { return (.environment, wish) }
    if Files.isFolder("Models") { return (.currentFolder, "Models") }
    if let installed = Installation.models { return (.installed, installed) }
    return (.missing, "Models")
  }

  /// Completes a model's id in a shell from the models that the command line so far would find.
  static var modelCompletion: CompletionKind {
    .custom { words, _, _ in
      let named = zip(words, words.dropFirst()).first { $0.0 == "--models" }?.1
      return ModelCatalogue.folders(under: place(option: named).folder).map(ModelCatalogue.identifier)
    }
  }

  /// The folder of a model named by its path or by its id under the root.
  func folder(of name: String) throws(RunFailure) -> String {
    for folder in [name, "\(root)/\(name)"] where Files.isFile("\(folder)/\(ModelCatalogue.fileName)") { return folder }
    throw .modelUnknown(name: name)
  }

  /// A scoring model with its warnings.
  ///
  /// - Throws: ``RunFailure/usage(_:)`` for a model that compares registers.
  func loadScoring(
    _ name: String, language: Language
  ) throws -> (model: ScoringModel, folder: String, hash: String) {
    let (model, folder, hash) = try load(name, language: language)
    if let scoring = model.scoring { return (scoring, folder, hash) }
    throw RunFailure.usage(Wording.Failure.modelKind(model.governance.kind, wanted: .scoring))
  }

  /// A model with its warnings.
  func load(_ name: String, language: Language) throws -> (model: SupervisionModel, folder: String, hash: String) {
    let folder = try folder(of: name)
    let outcome = ModelCatalogue.load(folder: folder, today: Files.today)
    guard let model = outcome.model else { throw CommandFailure(outcome.diagnostics, language: language) }
    for warning in outcome.diagnostics { Console.error(warning.text(language) + "\n") }
    return (model, folder, outcome.sourceHash)
  }
}
