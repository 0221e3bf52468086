/// Writes CSV as bytes (RFC 4180): UTF-8, commas, LF line ends, quotes only where they are needed.
///
/// A text cell that a spreadsheet would run as a formula gets a leading apostrophe (robustness W1); numbers are left as
/// they are. ``unguarded(_:)`` takes the apostrophe off again, so a table can be read back exactly.
public struct CsvWriter: Sendable {
  /// The bytes so far.
  public private(set) var bytes: [UInt8] = []
  private var isRowStart = true

  /// Creates a writer of nothing, with room for some bytes.
  public init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Adds a cell of text.
  public mutating func text(_ value: String) { cell(Self.guarded(value)) }

  /// Adds a cell of text, given as UTF-8.
  ///
  /// ASCII letters and digits, which nothing has to be done to, are taken as they are; anything else becomes a text first.
  public mutating func text(_ utf8: UnsafeRawBufferPointer) {
    let isPlain = utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
    guard isPlain else { return text(String(decoding: utf8, as: UTF8.self)) }
    if !isRowStart { bytes.append(UInt8(ascii: ",")) }
    isRowStart = false
    bytes.append(contentsOf: utf8)
  }

  /// Adds a cell that holds a number's text, or nothing.
  public mutating func number(_ value: String) { cell(value) }

  /// Ends the row.
  public mutating func endRow() {
    bytes.append(UInt8(ascii: "\n"))
    isRowStart = true
  }

  /// Adds a row of titles.
  public mutating func header(_ titles: [String]) {
    for title in titles { text(title) }
    endRow()
  }

  /// A text as it is safe in a spreadsheet: with a leading apostrophe where it starts as a formula does.
  ///
  /// Texts that already start with apostrophes before such a sign get one more, so that nothing is lost.
  public static func guarded(_ value: String) -> String { startsAsFormula(value) ? "'" + value : value }

  /// The text that ``guarded(_:)`` was given.
  public static func unguarded(_ value: String) -> String {
    value.unicodeScalars.first == "'" && startsAsFormula(value) ? String(value.unicodeScalars.dropFirst()) : value
  }

  private static func startsAsFormula(_ value: String) -> Bool {
    // Letters and digits of ASCII begin no formula.
    if let first = value.utf8.first, first < 0x80, first > UInt8(ascii: "@") || (48...57).contains(first) {
      return false
    }
    return switch value.unicodeScalars.first(where: { $0 != "'" }) {
    case "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠": true
    default: false
    }
  }

  private mutating func cell(_ value: String) {
    if !isRowStart { bytes.append(UInt8(ascii: ",")) }
    isRowStart = false
    var value = value
    value.withUTF8 { text in
      let needsQuotes = text.contains { byte in
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 10 || byte == 13
      }
      guard needsQuotes else { return bytes.append(contentsOf: text) }
      bytes.append(UInt8(ascii: "\""))
      for byte in text {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    }
  }
}

/// Reads back what ``CsvWriter`` wrote; intake has a reader of its own for what others write.
enum CsvText {
  /// The records of a text, or `nil` where a quote does not close or stands inside an unquoted cell.
  ///
  /// Edge cases: a leading byte order mark is passed over; CRLF ends a line too; an empty text has no records.
  static func records(_ bytes: [UInt8]) -> [[String]]? {
    var records: [[String]] = []
    var position = 0
    while position < bytes.count {
      guard let cells = record(bytes, &position) else { return nil }
      // A byte order mark alone is no record.
      if !cells.isEmpty { records.append(cells) }
    }
    return records
  }

  /// The record at a position, which moves to the next one; `nil` where there is none that can be read.
  static func record(_ bytes: [UInt8], _ position: inout Int) -> [String]? {
    var cells: [String] = []
    if position == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    while position < bytes.count {
      guard let cell = nextCell(bytes, &position) else { return nil }
      cells.append(cell)
      if position < bytes.count, bytes[position] == UInt8(ascii: ",") {
        position += 1
        if position < bytes.count { continue }
        cells.append("")
      }
      if position < bytes.count, bytes[position] == UInt8(ascii: "\r") { position += 1 }
      if position < bytes.count {
        guard bytes[position] == UInt8(ascii: "\n") else { return nil }
        position += 1
      }
      return cells
    }
    return cells
  }

  private static func nextCell(_ bytes: [UInt8], _ position: inout Int) -> String? {
    var text: [UInt8] = []
    guard bytes[position] == UInt8(ascii: "\"") else {
      while position < bytes.count, !isEnd(bytes[position]) {
        if bytes[position] == UInt8(ascii: "\"") { return nil }
        text.append(bytes[position])
        position += 1
      }
      return String(decoding: text, as: UTF8.self)
    }
    position += 1
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "\"") {
        position += 1
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
          return String(decoding: text, as: UTF8.self)
        }
      }
      text.append(bytes[position])
      position += 1
    }
    return nil
  }

  private static func isEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
