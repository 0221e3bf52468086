import SteelyardDomain

/// The settlements of the claim files as a bureau's books count them, to be held to its totals.
///
/// A settlement is in it that is in force, whether the model is about it or not: neither damaged, marked invalid or
/// deleted, nor without a number; medical aid alone and a negative amount without a mark are in it. A refund is a row of
/// its own. Of a settlement that is given more than once one row counts, by ``Repetition``.
///
/// It is one object for all files, for it has a row for each settlement: 64 bytes.
final class ControlLedger {
  /// A settlement.
  private struct Row {
    let claim: Fingerprint
    let content: UInt64
    let updated: Int64
    let scheme, month: Int32
    let total, fund, account: Int64
  }

  /// The number of no month: one that cannot be read.
  private static let noMonth = Int32.min

  private var rows: [Row] = []
  private var schemes = IdentifierTable()
  private var months: [Int32: Int32] = [:]
  /// What every file had a column for.
  private var figures = Set(ControlTotals.Figure.allCases)
  private var hasSchemes = true

  /// Takes down which columns a file has.
  func open(hasFund: Bool, hasAccount: Bool, hasSchemes: Bool) {
    if !hasFund { figures.remove(.fund) }
    if !hasAccount { figures.remove(.account) }
    self.hasSchemes = self.hasSchemes && hasSchemes
  }

  /// Adds a settlement.
  ///
  /// - Parameters:
  ///   - scheme: the scheme as it is written, `nil` where it is not told.
  ///   - day: the day of settlement, `nil` where it cannot be read.
  ///   - content: a hash of what else tells a repetition from a conflict.
  func add(
    _ claim: Fingerprint, scheme: UnsafeRawBufferPointer?, day: Day?, total: Int64, fund: Int64, account: Int64,
    updated: Int64, content: UInt64
  ) {
    let code = scheme.map { schemes.code(of: $0) } ?? -1
    var hash = Fingerprint.mix(content, UInt64(bitPattern: total))
    for word in [fund, account, Int64(code), day.map { Int64($0.number) } ?? .min] {
      hash = Fingerprint.mix(hash, UInt64(bitPattern: word))
    }
    let month = day.map { day in
      if let known = months[day.number] { return known }
      months[day.number] = day.month.number
      return day.month.number
    }
    rows.append(
      Row(
        claim: claim, content: hash, updated: updated, scheme: code, month: month ?? Self.noMonth, total: total,
        fund: fund, account: account))
  }

  /// The sums by scheme and month; the rows are let go of.
  func totals() -> ControlTotals {
    var cells: [Int64: ControlTotals.Sums] = [:]
    rows.sort { ($0.claim.high, $0.claim.low) < ($1.claim.high, $1.claim.low) }
    var first = 0
    while first < rows.count {
      var next = first + 1
      while next < rows.count, rows[next].claim == rows[first].claim { next += 1 }
      let kept = next == first + 1 ? [0] : Repetition.standing(rows[first..<next].map { ($0.updated, $0.content) })
      if let position = kept?.first {
        let row = rows[first + position]
        let cell = Int64(row.scheme) << 32 | Int64(UInt32(bitPattern: row.month))
        cells[cell, default: .init()].add(row.total, row.fund, row.account)
      }
      first = next
    }
    rows = []
    var totals = ControlTotals(figures: figures, hasSchemes: hasSchemes, hasMonths: true)
    let labels = schemes.texts.map(composed)
    for (cell, sums) in cells {
      let (scheme, number) = (Int(cell >> 32), Int32(truncatingIfNeeded: cell))
      let month = number == Self.noMonth ? nil : Month(number: number)
      totals.add(sums, to: .init(scheme: scheme < 0 ? "" : labels[scheme], month: month))
    }
    return totals
  }
}

extension ControlTotals.Sums {
  /// Adds a settlement.
  fileprivate mutating func add(_ total: Int64, _ fund: Int64, _ account: Int64) {
    self[.total] += Int128(total)
    self[.fund] += Int128(fund)
    self[.account] += Int128(account)
    self[.count] += 1
  }
}

extension ClaimDecoder {
  /// The rules by which a settlement in force is none of the model's.
  private static let coveredRules: Set<Diagnostic.Code> = [
    .careTypeOutOfScope, .diseaseOutOfScope, .aidSettlementWithoutFund, .negativeWithoutRefund,
  ]

  /// Takes a row down for the books, where it is a settlement in force.
  func book(_ record: TableRecord, _ outcome: RowOutcome, in control: ControlLedger) {
    if let code = outcome.code, !Self.coveredRules.contains(code) { return }
    // A total of rows has no number, or a word for a total in its place.
    let number = key(record, claim)
    if number.isEmpty || TotalWords.kind(trimmed(record, claim)) != nil { return }
    func fen(_ amount: Amount) -> Int64 {
      let column = amounts[amount.rawValue]
      return column.isPresent ? column.value(in: record) ?? 0 : 0
    }
    let schemeBytes = scheme.map { trimmed(record, $0) }.flatMap { FieldDecoder.isNull($0) ? nil : $0 }
    let content = [person, institution].reduce(1 as UInt64) { hash, column in
      key(record, column).withUnsafeBytes { Fingerprint.mix(hash, Fingerprint(of: $0).low) }
    }
    control.add(
      number.withUnsafeBytes { Fingerprint(of: $0) }, scheme: schemeBytes, day: settleDate?.day(in: record),
      total: outcome.fen, fund: fen(.fund), account: fen(.acct),
      updated: updated.map { orderedNumber(record, $0) } ?? 0, content: content)
  }

  /// The bytes by which an identifier is known, none where it is empty.
  private func key(_ record: TableRecord, _ column: Int) -> [UInt8] {
    let bytes = trimmed(record, column)
    if FieldDecoder.isNull(bytes) { return [] }
    return FieldDecoder.look(bytes).isWide ? Array(FieldDecoder.foldedCode(bytes).utf8) : Array(bytes)
  }
}
