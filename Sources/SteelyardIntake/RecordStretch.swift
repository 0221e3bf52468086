import SteelyardDomain

/// What is the same for every record of a file, whoever decodes it.
struct RecordTerms {
  let header: Header
  /// The number by which batches name the file.
  let file: Int32
  /// Its name.
  let name: String
  /// Whether what separates fields lies between them; the cells of a sheet lie side by side.
  let hasSeparators: Bool
  /// The amounts that are read in the usual form.
  let usual: UsualAmounts
  let roundsHalfEven, keepsTexts: Bool
  /// The sums of no rows: found once, for every line of totals begins new ones.
  let noSums: TableSums
  /// The columns that tell rows apart.
  fileprivate let identifiers: [Int]
  /// How amounts are written, by column.
  fileprivate let forms: [AmountForm]

  init(_ header: Header, _ options: ReadingOptions, source: ByteSource, file: Int) {
    self.header = header
    self.file = Int32(file)
    name = source.name
    hasSeparators = source.kind != .xlsx
    usual = UsualAmounts(header, options)
    roundsHalfEven = options.roundsHalfEven
    keepsTexts = options.keepsTexts
    noSums = TableSums(header)
    identifiers = header.vocabulary.keys.compactMap { header.columns[$0] }
    forms = header.names.map { AmountForm(unit: AliasTables.unit(of: $0), decimalMark: options.decimalMark) }
  }

  func diagnostic(
    _ code: Diagnostic.Code, line: Int, byteOffset: Int, column: Int?, text: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      code, at: .init(file: name, line: line, byteOffset: byteOffset, field: column.map { header.names[$0] }),
      text: text)
  }
}

/// A row that a rule takes out, and that may be a line of totals: the rows above it tell, or a word in it does.
struct DoubtfulRow {
  /// The rule by which it is out if it is none.
  let rule: Diagnostic.Code
  let outcome: RowOutcome
  /// Whether it is listed by that rule, and what stands at its place.
  let isListed: Bool
  let text: String?
  let line, byteOffset: Int
  /// What a word says it is a total of.
  let kind: TotalKind?
  /// Its amounts, by the columns of ``TableSums``.
  let amounts: [Decoded<Int64>]
  /// The sums of the rows between the one before it and itself.
  let above: TableSums

  var fen: Int64 { outcome.fen }
}

/// What the records of a stretch of a file came to: all but what needs the rows above the stretch.
///
/// Stretches, taken in the order of the file, are what the whole file comes to (``RecordLoop``): one thread may decode
/// them all, or several some each.
struct RecordStretch {
  private let terms: RecordTerms
  /// Where the rows went, but for ``doubtful`` ones.
  private(set) var account = Reconciliation()
  /// The rows that are listed.
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var hidden = HiddenRows()
  /// The sums of the rows since the last doubtful one.
  private(set) var sums: TableSums
  private(set) var doubtful: [DoubtfulRow] = []

  init(_ terms: RecordTerms) {
    self.terms = terms
    sums = terms.noSums
  }

  /// Takes a place at which there is no record.
  mutating func take(damaged code: Diagnostic.Code, line: Int, byteOffset: Int, column: Int?, text: String?) {
    hidden.begin(byteOffset, code.severity == .rejected ? .damaged : .neither)
    account.read.add(fen: 0)
    account.take(code, fen: 0)
    if code.severity == .rejected { sums.addDamaged() }
    // Comments may be many, and nobody asks where they stand.
    if code == .commentLine { return }
    diagnostics.append(terms.diagnostic(code, line: line, byteOffset: byteOffset, column: column, text: text))
  }

  /// Decodes a record, and takes down where it went.
  ///
  /// - Returns: the rule that takes it out, `nil` where it is in the batch.
  @discardableResult
  mutating func take<Decoder: RecordDecoder>(
    _ record: TableRecord, _ decoder: inout Decoder, into batch: inout Decoder.Batch
  ) -> Diagnostic.Code? {
    hidden.begin(record.byteOffset, .whole)
    if terms.hasSeparators, TableRecord.isBare(record.fields) {
      account.read.add(fen: 0)
      account.take(.rowEmpty, fen: 0)
      return .rowEmpty
    }
    let outcome = decoder.decode(record, file: terms.file, into: &batch)
    account.read.add(fen: outcome.fen)
    guard let code = outcome.code else {
      account.accepted.add(fen: outcome.fen)
      add(record, fen: outcome.fen) { decoder.amount(of: $0) }
      return nil
    }
    leave(out: record, by: code, outcome, isListed: Decoder.isListed(code)) { decoder.amount(of: $0) }
    return code
  }

  /// Takes a row out by the decoder's rule, or keeps it for what the rows above make of it.
  private mutating func leave(
    out record: TableRecord, by rule: Diagnostic.Code, _ outcome: RowOutcome, isListed: Bool,
    read: (Int) -> Decoded<Int64>?
  ) {
    var kind = rule == .totalRow ? record.totalKind : nil
    var isDoubtful = kind != nil
    if kind == nil, terms.identifiers.allSatisfy({ isNoValue(record, $0) }) {
      if record.isEmptyRow {
        account.take(.rowEmpty, fen: outcome.fen)
        return
      }
      kind = record.totalKindAnywhere
      isDoubtful = true
    }
    let text = isListed && terms.keepsTexts ? RejectedText.of(record, outcome.column) : nil
    if isDoubtful {
      doubtful.append(
        DoubtfulRow(
          rule: rule, outcome: outcome, isListed: isListed, text: text, line: record.line,
          byteOffset: record.byteOffset, kind: kind,
          amounts: sums.columns.map { terms.amount($0, of: record, read: read) }, above: sums))
      sums = terms.noSums
      return
    }
    // No money may mean that it cannot be read.
    add(record, fen: outcome.fen == 0 ? nil : outcome.fen, read: read)
    account.take(rule, fen: outcome.fen)
    if isListed {
      diagnostics.append(
        terms.diagnostic(
          rule, line: record.line, byteOffset: record.byteOffset, column: outcome.column, text: text))
    }
  }

  /// Adds a record's amounts to the sums: a loop rather than a closure, which would count the terms as used for every row.
  @inline(__always)
  private mutating func add(_ record: TableRecord, fen: Int64?, read: (Int) -> Decoded<Int64>?) {
    for position in sums.begin(fen)..<sums.columns.count {
      sums.add(terms.amount(sums.columns[position], of: record, read: read), to: position)
    }
  }

  /// Whether a cell that tells rows apart is empty, or has a word for a total in it.
  private func isNoValue(_ record: TableRecord, _ column: Int) -> Bool {
    let bytes = record.trimmed(column)
    return FieldDecoder.isNull(bytes) || TotalWords.kind(bytes) != nil
  }
}

extension RecordTerms {
  /// An amount of a record, as the table's sums count it; what the decoder has read is not read again.
  @inline(__always)
  fileprivate func amount(
    _ column: Int, of record: TableRecord, read: (Int) -> Decoded<Int64>?
  ) -> Decoded<Int64> {
    let form = forms[column]
    if form == .plain, let fen = record.usualFen(column, place: usual.places[column]) { return .clean(fen) }
    if let known = read(column) { return known }
    let amount = FieldDecoder.fen(record.field(column), form)
    guard roundsHalfEven, case .broken(.amountFinerThanFen) = amount else { return amount }
    return FieldDecoder.roundedFen(record.field(column), form)
  }
}
