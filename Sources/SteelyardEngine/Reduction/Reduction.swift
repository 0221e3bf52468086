public import SteelyardDomain
public import SteelyardIntake

/// What another engine did of a run: the sums it made of the claims, and where every row went.
///
/// A run with a reduction starts from its tally; the rows are judged by the same limits as those that we read ourselves.
public struct Reduction: Sendable {
  /// The engine's name, `spark` or `postgresql`.
  public let engine: String
  /// The version that the engine says it is.
  public let version: String
  /// Where it ran, as the user named it.
  public let master: String
  /// The statements, with inputs and folders as the user named them.
  public let statements: String
  /// The tables that it read, without what only our own reader tells of a file.
  public let files: [QualityReport.File]
  /// Where the rows of the claims went.
  public let claims: Reconciliation
  /// Where the rows of the table of persons went; `nil` without one.
  public let persons: Reconciliation?
  /// What is worth a note.
  public let notes: [QualityReport.Note]
  /// The districts of the area that institutions lie in.
  let districts: Set<String>

  /// Reads the account of a reduction: the rows of ``TallySQL/account``.
  ///
  /// - Parameters:
  ///   - account: rule, rows, fen and fen without signs, a row each.
  ///   - files: the tables that were read, the first the claims.
  /// - Throws: ``RunFailure/internalFault(_:)`` where the account is none.
  public init(
    engine: String, version: String, master: String, statements: String, account: [[String]],
    files: [QualityReport.File]
  ) throws(RunFailure) {
    var (claims, persons) = (Reconciliation(), Reconciliation())
    var notes: [QualityReport.Note] = []
    var districts: Set<String> = []
    for row in account {
      guard row.count == 4, let rows = Int64(row[1]), let fen = Int128(row[2]), let absolute = Int128(row[3]) else {
        throw .internalFault("an account of four columns, whole numbers behind the rule")
      }
      let flow = Flow(rows: rows, fen: fen, absoluteFen: absolute)
      let words = row[0].split(separator: " ", maxSplits: 1).map(String.init)
      switch words.first {
      case "area": districts.insert(words.last ?? "")
      case "persons": try persons.book(words.last ?? "", flow, notes: &notes)
      default: try claims.book(row[0], flow, notes: &notes)
      }
    }
    self.engine = engine
    self.version = version
    self.master = master
    self.statements = statements
    self.claims = claims
    persons.accepted = persons.read - persons.rejectedTotal
    self.persons = files.contains { $0.table == TableMapping.Table.persons.rawValue } ? persons : nil
    self.notes = notes.sorted { ($0.code.rawValue, $0.subject) < ($1.code.rawValue, $1.subject) }
    self.districts = districts
    // The rows of several tables were read as one.
    let isOne = files.count { $0.table == TableMapping.Table.claims.rawValue } == 1
    self.files = files.map { file in
      var file = file
      if file.table == TableMapping.Table.persons.rawValue {
        file.reconciliation = persons
      } else if isOne {
        file.reconciliation = claims
      }
      return file
    }
  }

  /// Judges the rows as a run that read them itself would.
  ///
  /// - Throws: ``RunFailure`` where too much was rejected, nothing is left, the sums cannot be right, or a district of the
  ///   area holds no institution.
  func check(area: [String], limit: Double) throws(RunFailure) {
    guard claims.balances else { throw .internalFault("rows in = accepted + rejected + excluded") }
    if let persons, persons.exceeds(rejectRate: limit) { throw .tooManyRejected(persons, [], limit: limit) }
    if let unknown = area.first(where: { !districts.contains($0) }) { throw .areaUnknown(unknown) }
    if claims.exceeds(rejectRate: limit) { throw .tooManyRejected(claims, [], limit: limit) }
    if claims.read.absoluteFen > Int128(Int64.max) { throw .sumTooLarge }
    if claims.accepted.rows == 0 { throw .nothingAccepted(claims) }
  }

  /// The report of a run that started from this reduction's tally: of the claims instead of the tally.
  func told(_ report: QualityReport) -> QualityReport {
    var report = report
    let made: Set = ["tally", "tally-pairs"]
    report.files = files + report.files.filter { !made.contains($0.table) }
    report.reconciliation = claims
    report.notes += notes
    return report
  }
}

extension Reconciliation {
  /// Books a line of an account: `read`, `accepted`, a rule, or a rule that is only a note, with its field behind it.
  fileprivate mutating func book(
    _ rule: String, _ flow: Flow, notes: inout [QualityReport.Note]
  ) throws(RunFailure) {
    if rule == "read" { return read = flow }
    if rule == "accepted" { return accepted = flow }
    let words = rule.split(separator: " ", maxSplits: 1).map(String.init)
    guard let code = words.first.flatMap(Diagnostic.Code.init(rawValue:)) else {
      throw .internalFault("an account names rules")
    }
    switch code.severity {
    case .rejected: rejected[code] = flow
    case .excluded: excluded[code] = flow
    case .note, .fatal:
      notes.append(QualityReport.Note(code: code, subject: words.count > 1 ? words[1] : "", count: flow.rows))
    }
  }
}

extension TallySQL {
  /// Reads the table of institutions for a reduction.
  ///
  /// - Throws: ``RunFailure`` as a run that reads the table does.
  public static func listing(_ file: String, mapping: TableMapping, limit: Double) throws(RunFailure) -> Listing {
    var reader = DimensionReader(mapping: mapping)
    let rows: [String: Institution]
    do { rows = try reader.readInstitutions(file) } catch { throw RunFailure(error) }
    for file in reader.files where file.reconciliation.exceeds(rejectRate: limit) {
      throw .tooManyRejected(file.reconciliation, reader.diagnostics, limit: limit)
    }
    let fields = Set(reader.files.flatMap(\.columns).map(\.field))
    return Listing(rows: rows.values.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }, fields: fields)
  }

  /// Understands the columns of a table that the engine holds.
  ///
  /// - Throws: ``RunFailure/inputRefused(_:)``.
  public static func claims(
    _ names: [String], mapping: TableMapping, file: String
  ) throws(RunFailure) -> TableColumns {
    do {
      return try TableColumns(
        names, of: .claims, required: requiredFields, optional: optionalFields, mapping: mapping, file: file)
    } catch { throw RunFailure(error) }
  }

  /// The same of a table of persons.
  public static func persons(
    _ names: [String], mapping: TableMapping, file: String
  ) throws(RunFailure) -> TableColumns {
    do {
      return try TableColumns(
        names, of: .persons, required: ["person_id"], optional: ["sex", "birth_date", "death_date"], mapping: mapping,
        file: file)
    } catch { throw RunFailure(error) }
  }
}
