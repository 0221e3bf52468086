public import SteelyardDomain

/// Reads files of fee lines into batches of columns, with a diagnostic for everything that is not a clean row.
///
/// ```swift
/// var reader = FeeLineReader()
/// try reader.read("lines.csv") { batch in items.add(batch) }
/// ```
///
/// A line needs its own number, its settlement's, a quantity, an item and money: the amount, or where that is not told
/// price × quantity rounded to fen. Items are told apart by `nat_item_code`, in a row without one by `item_code`, then
/// by `item_name`; ``itemKeys`` says how often by which.
///
/// Every data row ends in exactly one place: a batch, or a rule that rejects or excludes it. Which settlements count,
/// and repeated lines, are left to the ledger's `ItemTallyBuilder`.
public struct FeeLineReader {
  /// The texts behind the items, shared by all files.
  public private(set) var identifiers = FeeLineIdentifiers()
  /// The files read so far.
  public private(set) var files: [QualityReport.File] = []
  /// Everything that is listed row by row.
  public private(set) var diagnostics: [Diagnostic] = []
  /// Notes that are only counted, by rule and field.
  public private(set) var noteCounts: [Diagnostic.Code: [String: Int64]] = [:]
  /// How many accepted lines each of `nat_item_code`, `item_code` and `item_name` told apart.
  public private(set) var itemKeys: [String: Int64] = [:]

  private let mapping: TableMapping
  private let firstSource: Int
  private var rowsRead: Int64 = 0

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - mapping: what the user said of the columns.
  ///   - firstSource: the number of the first file, by which batches tell theirs.
  public init(mapping: TableMapping = TableMapping(), firstSource: Int = 0) {
    self.mapping = mapping
    self.firstSource = firstSource
  }

  /// Reads one file, `-` for standard input.
  ///
  /// - Throws: ``IntakeFailure`` where the file cannot be used; the reader is then of no more use.
  public mutating func read(
    _ name: String, progress: ((ClaimReader.Progress) -> Void)? = nil, into take: (FeeLineBatch) -> Void
  ) throws(IntakeFailure) {
    let scanner = TableScanner(try ByteSource(name))
    let header = try scanner.readHeader(
      Header.Request(
        table: .claimLines, required: ["line_id", "claim_id", "qty"], optional: Self.optionalFields,
        mapping: mapping.columns[.claimLines] ?? [:]))
    try checkAlternatives(header, name)
    var decoder = FeeLineDecoder(header: header, identifiers: identifiers)
    var account = Reconciliation()
    var batch = FeeLineBatch()
    reading: while true {
      switch try scanner.next() {
      case .end: break reading
      case .damaged(let code, let line, let byteOffset):
        account.read.add(fen: 0)
        account.take(code, fen: 0)
        diagnostics.append(Diagnostic(code, at: .init(file: name, line: line, byteOffset: byteOffset)))
      case .record(let record):
        let outcome = decoder.decode(record, file: Int32(firstSource + files.count), into: &batch)
        account.read.add(fen: outcome.amountFen)
        if let code = outcome.code {
          account.take(code, fen: outcome.amountFen)
          let field = outcome.column.map { header.names[$0] }
          diagnostics.append(
            Diagnostic(code, at: .init(file: name, line: record.line, byteOffset: record.byteOffset, field: field)))
        } else {
          account.accepted.add(fen: outcome.amountFen)
        }
      }
      rowsRead += 1
      if batch.count == FeeLineBatch.rowsMaximum {
        take(batch)
        batch = FeeLineBatch()
      }
      if rowsRead & 0xFFFF == 0 { report(scanner, progress) }
    }
    if batch.count > 0 { take(batch) }
    report(scanner, progress)
    if account.read.rows == 0 { throw .refused([Diagnostic(.headerOnly, at: .init(file: name, line: 1))]) }
    try finish(scanner, header, decoder, account)
  }

  /// Money may be told by the amount or by the price, an item by any of three columns.
  private func checkAlternatives(_ header: Header, _ file: String) throws(IntakeFailure) {
    let missing = [["amount", "price"], FeeLineDecoder.itemFields].filter { fields in
      fields.allSatisfy { header.columns[$0] == nil }
    }
    if missing.isEmpty { return }
    throw .refused(
      missing.map { Diagnostic(.requiredColumnMissing, at: .init(file: file, line: 1, field: $0[0])) })
  }

  private func report(_ scanner: TableScanner, _ progress: ((ClaimReader.Progress) -> Void)?) {
    progress?(
      ClaimReader.Progress(
        file: scanner.source.name, rows: rowsRead, bytes: scanner.source.bytesRead,
        bytesExpected: scanner.source.bytesExpected))
  }

  private mutating func finish(
    _ scanner: TableScanner, _ header: Header, _ decoder: FeeLineDecoder, _ account: Reconciliation
  ) throws(IntakeFailure) {
    identifiers = decoder.identifiers
    itemKeys.merge(decoder.itemKeys, uniquingKeysWith: +)
    for (code, counts) in decoder.notes { noteCounts[code, default: [:]].merge(counts, uniquingKeysWith: +) }
    files.append(
      QualityReport.File(
        name: scanner.source.name, table: TableMapping.Table.claimLines.rawValue, bytes: scanner.source.bytesRead,
        sha256: try scanner.source.finish(), compression: scanner.source.isGzip ? "gzip" : "none",
        separator: separatorName(scanner.separator), columns: header.matches, ignoredColumns: header.ignored,
        reconciliation: account))
  }

  /// Fields that are used where they are there.
  static let optionalFields = ["price", "amount", "nat_item_code", "nat_item_name", "item_code", "item_name"]
}
