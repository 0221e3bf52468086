import SteelyardDomain

/// Columns of rows that are handed on when they are full.
protocol RowBatch {
  /// The most rows of a batch.
  static var rowsMaximum: Int { get }
  /// The rows so far.
  var count: Int { get }
}

extension ClaimBatch: RowBatch {}
extension FeeLineBatch: RowBatch {}
extension RegisterBatch: RowBatch {}

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

  /// A batch without rows, with room for some.
  func newBatch(rows: Int) -> Batch

  /// Decodes a record: into the batch, or out by a rule.
  mutating func decode(_ record: TableRecord, file: Int32, into batch: inout Batch) -> RowOutcome

  /// What was read as an amount of a column of the record last decoded; `nil` where nothing was.
  func amount(of column: Int) -> Decoded<Int64>?

  /// Whether each row that a rule takes out is listed; the others are only counted.
  static func isListed(_ code: Diagnostic.Code) -> Bool
}

/// Reads the records of one file into batches: every row ends in a batch, or in the account of a rule.
///
/// It is decoded in stretches (``RecordStretch``). What only the rows above a row can tell is told here: lines of totals
/// without a word for it, and whether the totals are those of their rows (``ControlSums``). A total of a whole that is not
/// refuses the file at its end, for rows are missing or too many; a total of a part is rejected.
struct RecordLoop {
  let scanner: any RecordScanner
  let terms: RecordTerms
  /// Rows of the files before, for the account of progress.
  let rowsBefore: Int64
  let progress: ((ClaimReader.Progress) -> Void)?
  /// Whether reading may go on after so many rows of all files; `nil` asks nobody.
  private let mayGoOn: ((Int64) -> Bool)?

  /// Where the rows went.
  private(set) var account = Reconciliation()
  /// The rows that are listed.
  private(set) var diagnostics: [Diagnostic] = []
  /// Notes that are only counted, by rule and field.
  private(set) var notes: [Diagnostic.Code: [String: Int64]] = [:]

  /// What the values of the used columns were, where that is counted.
  private(set) var values: [ColumnValues] = []
  private var valueColumns: [Int] = []

  private let options: ReadingOptions
  private var hidden = HiddenRows()
  private var sums: ControlSums
  private var totalCounts: [Diagnostic.Code: Int64] = [:]

  /// How many rows lie between two accounts of progress.
  private static let rowsBetweenReports: Int64 = 1 << 16

  init(
    _ scanner: any RecordScanner, _ header: Header, _ options: ReadingOptions, file: Int, rowsBefore: Int64,
    countsValues: Bool = false, mayGoOn: ((Int64) -> Bool)? = nil, progress: ((ClaimReader.Progress) -> Void)?
  ) {
    self.mayGoOn = mayGoOn
    self.scanner = scanner
    self.options = options
    terms = RecordTerms(header, options, source: scanner.source, file: file)
    self.rowsBefore = rowsBefore
    self.progress = progress
    sums = ControlSums(terms.noSums)
    if countsValues { (values, valueColumns) = header.countedColumns }
  }

  /// Reads to the end of the file, and hands on each batch with the decoder as it is then.
  ///
  /// - Throws: ``IntakeFailure``; a header without rows is ``Diagnostic/Code/headerOnly``.
  mutating func run<Decoder: RecordDecoder>(
    _ decoder: inout Decoder, into take: (Decoder.Batch, Decoder) -> Void
  ) throws(IntakeFailure) {
    let scanner = options.ahead(scanner, amounts: terms.usual)
    var batch = decoder.newBatch(rows: Decoder.Batch.rowsMaximum)
    var stretch = RecordStretch(terms)
    reading: while true {
      switch try scanner.next() {
      case .end: break reading
      case .damaged(let code, let line, let byteOffset):
        stretch.take(
          damaged: code, line: line, byteOffset: byteOffset, column: scanner.damagedColumn, text: scanner.damagedText)
      case .record(let record):
        let code = stretch.take(record, &decoder, into: &batch)
        if !values.isEmpty { countValues(record, code) }
      }
      if batch.count == Decoder.Batch.rowsMaximum {
        take(batch, decoder)
        batch = decoder.newBatch(rows: Decoder.Batch.rowsMaximum)
      }
      // Nobody waits for what the rows above a doubtful one tell.
      if stretch.account.read.rows == Self.rowsBetweenReports || !stretch.doubtful.isEmpty {
        try add(stretch, bytes: scanner.bytesPassed)
        stretch = RecordStretch(terms)
      }
    }
    if batch.count > 0 { take(batch, decoder) }
    try add(stretch, bytes: scanner.bytesPassed, isLast: true)
    try settle()
  }

