import SteelyardDomain

/// Decodes the records of one claim file into a batch, row by row.
struct ClaimDecoder: RecordDecoder {
  var identifiers: ClaimIdentifiers
  var attributes: ClaimAttributes
  /// How often something was noted, by rule and field.
  var notes: [Diagnostic.Code: [String: Int64]] = [:]
  /// What the identities of amounts came to.
  var checks: [IdentityCheck] = []
  /// What a check counts of the accepted rows; `nil` where nobody asks.
  var survey: ClaimSurvey?
  /// Where settlements are taken down for the books, where someone asks for it.
  var control: ControlLedger?
  /// Rows and money of the accepted rows of each disease, where a catalogue asks for them.
  var diseaseFlows: [Flow] = []

  let request: ClaimReader.Request
  let columns: [String: Int]
  /// The columns that count for how full a row is: all used ones but the marks that only some rows have.
  let usedColumns: [Int]
  let claim, person, institution, settled, disease, total: Int
  let original, age, scheme, care, refund, valid, deleted, updated: Int?
  let sex, certificate, certificateKind, personName, poolRatio, settleType: Int?
  let institutionColumns: [(field: ClaimAttributes.InstitutionField, column: Int)]
  let hasEligibleParts: Bool
  /// The last day that the user allows, with the day after it.
  let latest: Int32?
  /// Amounts by ``Amount``.
  var amounts: [AmountColumn]
  /// Their places, by column.
  private let amountPlaces: [Int]
  /// The columns of each identity that is applicable, and of each that lacks some of its parts.
  let identities, partialIdentities: [IdentityColumns]
  /// The parts of all identities, among ``amounts``.
  let identityParts: [Int]
  var settleDate, birthDate, beginDate, endDate: DateColumn?
  /// Claim, person, institution, disease, original.
  var idColumns: [IdentifierColumn]
  /// The number of the record at hand.
  var record = 0
  var careTypes = IdentifierTable()
  var careTypeInScope: [Bool] = []
  var diseaseFaults: [Diagnostic.Code?] = []
  var givenInstitutions = IdentifierTable()
  /// For each institution as it is given, its code, and whether another one stands for it.
  var institutionCodes: [(code: Int32, isMerged: Bool)] = []
  var schemeGroups = IdentifierTable()
  var schemeCodes: [Int32] = []
  var validMarks = IdentifierTable()
  var isValidMarkKnown: [Bool] = []
  var units = UnitWatch()

  /// The amounts of a settlement, in the order of ``amounts``.
  enum Amount: Int, CaseIterable {
    case total, fund, drug, selfFee, overLimit, firstSelf, inScope
    case acct, cash, hospital, pool, civil, supplement, major, large, disabled, aid, other

    static let fields = [
      "total_fee", "fund_pay", "drug_fee", "self_fee", "over_limit", "first_self", "in_scope", "acct_pay", "cash_pay",
      "hosp_part", "pool_pay", "civil_pay", "suppl_pay", "major_pay", "large_pay", "disabled_pay", "aid_pay",
      "other_fund",
    ]
  }

