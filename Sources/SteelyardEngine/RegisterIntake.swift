import SteelyardComparison
import SteelyardDomain
import SteelyardIntake

/// Everything read for a comparison run: registers in the run's database, persons matched, the account of the input.
struct RegisterIntake {
  /// The account of the input.
  private(set) var quality = QualityReport()
  /// Rows and files to be listed.
  private(set) var diagnostics: [Diagnostic] = []
  /// The names of each register's files, by number.
  private(set) var files: [String: [String]] = [:]
  /// The queues and what became of them.
  private(set) var matches = MatchOutcome(entries: [], changes: [], contradictions: [])
  /// What became of the decisions.
  private(set) var decisions: ComparisonResult.Decisions?

  private let plan: ComparisonRunPlan
  private var reader: RegisterReader

  /// Reads every register of the plan into a database.
  ///
  /// - Throws: ``RunFailure`` where a file cannot be used, too much of a register is rejected, or there is no room.
  init(
    _ plan: ComparisonRunPlan, into executor: PlanExecutor, progress: ((ClaimReader.Progress) -> Void)?
  ) throws(RunFailure) {
    self.plan = plan
    reader = RegisterReader(mapping: plan.mapping)
    let schemas = plan.comparison.registers
    var matcher = PersonMatcher(registers: schemas)
    for schema in schemas {
      var rows = RegisterRows(schema)
      var failure: ComparisonFailure?
      for file in plan.registers[schema.name] ?? [] {
        do {
          try reader.read(file, as: schema, progress: progress) { batch, persons in
            guard failure == nil else { return }
            matcher.add(batch, of: schema.name)
            rows.add(batch)
            do throws(ComparisonFailure) {
              try executor.add(batch, to: schema.name, persons: persons)
            } catch { failure = error }
          }
        } catch { throw RunFailure(error) }
        if let failure { throw RunFailure(failure) }
      }
      try settle(schema, rows.finish(), executor)
    }
    try match(matcher, executor)
    try close()
    do { try executor.finishLoading() } catch { throw RunFailure(error) }
  }

  /// Takes out the rows of a register that stand in it twice, and refuses to go on where too much was rejected.
  private mutating func settle(
    _ schema: RegisterSchema, _ findings: [RegisterRows.Finding], _ executor: PlanExecutor
  ) throws(RunFailure) {
    let first = quality.files.count
    quality.files += reader.files.filter { $0.table == schema.name }
    files[schema.name] = quality.files[first...].map(\.name)
    for finding in findings {
      let file = first + Int(finding.file)
      quality.files[file].reconciliation.withdraw(finding.code, fen: finding.fen)
      diagnostics.append(
        Diagnostic(finding.code, at: .init(file: quality.files[file].name, line: Int(finding.line))))
    }
    do { try executor.remove(findings, from: schema.name) } catch { throw RunFailure(error) }
    var account = Reconciliation()
    for file in quality.files[first...] { account.merge(file.reconciliation) }
    quality.registers[schema.name] = account
    quality.reconciliation.merge(account)
    guard account.balances else { throw .internalFault("rows in = accepted + rejected + excluded") }
    let names = Set(files[schema.name] ?? [])
    let told = (reader.diagnostics + diagnostics).filter { names.contains($0.location.file) }
    let limit = plan.rejectRateMaximum
    if account.exceeds(rejectRate: limit) { throw .tooManyRejected(account, told, limit: limit) }
    if account.accepted.rows == 0 { throw .nothingAccepted(account) }
  }

  /// Matches persons over the registers, with the decisions that were given, and gives rows their keys.
  private mutating func match(_ matcher: PersonMatcher, _ executor: PlanExecutor) throws(RunFailure) {
    var given: MatchDecisions?
    if let file = plan.decisionsFile { given = try MatchDecisions(file, reading: plan.mapping.reading) }
    let pseudonym = plan.pseudonym
    var persons = reader.persons
    // A letter first, so that no spreadsheet takes a key for a number.
    matches = matcher.matches(persons: &persons, decisions: given?.decisions ?? [:]) {
      "m" + pseudonym.of("match\u{1F}" + $0).dropLast()
    }
    if let given {
      if !matches.contradictions.isEmpty { throw given.contradiction(matches.contradictions) }
      decisions = given.account(matches)
      quality.files.append(given.file)
    }
    do { try executor.apply(matches.changes, persons: persons) } catch { throw RunFailure(error) }
  }

  private mutating func close() throws(RunFailure) {
    diagnostics = (diagnostics + reader.diagnostics).sorted(by: Diagnostic.precedes)
    quality.notes = reader.noteCounts.flatMap { code, counts in
      counts.map { QualityReport.Note(code: code, subject: $0.key, count: $0.value) }
    }.sorted { ($0.code.rawValue, $0.subject) < ($1.code.rawValue, $1.subject) }
  }
}

extension RunFailure {
  /// The failure of a run that a failure to compare makes.
  init(_ failure: ComparisonFailure) {
    self =
      switch failure {
      case .databaseUnusable, .statementFailed: .internalFault("the run's database works: \(failure)")
      case .diskFull: .writeFailed(file: "registers.sqlite")
      case .interrupted: .internalFault("nothing stops a run but a signal")
      case .tooManyRows, .totalTooLarge, .sumTooLarge: .sumTooLarge
      case .queryRefused(let rule), .queryContract(let rule): .queryRefused(rule: rule)
      case .queryTooCostly(let rule): .queryTooCostly(rule: rule)
      }
  }
}
