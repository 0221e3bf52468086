import SteelyardDomain
import SteelyardIntake
import SteelyardLedger

/// Fee lines read and joined to the settlements that count, with the account of every row.
struct LineIntake {
  /// Sums by institution and item.
  let items: ItemTally
  /// Supply days by the person's code; `nil` where no file tells any.
  let supplies: [Int32: SupplyDays]?
  /// The files with their accounts.
  private(set) var files: [QualityReport.File]
  /// Rows to be listed.
  private(set) var diagnostics: [Diagnostic]
  /// What is worth saying once.
  let notes: [QualityReport.Note]

  /// Reads the plan's fee lines.
  ///
  /// - Throws: ``RunFailure`` where a file cannot be used, or where more than the allowed share of its rows or money is
  ///   rejected.
  init(
    _ plan: RunPlan, claims: StandingClaims, institutions: IdentifierTable,
    progress: ((ClaimReader.Progress) -> Void)?
  ) throws(RunFailure) {
    var reader = FeeLineReader(mapping: plan.mapping)
    var builder = ItemTallyBuilder(claims)
    for file in plan.lineFiles {
      do { try reader.read(file, progress: progress) { builder.add($0) } } catch { throw RunFailure(error) }
    }
    let result = builder.finish(institutions: institutions, identifiers: reader.identifiers)
    items = result.tally
    supplies = reader.hasSupplyDays ? result.supplies : nil
    files = reader.files
    diagnostics = reader.diagnostics
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
    var counts = reader.noteCounts
    if result.claimsDiffering > 0 {
      counts[.linesDifferFromClaim, default: [:]]["", default: 0] += result.claimsDiffering
    }
    notes = counts.flatMap { code, subjects in
      subjects.map { QualityReport.Note(code: code, subject: $0.key, count: $0.value) }
    }
    for file in files {
      let account = file.reconciliation
      guard account.balances else { throw .internalFault("lines in = accepted + rejected + excluded") }
      let limit = plan.rejectRateMaximum
      if account.exceeds(rejectRate: limit) { throw .tooManyRejected(account, diagnostics, limit: limit) }
    }
  }
}
