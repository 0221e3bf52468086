/// Cuts bytes into records and fields: a pure state machine that knows nothing of files or fields' meaning.
///
/// Records end at LF, CR LF or CR; a quoted field may hold separators, line ends and doubled quotes (RFC 4180).
///
/// Edge cases: blanks before a quote are left out where the quote closes on the line, right before a separator or the
/// line's end (`, "a, b"`); otherwise such a field is a plain one. Blank lines are not records. Bytes after a closing quote, and a quote that does not close within
/// ``fieldBytesMaximum``, are ``Outcome/badQuote``: the caller decides where to go on. So is a record over several lines
/// with more fields than ``fieldsExpected``, or a stray quote could swallow the rest of a file.
struct CsvTokenizer {
  /// The most bytes one field may have, 1 MiB.
  static let fieldBytesMaximum = 1 << 20
  /// The most bytes one record may have, its line end left out, 8 MiB.
  static let recordBytesMaximum = 8 << 20

  /// A field as a range of the buffer, without its quotes.
  struct Field {
    var start: Int
    var end: Int
    /// Whether doubled quotes stand inside.
    var hasDoubledQuotes: Bool
  }

  /// What was found from a position on.
  enum Outcome: Equatable {
    /// A record; the next one starts at `next`; `lines` line ends were passed.
    case record(next: Int, lines: Int)
    /// Only line ends up to `next`.
    case blank(next: Int, lines: Int)
    /// The buffer ends before the record does.
    case needsMore
    /// A quote opens and does not close, or bytes follow a closing quote.
    case badQuote
    /// A field exceeds ``fieldBytesMaximum``, or the record ``recordBytesMaximum``.
    case fieldTooLong
  }

  let separator: UInt8
  let quote: UInt8
  /// How many fields a record has where nothing is wrong.
  let fieldsExpected: Int
  /// The fields of the record last found.
  private(set) var fields: [Field] = []

  init(separator: UInt8 = UInt8(ascii: ","), quote: UInt8 = UInt8(ascii: "\""), fieldsExpected: Int = .max) {
    self.separator = separator
    self.quote = quote
    self.fieldsExpected = fieldsExpected
  }

  /// Finds the record that starts at `start`.
  ///
  /// - Parameter isFinal: whether the stream ends with the buffer, so that the end of the buffer ends the record.
  mutating func next(in buffer: UnsafeRawBufferPointer, from start: Int, isFinal: Bool) -> Outcome {
    fields.removeAll(keepingCapacity: true)
    var position = start
    var lines = 0
    guard position < buffer.count else { return .needsMore }
    if isLineEnd(buffer[position]) {
      guard let after = passLineEnd(buffer, position, isFinal) else { return .needsMore }
      return .blank(next: after, lines: 1)
    }
    while true {
      if position < buffer.count, buffer[position] == 32 || buffer[position] == 9 {
        guard let start = fieldStart(buffer, position, isFinal) else { return .needsMore }
        position = start
      }
      let outcome =
        position < buffer.count && buffer[position] == quote
        ? quotedField(buffer, &position, &lines, isFinal) : plainField(buffer, &position, isFinal)
      if let outcome { return outcome }
      if position - start > Self.recordBytesMaximum { return .fieldTooLong }
      // A field ended at a separator, a line end or the end of the stream.
      if position == buffer.count { return .record(next: position, lines: lines) }
      if buffer[position] == separator {
        if lines > 0, fields.count >= fieldsExpected { return .badQuote }
        position += 1
        continue
      }
      guard let after = passLineEnd(buffer, position, isFinal) else { return .needsMore }
      return .record(next: after, lines: lines + 1)
    }
  }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

  private func passLineEnd(_ buffer: UnsafeRawBufferPointer, _ position: Int, _ isFinal: Bool) -> Int? {
    guard buffer[position] == 13 else { return position + 1 }
    if position + 1 == buffer.count { return isFinal ? position + 1 : nil }
    return buffer[position + 1] == 10 ? position + 2 : position + 1
  }

  /// The quote behind blanks that opens a field; the position itself where the field is a plain one; `nil` where the
  /// buffer ends before that is known.
  private func fieldStart(_ buffer: UnsafeRawBufferPointer, _ position: Int, _ isFinal: Bool) -> Int? {
    let end = buffer.count
    var cursor = position
    while cursor < end, buffer[cursor] != separator, buffer[cursor] == 32 || buffer[cursor] == 9 { cursor += 1 }
    guard cursor < end, buffer[cursor] == quote else { return position }
    let opening = cursor
    cursor += 1
    while cursor < end, cursor - position <= Self.fieldBytesMaximum, !isLineEnd(buffer[cursor]) {
      guard buffer[cursor] == quote else {
        cursor += 1
        continue
      }
      guard cursor + 1 < end else { return isFinal ? opening : nil }
      if buffer[cursor + 1] == quote {
        cursor += 2
        continue
      }
      return buffer[cursor + 1] == separator || isLineEnd(buffer[cursor + 1]) ? opening : position
    }
    return cursor >= end && !isFinal ? nil : position
  }

  private mutating func plainField(
    _ buffer: UnsafeRawBufferPointer, _ position: inout Int, _ isFinal: Bool
  ) -> Outcome? {
    let start = position
    let end = buffer.count
    var cursor = start
    while cursor < end {
      let byte = buffer[cursor]
      if byte == separator || byte == 10 || byte == 13 { break }
      cursor += 1
    }
    if cursor - start > Self.fieldBytesMaximum { return .fieldTooLong }
    if cursor == end, !isFinal { return .needsMore }
    fields.append(Field(start: start, end: cursor, hasDoubledQuotes: false))
    position = cursor
    return nil
  }

  private mutating func quotedField(
    _ buffer: UnsafeRawBufferPointer, _ position: inout Int, _ lines: inout Int, _ isFinal: Bool
  ) -> Outcome? {
    let start = position + 1
    let end = buffer.count
    var cursor = start
    var hasDoubledQuotes = false
    while true {
      if cursor - start > Self.fieldBytesMaximum { return .badQuote }
      guard cursor < end else { return isFinal ? .badQuote : .needsMore }
      let byte = buffer[cursor]
      if byte == quote {
        if cursor + 1 == end, !isFinal { return .needsMore }
        guard cursor + 1 < end, buffer[cursor + 1] == quote else { break }
        hasDoubledQuotes = true
        cursor += 2
        continue
      }
      if byte == 10 || byte == 13 && !(cursor + 1 < end && buffer[cursor + 1] == 10) { lines += 1 }
      cursor += 1
    }
    fields.append(Field(start: start, end: cursor, hasDoubledQuotes: hasDoubledQuotes))
    cursor += 1
    guard cursor == end || buffer[cursor] == separator || isLineEnd(buffer[cursor]) else { return .badQuote }
    position = cursor
    return nil
  }
}
