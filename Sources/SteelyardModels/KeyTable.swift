import Yams

/// One key of a mapping: its name, what it means, and how its value gets into a record.
///
/// A table of keys is the whole grammar of a file: reading, "did you mean", the JSON Schema and the reference manual all
/// come from it.
struct Key<Record> {
  /// The key as it is written.
  let name: String
  /// What it means, one sentence for authors.
  let meaning: String
  /// Whether it must be there.
  let isRequired: Bool
  /// What its value may be.
  let schema: JSONText
  /// The keys of the mapping it holds, each as written after this one and a point.
  let innerPaths: [String]
  /// Reads the value into a record.
  let read: (Node, inout Record, inout NodeReader) -> Void

  /// A key whose value is one field of the record.
  init<Value>(
    _ name: String, _ field: WritableKeyPath<Record, Value>, _ type: FieldType<Value>, required: Bool = true,
    _ meaning: String
  ) {
    self.name = name
    self.meaning = meaning
    isRequired = required
    schema = type.schema
    innerPaths = type.innerPaths
    read = { node, record, reader in
      if let value = reader.read(name, node, as: type) { record[keyPath: field] = value }
    }
  }

  /// A key whose value is a mapping of further keys of the same record.
  init(_ name: String, _ keys: [Key<Record>], required: Bool = true, _ meaning: String) {
    self.name = name
    self.meaning = meaning
    isRequired = required
    schema = JSONText.schema(of: keys)
    innerPaths = keys.paths()
    read = { node, record, reader in
      reader.descend(name) { keys.read(node, into: &record, &$0) }
    }
  }
}

extension Collection {
  /// Every key of a table, and of the mappings below it, with points between: `strata.ladder`.
  func paths<Record>() -> [String] where Element == Key<Record> {
    flatMap { key in [key.name] + key.innerPaths.map { "\(key.name).\($0)" } }
  }

  /// Reads a mapping by a table: each key once, unknown and missing keys reported.
  ///
  /// A missing key that an unknown one is taken for is not reported a second time.
  func read<Record>(
    _ node: Node, into record: inout Record, _ reader: inout NodeReader
  ) where Element == Key<Record> {
    guard let mapping = node.mapping else {
      reader.reportKind(of: node, expected: .mapping)
      return
    }
    var missing = Set(filter(\.isRequired).map(\.name))
    for (keyNode, value) in mapping {
      if reader.isFull { return }
      guard let name = keyNode.scalar?.string else {
        reader.reportKind(of: keyNode, expected: .text)
        continue
      }
      if reader.repeatedKeys.contains(name) { continue }
      missing.remove(name)
      if let key = first(where: { $0.name == name }) {
        key.read(value, &record, &reader)
      } else {
        let known = map(\.name)
        let suggestion = DidYouMean.nearest(to: name, among: known)
        if let suggestion { missing.remove(suggestion) }
        reader.report(.keyUnknown(name), at: keyNode, suggestion: suggestion)
      }
    }
    for key in self where missing.contains(key.name) {
      reader.report(.keyMissing(key.name, parent: reader.parent), at: node)
    }
  }
}
