import SteelyardDomain
import SteelyardIntake

/// Files, rows, columns and values.
extension QualityChecks {
  /// Containers, headers, totals.
  var files: [QualityCheck] {
    let count = Int128(Set(quality.files.map(\.name)).union(fatal.map(\.location.file)).union(unreadable).count)
    let problems = Dictionary(grouping: fatal, by: \.location.file).map { file, found in
      let codes = Set(found.map(\.code.rawValue)).sorted().joined(separator: ", ")
      return QualityCheck.Detail("\(file): \(codes)", Int128(found.count))
    }
    let totals = rows([.totalRow, .subtotalDiffers], in: account)
    let wrongTotals = Int128(fatal.count { $0.code == .controlTotalDiffers })
    let cut = noted(.finalLineEndMissing) + rows([.rowTruncated], in: account)
    return [
      QualityCheck(
        .filesUsable, found: Int128(Set(fatal.map(\.location.file)).union(unreadable).count), of: count,
        details: problems + unreadable.map { .init($0, 1) }),
      QualityCheck(
        .filesWhole, found: cut, of: count, details: details(.finalLineEndMissing), isComplete: isRead),
      noted(.sheetLimit, .rowLimitReached, base: count),
      noted(.sheetsRead, .sheetHidden, .sheetNotRead, base: count),
      QualityCheck(
        .filesOnce, found: noted(.repeatedFileRead) + Int128(fatal.count { $0.code == .fileRepeated }), of: count,
        isComplete: isRead),
      taken(.headersOnce, .headerRepeated),
      totals + wrongTotals == 0
        ? QualityCheck(notApplicable: .totalsAddUp)
        : QualityCheck(
          .totalsAddUp, found: rows([.subtotalDiffers], in: account) + wrongTotals, of: totals + wrongTotals,
          isComplete: isRead),
      totals == 0
        ? QualityCheck(notApplicable: .totalsChecked)
        : QualityCheck(.totalsChecked, found: noted(.controlTotalUnchecked), of: totals, isComplete: isRead),
    ]
  }

  /// Where the rows went.
  var rows: [QualityCheck] {
    let limit = plan.rejectRateMaximum
    let hidden = Int128(account.rowsHidden)
    let tables = (files(of: .persons) + files(of: .institutions)).map { table in
      QualityCheck.Detail(
        table.name, Int128(table.reconciliation.rejectedTotal.rows), of: Int128(table.reconciliation.read.rows))
    }
    let worst = Self.worst(tables)
    let allRows = quality.files.reduce(Int128(0)) { $0 + Int128($1.reconciliation.read.rows) }
    return [
      QualityCheck(
        .rowsRejected, found: Int128(account.rejectedTotal.rows) + hidden, of: Int128(account.read.rows) + hidden,
        threshold: limit, details: rejectedDetails(account, \.rows), isComplete: isSettled),
      tables.isEmpty
        ? QualityCheck(notApplicable: .tableRowsRejected)
        : QualityCheck(
          .tableRowsRejected, found: worst.found, of: worst.of ?? 0, threshold: limit, details: Self.nonzero(tables),
          isComplete: hasTables),
      QualityCheck(
        .moneyRejected, found: account.rejectedTotal.absoluteFen, of: account.read.absoluteFen, threshold: limit,
        details: account.rejected.map { .init($0.key.rawValue, $0.value.absoluteFen) }, isComplete: isSettled),
      QualityCheck(
        .rowsCount, found: account.accepted.rows == 0 ? Int128(account.read.rows) : 0, of: Int128(account.read.rows),
        isComplete: isSettled),
      QualityCheck(.rowsHidden, found: hidden, of: Int128(account.read.rows), isComplete: isRead),
      taken(.rowsInScope, .careTypeOutOfScope, .diseaseOutOfScope, .outsideArea, isComplete: isSettled),
      taken(.rowsValid, .markedInvalid, .markedDeleted, .aidSettlementWithoutFund),
      taken(.rowsInPeriod, .outsidePeriod, isComplete: isSettled, isApplicable: plan.period != .all),
      taken(
        .rowsWellFormed, .columnCountDiffers, .quoteUnterminated, .fieldTooLong, .rowTruncated, .formulaWithoutValue,
        .cellError, .cellUnreadable),
      taken(.textValid, .encodingInvalid, .nulByte),
      noted(.textPrivate, .privateUseCharacter, base: Int128(account.read.rows)),
      noted(.valuesRepaired, .valueRepaired, .codeFolded, base: allRows),
      noted(.numbersShortened, .numberShortened, base: Int128(account.read.rows)),
    ]
  }

