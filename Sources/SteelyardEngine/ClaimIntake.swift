import SteelyardDomain
import SteelyardIntake
import SteelyardLedger
import SteelyardModels
import SteelyardScoring

/// Everything read for a run from claims: rows in the ledger's builder, dimensions by code, the account of the input.
///
/// ``read(progress:)`` is the one order of reading and judging that a run and a check share: where it throws, the value
/// still holds what was found until then, so that a check can tell why a run would refuse.
struct ClaimIntake {
  /// How far reading came: what lies beyond was not looked at.
  enum Stage: Int, Comparable {
    case begun, claimsRead, tablesRead, settled, linesRead

    static func < (a: Stage, b: Stage) -> Bool { a.rawValue < b.rawValue }
  }

  /// The rows, until the ledger takes them.
  private let rows: RowGatherer
  private(set) var reader: ClaimReader
  /// What the reader was asked.
  private(set) var request: ClaimReader.Request
  /// How far reading came.
  private(set) var stage = Stage.begun
  /// How many claim files were begun: where one was refused, it is the last of them.
  private(set) var filesBegun = 0
  /// The account of the input.
  private(set) var quality = QualityReport()
  /// Rows and files to be listed.
  private(set) var diagnostics: [Diagnostic] = []
  /// The ledgers that rows were taken from.
  private(set) var ledgers: [RunManifest.Ledger] = []
  /// The bureau's lists, of diseases and of institutions' codes, and its totals, where there are any.
  private var listFiles: [QualityReport.File] = []
  /// The bureau's totals.
  private var stated: ControlTotals?
  /// The same with what the files hold.
  private var control: (stated: ControlTotals, found: ControlTotals)?
  /// What the fee lines came to, once they are read.
  private(set) var lines: LineIntake?
  /// Institutions by code.
  private var institutions: [Institution] = []
  private var persons: [InsuredPerson] = []
  private var deaths: [Int32: Day] = [:]
  private var firstRowDay: Day?
  private let plan: RunPlan
  private let files: [String]
  private var notes: [Diagnostic.Code: [String: Int64]] = [:]

  /// The names of the institutions, by code, as far as they are known.
  var institutionNames: [String] {
    if !institutions.isEmpty { return institutions.map(\.name) }
    return (0..<Int32(identifiers.institutions.count)).map { reader.attributes.institution($0, id: "").name }
  }

  /// Prepares to read claim files.
  ///
  /// - Parameter countsValues: whether is counted what only a check tells: values by column, rows by institution and month.
  init(_ plan: RunPlan, files: [String], countsValues: Bool = false) {
    self.plan = plan
    self.files = files
    request = Self.request(plan, countsValues: countsValues)
    reader = ClaimReader(request)
    rows = RowGatherer(threads: plan.threads)
  }

  /// The texts behind the codes.
  var identifiers: ClaimIdentifiers { reader.identifiers }

  /// Reads and judges everything: claims, tables beside them, repetitions and refunds, fee lines.
  ///
  /// - Returns: the ledger, and the sums of the fee lines where there are any.
  /// - Throws: ``RunFailure`` where a run is refused.
  mutating func read(
    progress: ((ClaimReader.Progress) -> Void)?
  ) throws(RunFailure) -> (ledger: Ledger, items: ItemTally?) {
    try readLists()
    defer { quality.notes = allNotes }
    let kept = try LedgerUnion(
      plan.ledgers, terms: LedgerTerms(plan, institutionCodes: request.institutionCodes), beside: files)
    ledgers = kept.records
    try readClaims(kept, progress)
    let (ledger, findings, claims) = try readTablesAndResolve().finish(
      identifiers: identifiers, scope: scope, threads: plan.threads, keepsClaims: !plan.lineFiles.isEmpty)
    try settle(findings)
    if plan.lineFiles.isEmpty { return (ledger, nil) }
    return (ledger, try readLines(claims, progress))
  }

