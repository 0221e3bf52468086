import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

/// What one call finds, as values: fields with their doubled quotes made single.
private enum Found: Equatable {
  case record([[UInt8]], next: Int, lines: Int)
  case blank(next: Int, lines: Int)
  case needsMore, badQuote, fieldTooLong
}

private func find(
  _ bytes: [UInt8], from start: Int, isFinal: Bool, separator: UInt8 = UInt8(ascii: ","), fieldsExpected: Int = .max
) -> Found {
  var tokenizer = CsvTokenizer(separator: separator, fieldsExpected: fieldsExpected)
  return bytes.withUnsafeBytes { buffer in
    switch tokenizer.next(in: buffer, from: start, isFinal: isFinal) {
    case .needsMore: return .needsMore
    case .badQuote: return .badQuote
    case .fieldTooLong: return .fieldTooLong
    case .blank(let next, let lines): return .blank(next: next, lines: lines)
    case .record(let next, let lines):
      let fields = tokenizer.fields.map { field -> [UInt8] in
        var bytes = Array(buffer[field.start..<field.end])
        var position = 0
        while field.hasDoubledQuotes, position < bytes.count {
          if bytes[position] == UInt8(ascii: "\"") { bytes.remove(at: position) }
          position += 1
        }
        return bytes
      }
      return .record(fields, next: next, lines: lines)
    }
  }
}

/// All records of a text, or `nil` from the first bad quote on.
private func records(_ text: String, separator: UInt8 = UInt8(ascii: ",")) -> [[String]?] {
  var position = 0
  var all: [[String]?] = []
  while true {
    switch find(Array(text.utf8), from: position, isFinal: true, separator: separator) {
    case .needsMore: return all
    case .badQuote, .fieldTooLong: return all + [nil]
    case .blank(let next, _): position = next
    case .record(let fields, let next, _):
      all.append(fields.map { String(decoding: $0, as: UTF8.self) })
      position = next
    }
  }
}

/// The record at a place, letter by letter with a state and no cleverness; line ends are counted at the end.
private func slowFind(_ bytes: [UInt8], from start: Int) -> Found {
  enum State { case fieldStart, plain, quoted, afterQuote }
  let (comma, quote) = (UInt8(ascii: ","), UInt8(ascii: "\""))
  if start == bytes.count { return .needsMore }
  var state = State.fieldStart
  var fields: [[UInt8]] = [[]]
  var position = start
  while position < bytes.count {
    let byte = bytes[position]
    let isEnd = byte == 10 || byte == 13
    position += 1
    switch state {
    case .quoted where byte == quote: state = .afterQuote
    case .quoted: fields[fields.count - 1].append(byte)
    case .afterQuote where byte == quote:
      fields[fields.count - 1].append(quote)
      state = .quoted
    case .fieldStart where byte == quote: state = .quoted
    case .fieldStart where opensBehindBlanks(bytes[(position - 1)...]):
      position = (bytes[position...].firstIndex(of: quote) ?? position) + 1
      state = .quoted
    case _ where byte == comma:
      fields.append([])
      state = .fieldStart
    case _ where isEnd:
      if byte == 13, position < bytes.count, bytes[position] == 10 { position += 1 }
      let lines = lineEnds(Array(bytes[start..<position]))
      let isBlank = fields == [[]] && bytes[start] == byte
      return isBlank ? .blank(next: position, lines: lines) : .record(fields, next: position, lines: lines)
    case .afterQuote: return .badQuote
    case .fieldStart, .plain:
      fields[fields.count - 1].append(byte)
      state = .plain
    }
  }
  return state == .quoted ? .badQuote : .record(fields, next: position, lines: lineEnds(Array(bytes[start...])))
}

/// Whether blanks stand before a quote that closes on its line, before a separator or the line's end.
private func opensBehindBlanks(_ rest: ArraySlice<UInt8>) -> Bool {
  let line = rest.prefix { $0 != 10 && $0 != 13 }
  let field = line.drop { $0 == 32 || $0 == 9 }
  guard field.startIndex > line.startIndex, field.first == UInt8(ascii: "\"") else { return false }
  var text = String(decoding: field.dropFirst(), as: UTF8.self)[...]
  while let quote = text.firstIndex(of: "\"") {
    let after = text[text.index(after: quote)...]
    if !after.hasPrefix("\"") { return after.isEmpty || after.hasPrefix(",") }
    text = after.dropFirst()
  }
  return false
}

