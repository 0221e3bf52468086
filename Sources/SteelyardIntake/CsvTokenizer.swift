/// Cuts bytes into records and fields: a pure state machine that knows nothing of files or fields' meaning.
///
/// Records end at LF, CR LF or CR; a quoted field may hold separators, line ends and doubled quotes (RFC 4180).
///
/// Edge cases: blanks before a quote are left out where the quote closes on the line, right before a separator or the
/// line's end (`, "a, b"`); otherwise such a field is a plain one. Blank lines are not records. Bytes after a closing quote, and a quote that does not close within
/// ``fieldBytesMaximum``, are ``Outcome/badQuote``: the caller decides where to go on. So is a record over several lines
/// with more fields than ``fieldsExpected``, or a stray quote could swallow the rest of a file.
struct CsvTokenizer: ~Copyable {
  /// The most bytes one field may have, 1 MiB.
  static let fieldBytesMaximum = 1 << 20
  /// The most bytes one record may have, its line end left out, 8 MiB.
  static let recordBytesMaximum = 8 << 20

  /// A field as a range of the buffer, without its quotes; a buffer has fewer than 2 GiB.
  struct Field {
    private let first: UInt32
    /// Twice the end, and one more where doubled quotes stand inside.
    private let last: UInt32

    @inline(__always) init(start: Int, end: Int, hasDoubledQuotes: Bool) {
      first = UInt32(start)
      last = UInt32(end * 2 + (hasDoubledQuotes ? 1 : 0))
    }

    var start: Int { Int(first) }
    var end: Int { Int(last >> 1) }
    /// Whether doubled quotes stand inside.
    var hasDoubledQuotes: Bool { last & 1 == 1 }

    /// The same field in a buffer in which its bytes lie so much further.
    @inline(__always) func moved(by shift: Int) -> Field {
      Field(start: start + shift, end: end + shift, hasDoubledQuotes: hasDoubledQuotes)
    }
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
  private var found = FieldList()
  /// The fields of the record last found; of no more use once the next one is looked for.
  var fields: UnsafeBufferPointer<Field> { found.all }

  init(separator: UInt8 = UInt8(ascii: ","), quote: UInt8 = UInt8(ascii: "\""), fieldsExpected: Int = .max) {
    self.separator = separator
    self.quote = quote
    self.fieldsExpected = fieldsExpected
  }

  /// Puts another field into the place of one of the record last found.
  mutating func replace(_ place: Int, by field: Field) { found[place] = field }

  /// Finds the record that starts at `start`.
  ///
  /// - Parameter isFinal: whether the stream ends with the buffer, so that the end of the buffer ends the record.
  mutating func next(in buffer: UnsafeRawBufferPointer, from start: Int, isFinal: Bool) -> Outcome {
    guard start < buffer.count else { return .needsMore }
    if let next = plainRecord(buffer, start) { return .record(next: next, lines: 1) }
    found.removeAll()
    var position = start
    var lines = 0
    if Self.isLineEnd(buffer[position]) {
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
        if lines > 0, found.count >= fieldsExpected { return .badQuote }
        position += 1
        continue
      }
      guard let after = passLineEnd(buffer, position, isFinal) else { return .needsMore }
      return .record(next: after, lines: lines + 1)
    }
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

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
    while cursor < end, cursor - position <= Self.fieldBytesMaximum, !Self.isLineEnd(buffer[cursor]) {
      guard buffer[cursor] == quote else {
        cursor += 1
        continue
      }
      guard cursor + 1 < end else { return isFinal ? opening : nil }
      if buffer[cursor + 1] == quote {
        cursor += 2
        continue
      }
      return buffer[cursor + 1] == separator || Self.isLineEnd(buffer[cursor + 1]) ? opening : position
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
    found.append(Field(start: start, end: cursor, hasDoubledQuotes: false))
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
    found.append(Field(start: start, end: cursor, hasDoubledQuotes: hasDoubledQuotes))
    cursor += 1
    guard cursor == end || buffer[cursor] == separator || Self.isLineEnd(buffer[cursor]) else { return .badQuote }
    position = cursor
    return nil
  }
}

// MARK: Plain records

extension CsvTokenizer {
  /// The most fields of a record that is read so.
  private static let plainFieldsMaximum = 4_096
  /// The most bytes of a record that is read so.
  private static let plainBytesMaximum = 1 << 16

  /// Where the record after the one at `start` begins, where that one is plain: no field of it begins with a blank or a
  /// quote, it has as many fields as are expected and a line end, and the buffer holds the eight bytes that this lies in.
  ///
  /// It finds what the state machine finds, which is its slow twin, and leaves every other record to it.
  ///
  /// Edge cases: `nil` for a blank line, and for any record while it is not known how many fields to expect.
  private mutating func plainRecord(_ buffer: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    guard fieldsExpected <= Self.plainFieldsMaximum, Self.isPlainBeginning(buffer[start], separator, quote),
      !Self.isLineEnd(buffer[start])
    else {
      return nil
    }
    let fields = found.resize(to: fieldsExpected)
    let (separator, quote, expected) = (separator, quote, fieldsExpected)
    let ends = ByteWords(separator, 10, 13)
    let limit = min(buffer.count - 8, start + Self.plainBytesMaximum)
    var count = 0
    var fieldStart = start
    var base = start
    while base <= limit {
      var marks = ends.matches(buffer.loadUnaligned(fromByteOffset: base, as: UInt64.self))
      while marks != 0 {
        let end = base + marks.trailingZeroBitCount / 8
        marks &= marks - 1
        guard count < expected else { return nil }
        fields[count] = Field(start: fieldStart, end: end, hasDoubledQuotes: false)
        count += 1
        if buffer[end] != separator { return count == expected ? Self.afterLineEnd(buffer, end) : nil }
        fieldStart = end + 1
        guard fieldStart < buffer.count, Self.isPlainBeginning(buffer[fieldStart], separator, quote) else { return nil }
      }
      base += 8
    }
    return nil
  }

  /// Whether a field that begins so is what stands up to the next separator.
  @inline(__always) private static func isPlainBeginning(_ byte: UInt8, _ separator: UInt8, _ quote: UInt8) -> Bool {
    byte != quote && (byte != 32 && byte != 9 || byte == separator)
  }

  /// Where the line after a line end begins; `nil` where the buffer ends before that is known.
  @inline(__always) private static func afterLineEnd(_ buffer: UnsafeRawBufferPointer, _ end: Int) -> Int? {
    if buffer[end] == 10 { return end + 1 }
    guard end + 1 < buffer.count else { return nil }
    return buffer[end + 1] == 10 ? end + 2 : end + 1
  }
}