  /// Reads the bureau's lists and totals, where there are any: before the claims, for a slip in them is soon told.
  private mutating func readLists() throws(RunFailure) {
    do {
      if let file = plan.diseaseFile {
        let read = try DiseaseCatalogueReader.read(file, mapping: plan.mapping)
        request.diseases = read.catalogue
        listFiles.append(read.file)
      }
      if let file = plan.institutionCodesFile {
        let read = try InstitutionCodesReader.read(file, mapping: plan.mapping)
        request.institutionCodes = read.codes
        listFiles.append(read.file)
      }
      if let file = plan.controlFile {
        let read = try ControlTotalsReader.read(file, mapping: plan.mapping)
        stated = read.totals
        listFiles.append(read.file)
      }
    } catch { throw RunFailure(error) }
    reader = ClaimReader(request)
  }

  private mutating func readClaims(
    _ kept: LedgerUnion, _ progress: ((ClaimReader.Progress) -> Void)?
  ) throws(RunFailure) {
    let (rows, mayHold) = (rows, request.mayGoOn ?? { _ in true })
    try kept.take(into: &reader, progress: progress) { rows.add($0) }
    var refusal: IntakeFailure?
    let forecast = RowForecast(files, rowsBefore: reader.rowsRead)
    for file in files {
      filesBegun += 1
      let told: (ClaimReader.Progress) -> Void = { now in
        if let expected = forecast.rows(after: now), mayHold(Int64(expected)) { rows.expect(expected) }
        progress?(now)
      }
      do { try reader.read(file, progress: told) { rows.add($0) } } catch {
        refusal = error
        break
      }
    }
    diagnostics = reader.diagnostics
    notes = reader.noteCounts
    quality.files = reader.files + (reader.refused.map { [$0] } ?? []) + listFiles
    quality.identities = reader.identityChecks
    quality.renamedInstitutions = reader.renamedInstitutions
    quality.institutionsByName = reader.institutionsByName
    quality.unknownDiseases = reader.unknownDiseases
    quality.institutions = identifiers.institutions.count
    quality.persons = identifiers.persons.count
    for file in quality.files where file.table == TableMapping.Table.claims.rawValue {
      quality.reconciliation.merge(file.reconciliation)
    }
    if let refusal { throw RunFailure(refusal) }
    stage = .claimsRead
    if rows.look(\.mayOverflow) { throw .sumTooLarge }
    if let stated, let found = reader.controlTotals() { control = (stated, found) }
    firstRowDay = rows.look(\.firstDay)
    let period = plan.period
    note(.settlementDayIsolated, "settle_time", Int(rows.look { $0.isolatedRows(in: period) }))
  }

  /// Reads the tables of persons and institutions while it is found which rows stand.
  private mutating func readTablesAndResolve() throws(RunFailure) -> ResolvedRows {
    let rows = rows
    if plan.threads == 1 {
      try readTables()
      stage = .tablesRead
      return rows.take().resolved()
    }
    let ahead = Ahead { rows.take().resolved() }
    // Waited for in any case: no thread is left in the midst of its work.
    defer { ahead.wait() }
    try readTables()
    stage = .tablesRead
    return ahead.take()
  }

  /// Reads the tables of persons and institutions, where there are any.
  private mutating func readTables() throws(RunFailure) {
    var dimensions = DimensionReader(mapping: plan.mapping, countsValues: reader.countsValues)
    var personRows: [DimensionReader.PersonRow?] = []
    var deathDays: [Day] = []
    var institutionRows: [String: Institution] = [:]
    do {
      if let file = plan.personsFile {
        (personRows, deathDays) = try dimensions.readPersons(file, known: identifiers.persons)
      }
      if let file = plan.institutionsFile { institutionRows = try dimensions.readInstitutions(file) }
    } catch { throw RunFailure(error) }
    diagnostics += dimensions.diagnostics
    quality.files.insert(contentsOf: dimensions.files, at: reader.files.count)
    notes.merge(dimensions.noteCounts) { $0.merging($1, uniquingKeysWith: +) }
    try Self.check(dimensions.files, dimensions.diagnostics, limit: plan.rejectRateMaximum)
    institutionRows = Self.merged(institutionRows, request.institutionCodes)
    institutions = Self.institutions(reader, rows: institutionRows, files: dimensions.files)
    persons = reader.attributes.persons(identifiers.persons.count)
    for (code, row) in personRows.enumerated() {
      guard let row = row?.person else { continue }
      persons[code] = InsuredPerson(
        sex: row.sex == .unknown ? persons[code].sex : row.sex, birth: row.birth ?? persons[code].birth)
    }
    for (code, row) in personRows.enumerated() {
      if let death = row?.death { deaths[Int32(code)] = death }
    }
    try checkArea()
    noteDimensions(personRows: personRows, deathDays: deathDays, institutionRows: institutionRows)
  }

