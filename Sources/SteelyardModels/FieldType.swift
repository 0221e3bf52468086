import SteelyardDomain
import Yams

/// What the value of a key may be: how it is read, and how a JSON Schema says so.
struct FieldType<Value> {
  /// The schema of the value.
  let schema: JSONText
  /// The keys below, where the value is a mapping.
  var innerPaths: [String] = []
  /// Reads a node; `nil` after reporting what is wrong.
  let read: (Node, inout NodeReader) -> Value?
}

extension FieldType {
  /// The same value turned into another.
  func map<Other>(_ transform: @escaping (Value) -> Other) -> FieldType<Other> {
    FieldType<Other>(schema: schema, innerPaths: innerPaths) { node, reader in read(node, &reader).map(transform) }
  }

  /// The same value for a field that may also be empty.
  var optional: FieldType<Value?> { map { $0 } }

  /// One word that stands for a value, or else another type.
  static func word(_ word: String, for value: Value, or other: FieldType<Value>) -> FieldType<Value> {
    FieldType(
      schema: .object([("anyOf", .array([.object([("const", .text(word))]), other.schema]))]),
      innerPaths: other.innerPaths
    ) { node, reader in
      node.scalar?.string == word ? value : other.read(node, &reader)
    }
  }
}

// MARK: - Mappings

extension FieldType {
  /// A mapping of keys that fill a record.
  static func record(_ keys: [Key<Value>], initial: Value) -> FieldType {
    FieldType(schema: JSONText.schema(of: keys), innerPaths: keys.paths()) { node, reader in
      var record = initial
      let before = reader.found.count
      keys.read(node, into: &record, &reader)
      return reader.found.count == before ? record : nil
    }
  }

  /// A mapping that holds exactly one of some keys.
  static func oneOf(_ keys: [Key<Value>], initial: Value) -> FieldType {
    let record = FieldType.record(keys, initial: initial)
    let names = keys.map(\.name)
    let schema = record.schema.adding([("minProperties", .number("1")), ("maxProperties", .number("1"))])
    return FieldType(schema: schema, innerPaths: record.innerPaths) { node, reader in
      guard let value = record.read(node, &reader) else { return nil }
      if node.mapping?.count == 1 { return value }
      let form = LocalizedText(
        zh: "以下键中的一个：\(names.joined(separator: "、"))", en: "exactly one of the keys \(names.joined(separator: ", "))")
      reader.report(.textMalformed(form: form), at: node)
      return nil
    }
  }
}

extension FieldType where Value == LocalizedText {
  /// A mapping with a text in Chinese and one in English.
  static var localized: FieldType { localizedForm.shared(.localized) }

  static var localizedForm: FieldType {
    let keys = [
      Key<[Language: String]>("zh", \.[.zh], FieldType<String>.text.optional, "In Chinese."),
      Key<[Language: String]>("en", \.[.en], FieldType<String>.text.optional, "In English."),
    ]
    return FieldType<[Language: String]>.record(keys, initial: [:]).map {
      LocalizedText(zh: $0[.zh] ?? "", en: $0[.en] ?? "")
    }
  }
}

// MARK: - Texts

extension FieldType where Value == String {
  /// A text that is not empty, without the spaces around it; what looks like a number must stand in quotes.
  static var text: FieldType {
    FieldType(schema: .object([("type", .text("string")), ("minLength", .number("1"))])) { node, reader in
      guard ValueKind(node) == .text, let text = node.scalar?.string else {
        reader.reportKind(of: node, expected: ValueKind(node).isScalar ? .quotedText : .text)
        return nil
      }
      let trimmed = text.trimmingSpaces
      if trimmed.isEmpty { reader.report(.textMalformed(form: LocalizedText(zh: "非空文本", en: "a text")), at: node) }
      return trimmed.isEmpty ? nil : trimmed
    }
  }

  /// A text of a form, given as a regular expression and in words.
  static func text(matching pattern: String, form: LocalizedText) -> FieldType {
    FieldType(schema: .object([("type", .text("string")), ("pattern", .text("^(?:\(pattern))$"))])) { node, reader in
      guard let text = FieldType.text.read(node, &reader) else { return nil }
      guard let regex = try? Regex(pattern) else { preconditionFailure("the pattern of a key is a regular expression") }
      if text.wholeMatch(of: regex) != nil { return text }
      reader.report(.textMalformed(form: form), at: node)
      return nil
    }
  }
}

extension FieldType where Value == Day {
  /// A calendar day written yyyy-mm-dd.
  static var day: FieldType {
    let pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    return FieldType(schema: .object([("type", .text("string")), ("pattern", .text("^\(pattern)$"))])) { node, reader in
      guard let text = node.scalar?.string, ValueKind(node) != .nothing else {
        reader.reportKind(of: node, expected: .text)
        return nil
      }
      let parts = text.split(separator: "-").compactMap { Int($0) }
      if text.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil, parts.count == 3,
        let day = Day(year: parts[0], month: parts[1], day: parts[2])
      {
        return day
      }
      reader.report(.dateInvalid(text), at: node)
      return nil
    }
  }
}

