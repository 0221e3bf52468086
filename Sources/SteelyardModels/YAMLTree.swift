import Yams

/// A YAML text as the tree of the one document it holds, or why it is refused.
///
/// The tree is free of anchors, aliases and tags and at most ``depthMaximum`` levels deep, so a walk over it ends.
struct YAMLTree {
  /// How deep lists and mappings may be nested.
  static let depthMaximum = 16
  /// How many keys that stand twice are reported before the rest of the file is left unread; each costs one more
  /// reading, so a long file gets fewer (``bytesReadAgainMaximum``).
  static let repetitionsMaximum = 64
  /// How much is read again for repeated keys, over all readings.
  static let bytesReadAgainMaximum = 1 << 20
  /// More candidates for an alias than this are refused before the library expands them.
  static let aliasesMaximum = 8

  /// The document; `nil` where the text is refused.
  let root: Node?
  /// What was found.
  let findings: [(finding: Finding, place: Place)]
  /// Keys that stand twice, as they are renamed in the tree.
  let repeatedKeys: Set<String>

  /// Reads a text.
  init(_ text: String) {
    if let place = Self.aliasBomb(text) {
      (root, findings, repeatedKeys) = (nil, [(.anchorUsed, place)], [])
      return
    }
    let readingsMaximum = min(Self.repetitionsMaximum, Self.bytesReadAgainMaximum / max(1, text.utf8.count))
    var text = text
    var repeated: Set<String> = []
    var found: [(finding: Finding, place: Place)] = []
    while true {
      do {
        let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
        let node = try parser.singleRoot()
        // An anchor is known only as long as its parser lives.
        let unwanted = withExtendedLifetime(parser) { node.map(Self.unwanted) ?? [] }
        (root, findings, repeatedKeys) = (unwanted.isEmpty ? node : nil, found + unwanted, repeated)
        return
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        let first = Place(context.mark)
        let twin = keys.first.flatMap { RepeatedKey(of: $0, at: first, in: text, number: repeated.count) }
        found.append((.keyRepeated(keys.first ?? ""), twin?.place ?? first))
        guard let twin, repeated.count < readingsMaximum else {
          (root, findings, repeatedKeys) = (nil, found, repeated)
          return
        }
        repeated.insert(twin.substitute)
        text = twin.text
      } catch {
        (root, findings, repeatedKeys) = (nil, found + [Self.account(of: error)], repeated)
        return
      }
    }
  }

  /// What the library's error means.
  private static func account(of error: any Error) -> (finding: Finding, place: Place) {
    switch error {
    case YamlError.composer(_, let problem, let mark, _):
      (problem.contains("alias") ? .anchorUsed : .documentsSeveral, Place(mark))
    case YamlError.parser(_, let problem, let mark, _) where problem.contains("nesting level"):
      (.nestingTooDeep(maximum: depthMaximum), Place(mark))
    case YamlError.parser(let context, let problem, let mark, _),
      YamlError.scanner(let context, let problem, let mark, _):
      (
        .syntaxInvalid(problem: [problem, context.map(described)].compactMap(\.self).joined(separator: " ")),
        Place(mark)
      )
    default:
      (.syntaxInvalid(problem: "unreadable characters"), Place(line: 1, column: 1))
    }
  }

  /// What the library was doing: `while parsing a flow mapping (from 4:8)`.
  private static func described(_ context: YamlError.Context) -> String {
    "\(context.text) (from \(context.mark.line):\(context.mark.column))"
  }

