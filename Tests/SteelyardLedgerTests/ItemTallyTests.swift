import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardLedger

/// One fee line as a test writes it; quantity in units, amount in fen.
private struct FeeLine {
  var number: String
  var claim: String
  var item = "X"
  var units = 1
  var fen: Int64
  var days: Int16

  init(_ number: String, of claim: String, item: String = "X", units: Int = 1, fen: Int64, days: Int16 = 0) {
    (self.number, self.claim, self.item, self.units, self.fen) = (number, claim, item, units, fen)
    self.days = days
  }
}

private func fingerprint(_ text: String) -> Fingerprint {
  Array(text.utf8).withUnsafeBytes { Fingerprint(of: $0) }
}

/// What fee lines come to beside some settlements.
private func join(
  _ claims: [ClaimRow], _ lines: [FeeLine], order: [Int]? = nil, batchRows: Int = 1000, period: Period = .all
) -> ItemTallyBuilder.Result {
  var identifiers = ClaimIdentifiers()
  var builder = LedgerBuilder()
  var batch = ClaimBatch()
  for (place, row) in claims.enumerated() { batch.append(row, place: place, &identifiers) }
  builder.add(batch)
  let scope = LedgerBuilder.Scope(
    period: period, isInArea: identifiers.institutions.texts.map { $0 != "H9" })
  let standing = builder.finish(identifiers: identifiers, scope: scope, threads: 1, keepsClaims: true).claims
  var items = FeeLineIdentifiers()
  var sums = ItemTallyBuilder(standing)
  let order = order ?? Array(lines.indices)
  for start in stride(from: 0, to: order.count, by: batchRows) {
    var batch = FeeLineBatch()
    for place in order[start..<min(start + batchRows, order.count)] {
      let line = lines[place]
      batch.source.append(Int32(place % 2))
      batch.line.append(Int32(place + 2))
      batch.byteOffset.append(Int64(place * 50))
      batch.lineNumber.append(fingerprint(line.number))
      batch.claim.append(fingerprint(line.claim))
      batch.item.append(items.items.code(of: line.item))
      batch.quantity.append(Int64(line.units) * FeeLineBatch.quantityScale)
      batch.amountFen.append(line.fen)
      batch.days.append(line.days)
    }
    sums.add(batch)
  }
  items.names = items.items.texts.map { "name of \($0)" }
  return sums.finish(institutions: identifiers.institutions, identifiers: items)
}

/// Rows of a tally as text: institution, item, lines, units, fen.
private func rows(_ tally: ItemTally) -> [String] {
  tally.rows.map { row in
    let units = row.sums.quantity / Int128(FeeLineBatch.quantityScale)
    return
      "\(tally.institutions[row.institution]) \(tally.items[row.item].code) \(row.sums.lines) \(units) \(row.sums.amountFen)"
  }
}

/// Withdrawals as text: file, rule, lines, fen.
private func taken(_ result: ItemTallyBuilder.Result) -> [String] {
  result.withdrawals.map { "\($0.source) \($0.code) \($0.flow.rows) \($0.flow.fen)" }
}

@Suite("Fee lines beside the settlements that count")
struct ItemTallyTests {
  @Test("Lines of settlements that count are summed by institution and item, refunds taken off")
  func sums() {
    let claims = [
      ClaimRow("a", at: "H2", fen: 500), ClaimRow("b", fen: 300),
      ClaimRow("r", takesBack: "b", on: "07-03", fen: -100),
    ]
    let result = join(
      claims,
      [
        FeeLine("1", of: "a", fen: 300), FeeLine("2", of: "a", item: "Y", units: 3, fen: 200),
        FeeLine("1", of: "b", units: 3, fen: 300), FeeLine("1", of: "r", units: -1, fen: -100),
      ])
    #expect(rows(result.tally) == ["H1 X 0 2 200", "H2 X 1 1 300", "H2 Y 1 3 200"])
    #expect(result.tally.items.map(\.name) == ["name of X", "name of Y"])
    #expect(result.findings.isEmpty && result.withdrawals.isEmpty && result.claimsDiffering == 0)
  }