extension FieldType where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of the words of an enumeration.
  static var choice: FieldType {
    let known = Value.allCases.map(\.rawValue)
    return FieldType(schema: .object([("enum", .array(known.map(JSONText.text)))])) { node, reader in
      guard let word = node.scalar?.string, ValueKind(node) != .nothing else {
        reader.reportKind(of: node, expected: .text)
        return nil
      }
      if let value = Value(rawValue: word) { return value }
      let suggestion = DidYouMean.nearest(to: word, among: known)
      reader.report(.wordUnknown(word, known: known), at: node, suggestion: suggestion)
      return nil
    }
  }
}

// MARK: - Numbers

extension FieldType where Value: FixedWidthInteger {
  /// A whole number within a range; without an upper end where that is the type's own.
  static func whole(_ range: ClosedRange<Value>) -> FieldType {
    let upper = range.upperBound == .max ? nil : "\(range.upperBound)"
    let schema = JSONText.numberSchema("integer", lower: "\(range.lowerBound)", upper: upper)
    return FieldType(schema: schema) { node, reader in
      guard ValueKind(node) == .whole, let text = node.scalar?.string else {
        reader.reportKind(of: node, expected: .whole)
        return nil
      }
      if let value = Value(text), range.contains(value) { return value }
      reader.report(.outOfRange(text, lower: "\(range.lowerBound)", upper: upper), at: node)
      return nil
    }
  }
}

extension FieldType where Value == Double {
  /// A finite number within a range.
  static func number(_ range: ClosedRange<Double>) -> FieldType {
    let lower = "\(range.lowerBound)"
    let upper = "\(range.upperBound)"
    return FieldType(schema: .numberSchema("number", lower: lower, upper: upper)) { node, reader in
      guard [.whole, .number].contains(ValueKind(node)), let text = node.scalar?.string else {
        reader.reportKind(of: node, expected: .number)
        return nil
      }
      guard let value = Double(text), value.isFinite else {
        reader.report(.numberNotFinite(text), at: node)
        return nil
      }
      if range.contains(value) { return value }
      reader.report(.outOfRange(text, lower: lower, upper: upper), at: node)
      return nil
    }
  }
}

extension FieldType where Value == Money {
  /// An amount in yuan, not negative, of at most two decimals.
  static var yuan: FieldType {
    let upper = Money(fen: Money.rowLimitFen).yuanText
    return FieldType(schema: .numberSchema("number", lower: "0", upper: upper)) { node, reader in
      guard [.whole, .number].contains(ValueKind(node)), let text = node.scalar?.string else {
        reader.reportKind(of: node, expected: .number)
        return nil
      }
      guard let match = text.wholeMatch(of: /([0-9]{1,12})(?:\.([0-9]{1,2}))?/), let yuan = Int64(match.1) else {
        let form = LocalizedText(zh: "以元计、至多两位小数的非负金额", en: "an amount in yuan, not negative, at most two decimals")
        reader.report(.textMalformed(form: form), at: node)
        return nil
      }
      let cents = match.2.map { $0.count == 1 ? "\($0)0" : String($0) }.flatMap { Int64($0) } ?? 0
      return Money(fen: yuan * 100 + cents)
    }
  }
}

// MARK: - Lists

extension FieldType {
  /// A list; `distinct` names an entry that must not stand twice.
  static func list<Entry: Hashable>(
    of entry: FieldType<Entry>, minimum: Int = 0, distinct: Bool = true
  ) -> FieldType where Value == [Entry] {
    let schema = JSONText.object([
      ("type", .text("array")), ("items", entry.schema), ("minItems", .number("\(minimum)")),
      ("uniqueItems", .flag(distinct)),
    ])
    return FieldType(schema: schema, innerPaths: entry.innerPaths) { node, reader in
      guard let sequence = node.sequence else {
        reader.reportKind(of: node, expected: .list)
        return nil
      }
      if sequence.count < minimum { reader.report(.listEmpty, at: node) }
      var seen: Set<Entry> = []
      var values: [Entry] = []
      for (offset, item) in sequence.enumerated() {
        guard let value = reader.read("\(offset)", item, as: entry) else { continue }
        if distinct, !seen.insert(value).inserted {
          reader.report(.entryRepeated(item.scalar?.string ?? "\(offset + 1)"), at: item)
        }
        values.append(value)
      }
      return values.count == sequence.count && values.count >= minimum ? values : nil
    }
  }
}

extension ValueKind {
  /// Whether it is a single value that quotes would turn into a text.
  var isScalar: Bool { [.whole, .number, .truth, .ambiguous].contains(self) }
}

extension String {
  /// The text without spaces and line ends around it.
  var trimmingSpaces: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