  /// The place of the first anchor in a text with so many aliases that writing them out may not end.
  private static func aliasBomb(_ text: String) -> Place? {
    guard text.matches(of: /(?:^|[\s\[{,:])\*[^\s*]/).count > aliasesMaximum else { return nil }
    for (row, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      guard let match = line.firstMatch(of: /(?:^|[\s\[{,:])(&)[^\s&]/) else { continue }
      let before = line[..<match.1.startIndex].unicodeScalars.count
      return Place(line: row + 1, column: before + 1)
    }
    return nil
  }

  /// Anchors, tags and too deep nesting below a node.
  private static func unwanted(_ root: Node) -> [(finding: Finding, place: Place)] {
    var found: [(finding: Finding, place: Place)] = []
    var anchors: Set<Place> = []
    visit(root, depth: 1) { node, depth in
      let place = Place(node.mark)
      if depth > depthMaximum {
        found.append((.nestingTooDeep(maximum: depthMaximum), place))
        return false
      }
      if node.anchor != nil {
        // An alias is its anchor's value once more: one visit is enough.
        guard anchors.insert(place).inserted else { return false }
        found.append((.anchorUsed, place))
      }
      if hasTag(node) { found.append((.tagUsed, place)) }
      return true
    }
    return found
  }

  /// Whether a value carries a tag of its own; the library gives one to every quoted text.
  private static func hasTag(_ node: Node) -> Bool {
    switch node {
    case .scalar(let scalar):
      !scalar.tag.rawValue.isEmpty && (scalar.style == .plain || scalar.tag.rawValue != Tag.Name.str.rawValue)
    case .sequence(let sequence): !sequence.tag.rawValue.isEmpty
    case .mapping(let mapping): !mapping.tag.rawValue.isEmpty
    case .alias: false
    }
  }

  /// Visits the values below a node, itself first, as long as the visitor wants to go deeper.
  private static func visit(_ node: Node, depth: Int, _ visitor: (Node, Int) -> Bool) {
    guard visitor(node, depth) else { return }
    switch node {
    case .sequence(let entries):
      for entry in entries { visit(entry, depth: depth + 1, visitor) }
    case .mapping(let pairs):
      for pair in pairs { visit(pair.value, depth: depth + 1, visitor) }
    case .scalar, .alias: break
    }
  }
}

/// The second appearance of a key in a block mapping.
///
/// The library refuses the whole text for it. So that the rest can still be checked, the text is read again with the
/// key's first letter changed to one that no author writes, which keeps every column in its place.
private struct RepeatedKey {
  /// Where the key stands the second time.
  let place: Place
  /// The key as it reads after the change.
  let substitute: String
  /// The text with the key changed.
  let text: String

  /// Finds the key below its first appearance, or `nil` where it is not at the beginning of a line.
  init?(of key: String, at first: Place, in text: String, number: Int) {
    // The private use area of Unicode begins here.
    guard let letter = Unicode.Scalar(0xE000 + UInt32(number)), let keyLetter = key.unicodeScalars.first else {
      return nil
    }
    var lines = text.split(separator: /\r\n|\n/, omittingEmptySubsequences: false).map(String.init)
    let indentation = first.column - 1
    for row in first.line..<max(first.line, lines.count) {
      let line = lines[row]
      let content = line.drop { $0 == " " }
      let depth = line.count - content.count
      if content.isEmpty || content.hasPrefix("#") || depth > indentation { continue }
      guard depth == indentation else { return nil }
      guard content.hasPrefix(key), content.dropFirst(key.count).drop(while: { $0 == " " }).first == ":" else {
        continue
      }
      var scalars = Array(key.unicodeScalars)
      precondition(scalars.first == keyLetter, "the key begins with its first letter")
      scalars[0] = letter
      substitute = String(String.UnicodeScalarView(scalars))
      lines[row] = String(repeating: " ", count: depth) + substitute + content.dropFirst(key.count)
      place = Place(line: row + 1, column: first.column)
      self.text = lines.joined(separator: "\n")
      return
    }
    return nil
  }
}

extension Place {
  /// The place of a node; the beginning of the file where it has none.
  init(_ mark: Mark?) {
    self.init(line: max(1, mark?.line ?? 1), column: max(1, mark?.column ?? 1))
  }
}
