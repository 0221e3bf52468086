import Foundation
import SteelyardTestSupport
import Testing

/// `Scripts/install` into a prefix of a test, with the program under test.
private struct Installation {
  let folder: TemporaryFolder
  /// The prefix, below the folder; its name has a blank and Chinese characters.
  let prefix: String
  private let tree: String

  /// - Parameter tree: the checkout to install from.
  init(tree: String = Checkout.root) throws {
    folder = try TemporaryFolder()
    prefix = folder.path("我的 软件/local")
    self.tree = tree
  }

  /// Runs the script and hands back its status and all it said.
  @discardableResult
  func run(_ arguments: [String] = [], environment: [String: String] = [:]) throws -> (status: Int32, said: String) {
    let settings = ["STEELYARD": CommandRunner.binary, "LC_ALL": "C.UTF-8"].merging(environment) { $1 }
    let words =
      settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } + ["\(tree)/Scripts/install"]
      + (arguments.contains("--prefix") ? [] : ["--prefix", prefix]) + arguments
    // The last line is the status, since the runner wants programs to end well.
    let line = "env \"$@\" 2>&1; echo \"$?\""
    let printed = String(
      decoding: try CommandRunner.system("bash", ["-c", line, "bash"] + words), as: UTF8.self
    ).split(separator: "\n")
    let status = try #require(printed.last.flatMap { Int32($0) })
    return (status, printed.dropLast().joined(separator: "\n"))
  }

  /// Runs the installed program in another folder with nothing in its environment.
  func steelyard(_ arguments: [String]) throws -> String {
    let words = ["-C", "/", "-i", "\(prefix)/bin/steelyard"] + arguments
    return String(decoding: try CommandRunner.system("env", words), as: UTF8.self)
  }

  func path(_ name: String) -> String { "\(prefix)/\(name)" }
  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
  func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
  }
}

@Suite("Scripts/install") struct InstallTests {
  private static let model = "share/steelyard/models/\(CommandRunner.model)/model.yaml"

