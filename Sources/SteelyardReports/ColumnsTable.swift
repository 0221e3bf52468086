public import SteelyardDomain

/// The input dictionary as people and programs read it (`steelyard columns`): every column of every table with the
/// headers it is known by.
public enum ColumnsTable {
  /// The name and version of the JSON's layout.
  public static let schema = "steelyard.columns/1"

  /// The headers that stand beside our own, in this order.
  private static let origins: [InputColumn.Origin] = [.short, .national, .chinese, .legacy]

  /// The dictionary for a terminal, table by table.
  public static func terminal(_ columns: [InputColumn], language: Language, width: Int, colour: Bool = false) -> String
  {
    sections(columns).map { table, columns in
      let titles = Wording.columnTitles.enumerated().map { position, title in
        TerminalTable.Column(
          title: title.text(language), isNumber: false, widthMinimum: position == 3 ? 12 : nil,
          dispensable: position == 1 ? 1 : 0)
      }
      let rows = columns.map { column in
        [
          column.field, Wording.columnKind(column.kind).text(language), Wording.columnNeed(column.need).text(language),
          headers(column).joined(separator: ", "),
        ]
      }
      return Wording.columnTable(table).text(language) + "\n"
        + TerminalTable(columns: titles, rows: rows).text(width: width, language: language, colour: colour)
    }.joined(separator: "\n")
  }

  /// The dictionary as JSON.
  public static func json(_ columns: [InputColumn]) -> [UInt8] {
    let tables = sections(columns).map { table, columns in
      JsonText.object([
        ("table", .text(table.rawValue)), ("title", .localized(Wording.columnTable(table))),
        ("columns", .array(columns.map(json))),
      ])
    }
    return JsonText.object([("schema", .text(schema)), ("tables", .array(tables))]).pretty
  }

  private static func json(_ column: InputColumn) -> JsonText {
    .object(
      [
        ("field", .text(column.field)), ("kind", .text(column.kind.rawValue)), ("need", .text(column.need.rawValue)),
      ] + origins.map { origin in (origin.rawValue, .array(column.names(origin).map { .text($0) })) })
  }

  /// The dictionary as a page of tables.
  public static func markdown(_ columns: [InputColumn], language: Language) -> String {
    var text = "# \(Wording.columnsTitle.text(language))\n\n\(Wording.columnsPreface.text(language))\n"
    for (table, columns) in sections(columns) {
      text += "\n## \(Wording.columnTable(table).text(language))\n\n"
      let titles = Wording.columnPageTitles.map { $0.text(language) }
      text += line(titles) + line(titles.map { _ in "---" }, padding: "")
      for column in columns {
        let short = column.names(.short).map { "`\($0)`" }
        text += line([
          (["`\(column.field)`"] + short).joined(separator: ", "), Wording.columnKind(column.kind).text(language),
          Wording.columnNeed(column.need).text(language),
          column.names(.national).map { "`\($0)`" }.joined(separator: ", "),
          column.names(.chinese).joined(separator: "、"),
          column.names(.legacy).map { "`\($0)`" }.joined(separator: ", "),
        ])
      }
    }
    return text
  }

  private static func line(_ cells: [String], padding: String = " ") -> String {
    "|" + cells.map { padding + $0.replacing("|", with: "\\|") + padding }.joined(separator: "|") + "|\n"
  }

  private static func headers(_ column: InputColumn) -> [String] { origins.flatMap { column.names($0) } }

  private static func sections(
    _ columns: [InputColumn]
  ) -> [(table: TableMapping.Table, columns: [InputColumn])] {
    TableMapping.Table.allCases.compactMap { table in
      let own = columns.filter { $0.table == table }
      return own.isEmpty ? nil : (table, own)
    }
  }
}
