internal import Foundation
internal import SteelyardDomain

/// Writes one self-contained page: no script, nothing fetched, one style sheet that the policy names by its hash.
///
/// Every text is escaped, and marks that turn the direction of writing are replaced, so that what stands in a file can
/// neither run nor read as something else.
struct PageText {
  /// A cell of a table: its text, and the class that styles it.
  struct Cell {
    let text: String
    let style: String?

    init(_ text: String, _ style: String? = nil) {
      self.text = text
      self.style = style
    }

    /// A number, which stands at the right.
    static func number(_ text: String) -> Cell { Cell(text, "n") }
  }

  private var markup = SvgText()
  private let language: Language
  private let title: String
  private let style: String

  init(_ language: Language, title: String, style: String) {
    self.language = language
    self.title = title
    self.style = style
  }

  /// An element that holds a text.
  mutating func element(_ name: String, _ text: String, style: String? = nil) {
    markup.text(name, style.map { [("class", $0)] } ?? [], Self.harmless(text))
  }

  /// The beginning of an element that holds others.
  mutating func open(_ name: String, style: String? = nil) {
    markup.open(name, style.map { [("class", $0)] } ?? [])
  }

  /// The end of an element.
  mutating func close(_ name: String) { markup.close(name) }

  /// A table; on a narrow screen its rows become blocks where `isStacked`, and it scrolls where not.
  mutating func table(_ titles: [String], _ rows: [[Cell]], style: String = "", isStacked: Bool = false) {
    open("div", style: "scroll")
    open("table", style: isStacked ? "\(style) stacked" : style)
    open("thead")
    open("tr")
    for (position, title) in titles.enumerated() {
      let isNumber = rows.first.map { position < $0.count && $0[position].style == "n" } ?? false
      markup.text("th", [("scope", "col")] + (isNumber ? [("class", "n")] : []), Self.harmless(title))
    }
    close("tr")
    close("thead")
    open("tbody")
    for row in rows {
      open("tr")
      for (cell, title) in zip(row, titles) {
        let attributes = [("data-title", Self.harmless(title))] + (cell.style.map { [("class", $0)] } ?? [])
        markup.text("td", attributes, Self.harmless(cell.text))
      }
      close("tr")
    }
    close("tbody")
    close("table")
    close("div")
  }

  /// The page's bytes.
  var page: [UInt8] {
    let tag = language == .zh ? "zh-CN" : "en"
    let policy =
      "default-src 'none'; style-src 'sha256-\(Self.base64(ContentHash.of(Array(style.utf8))))'; "
      + "base-uri 'none'; form-action 'none'"
    let head = """
      <!DOCTYPE html>
      <html lang="\(tag)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(SvgText.escaped(policy))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <title>\(SvgText.escaped(Self.harmless(title)))</title>
      <style>\(style)</style>
      </head>
      <body>

      """
    return Array((head + markup.markup + "</body>\n</html>\n").utf8)
  }

  private static func harmless(_ text: String) -> String { DisplayWidth.harmless(text) }

  /// A hash in hexadecimal digits as base 64, the form in which policies name it.
  private static func base64(_ digits: String) -> String {
    let values = digits.compactMap(\.hexDigitValue)
    let bytes = stride(from: 0, to: values.count - 1, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    return Data(bytes).base64EncodedString()
  }
}
