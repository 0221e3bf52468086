import SteelyardDomain
import SteelyardIntake
import SteelyardLedger
import SteelyardModels
import SteelyardScoring

/// Everything read for a run from claims: rows in the ledger's builder, dimensions by code, the account of the input.
struct ClaimIntake {
  /// The rows, until the ledger takes them.
  private var builder = LedgerBuilder()
  /// The texts behind the codes.
  private(set) var identifiers: ClaimIdentifiers
  /// The account of the input.
  private(set) var quality = QualityReport()
  /// Rows and files to be listed.
  private(set) var diagnostics: [Diagnostic]
  /// Institutions by code.
  private let institutions: [Institution]
  private let persons: [InsuredPerson]
  private let deaths: [Int32: Day]
  private let present: ClaimColumnsPresent
  private let firstRowDay: Day?
  private let plan: RunPlan
  /// The bureau's totals, and what the files hold.
  private var control: (stated: ControlTotals, found: ControlTotals)?
  private var notes: [Diagnostic.Code: [String: Int64]]

  init(
    _ plan: RunPlan, files: [String], progress: ((ClaimReader.Progress) -> Void)?
  ) throws(RunFailure) {
    self.plan = plan
    let (request, listFiles) = try Self.request(plan)
    let stated = try Self.controlTotals(plan)
    var reader = ClaimReader(request)
    var rows = LedgerBuilder()
    for file in files {
      do { try reader.read(file, progress: progress) { rows.add($0) } } catch { throw RunFailure(error) }
    }
    if rows.mayOverflow { throw .sumTooLarge }
    if let stated, let found = reader.controlTotals() { control = (stated.totals, found) }
    firstRowDay = rows.firstDay
    builder = rows
    identifiers = reader.identifiers
    present = reader.present
    diagnostics = reader.diagnostics
    notes = reader.noteCounts
    var dimensions = DimensionReader(mapping: plan.mapping)
    var personRows: [DimensionReader.PersonRow?] = []
    var deathDays: [Day] = []
    var institutionRows: [String: Institution] = [:]
    do {
      if let file = plan.personsFile {
        (personRows, deathDays) = try dimensions.readPersons(file, known: reader.identifiers.persons)
      }
      if let file = plan.institutionsFile { institutionRows = try dimensions.readInstitutions(file) }
    } catch { throw RunFailure(error) }
    diagnostics += dimensions.diagnostics
    try Self.check(dimensions.files, dimensions.diagnostics, limit: plan.rejectRateMaximum)
    notes.merge(dimensions.noteCounts) { $0.merging($1, uniquingKeysWith: +) }
    institutionRows = Self.merged(institutionRows, request.institutionCodes)
    institutions = Self.institutions(reader, rows: institutionRows, files: dimensions.files)
    persons = (0..<Int32(identifiers.persons.count)).map { code in
      let told = reader.attributes.person(code)
      guard Int(code) < personRows.count, let row = personRows[Int(code)]?.person else { return told }
      return InsuredPerson(sex: row.sex == .unknown ? told.sex : row.sex, birth: row.birth ?? told.birth)
    }
    var deaths: [Int32: Day] = [:]
    for (code, row) in personRows.enumerated() {
      if let death = row?.death { deaths[Int32(code)] = death }
    }
    self.deaths = deaths
    quality.files = reader.files + dimensions.files + listFiles + (stated.map { [$0.file] } ?? [])
    quality.identities = reader.identityChecks
    quality.renamedInstitutions = reader.renamedInstitutions
    quality.institutionsByName = reader.institutionsByName
    quality.unknownDiseases = reader.unknownDiseases
    quality.institutions = identifiers.institutions.count
    quality.persons = identifiers.persons.count
    for file in reader.files { quality.reconciliation.merge(file.reconciliation) }
    try checkArea()
    noteDimensions(personRows: personRows, deathDays: deathDays, institutionRows: institutionRows)
  }

  /// Gives the rows away: they are the largest thing in memory, and the ledger works on them in place.
  mutating func takeRows() -> LedgerBuilder {
    let rows = builder
    builder = LedgerBuilder()
    return rows
  }