  /// Adds what the next records of the file came to.
  ///
  /// - Parameter bytes: how many bytes of the source were read for them and all before.
  /// - Throws: ``IntakeFailure/stopped(rows:)``.
  mutating func add(_ stretch: RecordStretch, bytes: Int, isLast: Bool = false) throws(IntakeFailure) {
    let before = account.read.rows
    account.merge(stretch.account)
    hidden.add(stretch.hidden)
    let listed = diagnostics.count
    diagnostics += stretch.diagnostics
    for row in stretch.doubtful {
      sums.add(row.above)
      decide(row)
    }
    sums.add(stretch.sums)
    if !stretch.doubtful.isEmpty { diagnostics[listed...].sort(by: Diagnostic.precedes) }
    let isDue = before / Self.rowsBetweenReports < account.read.rows / Self.rowsBetweenReports
    if isLast || isDue { try report(bytes) }
  }

  /// Counts the values of a row that is in scope.
  private mutating func countValues(_ record: TableRecord, _ code: Diagnostic.Code?) {
    if code == .rowEmpty { return }
    if let code, code.severity != .rejected { return }
    for (position, column) in valueColumns.enumerated() {
      values[position].count(isFilled: !FieldDecoder.isNull(record.trimmed(column)))
    }
  }

  /// Says what the rows above make of a row: a line of totals, or one that its own rule takes out.
  private mutating func decide(_ row: DoubtfulRow) {
    guard let kind = row.kind ?? (sums.isSum(row.amounts) ? .part : nil) else {
      // No money may mean that it cannot be read.
      var own = terms.noSums
      own.add(fen: row.fen == 0 ? nil : row.fen, row.amounts)
      sums.add(own)
      account.take(row.rule, fen: row.fen)
      if row.isListed { list(row.rule, row.line, row.byteOffset, row.outcome.column, text: row.text) }
      return
    }
    switch sums.close(kind, row) {
    case .confirmed: totalCounts[.controlTotalConfirmed, default: 0] += 1
    case .unchecked: totalCounts[.controlTotalUnchecked, default: 0] += 1
    case .differs: return  // until the end of the file is known
    }
    account.take(.totalRow, fen: row.fen)
    list(.totalRow, row.line, row.byteOffset, nil)
  }

  private mutating func list(
    _ code: Diagnostic.Code, _ line: Int, _ byteOffset: Int, _ column: Int?, text: String? = nil
  ) {
    diagnostics.append(terms.diagnostic(code, line: line, byteOffset: byteOffset, column: column, text: text))
  }

  /// Closes the account of the totals and the notes.
  ///
  /// - Precondition: the scanner came to its end, and every record was added.
  /// - Throws: ``IntakeFailure/refused(_:)``: a header without rows, a total of a whole that is not.
  mutating func settle() throws(IntakeFailure) {
    hidden.begin(scanner.offsetReached, .neither)
    account.rowsHidden = hidden.rows
    if account.read.rows == 0 {
      throw .refused([Diagnostic(.headerOnly, at: .init(file: scanner.source.name, line: scanner.format.headerLine))])
    }
    var refused: [Diagnostic] = []
    let listed = diagnostics.count
    for (line, verdict) in sums.settled() {
      switch verdict {
      case .differs(let column) where line.kind == .whole:
        refused.append(
          terms.diagnostic(.controlTotalDiffers, line: line.line, byteOffset: line.byteOffset, column: column))
      case .differs(let column):
        account.take(.subtotalDiffers, fen: line.fen)
        list(.subtotalDiffers, line.line, line.byteOffset, column)
      case .confirmed, .unchecked:
        let code: Diagnostic.Code = verdict == .confirmed ? .controlTotalConfirmed : .controlTotalUnchecked
        totalCounts[code, default: 0] += 1
        account.take(.totalRow, fen: line.fen)
        list(.totalRow, line.line, line.byteOffset, nil)
      }
    }
    if !refused.isEmpty { throw .refused(refused) }
    if diagnostics.count > listed { diagnostics.sort(by: Diagnostic.precedes) }
    let subject = terms.header.vocabulary.name
    notes = totalCounts.mapValues { [subject: $0] }.merging(scanner.notes) { $0.merging($1, uniquingKeysWith: +) }
    // A workbook's scanner knows the sheet's last row; a text exported from one has it as its last line.
    let lastRow = scanner.format.headerLine + Int(account.read.rows)
    if scanner.source.kind != .xlsx, SpreadsheetLimit.isReached(lastRow: lastRow) {
      notes[.rowLimitReached] = [subject: 1]
    }
  }

  /// Tells how far reading is, and asks whether it may go on.
  private func report(_ bytes: Int) throws(IntakeFailure) {
    let rows = rowsBefore + account.read.rows
    if mayGoOn?(rows) == false { throw .stopped(rows: rows) }
    progress?(
      ClaimReader.Progress(
        file: scanner.source.name, rows: rows, bytes: bytes,
        bytesExpected: scanner.source.bytesExpected))
  }
}
