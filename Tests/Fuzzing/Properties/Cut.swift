import SteelyardTestSupport

@testable import SteelyardIntake

/// Cuts bytes into records by the tokenizer and by a slow twin of it.
struct Cut {
  /// What was found, with the place at which the next one begins.
  enum Piece: Equatable {
    case record([[UInt8]], next: Int, lines: Int)
    case blank(next: Int)
    /// A quote that does not close; what follows begins at the next line.
    case bad(next: Int)
  }

  var separator: UInt8
  var quote: UInt8
  var expected: Int

  /// Cuts bytes that are all there.
  func pieces(_ bytes: [UInt8]) -> [Piece] { pieces(bytes, visible: bytes.count) { $0 = bytes.count } }

  /// Cuts bytes of which a few more are seen each time the tokenizer asks for them.
  func pieces(_ bytes: [UInt8], using generator: inout Seeded) -> [Piece] {
    pieces(bytes, visible: 0) { $0 = min(bytes.count, $0 + Int.random(in: 1...64, using: &generator)) }
  }

  private func pieces(_ bytes: [UInt8], visible first: Int, more: (inout Int) -> Void) -> [Piece] {
    var tokenizer = CsvTokenizer(separator: separator, quote: quote, fieldsExpected: expected)
    var pieces: [Piece] = []
    var (visible, position) = (first, 0)
    while position < bytes.count {
      let isFinal = visible == bytes.count
      let outcome = bytes.withUnsafeBytes {
        tokenizer.next(in: UnsafeRawBufferPointer(rebasing: $0[..<visible]), from: position, isFinal: isFinal)
      }
      switch outcome {
      case .needsMore:
        precondition(!isFinal, "a record ends with the bytes")
        more(&visible)
        continue
      case .record(let next, let lines):
        pieces.append(.record(tokenizer.fields.map { content($0, bytes) }, next: next, lines: lines))
        position = next
      case .blank(let next, _):
        pieces.append(.blank(next: next))
        position = next
      case .badQuote, .fieldTooLong:
        position = Self.lineEnd(bytes, position)
        pieces.append(.bad(next: position))
        visible = max(visible, position)
      }
    }
    return pieces
  }

  private func content(_ field: CsvTokenizer.Field, _ bytes: [UInt8]) -> [UInt8] {
    guard field.hasDoubledQuotes else { return Array(bytes[field.start..<field.end]) }
    return Self.halved(bytes[field.start..<field.end], quote)
  }

  /// The same by the words of RFC 4180.
  func naivePieces(_ bytes: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    var position = 0
    while position < bytes.count {
      let piece: Piece
      if Self.isLineEnd(bytes[position]) {
        piece = .blank(next: Self.passed(bytes, position))
      } else {
        piece = naiveRecord(bytes, position) ?? .bad(next: Self.lineEnd(bytes, position))
      }
      pieces.append(piece)
      switch piece {
      case .record(_, let next, _), .blank(let next), .bad(let next): position = next
      }
    }
    return pieces
  }

  private func naiveRecord(_ bytes: [UInt8], _ start: Int) -> Piece? {
    var fields: [[UInt8]] = []
    var lines = 0
    var position = start
    while true {
      position = opening(bytes, position)
      if position < bytes.count, bytes[position] == quote {
        let opened = position + 1
        guard let end = closing(bytes, opened) else { return nil }
        fields.append(Self.halved(bytes[opened..<end], quote))
        lines += Self.ends(bytes[opened..<end])
        position = end + 1
        if position < bytes.count, bytes[position] != separator, !Self.isLineEnd(bytes[position]) { return nil }
      } else {
        let end = bytes[position...].firstIndex { $0 == separator || Self.isLineEnd($0) } ?? bytes.count
        fields.append(Array(bytes[position..<end]))
        position = end
      }
      if position == bytes.count { return .record(fields, next: position, lines: lines) }
      if bytes[position] != separator {
        return .record(fields, next: Self.passed(bytes, position), lines: lines + 1)
      }
      if lines > 0, fields.count >= expected { return nil }
      position += 1
    }
  }

  /// The quote behind blanks, where it closes on its line before a separator or the line's end.
  private func opening(_ bytes: [UInt8], _ position: Int) -> Int {
    let blanks = bytes[position...].prefix { $0 != separator && ($0 == 32 || $0 == 9) }
    let opened = blanks.endIndex
    guard !blanks.isEmpty, opened < bytes.count, bytes[opened] == quote, let end = closing(bytes, opened + 1),
      !bytes[opened..<end].contains(where: Self.isLineEnd)
    else { return position }
    let isWhole = end + 1 == bytes.count || bytes[end + 1] == separator || Self.isLineEnd(bytes[end + 1])
    return isWhole ? opened : position
  }

  /// The quote that closes a field.
  private func closing(_ bytes: [UInt8], _ opened: Int) -> Int? {
    var rest = bytes[opened...]
    while let found = rest.firstIndex(of: quote) {
      guard found + 1 < bytes.count, bytes[found + 1] == quote else { return found }
      rest = bytes[(found + 2)...]
    }
    return nil
  }

  private static func halved(_ bytes: ArraySlice<UInt8>, _ quote: UInt8) -> [UInt8] {
    var halved: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      halved.append(byte)
      if byte == quote { rest = rest.dropFirst() }
    }
    return halved
  }

  /// How many line ends there are, CR LF as one.
  private static func ends(_ bytes: ArraySlice<UInt8>) -> Int {
    var position = bytes.startIndex
    var count = 0
    while let end = bytes[position...].firstIndex(where: isLineEnd) {
      count += 1
      position = bytes[end] == 13 && end + 1 < bytes.endIndex && bytes[end + 1] == 10 ? end + 2 : end + 1
    }
    return count
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

  /// Where the next line begins.
  private static func lineEnd(_ bytes: [UInt8], _ start: Int) -> Int {
    bytes[start...].firstIndex(where: isLineEnd).map { passed(bytes, $0) } ?? bytes.count
  }

  private static func passed(_ bytes: [UInt8], _ end: Int) -> Int {
    bytes[end] == 13 && end + 1 < bytes.count && bytes[end + 1] == 10 ? end + 2 : end + 1
  }
}
