/// Numbers as text with a fixed count of decimals: the same digits on every machine and in every locale.
public enum FixedDecimal {
  /// A number rounded half away from zero on its exact binary value; empty for NaN and infinity, never `-0`.
  ///
  /// The significand times the power of ten is at most 73 bits, so it is shifted by the exponent exactly in 128.
  ///
  /// - Precondition: `decimals` is 0…6.
  public static func text(_ value: Double, decimals: Int) -> String {
    precondition((0...6).contains(decimals), "numbers are printed with at most six decimals")
    guard value.isFinite else { return "" }
    guard value != 0 else { return digits(0, decimals: decimals, isNegative: false) }
    // value = significand · 2^exponent; numbers too small to be normal have exponents far below −120.
    let exponent = Int(value.exponent) - 52
    let significand = value.significandBitPattern | (1 << 52)
    // Above 2^107 a number is a whole one beyond any sum of money.
    if exponent > 54 {
      let zeros = decimals > 0 ? "." + String(repeating: "0", count: decimals) : ""
      return (value < 0 ? "-" : "") + doubled(String(significand), times: exponent) + zeros
    }
    let scaled = UInt128(significand) * UInt128(powersOfTen[decimals])
    let rounded: UInt128
    if exponent >= 0 {
      rounded = scaled << UInt128(exponent)
    } else if exponent > -120 {
      rounded = (scaled + (UInt128(1) << UInt128(-exponent - 1))) >> UInt128(-exponent)
    } else {
      rounded = 0
    }
    return digits(rounded, decimals: decimals, isNegative: value < 0)
  }

  /// A whole number counted in units of 10^-decimals as text: 1205 with two decimals is `12.05`.
  public static func text(units: Int128, decimals: Int) -> String {
    digits(units.magnitude, decimals: decimals, isNegative: units < 0)
  }

  /// A whole number's digits after some doublings.
  private static func doubled(_ number: String, times: Int) -> String {
    var digits = number.utf8.reversed().map { $0 - 48 }
    for _ in 0..<times {
      var carry: UInt8 = 0
      for place in digits.indices {
        let twice = digits[place] * 2 + carry
        (digits[place], carry) = (twice % 10, twice / 10)
      }
      if carry > 0 { digits.append(carry) }
    }
    return String(decoding: digits.reversed().map { $0 + 48 }, as: UTF8.self)
  }

  private static let powersOfTen: [UInt64] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

  /// The digits of a number counted in units of 10^-decimals.
  private static func digits(_ units: UInt128, decimals: Int, isNegative: Bool) -> String {
    let digits = String(units)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
    let sign = isNegative && units != 0 ? "-" : ""
    guard decimals > 0 else { return sign + padded }
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }
}
