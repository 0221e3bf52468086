import SteelyardDomain

/// What tells the records of a table from what else may stand among them; the same for all of the table.
struct RecordRules {
  let file: String
  let dialect: Dialect
  let fieldsExpected: Int
  /// The header without the mark of byte order before it and the line end after it.
  let headerBytes: [UInt8]
  /// What recognises the header in other words; `nil` where nothing does.
  let twin: HeaderTwin?
  /// A column in which every row has a number or a date, -1 for none.
  let probe: Int
  /// Whether the user has said what a comment begins with.
  let knowsComments: Bool
  let keepsTexts: Bool

  /// A record without the mark of byte order before it and the line end after it.
  static func bare(_ record: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var bare = record[...]
    if bare.starts(with: [0xEF, 0xBB, 0xBF]) { bare = bare.dropFirst(3) }
    while let last = bare.last, last == 10 || last == 13 { bare.removeLast() }
    return UnsafeRawBufferPointer(rebasing: bare)
  }
}

/// Cuts a table's bytes into records and says what each is: a row, the header again, or damaged.
///
/// It asks for nothing but the record at hand, so whoever has whole records may sift them: ``TableScanner`` from the
/// stream, or a thread that was given some lines of it.
struct RecordSieve: ~Copyable {
  let rules: RecordRules
  private(set) var tokenizer: CsvTokenizer
  private(set) var damagedColumn: Int?
  private(set) var damagedText: String?
  /// Fields that hold a quote without being quoted, or are enclosed in the other mark: they are kept as they stand.
  private(set) var bareQuotes: Int64 = 0

  init(_ rules: RecordRules) {
    self.rules = rules
    tokenizer = CsvTokenizer(
      separator: rules.dialect.separator, quote: rules.dialect.quote, fieldsExpected: rules.fieldsExpected)
  }

  /// Whether the record last found has the fields it should have.
  var hasShape: Bool { tokenizer.fields.count == rules.fieldsExpected }

  /// Finds the record that starts at `start`.
  @inline(__always)
  mutating func next(in buffer: UnsafeRawBufferPointer, from start: Int, isFinal: Bool) -> CsvTokenizer.Outcome {
    tokenizer.next(in: buffer, from: start, isFinal: isFinal)
  }

  /// What the record last found is. Doubled quotes in it are made single, in place.
  ///
  /// - Parameters:
  ///   - range: where it lies, line end included.
  ///   - isOpen: whether it is the last of the stream and has no line end.
  /// - Throws: ``IntakeFailure/refused(_:)`` where it is another header.
  mutating func finding(
    _ memory: UnsafeMutableRawBufferPointer, _ range: Range<Int>, line: Int, byteOffset: Int, isOpen: Bool
  ) throws(IntakeFailure) -> ScanFinding {
    let buffer = UnsafeRawBufferPointer(memory)
    let bytes = Self.withoutLineEnd(buffer, range)
    // A sign that takes a row out elsewhere; whoever means it for data names another sign, or quotes the field.
    if !rules.knowsComments, bytes.first == UInt8(ascii: "#") {
      return damaged(.rowCommentedOut, bytes, line, byteOffset)
    }
    let marks = ByteMarks(bytes)
    let hasShape = hasShape
    if hasShape {
      if let code = marks.fault(in: bytes) {
        let column = tokenizer.fields.indices.first {
          ByteMarks(field(buffer, $0)).fault(in: field(buffer, $0)) == code
        }
        return damaged(code, column.map { field(buffer, $0) } ?? bytes, line, byteOffset, column)
      }
      if abs(bytes.count - rules.headerBytes.count) <= 3,
        RecordRules.bare(bytes).elementsEqual(rules.headerBytes)
      {
        return damaged(.headerRepeated, bytes, line, byteOffset)
      }
    }
    let fields = tokenizer.fields
    if !(hasShape && (isProbeNumber(buffer, fields) || TableRecord.isBare(fields))), let twin = rules.twin {
      switch twin.likeness(buffer, fields) {
      case .none: break
      case .same: return damaged(.headerRepeated, bytes, line, byteOffset)
      case .other:
        throw .refused([Diagnostic(.headerDiffers, at: .init(file: rules.file, line: line, byteOffset: byteOffset))])
      }
    }
    if !hasShape {
      let isCut = isOpen && fields.count < rules.fieldsExpected
      return damaged(isCut ? .rowTruncated : .columnCountDiffers, bytes, line, byteOffset)
    }
    if marks.mayHaveQuotes {
      countBareQuotes(buffer, fields)
      undouble(memory)
    }
    return .record(TableRecord(buffer: buffer, fields: fields, line: line, byteOffset: byteOffset))
  }

