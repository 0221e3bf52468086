import SteelyardDomain

/// The running sums of a table's amounts, by which the table's own lines of totals are checked.
///
/// Every data row counts whose amount can be read, whatever rule takes it out: a total of an export covers every row
/// that was exported. A line of totals is confirmed where each of its amounts is the sum of all rows before it, of those
/// since the last total of a whole, or of those since the last total of any kind; a total of a whole also where it is
/// the sum of the whole file, for some stand above their rows.
///
/// Edge cases: an empty amount is nothing; a row whose amount cannot be read makes the sums it belongs to unknown, and a
/// total of them neither confirmed nor denied. One column that is confirmed confirms the line, one that differs denies it.
struct ControlSums {
  /// What a check comes to.
  enum Verdict: Equatable {
    case confirmed
    /// Nothing to compare, or a sum that is not known.
    case unchecked
    /// The first column that differs.
    case differs(column: Int)
  }

  /// A sum of the rows up to some place.
  private struct Sum {
    var fen: Int128 = 0
    var unknownRows: Int64 = 0
  }

  /// The amount of one column.
  private struct Column {
    let column: Int
    var all = Sum()
    var atWhole = Sum()
    var atLine = Sum()
  }

  /// A line that differs from what stands above it, until the end of the file is known.
  struct Pending {
    let kind: TotalKind
    let line: Int
    let byteOffset: Int
    let fen: Int64
    let amounts: [Decoded<Int64>]
    let column: Int
  }

  private var columns: [Column]
  /// Whether rows are counted with the first column; fee lines may be counted with price times quantity.
  private let firstIsMoney: Bool
  private var rows: Int64 = 0
  /// How many rows the last confirmed sum of all rows before it had.
  private var rowsConfirmed: Int64?
  /// Lines that are neither confirmed nor unchecked.
  private(set) var pending: [Pending] = []

  init(_ header: Header) {
    let amounts = header.vocabulary.amounts
    columns = amounts.compactMap { field in header.columns[field].map { Column(column: $0) } }
    firstIsMoney = header.vocabulary.isCountedByFirst && amounts.first.map { header.columns[$0] != nil } ?? false
  }

  /// Counts a data row.
  ///
  /// - Parameter fen: its money where it is known, the amount of the first column.
  @inline(__always)
  mutating func add(_ record: TableRecord, fen: Int64?, _ amount: (Int) -> Decoded<Int64>) {
    rows += 1
    var first = 0
    if let fen, firstIsMoney {
      columns[0].all.fen += Int128(fen)
      first = 1
    }
    for position in first..<columns.count {
      switch amount(columns[position].column) {
      case .clean(let fen), .repaired(let fen): columns[position].all.fen += Int128(fen)
      case .empty: break
      case .broken: columns[position].all.unknownRows += 1
      }
    }
  }

  /// Counts a row that cannot be read at all.
  mutating func addDamaged() {
    rows += 1
    for position in columns.indices { columns[position].all.unknownRows += 1 }
  }

  /// Whether a row's amounts are what stands above it, so that it is a total though no word says so.
  func isSum(_ amount: (Int) -> Decoded<Int64>) -> Bool {
    rows > 0 && columns.first.map { amount($0.column).value != nil } ?? false
      && check(columns.map { amount($0.column) }).verdict == .confirmed
  }

  /// Checks a line of totals, and begins new sums after it.
  ///
  /// - Returns: `.differs` where the line is now pending.
  mutating func close(
    _ kind: TotalKind, _ record: TableRecord, fen: Int64, _ amount: (Int) -> Decoded<Int64>
  ) -> Verdict {
    let amounts = columns.map { amount($0.column) }
    let (verdict, isOfAll) = check(amounts)
    for position in columns.indices {
      columns[position].atLine = columns[position].all
      if kind == .whole { columns[position].atWhole = columns[position].all }
    }
    if verdict == .confirmed, isOfAll, kind == .whole { rowsConfirmed = rows }
    if case .differs(let column) = verdict {
      pending.append(
        Pending(
          kind: kind, line: record.line, byteOffset: record.byteOffset, fen: fen, amounts: amounts, column: column))
    }
    return verdict
  }

  /// What the pending lines come to at the end of the file, in their order.
  ///
  /// A total of a part that differs takes nothing away where a total of the whole file is confirmed.
  func settled() -> [(line: Pending, verdict: Verdict)] {
    var settled: [(line: Pending, verdict: Verdict)] = []
    var isWholeConfirmed = rowsConfirmed == rows
    for line in pending where line.kind == .whole {
      let verdict = checkAll(line)
      if verdict == .confirmed { isWholeConfirmed = true }
      settled.append((line, verdict))
    }
    for line in pending where line.kind == .part {
      settled.append((line, isWholeConfirmed ? .unchecked : .differs(column: line.column)))
    }
    return settled.sorted { $0.line.byteOffset < $1.line.byteOffset }
  }

  private func checkAll(_ line: Pending) -> Verdict {
    var verdict = Verdict.unchecked
    for (column, amount) in zip(columns, line.amounts) {
      guard let fen = amount.value, column.all.unknownRows == 0 else { continue }
      if column.all.fen != Int128(fen) { return .differs(column: line.column) }
      verdict = .confirmed
    }
    return verdict
  }

  /// Compares amounts with the sums above; `isOfAll` tells that each is the sum of all rows before.
  private func check(_ amounts: [Decoded<Int64>]) -> (verdict: Verdict, isOfAll: Bool) {
    var verdict = Verdict.unchecked
    var isOfAll = true
    for (column, amount) in zip(columns, amounts) {
      guard let fen = amount.value else { continue }
      // From the start, from the last total of a whole, from the last total of any kind.
      let sums = [Sum(), column.atWhole, column.atLine].map { from in
        (fen: column.all.fen - from.fen, isKnown: column.all.unknownRows == from.unknownRows)
      }
      guard let match = sums.firstIndex(where: { $0.isKnown && $0.fen == Int128(fen) }) else {
        if sums.contains(where: { !$0.isKnown }) { continue }
        return (.differs(column: column.column), false)
      }
      if match > 0 { isOfAll = false }
      verdict = .confirmed
    }
    return (verdict, isOfAll)
  }
}
