import SteelyardDomain

/// Reads a delimited file record by record: header first, then every data record with its place.
///
/// It detects the separator by the header, checks the shape and the bytes of each record, and leaves the meaning of
/// fields to its caller.
final class TableScanner: RecordScanner {
  /// How many bytes the window first holds.
  private static let windowBytes = 1 << 20

  let source: ByteSource
  private let text: TextSource
  private(set) var separator = UInt8(ascii: ",")
  private var window: UnsafeMutableRawBufferPointer
  private var filled = 0
  private var position = 0
  private var windowOffset = 0
  private var line = 1
  private var isFinal = false
  private var isSkipping = false
  private var tokenizer = CsvTokenizer()
  private var headerBytes: [UInt8] = []

  var format: FileFormat {
    FileFormat(
      compression: source.isGzip ? "gzip" : "none", encoding: text.encoding.rawValue, converter: text.converter,
      separator: separatorName(separator))
  }

  var notes: [Diagnostic.Code: [String: Int64]] { text.notes }

  init(_ source: ByteSource, _ options: ReadingOptions = ReadingOptions()) {
    self.source = source
    text = TextSource(source, options)
    window = .allocate(byteCount: Self.windowBytes, alignment: 64)
  }

  deinit { window.deallocate() }

  /// Reads the header record.
  ///
  /// - Throws: ``IntakeFailure``: an empty file, a container that is no text, a header that is not UTF-8.
  func readHeader(_ request: Header.Request) throws(IntakeFailure) -> Header {
    try checkContainer(try text.head())
    while filled < 8, !isFinal { try refill(keeping: 0) }
    if filled == 0 { throw refusal(.fileEmpty) }
    let start = position
    var best: (names: [String], known: Int, separator: UInt8)?
    for candidate in [UInt8(ascii: ","), 9, UInt8(ascii: ";"), UInt8(ascii: "|"), 1] {
      tokenizer = CsvTokenizer(separator: candidate)
      position = start
      line = 1
      guard case .fields(let names) = try headerNames() else { continue }
      let known = Header.knownNames(names, request: request)
      if known > best?.known ?? -1 { best = (names, known, candidate) }
    }
    guard let best else {
      let isBlank = window[start..<filled].allSatisfy { $0 == 10 || $0 == 13 }
      throw refusal(isBlank ? .fileEmpty : .encodingUnsupported)
    }
    separator = best.separator
    tokenizer = CsvTokenizer(separator: separator, fieldsExpected: best.names.count)
    position = start
    line = 1
    _ = try headerNames()
    return try Header(names: best.names, request: request, file: source.name)
  }

  private enum HeaderOutcome {
    case fields([String])
    case none
  }

  private func headerNames() throws(IntakeFailure) -> HeaderOutcome {
    while true {
      switch tokenizer.next(in: UnsafeRawBufferPointer(rebasing: window[0..<filled]), from: position, isFinal: isFinal)
      {
      case .blank(let next, let lines):
        position = next
        line += lines
      case .record(let next, let lines):
        let record = UnsafeRawBufferPointer(rebasing: window[position..<next])
        guard Utf8.fault(in: record) == nil else { return .none }
        let base = UnsafeRawBufferPointer(window)
        let names = tokenizer.fields.map { String(decoding: base[$0.start..<$0.end], as: UTF8.self) }
        headerBytes = Array(Self.bare(record))
        position = next
        line += lines
        return .fields(names.map { $0.replacing("\"\"", with: "\"").trimmingMarks })
      case .needsMore:
        if isFinal { return .none }
        // Another separator may be tried from the start again.
        try refill(keeping: 0)
      case .badQuote, .fieldTooLong: return .none
      }
    }
  }

