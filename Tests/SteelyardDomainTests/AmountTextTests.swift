import SteelyardDomain
import SteelyardTestSupport
import Testing

@Suite("Money") struct MoneyTests {
  private static let texts: [(Int64, String)] = [
    (0, "0.00"), (1, "0.01"), (-1, "-0.01"), (9, "0.09"), (10, "0.10"), (99, "0.99"), (100, "1.00"), (-100, "-1.00"),
    (-1205, "-12.05"), (123_456, "1234.56"), (Money.rowLimitFen, "1000000000000.00"),
    (Int64.max, "92233720368547758.07"), (Int64.min, "-92233720368547758.08"),
  ]

  @Test("Money is printed in yuan with two decimals and a point", arguments: texts)
  func text(fen: Int64, text: String) {
    #expect(Money(fen: fen).yuanText == text)
  }

  private static let rounded: [(Double, Int64)] = [
    (0.0, 0), (12.34, 1234), (-12.34, -1234), (0.125, 13), (-0.125, -13), (0.375, 38), (10_000.0, 1_000_000),
    (0.004, 0), (-0.004, 0), (0.29, 29), (1.13, 113),
  ]

  @Test("Yuan are rounded to the nearest fen, halves away from zero", arguments: rounded)
  func rounding(yuan: Double, fen: Int64) {
    #expect(Money(roundingYuan: yuan).fen == fen)
  }

  @Test("Amounts are ordered with their signs")
  func order() {
    #expect(Money(fen: -5) < Money(fen: 3))
    #expect(!(Money(fen: 3) < Money(fen: 3)))
  }
}

/// The exact decimal expansion of a number, rounded half away from zero digit by digit.
private func slowText(_ value: Double, decimals: Int) -> String {
  var digits: [Int] = String(value.significandBitPattern | (1 << 52)).reversed().compactMap(\.wholeNumberValue)
  // m/2^k = m·5^k/10^k: as many decimals as halvings.
  let exponent = Int(value.exponent) - 52
  let factor = exponent < 0 ? 5 : 2
  for _ in 0..<abs(exponent) {
    var carry = 0
    for place in digits.indices {
      let product = digits[place] * factor + carry
      digits[place] = product % 10
      carry = product / 10
    }
    if carry > 0 { digits.append(carry) }
  }
  var places = max(0, -exponent)
  while digits.count <= places || places < decimals {
    if places < decimals {
      digits.insert(0, at: 0)
      places += 1
    } else {
      digits.append(0)
    }
  }
  let isUp = places > decimals && digits[places - decimals - 1] >= 5
  digits.removeFirst(places - decimals)
  if isUp {
    var place = 0
    while place < digits.count, digits[place] == 9 {
      digits[place] = 0
      place += 1
    }
    if place == digits.count { digits.append(1) } else { digits[place] += 1 }
  }
  let text = digits.reversed().map(String.init).joined()
  let sign = value < 0 && digits.contains { $0 != 0 } ? "-" : ""
  return decimals == 0 ? sign + text : sign + text.dropLast(decimals) + "." + text.suffix(decimals)
}

@Suite("Fixed decimals") struct FixedDecimalTests {
  private static let texts: [(Double, Int, String)] = [
    (0.0, 6, "0.000000"), (-0.0, 2, "0.00"), (-0.0000001, 6, "0.000000"), (-0.001, 2, "0.00"), (1.0, 0, "1"),
    (0.5, 0, "1"), (-0.5, 0, "-1"), (1.5, 0, "2"), (2.5, 0, "3"), (0.125, 2, "0.13"), (-0.125, 2, "-0.13"),
    (0.375, 2, "0.38"), (1.005, 2, "1.00"), (2.675, 2, "2.67"), (0.1, 6, "0.100000"), (1.0 / 3, 6, "0.333333"),
    (2.0 / 3, 6, "0.666667"), (0.9999995, 6, "1.000000"), (0.0000005, 6, "0.000000"), (999.9999999, 6, "1000.000000"),
    (123_456_789.125, 2, "123456789.13"), (1e15, 2, "1000000000000000.00"), (1e22, 0, "10000000000000000000000"),
    (9_007_199_254_740_993.0, 1, "9007199254740992.0"), (.leastNonzeroMagnitude, 6, "0.000000"),
    (1e-300, 6, "0.000000"),
    (0x1p106, 0, "81129638414606681695789005144064"), (.nan, 2, ""), (.infinity, 2, ""), (-.infinity, 2, ""),
  ]

  @Test("Numbers are printed with a fixed count of decimals", arguments: texts)
  func table(value: Double, decimals: Int, text: String) {
    #expect(FixedDecimal.text(value, decimals: decimals) == text)
  }

  @Test("Numbers beyond any sum of money are printed in full")
  func huge() {
    #expect(FixedDecimal.text(1e40, decimals: 2) == "10000000000000000303786028427003666890752.00")
    #expect(FixedDecimal.units(1e40, decimals: 2) == .max && FixedDecimal.units(-1e40, decimals: 2) == .min)
    #expect(FixedDecimal.units(.nan, decimals: 2) == nil && FixedDecimal.units(-.infinity, decimals: 2) == nil)
    #expect(FixedDecimal.text(-0x1p107, decimals: 0) == "-162259276829213363391578010288128")
    for value in [1e300, -1e300, .greatestFiniteMagnitude, 0x1p107, (0x1p107).nextDown] {
      for decimals in [0, 6] {
        #expect(FixedDecimal.text(value, decimals: decimals) == slowText(value, decimals: decimals))
      }
    }
  }

  @Test("Whole numbers of small units are printed with their point")
  func units() {
    let texts: [(Int128, Int, String)] = [
      (1205, 2, "12.05"), (-5, 2, "-0.05"), (0, 2, "0.00"), (0, 0, "0"), (-7, 0, "-7"), (1, 6, "0.000001"),
      (Int128.min, 2, "-1701411834604692317316873037158841057.28"),
    ]
    for (units, decimals, text) in texts { #expect(FixedDecimal.text(units: units, decimals: decimals) == text) }
  }

  @Test("Printed digits are those of the exact binary value, rounded half away from zero")
  func exactExpansion() {
    var generator = Seeded.announced()
    for _ in 0..<4000 {
      let decimals = Int.random(in: 0...6, using: &generator)
      let significand = Double.random(in: 1..<2, using: &generator)
      let value =
        significand * Double(sign: .plus, exponent: Int.random(in: -70...106, using: &generator), significand: 1)
      let signed = Bool.random(using: &generator) ? value : -value
      let text = FixedDecimal.text(signed, decimals: decimals)
      #expect(text == slowText(signed, decimals: decimals), "\(signed.bitPattern) \(decimals)")
      let units = FixedDecimal.units(signed, decimals: decimals)
      #expect(units.map { FixedDecimal.text(units: $0, decimals: decimals) } == text)
    }
  }

  @Test("Exact halves go away from zero")
  func halves() {
    var generator = Seeded.announced()
    for _ in 0..<1000 {
      let units = Int.random(in: 0...1_000_000_000, using: &generator)
      // Eighths have three decimals that end in 5 or 0: k/8 + 1/16 has an exact 5 as its fourth.
      let value = (Double(units) * 2 + 1) / 16
      #expect(FixedDecimal.text(value, decimals: 3) == slowText(value, decimals: 3), "\(value)")
      #expect(FixedDecimal.text(-value, decimals: 3) == "-" + slowText(value, decimals: 3), "\(value)")
    }
  }
}
