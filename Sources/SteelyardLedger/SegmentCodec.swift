import SteelyardDomain

/// Lays the parts of an extract out as sections, or takes them from there: one walk over the parts serves both, so that
/// what is written is what is read.
protocol SegmentCodec {
  /// A column of values of one width.
  mutating func column<Value: BitwiseCopyable>(_ name: String, _ values: inout [Value]) throws(SegmentDamage)

  /// A table of texts: `name.text`, end to end, and `name.end`, where each ends.
  mutating func table(_ name: String, _ table: inout IdentifierTable) throws(SegmentDamage)

  /// Values of several kinds, one behind another.
  mutating func records<Value>(
    _ name: String, _ value: inout Value, write: (Value, inout RecordWriter) -> Void,
    read: (inout RecordReader) throws(SegmentDamage) -> Value
  ) throws(SegmentDamage)
}

/// Lays parts out.
struct SegmentEncoder: SegmentCodec {
  private(set) var sections: [SectionFile.Section] = []

  mutating func column<Value: BitwiseCopyable>(_ name: String, _ values: inout [Value]) {
    #if !_endian(little)
      #error("columns are written as they lie in memory, the lowest byte first")
    #endif
    let bytes = values.withUnsafeBytes(Array.init)
    sections.append(.init(name: name, elementBytes: MemoryLayout<Value>.stride, bytes: bytes))
  }

  mutating func table(_ name: String, _ table: inout IdentifierTable) {
    sections.append(.init(name: "\(name).text", elementBytes: 1, bytes: table.withAllBytes(Array.init)))
    var ends = table.ends.map(Int64.init)
    column("\(name).end", &ends)
  }

  mutating func records<Value>(
    _ name: String, _ value: inout Value, write: (Value, inout RecordWriter) -> Void,
    read: (inout RecordReader) throws(SegmentDamage) -> Value
  ) {
    var writer = RecordWriter()
    write(value, &writer)
    sections.append(.init(name: name, elementBytes: 1, bytes: writer.bytes))
  }
}

/// Takes parts from the sections of a file, which must be these and no others, in this order.
struct SegmentDecoder: SegmentCodec {
  private let file: SectionFile
  private var next = 0

  init(_ file: SectionFile) { self.file = file }

  /// The next section.
  private mutating func section(_ name: String, _ elementBytes: Int) throws(SegmentDamage) -> SectionFile.Place {
    guard next < file.places.count, file.places[next].name == name, file.places[next].elementBytes == elementBytes
    else { throw SegmentDamage(name) }
    defer { next += 1 }
    return file.places[next]
  }

  mutating func column<Value: BitwiseCopyable>(_ name: String, _ values: inout [Value]) throws(SegmentDamage) {
    let place = try section(name, MemoryLayout<Value>.stride)
    values = file.bytes.withUnsafeBytes { bytes in
      [Value](unsafeUninitializedCapacity: place.count) { buffer, count in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: .init(rebasing: bytes[place.range]))
        count = place.count
      }
    }
  }

  mutating func table(_ name: String, _ table: inout IdentifierTable) throws(SegmentDamage) {
    let place = try section("\(name).text", 1)
    var ends: [Int64] = []
    try column("\(name).end", &ends)
    let read = file.bytes.withUnsafeBytes {
      IdentifierTable(bytes: UnsafeRawBufferPointer(rebasing: $0[place.range]), ends: ends)
    }
    guard let read else { throw SegmentDamage("\(name).end") }
    table = read
  }

  mutating func records<Value>(
    _ name: String, _ value: inout Value, write: (Value, inout RecordWriter) -> Void,
    read: (inout RecordReader) throws(SegmentDamage) -> Value
  ) throws(SegmentDamage) {
    let place = try section(name, 1)
    var reader = RecordReader(file.bytes[place.range], part: name)
    value = try read(&reader)
    try reader.end()
  }

  /// Sees that there are no more sections.
  func end() throws(SegmentDamage) {
    if next != file.places.count { throw SegmentDamage("header") }
  }
}
