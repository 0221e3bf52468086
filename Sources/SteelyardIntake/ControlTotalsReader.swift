public import SteelyardDomain

/// Reads a bureau's own totals of settlements by scheme and month, to which claim files are held.
///
/// Amounts are in the unit of their header. Rows of one scheme and month add up, so a list by institution or by kind of
/// clearing is a list of totals too. Lines of totals (合计) are checked against their rows and left out.
///
/// Edge cases: without a column of schemes, or of months, the rows are of all of them. A row whose begin and end lie in
/// two months tells neither, and any row that cannot be used refuses the file.
public enum ControlTotalsReader {
  /// Reads a file of totals.
  ///
  /// - Parameters:
  ///   - name: the file, `-` for standard input.
  ///   - mapping: what the user said of the columns.
  /// - Returns: the totals, and the file's account.
  /// - Throws: ``IntakeFailure``.
  public static func read(
    _ name: String, mapping: TableMapping = TableMapping()
  ) throws(IntakeFailure) -> (totals: ControlTotals, file: QualityReport.File) {
    var input = try TableInput(name, mapping.reading)
    let name = input.name
    guard input.count == 1, let scanner = try input.next() else {
      throw .refused([Diagnostic(.archiveEntryUnusable, at: .init(file: name, line: 1))])
    }
    let header = try scanner.readHeader(
      Header.Request(
        table: .controlTotals, required: [],
        optional: ["ins_type", "month", "begin_date", "end_date", "total_fee", "fund_pay", "acct_pay", "count"],
        mapping: mapping.columns[.controlTotals] ?? [:]))
    guard var decoder = ControlDecoder(header, mapping.reading) else {
      throw .refused([Diagnostic(.requiredColumnMissing, at: .init(file: name, line: 1, field: "total_fee"))])
    }
    var loop = RecordLoop(scanner, header, mapping.reading, file: 0, rowsBefore: 0, progress: nil)
    var totals = decoder.none
    try loop.run(&decoder) { batch, _ in
      for (cell, sums) in batch.rows { totals.add(sums, to: cell) }
    }
    let rejected = loop.diagnostics.filter { $0.code.severity == .rejected }
    if !rejected.isEmpty { throw .refused(rejected) }
    return (totals, try scanner.account(TableMapping.Table.controlTotals.rawValue, header, loop.account))
  }
}

/// Rows of a table of totals.
struct ControlBatch: RowBatch {
  static let rowsMaximum = 4096
  var rows: [(ControlTotals.Cell, ControlTotals.Sums)] = []
  var count: Int { rows.count }
}

/// Decodes the rows of a table of totals.
private struct ControlDecoder: RecordDecoder {
  private let columns: [String: Int]
  private var amounts: [(figure: ControlTotals.Figure, column: AmountColumn)] = []
  private let begin, end: DateColumn?
  private var record = 0

  /// - Returns: `nil` where there is no figure to compare.
  init?(_ header: Header, _ reading: ReadingOptions) {
    columns = header.columns
    let fields: [(String, ControlTotals.Figure)] = [
      ("total_fee", .total), ("fund_pay", .fund), ("acct_pay", .account), ("count", .count),
    ]
    for (field, figure) in fields where header.columns[field] != nil {
      amounts.append((figure, AmountColumn(field, header, reading)))
    }
    begin = DateColumn("begin_date", header, reading)
    end = DateColumn("end_date", header, reading)
    if amounts.isEmpty { return nil }
  }

  func newBatch(rows: Int) -> ControlBatch { ControlBatch() }

  /// Totals of nothing, with what the table tells.
  var none: ControlTotals {
    ControlTotals(
      figures: Set(amounts.map(\.figure)), hasSchemes: columns["ins_type"] != nil,
      hasMonths: hasMonths)
  }

  private var hasMonths: Bool { columns["month"] != nil || begin != nil }

  static func isListed(_ code: Diagnostic.Code) -> Bool { true }

  func amount(of column: Int) -> Decoded<Int64>? {
    amounts.first { $0.column.column == column }?.column.value(number: record)
  }

  mutating func decode(_ record: TableRecord, file: Int32, into batch: inout ControlBatch) -> RowOutcome {
    self.record += 1
    var sums = ControlTotals.Sums()
    var fault: (code: Diagnostic.Code, column: Int)?
    for position in amounts.indices {
      let column = amounts[position].column.column
      switch value(record, position) {
      case .clean(let value), .repaired(let value): sums[amounts[position].figure] = Int128(value)
      case .empty: fault = fault ?? (.requiredValueEmpty, column)
      case .broken(let code): fault = fault ?? (code, column)
      }
    }
    let fen = Int64(truncatingIfNeeded: sums[.total])
    func out(_ code: Diagnostic.Code, _ column: Int?) -> RowOutcome { RowOutcome(code: code, column: column, fen: fen) }
    let isTotal = [columns["ins_type"], columns["month"], begin?.column].contains { column in
      column.map { TotalWords.kind(record.trimmed($0)) != nil } ?? false
    }
    if isTotal || record.isTotalRow { return out(.totalRow, nil) }
    if let fault { return out(fault.code, fault.column) }
    var cell = ControlTotals.Cell(scheme: "", month: nil)
    if let column = columns["ins_type"] {
      let label = record.trimmed(column)
      if !FieldDecoder.isNull(label) { cell.scheme = composed(String(decoding: label, as: UTF8.self)) }
    }
    if hasMonths {
      switch month(record) {
      case .clean(let month), .repaired(let month): cell.month = month
      case .empty: return out(.requiredValueEmpty, columns["month"] ?? begin?.column)
      case .broken(let code): return out(code, columns["month"] ?? begin?.column)
      }
    }
    batch.rows.append((cell, sums))
    return RowOutcome(code: nil, column: nil, fen: fen)
  }

  /// A figure of a record: fen, or a whole number of settlements.
  private mutating func value(_ record: TableRecord, _ position: Int) -> Decoded<Int64> {
    guard amounts[position].figure == .count else { return amounts[position].column.read(record, number: self.record) }
    let count = FieldDecoder.fen(record.field(amounts[position].column.column), AmountForm(unit: .fen))
    if case .broken(.amountFinerThanFen) = count { return .broken(.amountUnreadable) }
    return count
  }

  /// The month of a record: its own, or the one in which its begin and its end lie.
  private func month(_ record: TableRecord) -> Decoded<Month> {
    if let column = columns["month"] { return FieldDecoder.month(record.field(column), order: nil) }
    guard let begin else { return .empty }
    let first = FieldDecoder.month(record.field(begin.column), order: nil)
    guard let end, let last = FieldDecoder.month(record.field(end.column), order: nil).value else { return first }
    return first.value == last ? first : .broken(.controlRowSpansMonths)
  }
}
