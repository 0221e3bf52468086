import SteelyardTestSupport
import Testing

@Suite("models")
struct ModelsTests {
  private static let yaml = Checkout.path("Models/\(CommandRunner.model)/model.yaml")

  /// A workshop with a copy of the models in `Models`.
  private func copied() throws -> Workshop {
    let workshop = try Workshop()
    // Links are followed: what is changed is a copy, wherever the checkout keeps its models.
    _ = try CommandRunner.system(
      "cp", ["-rL", "--no-preserve=mode", Checkout.path("Models"), workshop.folder.path("Models")])
    return workshop
  }

  /// Changes the copied model file.
  private func replace(_ old: String, with new: String, in workshop: Workshop) throws {
    let name = "Models/\(CommandRunner.model)/model.yaml"
    let text = try workshop.folder.text(name)
    try #require(text.contains(old))
    try workshop.folder.write(text.replacing(old, with: new), to: name)
  }

  @Test("list names each model with its title", arguments: [("en", "Per-capita cost index"), ("zh", "人均费用指数")])
  func list(language: String, title: String) throws {
    let outcome = try CommandRunner.steelyard(["models", "list", "--lang", language])
    #expect(outcome.status == 0 && outcome.stderr.isEmpty)
    #expect(outcome.stdout.contains(CommandRunner.model) && outcome.stdout.contains(title))
  }

  @Test(
    "show prints the model file, by id or by folder",
    arguments: [CommandRunner.model, "Models/\(CommandRunner.model)"])
  func show(name: String) throws {
    let outcome = try CommandRunner.steelyard(["models", "show", name])
    #expect(outcome.status == 0)
    #expect(outcome.outputBytes == (try CommandRunner.system("cat", [Self.yaml])))
  }

  @Test("check finds every model in order") func check() throws {
    let outcome = try CommandRunner.steelyard(["models", "check"])
    #expect(outcome.status == 0 && outcome.stdout.contains("valid"))
  }

  @Test("test finds every example as expected") func test() throws {
    let outcome = try CommandRunner.steelyard(["models", "test"])
    #expect(outcome.status == 0 && outcome.stdout.contains("0 failed"))
  }

  @Test("The models' folder is the option's, then the variable's, then the working folder's") func root() throws {
    let workshop = try copied()
    try replace("人均费用指数", with: "改过的标题", in: workshop)
    let list = ["models", "list", "--lang", "zh"]
    let moved = workshop.folder.path("Models")
    #expect(try workshop.command(list, environment: ["STEELYARD_MODELS": ""]).stdout.contains("改过的标题"))
    #expect(try !workshop.command(list).stdout.contains("改过的标题"))
    #expect(try workshop.command(list, environment: ["STEELYARD_MODELS": moved]).stdout.contains("改过的标题"))
    #expect(try workshop.command(list + ["--models", moved]).stdout.contains("改过的标题"))
  }

  @Test("A misspelt key is found with its place and what was meant", arguments: ["check", "show", "run"])
  func misspelt(command: String) throws {
    let workshop = try copied()
    try replace("minimum-volume:", with: "minimum-volumen:", in: workshop)
    let environment = ["STEELYARD_MODELS": "Models"]
    try workshop.folder.write(ClaimsTable.tiny.csv(), to: "claims.csv")
    let outcome =
      command == "run"
      ? try workshop.run(environment: environment)
      : try workshop.command(["models", command, CommandRunner.model], environment: environment)
    #expect(outcome.status == 10)
    #expect(outcome.stderr.contains("model.yaml:") && outcome.stderr.contains("minimum-volume"))
    #expect(!workshop.folder.has("RUN"))
  }

  @Test("An example that gives something else fails the test") func otherExample() throws {
    let workshop = try copied()
    let expected = "Models/\(CommandRunner.model)/expected"
    for name in try workshop.folder.names(in: expected) where name == "ranking.csv" {
      try workshop.folder.write(try workshop.folder.text("\(expected)/\(name)") + "\n", to: "\(expected)/\(name)")
    }
    let outcome = try workshop.command(["models", "test"], environment: ["STEELYARD_MODELS": "Models"])
    #expect(outcome.status == 10)
    #expect(outcome.stdout.contains("ranking.csv") && outcome.stdout.contains("1 failed"))
  }

  @Test("A model without an example fails the test") func noExample() throws {
    let workshop = try copied()
    _ = try CommandRunner.system("rm", ["-r", workshop.folder.path("Models/\(CommandRunner.model)/example")])
    #expect(try workshop.command(["models", "test"], environment: ["STEELYARD_MODELS": "Models"]).status == 10)
  }

  @Test("A review that is due is warned of and does not stop a run") func review() throws {
    let workshop = try copied()
    try replace("next-review: 20", with: "next-review: 19", in: workshop)
    try replace("last-review: 20", with: "last-review: 19", in: workshop)
    try workshop.folder.write(ClaimsTable.tiny.csv(), to: "claims.csv")
    let outcome = try workshop.run(environment: ["STEELYARD_MODELS": "Models"])
    #expect(outcome.status == 0 && outcome.stderr.contains("review was due"))
  }

  @Test("A model that is not there is a usage error", arguments: ["check", "show", "test"])
  func unknown(command: String) throws {
    let outcome = try CommandRunner.steelyard(["models", command, "no/such"])
    #expect(outcome.status == 2 && outcome.stderr.contains("no/such"))
  }
}

