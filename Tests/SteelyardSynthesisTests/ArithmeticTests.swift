import Foundation
import Testing

@testable import SteelyardSynthesis

@Suite struct ArithmeticTests {
  @Test("The exponential agrees with the C library's to 1e-15 of its value")
  func exponentialValues() {
    for x in stride(from: -30, through: 30, by: 0.371) {
      #expect(abs(exponential(x) / exp(x) - 1) <= 1e-15, "at \(x)")
    }
    #expect(exponential(0) == 1)
  }

  @Test(
    "Amounts are written in yuan with two decimals",
    arguments: [
      (0, "0.00"), (5, "0.05"), (-5, "-0.05"), (1205, "12.05"), (-1205, "-12.05"), (99_999, "999.99"),
      (100_000, "1000.00"), (123_456_789_012, "1234567890.12"),
    ] as [(Int64, String)])
  func amounts(fen: Int64, text: String) {
    var buffer = CsvBuffer()
    buffer.put(fen: fen)
    var written = ""
    buffer.hand { written = String(decoding: $0, as: UTF8.self) }
    #expect(written == text)
    #expect(buffer.count == 0)
  }

  @Test("A weighted choice takes each member for its share of the unit interval")
  func weightedChoice() {
    let weights: [Int32: Double] = [4: 1, 7: 2, 9: 1]
    let choice = WeightedChoice([4, 7, 9]) { weights[$0, default: 0] }
    #expect([0.001, 0.249, 0.251, 0.749, 0.751, 0.999].map(choice.member(at:)) == [4, 4, 7, 7, 9, 9])
  }
}
