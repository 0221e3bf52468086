public import SteelyardDomain

/// Tells the rows of a register that stand in it more than once, by its key.
///
/// Rows alike in all columns of the key are one row told again where everything else is alike too: the first by file and
/// line counts. Where anything differs none of them counts, for nobody knows which one is true.
///
/// Rows are held as two hashes of 64 bits and a place, 32 bytes a row. Two keys among n share a hash with a chance of
/// about n²/2^65: 3·10^-6 for ten million rows.
///
/// Edge cases: a register whose schema has no key keeps every row; an absent cell is like another absent one.
public struct RegisterRows {
  /// A row that does not count.
  public struct Finding: Equatable, Sendable {
    /// ``Diagnostic/Code/registerRowRepeated`` or ``Diagnostic/Code/registerRowConflict``.
    public let code: Diagnostic.Code
    /// The number of the file among the register's files, and the line.
    public let file, line: Int32
    /// The money the row was counted with.
    public let fen: Int64
  }

  private struct Row {
    let key, content: UInt64
    let file, line: Int32
    let fen: Int64
  }

  private let keyColumns: [Bool]
  private let money: Int?
  private var rows: [Row] = []

  /// Creates an account of the rows of a register.
  public init(_ schema: RegisterSchema) {
    keyColumns = schema.columns.map { schema.key.contains($0.name) }
    money = schema.columns.firstIndex { $0.content == .money }
  }

  /// Takes the rows of a batch down.
  public mutating func add(_ batch: RegisterBatch) {
    guard keyColumns.contains(true) else { return }
    let texts = (0..<Int32(batch.texts.count)).map { code in
      var text = batch.texts.text(of: code)
      return text.withUTF8 { Fingerprint.hash(UnsafeRawBufferPointer($0), seed: 0x51AF_D7ED_558C_CD3D) }
    }
    var keys = [UInt64](repeating: 0, count: batch.count)
    var contents = [UInt64](repeating: 1, count: batch.count)
    for (position, column) in batch.columns.enumerated() {
      func take(_ row: Int, _ word: UInt64) {
        contents[row] = Fingerprint.mix(contents[row], word)
        if keyColumns[position] { keys[row] = Fingerprint.mix(keys[row], word) }
      }
      switch column {
      case .persons(let cells):
        for row in 0..<batch.count { take(row, UInt64(bitPattern: Int64(cells.number[row]))) }
      case .texts(let cells):
        for row in 0..<batch.count { take(row, cells[row] < 0 ? 0 : texts[Int(cells[row])]) }
      case .days(let cells), .months(let cells):
        for row in 0..<batch.count { take(row, UInt64(bitPattern: Int64(cells[row]))) }
      case .numbers(let cells):
        for row in 0..<batch.count { take(row, UInt64(bitPattern: cells[row])) }
      }
    }
    var amounts: [Int64]?
    if let money, case .numbers(let cells) = batch.columns[money] { amounts = cells }
    rows.reserveCapacity(rows.count + batch.count)
    for row in 0..<batch.count {
      let fen = amounts.map { $0[row] == RegisterBatch.absentNumber ? 0 : $0[row] } ?? 0
      rows.append(Row(key: keys[row], content: contents[row], file: batch.file[row], line: batch.line[row], fen: fen))
    }
  }

  /// The rows that do not count, by file and line; the account is empty afterwards.
  public mutating func finish() -> [Finding] {
    var sorted = rows
    rows = []
    sorted.sort { ($0.key, $0.file, $0.line) < ($1.key, $1.file, $1.line) }
    var findings: [Finding] = []
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end].key == sorted[start].key { end += 1 }
      if end - start > 1 {
        let group = sorted[start..<end]
        let isOne = group.allSatisfy { $0.content == group[start].content }
        for row in isOne ? group.dropFirst() : group {
          findings.append(
            Finding(
              code: isOne ? .registerRowRepeated : .registerRowConflict, file: row.file, line: row.line, fen: row.fen))
        }
      }
      start = end
    }
    return findings.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
  }
}
