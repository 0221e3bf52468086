internal import SteelyardDomain

/// The city, its peer groups and its districts, as `rollups.csv` has them.
enum RollupsExport {
  private static let rates: Set<String> = ["cost_per_head", "cost_per_visit"]
  private static let shares: Set<String> = ["drug_share", "fund_share"]

  /// The columns of the file.
  static let columns: [ExportColumn] = RollupTable.table.columns.map { column in
    let kind: ExportColumn.Kind =
      switch column.name {
      case let name where rates.contains(name): .rate
      case let name where shares.contains(name): .share
      default: ExportColumn.Kind(column.kind)
      }
    return ExportColumn(column.name, column.title, kind, words: column.words)
  }

  /// The table of a file, or `nil` where its columns are others.
  static func table(_ file: StoredTable) -> ExportTable? {
    guard file.header == columns.map(\.name) else { return nil }
    return ExportTable(.rollups, columns, count: file.count, frozenColumns: 2) { file.cells($0) }
  }
}
