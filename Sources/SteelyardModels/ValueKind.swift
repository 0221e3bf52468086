import SteelyardDomain
import Yams

/// What a YAML value is, by the core schema of YAML 1.2, and what a key may ask for.
enum ValueKind: Equatable {
  case nothing, text, quotedText, whole, number, truth, list, mapping
  /// Digits that YAML 1.1 and 1.2 read differently: `010`, `0x1f`, `0o17`.
  case ambiguous

  /// The kind of a node.
  ///
  /// Plain `yes`, `no`, `on` and `off` are texts: only YAML 1.1 takes them for true and false.
  init(_ node: Node) {
    switch node {
    case .mapping: self = .mapping
    case .sequence: self = .list
    case .alias: self = .nothing
    case .scalar(let scalar): self = scalar.style == .plain ? ValueKind(plain: scalar.string) : .text
    }
  }

  /// The kind of a scalar written without quotes.
  init(plain text: String) {
    switch text {
    case "", "~", "null", "Null", "NULL": self = .nothing
    case "true", "True", "TRUE", "false", "False", "FALSE": self = .truth
    case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF": self = .number
    case "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF": self = .number
    default:
      if text.wholeMatch(of: /[-+]?0[0-9]+|[-+]?0[xob][0-9a-fA-F]+/) != nil {
        self = .ambiguous
      } else if text.wholeMatch(of: /[-+]?[0-9]+/) != nil {
        self = .whole
      } else if text.wholeMatch(of: /[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?/) != nil {
        self = .number
      } else {
        self = .text
      }
    }
  }

  /// Its name in a sentence.
  var name: LocalizedText {
    switch self {
    case .nothing: LocalizedText(zh: "空值", en: "nothing")
    case .text: LocalizedText(zh: "文本", en: "text")
    case .quotedText: LocalizedText(zh: "加引号的文本", en: "text in quotes")
    case .whole, .ambiguous: LocalizedText(zh: "整数", en: "a whole number")
    case .number: LocalizedText(zh: "数", en: "a number")
    case .truth: LocalizedText(zh: "真假值", en: "true or false")
    case .list: LocalizedText(zh: "列表", en: "a list")
    case .mapping: LocalizedText(zh: "键值表", en: "a mapping")
    }
  }
}
