import SteelyardComparison
import SteelyardDomain

extension FormulaProblem.Kind {
  /// What is wrong, as it follows the word formula.
  var words: LocalizedText { textWords ?? meaningWords }

  /// The names that may have been meant, where one is unknown to every formula.
  var known: [String] {
    switch self {
    case .functionUnknown: Formula.Function.allCases.map(\.rawValue) + ["lookup"]
    case .parameterUnknown: Formula.Parameter.allCases.map { "$\($0.rawValue)" }
    default: []
    }
  }

  /// The name that is unknown.
  var unknown: String? {
    switch self {
    case .parameterUnknown(let name): "$\(name)"
    case .functionUnknown(let name), .sourceUnknown(let name), .columnUnknown(let name), .standardUnknown(let name):
      name
    default: nil
    }
  }

  /// Problems of the text.
  private var textWords: LocalizedText? {
    switch self {
    case .empty: LocalizedText(zh: "没有内容", en: "there is nothing")
    case .character: LocalizedText(zh: "此处的字符公式不用", en: "formulas do not use this character")
    case .quoteOpen: LocalizedText(zh: "引号没有收尾", en: "the quote is not closed")
    case .expected(let word):
      LocalizedText(zh: "此处应为\(Self.name(word).zh)", en: "expected \(Self.name(word).en) here")
    case .trailing: LocalizedText(zh: "结束之后还有内容", en: "there is more after its end")
    case .number:
      LocalizedText(
        zh: "数字过大，或小数之后没有 yuan，或小数超过两位",
        en: "a number that is too large, or has decimals without 'yuan' or more than two")
    case .date:
      LocalizedText(
        zh: "日期写作 date '2025-07-01'，月份写作 month '2025-07'",
        en: "a day is written date '2025-07-01', a month month '2025-07'")
    case .tooDeep:
      LocalizedText(
        zh: "嵌套超过 \(Formula.depthMaximum) 层", en: "nested deeper than \(Formula.depthMaximum) levels")
    case .tooLarge:
      LocalizedText(
        zh: "过长，至多 \(Formula.sizeMaximum) 个部分", en: "too long, at most \(Formula.sizeMaximum) parts")
    case .functionUnknown(let name):
      LocalizedText(zh: "没有函数“\(shown(name))”", en: "no function '\(shown(name))'")
    case .argumentCount(let function, let expected):
      LocalizedText(
        zh: "函数 \(function) 应有 \(counted(expected, " 至 ")) 个参数",
        en: "function \(function) takes \(counted(expected, " to ")) argument\(expected == 1...1 ? "" : "s")")
    case .parameterUnknown(let name):
      LocalizedText(zh: "此处没有“$\(shown(name))”", en: "there is no '$\(shown(name))' here")
    default: nil
    }
  }

  /// Problems of what the text means.
  private var meaningWords: LocalizedText {
    switch self {
    case .sourceUnknown(let name): LocalizedText(zh: "规则中没有“\(shown(name))”", en: "the rule has no '\(shown(name))'")
    case .columnUnknown(let name): LocalizedText(zh: "没有列“\(shown(name))”", en: "no column '\(shown(name))'")
    case .standardUnknown(let name): LocalizedText(zh: "没有标准“\(shown(name))”", en: "no standard '\(shown(name))'")
    case .typesDiffer(let a, let b):
      LocalizedText(
        zh: "\(a.words.zh)与\(b.words.zh)不能放在一起", en: "\(a.words.en) and \(b.words.en) cannot stand together")
    case .typeWrong(let expected, let found):
      LocalizedText(
        zh: "应为\(expected.map(\.words.zh).joined(separator: "或"))，实为\(found.words.zh)",
        en: "expected \(expected.map(\.words.en).joined(separator: " or ")), found \(found.words.en)")
    case .literalExpected: LocalizedText(zh: "此处的值须直接写出", en: "the value must be written out here")
    case .bandsUnordered:
      LocalizedText(zh: "分段界限应从 0 以上依次增大", en: "limits of bands must ascend from above 0")
    case .mayOverflow: LocalizedText(zh: "结果可能超出 63 位", en: "the result may not fit into 63 bits")
    default: preconditionFailure("every problem has its words")
    }
  }

  /// What is expected, in words where it is not written as it stands.
  private static func name(_ word: String) -> LocalizedText {
    switch word {
    case "value": LocalizedText(zh: "一个值", en: "a value")
    case "column": LocalizedText(zh: "列名", en: "a column")
    default: LocalizedText(zh: "“\(word)”", en: "'\(word)'")
    }
  }
}

extension ValueType {
  /// What a reader calls it.
  var words: LocalizedText {
    switch self {
    case .text: LocalizedText(zh: "文本", en: "a text")
    case .whole: LocalizedText(zh: "整数", en: "a whole number")
    case .money: LocalizedText(zh: "金额", en: "an amount")
    case .day: LocalizedText(zh: "日期", en: "a day")
    case .month: LocalizedText(zh: "月份", en: "a month")
    case .person: LocalizedText(zh: "人", en: "a person")
    case .truth: LocalizedText(zh: "真假", en: "true or false")
    }
  }
}

/// A count, or a range of counts with a word between.
func counted(_ range: ClosedRange<Int>, _ between: String) -> String {
  range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound)\(between)\(range.upperBound)"
}
