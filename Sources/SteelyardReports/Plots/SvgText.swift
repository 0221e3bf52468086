/// Writes elements of SVG and of pages as text; every attribute and every text is escaped (robustness W2).
struct SvgText {
  /// The markup so far.
  private(set) var markup = ""

  /// An empty element.
  mutating func element(_ name: String, _ attributes: [(String, String)]) {
    open(name, attributes)
    markup.removeLast(2)
    markup += "/>\n"
  }

  /// An element that holds a text.
  mutating func text(_ name: String, _ attributes: [(String, String)], _ content: String) {
    open(name, attributes)
    markup.removeLast()
    markup += Self.escaped(content)
    close(name)
  }

  /// The beginning of an element that holds others.
  mutating func open(_ name: String, _ attributes: [(String, String)]) {
    markup += "<" + name
    for (key, value) in attributes { markup += " \(key)=\"\(Self.escaped(value))\"" }
    markup += ">\n"
  }

  /// The end of an element.
  mutating func close(_ name: String) { markup += "</\(name)>\n" }

  /// Markup that was written by another of this type.
  mutating func add(_ markup: String) { self.markup += markup }

  /// A coordinate with two decimals.
  static func coordinate(_ value: Double) -> String { NumberFormats.fixed(value, decimals: 2) }

  /// A text without the five signs that XML gives a meaning, and without what XML does not allow.
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}":
        result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