  @Test("Lines of settlements that do not count are taken out by one rule, with their money, by file")
  func notCounted() {
    let claims = [
      ClaimRow("far", at: "H9", fen: 500), ClaimRow("late", on: "08-01", fen: 500), ClaimRow("two", fen: 100),
      ClaimRow("two", fen: 200), ClaimRow("a", fen: 50),
    ]
    let july = Month(year: 2025, month: 7)
    let result = join(
      claims,
      [
        FeeLine("1", of: "far", fen: 1), FeeLine("1", of: "late", fen: 2), FeeLine("1", of: "two", fen: 4),
        FeeLine("1", of: "unknown", fen: 8), FeeLine("1", of: "a", fen: 50),
      ], period: .months(july...july))
    #expect(rows(result.tally) == ["H1 X 1 1 50"])
    #expect(taken(result) == ["0 lineWithoutClaim 2 5", "1 lineWithoutClaim 2 10"])
  }

  @Test("Of a reversal nothing is left, whether or not the refund has lines of its own")
  func reversal() {
    let claims = [ClaimRow("a", fen: 500), ClaimRow("r", takesBack: "a", fen: -500), ClaimRow("b", fen: 70)]
    let original = [FeeLine("1", of: "a", fen: 500), FeeLine("1", of: "b", fen: 70)]
    let without = join(claims, original)
    let with = join(claims, original + [FeeLine("1", of: "r", units: -1, fen: -500)])
    #expect(rows(without.tally) == ["H1 X 1 1 70"] && without.tally == with.tally)
    // A refund of another person's settlement takes nothing back: its lines count as they are.
    var stranger = claims
    stranger[1].person = "q"
    #expect(rows(join(stranger, original).tally) == ["H1 X 2 2 570"])
  }

