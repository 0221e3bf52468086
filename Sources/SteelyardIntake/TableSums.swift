import SteelyardDomain

/// The sums of the amounts of some rows of a table, column by column; those of parts add up to those of the whole.
struct TableSums {
  /// The sum of one column.
  struct Sum {
    var fen: Int128 = 0
    /// Rows whose amount cannot be read.
    var unknownRows: Int64 = 0

    static func += (a: inout Sum, b: Sum) {
      a.fen += b.fen
      a.unknownRows += b.unknownRows
    }
  }

  /// The columns of amounts.
  let columns: [Int]
  /// Whether rows are counted with the first column; fee lines may be counted with price times quantity.
  private let firstIsMoney: Bool
  private(set) var rows: Int64 = 0
  /// By the place of the column among ``columns``.
  private(set) var sums: [Sum]

  /// No rows of a table.
  init(_ header: Header) {
    let amounts = header.vocabulary.amounts
    columns = amounts.compactMap { header.columns[$0] }
    firstIsMoney = header.vocabulary.isCountedByFirst && amounts.first.map { header.columns[$0] != nil } ?? false
    sums = Array(repeating: Sum(), count: columns.count)
  }

  /// Counts a row by its amounts, one for each column.
  mutating func add(fen: Int64?, _ amounts: [Decoded<Int64>]) {
    for position in begin(fen)..<columns.count { add(amounts[position], to: position) }
  }

  /// Counts a row and its money, the amount of the first column, where it is known; the first column still to be counted.
  @inline(__always)
  mutating func begin(_ fen: Int64?) -> Int {
    rows += 1
    guard let fen, firstIsMoney else { return 0 }
    sums[0].fen += Int128(fen)
    return 1
  }

  /// Counts a row that cannot be read at all.
  mutating func addDamaged() {
    rows += 1
    for position in sums.indices { sums[position].unknownRows += 1 }
  }

  /// Counts an amount of the row last begun.
  @inline(__always)
  mutating func add(_ amount: Decoded<Int64>, to position: Int) {
    switch amount {
    case .clean(let fen), .repaired(let fen): sums[position].fen += Int128(fen)
    case .empty: break
    case .broken: sums[position].unknownRows += 1
    }
  }
}
