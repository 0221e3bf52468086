import Foundation
import SteelyardReports
import Testing

@Suite struct NumberFormatsTests {
  @Test(
    "Doubles are rounded by their exact value, exact halves away from zero",
    arguments: [
      (0.0078125, 6, "0.007813"), (-0.0078125, 6, "-0.007813"), (2.5, 0, "3"), (-2.5, 0, "-3"), (0.125, 2, "0.13"),
      (1.005, 2, "1.00"), (1.0000005, 6, "1.000001"), (5e-7, 6, "0.000000"), (99.9999995, 6, "100.000000"),
      (0.1 + 0.2, 6, "0.300000"), (123_456_789.125, 2, "123456789.13"),
      (9_007_199_254_740_992, 2, "9007199254740992.00"),
      (1e22, 2, "10000000000000000000000.00"), (0x1p107 - 0x1p54, 0, "162259276829213345377179500806144"),
      (0x1p200, 0, "1606938044258990275541962092341162602522202993782792835301376"),
    ])
  func roundsExactly(value: Double, decimals: Int, expected: String) {
    #expect(NumberFormats.fixed(value, decimals: decimals) == expected)
  }

  @Test("Where no exact half is met the digits are those of the C library")
  func agreesWithPrintf() {
    var state: UInt64 = 20_250_701
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let magnitude = Double(state >> 11) * 0x1p-53
      let value = (magnitude - 0.5) * exp2(Double(Int(state % 61) - 40))
      let printed = String(format: "%.6f", value)
      let expected = printed == "-0.000000" ? "0.000000" : printed
      #expect(NumberFormats.ratio(value) == expected, "seed 20250701, value \(value)")
    }
  }

  @Test(
    "Zero never has a minus", arguments: [0.0, -0.0, -4e-7, -1e-300, -.leastNonzeroMagnitude, .leastNonzeroMagnitude])
  func zeroHasNoMinus(value: Double) {
    #expect(NumberFormats.ratio(value) == "0.000000")
    #expect(NumberFormats.yuan(value) == "0.00")
  }

  @Test("No value, and what is no number, is the empty text")
  func noValueIsEmpty() {
    #expect(NumberFormats.ratio(nil) == "")
    #expect(NumberFormats.yuan(fen: nil) == "")
    #expect(NumberFormats.whole(Int?.none) == "")
    for value in [Double.nan, .infinity, -.infinity] { #expect(NumberFormats.ratio(value) == "") }
  }

  @Test("Fen are printed as yuan and as ten thousands of yuan, halves away from zero")
  func printsMoney() {
    #expect(NumberFormats.yuan(fen: -5) == "-0.05")
    #expect(NumberFormats.yuan(fen: Int64.min) == "-92233720368547758.08")
    #expect(NumberFormats.yuan(wideFen: Int128(Int64.max) * 1_000) == "92233720368547758070.00")
    #expect(NumberFormats.tenThousands(fen: 1_234_500_000) == "1234.50")
    #expect(NumberFormats.tenThousands(fen: 5_000) == "0.01")
    #expect(NumberFormats.tenThousands(fen: -5_000) == "-0.01")
    #expect(NumberFormats.tenThousands(fen: -4_999) == "0.00")
  }

  @Test("Thousands are parted by commas, decimals and the sign left alone")
  func groupsThousands() {
    let cases = [
      ("1234567.8912", "1,234,567.8912"), ("-1234.00", "-1,234.00"), ("-123", "-123"), ("999", "999"),
      ("1000", "1,000"),
    ]
    for (plain, grouped) in cases { #expect(NumberFormats.grouped(plain) == grouped) }
  }
}
