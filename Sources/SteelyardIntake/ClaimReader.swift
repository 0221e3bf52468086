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
    /// How much damage refuses a file.
    public var thresholds = QualityThresholds()
    /// For each code of an institution that another one stands for now, that one.
    public var institutionCodes: [String: String] = [:]
    /// The diseases by which codes are known; `nil` asks nothing of them.
    public var diseases: DiseaseCatalogue?
    /// Whether is counted what only a check tells: values by column, rows by institution and month.
    public var countsValues = false
    /// Whether the sums by scheme and month are kept that a bureau's books are held to; 64 bytes a settlement.
    public var keepsControlTotals = false
    /// Whether reading may go on after so many rows of all files; asked now and then, and at the end of each file.
    public var mayGoOn: (@Sendable (Int64) -> Bool)?

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
  public internal(set) var identifiers = ClaimIdentifiers()
  /// What the rows tell of institutions and persons.
  public internal(set) var attributes = ClaimAttributes()
  /// The files read so far.
  public internal(set) var files: [QualityReport.File] = []
  /// SHA-256 of the unpacked bytes of each of ``files``.
  public internal(set) var contents: [String] = []
  /// Everything that is listed row by row.
  public internal(set) var diagnostics: [Diagnostic] = []
  /// What the identities of amounts came to, for each file in the order given.
  public internal(set) var identityChecks: [IdentityCheck] = []
  /// The file that was refused, as far as it was read; ``files`` does not hold it.
  public private(set) var refused: QualityReport.File?
  /// What a check counts of the accepted rows; empty where nobody asks.
  public private(set) var survey = ClaimSurvey()
  /// Which optional columns every file had.
  public internal(set) var present = ClaimColumnsPresent(drug: true, fund: true)

  var rowNotes: [Diagnostic.Code: [String: Int64]] = [:]
  var diseaseFlows: [Flow] = []
  private(set) var request: Request
  /// Data rows read from all files so far, those of ledgers among them.
  public internal(set) var rowsRead: Int64 = 0
  var repeatedFiles = RepeatedFiles()
  /// How many bytes of a file one thread decodes before the next; a test has few.
  var slabBytes = Slab.bytesUsual
  private let control: ControlLedger?

  /// Creates a reader.
  public init(_ request: Request) {
    self.request = request
    control = request.keepsControlTotals ? ControlLedger() : nil
  }

  /// The diseases by which codes are known; set before the first file is read.
  public var diseases: DiseaseCatalogue? {
    get { request.diseases }
    set { request.diseases = newValue }
  }

  /// Whether is counted what only a check tells.
  public var countsValues: Bool { request.countsValues }

  /// Reads one file, `-` for standard input; of an archive every file in it, each with a header of its own.
  ///
  /// - Throws: ``IntakeFailure`` where the file cannot be used, or repeats an earlier one; the reader is then of no more
  ///   use, and nothing it gave is to be kept.
  public mutating func read(
    _ name: String, progress: ((Progress) -> Void)? = nil, into take: (ClaimBatch) -> Void
  ) throws(IntakeFailure) {
    var input = try TableInput(name, request.mapping.reading)
    note(input.notes)
    while let scanner = try input.next() { try read(scanner, progress: progress, into: take) }
  }

  private mutating func read(
    _ scanner: any RecordScanner, progress: ((Progress) -> Void)?, into take: (ClaimBatch) -> Void
  ) throws(IntakeFailure) {
    let header = try scanner.readHeader(headerRequest)
    let name = scanner.source.name
    try checkEligible(header, name)
    var decoder = ClaimDecoder(
      header: header, file: name, request: request, identifiers: identifiers, attributes: attributes)
    decoder.diseaseFlows = diseaseFlows
    decoder.survey = request.countsValues ? survey : nil
    // Given away and taken back: a second owner would copy them for each of ten thousand files.
    (identifiers, attributes, diseaseFlows, survey) = (ClaimIdentifiers(), ClaimAttributes(), [], ClaimSurvey())
    decoder.control = control
    control?.open(
      hasFund: decoder.has("fund_pay"), hasAccount: decoder.has("acct_pay"), hasSchemes: decoder.has("ins_type"))
    noteAbsentColumns(decoder)
    var loop = RecordLoop(
      scanner, header, request.mapping.reading, file: files.count, rowsBefore: rowsRead,
      countsValues: request.countsValues, mayGoOn: request.mayGoOn, progress: progress)
    do throws(IntakeFailure) {
      let reading = request.mapping.reading
      // A file of one piece, of which there may be thousands, is not worth the threads.
      let isOfPieces = scanner.source.bytesExpected == 0 || scanner.source.bytesExpected > slabBytes
      if reading.isAhead(of: scanner), decoder.mayBeParted, isOfPieces, let table = scanner as? TableScanner {
        try loop.run(&decoder, table, threads: reading.threads, bytes: slabBytes, into: take)
      } else {
        try loop.run(&decoder) { batch, _ in take(batch) }
      }
      try decoder.finish(header, file: name)
    } catch {
      takeBack(decoder)
      refused = scanner.refused(.claims, header, loop)
      throw error
    }
    rowsRead += loop.account.read.rows
    diagnostics += loop.diagnostics
    takeBack(decoder)
    for (code, counts) in decoder.notes { rowNotes[code, default: [:]].merge(counts, uniquingKeysWith: +) }
    for (code, counts) in loop.notes { rowNotes[code, default: [:]].merge(counts, uniquingKeysWith: +) }
    present = ClaimColumnsPresent(
      drug: present.drug && decoder.has("drug_fee"), fund: present.fund && decoder.has("fund_pay"))
    var file = try scanner.account(TableMapping.Table.claims.rawValue, header, loop.account)
    file.values = loop.values
    decoder.tellForms(&file.values)
    files.append(file)
    contents.append(scanner.source.contentHash)
    note(try repeatedFiles.add(scanner.source, request.mapping.reading))
  }

  /// Takes back what a file's decoder was given, with what it found.
  private mutating func takeBack(_ decoder: ClaimDecoder) {
    identifiers = decoder.identifiers
    attributes = decoder.attributes
    diseaseFlows = decoder.diseaseFlows
    identityChecks += decoder.checks
    survey = decoder.survey ?? ClaimSurvey()
    survey.endFile()
  }

  /// Lists and counts what is said of a file rather than of a row.
  private mutating func note(_ notes: [Diagnostic]) {
    diagnostics += notes
    rowNotes.count(notes, under: TableMapping.Table.claims.rawValue)
  }

  /// Notes that are only counted, by rule and field: those of rows, and those that all files together tell of names,
  /// codes and diseases.
  public var noteCounts: [Diagnostic.Code: [String: Int64]] {
    var counts = rowNotes
    func add(_ code: Diagnostic.Code, _ field: String, _ count: Int64) {
      if count > 0 { counts[code, default: [:]][field, default: 0] += count }
    }
    for (code, count) in attributes.nameNotes { add(code, "inst_name", count) }
    let institutions = (0..<Int32(identifiers.institutions.count)).map { identifiers.institutions.text(of: $0) }
    add(.institutionCodeLowercase, "inst_code", Int64(institutions.count(where: Self.isLowercaseCode)))
    add(.diseaseCodeUnknown, "disease_code", unknownDiseases.values.reduce(0) { $0 + $1.rows })
    return counts
  }

  /// The codes of institutions that rows give more than one name, in byte order.
  public var renamedInstitutions: [String] { texts(attributes.renamedInstitutions) }

  /// The codes of institutions that share a name, by the name, each list in byte order.
  public var institutionsByName: [String: [String]] { attributes.institutionsByName.mapValues(texts) }

  private func texts(_ institutions: [Int32]) -> [String] {
    institutions.map { identifiers.institutions.text(of: $0) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The sums of the settlements in force by scheme and month, of all files; to be asked for once, at the end.
  ///
  /// Edge cases: `nil` where the request does not keep them.
  public mutating func controlTotals() -> ControlTotals? { control?.totals() }

  /// Rows and money of the accepted rows whose disease code the catalogue lacks, by code; they keep their own stratum.
  ///
  /// Edge cases: empty without a catalogue in the request.
  public var unknownDiseases: [String: Flow] {
    guard let catalogue = request.diseases else { return [:] }
    var unknown: [String: Flow] = [:]
    for (code, flow) in diseaseFlows.enumerated() where flow.rows > 0 {
      let text = identifiers.diseases.text(of: Int32(code))
      if !catalogue.contains(text) { unknown[text] = flow }
    }
    return unknown
  }

  /// Whether a code would be a national one but for its small letter.
  private static func isLowercaseCode(_ text: String) -> Bool {
    guard let first = text.utf8.first, first == UInt8(ascii: "h") || first == UInt8(ascii: "p") else { return false }
    return Institution.district(fromCode: text.uppercased()) != Institution.unknown
  }

  /// Eligible cost wants its three parts, or the amount in scope.
  private func checkEligible(_ header: Header, _ file: String) throws(IntakeFailure) {
    guard request.cost == .eligible, header.columns["in_scope"] == nil else { return }
    let missing = Self.eligibleParts.filter { header.columns[$0] == nil }
    if missing.isEmpty { return }
    throw .refused(missing.map { Diagnostic(.requiredColumnMissing, at: .init(file: file, line: 1, field: $0)) })
  }

  private mutating func noteAbsentColumns(_ decoder: ClaimDecoder) {
    for field in Self.optionalFields where !decoder.has(field) && Self.reportedFields.contains(field) {
      rowNotes[.optionalColumnAbsent, default: [:]][field, default: 0] += 1
    }
  }

  private var headerRequest: Header.Request {
    var required = Self.requiredFields
    if request.cost == .fund { required.append("fund_pay") }
    return Header.Request(
      table: .claims, required: required, optional: Self.optionalFields + Self.checkedFields,
      mapping: request.mapping.columns[.claims] ?? [:], checkedOnly: Set(Self.checkedFields))
  }

  /// Fields without which a file of claims cannot be used.
  static let requiredFields = ["claim_id", "person_id", "inst_code", "settle_time", "disease_code", "total_fee"]

  /// What eligible cost leaves out of the total.
  static let eligibleParts = ["self_fee", "over_limit", "first_self"]

  /// Fields that are used where they are there.
  static let optionalFields = [
    "orig_claim_id", "sex", "birth_date", "age", "ins_type", "inst_name", "inst_type", "inst_level", "inst_area",
    "care_type", "self_fee", "over_limit", "first_self", "in_scope", "fund_pay", "drug_fee", "refund_flag",
    "valid_flag", "deleted", "updated", "settle_type",
  ]

  /// Fields that are only looked at: what they say is noted, and nothing is computed from it.
  static let checkedFields = [
    "acct_pay", "cash_pay", "hosp_part", "pool_pay", "civil_pay", "suppl_pay", "major_pay", "large_pay",
    "disabled_pay", "aid_pay", "other_fund", "pool_ratio", "begin_date", "end_date", "cert_type",
    "cert_no", "person_name",
  ]

  /// Optional fields whose absence changes what a result means and is therefore said.
  public static let reportedFields: Set<String> = [
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
