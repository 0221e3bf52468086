public import SteelyardDomain

/// Reads a table that says which codes of institutions stand for others: local codes for national ones, and codes that
/// were changed or merged (`inst_merge.csv`).
///
/// A code may be replaced by one that is itself replaced; the last one counts. Two rows that replace one code by
/// different ones, and codes that replace each other in a ring, refuse the table, as does any damaged row: a wrong
/// merge would add two institutions up.
public enum InstitutionCodesReader {
  /// What is asked of a table.
  static let fields: (required: [String], optional: [String]) = (["old_code", "inst_code"], [])

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - name: the file, `-` for standard input.
  ///   - mapping: what the user said of the columns.
  /// - Returns: for each code that is replaced the one that counts, and the file's account.
  /// - Throws: ``IntakeFailure``.
  public static func read(
    _ name: String, mapping: TableMapping = TableMapping()
  ) throws(IntakeFailure) -> (codes: [String: String], file: QualityReport.File) {
    var input = try TableInput(name, mapping.reading)
    let name = input.name
    guard input.count == 1, let scanner = try input.next() else {
      throw .refused([Diagnostic(.archiveEntryUnusable, at: .init(file: name, line: 1))])
    }
    let header = try scanner.readHeader(
      Header.Request(
        table: .institutionCodes, required: fields.required, optional: fields.optional,
        mapping: mapping.columns[.institutionCodes] ?? [:]))
    var account = Reconciliation()
    var next: [String: String] = [:]
    var places: [String: Diagnostic.Location] = [:]
    while true {
      switch try scanner.next() {
      case .end:
        if account.read.rows == 0 { throw .refused([Diagnostic(.headerOnly, at: .init(file: name, line: 1))]) }
        let rings = next.keys.filter { last(from: $0, next) == nil }.compactMap { places[$0] }
        if !rings.isEmpty {
          throw .refused(rings.map { Diagnostic(.dimensionConflict, at: $0) }.sorted(by: Diagnostic.precedes))
        }
        let codes = next.compactMapValues { last(from: $0, next) }
        let file = try scanner.account(TableMapping.Table.institutionCodes.rawValue, header, account)
        return (codes, file)
      case .damaged(let code, let line, let byteOffset):
        throw .refused([Diagnostic(code, at: .init(file: name, line: line, byteOffset: byteOffset))])
      case .record(let record):
        account.read.add(fen: 0)
        account.accepted.add(fen: 0)
        let columns = ["old_code", "inst_code"].compactMap { header.columns[$0] }
        let texts = columns.map { column -> String in
          let bytes = record.trimmed(column)
          return FieldDecoder.isNull(bytes) ? "" : FieldDecoder.foldedCode(bytes)
        }
        let place = Diagnostic.Location(
          file: name, line: record.line, byteOffset: record.byteOffset,
          field: texts.firstIndex(of: "").map { header.names[columns[$0]] })
        if place.field != nil { throw .refused([Diagnostic(.requiredValueEmpty, at: place)]) }
        if let known = next[texts[0]], known != texts[1] { throw .refused([Diagnostic(.dimensionConflict, at: place)]) }
        // A code that stands for itself says nothing.
        if texts[0] != texts[1] {
          next[texts[0]] = texts[1]
          places[texts[0]] = place
        }
      }
    }
  }

  /// The code that no other replaces, from one on; `nil` in a ring.
  private static func last(from code: String, _ next: [String: String]) -> String? {
    var (last, steps) = (code, 0)
    while let following = next[last] {
      (last, steps) = (following, steps + 1)
      if steps > next.count { return nil }
    }
    return last
  }
}
