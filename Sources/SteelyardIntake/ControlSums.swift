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

  /// The amount of one column.
  private struct Column {
    let column: Int
    var all = TableSums.Sum()
    var atWhole = TableSums.Sum()
    var atLine = TableSums.Sum()
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
  private var rows: Int64 = 0
  /// How many rows the last confirmed sum of all rows before it had.
  private var rowsConfirmed: Int64?
  /// Lines that are neither confirmed nor unchecked.
  private(set) var pending: [Pending] = []

  /// Begins with no rows.
  init(_ sums: TableSums) { columns = sums.columns.map { Column(column: $0) } }

  /// Counts rows.
  mutating func add(_ sums: TableSums) {
    rows += sums.rows
    for position in columns.indices { columns[position].all += sums.sums[position] }
  }

  /// Whether a row's amounts are what stands above it, so that it is a total though no word says so.
  func isSum(_ amounts: [Decoded<Int64>]) -> Bool {
    rows > 0 && amounts.first?.value != nil && check(amounts).verdict == .confirmed
  }

  /// Checks a line of totals, and begins new sums after it.
  ///
  /// - Returns: `.differs` where the line is now pending.
  mutating func close(_ kind: TotalKind, _ line: DoubtfulRow) -> Verdict {
    let (verdict, isOfAll) = check(line.amounts)
    for position in columns.indices {
      columns[position].atLine = columns[position].all
      if kind == .whole { columns[position].atWhole = columns[position].all }
    }
    if verdict == .confirmed, isOfAll, kind == .whole { rowsConfirmed = rows }
    if case .differs(let column) = verdict {
      pending.append(
        Pending(
          kind: kind, line: line.line, byteOffset: line.byteOffset, fen: line.fen, amounts: line.amounts, column: column
        ))
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
      let sums = [TableSums.Sum(), column.atWhole, column.atLine].map { from in
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
