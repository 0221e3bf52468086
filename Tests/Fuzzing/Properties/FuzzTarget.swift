/// What is fuzzed: each target is a property of any bytes whatever, checked by the fuzzer on what it makes up and by the
/// tests on the corpus that it left.
///
/// The first byte of an input chooses among the ways to read the rest, so that one corpus covers them.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// Bytes → records and fields; a table of text.
  case tokenizer
  /// Bytes in any encoding → UTF-8.
  case encodings
  /// A field → fen.
  case money
  /// A field → a day.
  case date
  /// A field → a code, a number of a certificate.
  case id
  /// A workbook, as an archive or as the XML of its parts.
  case xlsx
  /// A model file or a mapping file.
  case model

  /// What does not hold of an input, as sentences; none where everything does.
  public func violations(of input: [UInt8]) -> [String] {
    var report = Violations()
    let choice = input.first ?? 0
    let rest = Array(input.dropFirst())
    switch self {
    case .tokenizer: TokenizerProperties.check(rest, choice, &report)
    case .encodings: EncodingProperties.check(rest, choice, &report)
    case .money: MoneyProperties.check(rest, choice, &report)
    case .date: DateProperties.check(rest, choice, &report)
    case .id: IdentifierProperties.check(rest, choice, &report)
    case .xlsx: WorkbookProperties.check(rest, choice, &report)
    case .model: ModelProperties.check(rest, choice, &report)
    }
    return report.sentences
  }
}

/// What was found not to hold.
struct Violations {
  private(set) var sentences: [String] = []

  /// Notes a sentence that does not hold.
  mutating func expect(_ holds: Bool, _ sentence: @autoclosure () -> String) {
    if !holds { sentences.append(sentence()) }
  }

  /// Notes that two values differ which must not.
  mutating func expectEqual<Value: Equatable>(_ a: Value, _ b: Value, _ what: @autoclosure () -> String) {
    if a != b { sentences.append("\(what()): \(a) is not \(b)") }
  }
}
