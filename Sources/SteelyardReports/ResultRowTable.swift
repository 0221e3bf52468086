/// A result file of a run, opened to be read row by row: it keeps the bytes and where each institution's rows are, so
/// that a file of twenty thousand institutions takes little more room than it has on disk.
public struct ResultRowTable: Sendable {
  private let bytes: [UInt8]
  private let header: [String]
  private var places: [String: [Int]] = [:]

  /// Opens a table, or `nil` where the bytes are none with the key column.
  ///
  /// - Parameters:
  ///   - key: the column that rows are looked up by.
  ///   - wanted: which keys are kept; all where it is `nil`.
  public init?(_ bytes: [UInt8], key: String = "institution_id", wanted: Set<String>? = nil) {
    var position = 0
    guard let header = CsvText.record(bytes, &position), let place = header.firstIndex(of: key) else { return nil }
    while position < bytes.count {
      let start = position
      guard let cells = CsvText.record(bytes, &position), cells.count == header.count else { return nil }
      let name = CsvWriter.unguarded(cells[place])
      if wanted?.contains(name) != false { places[name, default: []].append(start) }
    }
    self.bytes = bytes
    self.header = header
  }

  /// The keys that have rows, in no order.
  public var keys: some Collection<String> { places.keys }

  /// The rows of a key in the order of the file: the texts of the cells by column.
  public func rows(_ key: String) -> [[String: String]] {
    (places[key] ?? []).map { start in
      var position = start
      let cells = CsvText.record(bytes, &position) ?? []
      return Dictionary(zip(header, cells.map(CsvWriter.unguarded)), uniquingKeysWith: { first, _ in first })
    }
  }
}
