public import SteelyardDomain

/// Reads claim files into batches of columns, with a diagnostic for everything that is not a clean row.
///
/// ```swift
/// var reader = ClaimReader(request)
/// try reader.read("claims.csv") { batch in ledger.add(batch) }
/// ```
///
/// Every data row ends in exactly one place: a batch, or a rule that rejects or excludes it
/// (``QualityReport/File/reconciliation``). What only all files together can tell (repeated settlements, refunds,
/// period, area) is left to the ledger.
public struct ClaimReader {
  /// What the model wants of the claims.
  public struct Request: Sendable {
    /// The cost the model compares.
    public var cost: CostBasis
    /// Which care types are in scope, by the text of the column.
    public var isCareTypeInScope: @Sendable (String) -> Bool
    /// Which diseases are in scope.
    public var isDiseaseInScope: @Sendable (String) -> Bool
    /// What the user said of the columns.
    public var mapping: TableMapping

    /// Creates a request.
    public init(
      cost: CostBasis, mapping: TableMapping = TableMapping(),
      isCareTypeInScope: @escaping @Sendable (String) -> Bool = { _ in true },
      isDiseaseInScope: @escaping @Sendable (String) -> Bool = { _ in true }
    ) {
      self.cost = cost
      self.mapping = mapping
      self.isCareTypeInScope = isCareTypeInScope
      self.isDiseaseInScope = isDiseaseInScope
    }
  }

  /// How far reading is.
  public struct Progress: Sendable {
    /// The file.
    public let file: String
    /// Data rows read from all files so far.
    public let rows: Int64
    /// Bytes read from the file so far, and its size (0 where it cannot be told).
    public let bytes, bytesExpected: Int
  }

  /// The texts behind the codes, shared by all files.
  public private(set) var identifiers = ClaimIdentifiers()
  /// What the rows tell of institutions and persons.
  public private(set) var attributes = ClaimAttributes()
  /// The files read so far.
  public private(set) var files: [QualityReport.File] = []
  /// Everything that is listed row by row.
  public private(set) var diagnostics: [Diagnostic] = []
  /// Notes that are only counted, by rule and field.
  public private(set) var noteCounts: [Diagnostic.Code: [String: Int64]] = [:]
  /// Which optional columns every file had.
  public private(set) var present = ClaimColumnsPresent(drug: true, fund: true)

  private let request: Request
  private var rowsRead: Int64 = 0

  /// Creates a reader.
  public init(_ request: Request) { self.request = request }

  /// Reads one file, `-` for standard input.
  ///
  /// - Throws: ``IntakeFailure`` where the file cannot be used; the reader is then of no more use.
  public mutating func read(
    _ name: String, progress: ((Progress) -> Void)? = nil, into take: (ClaimBatch) -> Void
  ) throws(IntakeFailure) {
    let scanner = TableScanner(try ByteSource(name))
    let header = try scanner.readHeader(headerRequest)
    try checkEligible(header, name)
    var decoder = ClaimDecoder(header: header, request: request, identifiers: identifiers, attributes: attributes)
    noteAbsentColumns(decoder)
    var account = Reconciliation()
    var batch = ClaimBatch()
    let number = Int32(files.count)
    reading: while true {
      switch try scanner.next() {
      case .end: break reading
      case .damaged(let code, let line, let byteOffset):
        account.read.add(fen: 0)
        account.take(code, fen: 0)
        diagnostics.append(Diagnostic(code, at: .init(file: name, line: line, byteOffset: byteOffset)))
        rowsRead += 1
      case .record(let record):
        let outcome = decoder.decode(record, file: number, into: &batch)
        account.read.add(fen: outcome.totalFen)
        rowsRead += 1
        if let code = outcome.code {
          account.take(code, fen: outcome.totalFen)
          if code.severity == .rejected || code == .negativeWithoutRefund || code == .totalRow {
            let field = outcome.column.map { header.names[$0] }
            diagnostics.append(
              Diagnostic(code, at: .init(file: name, line: record.line, byteOffset: record.byteOffset, field: field)))
          }
        } else {
          account.accepted.add(fen: outcome.totalFen)
        }
      }
      if batch.count == ClaimBatch.rowsMaximum {
        take(batch)
        batch = ClaimBatch()
      }
      if rowsRead & 0xFFFF == 0 { report(scanner, progress) }
    }
    if batch.count > 0 { take(batch) }
    report(scanner, progress)
    if account.read.rows == 0 { throw .refused([Diagnostic(.headerOnly, at: .init(file: name, line: 1))]) }
    try finish(scanner, header, decoder, account)
  }

