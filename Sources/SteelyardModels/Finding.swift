import SteelyardDomain

/// Something found wrong, before it has a place: each case has a code and a sentence in either language.
enum Finding {
  case syntaxInvalid(problem: String)
  case fileEmpty
  case keyUnknown(String)
  case keyMissing(String, parent: String?)
  case keyRepeated(String)
  case typeWrong(expected: ValueKind, found: ValueKind)
  case wordUnknown(String, known: [String])
  case outOfRange(String, lower: String, upper: String?)
  case encodingInvalid
  case controlCharacter(UInt32)
  case fileTooLarge(bytes: Int)
  case nestingTooDeep(maximum: Int)
  case tabIndentation
  case anchorUsed
  case tagUsed
  case documentsSeveral
  case numberAmbiguous(String)
  case dateInvalid(String)
  case numberNotFinite(String)
  case textMalformed(form: LocalizedText)
  case listEmpty
  case entryRepeated(String)
  case ageBandsUnordered(Int, after: Int)
  case ageBandsStart(Int)
  case ladderFactorForeign(String)
  case reviewOrder(last: Day, next: Day)
  case folderMismatch(id: String, folder: String)
  case scopeEmpty
  case fileUnreadable
  case fieldUnknown(String, table: String)
  case fieldRepeated(String, table: String)
  case gateBelowVolume(Int, volume: Int)
  case persistenceBeyondPeriods(Int, of: Int)
  case findingsMany(Int)
  case reviewOverdue(Day)
  case monthInvalid(String)
  case formulaInvalid(LocalizedText)
  case operatorMissing(known: [String])
  case operatorSeveral
  case companionUnreadable(String)
  case planInvalid(LocalizedText)
}

extension Finding {
  /// The code.
  var code: ModelDiagnostic.Code { account.code }
  /// The sentence.
  var message: LocalizedText { LocalizedText(zh: account.zh, en: account.en) }

  private typealias Account = (code: ModelDiagnostic.Code, zh: String, en: String)

  private var account: Account { textAccount ?? valueAccount ?? comparisonAccount ?? meaningAccount }

  /// Findings about the text as a whole.
  private var textAccount: Account? {
    switch self {
    case .syntaxInvalid(let problem): (.syntaxInvalid, "不是有效的 YAML：\(problem)", "not YAML: \(problem)")
    case .fileEmpty: (.fileEmpty, "文件为空", "the file holds nothing")
    case .encodingInvalid: (.encodingInvalid, "文件不是 UTF-8 编码", "the file is not UTF-8")
    case .controlCharacter(let scalar):
      (.controlCharacter, "含有控制字符 U+\(hexText(scalar))", "control character U+\(hexText(scalar))")
    case .fileTooLarge(let bytes):
      (.fileTooLarge, "文件 \(bytes) 字节，超过 1 MiB", "the file has \(bytes) bytes, more than 1 MiB")
    case .nestingTooDeep(let maximum):
      (.nestingTooDeep, "嵌套超过 \(maximum) 层", "nested deeper than \(maximum) levels")
    case .tabIndentation: (.tabIndentation, "缩进使用了制表符，请改用空格", "indented with a tab, use spaces")
    case .anchorUsed:
      (.anchorUsed, "不接受锚点（&）和别名（*），请把内容写全", "anchors (&) and aliases (*) are not read, write the value out")
    case .tagUsed: (.tagUsed, "不接受 YAML 标签（!）", "YAML tags (!) are not read")
    case .documentsSeveral:
      (.documentsSeveral, "一个文件只能有一个文档，此处开始了另一个", "a file holds one document, another begins here")
    case .findingsMany(let count):
      (.findingsMany, "问题超过 \(count) 个，其余不再列出", "more than \(count) findings, the rest is not listed")
    case .fileUnreadable: (.fileUnreadable, "文件不存在或无法读取", "the file is not there or cannot be read")
    default: nil
    }
  }

