import Foundation
import SteelyardTestSupport
import Testing

/// One command of a page's console blocks, with what the page says it prints.
struct ConsoleStep {
  let command: String
  var output: [String]
}

/// A page of the documentation whose console blocks are run in one folder, one after another.
struct ConsolePage {
  let path: String
  private(set) var lines: [String]

  init(_ path: String) throws {
    self.path = path
    lines = try String(contentsOfFile: Checkout.path(path), encoding: .utf8).components(separatedBy: "\n")
  }

  /// The commands in order.
  var steps: [ConsoleStep] { blocks.flatMap { steps(in: lines[$0]) } }

  /// The lines between the fences of console blocks.
  private var blocks: [Range<Int>] {
    var blocks: [Range<Int>] = []
    var start: Int?
    for (number, line) in lines.enumerated() where line.hasPrefix("```") {
      if let open = start {
        blocks.append(open..<number)
        start = nil
      } else if line == "```console" {
        start = number + 1
      }
    }
    return blocks
  }

  private func steps(in block: ArraySlice<String>) -> [ConsoleStep] {
    var steps: [ConsoleStep] = []
    var isContinued = false
    for line in block {
      if isContinued, let last = steps.last {
        steps[steps.count - 1] = ConsoleStep(command: last.command + "\n" + line, output: [])
        isContinued = line.hasSuffix("\\")
      } else if line.hasPrefix("$ ") {
        steps.append(ConsoleStep(command: String(line.dropFirst(2)), output: []))
        isContinued = line.hasSuffix("\\")
      } else if !steps.isEmpty {
        steps[steps.count - 1].output.append(line)
      }
    }
    return steps
  }
}

@Suite("The pages a newcomer reads") struct ConsoleBlockTests {
  @Test(
    "Every command of a guide prints what the guide says",
    arguments: ["own-file", "over-time", "check-data", "report", "comparison", "export", "letters", "ledger"])
  func guide(name: String) throws {
    let page = try ConsolePage("Documentation/Guides/\(name).md")
    let steps = page.steps
    #expect(steps.count >= 8)
    let folder = try TemporaryFolder()
    var text = try String(contentsOfFile: Checkout.path(page.path), encoding: .utf8)
    for step in steps {
      let printed = try run(step.command, in: folder).replacing(/\n$/, with: "").components(separatedBy: "\n")
      let expected = step.output
      #expect(printed == expected || (printed == [""] && expected.isEmpty), "$ \(step.command)")
      if printed != expected, printed != [""] {
        // Whole lines and the first of them alone: a command may be the beginning of another.
        let before = (["$ " + step.command] + expected).joined(separator: "\n") + "\n"
        let after = (["$ " + step.command] + printed).joined(separator: "\n") + "\n"
        text = text.replacing(before, with: after, maxReplacements: 1)
      }
    }
    if ProcessInfo.processInfo.environment["STEELYARD_RECORD"] == "1" {
      try text.write(toFile: Checkout.path(page.path), atomically: true, encoding: .utf8)
    }
  }

  @Test("The rows of the README's table are those of the demo") func readme() throws {
    let folder = try TemporaryFolder()
    let shown = try #require(ConsolePage("README.md").steps.first).output.filter { $0 != "…" && !$0.isEmpty }
    #expect(shown.count >= 5)
    let printed = try run(
      """
      steelyard simulate claims --out data --seed 20250701 --period 2025-Q3 &&
      steelyard run \(CommandRunner.model) data/claims.csv --persons data/persons.csv \
        --institutions data/institutions.csv --period 2025-Q3 --key person.key --out run > /dev/null &&
      steelyard rank run --top 15
      """, in: folder)
    let lines = Set(printed.components(separatedBy: "\n"))
    for line in shown { #expect(lines.contains(line), "\(line)") }
    for language in ["en", "zh"] {
      let picture = try String(
        contentsOfFile: Checkout.path("Documentation/Pictures/funnel-\(language).svg"), encoding: .utf8)
      #expect(try folder.text("run/funnel-\(language).svg") == picture, "the picture is the demo's")
    }
  }

  /// What a command line prints, messages included, run by the shell where `steelyard` is the program under test.
  private func run(_ command: String, in folder: TemporaryFolder) throws -> String {
    let program = URL(filePath: CommandRunner.binary).deletingLastPathComponent().path(percentEncoded: false)
    let script = """
      cd '\(folder.root)' && export PATH='\(program)':"$PATH" LC_ALL=C.UTF-8 && { \(command)
      } 2>&1 || true
      """
    return String(decoding: try CommandRunner.system("bash", ["-c", script]), as: UTF8.self)
  }
}
