import SteelyardDomain
import SteelyardIntake

/// Identifiers, amounts, refunds and dates: what the fields of the claims say.
extension QualityChecks {
  /// Numbers of settlements, persons and institutions.
  var identifiers: [QualityCheck] {
    let hasCertificates = has("cert_no")
    let institutions = Int128(quality.institutions)
    let tables = files(of: .persons) + files(of: .institutions)
    let tableRows = tables.reduce(Int128(0)) { $0 + Int128($1.reconciliation.read.rows) }
    return [
      taken(.settlementsUnique, .claimRepeated, .claimSuperseded, isComplete: isSettled),
      taken(.settlementsAgree, .claimConflict, isComplete: isSettled),
      taken(.settlementsSettled, .notSettled),
      taken(.identifiersDamaged, .identifierDamaged),
      taken(.identifiersMasked, .identifierMasked),
      noted(.certificatesSound, .certificateSlip, isApplicable: hasCertificates || !isRead),
      noted(.certificatesMasked, .certificateMasked, isApplicable: hasCertificates || !isRead),
      noted(.institutionCodes, .institutionCodeLocal, base: institutions, isComplete: hasTables),
      noted(.institutionNames, .institutionNameVaries, base: institutions, isApplicable: has("inst_name") || !isRead),
      noted(
        .institutionNamesShared, .institutionNameShared, base: institutions,
        isApplicable: has("inst_name") || !isRead),
      noted(
        .institutionsKnown, .missingInDimension, of: ["institutions"], base: institutions, isComplete: hasTables,
        isApplicable: plan.institutionsFile != nil),
      noted(
        .personsKnown, .missingInDimension, of: ["persons"], base: Int128(quality.persons), isComplete: hasTables,
        isApplicable: plan.personsFile != nil),
      plan.personsFile == nil && plan.institutionsFile == nil
        ? QualityCheck(notApplicable: .tablesAgree)
        : QualityCheck(
          .tablesAgree, found: tables.reduce(0) { $0 + rows([.dimensionConflict], in: $1.reconciliation) },
          of: tableRows,
          details: Self.nonzero(tables.map { .init($0.name, rows([.dimensionConflict], in: $0.reconciliation)) }),
          isComplete: hasTables),
      noted(.testData, .testData),
    ]
  }

  /// Codes of diseases.
  var diseases: [QualityCheck] {
    let unknown = quality.unknownDiseases
    let sum = unknown.values.reduce(Flow(), +)
    let accepted = files(of: .claims).reduce(Flow()) { $0 + $1.reconciliation.accepted }
    return [
      QualityCheck(
        .diseasesKnown, found: Int128(sum.rows), of: Int128(survey.rows),
        details: unknown.map { .init($0.key, Int128($0.value.rows)) }, isComplete: isRead),
      QualityCheck(
        .diseaseMoneyKnown, found: sum.absoluteFen, of: max(accepted.absoluteFen, sum.absoluteFen),
        details: unknown.map { .init($0.key, $0.value.absoluteFen) }, isComplete: isRead),
      taken(.diseasesSingle, .diseaseCodesSeveral),
    ]
  }

  /// Money, row by row.
  var amounts: [QualityCheck] {
    let mixed = fatal.filter { $0.code == .amountUnitsMixed }.map { $0.location.field ?? "" }
    let oneUnit = details(.amountUnitsTaken).map(\.subject)
    let columns = files(of: .claims).reduce(0) { $0 + $1.columns.count }
    let fractions = rows([.amountFinerThanFen], in: account) + noted(.amountRounded)
    return [
      taken(.amountsReadable, .amountUnreadable),
      QualityCheck(
        .amountsWholeFen, found: fractions, of: Int128(account.read.rows), details: details(.amountRounded),
        isComplete: isRead),
      taken(.amountsWithinCap, .amountTooLarge),
      QualityCheck(
        .amountUnits, found: Int128(mixed.count + oneUnit.count), of: Int128(max(columns, mixed.count)),
        details: (mixed + oneUnit).map { .init($0, 1) }, isComplete: isRead),
      identity(.costByCoverage, .costByCoverage), identity(.costByPayer, .costByPayer),
      identity(.fundByPart, .fundByPart),
      noted(.fundWithinTotal, .fundExceedsTotal, isApplicable: has("fund_pay") || !isRead),
      noted(
        .partsWithinTotal, .partExceedsTotal,
        isApplicable: Self.parts.contains { has($0) } || !isRead),
      noted(.ratiosPlausible, .ratioImplausible, isApplicable: has("pool_ratio") || !isRead),
      noted(.totalsZero, .zeroTotal, base: Int128(account.read.rows)),
      taken(.negativesMarked, .negativeWithoutRefund),
    ]
  }

  /// The columns that hold a part of something: of the cost, or of what the fund paid.
  private static let parts = ["drug_fee"] + AmountIdentity.allCases.flatMap(\.parts)

  /// An identity of amounts: the file that breaks it most, held against its own rows, as a run holds each file.
  private func identity(_ id: QualityCheck.ID, _ identity: AmountIdentity) -> QualityCheck {
    let checks = quality.identities.filter { $0.identity == identity && $0.missing.isEmpty && $0.rowsChecked > 0 }
    if checks.isEmpty { return Self.unmade(id, isComplete: isRead) }
    let details = checks.map { QualityCheck.Detail($0.file, Int128($0.rowsBroken), of: Int128($0.rowsChecked)) }
    let worst = Self.worst(details)
    return QualityCheck(
      id, found: worst.found, of: worst.of ?? 0, threshold: thresholds.identityBrokenShare, details: details,
      isComplete: isRead)
  }

  /// What takes settlements back.
  var refunds: [QualityCheck] {
    let count = Int128(survey.refunds)
    let hasRefunds = count > 0 || !isSettled
    return [
      noted(.refundsPaired, .refundOrphan, base: count, isComplete: isSettled, isApplicable: hasRefunds),
      noted(.refundsMatched, .refundMismatched, base: count, isComplete: isSettled, isApplicable: hasRefunds),
      noted(
        .refundsWithinOriginal, .refundExceedsOriginal, base: count, isComplete: isSettled, isApplicable: hasRefunds),
      noted(
        .refundMarks, .refundMarkOnOriginal,
        isApplicable: has("refund_flag") || has("orig_claim_id") || !isRead),
    ]
  }

  /// Days of settlement, birth and death.
  var dates: [QualityCheck] {
    let hasStay = has("begin_date") || has("end_date")
    let claimDates = ["settle_time", "birth_date", "begin_date", "end_date"]
    return [
      taken(.datesReadable, .dateUnreadable),
      taken(.datesPlausible, .dateImplausible),
      noted(.datesTogether, .settlementDayIsolated),
      taken(.datesNotAfter, .settledInFuture, isApplicable: plan.mapping.reading.latestDay != nil),
      noted(.dateForms, .dateFormsMixed, of: claimDates),
      noted(.datesInOrder, .datesOutOfOrder, isApplicable: hasStay || !isRead),
      noted(.birthsBefore, .birthAfterSettlement, isApplicable: has("birth_date") || !isRead),
      noted(
        .agesPlausible, .ageDiffersFromBirth, .ageImplausible, isApplicable: has("age") || !isRead),
      noted(
        .deathsAfter, .settledAfterDeath, isComplete: isSettled,
        isApplicable: has("death_date", in: .persons) || (plan.personsFile != nil && !hasTables)),
    ]
  }
}
