import SteelyardDomain

/// What stood in a field or a row that was rejected, for a list that the user asked to show it.
enum RejectedText {
  /// The most bytes that are shown of one.
  static let bytesMaximum = 1000
  /// What stands between the fields of a row.
  private static let separator = " | "

  /// Bytes as a text that neither steers a terminal nor is longer than it may be: what is no text, and every control
  /// character, is shown as `\u{FFFD}`.
  static func of(_ bytes: UnsafeRawBufferPointer) -> String {
    let isCut = bytes.count > bytesMaximum
    let kept = UnsafeRawBufferPointer(rebasing: bytes.prefix(bytesMaximum))
    let scalars = String(decoding: kept, as: UTF8.self).unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
    }
    return String(String.UnicodeScalarView(scalars)) + (isCut ? "…" : "")
  }

  /// The text of a record's column, or of all its fields.
  static func of(_ record: TableRecord, _ column: Int?) -> String {
    if let column { return of(record.field(column)) }
    let row = record.fields.indices.map { of(record.field($0)) }.joined(separator: separator)
    var copy = row
    return copy.withUTF8 { of(UnsafeRawBufferPointer($0)) }
  }
}
