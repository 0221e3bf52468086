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
    if let rounded = magnitude(value, decimals: decimals) {
      return digits(rounded, decimals: decimals, isNegative: value < 0)
    }
    // Above 2^107 a number is a whole one beyond any sum of money.
    let significand = value.significandBitPattern | (1 << 52)
    let zeros = decimals > 0 ? "." + String(repeating: "0", count: decimals) : ""
    return (value < 0 ? "-" : "") + doubled(String(significand), times: Int(value.exponent) - 52) + zeros
  }

  /// A number in units of 10^-decimals, rounded as ``text(_:decimals:)`` does: what is printed alike is equal, and the
  /// order is that of what is printed.
  ///
  /// Edge cases: `nil` for NaN and infinity; from 2^107 on the greatest or least number.
  ///
  /// - Precondition: `decimals` is 0…6.
  public static func units(_ value: Double, decimals: Int) -> Int128? {
    precondition((0...6).contains(decimals), "numbers are printed with at most six decimals")
    guard value.isFinite else { return nil }
    guard let rounded = magnitude(value, decimals: decimals), rounded <= UInt128(Int128.max) else {
      return value < 0 ? .min : .max
    }
    return value < 0 ? -Int128(rounded) : Int128(rounded)
  }

  /// The magnitude in units of 10^-decimals, halves away from zero; `nil` from 2^107 on.
  private static func magnitude(_ value: Double, decimals: Int) -> UInt128? {
    if value == 0 { return 0 }
    // value = significand · 2^exponent; numbers too small to be normal have exponents far below −120.
    let exponent = Int(value.exponent) - 52
    if exponent > 54 { return nil }
    let significand = value.significandBitPattern | (1 << 52)
    let scaled = UInt128(significand) * UInt128(powersOfTen[decimals])
    if exponent >= 0 { return scaled << UInt128(exponent) }
    if exponent <= -120 { return 0 }
    return (scaled + (UInt128(1) << UInt128(-exponent - 1))) >> UInt128(-exponent)
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

  /// The digits of a number that fits in 64 bits, written from behind.
  private static func digits(_ units: UInt64, decimals: Int, isNegative: Bool) -> String {
    // Twenty digits, a point and a minus.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
      var start = buffer.count
      func put(_ byte: UInt8) {
        start -= 1
        buffer[start] = byte
      }
      var rest = units
      for place in 0... {
        if place == decimals, decimals > 0 { put(UInt8(ascii: ".")) }
        put(UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0"))
        rest /= 10
        if rest == 0, place >= decimals { break }
      }
      if isNegative, units != 0 { put(UInt8(ascii: "-")) }
      return String(decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[start...]), as: UTF8.self)
    }
  }

  /// The digits of a number counted in units of 10^-decimals.
  private static func digits(_ units: UInt128, decimals: Int, isNegative: Bool) -> String {
    if let units = UInt64(exactly: units) { return digits(units, decimals: decimals, isNegative: isNegative) }
    let digits = String(units)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
    let sign = isNegative && units != 0 ? "-" : ""
    guard decimals > 0 else { return sign + padded }
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }
}
