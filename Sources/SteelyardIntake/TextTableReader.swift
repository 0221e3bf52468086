public import SteelyardDomain

/// Reads a whole small file into a table of texts.
public enum TextTableReader {
  /// Reads a file; every row must have the header's shape.
  ///
  /// - Parameters:
  ///   - kind: what the table is called in the account.
  ///   - columns: names by which the header, and so the separator, is recognised.
  ///   - mayBeEmpty: whether a header alone is a table.
  /// - Returns: the table, the file's account, and what there is to say of the file.
  /// - Throws: ``IntakeFailure``; a damaged row refuses the file, for a table of sums has no row to spare.
  public static func read(
    _ name: String, as kind: String, columns: [String], mayBeEmpty: Bool = false
  ) throws(IntakeFailure) -> (table: TextTable, file: QualityReport.File, notes: [Diagnostic]) {
    var input = try TableInput(name, ReadingOptions())
    let name = input.name
    guard input.count == 1, let scanner = try input.next() else {
      throw .refused([Diagnostic(.archiveEntryUnusable, at: .init(file: name, line: 1))])
    }
    let header = try scanner.readHeader(
      Header.Request(table: .claims, required: [], optional: [], mapping: [:], known: Set(columns)))
    var rows: [[String]] = []
    var lines: [Int] = []
    while true {
      switch try scanner.next() {
      case .end:
        if rows.isEmpty, !mayBeEmpty { throw .refused([Diagnostic(.headerOnly, at: .init(file: name, line: 1))]) }
        let table = TextTable(file: name, columns: header.names, rows: rows, lines: lines)
        var account = Reconciliation()
        for _ in rows { account.read.add(fen: 0) }
        account.accepted = account.read
        let file = try scanner.account(kind, nil, account)
        var files = RepeatedFiles()
        return (table, file, input.notes + (try files.add(scanner.source, ReadingOptions())))
      case .damaged(let code, let line, let byteOffset):
        throw .refused([Diagnostic(code, at: .init(file: name, line: line, byteOffset: byteOffset))])
      case .record(let record):
        lines.append(record.line)
        rows.append(
          record.fields.map { field in
            composed(String(decoding: record.buffer[field.start..<field.end], as: UTF8.self))
          })
      }
    }
  }
}
