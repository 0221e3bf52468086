import SteelyardSynthesis
import Testing

@Suite struct FeeLineTests {
  /// One row of the lines table; money in fen, quantity in ten-thousandths.
  private struct Line {
    let number, claim, item: Substring
    let quantity, price, amount: Int64
  }

  private static func units(_ text: Substring, decimals: Int) -> Int64 {
    let parts = text.split(separator: ".")
    let digits = Int64(parts[0].filter(\.isNumber) + parts[1]) ?? .min
    #expect(parts[1].count == decimals)
    return text.hasPrefix("-") ? -digits : digits
  }

  private static func lines(_ city: SimulatedCity) -> [Line] {
    city.rows(.lines).map { row in
      Line(
        number: row[0], claim: row[1], item: row[5], quantity: units(row[2], decimals: 4),
        price: units(row[3], decimals: 2), amount: units(row[4], decimals: 2))
    }
  }

  private static func scenario(_ plantings: [Planting] = []) -> Scenario {
    var scenario = Scenario.small(plantings: plantings)
    scenario.hasLines = true
    return scenario
  }

  private static let plain = SimulatedCity(scenario())

  @Test("Fee lines change no byte of the other tables, and without them there is no such table")
  func otherTables() {
    let without = SimulatedCity(.small())
    #expect(without.texts[.lines] == nil && Scenario.small().tables == [.claims, .persons, .institutions, .truth])
    #expect(Self.scenario().tables == SimulatedTable.allCases)
    for table in Scenario.small().tables { #expect(without.texts[table] == Self.plain.texts[table]) }
    #expect(without.summary == Self.plain.summary)
  }

  @Test("The lines of every settlement, refunds too, add up to its total, and its drugs to its drug cost, to the fen")
  func sums() {
    let lines = Dictionary(grouping: Self.lines(Self.plain), by: \.claim)
    let claims = Self.plain.claims()
    #expect(lines.count == claims.count)
    for claim in claims {
      let own = lines[claim.id] ?? []
      #expect((1...4).contains(own.count) && Set(own.map(\.number)).count == own.count)
      #expect(own.reduce(0) { $0 + $1.amount } == claim.total)
      #expect(own.reduce(0) { $0 + ($1.item.hasPrefix("X") ? $1.amount : 0) } == claim.drug || claim.isRefund)
      #expect(
        own.allSatisfy { claim.isRefund ? $0.amount <= 0 && $0.quantity <= 0 : $0.amount >= 0 && $0.quantity >= 0 })
    }
  }

  @Test("Price times quantity is the amount, but for the rounding of the quantity")
  func products() {
    let refunds = Set(Self.plain.claims().filter(\.isRefund).map(\.id))
    for line in Self.lines(Self.plain) where !refunds.contains(line.claim) {
      // Half a ten-thousandth of a unit, and half a fen.
      let room = Double(line.price) * 0.5e-4 + 0.5
      #expect(abs(Double(line.price) * Double(line.quantity) / 10_000 - Double(line.amount)) <= room)
    }
  }

  @Test("A dear price is dear by item, and inflated drugs are more drugs at the usual price")
  func plantings() throws {
    let planted = SimulatedCity(Self.scenario([Planting(.dearPrice, count: 1), Planting(.inflatedDrugs, count: 1)]))
    let claims = Dictionary(uniqueKeysWithValues: planted.claims().map { ($0.id, $0.institution) })
    let (before, after) = (Self.lines(Self.plain), Self.lines(planted))
    #expect(before.count == after.count)
    let dear = try #require(planted.planted(.dearPrice).first)
    let inflated = try #require(planted.planted(.inflatedDrugs).first)
    for (old, new) in zip(before, after) {
      let institution = String(claims[new.claim] ?? "")
      #expect(old.item == new.item && old.claim == new.claim)
      if institution == dear {
        // A price is rounded to the fen, before and after.
        #expect(abs(Double(new.price) - 1.35 * Double(old.price)) <= 1.2)
      } else {
        #expect(new.price == old.price)
      }
      if institution == inflated, new.item.hasPrefix("X"), old.quantity > 10_000 {
        // Amounts are rounded to the fen: a unit costs 100 fen or more.
        #expect(abs(Double(new.quantity) / Double(old.quantity) - 1.6) < 0.02)
      } else if institution == inflated {
        #expect(new.item.hasPrefix("X") || new.quantity == old.quantity)
      }
    }
  }
}
