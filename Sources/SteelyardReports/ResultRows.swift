/// Reads a result file of a run back: the texts of its cells by column, by institution.
public enum ResultRows {
  /// The rows by `institution_id`, or `nil` where the bytes are no table with that column.
  ///
  /// Edge cases: of several rows of one institution the last stands.
  public static func byInstitution(_ bytes: [UInt8]) -> [String: [String: String]]? {
    guard let records = CsvText.records(bytes), let header = records.first,
      let key = header.firstIndex(of: "institution_id")
    else { return nil }
    var rows: [String: [String: String]] = [:]
    for record in records.dropFirst() {
      guard record.count == header.count else { return nil }
      rows[CsvWriter.unguarded(record[key])] = Dictionary(
        zip(header, record.map(CsvWriter.unguarded)), uniquingKeysWith: { first, _ in first })
    }
    return rows
  }
}