  /// Institutions by code: what the claims tell of them, and what their table tells before it.
  private static func institutions(
    _ reader: ClaimReader, rows: [String: Institution], files: [QualityReport.File]
  ) -> [Institution] {
    let told = Set(
      files.filter { $0.table == TableMapping.Table.institutions.rawValue }.flatMap(\.columns).map(\.field))
    return (0..<Int32(reader.identifiers.institutions.count)).map { code in
      let id = reader.identifiers.institutions.text(of: code)
      let claimed = reader.attributes.institution(code, id: id)
      guard let row = rows[id] else { return claimed }
      // A column that the table lacks is no word against what the claims tell.
      return Institution(
        id: id, name: told.contains("inst_name") ? row.name : claimed.name,
        kind: told.contains("inst_type") ? row.kind : claimed.kind,
        level: told.contains("inst_level") ? row.level : claimed.level,
        district: told.contains("inst_area") ? row.district : claimed.district)
    }
  }

  /// A table's rows by the codes that count: a code's own row goes before those of the codes that it stands for.
  private static func merged(_ rows: [String: Institution], _ codes: [String: String]) -> [String: Institution] {
    var merged = rows.filter { codes[$0.key] == nil }
    for (given, row) in rows.sorted(by: { $0.key < $1.key }) {
      guard let code = codes[given], merged[code] == nil else { continue }
      merged[code] = Institution(id: code, name: row.name, kind: row.kind, level: row.level, district: row.district)
    }
    return merged
  }

  /// What the reader needs to know of the model and of the user's lists, and the accounts of those lists.
  private static func request(
    _ plan: RunPlan
  ) throws(RunFailure) -> (request: ClaimReader.Request, lists: [QualityReport.File]) {
    let scope = plan.model.scoring.scope
    let diseases = Set(scope.diseases)
    var request = ClaimReader.Request(
      cost: plan.model.scoring.cost, mapping: plan.mapping,
      isCareTypeInScope: { scope.isInScope(careType: $0) },
      isDiseaseInScope: { diseases.isEmpty || diseases.contains($0) })
    request.diseases = .national
    request.thresholds = plan.thresholds
    request.keepsControlTotals = plan.controlFile != nil
    var lists: [QualityReport.File] = []
    do {
      if let file = plan.diseaseFile {
        let read = try DiseaseCatalogueReader.read(file, mapping: plan.mapping)
        request.diseases = read.catalogue
        lists.append(read.file)
      }
      if let file = plan.institutionCodesFile {
        let read = try InstitutionCodesReader.read(file, mapping: plan.mapping)
        request.institutionCodes = read.codes
        lists.append(read.file)
      }
    } catch { throw RunFailure(error) }
    return (request, lists)
  }

  /// The bureau's totals, where there are any: read before the claims, for a slip in them is soon told.
  private static func controlTotals(
    _ plan: RunPlan
  ) throws(RunFailure) -> (totals: ControlTotals, file: QualityReport.File)? {
    guard let file = plan.controlFile else { return nil }
    do { return try ControlTotalsReader.read(file, mapping: plan.mapping) } catch { throw RunFailure(error) }
  }

  /// A district that no institution lies in is a slip of the pen, and would quietly narrow the run.
  private func checkArea() throws(RunFailure) {
    let districts = Set(institutions.map(\.district))
    if let unknown = plan.area.first(where: { !districts.contains($0) }) { throw .areaUnknown(unknown) }
  }

  /// A dimension table that lost many of its rows would quietly make persons and peers unknown.
  private static func check(
    _ files: [QualityReport.File], _ diagnostics: [Diagnostic], limit: Double
  ) throws(RunFailure) {
    for file in files {
      let account = file.reconciliation
      guard account.exceeds(rejectRate: limit) else { continue }
      throw .tooManyRejected(account, diagnostics.filter { $0.location.file == file.name }, limit: limit)
    }
  }

  private mutating func note(_ code: Diagnostic.Code, _ subject: String, _ count: Int) {
    if count > 0 { notes[code, default: [:]][subject, default: 0] += Int64(count) }
  }

  private mutating func noteDimensions(
    personRows: [DimensionReader.PersonRow?], deathDays: [Day], institutionRows: [String: Institution]
  ) {
    if plan.personsFile != nil { note(.missingInDimension, "persons", persons.count - personRows.count { $0 != nil }) }
    if plan.institutionsFile != nil {
      note(.missingInDimension, "institutions", institutions.count { institutionRows[$0.id] == nil })
    }
    // What a dimension table tells is not missing in the claims.
    let dimensions = [TableMapping.Table.persons, .institutions].map(\.rawValue)
    let told = quality.files.filter { dimensions.contains($0.table) }.flatMap(\.columns).map(\.field)
    for field in told { notes[.optionalColumnAbsent]?[field] = nil }
    note(
      .institutionCodeLocal, "inst_code",
      institutions.count { Institution.district(fromCode: $0.id) == Institution.unknown })
    if let first = firstDay { note(.diedBeforePeriod, "death_date", deathDays.count { $0 < first }) }
  }

