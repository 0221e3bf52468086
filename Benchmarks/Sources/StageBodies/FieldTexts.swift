import SteelyardTestSupport

/// Texts side by side in one buffer, as the fields of a file are, with what each of them means.
struct FieldTexts<Value: Sendable>: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []
  private(set) var values: [Value] = []

  mutating func append(_ text: String, _ value: Value) {
    bytes.append(contentsOf: text.utf8)
    ends.append(bytes.count)
    values.append(value)
  }

  /// Hands on each text with its place.
  @inline(__always) func each(_ body: (Int, UnsafeRawBufferPointer) throws -> Void) rethrows {
    try bytes.withUnsafeBytes { buffer in
      var start = 0
      for (place, end) in ends.enumerated() {
        try body(place, UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
        start = end
      }
    }
  }

  /// Texts made from a seed.
  init(count: Int, seed: UInt64, _ text: (Int, inout Seeded) -> (String, Value)) {
    var source = Seeded(seed)
    for number in 0..<count {
      let (text, value) = text(number, &source)
      append(text, value)
    }
  }
}

/// A whole number with noughts before it.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
