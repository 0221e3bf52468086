public import SteelyardDomain

/// Joins fee lines to the settlements that count and sums them by institution and item.
///
/// Lines of other settlements are counted and let go at once; what is kept until the last file is in are 58 bytes a
/// line, for only all lines together tell repetitions. A line is known by its settlement and its own number. The order
/// of lines, batches and files does not matter.
public struct ItemTallyBuilder: Sendable {
  /// What came of the lines.
  public struct Result: Sendable {
    /// The sums.
    public let tally: ItemTally
    /// Lines in conflict, each listed, in file order.
    public let findings: [LedgerBuilder.Finding]
    /// Lines that were taken out, by file and rule; the findings are among them.
    public let withdrawals: [Withdrawal]
    /// How many settlements their lines do not add up to (``Diagnostic/Code/linesDifferFromClaim``).
    public let claimsDiffering: Int64
    /// How many settlements have lines.
    public let claimsWithLines: Int64
    /// Supply days and their overlap, by the person's code; persons without a supply are not there.
    public let supplies: [Int32: SupplyDays]
  }

  /// Lines of one file that one rule took out.
  public struct Withdrawal: Equatable, Sendable {
    /// The number of the file.
    public let source: Int
    /// The rule.
    public let code: Diagnostic.Code
    /// How many lines and how much money.
    public let flow: Flow
  }

  private struct Key: Hashable {
    let source: Int32
    let code: Diagnostic.Code
  }

  private let claims: StandingClaims
  private var rows = FeeLineBatch()
  private var position: [Int32] = []
  private var withdrawn: [Key: Flow] = [:]

  /// Creates a builder for the lines of some settlements.
  public init(_ claims: StandingClaims) { self.claims = claims }

  /// Adds a batch.
  public mutating func add(_ batch: FeeLineBatch) {
    for row in 0..<batch.count {
      guard let found = claims.position(of: batch.claim[row]) else {
        withdrawn[Key(source: batch.source[row], code: .lineWithoutClaim), default: Flow()]
          .add(fen: batch.amountFen[row])
        continue
      }
      position.append(Int32(found))
      rows.source.append(batch.source[row])
      rows.line.append(batch.line[row])
      rows.byteOffset.append(batch.byteOffset[row])
      rows.lineNumber.append(batch.lineNumber[row])
      rows.item.append(batch.item[row])
      rows.quantity.append(batch.quantity[row])
      rows.amountFen.append(batch.amountFen[row])
      rows.days.append(batch.days[row])
    }
  }

  /// Sums the lines.
  ///
  /// - Parameters:
  ///   - institutions: the texts behind the settlements' institutions.
  ///   - identifiers: the texts behind the lines' items.
  public consuming func finish(institutions: IdentifierTable, identifiers: FeeLineIdentifiers) -> Result {
    var sums: [UInt64: ItemSums] = [:]
    var findings: [LedgerBuilder.Finding] = []
    var lineSums: [Int32: Int128] = [:]
    var supplies = SupplyTable()
    let order = sortedRows()
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, isSameLine(order[start], order[end]) { end += 1 }
      let kept = order[start]
      if order[start..<end].allSatisfy({ isEqual($0, kept) }) {
        for row in order[(start + 1)..<end] { withdraw(row, .lineRepeated) }
        let institution = claims.institution(at: Int(position[kept]))
        let key = UInt64(UInt32(bitPattern: institution)) << 32 | UInt64(UInt32(bitPattern: rows.item[kept]))
        sums[key, default: ItemSums()] += ItemSums(quantity: rows.quantity[kept], amountFen: rows.amountFen[kept])
        lineSums[position[kept], default: 0] += Int128(rows.amountFen[kept])
        add(order[start..<end], to: &supplies)
      } else {
        for row in order[start..<end] {
          withdraw(row, .lineConflict)
          findings.append(finding(row, .lineConflict))
        }
      }
      start = end
    }
    let cells = sums.map { key, sums in
      let item = Int32(truncatingIfNeeded: key)
      return (
        institution: institutions.text(of: Int32(truncatingIfNeeded: key >> 32)),
        item: ItemTally.Item(code: identifiers.items.text(of: item), name: identifiers.names[Int(item)]), sums: sums
      )
    }
    findings.sort { ($0.source, $0.byteOffset) < ($1.source, $1.byteOffset) }
    let withdrawals = withdrawn.map { Withdrawal(source: Int($0.key.source), code: $0.key.code, flow: $0.value) }
      .sorted { ($0.source, $0.code.rawValue) < ($1.source, $1.code.rawValue) }
    return Result(
      tally: ItemTally(cells), findings: findings, withdrawals: withdrawals,
      claimsDiffering: Int64(lineSums.count { $1 != Int128(claims.totalFen(at: Int($0))) }),
      claimsWithLines: Int64(lineSums.count), supplies: supplies.byPerson())
  }

  /// Adds one line, however often it came; the most days that any copy tells count, whatever their order.
  private func add(_ copies: ArraySlice<Int>, to supplies: inout SupplyTable) {
    guard let row = copies.first else { return }
    let days = copies.map { rows.days[$0] }.max { $0.magnitude < $1.magnitude } ?? 0
    let place = Int(position[row])
    supplies.add(
      person: claims.person(at: place), item: rows.item[row], institution: claims.institution(at: place),
      day: claims.day(at: place), quantity: rows.quantity[row], days: days)
  }

  /// Rows by settlement and number, the first in file order first.
  private func sortedRows() -> [Int] {
    position.indices.sorted { a, b in
      if position[a] != position[b] { return position[a] < position[b] }
      let (x, y) = (rows.lineNumber[a], rows.lineNumber[b])
      if x != y { return (x.high, x.low) < (y.high, y.low) }
      return (rows.source[a], rows.byteOffset[a]) < (rows.source[b], rows.byteOffset[b])
    }
  }

  private func isSameLine(_ a: Int, _ b: Int) -> Bool {
    position[a] == position[b] && rows.lineNumber[a] == rows.lineNumber[b]
  }

  private func isEqual(_ a: Int, _ b: Int) -> Bool {
    rows.item[a] == rows.item[b] && rows.quantity[a] == rows.quantity[b] && rows.amountFen[a] == rows.amountFen[b]
  }

  private mutating func withdraw(_ row: Int, _ code: Diagnostic.Code) {
    withdrawn[Key(source: rows.source[row], code: code), default: Flow()].add(fen: rows.amountFen[row])
  }

  private func finding(_ row: Int, _ code: Diagnostic.Code) -> LedgerBuilder.Finding {
    LedgerBuilder.Finding(
      code: code, source: Int(rows.source[row]), line: Int(rows.line[row]), byteOffset: Int(rows.byteOffset[row]),
      totalFen: rows.amountFen[row])
  }
}