  /// Finds the next data record, or what is wrong at its place.
  ///
  /// - Throws: ``IntakeFailure`` where the stream itself fails.
  func next() throws(IntakeFailure) -> ScanFinding {
    while true {
      if isSkipping, try !passLine() { return .end }
      let buffer = UnsafeRawBufferPointer(rebasing: window[0..<filled])
      let start = position
      let startLine = line
      switch tokenizer.next(in: buffer, from: start, isFinal: isFinal) {
      case .needsMore:
        if isFinal { return .end }
        try refill()
      case .blank(let next, let lines):
        position = next
        line += lines
      case .badQuote: return skipLine(.quoteUnterminated)
      case .fieldTooLong: return skipLine(.fieldTooLong)
      case .record(let next, let lines):
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[start..<next])
        if tokenizer.fields.count != tokenizer.fieldsExpected {
          // A quote that swallowed line ends: go on at the line after the one it opened on.
          if lines > 1 { return skipLine(.quoteUnterminated) }
          position = next
          line += lines
          return .damaged(
            .columnCountDiffers, line: startLine, byteOffset: text.originalOffset(of: windowOffset + start))
        }
        position = next
        line += lines
        if let code = Utf8.fault(in: bytes) {
          let byteOffset = text.originalOffset(of: windowOffset + start)
          if code == .encodingInvalid { try text.weigh(bytes, line: startLine, byteOffset: byteOffset) }
          return .damaged(code, line: startLine, byteOffset: text.originalOffset(of: windowOffset + start))
        }
        if bytes.count >= headerBytes.count, Self.bare(bytes).elementsEqual(headerBytes) {
          return .damaged(.headerRepeated, line: startLine, byteOffset: text.originalOffset(of: windowOffset + start))
        }
        return .record(
          TableRecord(
            buffer: buffer, fields: undoubledFields, line: startLine,
            byteOffset: text.originalOffset(of: windowOffset + start)))
      }
    }
  }

  /// A record without the mark of byte order before it and the line end after it.
  private static func bare(_ record: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer> {
    var bare = record[...]
    if bare.starts(with: [0xEF, 0xBB, 0xBF]) { bare = bare.dropFirst(3) }
    while let last = bare.last, last == 10 || last == 13 { bare.removeLast() }
    return bare
  }

  /// The fields of the record last found with doubled quotes made single, in place: the record is not read again.
  private var undoubledFields: [CsvTokenizer.Field] {
    guard tokenizer.fields.contains(where: \.hasDoubledQuotes) else { return tokenizer.fields }
    return tokenizer.fields.map { field in
      guard field.hasDoubledQuotes else { return field }
      var end = field.start
      var cursor = field.start
      while cursor < field.end {
        window[end] = window[cursor]
        end += 1
        cursor += window[cursor] == tokenizer.quote ? 2 : 1
      }
      return CsvTokenizer.Field(start: field.start, end: end, hasDoubledQuotes: false)
    }
  }

  /// Reports the line at `position` as damaged; the next call goes on after its end.
  private func skipLine(_ code: Diagnostic.Code) -> ScanFinding {
    isSkipping = true
    return .damaged(code, line: line, byteOffset: text.originalOffset(of: windowOffset + position))
  }

  /// Passes the rest of the line at `position`; false where the stream ends first.
  private func passLine() throws(IntakeFailure) -> Bool {
    while true {
      while position < filled, window[position] != 10, window[position] != 13 { position += 1 }
      if position + 1 >= filled, !isFinal {
        try refill()
        continue
      }
      isSkipping = false
      guard position < filled else { return false }
      position += window[position] == 13 && position + 1 < filled && window[position + 1] == 10 ? 2 : 1
      line += 1
      return true
    }
  }

  /// Moves what is left from `position`, or from `kept`, to the front of the window, enlarges it if it is full, and
  /// reads on.
  private func refill(keeping kept: Int? = nil) throws(IntakeFailure) {
    let gone = kept ?? position
    if gone > 0 {
      let rest = filled - gone
      if rest > 0, let base = window.baseAddress {
        base.copyMemory(from: base + gone, byteCount: rest)
      }
      windowOffset += gone
      filled = rest
      position -= gone
    }
    if filled == window.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: window.count * 2, alignment: 64)
      larger.copyMemory(from: UnsafeRawBufferPointer(window))
      window.deallocate()
      window = larger
    }
    // A short read is not the end: only zero bytes are.
    text.line = line
    let count = try text.read(into: UnsafeMutableRawBufferPointer(rebasing: window[filled...]))
    filled += count
    if count == 0 { isFinal = true }
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

extension String {
  /// The text without spaces and TABs at its ends, as names of columns are shown.
  fileprivate var trimmingMarks: String {
    var view = self[...]
    while let first = view.first, first == " " || first == "\t" || first == "\u{FEFF}" { view.removeFirst() }
    while let last = view.last, last == " " || last == "\t" { view.removeLast() }
    return String(view)
  }
}
