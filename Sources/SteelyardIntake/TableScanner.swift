import SteelyardDomain

/// Reads a delimited file record by record: header first, then every data record with its place.
///
/// It finds the header and the dialect (``HeaderSearch``), checks the shape and the bytes of each record, and leaves the
/// meaning of fields to its caller.
///
/// Edge cases: a row in which all required fields have a column is a header again: the same one is
/// ``Diagnostic/Code/headerRepeated``, another refuses the file, for the rows below it would be read by the wrong order.
/// The last row without a line end and with too few fields, or with an open quote, is
/// ``Diagnostic/Code/rowTruncated``.
final class TableScanner: RecordScanner {
  let source: ByteSource
  private let text: TextSource
  private let options: ReadingOptions
  private let comment: [UInt8]
  private(set) var dialect = Dialect()
  private var window = ByteWindow()
  private var line = 1
  private var isSkipping = false
  private var tokenizer = CsvTokenizer()
  private var headerBytes: [UInt8] = []
  private var headerLine = 1
  private var isLastLineOpen = false
  /// The table, which notes are about.
  private var subject = ""
  private var linesAboveHeader = 0
  private var bareQuotes: Int64 = 0
  private var twin: HeaderTwin?
  private(set) var damagedColumn: Int?
  private(set) var damagedText: String?
  /// A column in which every row has a number or a date, -1 for none.
  private var probe = -1

  var format: FileFormat {
    FileFormat(
      compression: source.isGzip ? "gzip" : "none", encoding: text.encoding.rawValue, converter: text.converter,
      separator: separatorName(dialect.separator),
      quote: String(UnicodeScalar(dialect.quote)), headerLine: headerLine)
  }

  var notes: [Diagnostic.Code: [String: Int64]] {
    let counts: [Diagnostic.Code: Int64] = [
      .linesAboveHeader: Int64(linesAboveHeader), .finalLineEndMissing: isLastLineOpen ? 1 : 0,
      .bareQuoteKept: bareQuotes,
    ]
    return counts.filter { $0.value > 0 }.mapValues { [subject: $0] }.merging(text.notes) {
      $0.merging($1, uniquingKeysWith: +)
    }
  }

  init(_ source: ByteSource, _ options: ReadingOptions = ReadingOptions()) {
    self.source = source
    text = TextSource(source, options)
    self.options = options
    comment = Array((options.commentMark ?? "").utf8)
  }

  deinit { window.deallocate() }

  /// Finds the header record.
  ///
  /// - Throws: ``IntakeFailure``: an empty file, a container that is no text, no header, a header that is not UTF-8.
  func readHeader(_ request: Header.Request) throws(IntakeFailure) -> Header {
    try checkContainer(try text.head())
    subject = request.vocabulary.name
    while window.filled < 8, !window.isFinal { try window.refill(from: text, keeping: 0) }
    if window.filled == 0 { throw refusal(.fileEmpty) }
    var search = HeaderSearch(text, request, options)
    let found: HeaderSearch.Found
    switch try search.run(&window) {
    case .header(let header): found = header
    case .blank: throw refusal(.fileEmpty)
    case .notText: throw refusal(.encodingUnsupported)
    case .none: throw refusal(.headerNotFound)
    }
    dialect = found.dialect
    headerLine = found.line
    linesAboveHeader = found.linesAbove
    headerBytes = Array(Self.bare(UnsafeRawBufferPointer(rebasing: window.content[found.range])))
    tokenizer = CsvTokenizer(
      separator: dialect.separator, quote: dialect.quote, fieldsExpected: found.names.count)
    window.position = found.range.upperBound
    line = found.line + found.lines
    let header = try Header(names: found.names, request: request, file: source.name, line: headerLine)
    twin = HeaderTwin(header, request, search.recogniser)
    probe = request.vocabulary.probes.compactMap { header.columns[$0] }.first ?? -1
    return header
  }

