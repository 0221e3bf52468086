import SteelyardDomain

/// The account of the input among the parts of a segment.
extension LedgerSegment {
  /// Tables, what is listed, what is counted.
  mutating func walkAccount(_ codec: inout some SegmentCodec) throws(SegmentDamage) {
    try codec.records("files", &extract.files, write: { files, writer in writer.write(files) { $0.write($1) } }) {
      reader throws(SegmentDamage) in
      try reader.list { reader throws(SegmentDamage) in try reader.file() }
    }
    try codec.records("contents", &extract.contents, write: { list, writer in writer.write(list) { $0.write($1) } }) {
      reader throws(SegmentDamage) in
      try reader.texts()
    }
    try codec.records(
      "diagnostics", &extract.diagnostics, write: { list, writer in writer.write(list) { $0.write($1) } }
    ) {
      reader throws(SegmentDamage) in
      try reader.list { reader throws(SegmentDamage) in try reader.diagnostic() }
    }
    try codec.records("notes", &extract.notes, write: { notes, writer in writer.write(notes) }) {
      reader throws(SegmentDamage) in
      try reader.notes()
    }
    try codec.records(
      "identities", &extract.identityChecks, write: { list, writer in writer.write(list) { $0.write($1) } }
    ) { reader throws(SegmentDamage) in
      try reader.list { reader throws(SegmentDamage) in try reader.identityCheck() }
    }
    try codec.records(
      "present", &extract.present,
      write: { present, writer in
        writer.write(UInt8(present.drug ? 1 : 0))
        writer.write(UInt8(present.fund ? 1 : 0))
      }
    ) { reader throws(SegmentDamage) in
      ClaimColumnsPresent(drug: try reader.bool(), fund: try reader.bool())
    }
    try codec.records("flows", &extract.diseaseFlows, write: { list, writer in writer.write(list) { $0.write($1) } }) {
      reader throws(SegmentDamage) in
      try reader.list { reader throws(SegmentDamage) in try reader.flow() }
    }
  }
}

extension RecordWriter {
  fileprivate mutating func write(_ file: QualityReport.File) {
    write(file.name)
    write(file.table)
    write(Int64(file.bytes))
    write(file.sha256)
    let format = file.format
    for text in [format.compression, format.encoding, format.converter, format.separator, format.quote, format.part] {
      write(text)
    }
    write(Int64(format.headerLine))
    write(file.columns) { writer, match in
      writer.write(match.column)
      writer.write(match.field)
      writer.write(match.source.rawValue)
    }
    write(file.ignoredColumns) { $0.write($1) }
    let account = file.reconciliation
    write(account.read)
    write(account.accepted)
    write(account.rejected)
    write(account.excluded)
    write(account.rowsHidden)
  }

  fileprivate mutating func write(_ flow: Flow) {
    write(flow.rows)
    write(flow.fen)
    write(flow.absoluteFen)
  }

  private mutating func write(_ flows: [Diagnostic.Code: Flow]) {
    write(flows.sorted { $0.key.rawValue < $1.key.rawValue }) { writer, entry in
      writer.write(entry.key.rawValue)
      writer.write(entry.value)
    }
  }

  fileprivate mutating func write(_ diagnostic: Diagnostic) {
    write(diagnostic.code.rawValue)
    write(diagnostic.location.file)
    write(Int64(diagnostic.location.line))
    write(Int64(diagnostic.location.byteOffset ?? -1))
    write(UInt8(diagnostic.location.field == nil ? 0 : 1))
    write(diagnostic.location.field ?? "")
  }

  fileprivate mutating func write(_ notes: [Diagnostic.Code: [String: Int64]]) {
    write(notes.sorted { $0.key.rawValue < $1.key.rawValue }) { writer, entry in
      writer.write(entry.key.rawValue)
      writer.write(entry.value.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) { writer, count in
        writer.write(count.key)
        writer.write(count.value)
      }
    }
  }

  fileprivate mutating func write(_ check: IdentityCheck) {
    write(check.identity.rawValue)
    write(check.file)
    write(check.missing) { $0.write($1) }
    write(check.rowsChecked)
    write(check.rowsBroken)
  }
}

