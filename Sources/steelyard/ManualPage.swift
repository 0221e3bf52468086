import SteelyardDomain
import SteelyardReports

/// One command as a manual page in the mdoc language, for `man` and `mandoc` alike.
///
/// Source: mdoc(7). Texts come from the command itself, so a page never says other than `--help`.
struct ManualPage {
  /// The names from the program to the command, as `["steelyard", "models", "list"]`.
  let path: [String]
  let command: CommandTree.Command

  /// The pages of a command and of all below it that are shown; the parser's own `help` needs none.
  static func pages(_ command: CommandTree.Command, under path: [String] = []) -> [ManualPage] {
    let own = path + [command.commandName]
    return [ManualPage(path: own, command: command)]
      + shown(command).flatMap { pages($0, under: own) }
  }

  private static func shown(_ command: CommandTree.Command) -> [CommandTree.Command] {
    (command.subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
  }

  /// The page's name, as `steelyard-models-list`.
  var name: String { path.joined(separator: "-") }

  /// The page.
  var text: String {
    let title = name.uppercased()
    var lines = [
      ".\\\" Made by steelyard manual; changes are lost.", ".Dd \(Steelyard.manualDate)", ".Dt \(title) 1", ".Os",
      ".nh",
      ".Sh NAME", ".Nm \(name)", ".Nd \(Self.macroText(command.abstract ?? name))",
    ]
    lines += [".Sh SYNOPSIS", ".Nm \(path.joined(separator: " "))"] + synopsis
    let (prose, examples) = discussion
    lines += [".Sh DESCRIPTION"] + Self.textLines(command.abstract ?? name)
    if !prose.isEmpty { lines += (prose[0].hasPrefix(".Bd") ? [] : [".Pp"]) + prose }
    lines += options + subcommands
    if path.count == 1 { lines += Self.surroundings }
    if !examples.isEmpty { lines += [".Sh EXAMPLES"] + examples }
    lines += seeAlso
    return lines.joined(separator: "\n") + "\n"
  }

  private var arguments: [CommandTree.Argument] { (command.arguments ?? []).filter(\.shouldDisplay) }

  private var synopsis: [String] {
    if !Self.shown(command).isEmpty { return [".Ar subcommand", ".Op Ar options"] }
    let required = arguments.filter { $0.kind != .positional && !$0.isOptional }
    let optional = arguments.contains { $0.kind != .positional && $0.isOptional }
    return required.map { ".\(Self.words($0))" } + (optional ? [".Op Ar options"] : [])
      + arguments.filter { $0.kind == .positional }.map { argument in
        let words = Self.words(argument) + (argument.isRepeating ? " ..." : "")
        return argument.isOptional ? ".Op \(words)" : ".\(words)"
      }
  }

  /// An argument as mdoc's macros have it: `Fl -out Ar out`, `Ar inputs`.
  private static func words(_ argument: CommandTree.Argument) -> String {
    let value = "Ar \(argument.valueName ?? "value")"
    if argument.kind == .positional { return value }
    let names = (argument.names ?? []).map { "Fl \($0.kind == .long ? "-" : "")\($0.name)" }.joined(separator: " , ")
    return argument.kind == .flag ? names : "\(names) \(value)"
  }

  private var options: [String] {
    if arguments.isEmpty { return [] }
    return [".Bl -tag -width Ds"]
      + arguments.flatMap { argument -> [String] in
        var text = argument.abstract ?? ""
        let values = (argument.allValues ?? []).joined(separator: ", ")
        if !values.isEmpty { text += " " + Wording.Manual.values(values) }
        // Help that tells a default itself is not told it again.
        if let value = argument.defaultValue, !value.isEmpty, argument.kind == .option, !text.contains("(default") {
          text += " " + Wording.Manual.standard(value)
        }
        return [".It \(Self.words(argument))"] + Self.textLines(text)
      } + [".El"]
  }

  private var subcommands: [String] {
    let shown = Self.shown(command)
    if shown.isEmpty { return [] }
    return [".Bl -tag -width Ds"]
      + shown.flatMap { [".It Xr \(name)-\($0.commandName) 1"] + Self.textLines($0.abstract ?? "") } + [".El"]
  }

  /// The discussion in mdoc: what stands before the word EXAMPLES or EXAMPLE, and the lines behind it.
  ///
  /// Lines that are indented are shown as they are, wherever they stand.
  private var discussion: (prose: [String], examples: [String]) {
    var (prose, examples, isExample) = ([Part](), [Part](), false)
    for line in (command.discussion ?? "").split(separator: "\n").map(String.init) {
      let isLiteral = line.hasPrefix("  ")
      if line.wholeMatch(of: /EXAMPLES?/) != nil {
        isExample = true
      } else if isExample && isLiteral {
        Self.add(line, to: &examples)
      } else {
        isExample = false
        Self.add(line, to: &prose)
      }
    }
    return (Self.mdoc(prose), Self.mdoc(examples))
  }

  /// Lines of one kind, one after another.
  private struct Part {
    let isLiteral: Bool
    var lines: [String] = []
  }

  private static func add(_ line: String, to parts: inout [Part]) {
    let isLiteral = line.hasPrefix("  ")
    if parts.last?.isLiteral != isLiteral { parts.append(Part(isLiteral: isLiteral)) }
    parts[parts.count - 1].lines.append(isLiteral ? String(line.dropFirst(2)) : line)
  }

  /// Runs of lines, each filled or as they are.
  private static func mdoc(_ parts: [Part]) -> [String] {
    parts.flatMap { part in
      part.isLiteral
        ? [".Bd -literal -offset indent"] + part.lines.map(escaped) + [".Ed"]
        : part.lines.flatMap(textLines)
    }
  }

  /// What concerns every command: variables, files, exit statuses.
  private static var surroundings: [String] {
    let list = { (macro: String, rows: [(String, LocalizedText)]) in
      [".Bl -tag -width Ds"] + rows.flatMap { [".It \(macro)\($0.0)"] + both($0.1) } + [".El"]
    }
    return [".Sh ENVIRONMENT"] + list("Ev ", Wording.Manual.variables) + [".Sh FILES"]
      + list("Pa ", Wording.Manual.files) + [".Sh EXIT STATUS"] + list("", Wording.Manual.statuses)
  }

  private var seeAlso: [String] {
    if path.count == 1 { return [] }
    let names = (1..<path.count).map { path.prefix($0).joined(separator: "-") }
    return [".Sh SEE ALSO", names.map { ".Xr \($0) 1" }.joined(separator: " ,\n")]
  }

  private static func both(_ text: LocalizedText) -> [String] { textLines("\(text.en) \(text.zh)") }

  /// A text as lines of at most 78 bytes where it has blanks to break at; a sentence begins a line, as mdoc wants it.
  private static func textLines(_ text: String) -> [String] {
    var lines: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      if let last = lines.last, !last.hasSuffix("."), last.utf8.count + word.utf8.count < 78 {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.map(escaped)
  }

  /// A line that is no macro and whose backslashes and hyphens are themselves.
  private static func escaped(_ line: String) -> String {
    // A word with a slash is a name: it is not broken.
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    let kept = words.map { $0.contains("/") && !line.hasPrefix(" ") ? "\u{0}\($0)" : String($0) }.joined(separator: " ")
    let text = kept.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("\u{0}", with: "\\%")
    return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&\(text)" : text
  }

  /// A text behind a macro, where a word that looks like a macro must not be one.
  private static func macroText(_ text: String) -> String {
    escaped(text).split(separator: " ").map { word in
      word.utf8.count <= 3 || word.contains("\"") ? "\\&\(word)" : String(word)
    }.joined(separator: " ")
  }
}
