import SteelyardDomain
import SteelyardIntake

/// Amounts and rows that stand out over rows, institutions and months; fee lines.
extension QualityChecks {
  /// Months from which on a fall or a rise can be told.
  private static let monthsJudged = 3

  /// How amounts are spread.
  var spread: [QualityCheck] {
    let large = completeness.rows.map { (code: $0.institution, cell: $0.whole) }.filter {
      $0.cell.rows >= Self.rowsJudged
    }
    let equal = large.filter { $0.cell.leastFen == $0.cell.greatestFen }
    let (units, months) = unitJumps
    return [
      months == 0
        ? Self.unmade(.institutionUnits, isComplete: isRead)
        : QualityCheck(
          .institutionUnits, found: Int128(units.count), of: months, details: units, isComplete: isRead),
      QualityCheck(.equalRuns, found: Int128(survey.rowsInRuns), of: Int128(survey.rows), isComplete: isRead),
      large.isEmpty
        ? Self.unmade(.equalInstitutions, isComplete: isRead)
        : QualityCheck(
          .equalInstitutions, found: Int128(equal.count), of: Int128(large.count),
          details: equal.map { .init($0.code, Int128($0.cell.rows)) }, isComplete: isRead),
    ]
  }

  /// Months in which what an institution's settlements cost is about 100 or 10,000 times, or a hundredth or a
  /// ten-thousandth, of what its other months' cost (geometric means), and how many months were compared.
  private var unitJumps: (found: [QualityCheck.Detail], compared: Int128) {
    var found: [QualityCheck.Detail] = []
    var compared: Int128 = 0
    for row in completeness.rows {
      let judged = row.cells.indices.filter { row.cells[$0].positiveRows >= 5 }
      guard judged.count >= 2 else { continue }
      let all = judged.reduce(into: ClaimSurvey.Cell()) { $0 += row.cells[$1] }
      for month in judged {
        compared += 1
        let own = row.cells[month]
        let others = Double(all.logSum - own.logSum) / 64 / Double(all.positiveRows - own.positiveRows)
        guard let mean = own.meanLog, AmountUnitJump.isOne(log2: mean - others) else { continue }
        found.append(.init("\(row.institution) \(completeness.months[month])", Int128(own.rows)))
      }
    }
    return (found, compared)
  }

  /// Rows over months and institutions.
  var volume: [QualityCheck] { [monthsMissing, monthsSteady, institutionsSteady] }

  private var monthsMissing: QualityCheck {
    let large = completeness.rows.filter { $0.whole.rows >= Self.rowsJudged }
    guard completeness.months.count > 1, !large.isEmpty else { return Self.unmade(.monthsMissing, isComplete: isRead) }
    let months = completeness.months.count
    let details = Self.nonzero(
      large.map { row in
        QualityCheck.Detail(row.institution, Int128(row.cells.count { $0.rows == 0 }), of: Int128(months))
      })
    return QualityCheck(
      .monthsMissing, found: details.reduce(0) { $0 + $1.found }, of: Int128(large.count * months), details: details,
      isComplete: isRead)
  }

  private var monthsSteady: QualityCheck {
    let months = completeness.months
    guard months.count >= Self.monthsJudged else { return Self.unmade(.monthsSteady, isComplete: isRead) }
    let rows = completeness.totals.map(\.rows)
    let odd = Self.odd(rows, times: 2)
    return QualityCheck(
      .monthsSteady, found: Int128(odd.count), of: Int128(months.count),
      details: odd.map { .init("\(months[$0])", Int128(rows[$0]), of: Int128(Self.median(rows))) },
      isComplete: isRead)
  }

  private var institutionsSteady: QualityCheck {
    let months = completeness.months
    let judged = completeness.rows.filter { row in
      months.count >= Self.monthsJudged && Self.median(row.cells.map(\.rows)) >= Double(Self.rowsJudged)
    }
    if judged.isEmpty { return Self.unmade(.institutionsSteady, isComplete: isRead) }
    let odd = judged.flatMap { row in
      let rows = row.cells.map(\.rows)
      return Self.odd(rows, times: 4).map { month in
        QualityCheck.Detail(
          "\(row.institution) \(months[month])", Int128(rows[month]), of: Int128(Self.median(rows)))
      }
    }
    return QualityCheck(
      .institutionsSteady, found: Int128(odd.count), of: Int128(judged.count * months.count), details: odd,
      isComplete: isRead)
  }

  /// The positions of counts that are more than `times` their median, or less than that part of it.
  static func odd(_ counts: [Int64], times: Double) -> [Int] {
    let middle = median(counts)
    return counts.indices.filter { Double(counts[$0]) * times < middle || Double(counts[$0]) > middle * times }
  }

  /// The median: of an even number the mean of the two in the middle.
  static func median(_ counts: [Int64]) -> Double {
    if counts.isEmpty { return 0 }
    let sorted = counts.sorted()
    return Double(sorted[(counts.count - 1) / 2] + sorted[counts.count / 2]) / 2
  }

  /// Items of settlements.
  var lines: [QualityCheck] {
    let ids: [QualityCheck.ID] = [
      .linesRejected, .lineMoneyRejected, .linesJoined, .linesUnique, .linesAddUp, .linesPriced,
    ]
    if plan.lineFiles.isEmpty { return ids.map { QualityCheck(notApplicable: $0) } }
    let files = files(of: .claimLines)
    if files.isEmpty { return ids.map { QualityCheck(error: $0) } }
    let isComplete = stage >= .linesRead
    let account = files.reduce(into: Reconciliation()) { $0.merge($1.reconciliation) }
    let read = Int128(account.read.rows)
    let rejected = files.map { file in
      let lines = file.reconciliation
      return QualityCheck.Detail(
        file.name, Int128(lines.rejectedTotal.rows + lines.rowsHidden), of: Int128(lines.read.rows + lines.rowsHidden))
    }
    let money = files.map { file in
      QualityCheck.Detail(
        file.name, file.reconciliation.rejectedTotal.absoluteFen, of: file.reconciliation.read.absoluteFen)
    }
    func worst(_ id: QualityCheck.ID, _ details: [QualityCheck.Detail]) -> QualityCheck {
      let worst = Self.worst(details)
      return QualityCheck(
        id, found: worst.found, of: worst.of ?? 0, threshold: plan.rejectRateMaximum, details: Self.nonzero(details),
        isComplete: isComplete)
    }
    func taken(_ id: QualityCheck.ID, _ codes: [Diagnostic.Code]) -> QualityCheck {
      QualityCheck(id, found: rows(codes, in: account), of: read, isComplete: isComplete)
    }
    return [
      worst(.linesRejected, rejected), worst(.lineMoneyRejected, money), taken(.linesJoined, [.lineWithoutClaim]),
      taken(.linesUnique, [.lineRepeated, .lineConflict]),
      noted(.linesAddUp, .linesDifferFromClaim, base: Int128(claimsWithLines), isComplete: isComplete),
      noted(
        .linesPriced, .priceTimesQuantityDiffers, base: read, isComplete: isComplete,
        isApplicable: has("price", in: .claimLines)),
    ]
  }
}
