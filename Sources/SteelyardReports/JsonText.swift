public import SteelyardDomain

/// A JSON value whose members keep the order they are given in and whose numbers keep their digits.
///
/// Foundation's writer turns every number into a Double and sorts as it likes; results must be the same bytes everywhere,
/// and sums of money in fen need 128 bits.
public indirect enum JsonText: Equatable, Sendable {
  /// An object, members in this order.
  case object([(String, JsonText)])
  /// An array.
  case array([JsonText])
  /// A text.
  case text(String)
  /// A whole number, printed in full.
  case whole(Int128)
  /// A number by its digits.
  case digits(String)
  /// True or false.
  case flag(Bool)
  /// No value.
  case null

  /// A number by its digits as ``NumberFormats`` prints them; the empty text is `null`.
  public static func number(_ digits: String) -> JsonText { digits.isEmpty ? .null : .digits(digits) }

  /// A text in both languages.
  public static func localized(_ text: LocalizedText) -> JsonText {
    .object([("zh", .text(text.zh)), ("en", .text(text.en))])
  }

  /// An object with its members sorted by the bytes of their names.
  public static func sorted(_ members: [(String, JsonText)]) -> JsonText {
    .object(members.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) })
  }

  /// Whether two values print alike.
  public static func == (a: JsonText, b: JsonText) -> Bool { a.line == b.line }

  /// The value on one line, without blanks.
  public var line: String {
    var out: [UInt8] = []
    write(to: &out, indent: nil)
    return String(decoding: out, as: UTF8.self)
  }

  /// The value over several lines, two blanks a level, with a final line end.
  public var pretty: [UInt8] {
    var out: [UInt8] = []
    write(to: &out, indent: 0)
    out.append(UInt8(ascii: "\n"))
    return out
  }

  private func write(to out: inout [UInt8], indent: Int?) {
    switch self {
    case .object(let members):
      Self.list(members, "{", "}", to: &out, indent: indent) { member, out, inner in
        Self.quote(member.0, to: &out)
        out.append(contentsOf: (indent == nil ? ":" : ": ").utf8)
        member.1.write(to: &out, indent: inner)
      }
    case .array(let values):
      Self.list(values, "[", "]", to: &out, indent: indent) { value, out, inner in
        value.write(to: &out, indent: inner)
      }
    case .text(let text): Self.quote(text, to: &out)
    case .whole(let number): out.append(contentsOf: String(number).utf8)
    case .digits(let digits): out.append(contentsOf: digits.utf8)
    case .flag(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
    case .null: out.append(contentsOf: "null".utf8)
    }
  }

  private static func list<Element>(
    _ elements: [Element], _ open: String, _ close: String, to out: inout [UInt8], indent: Int?,
    each: (Element, inout [UInt8], Int?) -> Void
  ) {
    out.append(contentsOf: open.utf8)
    for (position, element) in elements.enumerated() {
      if position > 0 { out.append(UInt8(ascii: ",")) }
      newLine(to: &out, indent: indent.map { $0 + 1 })
      each(element, &out, indent.map { $0 + 1 })
    }
    if !elements.isEmpty { newLine(to: &out, indent: indent) }
    out.append(contentsOf: close.utf8)
  }

  private static func newLine(to out: inout [UInt8], indent: Int?) {
    guard let indent else { return }
    out.append(UInt8(ascii: "\n"))
    out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * 2))
  }

  /// Writes a text in quotes; control characters, and the two line separators that end a line in scripts, are escaped.
  private static func quote(_ text: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out.append(contentsOf: "\\\"".utf8)
      case "\\": out.append(contentsOf: "\\\\".utf8)
      case "\n": out.append(contentsOf: "\\n".utf8)
      case "\r": out.append(contentsOf: "\\r".utf8)
      case "\t": out.append(contentsOf: "\\t".utf8)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        out.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
      default: out.append(contentsOf: scalar.utf8)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}
