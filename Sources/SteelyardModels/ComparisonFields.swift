import SteelyardComparison
import SteelyardDomain
import Yams

/// Something with a name of the author's choosing: a register, a column, a standard.
struct Named<Value> {
  let name: String
  let value: Value
}

// MARK: - Forms of values

extension FieldType {
  /// A mapping from names of the author's choosing to values, in the order they are written.
  static func named<Inner>(_ inner: FieldType<Inner>, minimum: Int = 1) -> FieldType where Value == [Named<Inner>] {
    let schema = JSONText.object([
      ("type", .text("object")), ("propertyNames", .object([("pattern", .text(NamePattern.schema))])),
      ("additionalProperties", inner.schema), ("minProperties", .number("\(minimum)")),
    ])
    return FieldType(schema: schema, innerPaths: inner.innerPaths.map { "*.\($0)" }) { node, reader in
      guard let mapping = node.mapping else {
        reader.reportKind(of: node, expected: .mapping)
        return nil
      }
      if mapping.count < minimum { reader.report(.listEmpty, at: node) }
      var values: [Named<Inner>] = []
      for (keyNode, item) in mapping {
        guard let name = keyNode.scalar?.string else {
          reader.reportKind(of: keyNode, expected: .text)
          continue
        }
        if reader.repeatedKeys.contains(name) { continue }
        if !RegisterSchema.isIdentifier(name) { reader.report(.textMalformed(form: NamePattern.form), at: keyNode) }
        guard let value = reader.read(name, item, as: inner) else { continue }
        values.append(Named(name: name, value: value))
      }
      return values.count == mapping.count && values.count >= minimum ? values : nil
    }
  }

  /// A list of values that may be alike.
  static func entries<Entry>(of entry: FieldType<Entry>, minimum: Int = 0) -> FieldType where Value == [Entry] {
    let schema = JSONText.object([
      ("type", .text("array")), ("items", entry.schema), ("minItems", .number("\(minimum)")),
    ])
    return FieldType(schema: schema, innerPaths: entry.innerPaths) { node, reader in
      guard let sequence = node.sequence else {
        reader.reportKind(of: node, expected: .list)
        return nil
      }
      if sequence.count < minimum { reader.report(.listEmpty, at: node) }
      let values = sequence.enumerated().compactMap { reader.read("\($0.offset)", $0.element, as: entry) }
      return values.count == sequence.count && values.count >= minimum ? values : nil
    }
  }

  /// A short form as a single value, or else a mapping.
  static func short(_ short: FieldType, or long: FieldType) -> FieldType {
    FieldType(
      schema: .object([("anyOf", .array([short.schema, long.schema]))]), innerPaths: long.innerPaths
    ) { node, reader in
      node.scalar == nil ? long.read(node, &reader) : short.read(node, &reader)
    }
  }

  /// The same value, with more to say about it.
  func checked(_ check: @escaping (Value, Node, inout NodeReader) -> Void) -> FieldType {
    FieldType(schema: schema, innerPaths: innerPaths) { node, reader in
      guard let value = read(node, &reader) else { return nil }
      let before = reader.found.count
      check(value, node, &reader)
      return reader.found.count == before ? value : nil
    }
  }
}

extension FieldType where Value == Bool {
  /// true or false.
  static var truth: FieldType {
    FieldType(schema: .object([("type", .text("boolean"))])) { node, reader in
      guard ValueKind(node) == .truth, let text = node.scalar?.string else {
        reader.reportKind(of: node, expected: .truth)
        return nil
      }
      return text.first == "t" || text.first == "T"
    }
  }
}

extension FieldType where Value: RawRepresentable, Value.RawValue == String {
  /// One of some words of an enumeration.
  static func choice(among values: [Value]) -> FieldType {
    let known = values.map(\.rawValue)
    return FieldType(schema: .object([("enum", .array(known.map(JSONText.text)))])) { node, reader in
      guard let word = node.scalar?.string, ValueKind(node) != .nothing else {
        reader.reportKind(of: node, expected: .text)
        return nil
      }
      if known.contains(word), let value = Value(rawValue: word) { return value }
      let suggestion = DidYouMean.nearest(to: word, among: known)
      reader.report(.wordUnknown(word, known: known), at: node, suggestion: suggestion)
      return nil
    }
  }
}

