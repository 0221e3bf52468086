internal import SteelyardDomain

/// The city, its peer groups and its districts, as `rollups.csv` has them.
enum RollupsExport {
  /// The columns of the file.
  static let columns: [ExportColumn] = RollupTable.table.columns.map { column in
    ExportColumn(column.name, column.title, RankingExport.kind(column.name, column.kind), words: column.words)
  }

  /// The table of a file, or `nil` where its columns are others.
  static func table(_ file: StoredTable) -> ExportTable? {
    guard file.header == columns.map(\.name) else { return nil }
    return ExportTable(.rollups, columns, count: file.count, frozenColumns: 2) { file.cells($0) }
  }
}
