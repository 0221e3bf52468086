import SteelyardDomain

/// How a delimited text is written.
struct Dialect: Equatable {
  var separator = UInt8(ascii: ",")
  var quote = UInt8(ascii: "\"")
}

/// Finds the header of a delimited text, and with it the dialect.
///
/// Every line of the first 50 that are not blank is read in every dialect. The header is the first row that has all
/// required fields; where none has, the one with the most known names, of equal ones the first. What fits as well in
/// several dialects is of the one with the most known names, then the first in order (comma, TAB, semicolon, bar,
/// Ctrl-A; double quotes before single ones). A line is read on its own, so a quote that opens in a line above the header
/// does not hide it.
///
/// Edge cases: a row counts as a header where it has all required fields, or two known names, or as many known names as
/// others; where there is none, there is no header. Where a header without quotes stands above rows that are all
/// enclosed in single quotes, the dialect is the rows'.
struct HeaderSearch {
  /// What was found.
  struct Found {
    var dialect: Dialect
    var score: HeaderRecogniser.Score
    /// The cells as they are shown.
    var names: [String]
    /// Where the header starts and ends in the window.
    var range: Range<Int>
    /// The line it starts on, and how many line ends it passes.
    var line: Int
    var lines: Int
    /// How many lines that are not blank stand above it.
    var linesAbove: Int

    /// Whether this is the header rather than what another dialect takes for it.
    func isBetter(than other: Found) -> Bool {
      if score.hasRequired, other.score.hasRequired, line != other.line { return line < other.line }
      return other.score < score
    }
  }

  /// What the search comes to.
  enum Outcome {
    case header(Found)
    /// Nothing but line ends.
    case blank
    /// The first line is not UTF-8.
    case notText
    /// No row is a header.
    case none
  }

  /// How many lines that are not blank are searched.
  static let linesMaximum = 50
  /// No line that starts after so many bytes is searched.
  private static let bytesMaximum = 4 << 20
  /// How many rows below the header are looked at for their quotes.
  private static let rowsSampled = 20

  private static let separators: [UInt8] = [UInt8(ascii: ","), 9, UInt8(ascii: ";"), UInt8(ascii: "|"), 1]

  let text: TextSource
  let recogniser: HeaderRecogniser
  let options: ReadingOptions
  private var hasText = false
  private var isFirstFaulty = false

  init(_ text: TextSource, _ request: Header.Request, _ options: ReadingOptions) {
    self.text = text
    self.options = options
    recogniser = HeaderRecogniser(request)
  }

  /// Searches from the window's position; the window keeps all that it has.
  mutating func run(_ window: inout ByteWindow) throws(IntakeFailure) -> Outcome {
    let separators: [UInt8] = options.separator.map { [$0] } ?? Self.separators
    var best: Found?
    for quote in [UInt8(ascii: "\""), UInt8(ascii: "'")] {
      for separator in separators {
        guard let found = try search(&window, Dialect(separator: separator, quote: quote)) else { continue }
        if best.map({ found.isBetter(than: $0) }) ?? true { best = found }
      }
    }
    if !hasText { return .blank }
    guard var best, isHeader(best) else { return isFirstFaulty ? .notText : .none }
    if best.dialect.quote == UInt8(ascii: "\""), try hasSingleQuotes(below: best, &window) {
      best.dialect.quote = UInt8(ascii: "'")
    }
    return .header(best)
  }

  private func isHeader(_ found: Found) -> Bool {
    found.score.hasRequired || found.score.known >= 2
      || found.score.known > 0 && found.score.known * 2 >= found.names.count
  }