@Suite("models schema, models check --as-of")
struct ModelFileCommandTests {
  @Test("schema prints the schema of the reference") func schema() throws {
    let outcome = try CommandRunner.steelyard(["models", "schema"])
    let reference = try CommandRunner.system("cat", [Checkout.path("Documentation/Reference/model.schema.json")])
    #expect(outcome.status == 0 && outcome.outputBytes == reference)
  }

  @Test("check warns of a review that is overdue on the day that is named, whatever the clock says")
  func overdue() throws {
    let before = try CommandRunner.steelyard(["models", "check", CommandRunner.model, "--as-of", "2026-12-01"])
    #expect(before.status == 0 && before.stderr.isEmpty)
    let after = try CommandRunner.steelyard(["models", "check", CommandRunner.model, "--as-of", "2099-01-01"])
    #expect(after.status == 0 && after.stderr.contains("MD401"))
    let wrong = try CommandRunner.steelyard(["models", "check", "--as-of", "2026-02-30"])
    #expect(wrong.status == 2 && wrong.stderr.contains("--as-of"))
  }

  @Test("sql is for comparison models") func sqlOfScoring() throws {
    let outcome = try CommandRunner.steelyard(["models", "sql", CommandRunner.model, "--lang", "en"])
    #expect(outcome.status == 2)
    #expect(outcome.stderr.contains("The command works with comparison models, and this is a scoring model."))
  }
}

@Suite("models new")
struct ModelsNewTests {
  @Test("A new folder passes check and test at once, and sql prints it", arguments: ["comparison", "scoring"])
  func passesAtOnce(kind: String) throws {
    let workshop = try Workshop()
    let made = try workshop.command(["models", "new", kind, "my-fund/first", "--models", "M", "--as-of", "2026-11-30"])
    #expect(made.status == 0 && made.stdout.contains("M/my-fund/first"))
    let files = try workshop.folder.names(in: "M/my-fund/first")
    #expect(files == ["README.md", "example", "expected", "model.yaml"])
    let check = try workshop.command(["models", "check", "--models", "M", "--as-of", "2026-12-01"])
    #expect(check.status == 0 && check.stderr.isEmpty)
    let test = try workshop.command(["models", "test", "--models", "M", "--lang", "en"])
    #expect(test.status == 0 && test.stdout.contains("1 models passed, 0 failed"))
    #expect(try workshop.folder.names(in: "M/my-fund/first/expected").count >= 4)
    if kind == "comparison" {
      let sql = try workshop.command(["models", "sql", "my-fund/first", "--models", "M"])
      #expect(sql.status == 0 && sql.stdout.contains("-- paid-after-death\n"))
    }
  }

  @Test("The example of a new comparison model has its clear case and not its near miss") func example() throws {
    let workshop = try Workshop()
    _ = try workshop.command(["models", "new", "comparison", "my-fund/first", "--models", "M"])
    let clues = try workshop.folder.text("M/my-fund/first/expected/clues.csv").split(separator: "\n")
    #expect(clues.count == 2 && clues[1].contains(",paid-after-death,") && clues[1].contains(",100.00,"))
    let rejects = try workshop.folder.text("M/my-fund/first/expected/rejects.csv").split(separator: "\n")
    #expect(rejects.count == 2)
  }

  @Test(
    "A kind, an id or a day that is none is a usage error, and a folder that is there stays as it is",
    arguments: [
      ["scores", "a/b"], ["scoring", "a"], ["scoring", "A/b"], ["scoring", "../a/b"],
      ["scoring", "a/b", "--as-of", "1"],
    ])
  func usage(words: [String]) throws {
    let workshop = try Workshop()
    #expect(try workshop.command(["models", "new"] + words + ["--models", "M"]).status == 2)
    #expect(!workshop.folder.has("M"))
    let good = ["models", "new", "scoring", "a/b", "--models", "M"]
    #expect(try workshop.command(good).status == 0)
    #expect(try workshop.command(good).status == 2)
  }

  @Test("The SQL of a model is the same every time, in three dialects", arguments: ["sqlite", "postgresql", "spark"])
  func sqlIsDeterministic(dialect: String) throws {
    let workshop = try Workshop()
    #expect(try workshop.command(["models", "new", "comparison", "my-fund/first", "--models", "M"]).status == 0)
    let words = ["models", "sql", "my-fund/first", "--models", "M", "--lang", "en", "--dialect"]
    let (first, second) = (try workshop.command(words + [dialect]), try workshop.command(words + [dialect]))
    #expect(first.status == 0 && first.outputBytes == second.outputBytes)
    #expect(first.stdout.contains("-- paid-after-death\n") && first.stdout.contains("CREATE TABLE"))
    #expect(
      first.stdout.contains("\n-- columns: subject person, amount, row payments, ") && !first.stdout.contains("INSERT"))
    let filled = try workshop.command(words + [dialect, "--example"])
    #expect(filled.status == 0 && filled.stdout.split(separator: "\n").count { $0.hasPrefix("INSERT INTO ") } == 2)
    #expect(try workshop.command(words + ["oracle"]).status == 2)
    _ = try CommandRunner.system("rm", ["-r", workshop.folder.path("M/my-fund/first/example")])
    let none = try workshop.command(words + [dialect, "--example", "--as-of", "2025-08-31", "--period", "2025"])
    #expect(none.status == 2 && none.stderr.contains("example/args.txt"))
  }
}