  /// Finds the next data record, or what is wrong at its place.
  ///
  /// - Throws: ``IntakeFailure`` where the stream itself fails, or another header stands among the rows.
  func next() throws(IntakeFailure) -> ScanFinding {
    while true {
      if isSkipping, try !passLine() { return .end }
      if !comment.isEmpty, try isComment() { return skipLine(.commentLine) }
      let buffer = window.content
      let start = window.position
      let startLine = line
      switch tokenizer.next(in: buffer, from: start, isFinal: window.isFinal) {
      case .needsMore:
        if window.isFinal { return .end }
        try refill()
      case .blank(let next, let lines):
        window.position = next
        line += lines
      case .badQuote: return skipLine(isLastLine(start) ? .rowTruncated : .quoteUnterminated)
      case .fieldTooLong: return skipLine(.fieldTooLong)
      case .record(let next, let lines):
        let hasShape = tokenizer.fields.count == tokenizer.fieldsExpected
        // A quote that swallowed line ends: go on at the line after the one it opened on.
        if !hasShape, lines > 1 { return skipLine(.quoteUnterminated) }
        window.position = next
        line += lines
        let isOpen = next == buffer.count && window.isFinal && !ByteWindow.isLineEnd(buffer[next - 1])
        if isOpen { isLastLineOpen = true }
        if !hasShape, isBlankLine(buffer) { continue }
        let record = try finding(buffer, start..<next, startLine, hasShape, isOpen)
        return record
      }
    }
  }

  /// What a record is: a row, the header again, or damaged.
  private func finding(
    _ buffer: UnsafeRawBufferPointer, _ range: Range<Int>, _ startLine: Int, _ hasShape: Bool, _ isOpen: Bool
  ) throws(IntakeFailure) -> ScanFinding {
    let byteOffset = text.originalOffset(of: window.offset + range.lowerBound)
    var end = range.upperBound
    while end > range.lowerBound, ByteWindow.isLineEnd(buffer[end - 1]) { end -= 1 }
    let bytes = UnsafeRawBufferPointer(rebasing: buffer[range.lowerBound..<end])
    func damaged(_ code: Diagnostic.Code, _ column: Int? = nil) -> ScanFinding {
      damagedColumn = column
      if options.keepsTexts { damagedText = RejectedText.of(column.map { field(buffer, $0) } ?? bytes) }
      return .damaged(code, line: startLine, byteOffset: byteOffset)
    }
    // A sign that takes a row out elsewhere; whoever means it for data names another sign, or quotes the field.
    if comment.isEmpty, bytes.first == UInt8(ascii: "#") { return damaged(.rowCommentedOut) }
    let marks = ByteMarks(bytes)
    if hasShape {
      if let code = marks.fault(in: bytes) {
        if code == .encodingInvalid { try text.weigh(bytes, line: startLine, byteOffset: byteOffset) }
        return damaged(
          code, tokenizer.fields.indices.first { ByteMarks(field(buffer, $0)).fault(in: field(buffer, $0)) == code })
      }
      if abs(bytes.count - headerBytes.count) <= 3, Self.bare(bytes).elementsEqual(headerBytes) {
        return damaged(.headerRepeated)
      }
    }
    let fields = tokenizer.fields
    if !(hasShape && (isProbeNumber(buffer, fields) || TableRecord.isBare(fields))), let twin {
      switch twin.likeness(buffer, fields) {
      case .none: break
      case .same: return damaged(.headerRepeated)
      case .other:
        throw .refused([
          Diagnostic(.headerDiffers, at: .init(file: source.name, line: startLine, byteOffset: byteOffset))
        ])
      }
    }
    if !hasShape {
      let isCut = isOpen && fields.count < tokenizer.fieldsExpected
      return damaged(isCut ? .rowTruncated : .columnCountDiffers)
    }
    if marks.mayHaveQuotes {
      countBareQuotes(buffer, fields)
      undouble()
    }
    return .record(
      TableRecord(
        buffer: buffer, fields: fields, line: startLine, byteOffset: byteOffset))
  }