private func lineEnds(_ bytes: [UInt8]) -> Int {
  bytes.indices.count { bytes[$0] == 10 || bytes[$0] == 13 && !($0 + 1 < bytes.count && bytes[$0 + 1] == 10) }
}

@Suite("Cutting bytes into records") struct CsvTokenizerTests {
  private static let texts: [(String, [[String]?])] = [
    ("", []), ("a", [["a"]]), ("a,b", [["a", "b"]]), ("a,b\n", [["a", "b"]]), ("a,b\r\n", [["a", "b"]]),
    ("a,b\r", [["a", "b"]]), ("a\nb\r\nc\rd", [["a"], ["b"], ["c"], ["d"]]), ("\n\r\n\r\na\n\n\n", [["a"]]),
    ("\n\ra", [["a"]]), (",", [["", ""]]), ("a,\n,b\n,", [["a", ""], ["", "b"], ["", ""]]), (" ", [[" "]]),
    ("\"a\"", [["a"]]), ("\"\"", [[""]]), ("\"\",\"\"\n", [["", ""]]), ("\"a,b\",c", [["a,b", "c"]]),
    ("\"a\"\"b\"", [["a\"b"]]), ("\"\"\"\"", [["\""]]), ("\"\"\"a\"\"\"", [["\"a\""]]),
    ("\"a\nb\",c\nd,e", [["a\nb", "c"], ["d", "e"]]), ("\"a\r\nb\"\r\nc", [["a\r\nb"], ["c"]]),
    ("\"\n\"", [["\n"]]), ("6\",b", [["6\"", "b"]]), ("a\"b\"c,d", [["a\"b\"c", "d"]]),
    (" \"a\",b", [["a", "b"]]), ("a,\t \"b,\"\"c\"\n", [["a", "b,\"c"]]), ("a, \"b\"", [["a", "b"]]),
    (" \"a\"b,c", [[" \"a\"b", "c"]]), (" \"a,b", [[" \"a", "b"]]), (" \"a\nb\",c", [[" \"a"], ["b\"", "c"]]),
    (" \"a\" ,b", [[" \"a\" ", "b"]]), (" \"\"\",b", [[" \"\"\"", "b"]]),
    ("\"a\"b,c", [nil]), ("\"a\" ,c", [nil]), ("\"a", [nil]), ("\"", [nil]), ("\"a\n", [nil]), ("\"\"\"", [nil]),
    ("a\n\"b", [["a"], nil]), ("a,\"b\nc,d\n", [nil]),
  ]

  @Test("Small texts have the records RFC 4180 gives them, and a bad quote is told", arguments: texts)
  func table(text: String, expected: [[String]?]) {
    #expect(records(text) == expected)
  }

  @Test("Any byte can separate", arguments: [9, 59, 124, 1])
  func separators(separator: UInt8) {
    let mark = String(UnicodeScalar(separator))
    #expect(records("a\(mark)\"b\(mark)\"\(mark)c,d", separator: separator) == [["a", "b\(mark)", "c,d"]])
  }

  @Test("A record counts every line end it passes, in quotes and after it, CR LF as one")
  func lines() {
    let text = Array("\"a\r\nb\rc\nd\",e\r\nf".utf8)
    let fields = ["a\r\nb\rc\nd", "e"].map { Array($0.utf8) }
    #expect(find(text, from: 0, isFinal: true) == .record(fields, next: text.count - 1, lines: 4))
    #expect(find(Array("\r\r\n".utf8), from: 0, isFinal: true) == .blank(next: 1, lines: 1))
    #expect(find(Array("\r".utf8), from: 0, isFinal: false) == .needsMore)
  }

