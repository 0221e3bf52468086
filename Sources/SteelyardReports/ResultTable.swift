public import SteelyardDomain

/// A table of results with its columns declared once: CSV for machines, CSV with titles for people, a terminal table.
///
/// Numbers stand in files with all their digits (ratios six decimals, money two) and in a terminal with as many as a
/// reader needs. A text that a spreadsheet would run is guarded (``CsvWriter``).
public struct ResultTable<Row: Sendable>: Sendable {
  /// A column.
  public struct Column: Sendable {
    /// The machine name: the header of the CSV.
    public let name: String
    /// The title a person reads.
    public let title: LocalizedText
    /// What a cell holds.
    public let kind: ColumnKind
    /// The text of a cell; empty where there is no value.
    public let cell: @Sendable (Row) -> String
    /// What a cell's text is in words; the text itself where this is `nil`.
    public let words: (@Sendable (String) -> LocalizedText)?
    /// Whether a terminal shows the column; columns with a higher number are left out first, 0 never is.
    public let terminal: Int?

    /// Creates a column; `terminal` is `nil` where only the files have it.
    public init(
      _ name: String, zh: String, en: String, _ kind: ColumnKind, terminal: Int? = nil,
      words: (@Sendable (String) -> LocalizedText)? = nil, cell: @escaping @Sendable (Row) -> String
    ) {
      self.name = name
      title = LocalizedText(zh: zh, en: en)
      self.kind = kind
      self.cell = cell
      self.words = words
      self.terminal = terminal
    }
  }

  /// The columns, in the order of the files.
  public let columns: [Column]

  /// Creates a table of columns.
  public init(_ columns: [Column]) { self.columns = columns }

  /// The texts of a row's cells, in the order of the columns.
  func cells(_ row: Row) -> [String] { columns.map { $0.cell(row) } }

  /// The rows as CSV: machine names, or titles and words of a language.
  public func csv(_ rows: [Row], language: Language? = nil) -> [UInt8] {
    csv(cells: rows.map(cells), language: language)
  }

  /// Rows that are at hand as texts, as CSV.
  func csv(cells rows: [[String]], language: Language? = nil) -> [UInt8] {
    var writer = CsvWriter()
    writer.header(columns.map { column in language.map { column.title.text($0) } ?? column.name })
    let isNumber = columns.map(\.kind.isNumber)
    for row in rows {
      for place in row.indices {
        if isNumber[place] {
          writer.number(row[place])
        } else if let language {
          writer.text(shown(row[place], columns[place], language))
        } else {
          writer.text(row[place])
        }
      }
      writer.endRow()
    }
    return writer.bytes
  }

  /// The rows as JSON: an array of objects with the names, order and digits of the CSV; no value is `null`.
  public func json(_ rows: [Row]) -> [UInt8] { json(cells: rows.map(cells)) }

  /// Rows that are at hand as texts, as JSON.
  func json(cells rows: [[String]]) -> [UInt8] {
    let objects = rows.map { row in
      JsonText.object(
        zip(columns, row).map { column, cell in
          switch column.kind {
          case .whole, .money, .ratio: (column.name, JsonText.number(cell))
          case .flag: (column.name, JsonText.flag(cell == "true"))
          case .text, .word: (column.name, JsonText.text(cell))
          }
        })
    }
    return JsonText.array(objects).pretty
  }

  /// The rows as a table for a terminal: ratios with three decimals, money in whole units.
  public func terminal(_ rows: [Row], language: Language, width: Int, colour: Bool = false) -> String {
    let shown = columns.filter { $0.terminal != nil }
    let titles = shown.map { column in
      TerminalTable.Column(
        title: column.title.text(language), isNumber: column.kind.isNumber,
        widthMinimum: column.name == "name" ? 8 : nil, dispensable: column.terminal ?? 0)
    }
    let cells = rows.map { row in shown.map { terminalCell($0.cell(row), $0, language) } }
    return TerminalTable(columns: titles, rows: cells).text(width: width, language: language, colour: colour)
  }

  /// A cell in the words of a language.
  func shown(_ cell: String, _ column: Column, _ language: Language) -> String {
    guard let words = column.words else {
      return column.kind == .word ? Wording.label(cell).text(language) : cell
    }
    return cell.isEmpty ? "" : words(cell).text(language)
  }

  private func terminalCell(_ cell: String, _ column: Column, _ language: Language) -> String {
    if cell.isEmpty { return "" }
    switch column.kind {
    case .ratio: return Double(cell).map { NumberFormats.fixed($0, decimals: 3) } ?? cell
    case .money: return Double(cell).map { NumberFormats.grouped(NumberFormats.fixed($0, decimals: 0)) } ?? cell
    case .whole: return NumberFormats.grouped(cell)
    case .text, .word, .flag: return shown(cell, column, language)
    }
  }
}

extension ResultTable.Column {
  /// A ratio, with six decimals; empty where there is none.
  static func ratio(
    _ name: String, _ zh: String, _ en: String, terminal: Int? = nil, _ value: @escaping @Sendable (Row) -> Double?
  ) -> Self {
    Self(name, zh: zh, en: en, .ratio, terminal: terminal) { NumberFormats.ratio(value($0)) }
  }

  /// An estimate in yuan, with two decimals; empty where there is none.
  static func money(
    _ name: String, _ zh: String, _ en: String, terminal: Int? = nil, _ value: @escaping @Sendable (Row) -> Double?
  ) -> Self {
    Self(name, zh: zh, en: en, .money, terminal: terminal) { NumberFormats.yuan(value($0)) }
  }

  /// A whole number; empty where there is none.
  static func whole(
    _ name: String, _ zh: String, _ en: String, terminal: Int? = nil, _ value: @escaping @Sendable (Row) -> Int64?
  ) -> Self {
    Self(name, zh: zh, en: en, .whole, terminal: terminal) { NumberFormats.whole(value($0)) }
  }
}