  /// The bytes of a field of the record at hand.
  private func field(_ buffer: UnsafeRawBufferPointer, _ column: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer[tokenizer.fields[column].start..<tokenizer.fields[column].end])
  }

  /// Whether a cell that is a number or a date in every row is one: then the row is no header.
  ///
  /// No name of a field begins and ends with a digit, and every date without a zone does.
  private func isProbeNumber(_ buffer: UnsafeRawBufferPointer, _ fields: UnsafeBufferPointer<CsvTokenizer.Field>)
    -> Bool
  {
    guard probe >= 0 else { return false }
    let cell = FieldDecoder.trimmed(UnsafeRawBufferPointer(rebasing: buffer[fields[probe].start..<fields[probe].end]))
    guard let first = cell.first, let last = cell.last else { return false }
    return first &- 48 < 10 && last &- 48 < 10
  }

  /// A record without the mark of byte order before it and the line end after it.
  private static func bare(_ record: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer> {
    var bare = record[...]
    if bare.starts(with: [0xEF, 0xBB, 0xBF]) { bare = bare.dropFirst(3) }
    while let last = bare.last, last == 10 || last == 13 { bare.removeLast() }
    return bare
  }

  /// Makes doubled quotes of the record at hand single, in place: it is not read again.
  private func undouble() {
    for place in tokenizer.fields.indices {
      let field = tokenizer.fields[place]
      guard field.hasDoubledQuotes else { continue }
      var end = field.start
      var cursor = field.start
      while cursor < field.end {
        window[end] = window[cursor]
        end += 1
        cursor += window[cursor] == dialect.quote ? 2 : 1
      }
      tokenizer.replace(place, by: CsvTokenizer.Field(start: field.start, end: end, hasDoubledQuotes: false))
    }
  }

  /// Counts the fields that hold a quote without being quoted, or are enclosed in the other mark: they are kept as they
  /// stand.
  private func countBareQuotes(
    _ buffer: UnsafeRawBufferPointer, _ fields: UnsafeBufferPointer<CsvTokenizer.Field>
  ) {
    let quote = dialect.quote
    let other: UInt8 = quote == UInt8(ascii: "'") ? UInt8(ascii: "\"") : UInt8(ascii: "'")
    for field in fields where field.start < field.end {
      if field.start > 0, buffer[field.start - 1] == quote { continue }
      let isEnclosed = field.end - field.start > 1 && buffer[field.start] == other && buffer[field.end - 1] == other
      if isEnclosed || buffer[field.start..<field.end].contains(quote) { bareQuotes += 1 }
    }
  }

  /// Whether a record of one field is a line of spaces and TABs.
  private func isBlankLine(_ buffer: UnsafeRawBufferPointer) -> Bool {
    guard tokenizer.fields.count == 1, let field = tokenizer.fields.first else { return false }
    return buffer[field.start..<field.end].allSatisfy { $0 == 32 || $0 == 9 }
  }

  /// Whether a line is a comment.
  private func isComment() throws(IntakeFailure) -> Bool {
    while window.filled - window.position < comment.count, !window.isFinal { try refill() }
    return window.begins(with: comment, at: window.position)
  }

  /// Whether the line at a place is the last one and has no line end.
  private func isLastLine(_ start: Int) -> Bool {
    window.isFinal && !window.content[start...].contains(where: ByteWindow.isLineEnd)
  }

  /// Reports the line at the window's position as damaged; the next call goes on after its end.
  private func skipLine(_ code: Diagnostic.Code) -> ScanFinding {
    isSkipping = true
    damagedColumn = nil
    if options.keepsTexts {
      let rest = UnsafeRawBufferPointer(rebasing: window.content[window.position...])
      damagedText = RejectedText.of(UnsafeRawBufferPointer(rebasing: rest.prefix { !ByteWindow.isLineEnd($0) }))
    }
    return .damaged(code, line: line, byteOffset: text.originalOffset(of: window.offset + window.position))
  }

  /// Passes the rest of the line at the window's position; false where the stream ends with it.
  private func passLine() throws(IntakeFailure) -> Bool {
    while true {
      guard let next = window.lineEnd(after: window.position) else {
        // What was looked at holds no line end, but its last byte may be the first half of one.
        window.position = max(window.position, window.filled - 1)
        try refill()
        continue
      }
      isSkipping = false
      let isOpen = next == window.position || !ByteWindow.isLineEnd(window[next - 1])
      window.position = next
      if isOpen {
        isLastLineOpen = true
        return false
      }
      line += 1
      return true
    }
  }

  var offsetReached: Int { text.originalOffset(of: window.offset + window.position) }

  /// Reads on; what is refused there is told of the line at hand.
  private func refill() throws(IntakeFailure) {
    text.line = line
    try window.refill(from: text)
  }

  private func refusal(_ code: Diagnostic.Code) -> IntakeFailure {
    .refused([Diagnostic(code, at: .init(file: source.name, line: 1))])
  }

  /// Refuses what is recognisably no delimited text.
  private func checkContainer(_ head: UnsafeRawBufferPointer) throws(IntakeFailure) {
    let containers: [[UInt8]] = [
      [0x50, 0x4B, 0x03, 0x04], Array("%PDF".utf8), [0xD0, 0xCF, 0x11, 0xE0], [0x28, 0xB5, 0x2F, 0xFD],
    ]
    // A table that begins with an angle bracket is HTML or XML, whatever its name says.
    let blanks: Set<UInt8> = [0xEF, 0xBB, 0xBF, 32, 9, 10, 13]
    let isMarkup = head.first { !blanks.contains($0) } == UInt8(ascii: "<")
    if isMarkup || containers.contains(where: head.starts) { throw refusal(.containerUnsupported) }
  }
}
