import SteelyardDomain

/// Recognises a header among the rows: files are joined with their headers, and not always with the same one.
final class HeaderTwin {
  /// What a row is to the header.
  enum Likeness {
    case none
    /// The same fields in the same columns, in whatever words.
    case same
    /// Another header.
    case other
  }

  private let header: Header
  private let request: Header.Request
  private let recogniser: HeaderRecogniser

  /// - Returns: `nil` for a table that requires no fields: nothing tells its headers from rows.
  init?(_ header: Header, _ request: Header.Request, _ recogniser: HeaderRecogniser) {
    if request.required.isEmpty { return nil }
    self.header = header
    self.request = request
    self.recogniser = recogniser
  }

  /// What a row is to the header.
  func likeness(_ buffer: UnsafeRawBufferPointer, _ fields: UnsafeBufferPointer<CsvTokenizer.Field>) -> Likeness {
    let score = recogniser.score(buffer, fields, needsRequired: true)
    // One name alone may be a word in a row.
    guard score.hasRequired, score.known >= 2 || fields.count == 1 else { return .none }
    let names = fields.map { String(decoding: buffer[$0.start..<$0.end], as: UTF8.self).trimmingMarks }
    guard names.count == header.names.count,
      let other = try? Header(names: names, request: request, file: ""), other.columns == header.columns
    else { return .other }
    return .same
  }
}