extension RecordReader {
  fileprivate mutating func texts() throws(SegmentDamage) -> [String] {
    try list { reader throws(SegmentDamage) in try reader.text() }
  }

  fileprivate mutating func bool() throws(SegmentDamage) -> Bool {
    let byte: UInt8 = try integer()
    guard byte <= 1 else { throw damage }
    return byte == 1
  }

  fileprivate mutating func code() throws(SegmentDamage) -> Diagnostic.Code {
    guard let code = Diagnostic.Code(rawValue: try text()) else { throw damage }
    return code
  }

  fileprivate mutating func file() throws(SegmentDamage) -> QualityReport.File {
    var file = QualityReport.File(name: try text(), table: try text())
    file.bytes = Int(try count())
    file.sha256 = try text()
    file.format.compression = try text()
    file.format.encoding = try text()
    file.format.converter = try text()
    file.format.separator = try text()
    file.format.quote = try text()
    file.format.part = try text()
    file.format.headerLine = Int(try count())
    file.columns = try list { reader throws(SegmentDamage) in
      let (column, field) = (try reader.text(), try reader.text())
      guard let source = QualityReport.ColumnMatch.Source(rawValue: try reader.text()) else { throw reader.damage }
      return QualityReport.ColumnMatch(column: column, field: field, source: source)
    }
    file.ignoredColumns = try texts()
    file.reconciliation.read = try flow()
    file.reconciliation.accepted = try flow()
    file.reconciliation.rejected = try flows(.rejected)
    file.reconciliation.excluded = try flows(.excluded)
    file.reconciliation.rowsHidden = try rows()
    return file
  }

  /// A number of rows, small enough to be added up.
  private mutating func rows() throws(SegmentDamage) -> Int64 {
    let rows = try count()
    guard rows < 1 << 48 else { throw damage }
    return rows
  }

  fileprivate mutating func flow() throws(SegmentDamage) -> Flow {
    let flow = Flow(rows: try rows(), fen: try integer(), absoluteFen: try integer())
    guard flow.absoluteFen >= 0, flow.absoluteFen <= Int128(flow.rows) * Int128(Money.rowLimitFen),
      flow.fen >= -flow.absoluteFen, flow.fen <= flow.absoluteFen
    else { throw damage }
    return flow
  }

  private mutating func flows(_ severity: Diagnostic.Severity) throws(SegmentDamage) -> [Diagnostic.Code: Flow] {
    let entries = try list { reader throws(SegmentDamage) in (try reader.code(), try reader.flow()) }
    guard entries.allSatisfy({ $0.0.severity == severity }) else { throw damage }
    return try dictionary(entries)
  }

  private func dictionary<Key: Hashable, Value>(_ entries: [(Key, Value)]) throws(SegmentDamage) -> [Key: Value] {
    let dictionary = Dictionary(entries, uniquingKeysWith: { first, _ in first })
    guard dictionary.count == entries.count else { throw damage }
    return dictionary
  }

  fileprivate mutating func diagnostic() throws(SegmentDamage) -> Diagnostic {
    let (code, file) = (try code(), try text())
    let (line, offset): (Int64, Int64) = (try count(), try integer())
    let hasField = try bool()
    let field = try text()
    guard line >= 1, offset >= -1, hasField || field.isEmpty else { throw damage }
    return Diagnostic(
      code,
      at: .init(
        file: file, line: Int(line), byteOffset: offset < 0 ? nil : Int(offset), field: hasField ? field : nil))
  }

  fileprivate mutating func notes() throws(SegmentDamage) -> [Diagnostic.Code: [String: Int64]] {
    try dictionary(
      try list { reader throws(SegmentDamage) in
        let code = try reader.code()
        let counts = try reader.list { reader throws(SegmentDamage) in (try reader.text(), try reader.rows()) }
        return (code, try reader.dictionary(counts))
      })
  }

  fileprivate mutating func identityCheck() throws(SegmentDamage) -> IdentityCheck {
    guard let identity = AmountIdentity(rawValue: try text()) else { throw damage }
    let check = IdentityCheck(
      identity, file: try text(), missing: try texts(), rowsChecked: try rows(), rowsBroken: try rows())
    guard check.rowsBroken <= check.rowsChecked else { throw damage }
    return check
  }
}