  /// Findings about one key or value.
  private var valueAccount: Account? {
    switch self {
    case .keyUnknown(let key): (.keyUnknown, "未知的键“\(shown(key))”", "unknown key '\(shown(key))'")
    case .keyMissing(let key, .some(let parent)):
      (.keyMissing, "“\(parent)”中缺少键“\(key)”", "missing key '\(key)' in '\(parent)'")
    case .keyMissing(let key, .none): (.keyMissing, "缺少键“\(key)”", "missing key '\(key)'")
    case .keyRepeated(let key):
      (.keyRepeated, "键“\(shown(key))”重复出现", "key '\(shown(key))' stands twice in this mapping")
    case .typeWrong(let expected, let found):
      (.typeWrong, "应为\(expected.name.zh)，实为\(found.name.zh)", "expected \(expected.name.en), found \(found.name.en)")
    case .wordUnknown(let word, let known):
      (
        .wordUnknown, "未知的取值“\(shown(word))”（可用：\(known.joined(separator: "、"))）",
        "unknown value '\(shown(word))' (known: \(known.joined(separator: ", ")))"
      )
    case .outOfRange(let value, let lower, .some(let upper)):
      (
        .outOfRange, "\(shown(value)) 超出范围，应在 \(lower) 至 \(upper) 之间",
        "\(shown(value)) is out of range, expected \(lower) to \(upper)"
      )
    case .outOfRange(let value, let lower, .none):
      (
        .outOfRange, "\(shown(value)) 超出范围，应不小于 \(lower)",
        "\(shown(value)) is out of range, expected \(lower) or more"
      )
    case .numberAmbiguous(let text):
      (
        .numberAmbiguous, "数字“\(shown(text))”的写法有歧义，请用不带前导零的十进制",
        "number '\(shown(text))' is ambiguous, write it in decimal digits without leading zeros"
      )
    case .dateInvalid(let text):
      (
        .dateInvalid, "“\(shown(text))”不是按 yyyy-mm-dd 书写的日期",
        "'\(shown(text))' is not a calendar day written yyyy-mm-dd"
      )
    case .numberNotFinite(let text):
      (.numberNotFinite, "“\(shown(text))”不是有限的数", "'\(shown(text))' is not a finite number")
    case .monthInvalid(let text):
      (.dateInvalid, "“\(shown(text))”不是按 yyyy-mm 书写的月份", "'\(shown(text))' is not a calendar month written yyyy-mm")
    case .textMalformed(let form): (.textMalformed, "应为\(form.zh)", "expected \(form.en)")
    case .listEmpty: (.listEmpty, "列表至少要有一项", "the list needs at least one entry")
    case .entryRepeated(let entry):
      (.entryRepeated, "“\(shown(entry))”在列表中重复", "'\(shown(entry))' stands twice in the list")
    default: nil
    }
  }

  /// Findings about what a comparison model compares.
  private var comparisonAccount: Account? {
    switch self {
    case .formulaInvalid(let reason): (.formulaInvalid, "公式有误：\(reason.zh)", "formula: \(reason.en)")
    case .operatorMissing(let known):
      (
        .operatorMissing, "规则没有算子（可用：\(known.joined(separator: "、"))）",
        "the rule has no operator (known: \(known.joined(separator: ", ")))"
      )
    case .operatorSeveral:
      (.operatorSeveral, "一条规则只能有一个算子，此处是另一个", "a rule has one operator, this is another")
    case .companionUnreadable(let name):
      (
        .companionUnreadable, "文件“\(shown(name))”不在模型文件夹中，或无法读取",
        "file '\(shown(name))' is not in the model's folder or cannot be read"
      )
    case .planInvalid(let reason): (.planInvalid, reason.zh, reason.en)
    default: nil
    }
  }

  /// Findings about what the values say together.
  private var meaningAccount: Account {
    switch self {
    case .ageBandsUnordered(let age, let previous):
      (.ageBandsUnordered, "年龄段起点 \(age) 应大于 \(previous)", "age band \(age) must begin above \(previous)")
    case .ageBandsStart(let age):
      (.ageBandsStart, "第一个年龄段应从 0 岁开始，实为 \(age)", "the first age band must begin at 0, not \(age)")
    case .ladderFactorForeign(let factor):
      (
        .ladderFactorForeign, "“\(factor)”不在分层因素（strata.factors）中，无从放弃",
        "'\(factor)' is not among strata.factors and cannot be given up"
      )
    case .reviewOrder(let last, let next):
      (.reviewOrder, "下次评审 \(next) 应晚于上次评审 \(last)", "next review \(next) must follow the last, \(last)")
    case .folderMismatch(let id, let folder):
      (
        .folderMismatch, "编号“\(shown(id))”应与所在文件夹“\(shown(folder))”一致",
        "id '\(shown(id))' must be the folder '\(shown(folder))'"
      )
    case .scopeEmpty:
      (
        .scopeEmpty, "codes、prefixes、words 均为空，没有任何医疗类别在范围内",
        "codes, prefixes and words are all empty: no care type is in scope"
      )
    case .fieldUnknown(let field, let table):
      (
        .fieldUnknown, "表“\(table)”没有字段“\(shown(field))”",
        "table '\(table)' has no field '\(shown(field))'"
      )
    case .fieldRepeated(let field, let table):
      (
        .fieldRepeated, "表“\(table)”的字段“\(shown(field))”对应了两列",
        "two columns of table '\(table)' are mapped to '\(shown(field))'"
      )
    case .persistenceBeyondPeriods(let periods, let whole):
      (
        .persistenceBeyondPeriods, "须突出的期数 \(periods) 多于所看的期数 \(whole)",
        "\(periods) periods are asked of the latest \(whole)"
      )
    case .gateBelowVolume(let heads, let volume):
      (
        .gateBelowVolume, "约谈所需人头 \(heads) 不得低于 minimum-volume \(volume)",
        "the gate of \(heads) heads must not lie below minimum-volume, \(volume)"
      )
    case .reviewOverdue(let day):
      (.reviewOverdue, "模型应于 \(day) 前评审，现已逾期", "the model's review was due on \(day)")
    default: preconditionFailure("every finding has an account")
    }
  }
}

/// A text of the file as it is shown in a message: at most 60 characters, on one line.
func shown(_ text: String) -> String {
  let line = text.prefix(61).map { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : $0 }
  return line.count <= 60 ? String(line) : String(line.prefix(59)) + "…"
}

/// A Unicode scalar in at least four hexadecimal digits.
private func hexText(_ scalar: UInt32) -> String {
  let digits = String(scalar, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
