internal import SteelyardDomain
internal import SteelyardScoring

extension ExportDocument {
  /// The name and version of the JSON layout.
  public static let schema = "steelyard-export/1"

  /// Tables as JSON: what the export says of the run, then each table as an array of objects, one a line, with the names,
  /// words and digits of the run's files; money is in yuan, no value is `null`.
  ///
  /// - Parameter names: which tables; those that people came for where it is `nil`.
  public func json(_ names: [ExportTable.Name]? = nil) -> [UInt8] {
    var out = Array("{\n".utf8)
    for (name, value) in head { out += Array("  \(JsonText.text(name).line): \(value.line),\n".utf8) }
    out += Array("  \"tables\": {".utf8)
    let wanted = mainTables.filter { names?.contains($0.name) ?? true }
    for (place, table) in wanted.enumerated() {
      out += Array("\(place == 0 ? "" : ",")\n    \(JsonText.text(table.name.rawValue).line): [".utf8)
      for row in 0..<table.count {
        out += Array("\(row == 0 ? "" : ",")\n      \(Self.object(table, row).line)".utf8)
      }
      out += Array((table.count == 0 ? "]" : "\n    ]").utf8)
    }
    return out + Array("\n  }\n}\n".utf8)
  }

  private var head: [(String, JsonText)] {
    func optional(_ text: String?) -> JsonText { text.map { .text($0) } ?? .null }
    return [
      ("schema", .text(Self.schema)), ("profile", .text(profile.rawValue)),
      (
        "run",
        .object([
          ("sha256", .text(source.hash)), ("engine", .text(source.engine)), ("period", .text(source.period)),
          ("as_of", optional(source.asOf)), ("currency", .text(source.currency)),
        ])
      ),
      (
        "model",
        .object([
          ("id", .text(source.governance.id)), ("version", .text(source.governance.version)),
          ("sha256", .text(source.modelHash)), ("title", .localized(source.governance.title)),
        ])
      ),
      ("meaning", .localized(source.meaning)), ("watermark", optional(source.watermark)),
      (
        "facts",
        .array(source.facts.map { .object([("title", .localized($0.title)), ("content", .localized($0.content))]) })
      ),
      (
        "methods",
        .array(
          source.methods.map { method in
            .object([
              ("role", .text(method.role)), ("id", .text(method.id)),
              ("constants", .array(method.constants.map { .text($0) })),
            ])
          })
      ),
      ("absences", .array(source.absences.map(QualityJSON.absence))),
    ]
  }

  private static func object(_ table: ExportTable, _ row: Int) -> JsonText {
    .object(
      zip(table.columns, table.row(row)).map { column, cell in
        switch column.kind {
        case .whole, .money, .rate, .ratio, .share: (column.name, .number(cell))
        case .flag: (column.name, cell.isEmpty ? .null : .flag(cell == "true"))
        case .entry: (column.name, .null)
        case .text, .exact, .word: (column.name, .text(cell))
        }
      })
  }
}

/// The JSON Schema of what ``ExportDocument/json(_:)`` writes, made from the same columns.
public enum ExportSchema {
  /// The dialect of JSON Schema that the schema is written in.
  public static let dialect = "https://json-schema.org/draft/2020-12/schema"

  /// The schema as bytes.
  public static var json: [UInt8] {
    let text = JsonText.object([("type", .text("string"))])
    let optionalText = JsonText.object([("type", .array([.text("string"), .text("null")]))])
    let hash = JsonText.object([("type", .text("string")), ("pattern", .text("^[0-9a-f]{64}$"))])
    let texts = object([("zh", text), ("en", text)])
    let members: [(String, JsonText)] = [
      ("schema", .object([("const", .text(ExportDocument.schema))])),
      ("profile", .object([("enum", .array(ExportProfile.allCases.map { .text($0.rawValue) }))])),
      (
        "run",
        object([("sha256", hash), ("engine", text), ("period", text), ("as_of", optionalText), ("currency", text)])
      ),
      ("model", object([("id", text), ("version", text), ("sha256", hash), ("title", texts)])),
      ("meaning", texts), ("watermark", optionalText),
      ("facts", array(object([("title", texts), ("content", texts)]))),
      ("methods", array(object([("role", text), ("id", text), ("constants", array(text))]))),
      ("absences", array(object([("column", text), ("reason", text), ("wording", texts)]))),
      ("tables", tables),
    ]
    guard case .object(let whole) = object(members) else { return [] }
    return JsonText.object([("$schema", .text(dialect)), ("title", .text("steelyard export"))] + whole).pretty
  }

  /// The columns that each table may have.
  private static let columns: [(ExportTable.Name, columns: [ExportColumn], optional: Set<String>)] = {
    let others = Set(RankingTable.columns.map(\.name)).subtracting(RankingExport.core)
    let rest = RankingTable.columns.map(\.name).filter(others.contains).map(RankingExport.column)
    let lists = ListExport.columns.map(\.column)
    return [
      (.ranking, RankingExport.core.map(RankingExport.column) + rest, others), (.interview, lists, []),
      (.watch, lists, []),
      (.rollups, RollupsExport.columns, []),
      (.persons, PersonsExport.columns, ["disease", "age_band", "sex", "scheme", "attached"]),
      (.clues, CluesExport.columns, Set(CluesExport.columns.map(\.name)).subtracting(CluesExport.core)),
      (.publication, PublicExport.columns, []),
    ]
  }()

  private static var tables: JsonText {
    .object([
      ("type", .text("object")),
      (
        "properties",
        .object(
          columns.map { name, columns, optional in
            (name.rawValue, array(object(columns.map { ($0.name, property($0)) }, optional: optional)))
          })
      ), ("additionalProperties", .flag(false)),
    ])
  }

  private static func property(_ column: ExportColumn) -> JsonText {
    let types: [String] =
      switch column.kind {
      case .text, .exact, .word: ["string"]
      case .flag: ["boolean", "null"]
      case .whole: ["integer", "null"]
      case .money, .rate, .ratio, .share: ["number", "null"]
      case .entry: ["null"]
      }
    let type = types.count == 1 ? JsonText.text(types[0]) : .array(types.map { .text($0) })
    return .object([("type", type), ("title", .text(column.title.en)), ("description", .text(column.title.zh))])
  }

  private static func object(_ members: [(String, JsonText)], optional: Set<String> = []) -> JsonText {
    .object([
      ("type", .text("object")), ("properties", .object(members)),
      ("required", .array(members.map(\.0).filter { !optional.contains($0) }.map { .text($0) })),
      ("additionalProperties", .flag(false)),
    ])
  }

  private static func array(_ items: JsonText) -> JsonText { .object([("type", .text("array")), ("items", items)]) }
}
