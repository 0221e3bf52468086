internal import SteelyardDomain

/// Numbers as text, the same in every locale: a point for decimals, no signs of currency, no exponent.
///
/// A Double is rounded by its exact binary value, exact halves away from zero: 0.0078125 with six decimals is
/// `0.007813`, and 1.005 with two, whose Double lies below it, is `1.00`. A value that rounds to zero has no minus.
/// Checked against decimals of 400 digits.
///
/// Edge cases: `nil`, NaN and the infinities are the empty text.
public enum NumberFormats {
  /// Decimals of ratios, scores, shares and probabilities in files.
  public static let ratioDecimals = 6
  /// Decimals of money in yuan.
  public static let moneyDecimals = 2

  /// A ratio, score or probability with six decimals, empty for `nil`.
  public static func ratio(_ value: Double?) -> String {
    value.map { fixed($0, decimals: ratioDecimals) } ?? ""
  }

  /// Whole fen as yuan with two decimals, empty for `nil`.
  public static func yuan(fen: Int64?) -> String {
    fen.map { Money(fen: $0).yuanText } ?? ""
  }

  /// An estimate in yuan with two decimals, empty for `nil`.
  public static func yuan(_ value: Double?) -> String {
    value.map { fixed($0, decimals: moneyDecimals) } ?? ""
  }

  /// A whole number, empty for `nil`.
  public static func whole(_ value: (some BinaryInteger)?) -> String {
    value.map { String($0) } ?? ""
  }

  /// The whole fen of an amount in yuan with two decimals, as the files have it; `nil` for any other text.
  static func fen(yuan text: String) -> Int128? {
    let halves = text.split(separator: ".", omittingEmptySubsequences: false)
    guard halves.count == 2, halves[1].count == 2 else { return nil }
    return Int128(halves[0] + halves[1])
  }

  /// Whole fen in ten thousands of yuan (万元) with two decimals, halves away from zero.
  public static func tenThousands(fen: Int128) -> String {
    let hundredths = (fen.magnitude + 5_000) / 10_000
    return FixedDecimal.text(units: Int128(hundredths) * fen.signum(), decimals: 2)
  }

  /// Whole fen as yuan with two decimals, for sums beyond 63 bits.
  public static func yuan(wideFen fen: Int128) -> String {
    FixedDecimal.text(units: fen, decimals: 2)
  }

  /// A number's text with commas between thousands: `1234567.89` → `1,234,567.89`.
  ///
  /// - Precondition: `number` is a text made by this type.
  public static func grouped(_ number: String) -> String {
    let start = number.hasPrefix("-") ? number.index(after: number.startIndex) : number.startIndex
    let end = number.firstIndex(of: ".") ?? number.endIndex
    let digits = Array(number[start..<end])
    var result = String(number[..<start])
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result + number[end...]
  }

  /// A number with a given count of decimals; see ``FixedDecimal/text(_:decimals:)``.
  ///
  /// - Precondition: `decimals` is 0…6.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    FixedDecimal.text(value, decimals: decimals)
  }
}
