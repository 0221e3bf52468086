import SteelyardTestSupport
import Testing

@Suite("Help and version")
struct HelpTests {
  @Test(
    "Every command explains itself on standard output",
    arguments: [
      "", "run", "rank", "explain", "simulate", "simulate claims", "models", "models list", "models show",
      "models check", "models test", "verify",
    ])
  func help(command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let outcome = try CommandRunner.steelyard(words + ["--help"])
    #expect(outcome.status == 0)
    #expect(outcome.stderr.isEmpty)
    #expect(outcome.stdout.contains("USAGE: steelyard \(command)"))
    #expect(outcome.stdout.hasSuffix("\n"))
  }

  @Test("The program tells its version") func version() throws {
    let outcome = try CommandRunner.steelyard(["--version"])
    #expect(outcome.status == 0)
    let parts = outcome.stdout.dropLast().split(separator: ".")
    #expect(outcome.stdout.last == "\n" && parts.count == 3 && parts.allSatisfy { Int($0) != nil })
  }

  @Test("The help of run has an example and the help of the program has the exit statuses") func contents() throws {
    #expect(try CommandRunner.steelyard(["run", "--help"]).stdout.contains("EXAMPLES"))
    #expect(try CommandRunner.steelyard(["--help"]).stdout.contains("130/143"))
  }
}