  @Test(
    "A line twice counts once; two lines of one number are rejected, and listed; another settlement is another line")
  func repetitions() {
    let result = join(
      [ClaimRow("a", fen: 500), ClaimRow("b", on: "07-02", fen: 500)],
      [
        FeeLine("1", of: "a", fen: 100), FeeLine("1", of: "a", fen: 100), FeeLine("1", of: "b", fen: 100),
        FeeLine("2", of: "a", fen: 100), FeeLine("2", of: "a", fen: 101), FeeLine("3", of: "a", item: "Y", fen: 7),
        FeeLine("3", of: "a", fen: 7), FeeLine("4", of: "b", units: 1, fen: 7), FeeLine("4", of: "b", units: 2, fen: 7),
      ])
    #expect(rows(result.tally) == ["H1 X 2 2 200"])
    #expect(
      taken(result) == ["0 lineConflict 3 115", "1 lineRepeated 1 100", "1 lineConflict 3 114"].sorted())
    #expect(result.findings.map(\.line) == [6, 8, 10, 5, 7, 9], "even and odd lines are two files")
    #expect(result.findings.allSatisfy { $0.code == .lineConflict })
    #expect(result.claimsDiffering == 2)
  }

  @Test(
    "The order of lines and the size of batches do not matter, and parts add up",
    arguments: 1...8 as ClosedRange<UInt64>)
  func order(seed: UInt64) {
    var source = Seeded(seed)
    let claims = (0..<60).map { number in
      ClaimRow("c\(number)", at: "H\(source.below(4))", on: "07-0\(1 + source.below(9))", fen: 1000)
    }
    let lines = (0..<400).map { number in
      FeeLine(
        "\(number % 97)", of: "c\(source.below(70))", item: "X\(source.below(9))", units: 1 + source.below(5),
        fen: Int64(source.below(3)))
    }
    let whole = join(claims, lines)
    let shuffled = join(claims, lines, order: lines.indices.shuffled(using: &source), batchRows: 7)
    #expect(whole.tally == shuffled.tally && taken(whole) == taken(shuffled), "seed \(seed)")
    #expect(whole.findings == shuffled.findings && whole.claimsDiffering == shuffled.claimsDiffering)
    #expect(!whole.findings.isEmpty && whole.tally.rows.count > 20, "seed \(seed)")
    // Lines of different settlements are different lines.
    let parts = (0..<3).map { part in
      join(claims, lines.filter { $0.claim.utf8.reduce(0) { $0 + Int($1) } % 3 == part })
    }
    #expect(ItemTally.merged(parts.map(\.tally)) == whole.tally, "seed \(seed)")
    let counted =
      whole.tally.rows.reduce(0) { $0 + $1.sums.amountFen } + whole.withdrawals.reduce(0) { $0 + $1.flow.fen }
    #expect(counted == lines.reduce(0) { $0 + Int128($1.fen) }, "seed \(seed): no fen is lost")
  }

  /// The supply days of person p: supplied, overlapping, across institutions.
  private func supply(_ claims: [ClaimRow], _ lines: [FeeLine], order: [Int]? = nil) -> [Int64] {
    let supplies = join(claims, lines, order: order).supplies
    return supplies.count == 1
      ? supplies.values.flatMap { [$0.supplied, $0.overlapping, $0.acrossInstitutions] } : []
  }

  @Test("A supply lasts from its day on; what comes while there is still some overlaps")
  func supplyDays() {
    let claims = [
      ClaimRow("a", on: "07-01", fen: 1), ClaimRow("b", on: "07-21", fen: 1), ClaimRow("c", on: "07-31", fen: 1),
      ClaimRow("d", at: "H2", on: "07-21", fen: 1),
    ]
    func line(_ claim: String, item: String = "X", days: Int16) -> FeeLine {
      FeeLine("1", of: claim, item: item, fen: 1, days: days)
    }
    #expect(supply(claims, [line("a", days: 30)]) == [30, 0, 0])
    // 1 to 30 July and 21 July to 19 August share ten days.
    #expect(supply(claims, [line("a", days: 30), line("b", days: 30)]) == [60, 10, 0])
    #expect(supply(claims, [line("a", days: 30), line("c", days: 30)]) == [60, 0, 0])
    #expect(supply(claims, [line("a", days: 30), line("d", days: 30)]) == [60, 10, 10])
    #expect(supply(claims, [line("a", days: 30), line("b", item: "Y", days: 30)]) == [60, 0, 0])
    // Three supplies, two of them by one institution: 21 to 30 July from both, then 31 July to 19 August again.
    #expect(supply(claims, [line("a", days: 30), line("c", days: 30), line("d", days: 30)]) == [90, 30, 30])
    #expect(supply(claims, [line("a", days: 30), line("b", days: 30), line("d", days: 30)]) == [90, 40, 30])
    #expect(supply(claims, [line("a", days: 0)]) == [])
  }

  @Test("Lines of one item on one day are one supply, and what is given back is taken off it")
  func netSupply() {
    let claims = [
      ClaimRow("a", on: "07-01", fen: 500), ClaimRow("r", takesBack: "a", on: "07-09", fen: -100),
      ClaimRow("b", on: "07-10", fen: 500),
    ]
    let two = [FeeLine("1", of: "a", fen: 1, days: 7), FeeLine("2", of: "a", fen: 1, days: 7)]
    #expect(supply(claims, two) == [14, 0, 0])
    #expect(supply(claims, two + [FeeLine("1", of: "b", fen: 1, days: 7)]) == [21, 5, 0])
    // A refund lies on its original's day, and takes days off whatever their sign.
    for days in [7, -7] as [Int16] {
      #expect(supply(claims, two + [FeeLine("1", of: "r", units: -1, fen: -1, days: days)]) == [7, 0, 0])
    }
    #expect(supply(claims, two + [FeeLine("1", of: "r", units: -1, fen: -1)]) == [14, 0, 0])
    #expect(supply(claims, two + [FeeLine("1", of: "r", units: -2, fen: -1)]) == [])
    #expect(supply(claims, [FeeLine("1", of: "a", units: 0, fen: 1, days: 7)]) == [])
  }

  @Test("Of copies of a line the most days count, in any order") func copiedSupply() {
    let claims = [ClaimRow("a", fen: 500)]
    let copies = [FeeLine("1", of: "a", fen: 1), FeeLine("1", of: "a", fen: 1, days: 9)]
    #expect(supply(claims, copies) == [9, 0, 0] && supply(claims, copies, order: [1, 0]) == [9, 0, 0])
    #expect(join(claims, copies).withdrawals.map(\.code) == [.lineRepeated])
  }

  @Test("A name that some tables lack is taken from those that have it, of several the first")
  func names() {
    let one = ItemSums(quantity: 10_000, amountFen: 100)
    let tally = ItemTally([
      ("H1", .init(code: "X"), one), ("H2", .init(code: "X", name: "b"), one), ("H3", .init(code: "X", name: "a"), one),
    ])
    #expect(tally.items == [.init(code: "X", name: "a")])
    #expect(ItemTally([]).rows.isEmpty)
  }

  @Test("Only what has lines, quantity and money has a price")
  func usable() {
    var sums = ItemSums(quantity: 10_000, amountFen: 100)
    #expect(sums.isUsable)
    sums.lines = 0
    #expect(!sums.isUsable)
    #expect(!ItemSums(quantity: 0, amountFen: 100).isUsable && !ItemSums(quantity: 10_000, amountFen: 0).isUsable)
    #expect(!ItemSums().isUsable)
  }
}
