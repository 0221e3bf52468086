/// Reads a result file of a run back: the texts of its cells by column.
public enum ResultRows {
  /// All rows by `institution_id`, in the order of the file, or `nil` where the bytes are no table with that column.
  public static func records(_ bytes: [UInt8]) -> [String: [[String: String]]]? {
    let key = "institution_id"
    return rows(bytes, with: [key]).map { Dictionary(grouping: $0) { $0[key] ?? "" } }
  }

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