  /// The first day the run is about: the period's, or the first row's.
  private var firstDay: Day? {
    if case .months(let range) = plan.period { return range.lowerBound.firstDay }
    return firstRowDay
  }

  /// Books what came of the fee lines.
  mutating func add(_ lines: LineIntake) {
    quality.files += lines.files
    quality.notes = (quality.notes + lines.notes).sorted {
      ($0.code.rawValue, $0.subject) < ($1.code.rawValue, $1.subject)
    }
    diagnostics = (diagnostics + lines.diagnostics).sorted(by: Diagnostic.precedes)
  }

  /// What the run says of the rows as a whole.
  var scope: LedgerBuilder.Scope {
    let area = Set(plan.area)
    return LedgerBuilder.Scope(
      period: plan.period, isInArea: institutions.map { area.isEmpty || area.contains($0.district) }, deaths: deaths)
  }

  /// What the tally is made by.
  var tallyPlan: TallyPlan {
    let scoring = plan.model.scoring
    return TallyPlan(
      factors: Set(scoring.factors), ageBands: AgeBands(starts: scoring.ageBandStarts), headRule: scoring.headRule,
      truncation: scoring.truncation, peerGroups: institutions.map(scoring.peerGroup), persons: persons,
      // Shares are of the total cost: beside another one these sums would be taken for what they are not.
      present: scoring.cost == .total ? present : ClaimColumnsPresent(drug: false, fund: false))
  }

  /// Institutions by their code's text.
  var institutionsByCode: [String: Institution] {
    Dictionary(institutions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Books what only all rows together told, and refuses to go on where too much was rejected.
  mutating func settle(_ findings: [LedgerBuilder.Finding]) throws(RunFailure) {
    let listed: Set<Diagnostic.Code> = [.claimRepeated, .claimSuperseded]
    for finding in findings {
      if finding.code.severity != .note {
        quality.files[finding.source].reconciliation.withdraw(finding.code, fen: finding.totalFen)
        quality.reconciliation.withdraw(finding.code, fen: finding.totalFen)
      } else {
        note(finding.code, "", 1)
      }
      if finding.code.severity != .excluded || listed.contains(finding.code) {
        let file = quality.files[finding.source]
        // Rows that repeat or contradict each other are told of the number that they share.
        let isShared = finding.code == .claimConflict || listed.contains(finding.code)
        let column = isShared ? file.columns.first { $0.field == "claim_id" }?.column : nil
        diagnostics.append(
          Diagnostic(
            finding.code,
            at: .init(file: file.name, line: finding.line, byteOffset: finding.byteOffset, field: column)))
      }
    }
    diagnostics.sort(by: Diagnostic.precedes)
    quality.notes = notes.flatMap { code, counts in
      counts.map { QualityReport.Note(code: code, subject: $0.key, count: $0.value) }
    }.sorted { ($0.code.rawValue, $0.subject) < ($1.code.rawValue, $1.subject) }
    let account = quality.reconciliation
    guard account.balances else { throw .internalFault("rows in = accepted + rejected + excluded") }
    let limit = plan.rejectRateMaximum
    if account.exceeds(rejectRate: limit) { throw .tooManyRejected(account, diagnostics, limit: limit) }
    try compareControl()
    if account.accepted.rows == 0 { throw .nothingAccepted(account) }
  }
}

extension ClaimIntake {
  /// Holds the files to the bureau's totals.
  private mutating func compareControl() throws(RunFailure) {
    guard let control else { return }
    let comparison = ControlComparison(
      file: plan.controlFile ?? "", stated: control.stated, found: control.found, period: plan.period)
    if !comparison.isEqual { throw .controlDiffers(comparison, rejected: quality.reconciliation.rejectedTotal) }
    quality.control = comparison
  }
}

extension RunFailure {
  /// The failure of a run that a failure to read makes.
  init(_ failure: IntakeFailure) {
    self =
      switch failure {
      case .unreadable(let file): .inputUnreadable(file: file)
      case .changedWhileReading(let file): .inputChanged(file: file)
      case .refused(let diagnostics): .inputRefused(diagnostics)
      }
  }
}
