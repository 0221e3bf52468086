public import SteelyardDomain

/// What the command line's parser says, in Chinese too: its sentences are few, and they are known.
extension Wording {
  /// A message about a command line that cannot be read, as the parser wrote it, and put into Chinese.
  ///
  /// Edge cases: words between quotation marks stay as they are; a sentence that is not known stays English behind
  /// ``usageWrong``.
  public static func usage(_ message: String) -> LocalizedText {
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let isKnown = lines.allSatisfy {
      !$0.hasPrefix(errorMark) || sentence(String($0.dropFirst(errorMark.count))) != nil
    }
    let chinese = lines.map(usageLine).joined(separator: "\n")
    return LocalizedText(zh: isKnown ? chinese : "\(usageWrong.zh)\n\(chinese)", en: message)
  }

  private static let errorMark = "Error: "

  private static func usageLine(_ line: String) -> String {
    if line.hasPrefix(errorMark) {
      let text = String(line.dropFirst(errorMark.count))
      return "错误：" + (sentence(text) ?? text)
    }
    for (mark, word) in [("Usage: ", "用法："), ("Help:  ", "说明：")] where line.hasPrefix(mark) {
      return word + line.dropFirst(mark.count)
    }
    let parts = line.split(separator: "'", omittingEmptySubsequences: false)
    if parts.count == 3, parts[0] == "  See ", parts[2] == " for more information." { return "  详见 \(parts[1])" }
    return line
  }

  /// The parser's sentences without what stands in quotation marks, and what they are in Chinese; `%` is a quoted word.
  private static let sentences: [(english: String, chinese: String)] = [
    ("Unknown option %. Did you mean %?", "没有选项 %，是否想用 %？"),
    ("Unknown option %", "没有选项 %。"),
    ("Missing value for %", "% 缺少取值。"),
    ("The option % does not take any value, but % was specified.", "选项 % 不带取值，却给了 %。"),
    ("Unexpected argument %", "多余的参数：%。"),
    ("Missing expected argument %", "缺少参数 %。"),
    ("The value % is invalid for %", "% 不能用作 % 的取值。"),
    ("Missing required subcommand.", "缺少子命令。"),
  ]

  /// A sentence of the parser in Chinese, `nil` for one that is not known.
  private static func sentence(_ text: String) -> String? {
    let parts = text.split(separator: "'", omittingEmptySubsequences: false).map(String.init)
    // Quotation marks come in twos, so words stand at the odd places.
    guard parts.count % 2 == 1 else { return nil }
    let words = parts.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    let frame = parts.enumerated().filter { $0.offset % 2 == 0 }.map(\.element).joined(separator: "%")
    if let known = sentences.first(where: { $0.english == frame }) { return filled(known.chinese, words) }
    // Several words at the end are a list: what may be given, or what was given too much.
    if frame.hasPrefix("The value % is invalid for %. Please provide one of %") {
      return filled("% 不能用作 % 的取值。", words) + "可用：" + words.dropFirst(2).joined(separator: "、") + "。"
    }
    let isCount = frame.prefix { $0.isNumber }.count > 0 && frame.contains(" unexpected arguments: %")
    return isCount ? "多余的参数：" + words.joined(separator: "、") + "。" : nil
  }

  /// A sentence with its words in their places.
  private static func filled(_ frame: String, _ words: [String]) -> String {
    var rest = words[...]
    return frame.map { $0 == "%" ? rest.popFirst() ?? "" : String($0) }.joined()
  }
}