  @Test("The installed program finds its models from any folder with an empty environment") func models() throws {
    let installation = try Installation()
    let outcome = try installation.run()
    #expect(outcome.status == 0, "\(outcome.said)")
    let listed = try installation.steelyard(["models", "list"])
    #expect(listed.contains(CommandRunner.model))
    #expect(listed == (try CommandRunner.steelyard(["models", "list"]).stdout))
    let tested = try installation.steelyard(["models", "test", "disability-certificate/long-delay"])
    #expect(tested.contains("1 models passed, 0 failed"))
    // Found by PATH, and through a link, it is the same program.
    let link = installation.folder.path("sy")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: installation.path("bin/steelyard"))
    let linked = try CommandRunner.system("env", ["-C", "/", "-i", link, "models", "list"])
    #expect(String(decoding: linked, as: UTF8.self) == listed)
  }

  @Test("Completions are what each shell reads, and complete the ids of models") func completions() throws {
    let installation = try Installation()
    try installation.run()
    let bash = installation.path("share/bash-completion/completions/steelyard")
    _ = try CommandRunner.system("bash", ["-n", bash])
    #expect(try installation.text("share/bash-completion/completions/steelyard").contains("complete -o filenames"))
    #expect(try installation.text("share/zsh/site-functions/_steelyard").hasPrefix("#compdef steelyard"))
    #expect(try installation.text("share/fish/vendor_completions.d/steelyard.fish").contains("complete -c 'steelyard'"))
    let ids = try CommandRunner.system(
      "bash",
      [
        "-c",
        """
        cd / && PATH="$1":/usr/bin:/bin STEELYARD_MODELS= && . "$2"
        COMP_WORDS=(steelyard run medical-insurance/outp) COMP_CWORD=2 COMP_LINE='steelyard run medical-insurance/outp'
        COMP_POINT=${#COMP_LINE} && _steelyard steelyard medical-insurance/outp run && printf '%s\\n' "${COMPREPLY[@]}"
        """, "bash", installation.path("bin"), bash,
      ])
    #expect(String(decoding: ids, as: UTF8.self).contains(CommandRunner.model))
  }

  @Test(
    "At a terminal, TAB completes the id of a model in zsh and in fish",
    arguments: [
      (
        "zsh -f -i",
        "fpath=(\"$PREFIX/share/zsh/site-functions\" $fpath); autoload -U compinit; compinit -u -D"
      ),
      ("fish -i --no-config", "source \"$PREFIX/share/fish/vendor_completions.d/steelyard.fish\""),
    ])
  func completionAtTerminal(shell: String, begin: String) throws {
    let installation = try Installation()
    try installation.run()
    // Types a line and TAB into a shell at a terminal, and ends once it shows what is expected; else time is up.
    let person = """
      zmodload zsh/zpty
      zpty shell "env -i LC_ALL=C.UTF-8 TERM=dumb HOME='$1' PREFIX='$2' PATH='$2/bin':/usr/bin:/bin $3"
      zpty -w shell "$4; echo REA''DY"
      zpty -r -m shell screen '*READY*' || exit 1
      zpty -w -n shell "$5"$'\\t'
      zpty -r -m shell screen "*$6*"
      """
    func completes(_ typed: String, to expected: String, seconds: Int) throws -> Bool {
      let line = "timeout \(seconds) zsh -f -c \"$0\" zsh \"$@\"; echo \"$?\""
      let status = try CommandRunner.system(
        "bash",
        ["-c", line, person, installation.folder.root, installation.prefix, shell, begin, typed, expected])
      return String(decoding: status, as: UTF8.self) == "0\n"
    }
    #expect(try completes("steelyard run medical-insurance/outp", to: "outpatient-specified-disease-cost", seconds: 60))
    #expect(try completes("steelyard ver", to: "verify", seconds: 60))
    #expect(try !completes("steelyard run medical-insurance/outx", to: "outpatient-specified-disease-cost", seconds: 3))
  }

  @Test("The guide's commands say what the guide says") func guide() throws {
    let folder = try TemporaryFolder()
    let home = folder.path("home/auditor")
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    let page = try ConsolePage("Documentation/Guides/install.md")
    var text = try String(contentsOfFile: Checkout.path(page.path), encoding: .utf8)
    #expect(page.steps.count >= 6)
    for step in page.steps {
      let program = (CommandRunner.binary as NSString).deletingLastPathComponent
      let script = """
        cd "$1" && export HOME="$2" STEELYARD="$3" STEELYARD_LANG=en LC_ALL=C.UTF-8 PATH="$2/.local/bin:$4:$PATH"
        { \(step.command)
        } 2>&1
        """
      let said = try CommandRunner.system(
        "bash", ["-c", script, "bash", Checkout.root, home, CommandRunner.binary, program])
      let printed = String(decoding: said, as: UTF8.self).replacing(folder.root, with: "").split(separator: "\n")
        .map(String.init)
      if step.command.hasPrefix("steelyard doctor") {
        // What a machine has is the machine's; that each thing is looked at is the program's.
        #expect(printed.compactMap(Self.subject) == step.output.compactMap(Self.subject))
        continue
      }
      // How many files there are changes with every document.
      #expect(printed.map(Self.uncounted) == step.output.map(Self.uncounted), "$ \(step.command)")
      text = text.replacing(
        (["$ " + step.command] + step.output).joined(separator: "\n") + "\n",
        with: (["$ " + step.command] + printed).joined(separator: "\n") + "\n", maxReplacements: 1)
    }
    if ProcessInfo.processInfo.environment["STEELYARD_RECORD"] == "1" {
      try text.write(toFile: Checkout.path(page.path), atomically: true, encoding: .utf8)
    }
  }

  /// A line without its counts of ten and more.
  private static func uncounted(_ line: String) -> String { line.replacing(/\b\d{2,}\b/, with: "N") }

  /// The second word of a finding's line of `doctor`: what is looked at.
  private static func subject(_ line: String) -> String? {
    let words = line.split(separator: " ")
    return line.hasPrefix("  ") && words.count > 2 ? String(words[1]) : nil
  }

  @Test("There is a manual page for every command, and man and mandoc find nothing wrong with them") func manual()
    throws
  {
    let installation = try Installation()
    try installation.run()
    let names = try FileManager.default.contentsOfDirectory(atPath: installation.path("share/man/man1"))
    for name in ["steelyard", "steelyard-run", "steelyard-doctor", "steelyard-models", "steelyard-models-list"] {
      #expect(names.contains("\(name).1"))
    }
    #expect(!names.contains { $0.contains("help") || $0.contains("manual") })
    #expect(try installation.text("share/man/man1/steelyard-run.1").contains(".It Fl -control Ar control"))
    #expect(try installation.text("share/man/man1/steelyard-models-sql.1").contains(".Sh EXAMPLES\n.Bd -literal"))
    for name in names {
      let page = installation.path("share/man/man1/\(name)")
      _ = try CommandRunner.system("mandoc", ["-T", "lint", "-W", "error", page])
      let line = "LC_ALL=C.UTF-8 MANROFFOPT= man --warnings -l \"$1\" 2>&1 >/dev/null"
      let warnings = try CommandRunner.system("bash", ["-c", line, "bash", page])
      #expect(warnings.isEmpty, "\(name): \(String(decoding: warnings, as: UTF8.self))")
    }
  }

  @Test("The list of installed files has the hash of each, and sha256sum agrees") func list() throws {
    let installation = try Installation()
    try installation.run()
    let line = "cd \"$1\" && sha256sum --quiet -c share/steelyard/installed-files"
    _ = try CommandRunner.system("bash", ["-c", line, "bash", installation.prefix])
    let listed = try installation.text("share/steelyard/installed-files")
    #expect(listed.contains("  bin/steelyard\n") && listed.contains("  \(Self.model)\n"))
    #expect(listed.contains("  share/steelyard/mappings/desynpuf.yaml\n"))
    #expect(listed.contains("  share/doc/steelyard/Documentation/Guides/install.md\n"))
    #expect(installation.has("share/doc/steelyard/Models/\(CommandRunner.model)/model.yaml"))
  }

  @Test("Installing again writes nothing") func again() throws {
    let installation = try Installation()
    try installation.run()
    let before = try installation.text("share/steelyard/installed-files")
    let outcome = try installation.run()
    #expect(outcome.status == 0 && outcome.said.contains(": 0 files written, "), "\(outcome.said)")
    #expect(try installation.text("share/steelyard/installed-files") == before)
  }

  @Test("An untouched installation is taken away whole, and what was there before stays") func uninstall() throws {
    let installation = try Installation()
    try installation.run()
    #expect(try installation.run(["--uninstall"]).status == 0)
    #expect(try installation.folder.names().isEmpty, "the prefix and the folder above it were made by the script")
    let none = try installation.run(["--uninstall"], environment: ["STEELYARD_LANG": "zh"])
    #expect(none.status == 0 && none.said.contains("没有安装"))
    // A folder that the user had keeps standing, empty as it was.
    try FileManager.default.createDirectory(
      atPath: installation.path("share/man"), withIntermediateDirectories: true)
    try installation.run()
    try installation.run(["--uninstall"])
    #expect(installation.has("share/man") && !installation.has("bin") && !installation.has("share/steelyard"))
  }

  @Test("What the user changed or added outlives an uninstallation, and is named") func userFiles() throws {
    let installation = try Installation()
    try installation.run()
    try installation.write("# mine\n", to: Self.model)
    try installation.write("# added\n", to: "share/steelyard/models/我的模型.yaml")
    let outcome = try installation.run(["--uninstall"])
    #expect(outcome.status == 0)
    #expect(outcome.said.contains("\(Self.model), which was changed"), "\(outcome.said)")
    #expect(outcome.said.contains("我的模型.yaml, which was added"), "\(outcome.said)")
    #expect(try installation.text(Self.model) == "# mine\n")
    #expect(installation.has("share/steelyard/models/我的模型.yaml"))
    #expect(!installation.has("bin") && !installation.has("share/man") && !installation.has("share/doc"))
    #expect(!installation.has("share/steelyard/installed-files"))
  }

  @Test("An upgrade keeps a changed model, puts the new one beside it, and takes away what is no longer shipped")
  func upgrade() throws {
    let tree = try TemporaryFolder()
    let copy = """
      cd "$1" && cp -R CHANGELOG.md CONTRIBUTING.md Documentation GLOSSARY.md Models README.md SECURITY.md Scripts "$2"
      """
    _ = try CommandRunner.system("bash", ["-c", copy, "bash", Checkout.root, tree.root])
    let installation = try Installation(tree: tree.root)
    #expect(try installation.run().status == 0)
    let shipped = try installation.text(Self.model)
    // The user changes one model and adds another; the next version changes the first, drops one and changes one.
    try installation.write(shipped + "# mine\n", to: Self.model)
    try installation.write("# added\n", to: "share/steelyard/models/added.yaml")
    let source = Self.model.replacing("share/steelyard/models", with: "Models")
    try tree.write(shipped + "# new\n", to: source)
    try FileManager.default.removeItem(atPath: tree.path("Documentation/Guides/report.md"))
    try tree.write("# 术语\n", to: "GLOSSARY.md")
    let outcome = try installation.run()
    #expect(outcome.status == 0)
    #expect(outcome.said.contains("kept \(installation.prefix)/\(Self.model), which was changed"), "\(outcome.said)")
    #expect(
      outcome.said.contains(": 1 files written, ") && outcome.said.contains("1 removed, 1 kept"), "\(outcome.said)")
    #expect(try installation.text(Self.model) == shipped + "# mine\n")
    #expect(try installation.text(Self.model + ".new") == shipped + "# new\n")
    #expect(try installation.text("share/steelyard/models/added.yaml") == "# added\n")
    #expect(try installation.text("share/doc/steelyard/GLOSSARY.md") == "# 术语\n")
    #expect(!installation.has("share/doc/steelyard/Documentation/Guides/report.md"))
    // Once the user takes the new one over, nothing is beside it any more.
    try installation.write(shipped + "# new\n", to: Self.model)
    #expect(try installation.run().said.contains("1 removed, 0 kept"))
    #expect(!installation.has(Self.model + ".new"))
  }

  @Test("An installation that was broken off is taken up again without a question") func brokenOff() throws {
    let installation = try Installation()
    try installation.run()
    // As after a kill: the list of what was meant, some files of it, one of them half way.
    _ = try CommandRunner.system(
      "bash",
      [
        "-c", "cd \"$1\" && mv installed-files installed-files.pending && rm -r models/medical-insurance", "bash",
        installation.path("share/steelyard"),
      ])
    try installation.write("half", to: "bin/steelyard.steelyard-partial")
    let outcome = try installation.run()
    #expect(outcome.status == 0 && outcome.said.contains(" 0 kept"), "\(outcome.said)")
    #expect(installation.has(Self.model) && !installation.has("share/steelyard/installed-files.pending"))
    #expect(!installation.has("bin/steelyard.steelyard-partial"))
    try installation.run(["--uninstall"])
    #expect(try installation.folder.names().isEmpty)
  }

  @Test("A prefix that cannot be written to is exit status 6, a wrong option 2, and neither leaves anything")
  func refused() throws {
    let installation = try Installation()
    try installation.folder.write("a file", to: "file")
    let unwritable = try installation.run(["--prefix", installation.folder.path("file/prefix")])
    #expect(unwritable.status == 6 && unwritable.said.contains("cannot write to"), "\(unwritable.said)")
    #expect(try installation.run(["--colour"]).status == 2)
    #expect(try installation.run(["--prefix", ""]).status == 2)
    #expect(try installation.run(environment: ["STEELYARD": "/nonexistent"]).status == 2)
    #expect(try installation.folder.names() == ["file"])
  }

  @Test("DESTDIR stands before the prefix") func destination() throws {
    let installation = try Installation()
    let stage = ["DESTDIR": installation.folder.path("stage")]
    #expect(try installation.run(["--prefix", "/usr/local"], environment: stage).status == 0)
    #expect(try installation.folder.names(in: "stage/usr/local") == ["bin", "share"])
    #expect(try installation.run(["--prefix", "/usr/local", "--uninstall"], environment: stage).status == 0)
    #expect(try installation.folder.names().isEmpty)
  }
}