  /// Columns and values that are there.
  var completenessChecks: [QualityCheck] {
    let absent = details(.optionalColumnAbsent)
    let reported = Int128(ClaimReader.reportedFields.count * max(1, files(of: .claims).count))
    let full = completeness.rows.flatMap { row in
      zip(completeness.months, row.cells).filter { $1.rows >= Self.rowsJudged }.map { month, cell in
        (place: "\(row.institution) \(month)", cell: cell)
      }
    }
    let thin = full.filter { $0.cell.completeness ?? 1 < Self.completenessMinimum }
    let (columns, empty, cells) = optionalColumns
    return [
      QualityCheck(
        .columnsPresent, found: absent.reduce(0) { $0 + $1.found }, of: reported, details: absent,
        weakens: Self.weakened(by: absent.map(\.subject)), isComplete: isRead),
      QualityCheck(
        .requiredValues, found: rows([.requiredValueEmpty], in: account), of: Int128(account.read.rows),
        details: emptyDetails, isComplete: isRead),
      cells == 0
        ? Self.unmade(.optionalValues, isComplete: isRead)
        : QualityCheck(
          .optionalValues, found: empty, of: cells, details: Self.nonzero(columns.map(\.detail)),
          weakens: Self.weakened(by: columns.filter { $0.isThin }.map(\.field)), isComplete: isRead),
      noted(
        .valuesReadable, .optionalValueUnreadable,
        base: quality.files.reduce(0) { $0 + Int128($1.reconciliation.read.rows) }),
      full.isEmpty
        ? Self.unmade(.monthsComplete, isComplete: isRead)
        : QualityCheck(
          .monthsComplete, found: Int128(thin.count), of: Int128(full.count),
          details: thin.map { .init($0.place, Int128($0.cell.cells - $0.cell.filled), of: Int128($0.cell.cells)) },
          isComplete: isRead),
    ]
  }

  /// Rows from which on a share of an institution's month is worth a judgement.
  static let rowsJudged: Int64 = 20
  /// The share of cells with a value below which an institution's month is thin.
  static let completenessMinimum = 0.9

  /// Optional columns of the claims with their empty cells; the marks that only some rows have are left aside.
  private var optionalColumns:
    (columns: [(field: String, detail: QualityCheck.Detail, isThin: Bool)], empty: Int128, cells: Int128)
  {
    let needs = Dictionary(
      ColumnDictionary.columns(of: .claims).map { ($0.field, $0.need) }, uniquingKeysWith: { first, _ in first })
    let rare: Set<String> = ["orig_claim_id", "deleted", "updated", "refund_flag"]
    var sums: [String: (empty: Int64, rows: Int64)] = [:]
    for values in files(of: .claims).flatMap(\.values) where needs[values.field] != .required {
      if rare.contains(values.field) { continue }
      let sum = sums[values.field] ?? (0, 0)
      sums[values.field] = (sum.empty + values.rows - values.filled, sum.rows + values.rows)
    }
    let limit = QualityCheck.ID.optionalValues.definition.threshold
    let columns = sums.sorted { $0.key < $1.key }.map { field, sum in
      (
        field: field, detail: QualityCheck.Detail(field, Int128(sum.empty), of: Int128(sum.rows)),
        isThin: Double(sum.empty) > limit * Double(sum.rows)
      )
    }
    return (
      columns, sums.values.reduce(0) { $0 + Int128($1.empty) }, sums.values.reduce(0) { $0 + Int128($1.rows) }
    )
  }

  /// What is weaker without some columns, or where they are often empty.
  static func weakened(by fields: [String]) -> [QualityCheck.Weakened] {
    let results: [String: QualityCheck.Weakened] = [
      "sex": .adjustedIndex, "birth_date": .adjustedIndex, "age": .adjustedIndex, "ins_type": .adjustedIndex,
      "inst_type": .peerGroups, "inst_level": .peerGroups, "inst_area": .peerGroups, "fund_pay": .shares,
      "drug_fee": .shares, "self_fee": .costParts, "over_limit": .costParts, "first_self": .costParts,
      "in_scope": .costParts, "orig_claim_id": .refunds, "refund_flag": .refunds, "care_type": .plainIndex,
      "inst_name": .names,
    ]
    let found = Set(fields.compactMap { results[$0] })
    return QualityCheck.Weakened.allCases.filter(found.contains)
  }

  /// The detail with the greatest share.
  static func worst(_ details: [QualityCheck.Detail]) -> QualityCheck.Detail {
    details.max { Double($0.found) * Double($1.of ?? 0) < Double($1.found) * Double($0.of ?? 0) }
      ?? QualityCheck.Detail("", 0, of: 0)
  }

  /// A check with nothing to look at: because nothing is there, or because it was not reached.
  static func unmade(_ id: QualityCheck.ID, isComplete: Bool) -> QualityCheck {
    isComplete ? QualityCheck(notApplicable: id) : QualityCheck(error: id)
  }

  private func rejectedDetails(_ account: Reconciliation, _ value: (Flow) -> Int64) -> [QualityCheck.Detail] {
    account.rejected.map { .init($0.key.rawValue, Int128(value($0.value))) }
  }
}