  init(
    header: Header, file: String, request: ClaimReader.Request, identifiers: ClaimIdentifiers,
    attributes: ClaimAttributes
  ) {
    func required(_ field: String) -> Int {
      guard let column = header.columns[field] else { preconditionFailure("the header was checked for \(field)") }
      return column
    }
    self.request = request
    self.identifiers = identifiers
    self.attributes = attributes
    columns = header.columns
    usedColumns = header.columns.filter { !Self.rareFields.contains($0.key) }.map(\.value).sorted()
    claim = required("claim_id")
    person = required("person_id")
    institution = required("inst_code")
    settled = required("settle_time")
    disease = required("disease_code")
    total = required("total_fee")
    original = columns["orig_claim_id"]
    age = columns["age"]
    scheme = columns["ins_type"]
    care = columns["care_type"]
    refund = columns["refund_flag"]
    valid = columns["valid_flag"]
    deleted = columns["deleted"]
    updated = columns["updated"]
    sex = columns["sex"]
    certificate = columns["cert_no"]
    certificateKind = columns["cert_type"]
    personName = columns["person_name"]
    poolRatio = columns["pool_ratio"]
    settleType = columns["settle_type"]
    let fields: [(String, ClaimAttributes.InstitutionField)] = [
      ("inst_name", .name), ("inst_type", .kind), ("inst_level", .level), ("inst_area", .district),
    ]
    institutionColumns = fields.compactMap { name, field in header.columns[name].map { (field, $0) } }
    let reading = request.mapping.reading
    latest = reading.latestDay.map { $0.number + 1 }
    let usual = UsualAmounts(header, reading)
    amounts = Amount.fields.map { AmountColumn($0, header, reading, usual) }
    amountPlaces = AmountColumn.places(of: amounts, columns: header.names.count)
    hasEligibleParts = ClaimReader.eligibleParts.allSatisfy { header.columns[$0] != nil }
    checks = AmountIdentity.allCases.map { identity in
      let missing = ([identity.whole] + identity.parts).filter { header.columns[$0] == nil }
      return IdentityCheck(identity, file: file, missing: missing)
    }
    let (known, parts) = IdentityColumns.all(checks, header)
    identityParts = parts
    identities = known.filter { $0.isWhole }
    partialIdentities = known.filter { !$0.isWhole && !$0.parts.isEmpty }
    settleDate = DateColumn("settle_time", header, reading)
    birthDate = DateColumn("birth_date", header, reading)
    beginDate = DateColumn("begin_date", header, reading)
    endDate = DateColumn("end_date", header, reading)
    idColumns = [
      ("claim_id", claim), ("person_id", person), ("inst_code", institution), ("disease_code", disease),
      ("orig_claim_id", original ?? -1),
    ].map { IdentifierColumn($0.0, $0.1) }
  }

  /// Whether the file has a column for a field.
  func has(_ field: String) -> Bool { columns[field] != nil }

  func newBatch(rows: Int) -> ClaimBatch { ClaimBatch(capacity: rows) }

  static func isListed(_ code: Diagnostic.Code) -> Bool {
    code.severity == .rejected || [.negativeWithoutRefund, .totalRow, .notSettled].contains(code)
  }

  func amount(of column: Int) -> Decoded<Int64>? {
    amountPlaces[column] < 0 ? nil : amounts[amountPlaces[column]].value(number: record)
  }

  /// Fields that are empty in most rows of a whole table.
  private static let rareFields: Set<String> = ["orig_claim_id", "deleted", "updated"]

  /// What a row's key columns say.
  struct Keys {
    var person, institution, disease: Int32
    var claim: Fingerprint
  }

  mutating func decode(_ record: TableRecord, file: Int32, into batch: inout ClaimBatch) -> RowOutcome {
    let outcome = take(record, file, &batch)
    if let control { book(record, outcome, in: control) }
    return outcome
  }

