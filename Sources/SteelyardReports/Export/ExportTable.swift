/// A table ready to leave: columns, and rows of exact texts that are made when they are asked for, so that a table of a
/// million persons takes no more room than its file.
public struct ExportTable: Sendable {
  /// Which table it is.
  public enum Name: String, CaseIterable, Sendable {
    /// How many and how much, and what was run.
    case summary
    /// Every institution.
    case ranking
    /// The interview list (约谈名单).
    case interview
    /// Those to remind and to watch (观察名单).
    case watch
    /// The city, its peer groups and its districts.
    case rollups
    /// Insured persons by pseudonym.
    case persons
    /// The clues of a comparison run.
    case clues
    /// Counts for the public.
    case publication = "public"
    /// What was computed how, and what stays empty.
    case methods
    /// Where the rows of the input went.
    case quality
  }

  /// Which table it is.
  public let name: Name
  /// The columns.
  public let columns: [ExportColumn]
  /// How many rows.
  public let count: Int
  /// The texts of a row's cells in the order of the columns, as the run's files have them.
  let row: @Sendable (Int) -> [String]
  /// How many of the first columns stay in sight when a sheet is scrolled.
  var frozenColumns = 0
  /// How many of the first columns go to paper; all where it is `nil`.
  var printedColumns: Int?

  init(
    _ name: Name, _ columns: [ExportColumn], count: Int, frozenColumns: Int = 0,
    row: @escaping @Sendable (Int) -> [String]
  ) {
    self.name = name
    self.columns = columns
    self.count = count
    self.row = row
    self.frozenColumns = frozenColumns
  }

  /// A table of rows that are at hand.
  init(_ name: Name, _ columns: [ExportColumn], _ rows: [[String]], frozenColumns: Int = 0) {
    self.init(name, columns, count: rows.count, frozenColumns: frozenColumns) { rows[$0] }
  }
}