  /// Eligible cost wants its three parts, or the amount in scope.
  private func checkEligible(_ header: Header, _ file: String) throws(IntakeFailure) {
    guard request.cost == .eligible, header.columns["in_scope"] == nil else { return }
    let missing = ["self_fee", "over_limit", "first_self"].filter { header.columns[$0] == nil }
    if missing.isEmpty { return }
    throw .refused(missing.map { Diagnostic(.requiredColumnMissing, at: .init(file: file, line: 1, field: $0)) })
  }

  private func report(_ scanner: TableScanner, _ progress: ((Progress) -> Void)?) {
    progress?(
      Progress(
        file: scanner.source.name, rows: rowsRead, bytes: scanner.source.bytesRead,
        bytesExpected: scanner.source.bytesExpected))
  }

  private mutating func finish(
    _ scanner: TableScanner, _ header: Header, _ decoder: ClaimDecoder, _ account: Reconciliation
  ) throws(IntakeFailure) {
    identifiers = decoder.identifiers
    attributes = decoder.attributes
    for (code, count) in decoder.notes {
      for (column, times) in count { noteCounts[code, default: [:]][column, default: 0] += times }
    }
    present = ClaimColumnsPresent(
      drug: present.drug && decoder.has("drug_fee"), fund: present.fund && decoder.has("fund_pay"))
    files.append(
      QualityReport.File(
        name: scanner.source.name, table: TableMapping.Table.claims.rawValue, bytes: scanner.source.bytesRead,
        sha256: try scanner.source.finish(),
        compression: scanner.source.isGzip ? "gzip" : "none", encoding: "UTF-8",
        separator: separatorName(scanner.separator), columns: header.matches, ignoredColumns: header.ignored,
        reconciliation: account))
  }

  private mutating func noteAbsentColumns(_ decoder: ClaimDecoder) {
    for field in Self.optionalFields where !decoder.has(field) && Self.reportedFields.contains(field) {
      noteCounts[.optionalColumnAbsent, default: [:]][field, default: 0] += 1
    }
  }

  private var headerRequest: Header.Request {
    var required = ["claim_id", "person_id", "inst_code", "settle_time", "disease_code", "total_fee"]
    if request.cost == .fund { required.append("fund_pay") }
    return Header.Request(
      table: .claims, required: required, optional: Self.optionalFields,
      mapping: request.mapping.columns[.claims] ?? [:])
  }

  /// Fields that are used where they are there.
  static let optionalFields = [
    "orig_claim_id", "sex", "birth_date", "age", "ins_type", "inst_name", "inst_type", "inst_level", "inst_area",
    "care_type", "self_fee", "over_limit", "first_self", "in_scope", "fund_pay", "drug_fee", "refund_flag",
    "valid_flag", "deleted", "updated",
  ]

  /// Optional fields whose absence changes what a result means and is therefore said.
  static let reportedFields: Set<String> = [
    "care_type", "sex", "birth_date", "ins_type", "inst_type", "fund_pay", "drug_fee", "refund_flag", "orig_claim_id",
  ]
}

/// A separator as it is named in a report.
func separatorName(_ byte: UInt8) -> String {
  switch byte {
  case 9: "TAB"
  case 1: "Ctrl-A"
  default: String(UnicodeScalar(byte))
  }
}
