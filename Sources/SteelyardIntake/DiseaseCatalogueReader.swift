public import SteelyardDomain

/// Reads a bureau's own list of outpatient specified diseases, as interface 1309 or OPSP_DISE_LIST_B gives it.
///
/// Rows whose mark of validity says no are left out. Two different names of one code refuse the list: nobody can say
/// which of them counts.
public enum DiseaseCatalogueReader {
  /// What is asked of a list.
  static let fields = (required: ["disease_code", "disease_name"], optional: ["valid_flag"])

  /// Reads a list.
  ///
  /// - Parameters:
  ///   - name: the file, `-` for standard input.
  ///   - mapping: what the user said of the columns.
  /// - Returns: the catalogue, and the file's account.
  /// - Throws: ``IntakeFailure``; a damaged row refuses the list.
  public static func read(
    _ name: String, mapping: TableMapping = TableMapping()
  ) throws(IntakeFailure) -> (catalogue: DiseaseCatalogue, file: QualityReport.File) {
    var input = try TableInput(name, mapping.reading)
    let name = input.name
    guard input.count == 1, let scanner = try input.next() else {
      throw .refused([Diagnostic(.archiveEntryUnusable, at: .init(file: name, line: 1))])
    }
    let header = try scanner.readHeader(
      Header.Request(
        table: .diseaseCatalog, required: fields.required, optional: fields.optional,
        mapping: mapping.columns[.diseaseCatalog] ?? [:]))
    var account = Reconciliation()
    var entries: [String: DiseaseCatalogue.Entry] = [:]
    while true {
      switch try scanner.next() {
      case .end:
        if account.read.rows == 0 { throw .refused([Diagnostic(.headerOnly, at: .init(file: name, line: 1))]) }
        let file = try scanner.account(TableMapping.Table.diseaseCatalog.rawValue, header, account)
        return (DiseaseCatalogue(entries.values.sorted { $0.code < $1.code }), file)
      case .damaged(let code, let line, let byteOffset):
        throw .refused([Diagnostic(code, at: .init(file: name, line: line, byteOffset: byteOffset))])
      case .record(let record):
        account.read.add(fen: 0)
        if let fault = take(record, header, &entries) {
          let place = Diagnostic.Location(
            file: name, line: record.line, byteOffset: record.byteOffset, field: fault.column.map { header.names[$0] })
          if fault.code.severity == .excluded {
            account.take(fault.code, fen: 0)
            continue
          }
          throw .refused([Diagnostic(fault.code, at: place)])
        }
        account.accepted.add(fen: 0)
      }
    }
  }

  /// Takes a row into the list, or says why not.
  private static func take(
    _ record: TableRecord, _ header: Header, _ entries: inout [String: DiseaseCatalogue.Entry]
  ) -> (code: Diagnostic.Code, column: Int?)? {
    if let valid = header.columns["valid_flag"] {
      let mark = record.trimmed(valid)
      if mark.elementsEqual("0".utf8) || mark.elementsEqual("无效".utf8) { return (.markedInvalid, valid) }
    }
    let columns = ["disease_code", "disease_name"].compactMap { header.columns[$0] }
    if let empty = columns.first(where: { FieldDecoder.isNull(record.trimmed($0)) }) {
      return (.requiredValueEmpty, empty)
    }
    let code = FieldDecoder.foldedCode(record.trimmed(columns[0]))
    let name = composed(String(decoding: record.trimmed(columns[1]), as: UTF8.self))
    let isConflict = entries[code].map { DiseaseCatalogue.folded($0.name) != DiseaseCatalogue.folded(name) } ?? false
    if isConflict { return (.dimensionConflict, columns[1]) }
    entries[code] = entries[code] ?? DiseaseCatalogue.Entry(code: code, name: name)
    return nil
  }
}
