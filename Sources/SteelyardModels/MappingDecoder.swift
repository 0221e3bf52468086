public import SteelyardDomain
import Yams

/// Turns the text of a mapping file into a ``TableMapping``, or says everything that is wrong with it.
///
/// ```yaml
/// title: {zh: 某市格式, en: Layout of a city}
/// currency: dollars          # left out: yuan
/// tables:
///   claims:
///     columns:
///       CLM_ID: claim_id     # their column: our field
/// ```
///
/// The text is read by the same rules as a model file (``ModelDecoder``).
public enum MappingDecoder {
  /// Reads a mapping from text.
  ///
  /// `knownFields` names the canonical fields of each table; a table that is not in it is not checked.
  public static func decode(
    yaml: String, file: String, knownFields: [TableMapping.Table: Set<String>]
  ) -> MappingOutcome {
    decode(bytes: Array(yaml.utf8), file: file, knownFields: knownFields)
  }

  /// Reads a mapping from the bytes of a file.
  public static func decode(
    bytes: [UInt8], file: String, knownFields: [TableMapping.Table: Set<String>]
  ) -> MappingOutcome {
    var draft = MappingDraft()
    let diagnostics = YAMLDocument.read(bytes, file: file) { root, reader in
      keys(knownFields).read(root, into: &draft, &reader)
    }
    return MappingOutcome(value: draft.mapping, diagnostics: diagnostics, sourceHash: ContentHash.of(bytes))
  }

  /// Reads the mapping file at a path.
  public static func load(
    file: String, knownFields: [TableMapping.Table: Set<String>]
  ) -> MappingOutcome {
    switch FileBytes.read(file) {
    case .success(let bytes): decode(bytes: bytes, file: file, knownFields: knownFields)
    case .failure(let diagnostic): MappingOutcome(value: nil, diagnostics: [diagnostic], sourceHash: "")
    }
  }

  /// A mapping while it is read.
  private struct MappingDraft {
    var title = LocalizedText(zh: "", en: "")
    var mapping = TableMapping()
  }

  /// The grammar of a mapping file.
  private static func keys(_ knownFields: [TableMapping.Table: Set<String>]) -> [Key<MappingDraft>] {
    let tables = TableMapping.Table.allCases.map { table in
      let columns = FieldType.columns(of: table, known: knownFields[table])
      return Key<MappingDraft>(
        table.rawValue, \.mapping.columns[table],
        FieldType.record([Key("columns", \.self, columns, "Their column: our field.")], initial: [:]).optional,
        required: false, "The columns of a table.")
    }
    return [
      Key("title", \.title, .localized, "What the layout is called."),
      Key("currency", \.mapping.currency, .text, required: false, "The unit of money, where it is not yuan."),
      Key("tables", tables, "The tables of the layout; those that are left out are read by their own headers."),
    ]
  }
}

extension FieldType where Value == [String: String] {
  /// The columns of a table: their name → our field, each of ours once.
  fileprivate static func columns(of table: TableMapping.Table, known: Set<String>?) -> FieldType {
    let fields = known?.sorted()
    return FieldType(schema: .object([("type", .text("object"))])) { node, reader in
      guard let mapping = node.mapping, !mapping.isEmpty else {
        reader.reportKind(of: node, expected: .mapping)
        return nil
      }
      var columns: [String: String] = [:]
      for (keyNode, value) in mapping {
        guard let column = keyNode.scalar?.string, !column.isEmpty else {
          reader.reportKind(of: keyNode, expected: .text)
          continue
        }
        if reader.repeatedKeys.contains(column) { continue }
        guard let field = reader.read(column, value, as: .text) else { continue }
        if let fields, known?.contains(field) == false {
          let suggestion = DidYouMean.nearest(to: field, among: fields)
          reader.report(.fieldUnknown(field, table: table.rawValue), at: value, suggestion: suggestion)
        } else if columns.values.contains(field) {
          reader.report(.fieldRepeated(field, table: table.rawValue), at: value)
        }
        columns[column] = field
      }
      return columns
    }
  }
}
