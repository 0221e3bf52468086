import Foundation
import SteelyardTestSupport
import Testing

@Suite("What is longer than a terminal") struct PagerTests {
  private let workshop: Workshop

  init() throws {
    workshop = try Workshop.city(seed: 11)
    try workshop.score(Workshop.cityInputs)
  }

  /// What a command line shows at a terminal of some lines, and what its pager got.
  private func shown(
    _ command: String, lines: Int, settings: String
  ) throws -> (terminal: String, paged: String?) {
    let program = (CommandRunner.binary as NSString).deletingLastPathComponent
    let line = """
      cd "$1" && rm -f paged && export PATH="$2:$PATH" LC_ALL=C.UTF-8 STEELYARD_MODELS="$3" && \
      script -qec 'stty rows \(lines) cols 120; \(settings) steelyard \(command)' /dev/null < /dev/null
      """
    let terminal = try CommandRunner.system(
      "bash", ["-c", line, "bash", workshop.folder.root, program, Checkout.path("Models")])
    let paged = workshop.folder.has("paged") ? try workshop.folder.text("paged") : nil
    return (String(decoding: terminal, as: UTF8.self).replacing("\r\n", with: "\n"), paged)
  }

  @Test("goes to the pager whole", arguments: ["rank RUN --lang zh", "explain RUN CODE --lang en"])
  func long(command: String) throws {
    let code = try #require(try workshop.table("ranking.csv")["institution_id"].first)
    let command = command.replacing("CODE", with: code)
    let plain = try shown(command, lines: 500, settings: "PAGER=false")
    let paged = try shown(command, lines: 10, settings: "NO_COLOR=1 PAGER='cat > paged'".replacing("'", with: "\""))
    #expect(paged.terminal.isEmpty && paged.paged?.isEmpty == false)
    #expect(paged.paged == plain.terminal.replacing(/\e\[[0-9;]*m/, with: ""))
  }

  @Test(
    "stays as it is where it fits, where no pager is wanted, and at a terminal that can do nothing",
    arguments: [(500, "PAGER=\"cat > paged\""), (10, "PAGER="), (10, "TERM=dumb PAGER=\"cat > paged\"")])
  func untouched(lines: Int, settings: String) throws {
    let (terminal, paged) = try shown("rank RUN", lines: lines, settings: settings)
    #expect(paged == nil && terminal.contains("not evidence of wrongdoing"))
  }

  @Test("is shown where the pager is not there, and a pager left early ends it well")
  func missing() throws {
    #expect(try shown("rank RUN", lines: 10, settings: "PAGER=no-such-pager").terminal.contains("not evidence"))
    let left = try shown("rank RUN", lines: 10, settings: "PAGER=\"head -n 1 > paged\"")
    #expect(left.terminal.isEmpty && left.paged?.split(separator: "\n").count == 1)
  }

  @Test("goes whole into a file or a pipe") func elsewhere() throws {
    let outcome = try workshop.command(["rank", "RUN"], environment: ["PAGER": "cat > paged"])
    #expect(outcome.stdout.contains("not evidence of wrongdoing") && !workshop.folder.has("paged"))
  }
}
