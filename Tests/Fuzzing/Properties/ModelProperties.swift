import SteelyardDomain
import SteelyardModels

/// What holds of any bytes that are read as a model file or a mapping file.
enum ModelProperties {
  private static let known: [TableMapping.Table: Set<String>] = [.claims: ["claim_id", "person_id", "total_fee"]]

  static func check(_ bytes: [UInt8], _ choice: UInt8, _ report: inout Violations) {
    if choice & 1 == 0 {
      check(bytes, &report) { ModelDecoder.decode(bytes: $0, file: "model.yaml", today: Day(number: 20_000)) }
    } else {
      check(bytes, &report) { MappingDecoder.decode(bytes: $0, file: "mapping.yaml", knownFields: known) }
    }
  }

  private static func check<Value>(
    _ bytes: [UInt8], _ report: inout Violations, _ decode: ([UInt8]) -> Decoded<Value>
  ) {
    let outcome = decode(bytes)
    report.expect(
      outcome.value != nil || outcome.diagnostics.contains { $0.code.severity == .error },
      "what is refused is refused with a reason")
    report.expect(decode(bytes) == outcome, "a file is read twice alike")
    let lines = 1 + String(decoding: bytes, as: UTF8.self).unicodeScalars.count { Self.breaks.contains($0.value) }
    for finding in outcome.diagnostics {
      report.expect(finding.line <= lines + 1, "line \(finding.line) of \(lines) is in the file")
      report.expect(!finding.text(.zh).isEmpty && !finding.text(.en).isEmpty, "a finding has words")
    }
    guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]), bytes.count < 1 << 16 else { return }
    let marked = decode([0xEF, 0xBB, 0xBF] + bytes)
    report.expect(
      marked.value == outcome.value && marked.diagnostics == outcome.diagnostics, "a byte order mark changes nothing")
    guard outcome.value != nil, !bytes.contains(13) else { return }
    let windows = decode(bytes.flatMap { $0 == 10 ? [13, 10] : [$0] })
    report.expect(windows.value == outcome.value, "line ends of Windows change nothing")
  }

  /// LF, CR, next line, line and paragraph separator: what the YAML library counts lines by.
  private static let breaks: Set<UInt32> = [10, 13, 0x85, 0x2028, 0x2029]
}
