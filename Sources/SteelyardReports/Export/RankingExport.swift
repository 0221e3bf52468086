internal import SteelyardDomain

/// The ranking as it is exported: the columns of `ranking.csv`, those that everyone reads first.
enum RankingExport {
  /// What a reader who decides needs; a workbook prints these.
  static let core = [
    "rank", "institution_id", "name", "kind", "level", "district", "peer_group", "heads", "visits", "cost",
    "cost_per_head", "cost_per_visit", "index_plain", "index_adjusted", "index_shrunk", "index_low", "index_high", "z",
    "q", "excess_shrunk", "rank_low", "rank_high", "band", "gate",
  ]

  /// Columns of text that a spreadsheet would take for a number or a date.
  private static let exact: Set<String> = ["institution_id", "district"]
  /// Columns of money for each head or visit.
  private static let rates: Set<String> = ["cost_per_head", "cost_per_visit"]
  /// Columns that are shares or probabilities.
  private static let shares: Set<String> = [
    "p_top", "p_above_one", "p_above_watched", "drug_share", "fund_share", "trim_share", "reliability",
  ]
  /// Columns that small values matter in.
  private static let fine: Set<String> = ["p", "q", "tau_squared", "standard_error"]

  /// The table of rows.
  ///
  /// - Parameter isWhole: whether every column of the file is there, or the ``core`` alone.
  static func table(_ rows: [RankingRow], isWhole: Bool) -> ExportTable {
    let others = RankingTable.columns.map(\.name).filter { !core.contains($0) }
    let names = core + (isWhole ? others : [])
    let columns = names.map(column)
    var table = ExportTable(.ranking, columns, count: rows.count, frozenColumns: 3) { row in
      names.map { rows[row][$0] }
    }
    table.printedColumns = core.count
    return table
  }

  /// A column of the ranking by its name.
  ///
  /// - Precondition: there is one of that name.
  static func column(_ name: String) -> ExportColumn {
    guard let position = RankingTable.positions[name] else { preconditionFailure("the ranking has no column \(name)") }
    let column = RankingTable.columns[position]
    let mark: ExportColumn.Mark? =
      name == "band" ? .words(["interview", "watch", "cannot-tell"]) : name == "index_adjusted" ? .scale : nil
    return ExportColumn(name, column.title, kind(name, column.kind), mark: mark, words: words(column))
  }

  private static func words(_ column: RankingTable.Column) -> (@Sendable (String) -> LocalizedText)? {
    column.name == "district" ? { @Sendable cell in Wording.label(cell) } : column.words
  }

  /// What the cells of a column are, by its name and by what the run's own tables say of it.
  static func kind(_ name: String, _ kind: ColumnKind) -> ExportColumn.Kind {
    if exact.contains(name) { return .exact }
    switch kind {
    case .money where rates.contains(name): return .rate
    case .ratio where shares.contains(name): return .share
    case .ratio where fine.contains(name): return .ratio(decimals: 6)
    default: return ExportColumn.Kind(kind)
    }
  }
}
