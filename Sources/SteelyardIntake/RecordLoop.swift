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

  /// A batch without rows.
  func newBatch() -> Batch

  /// Decodes a record: into the batch, or out by a rule.
  mutating func decode(_ record: TableRecord, file: Int32, into batch: inout Batch) -> RowOutcome

  /// What was read as an amount of a column of the record last decoded; `nil` where nothing was.
  func amount(of column: Int) -> Decoded<Int64>?

  /// Whether each row that a rule takes out is listed; the others are only counted.
  static func isListed(_ code: Diagnostic.Code) -> Bool
}

/// Reads the records of one file into batches: every row ends in a batch, or in the account of a rule.
///
/// What only the rows above a row can tell is told here: lines of totals without a word for it, and whether the totals
/// are those of their rows (``ControlSums``). A total of a whole that is not refuses the file at its end, for rows are
/// missing or too many; a total of a part is rejected.
struct RecordLoop {
  let scanner: any RecordScanner
  let header: Header
  /// The number by which batches name the file.
  let file: Int32
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

  private let subject: String
  private var hidden = HiddenRows()
  private let identifiers: [Int]
  private var sums: ControlSums
  /// How amounts are written, by column.
  private let forms: [AmountForm]
  private let usualPlaces: [Int]
  private let roundsHalfEven, keepsTexts: Bool
  private var totalCounts: [Diagnostic.Code: Int64] = [:]

  init(
    _ scanner: any RecordScanner, _ header: Header, _ options: ReadingOptions, file: Int, rowsBefore: Int64,
    countsValues: Bool = false, mayGoOn: ((Int64) -> Bool)? = nil, progress: ((ClaimReader.Progress) -> Void)?
  ) {
    self.mayGoOn = mayGoOn
    let usual = UsualAmounts(header, options)
    usualPlaces = usual.places
    self.scanner = options.ahead(scanner, amounts: usual)
    self.header = header
    self.file = Int32(file)
    self.rowsBefore = rowsBefore
    self.progress = progress
    subject = header.vocabulary.name
    identifiers = header.vocabulary.keys.compactMap { header.columns[$0] }
    sums = ControlSums(header)
    forms = header.names.map { AmountForm(unit: AliasTables.unit(of: $0), decimalMark: options.decimalMark) }
    roundsHalfEven = options.roundsHalfEven
    if countsValues { (values, valueColumns) = header.countedColumns }
    keepsTexts = options.keepsTexts
  }

  /// Reads to the end of the file, and hands on each batch with the decoder as it is then.
  ///
  /// - Throws: ``IntakeFailure``; a header without rows is ``Diagnostic/Code/headerOnly``.
  mutating func run<Decoder: RecordDecoder>(
    _ decoder: inout Decoder, into take: (Decoder.Batch, Decoder) -> Void
  ) throws(IntakeFailure) {
    var batch = decoder.newBatch()
    // The cells of a sheet lie side by side.
    let hasSeparators = scanner.source.kind != .xlsx
    reading: while true {
      switch try scanner.next() {
      case .end: break reading
      case .damaged(let code, let line, let byteOffset):
        hidden.begin(byteOffset, code.severity == .rejected ? .damaged : .neither)
        account.read.add(fen: 0)
        account.take(code, fen: 0)
        if code.severity == .rejected { sums.addDamaged() }
        // Comments may be many, and nobody asks where they stand.
        if code != .commentLine {
          list(code, line, byteOffset, scanner.damagedColumn, text: scanner.damagedText)
        }
      case .record(let record) where hasSeparators && TableRecord.isBare(record.fields):
        hidden.begin(record.byteOffset, .whole)
        account.read.add(fen: 0)
        account.take(.rowEmpty, fen: 0)
      case .record(let record):
        hidden.begin(record.byteOffset, .whole)
        let outcome = decoder.decode(record, file: file, into: &batch)
        if !values.isEmpty { countValues(record, outcome.code) }
        account.read.add(fen: outcome.fen)
        if let code = outcome.code {
          leave(out: record, by: code, outcome, isListed: Decoder.isListed(code)) { decoder.amount(of: $0) }
        } else {
          account.accepted.add(fen: outcome.fen)
          let (forms, places, roundsHalfEven) = (forms, usualPlaces, roundsHalfEven)
          sums.add(record, fen: outcome.fen) {
            Self.amount(record, $0, forms[$0], places[$0], roundsHalfEven) { decoder.amount(of: $0) }
          }
        }
      }
      if batch.count == Decoder.Batch.rowsMaximum {
        take(batch, decoder)
        batch = decoder.newBatch()
      }
      if account.read.rows & 0xFFFF == 0 { try report() }
    }
    if batch.count > 0 { take(batch, decoder) }
    try report()
    hidden.begin(scanner.offsetReached, .neither)
    account.rowsHidden = hidden.rows
    if account.read.rows == 0 {
      throw .refused([Diagnostic(.headerOnly, at: .init(file: scanner.source.name, line: scanner.format.headerLine))])
    }
    try settle()
  }