extension FieldType where Value == Month {
  /// A calendar month written yyyy-mm.
  static var month: FieldType {
    FieldType(schema: .object([("type", .text("string")), ("pattern", .text("^[0-9]{4}-[0-9]{2}$"))])) { node, reader in
      guard let text = node.scalar?.string, ValueKind(node) != .nothing else {
        reader.reportKind(of: node, expected: .text)
        return nil
      }
      if text.wholeMatch(of: /[0-9]{4}-[0-9]{2}/) != nil, case .months(let months)? = Period(text) {
        return months.lowerBound
      }
      reader.report(.monthInvalid(text), at: node)
      return nil
    }
  }
}

// MARK: - Names and formulas

/// What may name a register, a column or a standard.
enum NamePattern {
  static let plain = "[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
  static let schema = "^\(plain)$"
  static let form = LocalizedText(
    zh: "以小写字母开头、由小写字母、数字和单个下划线组成的名称，至多 40 个字符",
    en: "a name of lower-case letters, digits and single underscores that begins with a letter, at most 40 characters")
}

extension FieldType where Value == String {
  /// The name of a register, a column or a standard.
  static var name: FieldType {
    text(matching: NamePattern.plain, form: NamePattern.form).checked { name, node, reader in
      if !RegisterSchema.isIdentifier(name) { reader.report(.textMalformed(form: NamePattern.form), at: node) }
    }
  }
}

extension FieldType where Value == ColumnReference {
  /// A column: `amount` of the rule's main rows, or `payments.amount`.
  static var column: FieldType { columnForm.shared(.column) }

  static var columnForm: FieldType {
    FieldType<String>.text(
      matching: "\(NamePattern.plain)(?:\\.\(NamePattern.plain))?",
      form: LocalizedText(zh: "列名，或“名册.列名”", en: "a column, or 'register.column'")
    ).map(ColumnReference.init(named:))
  }
}

extension ColumnReference {
  /// The reference that a text of one or two names makes.
  init(named text: String) {
    let parts = text.split(separator: ".").map(String.init)
    self.init(source: parts.count > 1 ? parts[0] : nil, column: parts[parts.count - 1])
  }
}

extension FieldType where Value == Formula {
  /// A formula; what is wrong within it is told at its own column.
  static var formula: FieldType { formulaForm.shared(.formula) }

  static var formulaForm: FieldType {
    FieldType(schema: .object([("type", .array([.text("string"), .text("integer")]))])) { node, reader in
      guard let scalar = node.scalar, [.text, .whole].contains(ValueKind(node)) else {
        reader.reportKind(of: node, expected: .text)
        return nil
      }
      let place = FormulaPlace(scalar)
      do throws(FormulaProblem) {
        let parsed = try Formula.parse(scalar.string)
        reader.keep(parsed, at: place)
        return parsed.formula
      } catch {
        let suggestion = error.kind.unknown.flatMap { DidYouMean.nearest(to: $0, among: error.kind.known) }
        reader.report(.formulaInvalid(error.kind.words), at: place.of(error.offset ?? 0), suggestion: suggestion)
        return nil
      }
    }
  }
}

/// Where a formula's text stands in the file.
struct FormulaPlace {
  private let start: Place
  private let isOnOneLine: Bool

  /// The place of a scalar's first character within its quotes.
  init(_ scalar: Node.Scalar) {
    let place = Place(scalar.mark)
    switch scalar.style {
    case .plain, .any: (start, isOnOneLine) = (place, true)
    case .singleQuoted, .doubleQuoted: (start, isOnOneLine) = (Place(line: place.line, column: place.column + 1), true)
    case .literal, .folded: (start, isOnOneLine) = (place, false)
    }
  }

  /// The place of a character; for a text folded over lines, where it begins.
  func of(_ offset: Int) -> Place {
    isOnOneLine ? Place(line: start.line, column: start.column + offset) : start
  }
}
