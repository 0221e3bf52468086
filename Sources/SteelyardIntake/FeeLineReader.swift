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
  /// The file that was refused, as far as it was read; ``files`` does not hold it.
  public private(set) var refused: QualityReport.File?
  /// How many accepted lines each of `nat_item_code`, `item_code` and `item_name` told apart.
  public private(set) var itemKeys: [String: Int64] = [:]

  /// Whether any file has a column of supply days.
  public private(set) var hasSupplyDays = false

  private let mapping: TableMapping
  private let firstSource: Int
  private let countsValues: Bool
  private var rowsRead: Int64 = 0
  private var repeatedFiles = RepeatedFiles()

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - mapping: what the user said of the columns.
  ///   - firstSource: the number of the first file, by which batches tell theirs.
  ///   - countsValues: whether is counted how many rows have a value in each column.
  public init(mapping: TableMapping = TableMapping(), firstSource: Int = 0, countsValues: Bool = false) {
    self.mapping = mapping
    self.countsValues = countsValues
    self.firstSource = firstSource
  }

  /// Reads one file, `-` for standard input; of an archive every file in it, each with a header of its own.
  ///
  /// - Throws: ``IntakeFailure`` where the file cannot be used, or repeats an earlier one; the reader is then of no more
  ///   use, and nothing it gave is to be kept.
  public mutating func read(
    _ name: String, progress: ((ClaimReader.Progress) -> Void)? = nil, into take: (FeeLineBatch) -> Void
  ) throws(IntakeFailure) {
    var input = try TableInput(name, mapping.reading)
    note(input.notes)
    while let scanner = try input.next() { try read(scanner, progress: progress, into: take) }
  }

  private mutating func read(
    _ scanner: any RecordScanner, progress: ((ClaimReader.Progress) -> Void)?, into take: (FeeLineBatch) -> Void
  ) throws(IntakeFailure) {
    let header = try scanner.readHeader(
      Header.Request(
        table: .claimLines, required: Self.requiredFields, optional: Self.optionalFields,
        mapping: mapping.columns[.claimLines] ?? [:]))
    try checkAlternatives(header, scanner.source.name)
    var decoder = FeeLineDecoder(header: header, reading: mapping.reading, identifiers: identifiers)
    // Given away and taken back: a second owner would copy them for each of ten thousand files.
    identifiers = FeeLineIdentifiers()
    var loop = RecordLoop(
      scanner, header, mapping.reading, file: firstSource + files.count, rowsBefore: rowsRead,
      countsValues: countsValues, progress: progress)
    do throws(IntakeFailure) {
      try loop.run(&decoder) { batch, _ in take(batch) }
      try decoder.finish(header, file: scanner.source.name)
    } catch {
      refused = scanner.refused(.claimLines, header, loop)
      throw error
    }
    rowsRead += loop.account.read.rows
    diagnostics += loop.diagnostics
    identifiers = decoder.identifiers
    if header.columns["days"] != nil { hasSupplyDays = true }
    itemKeys.merge(decoder.itemKeys, uniquingKeysWith: +)
    for (code, counts) in decoder.notes { noteCounts[code, default: [:]].merge(counts, uniquingKeysWith: +) }
    for (code, counts) in loop.notes { noteCounts[code, default: [:]].merge(counts, uniquingKeysWith: +) }
    var file = try scanner.account(TableMapping.Table.claimLines.rawValue, header, loop.account)
    file.values = loop.values
    files.append(file)
    note(try repeatedFiles.add(scanner.source, mapping.reading))
  }

  /// Lists and counts what is said of a file rather than of a row.
  private mutating func note(_ notes: [Diagnostic]) {
    diagnostics += notes
    noteCounts.count(notes, under: TableMapping.Table.claimLines.rawValue)
  }

  /// Money may be told by the amount or by the price, an item by any of three columns.
  private func checkAlternatives(_ header: Header, _ file: String) throws(IntakeFailure) {
    let missing = [Self.moneyFields, FeeLineDecoder.itemFields].filter { fields in
      fields.allSatisfy { header.columns[$0] == nil }
    }
    if missing.isEmpty { return }
    throw .refused(
      missing.map { Diagnostic(.requiredColumnMissing, at: .init(file: file, line: 1, field: $0[0])) })
  }

  /// Fields without which a file of fee lines cannot be used.
  static let requiredFields = ["line_id", "claim_id", "qty"]

  /// The columns that may tell a line's money, the best first.
  static let moneyFields = ["amount", "price"]

  /// Fields that are used where they are there.
  static let optionalFields = ["price", "amount", "nat_item_code", "nat_item_name", "item_code", "item_name", "days"]
}
