/// Reads a result file of a run back: the texts of its cells by column, by institution.
public enum ResultRows {
  /// All rows by `institution_id`, in the order of the file, or `nil` where the bytes are no table with that column.
  public static func records(_ bytes: [UInt8]) -> [String: [[String: String]]]? {
    guard let records = CsvText.records(bytes), let header = records.first,
      let key = header.firstIndex(of: "institution_id")
    else { return nil }
    var rows: [String: [[String: String]]] = [:]
    for record in records.dropFirst() {
      guard record.count == header.count else { return nil }
      let row = Dictionary(zip(header, record.map(CsvWriter.unguarded)), uniquingKeysWith: { first, _ in first })
      rows[CsvWriter.unguarded(record[key]), default: []].append(row)
    }
    return rows
  }
}