  private mutating func readLines(
    _ claims: StandingClaims, _ progress: ((ClaimReader.Progress) -> Void)?
  ) throws(RunFailure) -> ItemTally {
    var read = LineIntake(plan, countsValues: reader.countsValues)
    defer {
      quality.files += read.files
      diagnostics = (diagnostics + read.diagnostics).sorted(by: Diagnostic.precedes)
      lines = read
    }
    try read.read(claims: claims, institutions: identifiers.institutions, progress: progress)
    stage = .linesRead
    return read.items
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

  /// What a run still takes of memory once its rows are read, for each row and besides; 130 a row and less were measured
  /// (Documentation/Reference/scale.md).
  private static let memoryBytesARow: Int64 = 130, memoryBytesBeside: Int64 = 256 << 20

  /// What the reader needs to know of the model.
  private static func request(_ plan: RunPlan, countsValues: Bool) -> ClaimReader.Request {
    let scoring = plan.model.scoring
    var request = ClaimReader.Request(
      cost: scoring.cost, mapping: plan.mapping, scope: scoring.scope, diseases: Set(scoring.scope.diseases))
    request.thresholds = plan.thresholds
    request.keepsControlTotals = plan.controlFile != nil
    if let left = plan.memoryLeft {
      request.mayGoOn = { rows in left() >= rows * memoryBytesARow + memoryBytesBeside }
    }
    request.countsValues = countsValues
    return request
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

  /// What the run says of the rows as a whole.
  private var scope: LedgerBuilder.Scope {
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
      present: scoring.cost == .total ? reader.present : ClaimColumnsPresent(drug: false, fund: false))
  }

  /// Institutions by their code's text.
  var institutionsByCode: [String: Institution] {
    Dictionary(institutions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The notes of claims and tables, and those of the fee lines, by code and subject.
  private var allNotes: [QualityReport.Note] {
    let told = notes.flatMap { code, counts in
      counts.map { QualityReport.Note(code: code, subject: $0.key, count: $0.value) }
    }
    return (told + (lines?.notes ?? [])).sorted { ($0.code.rawValue, $0.subject) < ($1.code.rawValue, $1.subject) }
  }

  /// Books what only all rows together told, and refuses to go on where too much was rejected.
  private mutating func settle(_ findings: [LedgerBuilder.Finding]) throws(RunFailure) {
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
    stage = .settled
    let account = quality.reconciliation
    guard account.balances else { throw .internalFault("rows in = accepted + rejected + excluded") }
    let limit = plan.rejectRateMaximum
    if account.exceeds(rejectRate: limit) { throw .tooManyRejected(account, diagnostics, limit: limit) }
    try compareControl()
    if account.accepted.rows == 0 { throw .nothingAccepted(account) }
  }

  /// Holds the files to the bureau's totals.
  private mutating func compareControl() throws(RunFailure) {
    guard let control else { return }
    let comparison = ControlComparison(
      file: plan.controlFile.map(PostgresSource.shown) ?? "", stated: control.stated, found: control.found,
      period: plan.period)
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
      case .database(let source, let fault): .databaseFailed(source: source, fault)
      case .stopped(let rows): .memoryShort(rows: rows)
      case .refused(let diagnostics): .inputRefused(diagnostics)
      }
  }
}
