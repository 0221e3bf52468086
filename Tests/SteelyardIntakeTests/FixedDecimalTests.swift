import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Plain decimals of a fixed number of places")
struct FixedDecimalTests {
  /// Limits from one unit to the largest integer, those of fee lines among them.
  private static let limits: [Int64] = [
    1, 9, 10, 999, FeeLineBatch.quantityLimit, 1_000_000_000_000_000_000, .max / 10, .max / 10 + 1, .max - 1, .max,
  ]

  private func read(_ text: String, _ decimals: Int, _ limit: Int64) -> Decoded<Int64> {
    withBytes(text) {
      FieldDecoder.fixed($0, decimals: decimals, limit: limit, fault: .amountUnreadable)
    }
  }

  /// What a decimal without dressing must read as: its digits as one integer as wide as they are.
  private func expected(_ whole: String, _ places: String, _ decimals: Int, _ limit: Int64) -> Int64? {
    let rest = places.dropFirst(decimals)
    guard rest.allSatisfy({ $0 == "0" }) else { return nil }
    let kept = places.prefix(decimals)
    let digits = (whole + kept + String(repeating: "0", count: decimals - kept.count)).drop { $0 == "0" }
    guard digits.count <= 19 else { return nil }
    let units = UInt64(digits.isEmpty ? "0" : String(digits)) ?? .max
    return units <= UInt64(limit) ? Int64(units) : nil
  }

  @Test("A price of fourteen digits is a fault and no crash", arguments: ["9787302517993", "99887766554433"])
  func longPrice(text: String) {
    for sign in ["", "-", "+"] {
      #expect(read(sign + text, 6, 1_000_000_000_000_000_000) == .broken(.amountUnreadable))
    }
  }

  @Test("For both signs, every number of places and every limit, what fits is exact and what does not is the fault")
  func allLimits() {
    var source = Seeded.announced()
    for _ in 0..<4000 {
      let decimals = source.below(9)
      let limit = Self.limits[source.below(Self.limits.count)]
      let whole = String((0...source.below(24)).map { _ in Character(String(source.below(10))) })
      let places = String((0..<source.below(10)).map { _ in Character(String(source.below(3) * 4)) })
      for sign in ["", "-"] {
        let text = sign + whole + (places.isEmpty ? "" : "." + places)
        guard let units = expected(whole, places, decimals, limit) else {
          #expect(read(text, decimals, limit) == .broken(.amountUnreadable), "\(text), \(decimals), \(limit)")
          continue
        }
        #expect(read(text, decimals, limit) == .clean(sign == "-" ? -units : units), "\(text), \(decimals), \(limit)")
      }
    }
  }

  @Test("The limit itself is taken and one more is not, and digits without end are the fault")
  func edges() {
    for limit in Self.limits {
      #expect(read("\(limit)", 0, limit) == .clean(limit))
      #expect(read("-\(limit)", 0, limit) == .clean(-limit))
      #expect(read("\(UInt64(limit) + 1)", 0, limit) == .broken(.amountUnreadable))
      #expect(read("-\(UInt64(limit) + 1)", 0, limit) == .broken(.amountUnreadable))
      #expect(read(String(repeating: "9", count: 5000), 6, limit) == .broken(.amountUnreadable))
      #expect(
        read(String(repeating: "0", count: 5000) + "0." + String(repeating: "0", count: 5000), 6, limit) == .clean(0))
    }
  }
}
