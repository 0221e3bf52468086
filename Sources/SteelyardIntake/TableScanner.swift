import SteelyardDomain

/// Whole lines of a table, each a record of it or blank, with their place.
struct PlainLines {
  let bytes: UnsafeRawBufferPointer
  /// How many there are.
  let count: Int
  /// The number of the first.
  let line: Int
  /// The offset of the first byte in the text, and what tells its original and those of the bytes behind it.
  let offset: Int
  let places: PlaceMap
}

/// Reads a delimited file record by record: header first, then every data record with its place.
///
/// It finds the header and the dialect (``HeaderSearch``), has the shape and the bytes of each record checked
/// (``RecordSieve``), and leaves the meaning of fields to its caller. Whole lines in which nothing but plain records can
/// stand it also gives away unsifted (``plainLines(_:)``).
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
  private var window = ByteWindow()
  private var line = 1
  private var isSkipping = false
  private var sieve: RecordSieve
  private var headerLine = 1
  private var isLastLineOpen = false
  /// The table, which notes are about.
  private var subject = ""
  private var linesAboveHeader = 0
  /// Up to where in the stream lines are known not to be plain.
  private var oddUpTo = 0

  /// What tells the table's records; known once the header is read.
  var rules: RecordRules { sieve.rules }
  var dialect: Dialect { sieve.rules.dialect }
  var damagedColumn: Int? { sieve.damagedColumn }
  var damagedText: String? { sieve.damagedText }

  var format: FileFormat {
    FileFormat(
      compression: source.isGzip ? "gzip" : "none", encoding: text.encoding.rawValue, converter: text.converter,
      separator: separatorName(dialect.separator),
      quote: String(UnicodeScalar(dialect.quote)), headerLine: headerLine)
  }

  var notes: [Diagnostic.Code: [String: Int64]] {
    let counts: [Diagnostic.Code: Int64] = [
      .linesAboveHeader: Int64(linesAboveHeader), .finalLineEndMissing: isLastLineOpen ? 1 : 0,
      .bareQuoteKept: sieve.bareQuotes,
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
    sieve = RecordSieve(
      RecordRules(
        file: source.name, dialect: Dialect(), fieldsExpected: .max, headerBytes: [], twin: nil, probe: -1,
        knowsComments: !comment.isEmpty, keepsTexts: options.keepsTexts))
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
    headerLine = found.line
    linesAboveHeader = found.linesAbove
    let headerBytes = Array(RecordRules.bare(UnsafeRawBufferPointer(rebasing: window.content[found.range])))
    window.position = found.range.upperBound
    line = found.line + found.lines
    let header = try Header(names: found.names, request: request, file: source.name, line: headerLine)
    sieve = RecordSieve(
      RecordRules(
        file: source.name, dialect: found.dialect, fieldsExpected: found.names.count, headerBytes: headerBytes,
        twin: HeaderTwin(header, request, search.recogniser),
        probe: request.vocabulary.probes.compactMap { header.columns[$0] }.first ?? -1,
        knowsComments: !comment.isEmpty, keepsTexts: options.keepsTexts))
    return header
  }

  /// Finds the next data record, or what is wrong at its place.
  ///
  /// - Throws: ``IntakeFailure`` where the stream itself fails, or another header stands among the rows.
  func next() throws(IntakeFailure) -> ScanFinding {
    while true {
      if isSkipping, try !passLine() { return .end }
      if !comment.isEmpty, try isComment() { return skipLine(.commentLine) }
      let start = window.position
      let startLine = line
      switch sieve.next(in: window.content, from: start, isFinal: window.isFinal) {
      case .needsMore:
        if window.isFinal { return .end }
        try refill()
      case .blank(let next, let lines):
        window.position = next
        line += lines
      case .badQuote: return skipLine(isLastLine(start) ? .rowTruncated : .quoteUnterminated)
      case .fieldTooLong: return skipLine(.fieldTooLong)
      case .record(let next, let lines):
        let hasShape = sieve.hasShape
        // A quote that swallowed line ends: go on at the line after the one it opened on.
        if !hasShape, lines > 1 { return skipLine(.quoteUnterminated) }
        window.position = next
        line += lines
        let isOpen = next == window.filled && window.isFinal && !ByteWindow.isLineEnd(window[next - 1])
        if isOpen { isLastLineOpen = true }
        if !hasShape, sieve.isBlankLine(window.content) { continue }
        return try finding(start..<next, startLine, isOpen)
      }
    }
  }

  /// Takes the next whole lines, where each is surely a record or nothing: no quotation mark, NUL or broken byte is among
  /// them, and the user knows no comments. Whoever gets them may sift them without the scanner.
  ///
  /// - Parameter bytes: the most there may be; fewer than a field may have.
  /// - Returns: lines that are of no more use once the scanner goes on; `nil` where ``next()`` is to be asked.
  /// - Throws: ``IntakeFailure`` where the stream itself fails.
  func plainLines(_ bytes: Int) throws(IntakeFailure) -> PlainLines? {
    guard !isSkipping, comment.isEmpty, window.offset + window.position >= oddUpTo else { return nil }
    var end = window.linesEnd(bytes)
    if end == nil, !window.isFinal {
      try refill()
      end = window.linesEnd(bytes)
    }
    guard let end else { return nil }
    let lines = UnsafeRawBufferPointer(rebasing: window.content[window.position..<end])
    guard let count = LineEnds.countPlain(in: lines) else {
      oddUpTo = window.offset + end
      return nil
    }
    let offset = window.offset + window.position
    let plain = PlainLines(
      bytes: lines, count: count, line: line, offset: offset,
      places: text.places(of: offset..<(offset + lines.count)))
    window.position = end
    line += count
    return plain
  }

  /// What a record is, told with its place in the file.
  private func finding(_ range: Range<Int>, _ startLine: Int, _ isOpen: Bool) throws(IntakeFailure) -> ScanFinding {
    let byteOffset = text.originalOffset(of: window.offset + range.lowerBound)
    let finding = try sieve.finding(
      window.memory, range, line: startLine, byteOffset: byteOffset, isOpen: isOpen)
    if case .damaged(.encodingInvalid, _, _) = finding {
      try text.weigh(
        RecordSieve.withoutLineEnd(window.content, range), line: startLine, byteOffset: byteOffset)
    }
    return finding
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
    let rest = UnsafeRawBufferPointer(rebasing: window.content[window.position...])
    let text = options.keepsTexts ? UnsafeRawBufferPointer(rebasing: rest.prefix { !ByteWindow.isLineEnd($0) }) : rest
    return sieve.damaged(code, text, line, self.text.originalOffset(of: window.offset + window.position))
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
