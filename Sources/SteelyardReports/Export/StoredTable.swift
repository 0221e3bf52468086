/// A CSV file of a run opened row by row: it keeps the bytes and where each row starts.
public struct StoredTable: Sendable {
  /// The columns, in the order of the file.
  let header: [String]
  private let bytes: [UInt8]
  private let starts: [Int]

  /// Opens a file that ``CsvWriter`` wrote, or `nil` where the bytes are none.
  public init?(_ bytes: [UInt8]) {
    var position = 0
    guard let header = CsvText.record(bytes, &position), !header.isEmpty else { return nil }
    self.header = header
    self.bytes = bytes
    var starts: [Int] = []
    while position < bytes.count {
      starts.append(position)
      guard let end = Self.end(bytes, from: position) else { return nil }
      position = end
    }
    self.starts = starts
  }

  /// How many rows.
  var count: Int { starts.count }

  /// The texts of a row's cells, without the apostrophe that guards a spreadsheet; empty ones where the row is short.
  func cells(_ row: Int) -> [String] {
    var position = starts[row]
    let cells = (CsvText.record(bytes, &position) ?? []).map(CsvWriter.unguarded)
    return cells + Array(repeating: "", count: max(0, header.count - cells.count))
  }

  /// Where the next row starts: after the first line end that no quotes hold; `nil` where a quote does not close.
  static func end(_ bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      var isQuoted = false
      var position = start
      while position < bytes.count {
        if bytes[position] == UInt8(ascii: "\"") { isQuoted.toggle() }
        if bytes[position] == UInt8(ascii: "\n"), !isQuoted { return position + 1 }
        position += 1
      }
      return isQuoted ? nil : position
    }
  }
}
