import SteelyardDomain

/// The amounts of a claim record: the ones that count, and what the others must add up to.
extension ClaimDecoder {
  mutating func fen(_ record: TableRecord, _ amount: Amount) -> Decoded<Int64> {
    amounts[amount.rawValue].read(record, number: self.record)
  }

  /// A rule that an amount breaks, and its column.
  struct BadAmount: Error {
    let code: Diagnostic.Code
    let column: Int
  }

  /// An amount that counts as zero where the column or the value is absent.
  mutating func optionalFen(_ record: TableRecord, _ amount: Amount) throws(BadAmount) -> Int64 {
    switch fen(record, amount) {
    case .clean(let fen), .repaired(let fen): return fen
    case .empty: return 0
    case .broken(let code): throw BadAmount(code: code, column: amounts[amount.rawValue].column)
    }
  }

  /// An amount that must be there.
  private mutating func requiredFen(_ record: TableRecord, _ amount: Amount) throws(BadAmount) -> Int64 {
    if case .empty = fen(record, amount) {
      throw BadAmount(code: .requiredValueEmpty, column: amounts[amount.rawValue].column)
    }
    return try optionalFen(record, amount)
  }

  /// The cost the model compares (methods §1).
  mutating func comparedCost(_ record: TableRecord, _ money: RowMoney) throws(BadAmount) -> Int64 {
    switch request.cost {
    case .total: return money.total
    case .fund: return try requiredFen(record, .fund)
    case .eligible:
      guard hasEligibleParts else { return try requiredFen(record, .inScope) }
      var rest = money.total
      for part in [Amount.selfFee, .overLimit, .firstSelf] { rest -= try optionalFen(record, part) }
      return rest
    }
  }

  /// Notes parts that exceed the total, and counts the identities that the columns allow.
  mutating func checkAmounts(_ record: TableRecord, _ money: RowMoney) {
    let isFundExceeded = money.total >= 0 && money.fund > money.total
    var isScopeExceeded = false
    if isFundExceeded { note(.fundExceedsTotal, "fund_pay") }
    if money.total >= 0 {
      if money.drug > money.total { note(.partExceedsTotal, "drug_fee") }
      if amounts[Amount.inScope.rawValue].isPresent, let inScope = checkedFen(record, Amount.inScope.rawValue) {
        isScopeExceeded = inScope > money.total
        if isScopeExceeded { note(.partExceedsTotal, "in_scope") }
      }
    }
    for position in identities.indices {
      var difference: Int64? = checkedFen(record, identities[position].whole)
      for place in identities[position].parts {
        // Every column is read, so that what is unreadable is counted whatever stands beside it.
        let fen = checkedFen(record, identityParts[place])
        difference = fen.flatMap { fen in difference.map { $0 - fen } }
      }
      if let difference { checks[identities[position].check].count(differenceFen: difference) }
    }
    for position in partialIdentities.indices {
      let identity = partialIdentities[position]
      switch checks[identity.check].identity {
      // Said already of the one part.
      case .costByPayer where isFundExceeded, .costByCoverage where isScopeExceeded: continue
      case .costByPayer, .costByCoverage, .fundByPart: checkParts(record, identity)
      }
    }
    guard let poolRatio else { return }
    switch FieldDecoder.fixed(
      record.field(poolRatio), decimals: 4, limit: 1_000_000_000, fault: .optionalValueUnreadable)
    {
    case .clean(let parts), .repaired(let parts):
      if !(0...10_000).contains(parts) { note(.ratioImplausible, "pool_ratio") }
    case .empty: break
    case .broken: note(.optionalValueUnreadable, "pool_ratio")
    }
  }

  /// Notes parts that together exceed their whole, where columns of other parts are absent: what is missing can only add.
  private mutating func checkParts(_ record: TableRecord, _ identity: IdentityColumns) {
    guard let whole = checkedFen(record, identity.whole) else { return }
    var sum: Int64 = 0
    for place in identity.parts { sum += checkedFen(record, identityParts[place]) ?? 0 }
    // The parts of a refund are negative too, and may not take back more than it does.
    let rest = whole < 0 ? sum - whole : whole - sum
    if rest < -1 { note(.partExceedsTotal, checks[identity.check].identity.rawValue) }
  }

  /// An amount that is only checked: `nil` where it is absent or cannot be read.
  private mutating func checkedFen(_ record: TableRecord, _ amount: Int) -> Int64? {
    let isKnown = amounts[amount].isRead(number: self.record)
    let decoded = amounts[amount].read(record, number: self.record)
    if !isKnown, case .broken = decoded { note(.optionalValueUnreadable, amounts[amount].field) }
    return decoded.value
  }
}

/// Where the amounts of an identity stand: the check that counts it, and its whole among the decoder's amounts.
struct IdentityColumns {
  let check, whole: Int
  /// The places of the parts that have a column, in the list of all identities' parts: a list of its own in each would be
  /// counted as used once more for every row.
  let parts: Range<Int>
  /// Whether the whole and every part have one.
  let isWhole: Bool

  /// The columns of every identity whose whole has one, and the parts of all among the decoder's amounts.
  static func all(_ checks: [IdentityCheck], _ header: Header) -> (identities: [IdentityColumns], parts: [Int]) {
    func position(_ field: String) -> Int? {
      header.columns[field].flatMap { _ in ClaimDecoder.Amount.fields.firstIndex(of: field) }
    }
    var parts: [Int] = []
    let identities = checks.enumerated().compactMap { number, check -> IdentityColumns? in
      guard let whole = position(check.identity.whole) else { return nil }
      let first = parts.count
      parts += check.identity.parts.compactMap(position)
      return IdentityColumns(check: number, whole: whole, parts: first..<parts.count, isWhole: check.missing.isEmpty)
    }
    return (identities, parts)
  }
}