  /// Decodes a record into the batch, or says by which rule it is out.
  private mutating func take(_ record: TableRecord, _ file: Int32, _ batch: inout ClaimBatch) -> RowOutcome {
    self.record += 1
    var totalFen: Int64 = 0
    var fault: Diagnostic.Code?
    switch fen(record, .total) {
    case .clean(let fen), .repaired(let fen): totalFen = fen
    case .empty: fault = .requiredValueEmpty
    case .broken(let code): fault = code
    }
    func out(_ code: Diagnostic.Code, _ column: Int? = nil) -> RowOutcome {
      RowOutcome(code: code, column: column, fen: totalFen)
    }
    if record.isTotalRow { return out(.totalRow) }
    // What the model is not about may lack what the model needs: an ordinary visit has no specified disease.
    if let code = scopeExclusion(record) { return out(code) }
    if let fault { return out(fault, total) }
    units.add(trimmed(record, total), fen: totalFen)
    if totalFen == 0 { note(.zeroTotal, "total_fee") }
    if let fault = keyFault(record) {
      return isUnsettled(record, fault) ? out(.notSettled) : out(fault.code, fault.column)
    }
    let keys = keys(record)
    let day: Day
    switch settleDate?.read(record) ?? .empty {
    case .clean(let value), .repaired(let value): day = value
    case .empty: return out(.requiredValueEmpty, settled)
    case .broken(let code): return out(code, settled)
    }
    guard ClaimBatch.days.contains(day.number) else { return out(.dateImplausible, settled) }
    if let latest, day.number > latest { return out(.settledInFuture, settled) }
    var money = RowMoney(total: totalFen)
    do throws(BadAmount) {
      money.drug = try optionalFen(record, .drug)
      money.fund = try optionalFen(record, .fund)
      money.cost = try comparedCost(record, money)
    } catch { return out(error.code, error.column) }
    if let fault = diseaseFault(keys.disease) { return out(fault, fault.severity == .rejected ? disease : nil) }
    if let code = exclusion(record, money) { return out(code) }
    append(record, file, keys, day, money, to: &batch)
    return RowOutcome(code: nil, column: nil, fen: totalFen)
  }

  /// The amounts that every row has a place for, in fen.
  struct RowMoney {
    var total: Int64
    var cost: Int64 = 0
    var drug: Int64 = 0
    var fund: Int64 = 0
  }

  /// The named rule by which a row is none of the model's, whatever else it holds.
  private mutating func scopeExclusion(_ record: TableRecord) -> Diagnostic.Code? {
    if let deleted, !isZero(record, deleted) { return .markedDeleted }
    if let valid, isInvalid(record, valid) { return .markedInvalid }
    if let care, !isCareInScope(record, care) { return .careTypeOutOfScope }
    return nil
  }

  /// The named rule that a valid row is out of scope by, if any.
  private func exclusion(_ record: TableRecord, _ money: RowMoney) -> Diagnostic.Code? {
    if let settleType, money.fund == 0, has("fund_pay"), isMedicalAid(record, settleType) {
      return .aidSettlementWithoutFund
    }
    return money.total < 0 && !isMarkedRefund(record) ? .negativeWithoutRefund : nil
  }

  private mutating func append(
    _ record: TableRecord, _ file: Int32, _ keys: Keys, _ day: Day, _ money: RowMoney, to batch: inout ClaimBatch
  ) {
    let schemeCode = scheme.map { schemeGroup(record, $0) } ?? ClaimBatch.absent
    let years = age.flatMap { wholeYears(record, $0) } ?? -1
    let isMarked = isMarkedRefund(record)
    let isRefund = money.total < 0 && isMarked
    let pointed = isRefund ? original.map { idColumns[4].fingerprint(trimmed(record, $0)) } ?? .none : .none
    observe(record, keys, day, years)
    if isMarked, !isRefund { note(.refundMarkOnOriginal, "refund_flag") }
    if let valid, !isKnownMark(record, valid) { note(.validityUnknown, "valid_flag") }
    checkAmounts(record, money)
    if request.diseases != nil { addFlow(keys.disease, Flow(money.total)) }
    if survey != nil { count(record, keys, day, money.total, isRefund: isRefund) }
    batch.source.append(file)
    batch.line.append(Int32(truncatingIfNeeded: record.line))
    batch.byteOffset.append(Int64(record.byteOffset))
    batch.claim.append(keys.claim)
    batch.original.append(pointed)
    batch.updated.append(updated.map { orderedNumber(record, $0) } ?? 0)
    batch.person.append(keys.person)
    batch.institution.append(keys.institution)
    batch.disease.append(keys.disease)
    batch.scheme.append(schemeCode)
    batch.day.append(day.number)
    batch.age.append(years)
    batch.refund.append(isRefund ? .marked : .none)
    batch.totalFen.append(money.total)
    batch.costFen.append(money.cost)
    batch.drugFen.append(money.drug)
    batch.fundFen.append(money.fund)
  }
}
