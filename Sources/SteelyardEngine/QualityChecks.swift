import SteelyardDomain
import SteelyardIntake

/// Judges what was found about the input: one check a question, all of them always answered.
///
/// Counts are those that reading made; nothing is read again. A check whose part of the input was not reached is an
/// error, unless what was seen already breaks it.
struct QualityChecks {
  let plan: RunPlan
  let quality: QualityReport
  let survey: ClaimSurvey
  let completeness: Completeness
  let stage: ClaimIntake.Stage
  let thresholds: QualityThresholds
  /// Settlements that have fee lines.
  let claimsWithLines: Int64
  /// What refuses files.
  let fatal: [Diagnostic]
  /// Files that cannot be read or changed while they were.
  let unreadable: [String]
  private let notes: [Diagnostic.Code: [String: Int64]]
  private let emptyValues: [String: Int64]

  init(plan: RunPlan, intake: ClaimIntake, failures: [RunFailure], completeness: Completeness) {
    self.plan = plan
    self.completeness = completeness
    quality = intake.quality
    survey = intake.reader.survey
    stage = intake.stage
    thresholds = intake.request.thresholds
    claimsWithLines = intake.lines?.claimsWithLines ?? 0
    var fatal: [Diagnostic] = []
    var unreadable: [String] = []
    for failure in failures {
      switch failure {
      case .inputRefused(let diagnostics): fatal += diagnostics
      case .inputUnreadable(let file), .inputChanged(let file), .databaseFailed(let file, _): unreadable.append(file)
      default: break
      }
    }
    self.fatal = fatal
    self.unreadable = unreadable
    notes = Dictionary(grouping: quality.notes, by: \.code).mapValues { notes in
      Dictionary(notes.map { ($0.subject, $0.count) }, uniquingKeysWith: +)
    }
    emptyValues = intake.diagnostics.reduce(into: [:]) { counts, diagnostic in
      guard diagnostic.code == .requiredValueEmpty, let field = diagnostic.location.field else { return }
      counts[field, default: 0] += 1
    }
  }

  /// Every check, in the order of the report.
  var all: [QualityCheck] {
    let made = files + rows + completenessChecks + identifiers + diseases + amounts + spread + refunds + dates + volume
    let byID = Dictionary(uniqueKeysWithValues: (made + lines).map { ($0.id, $0) })
    return QualityCheck.ID.allCases.map { id in
      guard let check = byID[id] else { preconditionFailure("check \(id.rawValue) is not made") }
      return check
    }
  }

  /// The account of the claims.
  var account: Reconciliation { quality.reconciliation }
  /// Whether every claim file was read.
  var isRead: Bool { stage >= .claimsRead }
  /// Whether repeated settlements, refunds and the period were settled.
  var isSettled: Bool { stage >= .settled }
  /// Whether the tables beside the claims were read.
  var hasTables: Bool { stage >= .tablesRead }

  /// The files of a table.
  func files(of table: TableMapping.Table) -> [QualityReport.File] {
    quality.files.filter { $0.table == table.rawValue }
  }

  /// Whether a file of a table has a column.
  func has(_ field: String, in table: TableMapping.Table = .claims) -> Bool {
    files(of: table).contains { file in file.columns.contains { $0.field == field } }
  }

  /// Rows of a file that rules took out.
  func rows(_ codes: [Diagnostic.Code], in account: Reconciliation) -> Int128 {
    codes.reduce(0) { $0 + Int128((account.rejected[$1] ?? account.excluded[$1])?.rows ?? 0) }
  }

  /// How often something was noted, of some subjects or of all.
  func noted(_ code: Diagnostic.Code, of subjects: [String]? = nil) -> Int128 {
    let counts = notes[code] ?? [:]
    return counts.reduce(0) { sum, note in
      subjects.map { $0.contains(note.key) } ?? true ? sum + Int128(note.value) : sum
    }
  }

  /// What was noted, by subject.
  func details(_ codes: Diagnostic.Code...) -> [QualityCheck.Detail] {
    var counts: [String: Int64] = [:]
    for code in codes { counts.merge(notes[code] ?? [:], uniquingKeysWith: +) }
    return counts.map { .init($0.key, Int128($0.value)) }
  }

  /// The details that found anything.
  static func nonzero(_ details: [QualityCheck.Detail]) -> [QualityCheck.Detail] { details.filter { $0.found != 0 } }

  /// Where required values are missing, by column.
  var emptyDetails: [QualityCheck.Detail] { emptyValues.map { .init($0.key, Int128($0.value)) } }

  /// A check of claim rows that rules took out, file by file.
  func taken(
    _ id: QualityCheck.ID, _ codes: Diagnostic.Code..., isComplete: Bool? = nil, isApplicable: Bool = true
  ) -> QualityCheck {
    guard isApplicable else { return QualityCheck(notApplicable: id) }
    let details = files(of: .claims).map { file in
      QualityCheck.Detail(
        file.name, rows(codes, in: file.reconciliation), of: Int128(file.reconciliation.read.rows))
    }
    return QualityCheck(
      id, found: rows(codes, in: account), of: Int128(account.read.rows), details: Self.nonzero(details),
      isComplete: isComplete ?? isRead)
  }

  /// A check of what was noted of accepted claim rows.
  func noted(
    _ id: QualityCheck.ID, _ codes: Diagnostic.Code..., of subjects: [String]? = nil, base: Int128? = nil,
    isComplete: Bool? = nil, isApplicable: Bool = true
  ) -> QualityCheck {
    guard isApplicable else { return QualityCheck(notApplicable: id) }
    var counts: [String: Int128] = [:]
    for code in codes {
      for (subject, count) in notes[code] ?? [:] where subjects?.contains(subject) ?? true {
        counts[subject, default: 0] += Int128(count)
      }
    }
    return QualityCheck(
      id, found: counts.values.reduce(0, +), of: base ?? Int128(survey.rows),
      details: counts.filter { !$0.key.isEmpty }.map { .init($0.key, $0.value) }, isComplete: isComplete ?? isRead)
  }
}
