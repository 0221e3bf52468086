import SteelyardComparison
import Yams

/// Collects, while a tree is read, what is wrong and where each value stands.
struct NodeReader {
  /// How many findings of one file are listed.
  static let findingsMaximum = 200

  /// Everything found so far.
  private(set) var found: [(finding: Finding, place: Place, suggestion: String?)] = []
  /// Where each value stands that could be read, by its keys and list offsets joined by points: `strata.ladder.0`.
  private(set) var places: [String: Place] = [:]
  /// Formulas that could be read, by the same paths, with where each stands.
  private(set) var formulas: [String: (parsed: ParsedFormula, place: FormulaPlace)] = [:]
  /// Keys that stand twice, as they are renamed in the tree; reported already.
  let repeatedKeys: Set<String>
  /// The keys and offsets that lead to the value being read.
  private var path: [String] = []

  /// The bytes of a file beside the one being read.
  let companion: (String) -> [UInt8]?

  /// Creates a reader.
  init(repeatedKeys: Set<String> = [], companion: @escaping (String) -> [UInt8]? = { _ in nil }) {
    self.repeatedKeys = repeatedKeys
    self.companion = companion
  }

  /// The keys that lead to the mapping being read, `nil` at the top.
  var parent: String? { path.isEmpty ? nil : path.joined(separator: ".") }

  /// Whether so much was found that the rest is not listed.
  var isFull: Bool { found.count > Self.findingsMaximum }

  /// Notes a finding at a place; the first one too many says that there are more.
  mutating func report(_ finding: Finding, at place: Place, suggestion: String? = nil) {
    guard !isFull else { return }
    let isLast = found.count == Self.findingsMaximum
    found.append(isLast ? (.findingsMany(Self.findingsMaximum), place, nil) : (finding, place, suggestion))
  }

  /// Notes a finding at a node.
  mutating func report(_ finding: Finding, at node: Node, suggestion: String? = nil) {
    report(finding, at: Place(node.mark), suggestion: suggestion)
  }

  /// Notes that a node is of another kind than is needed.
  mutating func reportKind(of node: Node, expected: ValueKind) {
    let kind = ValueKind(node)
    if kind == .ambiguous, expected == .whole || expected == .number, let text = node.scalar?.string {
      report(.numberAmbiguous(text), at: node)
    } else {
      report(.typeWrong(expected: expected, found: kind), at: node)
    }
  }

  /// Reads the value of a key or the entry of a list, and remembers its place where that succeeds.
  mutating func read<Value>(_ step: String, _ node: Node, as type: FieldType<Value>) -> Value? {
    path.append(step)
    defer { path.removeLast() }
    guard let value = type.read(node, &self) else { return nil }
    places[path.joined(separator: ".")] = Place(node.mark)
    return value
  }

  /// Remembers a formula that was read, for what a check of the whole finds in it.
  mutating func keep(_ parsed: ParsedFormula, at place: FormulaPlace) {
    formulas[path.joined(separator: ".")] = (parsed, place)
  }

  /// Does something one step deeper.
  mutating func descend(_ step: String, _ body: (inout NodeReader) -> Void) {
    path.append(step)
    defer { path.removeLast() }
    body(&self)
  }

  /// Everything found, as diagnostics of a file.
  func diagnostics(file: String) -> [ModelDiagnostic] {
    found.map { ModelDiagnostic($0.finding, file: file, at: $0.place, suggestion: $0.suggestion) }
  }
}

extension ModelDiagnostic {
  /// Places a finding.
  init(_ finding: Finding, file: String, at place: Place, suggestion: String? = nil) {
    self.init(
      finding.code, file: file, line: place.line, column: place.column, message: finding.message,
      suggestion: suggestion)
  }
}
