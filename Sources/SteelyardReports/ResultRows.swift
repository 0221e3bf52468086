/// Reads a result file of a run back whole: the texts of its cells by column.
///
/// ``ResultRowTable`` opens a file whose rows are looked up by a key.
enum ResultRows {
  /// All rows in the order of the file, or `nil` where the bytes are no table with these columns.
  static func rows(_ bytes: [UInt8], with columns: [String]) -> [[String: String]]? {
    guard let records = CsvText.records(bytes), let header = records.first, Set(columns).isSubset(of: header) else {
      return nil
    }
    var rows: [[String: String]] = []
    for record in records.dropFirst() {
      guard record.count == header.count else { return nil }
      rows.append(Dictionary(zip(header, record.map(CsvWriter.unguarded)), uniquingKeysWith: { first, _ in first }))
    }
    return rows
  }
}