  /// Counts the values of a row that is in scope.
  private mutating func countValues(_ record: TableRecord, _ code: Diagnostic.Code?) {
    if let code, code.severity != .rejected { return }
    for (position, column) in valueColumns.enumerated() {
      values[position].count(isFilled: !FieldDecoder.isNull(record.trimmed(column)))
    }
  }

  /// An amount of a record, as the table's sums count it; what the decoder has read is not read again.
  @inline(__always)
  private static func amount(
    _ record: TableRecord, _ column: Int, _ form: AmountForm, _ place: Int, _ roundsHalfEven: Bool,
    read: (Int) -> Decoded<Int64>?
  ) -> Decoded<Int64> {
    let bytes = record.field(column)
    if form == .plain, let fen = record.usualFen(column, place: place) { return .clean(fen) }
    if let known = read(column) { return known }
    let amount = FieldDecoder.fen(bytes, form)
    guard roundsHalfEven, case .broken(.amountFinerThanFen) = amount else { return amount }
    return FieldDecoder.roundedFen(bytes, form)
  }

  /// Takes a row out by the decoder's rule, or as what the rows above make of it.
  private mutating func leave(
    out record: TableRecord, by rule: Diagnostic.Code, _ outcome: RowOutcome, isListed: Bool,
    read: (Int) -> Decoded<Int64>?
  ) {
    let (forms, places, roundsHalfEven) = (forms, usualPlaces, roundsHalfEven)
    func amount(_ column: Int) -> Decoded<Int64> {
      Self.amount(record, column, forms[column], places[column], roundsHalfEven, read: read)
    }
    var kind = rule == .totalRow ? record.totalKind : nil
    if kind == nil, identifiers.allSatisfy({ isNoValue(record, $0) }) {
      if record.isEmptyRow {
        account.take(.rowEmpty, fen: outcome.fen)
        return
      }
      kind = record.totalKindAnywhere ?? (sums.isSum(amount) ? .part : nil)
    }
    guard let kind else {
      // No money may mean that it cannot be read.
      sums.add(record, fen: outcome.fen == 0 ? nil : outcome.fen, amount)
      account.take(rule, fen: outcome.fen)
      if isListed {
        let text = keepsTexts ? RejectedText.of(record, outcome.column) : nil
        list(rule, record.line, record.byteOffset, outcome.column, text: text)
      }
      return
    }
    switch sums.close(kind, record, fen: outcome.fen, amount) {
    case .confirmed: totalCounts[.controlTotalConfirmed, default: 0] += 1
    case .unchecked: totalCounts[.controlTotalUnchecked, default: 0] += 1
    case .differs: return  // until the end of the file is known
    }
    account.take(.totalRow, fen: outcome.fen)
    list(.totalRow, record.line, record.byteOffset, nil)
  }

  /// Whether a cell that tells rows apart is empty, or has a word for a total in it.
  private func isNoValue(_ record: TableRecord, _ column: Int) -> Bool {
    let bytes = record.trimmed(column)
    return FieldDecoder.isNull(bytes) || TotalWords.kind(bytes) != nil
  }

  private mutating func list(
    _ code: Diagnostic.Code, _ line: Int, _ byteOffset: Int, _ column: Int?, text: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        code,
        at: .init(
          file: scanner.source.name, line: line, byteOffset: byteOffset, field: column.map { header.names[$0] }),
        text: text))
  }

  /// Closes the account of the totals and the notes.
  private mutating func settle() throws(IntakeFailure) {
    var refused: [Diagnostic] = []
    let listed = diagnostics.count
    for (line, verdict) in sums.settled() {
      switch verdict {
      case .differs(let column) where line.kind == .whole:
        refused.append(
          Diagnostic(
            .controlTotalDiffers,
            at: .init(
              file: scanner.source.name, line: line.line, byteOffset: line.byteOffset, field: header.names[column])))
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
    notes = totalCounts.mapValues { [subject: $0] }.merging(scanner.notes) { $0.merging($1, uniquingKeysWith: +) }
    // A workbook's scanner knows the sheet's last row; a text exported from one has it as its last line.
    let lastRow = scanner.format.headerLine + Int(account.read.rows)
    if scanner.source.kind != .xlsx, SpreadsheetLimit.isReached(lastRow: lastRow) {
      notes[.rowLimitReached] = [subject: 1]
    }
  }

  /// Tells how far reading is, and asks whether it may go on.
  private func report() throws(IntakeFailure) {
    let rows = rowsBefore + account.read.rows
    if mayGoOn?(rows) == false { throw .stopped(rows: rows) }
    progress?(
      ClaimReader.Progress(
        file: scanner.source.name, rows: rows, bytes: scanner.bytesPassed,
        bytesExpected: scanner.source.bytesExpected))
  }
}
