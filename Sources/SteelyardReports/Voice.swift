internal import SteelyardDomain
internal import SteelyardScoring

/// Says one thing in one language, with numbers as its readers expect them.
struct Voice: Sendable {
  /// The language.
  let language: Language
  /// The name of the money's unit.
  let currency: String

  /// How wide a line of prose may be in a terminal.
  static let lineWidth = 96

  /// The sentence of the language.
  func callAsFunction(zh: @autoclosure () -> String, en: @autoclosure () -> String) -> String {
    switch language {
    case .zh: zh()
    case .en: en()
    }
  }

  /// The text of the language.
  func callAsFunction(_ text: LocalizedText) -> String { text.text(language) }

  /// A sum of money with its unit; Chinese readers get 万元 from ten thousand yuan on.
  func money(fen: Int128) -> String {
    let unit = Wording.unit(currency).text(language)
    if language == .zh, fen.magnitude >= 1_000_000 {
      return "\(NumberFormats.grouped(NumberFormats.tenThousands(fen: fen))) 万\(unit)"
    }
    return "\(NumberFormats.grouped(NumberFormats.yuan(wideFen: fen))) \(unit)"
  }

  /// An estimate of money in yuan, with its unit.
  func money(_ yuan: Double) -> String {
    let unit = Wording.unit(currency).text(language)
    if language == .zh, yuan.magnitude >= 10_000 {
      return "\(NumberFormats.grouped(NumberFormats.fixed(yuan / 10_000, decimals: 2))) 万\(unit)"
    }
    return "\(NumberFormats.grouped(NumberFormats.yuan(yuan))) \(unit)"
  }

  /// A whole number with thousands marked.
  func count(_ value: some BinaryInteger) -> String { NumberFormats.grouped(String(value)) }

  /// A ratio with three decimals.
  func ratio(_ value: Double) -> String { NumberFormats.fixed(value, decimals: 3) }

  /// A share as per cent with one decimal.
  func percent(_ share: Double) -> String { NumberFormats.fixed(share * 100, decimals: 1) + " %" }

  /// A probability as per cent with one decimal; it is never said to be none or certain.
  func probability(_ value: Double) -> String {
    if value < 0.0005 { return "<0.1 %" }
    return value >= 0.9995 ? ">99.9 %" : percent(value)
  }

  /// A p or q value with six decimals, or that it is below the smallest of them.
  func significance(_ value: Double) -> String {
    let text = NumberFormats.ratio(value)
    return text == "0.000000" ? "<0.000001" : text
  }

  /// The labels of a stratum; a factor that the model does not use is `all` everywhere and tells nothing.
  func stratum(_ labels: [String]) -> String {
    labels.filter { $0 != "all" }.map { self(Wording.label($0)) }.joined(separator: ", ")
  }

  /// The value of a gate in the gate's own unit.
  func gateValue(_ value: Double, _ gate: InstitutionScore.Gate) -> String {
    switch gate {
    case .extreme, .reliable: NumberFormats.ratio(value)
    case .significant: significance(value)
    case .material: "\(NumberFormats.grouped(NumberFormats.yuan(value))) \(self(Wording.unit(currency)))"
    case .heads, .persistent: NumberFormats.grouped(NumberFormats.fixed(value, decimals: 0))
    }
  }

  /// A paragraph in lines of at most ``lineWidth``.
  func paragraph(_ text: String, indent: String = "") -> String {
    DisplayWidth.wrapped(DisplayWidth.harmless(text), to: Self.lineWidth - indent.count)
      .map { indent + $0 + "\n" }.joined()
  }

  /// Rows of cells in line, each row indented; the cells of `numbers` stand at the right of their columns.
  func aligned(_ rows: [[String]], numbers: Set<Int> = [], indent: String = "  ") -> String {
    let rows = rows.map { $0.map(DisplayWidth.harmless) }
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.reduce(0) { max($0, column < $1.count ? DisplayWidth.of($1[column]) : 0) }
    }
    return rows.map { row in
      var line =
        indent
        + row.enumerated().map { column, cell in
          DisplayWidth.padded(cell, to: widths[column], before: numbers.contains(column))
        }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
