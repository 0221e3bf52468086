public import SteelyardDomain

extension RankingTable {
  /// The columns a terminal shows where nothing else is asked for.
  ///
  /// Beside the names of ``columns`` there are `index_interval` and `rank_interval`, each two columns in one.
  public static let terminalColumns = [
    "rank", "institution_id", "name", "peer_group", "heads", "cost_per_head", "index_plain", "index_adjusted",
    "index_interval", "z", "q", "excess_shrunk", "rank_interval", "band",
  ]

  /// The width a terminal table keeps to where the terminal does not say.
  public static let terminalWidth = 160

  /// The names among some that are no columns of a terminal table.
  public static func unknownColumns(among names: [String]) -> [String] {
    names.filter { positions[$0] == nil && intervals[$0] == nil }
  }

  /// Rows as a table for a terminal.
  ///
  /// Ratios are cut to three decimals and money to whole yuan (Chinese: 万元 with two decimals for the excess); the
  /// files have all digits.
  ///
  /// - Precondition: `columns` are known (``unknownColumns(among:)``).
  public static func terminal(
    _ rows: [RankingRow], language: Language, columns names: [String] = terminalColumns, width: Int = terminalWidth,
    currency: String = TableMapping.yuan, colour: Bool = false
  ) -> String {
    let titles = names.map { name in
      TerminalTable.Column(
        title: Wording.terminalTitle(name, currency: currency).text(language), isNumber: isNumber(named: name),
        widthMinimum: name == "name" ? 8 : nil, dispensable: dispensable.firstIndex(of: name).map { $0 + 1 } ?? 0)
    }
    let cells = rows.map { row in names.map { terminalCell($0, of: row, in: language) } }
    return TerminalTable(columns: titles, rows: cells).text(width: width, language: language, colour: colour)
  }

  /// The composite columns: name, and the names of both ends.
  static let intervals = [
    "index_interval": ("index_low", "index_high"), "rank_interval": ("rank_low", "rank_high"),
  ]

  /// What a narrow terminal goes without, the last first.
  private static let dispensable = [
    "name", "excess_shrunk", "index_adjusted", "cost_per_head", "heads", "peer_group", "index_interval", "z", "q",
    "rank_interval",
  ]

  /// Whether a column, or an interval of two, holds numbers.
  static func isNumber(named name: String) -> Bool {
    intervals[name] != nil || positions[name].map { columns[$0].kind.isNumber } == true
  }

  /// A cell as a terminal or a page shows it.
  static func terminalCell(_ name: String, of row: RankingRow, in language: Language) -> String {
    if let (low, high) = intervals[name] {
      let ends = [terminalCell(low, of: row, in: language), terminalCell(high, of: row, in: language)]
      return ends.contains("") ? "" : ends.joined(separator: "-")
    }
    guard let position = positions[name] else { preconditionFailure("the ranking has no column \(name)") }
    let column = columns[position]
    switch column.kind {
    case .ratio: return row.number(name).map { NumberFormats.fixed($0, decimals: 3) } ?? ""
    case .whole: return NumberFormats.grouped(row[name])
    case .money: return money(row.number(name), name, language)
    case .text, .word, .flag: return shown(row[name], of: column, in: language)
    }
  }

  private static func money(_ yuan: Double?, _ name: String, _ language: Language) -> String {
    guard let yuan else { return "" }
    let inTenThousands = language == .zh && Wording.isInTenThousands(name)
    return NumberFormats.grouped(
      NumberFormats.fixed(inTenThousands ? yuan / 10_000 : yuan, decimals: inTenThousands ? 2 : 0))
  }
}
