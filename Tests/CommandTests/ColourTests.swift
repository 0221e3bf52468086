import Foundation
import SteelyardTestSupport
import Testing

@Suite("Colour and lines that are drawn again") struct ColourTests {
  /// What a command line shows at a terminal of 200 lines, standard error included.
  private func shown(_ command: String, settings: String, in workshop: Workshop) throws -> String {
    let program = (CommandRunner.binary as NSString).deletingLastPathComponent
    let line = """
      cd "$1" && export PATH="$2:$PATH" LC_ALL=C.UTF-8 STEELYARD_MODELS="$3" && \
      script -qec 'stty rows 200 cols 120; PAGER= \(settings) steelyard \(command)' /dev/null < /dev/null
      """
    let terminal = try CommandRunner.system(
      "bash", ["-c", line, "bash", workshop.folder.root, program, Checkout.path("Models")])
    return String(decoding: terminal, as: UTF8.self)
  }

  @Test(
    "are for a terminal that can show them: not where TERM is dumb or NO_COLOR is set, and the words are the same",
    arguments: ["rank RUN", "columns --lang zh"])
  func terminals(command: String) throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    let coloured = try shown(command, settings: "TERM=xterm-256color", in: workshop)
    let escape = /\e\[[0-9;]*m/
    #expect(coloured.contains(escape))
    for settings in ["TERM=dumb", "TERM=xterm-256color NO_COLOR=1"] {
      let plain = try shown(command, settings: settings, in: workshop)
      #expect(!plain.contains("\u{1B}"), "\(settings)")
      #expect(plain == coloured.replacing(escape, with: ""), "\(settings)")
    }
  }

  @Test("tell how far reading is where a line can be drawn again, and nowhere else") func progress() throws {
    let workshop = try Workshop.tiny()
    let drawn = "\r\u{1B}[K"
    #expect(try shown("check claims.csv", settings: "TERM=xterm", in: workshop).contains("\(drawn)claims.csv"))
    #expect(try !shown("check claims.csv", settings: "TERM=dumb", in: workshop).contains("\u{1B}"))
  }
}