  @Test("Random bytes have the records a slow parser finds, wherever it starts")
  func slowTwin() {
    var generator = Seeded.announced()
    let letters = Array("aa,,\"\" \t\r\n".utf8)
    for _ in 0..<6000 {
      let bytes = (0..<Int.random(in: 0...24, using: &generator)).map { _ in generator.pick(letters) }
      var position = 0
      walk: while true {
        let found = find(bytes, from: position, isFinal: true)
        #expect(found == slowFind(bytes, from: position), "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        switch found {
        case .record(_, let next, _), .blank(let next, _): position = next
        case .badQuote where position < bytes.count: position += 1
        default: break walk
        }
      }
    }
  }

  @Test("What is found in a part of the bytes is what is found in all of them, or more is asked for")
  func prefixes() {
    var generator = Seeded.announced()
    let letters = Array("ab,,\"\"\" \r\n".utf8)
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 1...20, using: &generator)).map { _ in generator.pick(letters) }
      let whole = find(bytes, from: 0, isFinal: true)
      for length in 0...bytes.count {
        let part = find(Array(bytes[..<length]), from: 0, isFinal: false)
        #expect(
          part == .needsMore || part == whole,
          "\(String(decoding: bytes, as: UTF8.self).debugDescription) cut at \(length)")
      }
    }
  }

  @Test("Eight bytes at a time finds what the state machine finds, whatever number of fields is expected")
  func plainRecords() {
    var generator = Seeded.announced()
    let letters = Array("abcdefgh012345,,,,,; \t\"\r\n\n".utf8) + [0, 0x80, 0xAC, 0xFF]
    for _ in 0..<20_000 {
      // Long enough for several words, and mostly without what the state machine must look at.
      let isRough = generator.chance(30)
      let bytes = (0..<generator.below(80)).map { _ in
        isRough ? generator.pick(letters) : generator.pick(letters.dropLast(8))
      }
      let text =
        bytes + generator.pick([[], [10], [13, 10], [13]]) + generator.pick([[], Array("tail of the text".utf8)])
      let separator = generator.pick(Array(",;\t".utf8))
      for isFinal in [true, false] {
        let slow = find(text, from: 0, isFinal: isFinal, separator: separator)
        guard case .record(let fields, _, let lines) = slow, lines < 2 else { continue }
        for expected in [fields.count, fields.count - 1, fields.count + 1] where expected > 0 {
          let fast = find(text, from: 0, isFinal: isFinal, separator: separator, fieldsExpected: expected)
          #expect(fast == slow, "\(String(decoding: text, as: UTF8.self).debugDescription), \(expected) fields")
        }
      }
    }
  }

  @Test("One tokenizer finds records of few, many and the expected number of fields one after another")
  func reused() {
    let lines = ["a,b,c,d,e,f,g,h", "a,b", "\"a\",b,c", "aaaaaaaaaa,bbbbbbbbbb,cccccccccc", "", "x,y,z", "1,2,3,4"]
    let text = Array(lines.joined(separator: "\n").utf8) + [10]
    var tokenizer = CsvTokenizer(fieldsExpected: 3)
    var counts: [Int] = []
    text.withUnsafeBytes { buffer in
      var position = 0
      while true {
        switch tokenizer.next(in: buffer, from: position, isFinal: true) {
        case .record(let next, _):
          counts.append(tokenizer.fields.count)
          position = next
        case .blank(let next, _): position = next
        default: return
        }
      }
    }
    #expect(counts == [8, 2, 3, 3, 3, 4])
  }

  @Test("A field of 1 MiB is taken, one byte more is too long, in quotes a bad quote")
  func fieldLimit() {
    let limit = CsvTokenizer.fieldBytesMaximum
    let field = [UInt8](repeating: 97, count: limit)
    #expect(find(field + [44, 98], from: 0, isFinal: true) == .record([field, [98]], next: limit + 2, lines: 0))
    #expect(find([97] + field + [44, 98], from: 0, isFinal: true) == .fieldTooLong)
    #expect(find([97] + field, from: 0, isFinal: false) == .fieldTooLong)
    #expect(find([34] + field + [34, 10], from: 0, isFinal: true) == .record([field], next: limit + 3, lines: 1))
    #expect(find([34, 97] + field + [34, 10], from: 0, isFinal: true) == .badQuote)
    #expect(find([34, 97] + field, from: 0, isFinal: false) == .badQuote)
  }

  @Test("A record of more than 8 MiB is too long though each of its fields is not")
  func recordLimit() {
    let field = [UInt8](repeating: 97, count: CsvTokenizer.fieldBytesMaximum) + [44]
    let seven = Array(repeating: field, count: 7).flatMap { $0 }
    #expect(find(seven + field + field, from: 0, isFinal: false) == .fieldTooLong)
    #expect(find(seven, from: 0, isFinal: false) == .needsMore)
  }

  @Test("A record over several lines with more fields than expected ends at once as a bad quote")
  func swallowedFields() {
    let bytes = Array("a,\"b\nc\",d,e,f".utf8)
    bytes.withUnsafeBytes { buffer in
      var tokenizer = CsvTokenizer(fieldsExpected: 4)
      #expect(tokenizer.next(in: buffer, from: 0, isFinal: false) == .badQuote)
      tokenizer = CsvTokenizer(fieldsExpected: 5)
      #expect(tokenizer.next(in: buffer, from: 0, isFinal: true) == .record(next: bytes.count, lines: 1))
    }
  }
}
