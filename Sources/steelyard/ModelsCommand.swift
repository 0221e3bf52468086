import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports

/// `steelyard models`: what models there are, what they say, whether they are in order.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List, show, check, test, make and print supervision models. 监督模型。",
    subcommands: [List.self, Show.self, Check.self, Test.self, ModelsNew.self, ModelsSQL.self, Schema.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the models. 列出模型。")
    @OptionGroup var modelsRoot: ModelsRoot
    @OptionGroup var language: LanguageOption

    func run() throws {
      let rows = ModelCatalogue.entries(under: modelsRoot.root).map { entry in
        let governance = entry.outcome.model?.governance
        return [
          entry.id, governance?.version ?? "-",
          governance.map { Wording.kind($0.kind).text(language.language) } ?? "-",
          governance.map { Wording.status($0.status).text(language.language) } ?? "-",
          governance?.title.text(language.language) ?? Wording.modelBroken.text(language.language),
        ]
      }
      Console.out(Wording.plainTable(rows, language: language.language))
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a model file. 显示模型文件。")
    @Argument(help: "The model. 模型。", completion: ModelsRoot.modelCompletion) var model: String
    @OptionGroup var modelsRoot: ModelsRoot
    @OptionGroup var language: LanguageOption

    func run() throws {
      try language.reporting {
        let (_, folder, _) = try modelsRoot.load(model, language: language.language)
        Console.out(try Files.read("\(folder)/\(ModelCatalogue.fileName)"))
      }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check model files; all of them where none is named. 检查模型文件，不指名则全部检查。")
    @Argument(help: "Models. 模型。", completion: ModelsRoot.modelCompletion) var models: [String] = []
    @Option(
      name: .customLong("as-of"),
      help: "The day by which reviews are overdue, yyyy-mm-dd (default: today). 判断评审是否逾期的日期。")
    var asOf: String?
    @OptionGroup var modelsRoot: ModelsRoot
    @OptionGroup var language: LanguageOption

    func run() throws {
      var hasError = false
      let today = try language.reporting { try day() }
      for folder in try ModelsCommand.folders(models, modelsRoot, language) {
        let outcome = ModelCatalogue.load(folder: folder, today: today)
        for diagnostic in outcome.diagnostics { Console.error(diagnostic.text(language.language) + "\n") }
        if outcome.model == nil { hasError = true }
        Console.out(Wording.modelChecked(folder, isValid: outcome.model != nil).text(language.language) + "\n")
      }
      if hasError { throw CommandFailure(exitStatus: 10, message: Wording.modelBroken.text(language.language)) }
    }

    /// The day that was named, or today.
    private func day() throws(RunFailure) -> Day? {
      guard let asOf else { return Files.today }
      if let day = Files.day(asOf) { return day }
      throw .usage(Wording.Failure.optionInvalid("--as-of", asOf, ["2026-11-30"]))
    }
  }

  struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "schema", abstract: "Print the JSON Schema of model files, for editors. 输出模型文件的 JSON Schema，供编辑器使用。",
      discussion: """
        A first line in model.yaml makes editors complete and check it:
          # yaml-language-server: $schema=model.schema.json
        """)

    func run() { Console.out(ModelSchema.text) }
  }

  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test", abstract: "Run each model on its example and compare with what it must give. 用样例运行模型并与预期比较。")
    @Argument(help: "Models. 模型。", completion: ModelsRoot.modelCompletion) var models: [String] = []
    @Flag(help: "Write what the example gives over what is expected; read the difference. 用样例的结果覆盖预期，须逐项核对。")
    var record = false
    @OptionGroup var modelsRoot: ModelsRoot
    @OptionGroup var language: LanguageOption

    func run() throws {
      var failed = 0
      let folders = try ModelsCommand.folders(models, modelsRoot, language)
      for folder in folders {
        if record { try language.reporting { try ModelExample(folder: folder).record() } }
        let differences = try language.reporting { try ModelExample(folder: folder).differences() }
        let verdict = Wording.modelTested(folder, differing: differences)
        Console.out(verdict.text(language.language) + "\n")
        if !differences.isEmpty { failed += 1 }
      }
      Console.out(Wording.modelsTested(passed: folders.count - failed, failed: failed).text(language.language) + "\n")
      if failed > 0 { throw CommandFailure(exitStatus: 10, message: Wording.modelBroken.text(language.language)) }
    }
  }

  /// The folders of named models, or of all.
  static func folders(
    _ names: [String], _ root: ModelsRoot, _ language: LanguageOption
  ) throws -> [String] {
    if names.isEmpty {
      let all = ModelCatalogue.folders(under: root.root)
      if !all.isEmpty { return all }
    }
    return try language.reporting {
      if names.isEmpty { throw RunFailure.modelUnknown(name: root.root) }
      return try names.map { try root.folder(of: $0) }
    }
  }
}
