import SteelyardDomain

/// Columns of rows that are handed on when they are full.
protocol RowBatch {
  /// The most rows of a batch.
  static var rowsMaximum: Int { get }
  /// The rows so far.
  var count: Int { get }
  /// Creates an empty batch.
  init()
}

extension ClaimBatch: RowBatch {}
extension FeeLineBatch: RowBatch {}

/// What became of a record.
struct RowOutcome {
  /// The rule that took it out, `nil` where it is in the batch.
  var code: Diagnostic.Code?
  /// The column to blame.
  var column: Int?
  /// Its money in fen, 0 where unreadable.
  var fen: Int64
}

/// Decodes the records of one file into batches, row by row.
protocol RecordDecoder {
  associatedtype Batch: RowBatch

  /// Decodes a record: into the batch, or out by a rule.
  mutating func decode(_ record: TableRecord, file: Int32, into batch: inout Batch) -> RowOutcome

  /// Whether each row that a rule takes out is listed; the others are only counted.
  static func isListed(_ code: Diagnostic.Code) -> Bool
}

/// Reads the records of one file into batches: every row ends in a batch, or in the account of a rule.
struct RecordLoop {
  let scanner: any RecordScanner
  let header: Header
  /// The number by which batches name the file.
  let file: Int32
  /// Rows of the files before, for the account of progress.
  let rowsBefore: Int64
  let progress: ((ClaimReader.Progress) -> Void)?

  /// Where the rows went.
  private(set) var account = Reconciliation()
  /// The rows that are listed.
  private(set) var diagnostics: [Diagnostic] = []

  init(
    _ scanner: any RecordScanner, _ header: Header, file: Int, rowsBefore: Int64,
    progress: ((ClaimReader.Progress) -> Void)?
  ) {
    self.scanner = scanner
    self.header = header
    self.file = Int32(file)
    self.rowsBefore = rowsBefore
    self.progress = progress
  }

  /// Reads to the end of the file.
  ///
  /// - Throws: ``IntakeFailure``; a header without rows is ``Diagnostic/Code/headerOnly``.
  mutating func run<Decoder: RecordDecoder>(
    _ decoder: inout Decoder, into take: (Decoder.Batch) -> Void
  ) throws(IntakeFailure) {
    let name = scanner.source.name
    var batch = Decoder.Batch()
    reading: while true {
      switch try scanner.next() {
      case .end: break reading
      case .damaged(let code, let line, let byteOffset):
        account.read.add(fen: 0)
        account.take(code, fen: 0)
        diagnostics.append(Diagnostic(code, at: .init(file: name, line: line, byteOffset: byteOffset)))
      case .record(let record):
        let outcome = decoder.decode(record, file: file, into: &batch)
        account.read.add(fen: outcome.fen)
        if let code = outcome.code {
          account.take(code, fen: outcome.fen)
          if Decoder.isListed(code) {
            let field = outcome.column.map { header.names[$0] }
            diagnostics.append(
              Diagnostic(code, at: .init(file: name, line: record.line, byteOffset: record.byteOffset, field: field)))
          }
        } else {
          account.accepted.add(fen: outcome.fen)
        }
      }
      if batch.count == Decoder.Batch.rowsMaximum {
        take(batch)
        batch = Decoder.Batch()
      }
      if account.read.rows & 0xFFFF == 0 { report() }
    }
    if batch.count > 0 { take(batch) }
    report()
    if account.read.rows == 0 { throw .refused([Diagnostic(.headerOnly, at: .init(file: name, line: 1))]) }
  }

  private func report() {
    progress?(
      ClaimReader.Progress(
        file: scanner.source.name, rows: rowsBefore + account.read.rows, bytes: scanner.source.bytesRead,
        bytesExpected: scanner.source.bytesExpected))
  }
}
