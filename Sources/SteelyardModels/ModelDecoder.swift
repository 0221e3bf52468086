public import SteelyardComparison
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

  /// Reads a model from the bytes of a file; `companion` gives the bytes of a file beside it, such as a query.
  public static func decode(
    bytes: [UInt8], file: String, today: Day? = nil, companion: @escaping (String) -> [UInt8]? = { _ in nil }
  ) -> ModelOutcome {
    decode(bytes: bytes, file: file, today: today, folder: nil, companion: companion)
  }

  /// Reads a model that must have its folder's name.
  static func decode(
    bytes: [UInt8], file: String, today: Day?, folder: String?, companion: @escaping (String) -> [UInt8]?
  ) -> ModelOutcome {
    var draft = ModelDraft()
    let diagnostics = YAMLDocument.read(bytes, file: file, companion: companion) { root, reader in
      let keys = isComparison(root) ? ModelKeys.comparison : ModelKeys.scoring
      (ModelKeys.governance + keys).read(root, into: &draft, &reader)
      ModelValidation.check(draft, today: today, &reader)
      // A plan of which a part could not be read would be found wanting for what is told already.
      if draft.governance.kind == .comparison, reader.found.allSatisfy({ $0.finding.code.severity == .warning }) {
        PlanFindings(draft.comparison).report(to: &reader)
      }
      if let folder, let place = reader.places["id"], draft.governance.id != folder {
        reader.report(.folderMismatch(id: draft.governance.id, folder: folder), at: place)
      }
    }
    let plan = draft.comparison.plan
    return ModelOutcome(value: draft.model, diagnostics: diagnostics, sourceHash: sourceHash(of: bytes, plan))
  }

  /// What tells one text of a model from another: SHA-256 of the file's bytes, or, where queries stand beside it, of a
  /// line for the file and a line for each of them, by name, with the SHA-256 of each.
  public static func sourceHash(of bytes: [UInt8], _ plan: ComparisonPlan) -> String {
    let own = ContentHash.of(bytes)
    let queries = plan.queryFiles
    if queries.isEmpty { return own }
    let lines = queries.map { "\($0.name) \(ContentHash.of($0.bytes))\n" }
    return ContentHash.of(Array(("\(ModelCatalogue.fileName) \(own)\n" + lines.joined()).utf8))
  }

  /// Whether the file says that it is a comparison model; any other is read as a scoring model.
  private static func isComparison(_ root: Node) -> Bool {
    let kind = root.mapping?.first { $0.key.scalar?.string == "kind" }?.value
    return kind?.scalar?.string == ModelGovernance.Kind.comparison.rawValue
  }
}

/// The steps that every YAML file goes through before its keys are read.
enum YAMLDocument {
  /// Checks bytes, makes a tree of them and hands it over; returns everything found on the way.
  static func read(
    _ bytes: [UInt8], file: String, companion: @escaping (String) -> [UInt8]? = { _ in nil },
    _ body: (Node, inout NodeReader) -> Void
  ) -> [ModelDiagnostic] {
    let text = YAMLText(bytes: bytes)
    guard text.findings.isEmpty else {
      return text.findings.map { ModelDiagnostic($0.finding, file: file, at: $0.place) }
    }
    let tree = YAMLTree(text.text)
    var reader = NodeReader(repeatedKeys: tree.repeatedKeys, companion: companion)
    for item in tree.findings { reader.report(item.finding, at: item.place) }
    if let root = tree.root, ValueKind(root) != .nothing {
      body(root, &reader)
    } else if tree.findings.isEmpty {
      reader.report(.fileEmpty, at: Place(line: 1, column: 1))
    }
    return reader.diagnostics(file: file)
  }
}
