/// Values laid one behind another as little-endian bytes; a text and a list have their length before them.
struct RecordWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ more: [UInt8]) { bytes += more }

  mutating func write(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }

  mutating func write(_ text: String) {
    write(UInt32(text.utf8.count))
    bytes += text.utf8
  }

  mutating func write<Element>(_ list: [Element], _ each: (inout RecordWriter, Element) -> Void) {
    write(UInt32(list.count))
    for element in list { each(&self, element) }
  }
}

/// Reads what a ``RecordWriter`` wrote, and takes no length on trust.
struct RecordReader {
  private var rest: ArraySlice<UInt8>
  private let part: String

  /// - Parameter part: what damage is reported of.
  init(_ bytes: ArraySlice<UInt8>, part: String) {
    rest = bytes
    self.part = part
  }

  /// What is told of bytes that cannot be what they must be.
  var damage: SegmentDamage { SegmentDamage(part) }

  mutating func bytes(_ count: Int) throws(SegmentDamage) -> ArraySlice<UInt8> {
    guard count >= 0, count <= rest.count else { throw damage }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func integer<Value: FixedWidthInteger>(as type: Value.Type = Value.self) throws(SegmentDamage) -> Value {
    let bytes = try bytes(Value.bitWidth / 8)
    return Value(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(as: Value.self) })
  }

  /// A whole number that is not negative.
  mutating func count() throws(SegmentDamage) -> Int64 {
    let value: Int64 = try integer()
    guard value >= 0 else { throw damage }
    return value
  }

  mutating func text() throws(SegmentDamage) -> String {
    let length = Int(try integer(as: UInt32.self))
    guard let text = String(validating: try bytes(length), as: UTF8.self) else { throw damage }
    return text
  }

  /// A list; its length is believed no further than its elements go.
  mutating func list<Element>(
    _ each: (inout RecordReader) throws(SegmentDamage) -> Element
  ) throws(SegmentDamage) -> [Element] {
    let count = Int(try integer(as: UInt32.self))
    var list: [Element] = []
    for _ in 0..<count {
      if rest.isEmpty { throw damage }
      list.append(try each(&self))
    }
    return list
  }

  /// Sees that nothing is left.
  func end() throws(SegmentDamage) {
    if !rest.isEmpty { throw damage }
  }
}
