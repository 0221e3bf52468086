/// The JSON Schema of model files, for editors; it is made from the table that also reads them.
public enum ModelSchema {
  /// The schema's text, as it stands in `Documentation/Reference/model.schema.json`.
  ///
  /// The key `kind` decides which keys there are. What two values must say together is beyond a schema:
  /// ``ModelDecoder`` checks more.
  public static var text: String {
    let kind = JSONText.object([
      ("properties", .object([("kind", .object([("const", .text("comparison"))]))])),
      ("required", .array([.text("kind")])),
    ])
    let schema = JSONText.object([
      ("$schema", .text("http://json-schema.org/draft-07/schema#")), ("title", .text("Steelyard model")),
      ("if", kind), ("then", .schema(of: ModelKeys.governance + ModelKeys.comparison)),
      ("else", .schema(of: ModelKeys.governance + ModelKeys.scoring)),
      ("definitions", .object(SharedForm.allCases.map { ($0.rawValue, $0.schema) })),
    ])
    return schema.rendered() + "\n"
  }
}

/// Forms that many keys take, written once in the schema and referred to.
enum SharedForm: String, CaseIterable {
  case localized, column, formula, interval, pairs, source

  /// The schema of the form.
  var schema: JSONText {
    switch self {
    case .localized: FieldType.localizedForm.schema
    case .column: FieldType.columnForm.schema
    case .formula: FieldType.formulaForm.schema
    case .interval: FieldType.intervalForm.schema
    case .pairs: FieldType.pairsForm.schema
    case .source: FieldType.sourceForm.schema
    }
  }

  /// The reference to it.
  var reference: JSONText {
    .object([("allOf", .array([.object([("$ref", .text("#/definitions/\(rawValue)"))])]))])
  }
}

extension FieldType {
  /// The same type, whose schema stands among the definitions.
  func shared(_ form: SharedForm) -> FieldType {
    FieldType(schema: form.reference, innerPaths: innerPaths, read: read)
  }
}
