import SteelyardDomain

/// Decodes the records of one claim file into a batch, row by row.
struct ClaimDecoder: RecordDecoder {
  var identifiers: ClaimIdentifiers
  var attributes: ClaimAttributes
  /// How often something was noted, by rule and field.
  var notes: [Diagnostic.Code: [String: Int64]] = [:]

  let request: ClaimReader.Request
  let columns: [String: Int]
  let claim, person, institution, settled, disease, total: Int
  let original, age, scheme, care, fund, drug, refund, valid, deleted, updated: Int?
  let sex, birth: Int?
  let institutionColumns: [(field: ClaimAttributes.InstitutionField, column: Int)]
  let eligibleParts: [Int]?
  let inScope: Int?
  var careTypes = IdentifierTable()
  var careTypeInScope: [Bool] = []
  var diseaseInScope: [Bool] = []
  var schemeGroups = IdentifierTable()
  var schemeCodes: [Int32] = []

  init(
    header: Header, request: ClaimReader.Request, identifiers: ClaimIdentifiers, attributes: ClaimAttributes
  ) {
    func required(_ field: String) -> Int {
      guard let column = header.columns[field] else { preconditionFailure("the header was checked for \(field)") }
      return column
    }
    self.request = request
    self.identifiers = identifiers
    self.attributes = attributes
    columns = header.columns
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
    fund = columns["fund_pay"]
    drug = columns["drug_fee"]
    refund = columns["refund_flag"]
    valid = columns["valid_flag"]
    deleted = columns["deleted"]
    updated = columns["updated"]
    sex = columns["sex"]
    birth = columns["birth_date"]
    let fields: [(String, ClaimAttributes.InstitutionField)] = [
      ("inst_name", .name), ("inst_type", .kind), ("inst_level", .level), ("inst_area", .district),
    ]
    institutionColumns = fields.compactMap { name, field in header.columns[name].map { (field, $0) } }
    let parts = ["self_fee", "over_limit", "first_self"].compactMap { header.columns[$0] }
    eligibleParts = parts.count == 3 ? parts : nil
    inScope = columns["in_scope"]
  }

  /// Whether the file has a column for a field.
  func has(_ field: String) -> Bool { columns[field] != nil }

  static func isListed(_ code: Diagnostic.Code) -> Bool {
    code.severity == .rejected || code == .negativeWithoutRefund || code == .totalRow
  }

  mutating func decode(_ record: TableRecord, file: Int32, into batch: inout ClaimBatch) -> RowOutcome {
    var totalFen: Int64 = 0
    var fault: Diagnostic.Code?
    switch fen(record, total) {
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
    if totalFen == 0 { note(.zeroTotal, "total_fee") }
    if let column = firstEmpty(record) { return out(.requiredValueEmpty, column) }
    if isDamagedIdentifier(record, claim) { return out(.identifierDamaged, claim) }
    if isDamagedIdentifier(record, person) { return out(.identifierDamaged, person) }
    let keys = (person: code(record, person, in: \.persons), institution: code(record, institution, in: \.institutions))
    let day: Day
    switch FieldDecoder.day(bytes(record, settled)) {
    case .clean(let value), .repaired(let value): day = value
    case .empty: return out(.requiredValueEmpty, settled)
    case .broken(let code): return out(code, settled)
    }
    // 1990 … 2100: the years in which a settlement can have been made.
    guard (7305..<47_847).contains(day.number) else { return out(.dateImplausible, settled) }
    let cost: Int64
    let drugFen: Int64
    let fundFen: Int64
    do throws(BadAmount) {
      drugFen = try optionalFen(record, drug)
      fundFen = try optionalFen(record, fund)
      cost = try comparedCost(record, totalFen, fundFen)
    } catch { return out(error.code, error.column) }
    if let code = exclusion(record, totalFen) { return out(code) }
    append(record, file, keys, day, (totalFen, cost, drugFen, fundFen), to: &batch)
    return RowOutcome(code: nil, column: nil, fen: totalFen)
  }

  /// The named rule by which a row is none of the model's, whatever else it holds.
  private mutating func scopeExclusion(_ record: TableRecord) -> Diagnostic.Code? {
    if let deleted, !isZero(record, deleted) { return .markedDeleted }
    if let valid, isInvalid(record, valid) { return .markedInvalid }
    if let care, !isCareInScope(record, care) { return .careTypeOutOfScope }
    return nil
  }

  /// The named rule that a valid row is out of scope by, if any.
  private mutating func exclusion(_ record: TableRecord, _ totalFen: Int64) -> Diagnostic.Code? {
    let diseaseCode = code(record, disease, in: \.diseases)
    while diseaseInScope.count <= Int(diseaseCode) {
      diseaseInScope.append(request.isDiseaseInScope(identifiers.diseases.text(of: Int32(diseaseInScope.count))))
    }
    if !diseaseInScope[Int(diseaseCode)] { return .diseaseOutOfScope }
    return totalFen < 0 && !isMarkedRefund(record) ? .negativeWithoutRefund : nil
  }

  private mutating func append(
    _ record: TableRecord, _ file: Int32, _ keys: (person: Int32, institution: Int32), _ day: Day,
    _ money: (total: Int64, cost: Int64, drug: Int64, fund: Int64), to batch: inout ClaimBatch
  ) {
    let diseaseCode = code(record, disease, in: \.diseases)
    let schemeCode = scheme.map { schemeGroup(record, $0) } ?? ClaimBatch.absent
    let years = age.flatMap { wholeYears(record, $0) } ?? -1
    let isMarked = isMarkedRefund(record)
    let isRefund = money.total < 0 && isMarked
    let pointed = isRefund ? original.map { fingerprint(record, $0) } ?? .none : .none
    observe(record, keys.institution, keys.person, day)
    if isMarked, !isRefund { note(.refundMarkOnOriginal, "refund_flag") }
    if money.total >= 0, fund != nil, money.fund > money.total { note(.fundExceedsTotal, "fund_pay") }
    if money.total >= 0, money.drug > money.total { note(.partExceedsTotal, "drug_fee") }
    batch.source.append(file)
    batch.line.append(Int32(truncatingIfNeeded: record.line))
    batch.byteOffset.append(Int64(record.byteOffset))
    batch.claim.append(fingerprint(record, claim))
    batch.original.append(pointed)
    batch.updated.append(updated.map { orderedNumber(record, $0) } ?? 0)
    batch.person.append(keys.person)
    batch.institution.append(keys.institution)
    batch.disease.append(diseaseCode)
    batch.scheme.append(schemeCode)
    batch.day.append(day.number)
    batch.age.append(years)
    batch.refund.append(isRefund ? .marked : .none)
    batch.totalFen.append(money.total)
    batch.costFen.append(money.cost)
    batch.drugFen.append(money.drug)
    batch.fundFen.append(money.fund)
    var content = Fingerprint.mix(1, UInt64(bitPattern: money.total))
    content = Fingerprint.mix(content, UInt64(bitPattern: money.cost))
    content = Fingerprint.mix(content, UInt64(bitPattern: money.drug))
    content = Fingerprint.mix(content, UInt64(bitPattern: money.fund))
    content = Fingerprint.mix(content, pair(keys.person, keys.institution))
    content = Fingerprint.mix(content, pair(diseaseCode, schemeCode))
    content = Fingerprint.mix(content, pair(day.number, Int32(years)))
    content = Fingerprint.mix(content, pointed.low ^ (isRefund ? 1 : 0))
    batch.content.append(content)
  }

  private func pair(_ a: Int32, _ b: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: a)) << 32 | UInt64(UInt32(bitPattern: b))
  }
}
