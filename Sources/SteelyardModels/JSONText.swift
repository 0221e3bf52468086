/// JSON as it is written to a file: objects keep the order of their keys, numbers are their digits.
indirect enum JSONText {
  case object([(String, JSONText)])
  case array([JSONText])
  case text(String)
  case number(String)
  case flag(Bool)
}

extension JSONText {
  /// The JSON, indented by two spaces a level.
  func rendered(depth: Int = 0) -> String {
    let inner = String(repeating: "  ", count: depth + 1)
    let outer = String(repeating: "  ", count: depth)
    switch self {
    case .object(let pairs) where pairs.isEmpty: return "{}"
    case .array(let entries) where entries.isEmpty: return "[]"
    case .object(let pairs):
      let lines = pairs.map { "\(inner)\(Self.quoted($0.0)): \($0.1.rendered(depth: depth + 1))" }
      return "{\n\(lines.joined(separator: ",\n"))\n\(outer)}"
    case .array(let entries):
      let lines = entries.map { "\(inner)\($0.rendered(depth: depth + 1))" }
      return "[\n\(lines.joined(separator: ",\n"))\n\(outer)]"
    case .text(let text): return Self.quoted(text)
    case .number(let digits): return digits
    case .flag(let flag): return flag ? "true" : "false"
    }
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }
}

extension JSONText {
  /// The schema of a mapping with a table of keys.
  static func schema<Record>(of keys: [Key<Record>]) -> JSONText {
    .object([
      ("type", .text("object")),
      ("additionalProperties", .flag(false)),
      ("required", .array(keys.filter(\.isRequired).map { .text($0.name) })),
      ("properties", .object(keys.map { ($0.name, $0.schema.described($0.meaning)) })),
    ])
  }

  /// The schema of a number within bounds.
  static func numberSchema(_ type: String, lower: String, upper: String?) -> JSONText {
    .object([("type", .text(type)), ("minimum", .number(lower))] + (upper.map { [("maximum", .number($0))] } ?? []))
  }

  /// A schema with a description before the rest.
  private func described(_ meaning: String) -> JSONText {
    JSONText.object([("description", .text(meaning))]).adding(pairs)
  }

  /// An object with more pairs after its own.
  func adding(_ more: [(String, JSONText)]) -> JSONText { .object(pairs + more) }

  /// The pairs of an object.
  var pairs: [(String, JSONText)] {
    guard case .object(let pairs) = self else { return [] }
    return pairs
  }
}
