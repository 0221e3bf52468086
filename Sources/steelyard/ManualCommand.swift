import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardReports

/// `steelyard manual`: the manual pages, for `Scripts/install` and for packagers. Not listed in the help.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Write the manual pages, one a command. 生成 man 手册页。",
    discussion: """
      EXAMPLES
        steelyard manual --out man1
        man -l man1/steelyard-run.1
      """,
    shouldDisplay: false)

  @Option(help: "The folder to write, which must not exist. 输出目录，须尚不存在。", completion: .directory) var out: String
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let tree: CommandTree.Command
      do { tree = try CommandTree.own() } catch { throw RunFailure.internalFault("help as JSON") }
      let folder = try RunFolder(out)
      do {
        try folder.commit(ManualPage.pages(tree).map { ("\($0.name).1", Array($0.text.utf8)) })
      } catch {
        folder.discard()
        throw error
      }
    }
  }
}
