public import SteelyardDomain

/// The columns of a table that another engine holds, understood as those of a file's header are.
public struct TableColumns: Equatable, Sendable {
  /// Our fields with their columns, in the order of the columns.
  public let matches: [QualityReport.ColumnMatch]
  /// Columns nobody asked for.
  public let ignored: [String]
  /// For each amount that a column holds, how many decimals of the column's unit a fen is: 2 of yuan.
  public let places: [String: Int]

  /// For each of our fields, its column.
  public var columns: [String: String] {
    Dictionary(uniqueKeysWithValues: matches.map { ($0.field, $0.column) })
  }

  /// Understands names of columns.
  ///
  /// - Parameters:
  ///   - names: the columns, in order.
  ///   - table: the kind of table.
  ///   - required: our fields without which the table cannot be used.
  ///   - optional: our fields that are used where they are there.
  ///   - mapping: what the user said of columns.
  ///   - file: what the table is called in messages.
  /// - Throws: ``IntakeFailure/refused(_:)`` where a required column is missing, or two columns mean one field.
  public init(
    _ names: [String], of table: TableMapping.Table, required: [String], optional: [String], mapping: TableMapping,
    file: String
  ) throws(IntakeFailure) {
    let request = Header.Request(
      table: table, required: required, optional: optional, mapping: mapping.columns[table] ?? [:])
    let header = try Header(names: names, request: request, file: file)
    matches = header.matches
    ignored = header.ignored
    places = Dictionary(
      uniqueKeysWithValues: header.matches.filter { AliasTables.isAmount($0.field, of: table) }.map {
        ($0.field, AliasTables.unit(of: $0.column).places)
      })
  }
}
