import SteelyardDomain
import SteelyardIntake
import SteelyardLedger

/// Fee lines read and joined to the settlements that count, with the account of every row.
///
/// Where ``read(claims:institutions:progress:)`` throws, the value still holds what was found until then.
struct LineIntake {
  /// Sums by institution and item.
  private(set) var items = ItemTally([])
  /// Supply days by the person's code; `nil` where no file tells any.
  private(set) var supplies: [Int32: SupplyDays]?
  /// The files with their accounts.
  private(set) var files: [QualityReport.File] = []
  /// Rows to be listed.
  private(set) var diagnostics: [Diagnostic] = []
  /// What is worth saying once.
  private(set) var notes: [QualityReport.Note] = []
  /// How many settlements have lines.
  private(set) var claimsWithLines: Int64 = 0

  private let plan: RunPlan
  private var reader: FeeLineReader

  /// Prepares to read the plan's fee lines.
  init(_ plan: RunPlan, countsValues: Bool = false) {
    self.plan = plan
    reader = FeeLineReader(mapping: plan.mapping, countsValues: countsValues)
  }

  /// Reads the plan's fee lines.
  ///
  /// - Throws: ``RunFailure`` where a file cannot be used, or where more than the allowed share of its rows or money is
  ///   rejected.
  mutating func read(
    claims: StandingClaims, institutions: IdentifierTable, progress: ((ClaimReader.Progress) -> Void)?
  ) throws(RunFailure) {
    var builder = ItemTallyBuilder(claims)
    var refusal: IntakeFailure?
    for file in plan.lineFiles {
      do { try reader.read(file, progress: progress) { builder.add($0) } } catch {
        refusal = error
        break
      }
    }
    files = reader.files + (reader.refused.map { [$0] } ?? [])
    diagnostics = reader.diagnostics
    var counts = reader.noteCounts
    defer {
      notes = counts.flatMap { code, subjects in
        subjects.map { QualityReport.Note(code: code, subject: $0.key, count: $0.value) }
      }
    }
    if let refusal { throw RunFailure(refusal) }
    let result = builder.finish(institutions: institutions, identifiers: reader.identifiers)
    items = result.tally
    supplies = reader.hasSupplyDays ? result.supplies : nil
    claimsWithLines = result.claimsWithLines
    for withdrawal in result.withdrawals {
      files[withdrawal.source].reconciliation.withdraw(withdrawal.code, withdrawal.flow)
    }
    for finding in result.findings {
      let file = files[finding.source]
      let column = file.columns.first { $0.field == "line_id" }?.column
      diagnostics.append(
        Diagnostic(
          finding.code,
          at: .init(file: file.name, line: finding.line, byteOffset: finding.byteOffset, field: column)))
    }
    diagnostics.sort(by: Diagnostic.precedes)
    if result.claimsDiffering > 0 {
      counts[.linesDifferFromClaim, default: [:]]["", default: 0] += result.claimsDiffering
    }
    for file in files {
      let account = file.reconciliation
      guard account.balances else { throw .internalFault("lines in = accepted + rejected + excluded") }
      let limit = plan.rejectRateMaximum
      if account.exceeds(rejectRate: limit) { throw .tooManyRejected(account, diagnostics, limit: limit) }
    }
  }
}
