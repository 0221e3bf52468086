import SteelyardTestSupport
import Testing

@Suite("Help and version")
struct HelpTests {
  @Test(
    "Every command explains itself on standard output",
    arguments: [
      "", "run", "rank", "explain", "report", "export", "dossier", "letter", "simulate", "simulate claims", "models",
      "models list",
      "models show", "models check", "models test", "verify", "check", "columns", "doctor", "manual",
      "ledger", "ledger build", "ledger add", "ledger verify", "ledger merge",
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

  @Test(
    "A command line that cannot be read is told in the reader's language",
    arguments: [
      (["rank"], "错误：缺少参数 <folder>。", "Missing expected argument '<folder>'"),
      (["rank", "RUN", "--tpo", "3"], "错误：没有选项 --tpo，是否想用 --top？", "Did you mean '--top'?"),
      (["rank", "RUN", "--colour"], "错误：没有选项 --colour。", "Unknown option '--colour'"),
      (["rank", "RUN", "--top"], "错误：--top <top> 缺少取值。", "Missing value for '--top <top>'"),
      (["rank", "RUN", "--top", "x"], "错误：x 不能用作 --top <top> 的取值。", "The value 'x' is invalid"),
      (["rank", "RUN", "--format", "xlsx"], "可用：table、csv、json。", "Please provide one of"),
      (["verify", "RUN", "more"], "错误：多余的参数：more。", "Unexpected argument 'more'"),
      (["verify", "RUN", "two", "more"], "错误：多余的参数：two、more。", "2 unexpected arguments"),
      (["run", "M", "--json=1", "--out", "R"], "选项 --json 不带取值，却给了 1。", "does not take any value"),
    ])
  func usage(arguments: [String], chinese: String, english: String) throws {
    let inChinese = try CommandRunner.steelyard(arguments, environment: ["STEELYARD_LANG": "zh"])
    #expect(inChinese.status == 2 && inChinese.stdout.isEmpty)
    #expect(inChinese.stderr.contains(chinese), "\(inChinese.stderr)")
    #expect(inChinese.stderr.contains("用法：") && inChinese.stderr.contains("  详见 steelyard"))
    #expect(!inChinese.stderr.contains("Error") && !inChinese.stderr.contains("命令用法有误"))
    let inEnglish = try CommandRunner.steelyard(arguments)
    #expect(inEnglish.status == 2 && inEnglish.stderr.contains(english) && inEnglish.stderr.hasPrefix("Error: "))
  }

  @Test(
    "The language named on a command line that cannot be read is heard", arguments: [["--lang", "zh"], ["--lang=zh"]])
  func usageLanguage(option: [String]) throws {
    let outcome = try CommandRunner.steelyard(["rank"] + option)
    #expect(outcome.status == 2 && outcome.stderr.contains("缺少参数"))
  }

  @Test("A sentence that is not known stays as it is, behind one that says what kind of trouble it is")
  func unknownUsage() throws {
    let outcome = try CommandRunner.steelyard(["rank", "RUN", "--top", "it's"], environment: ["STEELYARD_LANG": "zh"])
    #expect(outcome.status == 2)
    #expect(outcome.stderr.hasPrefix("命令用法有误") && outcome.stderr.contains("错误：The value 'it's' is invalid"))
  }
}
