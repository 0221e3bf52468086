/// The JSON Schema of model files, for editors; it is made from the table that also reads them.
public enum ModelSchema {
  /// The schema's text, as it stands in `Documentation/Reference/model.schema.json`.
  ///
  /// What two values must say together is beyond a schema: ``ModelDecoder`` checks more.
  public static var text: String {
    let head: [(String, JSONText)] = [
      ("$schema", .text("http://json-schema.org/draft-07/schema#")), ("title", .text("Steelyard scoring model")),
    ]
    let keys = JSONText.schema(of: ModelKeys.governance + ModelKeys.scoring)
    return JSONText.object(head).adding(keys.pairs).rendered() + "\n"
  }
}