  /// A place that cannot be used, with what stands there.
  mutating func damaged(
    _ code: Diagnostic.Code, _ bytes: UnsafeRawBufferPointer, _ line: Int, _ byteOffset: Int, _ column: Int? = nil
  ) -> ScanFinding {
    damagedColumn = column
    if rules.keepsTexts { damagedText = RejectedText.of(bytes) }
    return .damaged(code, line: line, byteOffset: byteOffset)
  }

  /// Whether the record last found is a line of spaces and TABs.
  func isBlankLine(_ buffer: UnsafeRawBufferPointer) -> Bool {
    guard tokenizer.fields.count == 1, let field = tokenizer.fields.first else { return false }
    return buffer[field.start..<field.end].allSatisfy { $0 == 32 || $0 == 9 }
  }

  /// A record's bytes without its line end.
  static func withoutLineEnd(_ buffer: UnsafeRawBufferPointer, _ range: Range<Int>) -> UnsafeRawBufferPointer {
    var end = range.upperBound
    while end > range.lowerBound, ByteWindow.isLineEnd(buffer[end - 1]) { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: buffer[range.lowerBound..<end])
  }

  /// The bytes of a field of the record at hand.
  private func field(_ buffer: UnsafeRawBufferPointer, _ column: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer[tokenizer.fields[column].start..<tokenizer.fields[column].end])
  }

  /// Whether a cell that is a number or a date in every row is one: then the row is no header.
  ///
  /// No name of a field begins and ends with a digit, and every date without a zone does.
  private func isProbeNumber(
    _ buffer: UnsafeRawBufferPointer, _ fields: UnsafeBufferPointer<CsvTokenizer.Field>
  ) -> Bool {
    guard rules.probe >= 0 else { return false }
    let probe = fields[rules.probe]
    let cell = FieldDecoder.trimmed(UnsafeRawBufferPointer(rebasing: buffer[probe.start..<probe.end]))
    guard let first = cell.first, let last = cell.last else { return false }
    return first &- 48 < 10 && last &- 48 < 10
  }

  /// Makes doubled quotes of the record at hand single, in place: it is not read again.
  private mutating func undouble(_ memory: UnsafeMutableRawBufferPointer) {
    for place in tokenizer.fields.indices {
      let field = tokenizer.fields[place]
      guard field.hasDoubledQuotes else { continue }
      var end = field.start
      var cursor = field.start
      while cursor < field.end {
        memory[end] = memory[cursor]
        end += 1
        cursor += memory[cursor] == rules.dialect.quote ? 2 : 1
      }
      tokenizer.replace(place, by: CsvTokenizer.Field(start: field.start, end: end, hasDoubledQuotes: false))
    }
  }

  private mutating func countBareQuotes(
    _ buffer: UnsafeRawBufferPointer, _ fields: UnsafeBufferPointer<CsvTokenizer.Field>
  ) {
    let quote = rules.dialect.quote
    let other: UInt8 = quote == UInt8(ascii: "'") ? UInt8(ascii: "\"") : UInt8(ascii: "'")
    for field in fields where field.start < field.end {
      if field.start > 0, buffer[field.start - 1] == quote { continue }
      let isEnclosed = field.end - field.start > 1 && buffer[field.start] == other && buffer[field.end - 1] == other
      if isEnclosed || buffer[field.start..<field.end].contains(quote) { bareQuotes += 1 }
    }
  }
}
