internal import SteelyardDomain

/// The clues of a comparison run as they are exported: the columns of `clues.csv`.
enum CluesExport {
  /// Columns of text that a spreadsheet would take for a number or a date.
  private static let exact: Set<String> = ["key", "subject", "period", "occasion"]
  /// What a reader who decides needs.
  static let core = [
    "key", "title_zh", "title_en", "severity", "direction", "subject_kind", "subject", "period", "occasion", "amount",
    "rows",
  ]

  /// The table of rows.
  ///
  /// - Parameter isWhole: whether every column of the file is there, or the ``core`` alone.
  static func table(_ rows: [ClueRow], isWhole: Bool) -> ExportTable {
    let columns = columns.filter { isWhole || core.contains($0.name) }
    return ExportTable(.clues, columns, count: rows.count, frozenColumns: 1) { row in columns.map { rows[row][$0.name] }
    }
  }

  private static let severities = [Clue.Severity.serious, .moderate, .minor].map(\.rawValue)

  /// Every column.
  static let columns = ClueTable.table().columns.map { column in
    ExportColumn(
      column.name, column.title, exact.contains(column.name) ? .exact : ExportColumn.Kind(column.kind),
      mark: column.name == "severity" ? .words(severities) : nil,
      words: column.words)
  }
}
