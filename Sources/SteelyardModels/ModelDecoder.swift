public import SteelyardDomain
import Yams

/// Turns the text of a model file into a validated model, or says everything that is wrong with it.
///
/// ```swift
/// let outcome = ModelDecoder.decode(yaml: text, file: "model.yaml")
/// for diagnostic in outcome.diagnostics { print(diagnostic) }
/// ```
///
/// The text is YAML 1.2 (core schema) without anchors, aliases and tags, in UTF-8, at most 1 MiB. Every key of the
/// grammar must be there and no other, so nothing is decided outside the file.
public enum ModelDecoder {
  /// Reads a model from text; `today` is the day an overdue review is judged by, `nil` leaves that out.
  public static func decode(yaml: String, file: String, today: Day? = nil) -> ModelOutcome {
    decode(bytes: Array(yaml.utf8), file: file, today: today)
  }

  /// Reads a model from the bytes of a file.
  public static func decode(bytes: [UInt8], file: String, today: Day? = nil) -> ModelOutcome {
    decode(bytes: bytes, file: file, today: today, folder: nil)
  }

  /// Reads a model that must have its folder's name.
  static func decode(bytes: [UInt8], file: String, today: Day?, folder: String?) -> ModelOutcome {
    var draft = ModelDraft()
    let diagnostics = YAMLDocument.read(bytes, file: file) { root, reader in
      if let kind = kindUnsupported(root) {
        reader.report(.kindUnsupported, at: kind)
        ModelKeys.governance.read(root, into: &draft, &reader, others: true)
      } else {
        (ModelKeys.governance + ModelKeys.scoring).read(root, into: &draft, &reader)
      }
      ModelValidation.check(draft, today: today, &reader)
      if let folder, let place = reader.places["id"], draft.governance.id != folder {
        reader.report(.folderMismatch(id: draft.governance.id, folder: folder), at: place)
      }
    }
    return ModelOutcome(
      value: SupervisionModel(governance: draft.governance, scoring: draft.plan), diagnostics: diagnostics,
      sourceHash: ContentHash.of(bytes))
  }

  /// The value of `kind` where it names a kind that this version does not read.
  private static func kindUnsupported(_ root: Node) -> Node? {
    guard let kind = root.mapping?.first(where: { $0.key.scalar?.string == "kind" })?.value,
      kind.scalar?.string == ModelGovernance.Kind.comparison.rawValue
    else { return nil }
    return kind
  }
}

/// The steps that every YAML file goes through before its keys are read.
enum YAMLDocument {
  /// Checks bytes, makes a tree of them and hands it over; returns everything found on the way.
  static func read(
    _ bytes: [UInt8], file: String, _ body: (Node, inout NodeReader) -> Void
  ) -> [ModelDiagnostic] {
    let text = YAMLText(bytes: bytes)
    guard text.findings.isEmpty else {
      return text.findings.map { ModelDiagnostic($0.finding, file: file, at: $0.place) }
    }
    let tree = YAMLTree(text.text)
    var reader = NodeReader(repeatedKeys: tree.repeatedKeys)
    for item in tree.findings { reader.report(item.finding, at: item.place) }
    if let root = tree.root, ValueKind(root) != .nothing {
      body(root, &reader)
    } else if tree.findings.isEmpty {
      reader.report(.fileEmpty, at: Place(line: 1, column: 1))
    }
    return reader.diagnostics(file: file)
  }
}