  /// The best row of the first lines in one dialect, `nil` where no line can be read.
  private mutating func search(
    _ window: inout ByteWindow, _ dialect: Dialect
  ) throws(IntakeFailure) -> Found? {
    var tokenizer = CsvTokenizer(separator: dialect.separator, quote: dialect.quote)
    let comment = Array((options.commentMark ?? "").utf8)
    var best: Found?
    var start = window.position
    var (line, linesSeen) = (1, 0)
    while linesSeen < Self.linesMaximum, start - window.position < Self.bytesMaximum {
      let outcome = tokenizer.next(in: window.content, from: start, isFinal: window.isFinal)
      if outcome == .needsMore {
        if window.isFinal { break }
        try refill(&window)
        continue
      }
      if case .blank(let next, let lines) = outcome {
        (start, line) = (next, line + lines)
        continue
      }
      hasText = true
      if case .record(let next, let lines) = outcome, comment.isEmpty || !window.begins(with: comment, at: start) {
        let record = UnsafeRawBufferPointer(rebasing: window.content[start..<next])
        let isFaulty = Utf8.fault(in: record) != nil
        if linesSeen == 0 { isFirstFaulty = isFaulty }
        let score = isFaulty ? HeaderRecogniser.Score() : recogniser.score(window.content, tokenizer.fields)
        if best.map({ $0.score < score }) ?? true {
          best = Found(
            dialect: dialect, score: score, names: names(window.content, tokenizer), range: start..<next, line: line,
            lines: lines, linesAbove: linesSeen)
        }
        // What looks like a header below this one is one of another file joined to it.
        if score.hasRequired { break }
      }
      linesSeen += 1
      // On its own means: from the next line, wherever the record ended.
      guard let next = try nextLine(&window, start) else { break }
      (start, line) = (next, line + 1)
    }
    return best
  }

  /// Where the next line starts; `nil` where it lies beyond what is searched.
  private func nextLine(_ window: inout ByteWindow, _ start: Int) throws(IntakeFailure) -> Int? {
    while true {
      if let next = window.lineEnd(after: start) { return next }
      if window.filled - window.position > 2 * Self.bytesMaximum { return nil }
      try refill(&window)
    }
  }

  /// Reads on, all that is there kept; what is refused there is told of the line that the text has come to.
  private func refill(_ window: inout ByteWindow) throws(IntakeFailure) {
    text.line = 1 + window.lineEnds
    try window.refill(from: text, keeping: 0)
  }

  private func names(_ buffer: UnsafeRawBufferPointer, _ tokenizer: borrowing CsvTokenizer) -> [String] {
    let mark = String(UnicodeScalar(tokenizer.quote))
    return tokenizer.fields.map { field in
      let name = String(decoding: buffer[field.start..<field.end], as: UTF8.self)
      return (field.hasDoubledQuotes ? name.replacing(mark + mark, with: mark) : name).trimmingMarks
    }
  }

  /// Whether the rows below a header are enclosed in single quotes: each of those looked at has as many fields as the
  /// header, one in single quotes at least and none in double quotes.
  private func hasSingleQuotes(below header: Found, _ window: inout ByteWindow) throws(IntakeFailure) -> Bool {
    let quote = UInt8(ascii: "'")
    if window.content[header.range].contains(UInt8(ascii: "\"")) { return false }
    var tokenizer = CsvTokenizer(separator: header.dialect.separator, quote: quote, fieldsExpected: header.names.count)
    var start = header.range.upperBound
    var rows = 0
    while rows < Self.rowsSampled, start - window.position < Self.bytesMaximum {
      switch tokenizer.next(in: window.content, from: start, isFinal: window.isFinal) {
      case .needsMore:
        if window.isFinal { return rows > 0 }
        try refill(&window)
      case .blank(let next, _): start = next
      case .record(let next, _):
        let (buffer, fields) = (window.content, tokenizer.fields)
        guard fields.count == header.names.count,
          fields.contains(where: { $0.start > 0 && buffer[$0.start - 1] == quote }),
          !fields.contains(where: { $0.start < $0.end && buffer[$0.start] == UInt8(ascii: "\"") })
        else { return false }
        (start, rows) = (next, rows + 1)
      case .badQuote, .fieldTooLong: return false
      }
    }
    return rows > 0
  }
}
